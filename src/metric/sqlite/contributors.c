/* SPDX-License-Identifier: MIT */
/* Reads who contributed, and when; see contributors.h. There may be a million
 * contributions: they are read once, and put in order here, which SQLite takes
 * several times as long for. */
#include "metric/contributors.h"

#include <stdlib.h>

#include "base/grow.h"
#include "metric/sqlite/internal.h"

struct contribution {
	struct engine_who who;
	int64_t at;
};

/* All of them; what is not borrowed is owned. */
struct gathering {
	struct sqlite_engine *engine;
	struct engine_identities identities;
	struct contribution *all;
	size_t len, room;
	int64_t *at; /* of one person */
	size_t at_room;
	hscan_contributor_fn *take;
	void *payload;
	struct hscan_error *err;
};

static int
by_person_and_time(const void *a, const void *b)
{
	const struct contribution *x = a, *y = b;

	if (x->who.home != y->who.home)
		return x->who.home < y->who.home ? -1 : 1;
	if (x->who.actor_id != y->who.actor_id)
		return x->who.actor_id < y->who.actor_id ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static bool
are_of_one(const struct contribution *a, const struct contribution *b)
{
	return a->who.home == b->who.home && a->who.actor_id == b->who.actor_id;
}

static enum hscan_status
add(struct gathering *gathering, sqlite3_stmt *row)
{
	struct contribution *more = hscan_grow(gathering->all, &gathering->room,
	    gathering->len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(gathering->err);
	gathering->all = more;
	more[gathering->len++] = (struct contribution){
	    sqlite_person(&gathering->identities, sqlite3_column_int64(row, 0),
		sqlite3_column_int64(row, 1)),
	    sqlite3_column_int64(row, 2)};
	return HSCAN_OK;
}

static enum hscan_status
read_all(struct gathering *gathering)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status = sql_statement(gathering->engine,
	    "SELECT repo_id, actor_id, at FROM temp.v_contribution", &row,
	    gathering->err);
	int rc = SQLITE_DONE;

	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW)
		status = add(gathering, row);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(gathering->engine, gathering->err);
	sqlite3_finalize(row);
	if (gathering->len > 0)
		qsort(gathering->all, gathering->len, sizeof(*gathering->all),
		    by_person_and_time);
	return status;
}

/* The contributions from `from` on are of one person, up to `to`. */
static enum hscan_status
give(struct gathering *gathering, size_t from, size_t to)
{
	const struct engine_who who = gathering->all[from].who;
	int64_t *at = hscan_grow(
	    gathering->at, &gathering->at_room, to - from, sizeof(*at));
	struct hscan_contributor contributor = {
	    .repo_id = who.home,
	    .actor_id = who.actor_id,
	    .left_out =
		sqlite_is_left_out(gathering->engine, who.home, who.actor_id),
	    .len = to - from,
	};

	if (!at)
		return hscan_no_memory(gathering->err);
	gathering->at = at;
	for (size_t i = from; i < to; i++)
		at[i - from] = gathering->all[i].at;
	contributor.at = at;
	return gathering->take(
	    &contributor, gathering->payload, gathering->err);
}

static enum hscan_status
give_all(struct gathering *gathering)
{
	enum hscan_status status = HSCAN_OK;
	size_t to;

	for (size_t from = 0; from < gathering->len && status == HSCAN_OK;
	     from = to) {
		to = from + 1;
		while (to < gathering->len &&
		       are_of_one(&gathering->all[from], &gathering->all[to]))
			to++;
		status = give(gathering, from, to);
	}
	return status;
}

static enum hscan_status
gather(struct sqlite_engine *engine, struct gathering *gathering,
    struct hscan_error *err)
{
	enum hscan_status status;

	gathering->engine = engine;
	gathering->err = err;
	status = sqlite_identify(engine, &gathering->identities, err);
	if (status == HSCAN_OK)
		status = read_all(gathering);
	return status == HSCAN_OK ? give_all(gathering) : status;
}

static void
clear(struct gathering *gathering)
{
	sqlite_identities_clear(&gathering->identities);
	free(gathering->all);
	free(gathering->at);
}

enum hscan_status
sqlite_contributors(struct sqlite_engine *engine, hscan_contributor_fn *take,
    void *payload, struct hscan_error *err)
{
	struct gathering gathering = {.take = take, .payload = payload};
	enum hscan_status status = gather(engine, &gathering, err);

	clear(&gathering);
	return status;
}

/* --- ask_who and ask_newcomer --- */

/* What is put into them. */
struct filling {
	struct sqlite_engine *engine;
	sqlite3_stmt *put;
};

static enum hscan_status
put_newcomer(const struct hscan_contributor *contributor, void *payload,
    struct hscan_error *err)
{
	struct filling *filling = payload;
	const int64_t values[] = {contributor->repo_id, contributor->at[0],
	    contributor->actor_id,
	    hscan_came_again(contributor->at, contributor->len)};

	return sql_insert(filling->engine, filling->put, values, 4, err);
}

/* In each repository that a home stands for; it is one, but for pools. */
static enum hscan_status
put_same(struct filling *filling, const struct engine_identities *identities,
    const struct engine_same *same, struct hscan_error *err)
{
	int64_t values[] = {
	    same->one.home, same->one.actor_id, same->leader.actor_id};
	enum hscan_status status = HSCAN_OK;

	if (!sqlite_pools(filling->engine))
		return sql_insert(
		    filling->engine, filling->put, values, 3, err);
	for (size_t i = 0; i < identities->places_len && status == HSCAN_OK;
	     i++) {
		if (identities->places[i].home != same->one.home)
			continue;
		values[0] = identities->places[i].repo_id;
		status =
		    sql_insert(filling->engine, filling->put, values, 3, err);
	}
	return status;
}

static enum hscan_status
put_who(struct filling *filling, const struct engine_identities *identities,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < identities->same_len && status == HSCAN_OK;
	     i++) {
		const struct engine_same *same = &identities->same[i];

		if (same->one.actor_id != same->leader.actor_id ||
		    same->one.home != same->leader.home)
			status = put_same(filling, identities, same, err);
	}
	return status;
}

enum hscan_status
sqlite_find_newcomers(struct sqlite_engine *engine, struct hscan_error *err)
{
	struct filling people = {engine, NULL}, who = {engine, NULL};
	struct gathering gathering = {.take = put_newcomer, .payload = &people};
	enum hscan_status status = sql_statement(engine,
	    "INSERT INTO temp.ask_newcomer"
	    " (repo_id, first_at, person_id, second_at) VALUES (?, ?, ?, ?)",
	    &people.put, err);

	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "INSERT INTO temp.ask_who (repo_id, actor_id, person_id)"
		    " VALUES (?, ?, ?)",
		    &who.put, err);
	if (status == HSCAN_OK)
		status = gather(engine, &gathering, err);
	if (status == HSCAN_OK)
		status = put_who(&who, &gathering.identities, err);
	sqlite3_finalize(people.put);
	sqlite3_finalize(who.put);
	clear(&gathering);
	return status;
}
