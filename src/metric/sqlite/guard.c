/* SPDX-License-Identifier: MIT */
/*
 * Bounds for SQL that is not ours: a query, or a metric of the user's own. It
 * can only read, as the authorizer sees to; here it is kept from running for
 * ever and from taking all memory. SQL of ours is only ended on request.
 */
#include "metric/sqlite/internal.h"

enum {
	STEPS_BETWEEN_LOOKS = 100000, /* some milliseconds */
	ROWS_MAX = 1 << 24,
	/* A function is one step, however long it takes. */
	VALUE_MAX = 16 * 1024 * 1024,
	PATTERN_MAX = 1000,
	/* Beside what was in use before. */
	MEMORY_MAX = 256 * 1024 * 1024,
};

static int
look(void *payload)
{
	struct sqlite_engine *engine = payload;
	const struct hscan_watch *watch = engine->base.scope->watch;

	if (engine->ended == HSCAN_OK)
		engine->ended = watch->expired(watch->payload);
	return engine->ended != HSCAN_OK;
}

void
sqlite_guard(struct sqlite_engine *engine, bool own)
{
	const struct hscan_watch *watch = engine->base.scope->watch;
	struct engine_guard *before = &engine->before;

	engine->ended = HSCAN_OK;
	engine->rows = 0;
	engine->own = own;
	if (watch) {
		watch->begun(own, watch->payload);
		sqlite3_progress_handler(
		    engine->db, STEPS_BETWEEN_LOOKS, look, engine);
	}
	if (!own)
		return;
	before->value =
	    sqlite3_limit(engine->db, SQLITE_LIMIT_LENGTH, VALUE_MAX);
	before->pattern = sqlite3_limit(
	    engine->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN_MAX);
	before->attached = sqlite3_limit(engine->db, SQLITE_LIMIT_ATTACHED, 0);
	before->memory =
	    sqlite3_hard_heap_limit64(sqlite3_memory_used() + MEMORY_MAX);
}

void
sqlite_unguard(struct sqlite_engine *engine)
{
	const struct engine_guard *before = &engine->before;

	if (engine->base.scope->watch)
		sqlite3_progress_handler(engine->db, 0, NULL, NULL);
	if (!engine->own)
		return;
	(void)sqlite3_limit(engine->db, SQLITE_LIMIT_LENGTH, before->value);
	(void)sqlite3_limit(
	    engine->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, before->pattern);
	(void)sqlite3_limit(
	    engine->db, SQLITE_LIMIT_ATTACHED, before->attached);
	(void)sqlite3_hard_heap_limit64(before->memory);
	engine->own = false;
}

int
sqlite_step(struct sqlite_engine *engine, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	return engine->own && rc == SQLITE_ROW && ++engine->rows > ROWS_MAX
		   ? SQLITE_TOOBIG
		   : rc;
}

bool
sqlite_was_ended(struct sqlite_engine *engine, int rc, const char *what,
    struct hscan_error *err)
{
	if (engine->ended == HSCAN_EINTR)
		(void)hscan_fail(err, HSCAN_EINTR,
		    "%s was ended: interrupted; run again", what);
	else if (engine->ended != HSCAN_OK)
		(void)hscan_fail(err, HSCAN_ELIMIT,
		    "%s took too long: it was ended; narrow it, or give it "
		    "more with --time-limit",
		    what);
	else if (engine->own && engine->rows > ROWS_MAX)
		(void)hscan_fail(err, HSCAN_ELIMIT,
		    "%s gives more than %d rows: it was ended; narrow it", what,
		    (int)ROWS_MAX);
	else if (engine->own && (rc & 0xFF) == SQLITE_NOMEM)
		(void)hscan_fail(err, HSCAN_ELIMIT,
		    "%s needs more than %d MiB of memory: it was ended; narrow "
		    "it",
		    what, MEMORY_MAX / 1024 / 1024);
	else
		return false;
	return true;
}
