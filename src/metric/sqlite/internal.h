/* SPDX-License-Identifier: MIT */
/* What the files of SQLite's engine share. */
#ifndef HSCAN_METRIC_SQLITE_INTERNAL_H
#define HSCAN_METRIC_SQLITE_INTERNAL_H

#include <sqlite3.h>

#include "base/buf.h"
#include "base/mix.h"
#include "base/time.h"
#include "metric/kind.h"
#include "metric/state.h"

/* An author whose samples are left out. */
struct engine_actor {
	int64_t repo_id;
	int64_t actor_id; /* as the views give it */
};

/* What the author of an item is. */
struct engine_item_role {
	int64_t repo_id, number;
	enum hscan_role role;
};

/* More tables than this are behind no views that one metric reads. */
enum { ENGINE_TABLES = 32, ENGINE_TABLE_NAME = 32 };

struct engine_tables {
	char names[ENGINE_TABLES][ENGINE_TABLE_NAME];
	size_t len;
};

/* A temporary table or view that can be made (provide.c). */
struct engine_object {
	struct hscan_text name, sql; /* embedded */
	bool made;
};

/* What SQLite was allowed before own SQL was run. */
struct engine_guard {
	int value, pattern, attached;
	sqlite3_int64 memory;
};

/* What is run for one repository after the other, and prepared once. */
enum engine_statement {
	ENGINE_COUNT_DOUBTS,
	ENGINE_FORGET_MAINTAINERS,
	ENGINE_ASSOCIATES,
	ENGINE_NAMED,
	ENGINE_SIGNS,
	ENGINE_COMMITS,
	ENGINE_WAITING,
	ENGINE_SUSPECTS,
	ENGINE_OPEN_ITEMS,
	ENGINE_WORDS,
	ENGINE_ROLES,
	ENGINE_STATEMENTS,
};

struct sqlite_engine {
	struct hscan_engine base; /* first: an engine is one of these */
	sqlite3 *db;
	struct engine_actor *left_out; /* owned; sorted */
	size_t left_out_len, left_out_size;
	uint64_t left_out_bits;         /* of all of them */
	struct engine_item_role *roles; /* owned; by repository and number */
	size_t roles_len, roles_room;
	bool documentation_ready;  /* ask_documentation is filled */
	bool states_ready;         /* open_stretch is */
	bool responses_ready;      /* ask_first and ask_draft are */
	bool commits_pooled;       /* ask_commit is */
	bool roles_ready;          /* ask_opener, and `roles`, are */
	bool newcomers_ready;      /* ask_who and ask_newcomer are */
	bool documentation_pooled; /* ask_page is */
	bool reviewers_ready;      /* ask_reviewer is, of what is shown */
	bool organizations_ready;  /* ask_affiliated is */
	bool doubted;              /* something could not be read */
	bool mixed;    /* of a repository others than REST have told */
	bool resolves; /* accounts known by their login are others' */
	/* The tables that the statement being prepared reads through views,
	 * and through the told_ views that these read. */
	struct engine_tables behind_views, behind_told;
	struct hscan_buf tables; /* all that there are; empty: not known */
	struct engine_object *objects; /* owned: all that can be made */
	size_t objects_len, objects_room;
	sqlite3_stmt *kept[ENGINE_STATEMENTS]; /* owned; NULL: not yet */
	/* Of the statement that is run (guard.c). */
	bool own;
	struct engine_guard before;
	int rows;
	enum hscan_status ended; /* why the watch has ended it; or HSCAN_OK */
};

static inline struct sqlite_engine *
sqlite_engine_of(struct hscan_engine *engine)
{
	return (struct sqlite_engine *)(void *)engine;
}

/* Offers the temporary tables and the views on them, and fills those that say
 * what is asked. */
enum hscan_status sqlite_prepare(
    struct sqlite_engine *engine, struct hscan_error *err);
void sqlite_unprepare(struct sqlite_engine *engine);

/* Has what the text of a file creates be made when a statement names it: that
 * is what sqlite_provide() does, for a statement, a part of one or a name
 * (provide.c). sql_run() and sql_statement() call it. */
enum hscan_status sqlite_offer(struct sqlite_engine *engine,
    struct hscan_text sql, struct hscan_error *err);
enum hscan_status sqlite_provide(struct sqlite_engine *engine,
    struct hscan_text sql, struct hscan_error *err);

/* Makes all that is offered: anybody's SQL may read any view. */
enum hscan_status sqlite_provide_all(
    struct sqlite_engine *engine, struct hscan_error *err);

/* Finds out what is still there after a transaction was rolled back. */
void sqlite_look_again(struct sqlite_engine *engine);

/* Whether repositories are asked about as one. */
static inline bool
sqlite_pools(const struct sqlite_engine *engine)
{
	return engine->base.scope->pools != NULL;
}

/* A part of what is asked. */
struct sqlite_part {
	struct hscan_engine_pool repos;
	size_t window, windows_len;
};

/* All of it. */
struct sqlite_part sqlite_whole(const struct sqlite_engine *engine);

/* Has the views show a part of the repositories and windows: of those of a pool
 * the ones that add to the first of these windows. */
enum hscan_status sqlite_show(struct sqlite_engine *engine,
    const struct sqlite_part *part, struct hscan_error *err);

/* Works out, once, what metrics with these streams read. */
enum hscan_status sqlite_need(
    struct sqlite_engine *engine, unsigned needs, struct hscan_error *err);

/* Works out what the statement that was prepared last reads, and no stream
 * says. */
enum hscan_status sqlite_fill_read(
    struct sqlite_engine *engine, struct hscan_error *err);

/* Who is a bot, and who is left out (actors.c). */
enum hscan_status sqlite_find_bots(
    struct sqlite_engine *engine, struct hscan_error *err);

bool sqlite_is_left_out(
    const struct sqlite_engine *engine, int64_t repo_id, int64_t actor_id);

/* What its kind (kind.h) does (samples.c, doubts.c, signs.c,
 * suspects.c, open_items.c). */
enum hscan_status sqlite_samples(struct hscan_engine *base,
    const struct hscan_metric *metric, const struct hscan_engine_place *place,
    const bool *of, struct hscan_engine_columns *columns,
    hscan_engine_row_fn *on_row, void *payload, struct hscan_error *err);
enum hscan_status sqlite_missing(struct hscan_engine *base,
    const struct hscan_metric *metric, const struct hscan_engine_place *place,
    struct hscan_engine_missing *out, struct hscan_error *err);
enum hscan_status sqlite_signs(struct hscan_engine *base,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err);
enum hscan_status sqlite_suspects(struct hscan_engine *base, int64_t repo_id,
    struct hscan_arena *arena, const struct hscan_suspect **out, size_t *len,
    struct hscan_error *err);
enum hscan_status sqlite_open_items(struct hscan_engine *base,
    const struct hscan_open_items_question *question, hscan_open_item_fn *take,
    void *payload, struct hscan_error *err);

/* Fills ask_maintainer: those whom the forge says, and the logins
 * (maintainers.c). */
enum hscan_status sqlite_find_maintainers(struct sqlite_engine *engine,
    int64_t repo_id, const struct hscan_text *logins, size_t logins_len,
    struct hscan_error *err);

/* Fills ask_agent: who of the authors of items and commits is one. */
enum hscan_status sqlite_find_agents(
    struct sqlite_engine *engine, struct hscan_error *err);

/* Fills ask_opener, and `roles` where the scope is by role (roles.c). */
enum hscan_status sqlite_find_roles(
    struct sqlite_engine *engine, struct hscan_error *err);

/* Fills ask_affiliated (organizations.c). */
enum hscan_status sqlite_find_organizations(
    struct sqlite_engine *engine, struct hscan_error *err);

/* That of an item's author; NONE: the store has no such item. */
enum hscan_role sqlite_role(
    const struct sqlite_engine *engine, int64_t repo_id, int64_t number);

/* Who contributed and when (contributors.c); see contributors.h. The commits of
 * a pool are to be pooled by then. */
enum hscan_status sqlite_contributors(struct sqlite_engine *engine,
    hscan_contributor_fn *take, void *payload, struct hscan_error *err);

/* Fills ask_who and ask_newcomer (contributors.c). */
enum hscan_status sqlite_find_newcomers(
    struct sqlite_engine *engine, struct hscan_error *err);

/* Somebody, by a repository that stands for the pool and host, and a number
 * there. */
struct engine_who {
	int64_t home, actor_id;
};

/* Who is one person (identities.c). Zeroes to begin with. */
struct engine_identities {
	/* Of all repositories, by number: the pool that each is in, and what
	 * stands for its pool and host. */
	struct engine_place {
		int64_t repo_id, pool_id, home;
	} * places; /* owned */
	size_t places_len, places_room;
	/* Of the authors of commits, and of the accounts that are one person
	 * with another: who stands for that person. By `one`. */
	struct engine_same {
		struct engine_who one, leader;
	} * same; /* owned */
	size_t same_len, same_room;
};

enum hscan_status sqlite_identify(struct sqlite_engine *engine,
    struct engine_identities *out, struct hscan_error *err);
void sqlite_identities_clear(struct engine_identities *identities);

/* The person who contributed something to a repository as somebody. */
struct engine_who sqlite_person(const struct engine_identities *identities,
    int64_t repo_id, int64_t actor_id);

/* Where numbers that a forge or a file has told come to lie: with a secret by
 * chance, so that nobody can choose them such that all want the same slot. */
static inline uint64_t
sqlite_scatter(uint64_t key, uint64_t secret)
{
	return hscan_mix(hscan_mix(key ^ secret) + secret);
}

/* Accounts and authors, by repository and number there, each once (crowd.c).
 * Zeroes to begin with. */
struct engine_crowd {
	struct engine_comer {
		int64_t repo_id, actor_id;
		/* Of what they contributed: where it begins, and how much it
		 * is. */
		size_t from, len;
		bool nobody; /* a deleted account */
	} * all;             /* owned */
	size_t len, room;
	size_t *slots;    /* owned; 1 + where in `all`, or 0 */
	size_t slots_len; /* a power of 2, or 0 */
	uint64_t secret;  /* by chance; on it hangs who has which slot */
};

/* That one, who is put in where not there; valid until the next call. NULL: no
 * memory. */
struct engine_comer *sqlite_crowd_find(
    struct engine_crowd *crowd, int64_t repo_id, int64_t actor_id);
void sqlite_crowd_clear(struct engine_crowd *crowd);

/* Which items and commits are looked at (slice.c). */
enum hscan_status sqlite_slice(
    struct sqlite_engine *engine, struct hscan_error *err);
bool sqlite_slices_items(const struct sqlite_engine *engine);

/* Makes told_event and told_item, which the views read: the facts as they
 * stand, or united where several sources have told them (told.c). */
enum hscan_status sqlite_tell(
    struct sqlite_engine *engine, struct hscan_error *err);

/* Who told a metric's samples (sources.c). Sets `*out` to NULL where that is
 * not said: REST alone has told of the repository, or it is git that told. */
enum hscan_status sqlite_open_sources(struct sqlite_engine *engine,
    const struct hscan_metric *metric, int64_t repo_id, sqlite3_stmt **out,
    struct hscan_error *err);

/* The set of those that told a sample; `*rc` tells of a failure. */
unsigned sqlite_sources(sqlite3_stmt *stmt, sqlite3_value *subject, int *rc);

/* Fills open_stretch (replay.c). */
enum hscan_status sqlite_replay_states(
    struct sqlite_engine *engine, struct hscan_error *err);

/* The events of an item, and what it comes to; grows to the longest history. */
struct sqlite_turns {
	struct hscan_turn *turns;        /* owned; size + 1 */
	struct hscan_stretch *stretches; /* owned; size + 2 */
	size_t len, size;
};

void sqlite_turns_clear(struct sqlite_turns *turns);

/* Whether there was memory for it: for the first ones, for one more. */
bool sqlite_turns_reserve(struct sqlite_turns *turns);
bool sqlite_turns_add(
    struct sqlite_turns *turns, const struct hscan_turn *turn);

/* That the item has vanished, if it has: it is neither open nor closed from
 * then on, as one that became a discussion. */
bool sqlite_turns_vanish(struct sqlite_turns *turns, int64_t gone_at);

/* While on, a statement can be prepared only if it does nothing but read v_
 * views (authorizer.c). */
void sqlite_restrict(struct sqlite_engine *engine, bool on);

/* Whether what was prepared meanwhile reads a table through the views. */
bool sqlite_has_read(const struct sqlite_engine *engine, const char *table);

/* Between them, a statement can be ended, and own SQL has its bounds
 * (guard.c). */
void sqlite_guard(struct sqlite_engine *engine, bool own);
void sqlite_unguard(struct sqlite_engine *engine);

/* sqlite3_step(), which fails after too many rows of own SQL. */
int sqlite_step(struct sqlite_engine *engine, sqlite3_stmt *stmt);

/* Whether the guard is why `rc`; then `err` says it. */
bool sqlite_was_ended(struct sqlite_engine *engine, int rc, const char *what,
    struct hscan_error *err);

/* --- SQL (sql.c) --- */

enum hscan_status sql_failed(
    struct sqlite_engine *engine, struct hscan_error *err);
enum hscan_status sql_run(
    struct sqlite_engine *engine, const char *sql, struct hscan_error *err);
enum hscan_status sql_statement(struct sqlite_engine *engine, const char *sql,
    sqlite3_stmt **out, struct hscan_error *err);

/* One that stays the engine's. What has run is to be ended: its tables could
 * not go otherwise. */
enum hscan_status sql_kept(struct sqlite_engine *engine,
    enum engine_statement which, sqlite3_stmt **out, struct hscan_error *err);
void sql_end(sqlite3_stmt *stmt);
void sql_drop_kept(struct sqlite_engine *engine);

/* Runs an INSERT with integers, once. NULL for HSCAN_NEVER. */
enum hscan_status sql_insert(struct sqlite_engine *engine, sqlite3_stmt *stmt,
    const int64_t *values, int len, struct hscan_error *err);

struct hscan_text sql_text(sqlite3_stmt *row, int column);

/* Binds a parameter by name; SQLITE_RANGE: there is none such. */
int sql_bind(sqlite3_stmt *stmt, const char *name, int64_t value);

/* The same for a text, where there is one and the statement wants it. */
int sql_bind_text(sqlite3_stmt *stmt, const char *name, struct hscan_text text);

#endif
