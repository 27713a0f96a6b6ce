/* SPDX-License-Identifier: MIT */
/* When an item was open, as its events tell it: what replay.c works out for the
 * questions of metrics, for one item after the other. */
#include "base/text.h"
#include "metric/sqlite/facts_internal.h"

enum { OPENED_AT, ENDED_AT, CLOSED, CLOSED_UNTIL, REASON, MERGE_UNTOLD };

/* The close of a row and that of an event may differ by so much; see
 * queries/views/30-state-events.sql. */
enum { SAME_CLOSE_S = 5 };

const char *const facts_state_columns[] = {
    [OPENED_AT] = "opened_at",
    [ENDED_AT] = "ended_at",
    [CLOSED] = "closed",
    [CLOSED_UNTIL] = "closed_until",
    [REASON] = "reason",
    [MERGE_UNTOLD] = "stretch_merge_untold",
    NULL,
};

enum hscan_status
facts_states_open(struct facts_states *states, struct sqlite_engine *engine,
    struct hscan_error *err)
{
	states->reasons.columns = 2;
	states->stretches.columns = MERGE_UNTOLD + 1;
	hscan_arena_init(&states->texts);
	return facts_side_open(&states->told, engine, "export/turns.sql", err);
}

void
facts_states_close(struct facts_states *states)
{
	facts_side_close(&states->told);
	sqlite_turns_clear(&states->turns);
	facts_lists_clear(&states->reasons);
	facts_lists_clear(&states->stretches);
	hscan_arena_clear(&states->texts);
}

/* --- what happened --- */

static bool
add_reason(struct facts_states *states, int64_t at, struct hscan_text reason)
{
	size_t place = 0;

	reason = hscan_arena_dup(&states->texts, reason);
	if (!reason.ptr || !facts_widen(&states->reasons, &place))
		return false;
	states->reasons.facts[0][place] =
	    (struct hscan_fact_value){.number = at};
	states->reasons.facts[1][place] =
	    (struct hscan_fact_value){.text = reason};
	return true;
}

static bool
add_turn(struct facts_states *states)
{
	sqlite3_stmt *row = states->told.stmt;
	const struct hscan_turn turn = {
	    (enum hscan_event_kind)sqlite3_column_int(row, 2),
	    sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 4)};

	if (turn.kind == HSCAN_EVENT_CLOSED &&
	    sqlite3_column_type(row, 5) != SQLITE_NULL &&
	    !add_reason(states, turn.at, sql_text(row, 5)))
		return false;
	return sqlite_turns_add(&states->turns, &turn);
}

static int64_t
or_never(int64_t at)
{
	return at == FACTS_NEVER ? HSCAN_NEVER : at;
}

static enum hscan_status
take_turns(struct facts_states *states, int64_t repo_id, int64_t number,
    int64_t gone_at, struct hscan_error *err)
{
	bool found = false;
	enum hscan_status status =
	    facts_side_find(&states->told, repo_id, number, &found, err);

	if (status == HSCAN_OK &&
	    !sqlite_turns_vanish(&states->turns, or_never(gone_at)))
		status = hscan_no_memory(err);
	while (status == HSCAN_OK && found) {
		if (!add_turn(states))
			return hscan_no_memory(err);
		status = facts_side_step(&states->told, err);
		found = facts_side_is_at(&states->told, repo_id, number);
	}
	return status;
}

/* --- what it comes to --- */

/* The first that an event gives; or, of the last close, that of the row. */
static struct hscan_text
reason_of(const struct facts_states *states,
    const struct hscan_stretch *stretch, const struct hscan_fact_value *item)
{
	const struct facts_lists *reasons = &states->reasons;

	if (item[OF_KIND].number != 1)
		return hscan_text_of("");
	for (size_t i = 0; i < reasons->len && stretch->ended_at != HSCAN_NEVER;
	     i++)
		if (reasons->facts[0][i].number == stretch->ended_at)
			return reasons->facts[1][i].text;
	return stretch->closed_until == HSCAN_NEVER ? item[OF_STATE_REASON].text
						    : hscan_text_of("");
}

static bool
is_untold(
    const struct hscan_stretch *stretch, const struct hscan_fact_value *item)
{
	return item[OF_KIND].number == 2 && item[OF_MERGE_UNTOLD].number &&
	       stretch->ended_at != HSCAN_NEVER &&
	       item[OF_CLOSED_AT].number <= stretch->ended_at + SAME_CLOSE_S;
}

static struct hscan_fact_value
instant(int64_t at)
{
	return (struct hscan_fact_value){
	    .number = at == HSCAN_NEVER ? FACTS_NEVER : at};
}

static bool
add_stretch(struct facts_states *states, const struct hscan_stretch *stretch,
    const struct hscan_fact_value *item)
{
	struct hscan_fact_value **facts = states->stretches.facts;
	size_t at = 0;

	if (!facts_widen(&states->stretches, &at))
		return false;
	facts[OPENED_AT][at] = instant(stretch->opened_at);
	facts[ENDED_AT][at] = instant(stretch->ended_at);
	facts[CLOSED_UNTIL][at] = instant(stretch->closed_until);
	facts[CLOSED][at] =
	    (struct hscan_fact_value){.number = stretch->closed};
	facts[REASON][at] =
	    (struct hscan_fact_value){.text = reason_of(states, stretch, item)};
	facts[MERGE_UNTOLD][at] =
	    (struct hscan_fact_value){.number = is_untold(stretch, item)};
	return true;
}

/* Of what is in doubt nothing is told. */
enum hscan_status
facts_states_take(struct facts_states *states, int64_t repo_id, int64_t number,
    const struct hscan_fact_value *item, struct hscan_error *err)
{
	enum hscan_status status;
	size_t len;

	states->turns.len = 0;
	states->reasons.len = states->stretches.len = 0;
	hscan_arena_reset(&states->texts);
	if (item[OF_SHOWN_UNTIL].number == FACTS_NOBODY)
		return HSCAN_OK;
	status = sqlite_turns_reserve(&states->turns)
		     ? take_turns(states, repo_id, number,
			   item[OF_GONE_AT].number, err)
		     : hscan_no_memory(err);
	if (status != HSCAN_OK)
		return status;
	len = hscan_replay_state(item[OF_CREATED_AT].number,
	    or_never(item[OF_CLOSED_AT].number), states->turns.turns,
	    states->turns.len, states->turns.stretches);
	for (size_t i = 0; i < len; i++)
		if (!add_stretch(states, &states->turns.stretches[i], item))
			return hscan_no_memory(err);
	return HSCAN_OK;
}
