/* SPDX-License-Identifier: MIT */
/* From signs of life to a class; see lifecycle.h. */
#include "judge/lifecycle.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"

enum { LONGEST_EVIDENCE = 1024, RECENT_DAYS = 90 };

/* --- the class --- */

/* Commits of another head prove neither life nor silence. */
static bool
has_commits(const struct hscan_life_facts *facts)
{
	return facts->commits_read && !facts->other_head;
}

/* What is known to have happened before the end. A push may be to any branch
 * and by anyone, so it counts only if there are no commits. */
static int64_t
last_push(const struct hscan_life_facts *facts)
{
	bool tells = !has_commits(facts) && facts->pushed_at < facts->end;

	return tells ? facts->pushed_at : HSCAN_NEVER;
}

static int64_t
last_sign(const struct hscan_life_facts *facts)
{
	const int64_t signs[] = {
	    facts->other_head ? HSCAN_NEVER : facts->signs.last_commit,
	    facts->signs.last_merge,
	    facts->signs.last_release,
	    facts->signs.last_reply,
	    last_push(facts),
	};
	int64_t last = HSCAN_NEVER; /* the least of all numbers */

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i] > last)
			last = signs[i];
	return last;
}

/* Whether silence is certain: a push after the end, without a clone, leaves
 * open what happened before it. */
static bool
is_told(const struct hscan_life_facts *facts)
{
	if (facts->signs.last_untold >= facts->end - HSCAN_LIFE_YEAR_S)
		return false;
	if (has_commits(facts))
		return true;
	return facts->forge_read && facts->pushed_at < facts->end;
}

static bool
is_kept_in_repair(const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;

	/* Without commits their rate is unknown. */
	return has_commits(facts) && signs->recent_commits * 7 < RECENT_DAYS &&
	       (signs->year_releases > 0 || signs->year_replies > 0);
}

static enum hscan_life_class
class_of(const struct hscan_life_facts *facts)
{
	int64_t last = last_sign(facts);

	if (facts->archived)
		return HSCAN_LIFE_ARCHIVED;
	if (facts->end - facts->created_at < HSCAN_LIFE_RECENT_S)
		return HSCAN_LIFE_NEW;
	if (last == HSCAN_NEVER || last < facts->end - HSCAN_LIFE_YEAR_S)
		return is_told(facts) ? HSCAN_LIFE_DORMANT : HSCAN_LIFE_UNKNOWN;
	if (is_kept_in_repair(facts))
		return HSCAN_LIFE_MAINTENANCE;
	return HSCAN_LIFE_ACTIVE;
}

/* --- its evidence --- */

static void
add_day(struct hscan_buf *out, int64_t when)
{
	char day[HSCAN_TIME_SIZE];

	hscan_format_date(when, day);
	(void)hscan_buf_add_string(out, day);
}

static void
add_last(struct hscan_buf *out, const char *what, int64_t when)
{
	(void)hscan_buf_add_format(
	    out, "%slast %s ", out->len > 0 ? ", " : "", what);
	if (when == HSCAN_NEVER)
		(void)hscan_buf_add_string(out, "never");
	else
		add_day(out, when);
}

static void
add_count(struct hscan_buf *out, int64_t count, const char *what,
    const char *plural, const char *span)
{
	(void)hscan_buf_add_format(out, "%s%lld %s in %s",
	    out->len > 0 ? ", " : "", (long long)count,
	    count == 1 ? what : plural, span);
}

static void
add_lasts(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;

	if (has_commits(facts))
		add_last(out, "human commit", signs->last_commit);
	else if (last_push(facts) != HSCAN_NEVER)
		add_last(out, "push", last_push(facts));
	if (facts->forge_read && signs->last_untold > signs->last_merge)
		(void)hscan_buf_add_format(out,
		    "%smerges not known: the server does not say",
		    out->len > 0 ? ", " : "");
	else if (facts->forge_read)
		add_last(out, "merge", signs->last_merge);
	if (facts->forge_read || facts->commits_read)
		add_last(out, "release", signs->last_release);
	if (facts->replies_read)
		add_last(out, "maintainer reply", signs->last_reply);
}

static void
add_counts(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;

	if (has_commits(facts))
		add_count(out, signs->recent_commits, "human commit",
		    "human commits", "90 days");
	add_lasts(out, facts);
	if (facts->forge_read || facts->commits_read)
		add_count(
		    out, signs->year_releases, "release", "releases", "a year");
	if (facts->replies_read)
		add_count(out, signs->year_replies, "maintainer reply",
		    "maintainer replies", "a year");
}

static void
add_evidence(struct hscan_buf *out, const struct hscan_life_facts *facts,
    enum hscan_life_class life_class)
{
	switch (life_class) {
	case HSCAN_LIFE_ARCHIVED:
		(void)hscan_buf_add_string(out, "the forge says archived");
		return;
	case HSCAN_LIFE_NEW:
		(void)hscan_buf_add_string(out, "created ");
		add_day(out, facts->created_at);
		(void)hscan_buf_add_string(out, ", younger than 90 days");
		return;
	case HSCAN_LIFE_DORMANT: add_lasts(out, facts); break;
	case HSCAN_LIFE_MAINTENANCE:
	case HSCAN_LIFE_QUIET:
	case HSCAN_LIFE_ACTIVE: add_counts(out, facts); break;
	case HSCAN_LIFE_UNKNOWN:
		if (facts->signs.last_untold != HSCAN_NEVER)
			add_lasts(out, facts);
		else
			(void)hscan_buf_add_string(
			    out, "nothing was read that tells");
		break;
	}
	if (!has_commits(facts))
		(void)hscan_buf_add_string(
		    out, facts->commits_read
			     ? "; commits are not of the default branch"
			     : "; commits not read: no local clone");
	if (facts->forge_read && !facts->replies_read)
		(void)hscan_buf_add_string(
		    out, "; replies not read: --profile full");
}

enum hscan_status
hscan_lifecycle(const struct hscan_life_facts *facts, struct hscan_arena *arena,
    const struct hscan_life **out, struct hscan_error *err)
{
	struct hscan_life *life = hscan_arena_alloc(arena, 1, sizeof(*life));
	enum hscan_status status;
	struct hscan_buf words;

	if (!life)
		return hscan_no_memory(err);
	hscan_buf_init(&words, LONGEST_EVIDENCE);
	life->life_class = class_of(facts);
	life->declining.reason = "not computed";
	life->unanswered.reason = "not computed";
	add_evidence(&words, facts, life->life_class);
	life->evidence = hscan_arena_dup(arena, hscan_buf_text(&words));
	status = hscan_buf_check(&words, "the evidence", err);
	if (status == HSCAN_OK && !life->evidence.ptr)
		status = hscan_no_memory(err);
	hscan_buf_clear(&words);
	if (status == HSCAN_OK)
		*out = life;
	return status;
}
