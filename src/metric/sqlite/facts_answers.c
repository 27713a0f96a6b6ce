/* SPDX-License-Identifier: MIT */
/* The answers to an item, which its row has as lists: of each account the first
 * that may end the wait, and the first of those that do not. What is early came
 * before the item waited for one, or while it never did, or is of an item whose
 * answers are in doubt: no wait ends with it, but what it answers does not wait
 * any more. */
#include "metric/sqlite/facts_internal.h"

static void
begin_item(struct facts_seen *seen, struct facts_lists *lists)
{
	facts_seen_empty(seen);
	lists->len = 0;
}

/* If it is the account's first. */
static bool
add_answer(struct facts_seen *seen, struct facts_lists *lists, int64_t at,
    int64_t actor_id)
{
	bool added = false;
	size_t place = 0;

	if (!facts_seen_find(seen, actor_id, &added))
		return false;
	if (!added)
		return true;
	if (!facts_widen(lists, &place))
		return false;
	lists->facts[0][place] = (struct hscan_fact_value){.number = at};
	lists->facts[1][place] = (struct hscan_fact_value){.number = actor_id};
	return true;
}

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
	facts_seen_clear(&answers->seen_answered);
	facts_seen_clear(&answers->seen_early);
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
