/* SPDX-License-Identifier: MIT */
/* Who has to move, and since when; see waiting.h. */
#include "judge/waiting.h"

#include "base/time.h"

/* What was said so far. */
struct turn {
	enum hscan_waits_for of;
	enum hscan_waits_since why;
	int64_t since;
	int64_t given_at; /* the last word of the other side, or what counts as
			   * such: what was before it does not matter */
	bool draft;
	int64_t drafted_at;
	const struct hscan_word *last; /* of a person; NULL: none */
};

static bool
is_of_draft(const struct hscan_word *word)
{
	return word->kind == HSCAN_WORD_READY ||
	       word->kind == HSCAN_WORD_DRAFTED;
}

/* Whether it was opened as a draft: then the first that becomes of that is
 * ready_for_review, or nothing does, and it still is one. */
static bool
begins_as_draft(const struct hscan_open_item *item)
{
	if (item->kind != HSCAN_PULL_REQUEST)
		return false;
	for (size_t i = 0; i < item->words_len; i++)
		if (is_of_draft(&item->words[i]))
			return item->words[i].kind == HSCAN_WORD_READY;
	return item->draft == HSCAN_YES;
}

/* A word of a person. */
static void
hear(struct turn *turn, const struct hscan_word *word)
{
	bool answer = word->by_maintainer && !word->by_author;
	enum hscan_waits_for next =
	    answer ? HSCAN_WAITS_AUTHOR : HSCAN_WAITS_MAINTAINER;

	turn->last = word;
	if (turn->of == next)
		return;
	turn->of = next;
	turn->why = word->kind == HSCAN_WORD_REVIEW ? HSCAN_SINCE_REVIEW
						    : HSCAN_SINCE_COMMENT;
	turn->since = word->at;
}

/* The last word of those who do not have the turn. */
static int64_t
given_at(
    const struct hscan_open_item *item, const struct turn *turn, int64_t end)
{
	int64_t at = item->created_at;

	for (size_t i = 0; i < item->words_len; i++) {
		const struct hscan_word *word = &item->words[i];
		bool answer = word->by_maintainer && !word->by_author;

		if (word->at >= end || word->at > turn->since)
			break;
		if (word->kind == HSCAN_WORD_READY ||
		    (!is_of_draft(word) && !word->by_bot &&
			answer == (turn->of == HSCAN_WAITS_MAINTAINER)))
			at = word->at;
	}
	return at;
}

static void
replay(const struct hscan_open_item *item, int64_t end, struct turn *turn)
{
	*turn = (struct turn){
	    .of = HSCAN_WAITS_MAINTAINER,
	    .why = HSCAN_SINCE_OPENED,
	    .since = item->created_at,
	    .draft = begins_as_draft(item),
	    .drafted_at = item->created_at,
	};
	for (size_t i = 0; i < item->words_len; i++) {
		const struct hscan_word *word = &item->words[i];

		if (word->at >= end)
			break;
		if (word->kind == HSCAN_WORD_DRAFTED) {
			turn->drafted_at = word->at;
			turn->draft = true;
		} else if (word->kind == HSCAN_WORD_READY) {
			turn->draft = false;
			turn->of = HSCAN_WAITS_MAINTAINER;
			turn->why = HSCAN_SINCE_READY;
			turn->since = word->at;
		} else if (!word->by_bot) {
			hear(turn, word);
		}
	}
	turn->given_at = given_at(item, turn, end);
	if (turn->draft) {
		turn->of = HSCAN_WAITS_AUTHOR;
		turn->why = HSCAN_SINCE_DRAFT;
		turn->since = turn->given_at = turn->drafted_at;
	}
}

/* Whether a list or others tell all of [from, to): a list that is older than
 * that tells nothing of what was written since. */
static bool
is_listed(const struct hscan_reach *reach, int64_t from, int64_t to)
{
	int64_t watched = HSCAN_NEVER;
	enum hscan_told told;

	if (reach->synced && reach->until < to &&
	    hscan_reach_sources(reach, reach->until, to) == 0)
		return false;
	told = hscan_reach_tells(reach, from, to, &watched);
	return told == HSCAN_TOLD_WHOLE || told == HSCAN_TOLD_WATCHED;
}

/* Whether a part of what was said since `from` was read. */
static bool
is_read(const struct hscan_open_item *item, enum hscan_detail part,
    const struct hscan_reach *reach, int64_t from, int64_t to)
{
	if ((item->parts & (unsigned)part) && item->read_at >= from)
		from = item->read_at + 1;
	return from >= to || is_listed(reach, from, to);
}

static bool
is_known(const struct hscan_open_item *item, const struct turn *turn,
    int64_t end, const struct hscan_words_reach *reach)
{
	int64_t from = turn->given_at, to = end;
	bool pull = item->kind == HSCAN_PULL_REQUEST;

	if (item->doubted)
		return false;
	/* The newest row tells what it is, and the events are older. */
	if (pull && item->draft != HSCAN_UNKNOWN_YET && item->updated_at > 0 &&
	    item->updated_at < end && (item->draft == HSCAN_YES) != turn->draft)
		return false;
	/* Nothing of it is newer than its row. */
	if (item->updated_at > 0 && item->updated_at + 1 < to)
		to = item->updated_at + 1;
	if (item->updated_at > 0 && item->updated_at <= item->created_at)
		return true;
	if (!item->silent &&
	    !is_read(item, HSCAN_DETAIL_COMMENTS, &reach->comments, from, to))
		return false;
	return !pull || (is_read(item, HSCAN_DETAIL_REVIEWS, &reach->reviews,
			     from, to) &&
			    is_read(item, HSCAN_DETAIL_DRAFTS, &reach->drafts,
				from, to));
}

void
hscan_wait_for(const struct hscan_open_item *item, int64_t end,
    const struct hscan_words_reach *reach, struct hscan_waiting_item *out)
{
	struct turn turn;

	replay(item, end, &turn);
	out->draft = turn.draft;
	out->last_at = turn.last ? turn.last->at : HSCAN_NEVER;
	out->last_by =
	    turn.last ? turn.last->login : (struct hscan_text){NULL, 0};
	out->waits_for = HSCAN_WAITS_UNKNOWN;
	if (!is_known(item, &turn, end, reach))
		return;
	out->waits_for = turn.of;
	out->why = turn.why;
	out->since = turn.since;
	out->days = (end - turn.since) / HSCAN_DAY_S;
}
