/* SPDX-License-Identifier: MIT */
/* Whether the author of an answer has an account. There are many answers, of
 * few accounts. */
#include <stdlib.h>

#include "base/mix.h"
#include "base/text.h"
#include "metric/sqlite/facts_internal.h"

/* A power of two: of those with one place the last is kept. */
enum { KEPT = 1 << 14 };

enum hscan_status
facts_named_open(struct facts_named *named, struct sqlite_engine *engine,
    struct hscan_error *err)
{
	enum hscan_status status;

	*named = (struct facts_named){.engine = engine};
	hscan_arena_init(&named->names);
	named->ones = calloc(KEPT, sizeof(*named->ones));
	if (!named->ones)
		return hscan_no_memory(err);
	status = sql_statement(engine,
	    "SELECT host FROM main.repo WHERE repo_id = ?", &named->host, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "SELECT 1 FROM main.account"
		    " WHERE host = ? AND forge_id = ?",
		    &named->account, err);
	return status;
}

void
facts_named_close(struct facts_named *named)
{
	sqlite3_finalize(named->host);
	sqlite3_finalize(named->account);
	hscan_arena_clear(&named->names);
	free(named->ones);
	*named = (struct facts_named){.ones = NULL};
}

/* What is kept of another host goes. */
static enum hscan_status
set_host(
    struct facts_named *named, struct hscan_text host, struct hscan_error *err)
{
	if (hscan_text_equal(host, named->name))
		return HSCAN_OK;
	for (size_t i = 0; i < KEPT; i++)
		named->ones[i].there = false;
	hscan_arena_reset(&named->names);
	named->name = hscan_arena_dup(&named->names, host);
	if (!named->name.ptr ||
	    sqlite3_bind_text(named->account, 1, named->name.ptr,
		(int)named->name.len, SQLITE_STATIC) != SQLITE_OK)
		return hscan_no_memory(err);
	return HSCAN_OK;
}

static enum hscan_status
set_repo(struct facts_named *named, int64_t repo_id, struct hscan_error *err)
{
	enum hscan_status status;

	if (named->repo_id == repo_id)
		return HSCAN_OK;
	if (sqlite3_bind_int64(named->host, 1, repo_id) != SQLITE_OK ||
	    sqlite3_step(named->host) != SQLITE_ROW)
		status = sql_failed(named->engine, err);
	else
		status = set_host(named, sql_text(named->host, 0), err);
	(void)sqlite3_reset(named->host);
	if (status == HSCAN_OK)
		named->repo_id = repo_id;
	return status;
}

static enum hscan_status
look_up(struct facts_named *named, int64_t actor_id, bool *out,
    struct hscan_error *err)
{
	int rc = sqlite3_bind_int64(named->account, 2, actor_id);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(named->account);
	*out = rc == SQLITE_ROW;
	(void)sqlite3_reset(named->account);
	return rc == SQLITE_ROW || rc == SQLITE_DONE
		   ? HSCAN_OK
		   : sql_failed(named->engine, err);
}

enum hscan_status
facts_named_find(struct facts_named *named, int64_t repo_id, int64_t actor_id,
    bool *out, struct hscan_error *err)
{
	struct facts_known_one *one =
	    &named->ones[hscan_mix((uint64_t)actor_id) & (KEPT - 1)];
	enum hscan_status status = set_repo(named, repo_id, err);
	bool found = false;

	if (status == HSCAN_OK && (!one->there || one->actor_id != actor_id)) {
		status = look_up(named, actor_id, &found, err);
		if (status == HSCAN_OK)
			*one = (struct facts_known_one){actor_id, true, found};
	}
	if (status == HSCAN_OK)
		*out = one->named;
	return status;
}
