/* SPDX-License-Identifier: MIT */
/* From signs of life to a class and remarks; see lifecycle.h. */
#include "judge/lifecycle.h"

#include <string.h>

#include "base/buf.h"
#include "judge/life_facts.h"
#include "judge/life_words.h"

enum { LONGEST_WORDS = 2048 };

/* --- the class --- */

/* NO: none of them; YES: one of them; else it may be. */
static enum life_answer
any_of(const enum life_answer *answers, size_t len)
{
	enum life_answer any = LIFE_NO;

	for (size_t i = 0; i < len; i++) {
		if (answers[i] == LIFE_YES)
			return LIFE_YES;
		if (answers[i] == LIFE_MAYBE)
			any = LIFE_MAYBE;
	}
	return any;
}

static enum life_answer
has_moved(const struct hscan_life_facts *facts, unsigned *lacks)
{
	int64_t year = facts->end - HSCAN_LIFE_YEAR_S;
	const enum life_answer signs[] = {
	    life_committed(facts, year, lacks),
	    life_merged(facts, year, lacks),
	    life_released(facts, year, lacks),
	    life_replied(facts, year, lacks),
	};

	return any_of(signs, sizeof(signs) / sizeof(signs[0]));
}

static enum life_answer
is_kept_in_repair(const struct hscan_life_facts *facts, unsigned *lacks)
{
	int64_t since = facts->end - HSCAN_LIFE_ANSWER_S;
	const enum life_answer signs[] = {
	    life_released(facts, facts->end - HSCAN_LIFE_YEAR_S, lacks),
	    life_merged(facts, since, lacks),
	    life_replied(facts, since, lacks),
	};

	return any_of(signs, sizeof(signs) / sizeof(signs[0]));
}

/* Of what was not there at that time nothing is to be said, and a clone without
 * a commit may have been made today or long ago. */
static unsigned
why_ageless(const struct hscan_life_facts *facts)
{
	if (facts->created_at > facts->end)
		return LIFE_LACKS_BIRTH;
	return facts->clone_alone && facts->commits_read &&
		       facts->created_at == HSCAN_NEVER &&
		       facts->signs.first_commit == HSCAN_NEVER
		   ? LIFE_LACKS_AGE
		   : 0;
}

static bool
is_new(const struct hscan_life_facts *facts)
{
	return facts->created_at != HSCAN_NEVER &&
	       facts->end - facts->created_at < HSCAN_LIFE_RECENT_S;
}

/* Of a project that is neither archived nor new. `*lacks` is what the answer
 * would need that decides, should it not be known. */
static enum hscan_life_class
class_by_signs(const struct hscan_life_facts *facts, unsigned *lacks)
{
	enum life_answer moved, beats, kept;

	moved = has_moved(facts, lacks);
	if (moved == LIFE_NO)
		return HSCAN_LIFE_DORMANT;
	if (moved == LIFE_MAYBE)
		return HSCAN_LIFE_UNKNOWN;
	*lacks = 0;
	beats = life_beats(facts, lacks);
	if (beats == LIFE_YES)
		return HSCAN_LIFE_ACTIVE;
	if (beats == LIFE_MAYBE)
		return HSCAN_LIFE_UNKNOWN;
	*lacks = 0;
	kept = is_kept_in_repair(facts, lacks);
	if (kept == LIFE_YES)
		return HSCAN_LIFE_MAINTENANCE;
	return kept == LIFE_NO ? HSCAN_LIFE_QUIET : HSCAN_LIFE_UNKNOWN;
}

static enum hscan_life_class
class_of(const struct hscan_life_facts *facts, unsigned *lacks)
{
	*lacks = 0;
	if (facts->archived_at != HSCAN_NEVER &&
	    facts->archived_at <= facts->end)
		return HSCAN_LIFE_ARCHIVED;
	*lacks = why_ageless(facts);
	if (*lacks)
		return HSCAN_LIFE_UNKNOWN;
	return is_new(facts) ? HSCAN_LIFE_NEW : class_by_signs(facts, lacks);
}

/* --- remarks --- */

/* The median of four is the mean of the middle two. */
static double
median_of_four(const int64_t *counts)
{
	int64_t least = counts[0], greatest = counts[0], sum = 0;

	for (size_t i = 0; i < HSCAN_LIFE_STRETCHES - 1; i++) {
		if (counts[i] < least)
			least = counts[i];
		if (counts[i] > greatest)
			greatest = counts[i];
		sum += counts[i];
	}
	return (double)(sum - least - greatest) / 2.0;
}

static const char *
why_no_decline(const struct hscan_life_facts *facts)
{
	int64_t first = facts->signs.first_commit;
	int64_t long_ago =
	    facts->end - HSCAN_LIFE_STRETCHES * HSCAN_LIFE_RECENT_S;

	if (!facts->commits_read)
		return "would need --git";
	if (facts->other_head)
		return "the commits are not of the default branch";
	if (first == HSCAN_NEVER || first > long_ago)
		return "the first commit is less than 450 days old";
	return NULL;
}

static struct hscan_declining
declining_of(const struct hscan_life_facts *facts)
{
	const int64_t *commits = facts->signs.commits;
	struct hscan_declining out = {.reason = why_no_decline(facts)};

	if (out.reason)
		return out;
	out.commits = commits[0];
	out.usual = median_of_four(commits + 1);
	out.holds = out.usual >= (double)LIFE_PULSE &&
		    (double)out.commits < out.usual / 2.0;
	return out;
}

static const char *
why_unanswered_unknown(const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;

	if (facts->backlog_missing)
		return facts->backlog_missing;
	if (facts->in_doubt)
		return "not all could be read";
	/* Some that surely wait are worth saying, however many more there
	 * are. */
	if (signs->waiting_untold == 0 ||
	    signs->waiting_issues + signs->waiting_pulls > 0)
		return NULL;
	return facts->replies_asked ? "the answers to older ones were not read"
				    : "would need --profile full";
}

static struct hscan_unanswered
unanswered_of(const struct hscan_life_facts *facts)
{
	const struct hscan_signs *signs = &facts->signs;
	struct hscan_unanswered out = {
	    .reason = why_unanswered_unknown(facts), .since = HSCAN_NEVER};

	if (out.reason)
		return out;
	out.issues = signs->waiting_issues;
	out.pull_requests = signs->waiting_pulls;
	out.untold = signs->waiting_untold;
	out.since = signs->waiting_since;
	return out;
}

/* --- all of it --- */

/* Moves words into the arena, and empties the buffer. */
static enum hscan_status
keep(struct hscan_buf *words, struct hscan_arena *arena, struct hscan_text *out,
    struct hscan_error *err)
{
	enum hscan_status status =
	    hscan_buf_check(words, "the words about a life", err);

	if (status != HSCAN_OK || words->len == 0)
		return status;
	*out = hscan_arena_dup(arena, hscan_buf_text(words));
	hscan_buf_reset(words);
	return out->ptr ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
say(const struct hscan_life_facts *facts, unsigned lacks,
    struct hscan_arena *arena, struct hscan_life *life, struct hscan_error *err)
{
	struct hscan_text reason = {NULL, 0};
	enum hscan_status status;
	struct hscan_buf words;

	hscan_buf_init(&words, LONGEST_WORDS);
	life_add_reason(&words, lacks);
	status = keep(&words, arena, &reason, err);
	life->reason = reason.ptr;
	if (status == HSCAN_OK) {
		life_add_evidence(&words, facts, life);
		status = keep(&words, arena, &life->evidence, err);
	}
	if (status == HSCAN_OK) {
		life_add_remarks(&words, life);
		status = keep(&words, arena, &life->remarks, err);
	}
	hscan_buf_clear(&words);
	return status;
}

enum hscan_status
hscan_lifecycle(const struct hscan_life_facts *facts, struct hscan_arena *arena,
    const struct hscan_life **out, struct hscan_error *err)
{
	struct hscan_life *life = hscan_arena_alloc(arena, 1, sizeof(*life));
	enum hscan_status status;
	unsigned lacks = 0;

	if (!life)
		return hscan_no_memory(err);
	*life = (struct hscan_life){
	    .life_class = class_of(facts, &lacks),
	    .declining = declining_of(facts),
	    .unanswered = unanswered_of(facts),
	};
	/* What is proved needs no more. */
	if (life->life_class != HSCAN_LIFE_UNKNOWN)
		lacks = 0;
	life->wants_replies = lacks & LIFE_LACKS_REPLIES;
	status = say(facts, lacks, arena, life, err);
	if (status == HSCAN_OK)
		*out = life;
	return status;
}
