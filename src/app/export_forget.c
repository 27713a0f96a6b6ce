/* SPDX-License-Identifier: MIT */
/* A last row for a repository that is to be there no more. Which of them those
 * are the user says: the server has many stores' repositories, and what one
 * store does not have may be another's. */
#include <stdio.h>

#include <healthscan/healthscan.h>

#include "app/export_internal.h"
#include "base/safe.h"
#include "base/text.h"
#include "clickhouse/literal.h"

enum { SQL_MAX = 4096 };

struct forgetting {
	struct app *app;
	bool there;
	int64_t key, forge_id, generation;
	struct hscan_text host, full_name; /* of the settings' arena */
};

/* A name that was another's before may be there twice: the one that was
 * exported last is what it stands for now. */
static enum hscan_status
take_repo(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct forgetting *found = payload;
	struct hscan_arena *arena = &found->app->settings.arena;

	if (found->there && values[1].i64 < found->generation)
		return HSCAN_OK;
	found->there = true;
	found->key = values[0].i64;
	found->generation = values[1].i64;
	found->host = hscan_arena_dup(arena, values[2].text);
	found->forge_id = values[3].i64;
	found->full_name = hscan_arena_dup(arena, values[4].text);
	return found->host.ptr && found->full_name.ptr ? HSCAN_OK
						       : hscan_no_memory(err);
}

static enum hscan_status
find(struct forgetting *found, struct hscan_clickhouse *server,
    struct hscan_text host, struct hscan_text full_name,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"generation", HSCAN_CLICKHOUSE_I64},
	    {"host", HSCAN_CLICKHOUSE_STRING},
	    {"forge_id", HSCAN_CLICKHOUSE_I64},
	    {"full_name", HSCAN_CLICKHOUSE_STRING},
	};
	struct hscan_clickhouse_ask ask = {
	    .columns = columns,
	    .column_count = 5,
	    .sorted = 1,
	    .on_row = take_repo,
	    .payload = found,
	};
	struct hscan_buf sql;
	enum hscan_status status;

	hscan_buf_init(&sql, SQL_MAX);
	(void)hscan_buf_add_string(&sql,
	    "SELECT repo_id, generation, host, forge_id, full_name"
	    " FROM repo FINAL WHERE gone = 0 AND host = ");
	(void)hscan_clickhouse_add_string(&sql, host);
	(void)hscan_buf_add_string(&sql, " AND lower(full_name) = lower(");
	(void)hscan_clickhouse_add_string(&sql, full_name);
	(void)hscan_buf_add_string(&sql, ")");
	status = hscan_buf_check(&sql, "the question", err);
	ask.sql = hscan_buf_string(&sql);
	if (status == HSCAN_OK)
		status = hscan_clickhouse_ask(server, &ask, err);
	hscan_buf_clear(&sql);
	return status;
}

/* --- the rows --- */

/* What is left out is 0 or empty: there is nothing to be read. */
static enum hscan_status
next_closed(
    void *payload, struct hscan_buf *out, bool *end, struct hscan_error *err)
{
	struct forgetting *repo = payload;

	*end = !repo->there;
	if (*end)
		return HSCAN_OK;
	repo->there = false;
	(void)hscan_rowbinary_i64(out, repo->key);
	(void)hscan_rowbinary_i64(out, repo->generation);
	(void)hscan_rowbinary_u8(out, 1);
	(void)hscan_rowbinary_string(out, repo->host);
	(void)hscan_rowbinary_i64(out, repo->forge_id);
	(void)hscan_rowbinary_i64(out, app_now_s(repo->app));
	(void)hscan_rowbinary_string(out, hscan_text_of(HSCAN_VERSION));
	return hscan_buf_check(out, "the rows", err);
}

static enum hscan_status
next_repo(
    void *payload, struct hscan_buf *out, bool *end, struct hscan_error *err)
{
	struct forgetting *repo = payload;

	*end = !repo->there;
	if (*end)
		return HSCAN_OK;
	repo->there = false;
	(void)hscan_rowbinary_i64(out, repo->key);
	(void)hscan_rowbinary_i64(out, repo->generation);
	(void)hscan_rowbinary_string(out, repo->host);
	(void)hscan_rowbinary_i64(out, repo->forge_id);
	(void)hscan_rowbinary_string(out, repo->full_name);
	(void)hscan_rowbinary_u8(out, 1);
	return hscan_buf_check(out, "the rows", err);
}

/* That it is gone counts with the first; done again, if it comes to it, the
 * other is sent. */
static enum hscan_status
send_gone(const struct forgetting *repo, struct hscan_clickhouse *server,
    struct hscan_error *err)
{
	struct forgetting closed = *repo, told = *repo;
	const struct hscan_clickhouse_insert inserts[] = {
	    {.table = "closed",
		.columns = "repo_id, generation, gone, host, forge_id,"
			   " exported_at, version",
		.next = next_closed,
		.payload = &closed},
	    {.table = "repo",
		.columns =
		    "repo_id, generation, host, forge_id, full_name, gone",
		.next = next_repo,
		.payload = &told},
	};
	enum hscan_status status = HSCAN_OK;
	int64_t rows = 0;

	for (size_t i = 0; i < 2 && status == HSCAN_OK; i++)
		status =
		    hscan_clickhouse_insert(server, &inserts[i], &rows, err);
	return status;
}

enum hscan_status
export_forget(struct app *app, struct hscan_clickhouse *server,
    struct hscan_text host, struct hscan_text full_name,
    struct hscan_error *err)
{
	struct forgetting found = {.app = app};
	enum hscan_status status = find(&found, server, host, full_name, err);
	char shown[200];

	if (status == HSCAN_OK && !found.there)
		return hscan_fail(err, HSCAN_ENODATA,
		    "%s: no repository that was exported there is called %s; "
		    "look at its table repo",
		    hscan_clickhouse_name(server),
		    hscan_safe(full_name, shown, sizeof(shown)));
	if (status != HSCAN_OK)
		return status;
	found.generation =
	    export_generation(app, (uint64_t)found.key, found.generation);
	return send_gone(&found, server, err);
}
