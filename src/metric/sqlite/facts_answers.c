/* SPDX-License-Identifier: MIT */
/* The answers to an item, which its row has as lists: of each account the first
 * that may end the wait, and the first of those that do not. What is early came
 * before the item waited for one, or while it never did, or is of an item whose
 * answers are in doubt: no wait ends with it, but what it answers does not wait
 * any more. */
#include <stdlib.h>

#include "base/mix.h"
#include "metric/sqlite/facts_internal.h"

/* --- whom we have seen --- */

static struct facts_seen_one *
place_of(const struct facts_seen *seen, int64_t actor_id)
{
	size_t at = (size_t)hscan_mix((uint64_t)actor_id) & (seen->size - 1);

	while (seen->ones[at].turn == seen->turn &&
	       seen->ones[at].actor_id != actor_id)
		at = (at + 1) & (seen->size - 1);
	return &seen->ones[at];
}

static bool
make_room(struct facts_seen *seen)
{
	struct facts_seen more = {
	    .size = seen->size ? seen->size * 2 : 64, .turn = 1};

	if (seen->len < seen->size / 2)
		return true;
	more.ones = calloc(more.size, sizeof(*more.ones));
	if (!more.ones)
		return false;
	for (size_t i = 0; i < seen->size; i++)
		if (seen->ones[i].turn == seen->turn) {
			*place_of(&more, seen->ones[i].actor_id) =
			    (struct facts_seen_one){
				seen->ones[i].actor_id, more.turn};
			more.len++;
		}
	free(seen->ones);
	*seen = more;
	return true;
}

static void
begin_item(struct facts_seen *seen, struct facts_lists *lists)
{
	seen->turn++;
	seen->len = 0;
	lists->len = 0;
}

/* If it is the account's first. */
static bool
add_answer(struct facts_seen *seen, struct facts_lists *lists, int64_t at,
    int64_t actor_id)
{
	struct facts_seen_one *one;
	size_t place = 0;

	if (!make_room(seen))
		return false;
	one = place_of(seen, actor_id);
	if (one->turn == seen->turn)
		return true;
	if (!facts_widen(lists, &place))
		return false;
	*one = (struct facts_seen_one){actor_id, seen->turn};
	seen->len++;
	lists->facts[0][place] = (struct hscan_fact_value){.number = at};
	lists->facts[1][place] = (struct hscan_fact_value){.number = actor_id};
	return true;
}

/* --- the answers --- */

const char *const facts_answer_columns[] = {
    "answered_at", "answered_by", "early_at", "early_by", NULL};

enum hscan_status
facts_answers_open(struct facts_answers *answers, struct sqlite_engine *engine,
    struct hscan_error *err)
{
	answers->answered.columns = answers->early.columns = 2;
	return facts_side_open(
	    &answers->told, engine, "export/answers.sql", err);
}

void
facts_answers_close(struct facts_answers *answers)
{
	facts_side_close(&answers->told);
	facts_lists_clear(&answers->answered);
	facts_lists_clear(&answers->early);
	free(answers->seen_answered.ones);
	free(answers->seen_early.ones);
	*answers = (struct facts_answers){.told.stmt = NULL};
}

/* `from_at`: when the wait began; `own`: who cannot end it. */
static bool
take_answer(struct facts_answers *answers, int64_t from_at, int64_t own)
{
	int64_t at = sqlite3_column_int64(answers->told.stmt, 2);
	int64_t actor_id = sqlite3_column_int64(answers->told.stmt, 3);

	if (actor_id == own && own != FACTS_NOBODY)
		return true;
	return at >= from_at ? add_answer(&answers->seen_answered,
				   &answers->answered, at, actor_id)
			     : add_answer(&answers->seen_early, &answers->early,
				   at, actor_id);
}

enum hscan_status
facts_answers_take(struct facts_answers *answers, int64_t repo_id,
    int64_t number, const struct hscan_fact_value *item,
    struct hscan_error *err)
{
	struct facts_side *told = &answers->told;
	int64_t from_at = item[OF_ANSWERS_READ].number
			      ? item[OF_STARTED_AT].number
			      : FACTS_NEVER;
	bool found = false;
	enum hscan_status status =
	    facts_side_find(told, repo_id, number, &found, err);

	begin_item(&answers->seen_answered, &answers->answered);
	begin_item(&answers->seen_early, &answers->early);
	while (status == HSCAN_OK && found) {
		if (!take_answer(answers, from_at, item[OF_OWN].number))
			return hscan_no_memory(err);
		status = facts_side_step(told, err);
		found = facts_side_is_at(told, repo_id, number);
	}
	return status;
}
