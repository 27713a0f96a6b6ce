/* SPDX-License-Identifier: MIT */
/* The facts of a repository that two stores have, row by row. Where both have
 * one, the rules are those for what several sources tell; where REST alone has
 * told it in both, the row of the newer sync counts. */
#include "base/text.h"
#include "store/merging.h"

static enum hscan_status
take_removal(const struct merging *m, sqlite3_stmt *row)
{
	const struct hscan_removal removal = {
	    .kind = (enum hscan_removal_kind)sqlite3_column_int(row, 1),
	    .id = sqlite3_column_int64(row, 2),
	    .removed_at = sqlite3_column_int64(row, 3),
	};
	enum hscan_status status = merging_put_row(m, STORE_UNITE_REMOVAL, row,
	    0, "cannot store that something was deleted");

	return status == HSCAN_OK
		   ? store_apply_removal(m->to, m->to_id, &removal, m->err)
		   : status;
}

static enum hscan_status
take_event(const struct merging *m, sqlite3_stmt *row)
{
	return merging_put_row(
	    m, STORE_PUT_MIXED_EVENT, row, 0, "cannot store an event");
}

/* An answer of which several sources tell has one row, whatever they tell. */
static enum hscan_status
take_response(const struct merging *m, sqlite3_stmt *row)
{
	unsigned sources = (unsigned)sqlite3_column_int(row, 6);
	const struct hscan_response response = {
	    .number = sqlite3_column_int64(row, 1),
	    .occurred_at = sqlite3_column_int64(row, 2),
	    .kind = (enum hscan_response_kind)sqlite3_column_int(row, 3),
	    .id = sqlite3_column_int64(row, 4),
	    .actor.id = sqlite3_column_int64(row, 5),
	    .near = sqlite3_column_int(row, 7) != 0,
	    .state = (enum hscan_review_state)sqlite3_column_int(row, 8),
	};

	if (!m->mixed)
		return merging_put_row(
		    m, STORE_PUT_RESPONSE, row, 0, "cannot store an answer");
	return store_move_mixed_response(m->to, m->host, m->to_id, &response,
	    sources ? sources : 1U << HSCAN_SOURCE_REST, m->err);
}

static enum hscan_status
take_detail(const struct merging *m, sqlite3_stmt *row)
{
	return merging_put_row(m, STORE_UNITE_DETAIL, row, 0,
	    "cannot store that a pull request was read");
}

static enum hscan_status
take_maintainer(const struct merging *m, sqlite3_stmt *row)
{
	return merging_put_row(
	    m, STORE_PUT_MAINTAINER, row, 0, "cannot store who answers");
}

/* In this order: what is deleted is to be known before it is told of, and a
 * branch is as old as the row of its pull request. */
static const struct {
	enum store_part part;
	merging_row_fn *take;
} facts[] = {
    {STORE_REMOVAL, take_removal},
    {STORE_PULL_BASE, merging_base},
    {STORE_ITEM, merging_item},
    {STORE_EVENT, take_event},
    {STORE_RESPONSE, take_response},
    {STORE_ITEM_DETAIL, take_detail},
    {STORE_RELEASE, merging_release},
    {STORE_MAINTAINER, take_maintainer},
};

/* Labels are read with their items. */
static enum hscan_status
is_same(const struct merging *m, enum store_part part, bool *out)
{
	enum hscan_status status = merging_is_same(m, part, out);

	if (status == HSCAN_OK && *out && part == STORE_ITEM)
		status = merging_is_same(m, STORE_ITEM_LABEL, out);
	return status;
}

enum hscan_status
merging_facts(const struct merging *m)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0;
	     i < sizeof(facts) / sizeof(facts[0]) && status == HSCAN_OK; i++) {
		bool same = false;

		status = is_same(m, facts[i].part, &same);
		if (status == HSCAN_OK && !same)
			status =
			    merging_each_row(m, facts[i].part, facts[i].take);
	}
	return status;
}
