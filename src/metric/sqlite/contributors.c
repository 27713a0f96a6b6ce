/* SPDX-License-Identifier: MIT */
/* Reads who contributed, and when; see contributors.h. There may be a million
 * contributions, by some thousand people: each is put to whom it is of, which
 * takes a fraction of the time that it takes to sort them. */
#include "metric/contributors.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "metric/sqlite/internal.h"

struct contribution {
	size_t of; /* whose, of the crowd */
	int64_t at;
};

/* One of the crowd, and the person who that is. */
struct member {
	struct engine_who person;
	struct engine_comer *comer;
};

/* All of them; what is not borrowed is owned. */
struct gathering {
	struct sqlite_engine *engine;
	struct engine_identities identities;
	struct engine_crowd crowd;
	struct contribution *all;
	size_t len, room;
	int64_t *at; /* of all, by person */
	hscan_contributor_fn *take;
	void *payload;
	struct hscan_error *err;
};

/* --- what is told --- */

static enum hscan_status
add(struct gathering *gathering, sqlite3_stmt *row)
{
	struct contribution *more = hscan_grow(gathering->all, &gathering->room,
	    gathering->len + 1, sizeof(*more));
	struct engine_comer *comer = more ? sqlite_crowd_find(&gathering->crowd,
						sqlite3_column_int64(row, 0),
						sqlite3_column_int64(row, 1))
					  : NULL;

	if (more)
		gathering->all = more;
	if (!comer)
		return hscan_no_memory(gathering->err);
	comer->len++;
	more[gathering->len++] =
	    (struct contribution){(size_t)(comer - gathering->crowd.all),
		sqlite3_column_int64(row, 2)};
	return HSCAN_OK;
}

/* A deleted account is nobody. */
static enum hscan_status
add_ghost(struct gathering *gathering, sqlite3_stmt *row)
{
	struct engine_comer *comer = sqlite_crowd_find(&gathering->crowd,
	    sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1));

	if (!comer)
		return hscan_no_memory(gathering->err);
	comer->nobody = true;
	return HSCAN_OK;
}

static enum hscan_status
each_row(struct gathering *gathering, const char *sql,
    enum hscan_status (*take)(struct gathering *, sqlite3_stmt *))
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status =
	    sql_statement(gathering->engine, sql, &row, gathering->err);
	int rc = SQLITE_DONE;

	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW)
		status = take(gathering, row);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(gathering->engine, gathering->err);
	sqlite3_finalize(row);
	return status;
}

/* --- by person --- */

static int
by_person(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->person.home != y->person.home)
		return x->person.home < y->person.home ? -1 : 1;
	return (x->person.actor_id > y->person.actor_id) -
	       (x->person.actor_id < y->person.actor_id);
}

/* Whose contributions are where in `at`: one person's are together. */
static void
place_members(
    struct gathering *gathering, struct member *members, size_t members_len)
{
	struct engine_crowd *crowd = &gathering->crowd;
	size_t from = 0;

	for (size_t i = 0; i < members_len; i++)
		members[i] = (struct member){
		    sqlite_person(&gathering->identities, crowd->all[i].repo_id,
			crowd->all[i].actor_id),
		    &crowd->all[i]};
	if (members_len > 0)
		qsort(members, members_len, sizeof(*members), by_person);
	for (size_t i = 0; i < members_len; i++) {
		members[i].comer->from = from;
		from += members[i].comer->len;
		members[i].comer->len = 0;
	}
	for (size_t i = 0; i < gathering->len; i++) {
		const struct contribution *one = &gathering->all[i];
		struct engine_comer *comer = &crowd->all[one->of];

		gathering->at[comer->from + comer->len++] = one->at;
	}
}

static int
by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* They are of one person. */
static enum hscan_status
give(struct gathering *gathering, const struct member *members,
    size_t members_len)
{
	const struct engine_who *who = &members[0].person;
	struct hscan_contributor contributor = {
	    .repo_id = who->home,
	    .actor_id = who->actor_id,
	    .left_out =
		sqlite_is_left_out(gathering->engine, who->home, who->actor_id),
	};
	int64_t *at = &gathering->at[members[0].comer->from];

	for (size_t i = 0; i < members_len; i++) {
		const struct engine_comer *comer = members[i].comer;

		if (comer->nobody)
			continue;
		memmove(&at[contributor.len], &gathering->at[comer->from],
		    comer->len * sizeof(*at));
		contributor.len += comer->len;
	}
	if (contributor.len == 0)
		return HSCAN_OK;
	qsort(at, contributor.len, sizeof(*at), by_time);
	contributor.at = at;
	return gathering->take(
	    &contributor, gathering->payload, gathering->err);
}

static enum hscan_status
give_each(struct gathering *gathering, const struct member *members,
    size_t members_len)
{
	enum hscan_status status = HSCAN_OK;
	size_t to;

	for (size_t from = 0; from < members_len && status == HSCAN_OK;
	     from = to) {
		to = from + 1;
		while (to < members_len &&
		       by_person(&members[from], &members[to]) == 0)
			to++;
		status = give(gathering, &members[from], to - from);
	}
	return status;
}

static enum hscan_status
give_all(struct gathering *gathering)
{
	size_t len = gathering->crowd.len;
	struct member *members = calloc(len + 1, sizeof(*members));
	enum hscan_status status;

	gathering->at = calloc(gathering->len + 1, sizeof(*gathering->at));
	if (!members || !gathering->at) {
		free(members);
		return hscan_no_memory(gathering->err);
	}
	place_members(gathering, members, len);
	status = give_each(gathering, members, len);
	free(members);
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
		status = each_row(gathering,
		    "SELECT repo_id, actor_id, at FROM temp.told_contribution",
		    add);
	if (status == HSCAN_OK)
		status = each_row(gathering,
		    "SELECT repo_id, actor_id FROM temp.ask_ghost", add_ghost);
	return status == HSCAN_OK ? give_all(gathering) : status;
}

static void
clear(struct gathering *gathering)
{
	sqlite_identities_clear(&gathering->identities);
	sqlite_crowd_clear(&gathering->crowd);
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
