/* SPDX-License-Identifier: MIT */
/* Words about a project's life; see life_words.h. */
#include "judge/life_words.h"

#include <stdbool.h>

#include "base/round.h"
#include "base/text.h"
#include "base/time.h"
#include "judge/life_facts.h"

/* --- what it would need --- */

void
life_add_reason(struct hscan_buf *out, unsigned lacks)
{
	static const struct {
		enum life_lack lack;
		const char *words;
	} parts[] = {
	    {LIFE_LACKS_COMMITS, "--git"},
	    {LIFE_LACKS_HEAD, "the commits of the default branch"},
	    {LIFE_LACKS_REPLIES, "--profile full"},
	    {LIFE_LACKS_LISTS, "the whole lists of the forge"},
	    {LIFE_LACKS_PAST, "older records (--windows)"},
	    {LIFE_LACKS_MERGES, "to know what was merged"},
	    {LIFE_LACKS_DOUBTS, "what could not be read"},
	};
	const char *before = "would need ";

	if (lacks & LIFE_LACKS_BIRTH)
		(void)hscan_buf_add_string(out, "it was created later");
	if (lacks & LIFE_LACKS_AGE)
		(void)hscan_buf_add_string(out, "the clone has no commits");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!(lacks & (unsigned)parts[i].lack))
			continue;
		(void)hscan_buf_add_format(out, "%s%s", before, parts[i].words);
		before = " and ";
	}
}

/* --- evidence --- */

static void
add_day(struct hscan_buf *out, int64_t when)
{
	char day[HSCAN_TIME_SIZE];

	hscan_format_date(when, day);
	(void)hscan_buf_add_string(out, day);
}

static void
add_comma(struct hscan_buf *out)
{
	if (out->len > 0)
		(void)hscan_buf_add_string(out, ", ");
}

/* "last merge 2026-08-21"; where there is none "last merge never", or "no merge
 * since 2025-10-01" if no more is known; "" if nothing is. */
static void
add_last(struct hscan_buf *out, const char *what, int64_t when, int64_t from)
{
	if (when == HSCAN_NEVER && from == INT64_MAX)
		return;
	add_comma(out);
	if (when == HSCAN_NEVER && from != HSCAN_NEVER) {
		(void)hscan_buf_add_format(out, "no %s since ", what);
		add_day(out, from);
		return;
	}
	(void)hscan_buf_add_format(out, "last %s ", what);
	if (when == HSCAN_NEVER)
		(void)hscan_buf_add_string(out, "never");
	else
		add_day(out, when);
}

static void
add_count(struct hscan_buf *out, int64_t count, const char *what,
    const char *plural, const char *span)
{
	add_comma(out);
	(void)hscan_buf_add_format(out, "%lld %s in %s", (long long)count,
	    count == 1 ? what : plural, span);
}

static void
add_last_commit(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	if (life_has_commits(facts))
		add_last(
		    out, "human commit", facts->signs.last_commit, HSCAN_NEVER);
	else if (facts->pushed_at < facts->end)
		add_last(out, "push", facts->pushed_at,
		    facts->never_pushed ? HSCAN_NEVER : INT64_MAX);
}

static void
add_last_merge(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;

	/* Of a clone alone only a merge commit tells; that there is none says
	 * little. */
	if (facts->clone_alone && signs->last_merge == HSCAN_NEVER)
		return;
	if (signs->last_untold > signs->last_merge) {
		add_comma(out);
		(void)hscan_buf_add_string(
		    out, "merges not known: the server does not say");
		return;
	}
	add_last(out, "merge", signs->last_merge,
	    facts->in_doubt || facts->pulls_off ? INT64_MAX
						: facts->issues_from);
}

static void
add_last_release(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	bool tag =
	    facts->signs.by_tags && facts->signs.last_release != HSCAN_NEVER;

	if (!life_knows_releases(facts) || facts->in_doubt)
		add_last(out, tag ? "tag" : "release",
		    facts->signs.last_release, INT64_MAX);
	else
		add_last(out, tag ? "tag" : "release",
		    facts->signs.last_release, HSCAN_NEVER);
}

/* Since when no reply can have escaped us; of less than the time that matters
 * nobody wants to know. */
static int64_t
replies_from(const struct hscan_life_facts *facts)
{
	int64_t from = facts->issues_from, unread = facts->signs.last_unread;

	if (facts->in_doubt || from == INT64_MAX ||
	    unread >= facts->end - HSCAN_LIFE_ANSWER_S)
		return INT64_MAX;
	return unread != HSCAN_NEVER && unread >= from ? unread + 1 : from;
}

static void
add_last_reply(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	int64_t last = facts->signs.last_reply;
	bool sure = facts->signs.last_unread < last;

	if (facts->clone_alone)
		return;
	add_last(out,
	    last == HSCAN_NEVER || sure ? "maintainer reply"
					: "known maintainer reply",
	    last, replies_from(facts));
}

static void
add_lasts(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	add_last_commit(out, facts);
	add_last_merge(out, facts);
	add_last_release(out, facts);
	add_last_reply(out, facts);
}

static void
add_pulse(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;

	if (life_has_commits(facts)) {
		add_count(out, signs->commits[0], "human commit",
		    "human commits", "90 days");
		return;
	}
	if (signs->recent_merges > 0)
		add_count(
		    out, signs->recent_merges, "merge", "merges", "90 days");
	if (signs->recent_replies > 0)
		add_count(out, signs->recent_replies, "maintainer reply",
		    "maintainer replies", "90 days");
}

static void
add_counts(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;
	int64_t year = facts->end - HSCAN_LIFE_YEAR_S;

	add_pulse(out, facts);
	add_lasts(out, facts);
	if (signs->year_releases > 0 ||
	    (life_knows_releases(facts) && !facts->in_doubt))
		add_count(out, signs->year_releases,
		    signs->by_tags && signs->year_releases > 0 ? "tag"
							       : "release",
		    signs->by_tags && signs->year_releases > 0 ? "tags"
							       : "releases",
		    "a year");
	if (signs->year_replies > 0 ||
	    (!facts->clone_alone && replies_from(facts) <= year))
		add_count(out, signs->year_replies, "maintainer reply",
		    "maintainer replies", "a year");
}

/* Whether the evidence says anything of replies: an earlier run may have read
 * some. */
static bool
tells_of_replies(const struct hscan_life_facts *facts)
{
	return facts->signs.last_reply != HSCAN_NEVER ||
	       replies_from(facts) != INT64_MAX;
}

/* What the evidence is without. */
static void
add_unread(struct hscan_buf *out, const struct hscan_life_facts *facts)
{
	if (!life_has_commits(facts))
		(void)hscan_buf_add_string(
		    out, facts->commits_read
			     ? "; commits are not of the default branch"
			     : "; commits not read: no local clone");
	if (facts->clone_alone)
		(void)hscan_buf_add_string(out, "; of the clone alone");
	else if (facts->issues_from != INT64_MAX && !facts->replies_asked &&
		 facts->signs.last_unread >= facts->end - HSCAN_LIFE_YEAR_S)
		(void)hscan_buf_add_string(
		    out, tells_of_replies(facts)
			     ? "; not all replies read: --profile full"
			     : "; replies not read: --profile full");
}

void
life_add_evidence(struct hscan_buf *out, const struct hscan_life_facts *facts,
    const struct hscan_life *life)
{
	switch (life->life_class) {
	case HSCAN_LIFE_ARCHIVED:
		(void)hscan_buf_add_string(out, "the forge says archived");
		return;
	case HSCAN_LIFE_NEW:
		(void)hscan_buf_add_string(out, "created ");
		add_day(out, facts->created_at);
		(void)hscan_buf_add_string(out, ", younger than 90 days");
		return;
	case HSCAN_LIFE_DORMANT: add_lasts(out, facts); break;
	case HSCAN_LIFE_UNKNOWN:
		if (facts->created_at > facts->end) {
			(void)hscan_buf_add_string(out, "created ");
			add_day(out, facts->created_at);
		} else {
			add_counts(out, facts);
		}
		break;
	case HSCAN_LIFE_ACTIVE:
	case HSCAN_LIFE_MAINTENANCE:
	case HSCAN_LIFE_QUIET: add_counts(out, facts); break;
	}
	if (out->len == 0)
		(void)hscan_buf_add_string(out, "nothing was read that tells");
	if (life->life_class != HSCAN_LIFE_UNKNOWN)
		add_unread(out, facts);
	else
		(void)hscan_buf_add_format(out, "; %s", life->reason);
}

/* --- remarks --- */

static void
add_declining(struct hscan_buf *out, const struct hscan_declining *declining)
{
	(void)hscan_buf_add_format(out,
	    "declining: %lld human %s in 90 days, usual ",
	    (long long)declining->commits,
	    declining->commits == 1 ? "commit" : "commits");
	hscan_add_decimal(out, declining->usual, 1);
}

static void
add_unanswered(struct hscan_buf *out, const struct hscan_unanswered *unanswered)
{
	long long issues = unanswered->issues;
	long long pulls = unanswered->pull_requests;

	(void)hscan_buf_add_format(out, "%sunanswered: %s",
	    out->len > 0 ? "; " : "",
	    unanswered->untold > 0 ? "at least " : "");
	if (issues > 0)
		(void)hscan_buf_add_format(
		    out, "%lld %s", issues, issues == 1 ? "issue" : "issues");
	if (pulls > 0)
		(void)hscan_buf_add_format(out, "%s%lld pull %s",
		    issues > 0 ? " and " : "", pulls,
		    pulls == 1 ? "request" : "requests");
	(void)hscan_buf_add_string(out, " for over 90 days, the oldest since ");
	add_day(out, unanswered->since);
}

void
life_add_remarks(struct hscan_buf *out, const struct hscan_life *life)
{
	if (!life->declining.reason && life->declining.holds)
		add_declining(out, &life->declining);
	if (!life->unanswered.reason &&
	    life->unanswered.issues + life->unanswered.pull_requests > 0)
		add_unanswered(out, &life->unanswered);
}
