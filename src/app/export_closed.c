/* SPDX-License-Identifier: MIT */
/* The table `closed`: which rows of the others are read. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/healthscan.h>

#include "app/export_internal.h"
#include "base/safe.h"
#include "base/text.h"
#include "store/store.h"

enum { TABLES_SQL = 8192 };

/* --- what is there --- */

enum {
	KEY,
	GENERATION,
	FACTS,
	STATE,
	GONE,
	HOST,
	FORGE_ID,
	SYNCED_AT,
	FACTS_PRINT,
	STATE_PRINT,
	ACCOUNTS_PRINT,
	COUNTS,
	CLOSED_COLUMNS = COUNTS + EXPORT_COUNTED,
};

static const struct hscan_clickhouse_column closed_columns[CLOSED_COLUMNS] = {
    [KEY] = {"repo_id", HSCAN_CLICKHOUSE_I64},
    [GENERATION] = {"generation", HSCAN_CLICKHOUSE_I64},
    [FACTS] = {"facts", HSCAN_CLICKHOUSE_I64},
    [STATE] = {"state", HSCAN_CLICKHOUSE_I64},
    [GONE] = {"gone", HSCAN_CLICKHOUSE_U8},
    [HOST] = {"host", HSCAN_CLICKHOUSE_STRING},
    [FORGE_ID] = {"forge_id", HSCAN_CLICKHOUSE_I64},
    [SYNCED_AT] = {"synced_at", HSCAN_CLICKHOUSE_I64},
    [FACTS_PRINT] = {"facts_print", HSCAN_CLICKHOUSE_STRING},
    [STATE_PRINT] = {"state_print", HSCAN_CLICKHOUSE_STRING},
    [ACCOUNTS_PRINT] = {"accounts_print", HSCAN_CLICKHOUSE_STRING},
    [COUNTS + HSCAN_FACTS_ITEM] = {"items", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_ANSWER] = {"answers", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_EVENT] = {"events", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_COMMIT] = {"commits", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_PAGE] = {"pages", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_AUTHOR] = {"authors", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_RELEASE] = {"releases", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_TAG] = {"tags", HSCAN_CLICKHOUSE_U64},
    [COUNTS + HSCAN_FACTS_STATE] = {"states", HSCAN_CLICKHOUSE_U64},
};

static int
by_key(const void *a, const void *b)
{
	const struct export_repo *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

/* One that is longer is none of ours. */
static void
take_print(char out[EXPORT_PRINT_SIZE], struct hscan_text text)
{
	size_t len = text.len < EXPORT_PRINT_SIZE ? text.len : 0;

	if (len > 0)
		memcpy(out, text.ptr, len);
	out[len] = '\0';
}

static enum hscan_status
refuse_key(const struct export_repo *repo, struct hscan_text host,
    int64_t forge_id, struct hscan_error *err)
{
	char shown[100];

	return hscan_fail(err, HSCAN_EREFUSED,
	    "repository %" PRId64
	    " of the store cannot be exported: the server "
	    "has repository %" PRId64 " of %s under the same key, %" PRId64
	    "; export it to another database",
	    repo->print->forge_id, forge_id,
	    hscan_safe(host, shown, sizeof(shown)), repo->key);
}

/* Repositories of other stores may be there, too. */
static enum hscan_status
take_closed(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct export *export = payload;
	struct export_repo wanted = {.key = values[KEY].i64}, *repo;
	struct export_closed *closed;

	repo = export->len == 0 ? NULL
				: bsearch(&wanted, export->repos, export->len,
				      sizeof(wanted), by_key);
	if (!repo) {
		export->result->others += values[GONE].u64 == 0;
		return HSCAN_OK;
	}
	if (!hscan_text_equal(repo->print->host, values[HOST].text) ||
	    repo->print->forge_id != values[FORGE_ID].i64)
		return refuse_key(
		    repo, values[HOST].text, values[FORGE_ID].i64, err);
	closed = &repo->closed;
	*closed = (struct export_closed){
	    .there = true,
	    .gone = values[GONE].u64 != 0,
	    .generation = values[GENERATION].i64,
	    .facts = values[FACTS].i64,
	    .state = values[STATE].i64,
	    .synced_at = values[SYNCED_AT].i64,
	};
	take_print(closed->facts_print, values[FACTS_PRINT].text);
	take_print(closed->state_print, values[STATE_PRINT].text);
	take_print(closed->accounts_print, values[ACCOUNTS_PRINT].text);
	for (size_t i = 0; i < EXPORT_COUNTED; i++)
		closed->counts[i] = (int64_t)values[COUNTS + i].u64;
	return HSCAN_OK;
}

enum hscan_status
export_read_closed(struct export *export, struct hscan_error *err)
{
	const struct hscan_clickhouse_ask ask = {
	    .sql = "SELECT repo_id, generation, facts, state, gone, host,"
		   " forge_id, synced_at, facts_print, state_print,"
		   " accounts_print, items, answers, events, commits, pages,"
		   " authors, releases, tags, states"
		   " FROM closed FINAL",
	    .columns = closed_columns,
	    .column_count = CLOSED_COLUMNS,
	    .sorted = 1,
	    .on_row = take_closed,
	    .payload = export,
	};

	return hscan_clickhouse_ask(export->server, &ask, err);
}

/* --- whether all has come --- */

struct counting {
	struct export *export;
	const struct export_batch *batch;
	int64_t found; /* pairs of a repository and a table with rows */
	bool right;
};

static enum hscan_status
take_count(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct counting *counting = payload;
	struct export_repo wanted = {.key = values[0].i64}, *repo;

	(void)err;
	repo = bsearch(&wanted, &counting->export->repos[counting->batch->from],
	    counting->batch->len, sizeof(wanted), by_key);
	if (!repo || values[1].u64 >= EXPORT_COUNTED ||
	    repo->counts[values[1].u64] != (int64_t)values[2].u64)
		counting->right = false;
	else
		counting->found++;
	return HSCAN_OK;
}

/* How many pairs there should be. */
static int64_t
expected(const struct export *export, const struct export_batch *batch)
{
	int64_t len = 0;

	for (size_t i = batch->from; i < batch->from + batch->len; i++)
		for (size_t c = 0; c < EXPORT_COUNTED; c++)
			len += export->repos[i].counts[c] > 0;
	return len;
}

enum hscan_status
export_count(struct export *export, const struct export_batch *batch,
    bool *right, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"which", HSCAN_CLICKHOUSE_U8},
	    {"n", HSCAN_CLICKHOUSE_U64},
	};
	struct counting counting = {export, batch, 0, true};
	struct hscan_clickhouse_ask ask = {
	    .columns = columns,
	    .column_count = 3,
	    .sorted = 1,
	    .on_row = take_count,
	    .payload = &counting,
	};
	struct hscan_buf sql;
	enum hscan_status status;

	hscan_buf_init(&sql, TABLES_SQL);
	(void)hscan_buf_add_string(&sql, "SELECT repo_id, which, n FROM (");
	for (int i = 0; i < EXPORT_COUNTED; i++)
		(void)hscan_buf_add_format(&sql,
		    "%s SELECT repo_id, toUInt8(%d) AS which, count() AS n"
		    " FROM `%s` WHERE repo_id >= %" PRId64
		    " AND repo_id <= %" PRId64 " AND generation = %" PRId64
		    " GROUP BY repo_id",
		    i > 0 ? " UNION ALL" : "", i,
		    export_table((enum hscan_facts_part)i),
		    export->repos[batch->from].key,
		    export->repos[batch->from + batch->len - 1].key,
		    batch->generation);
	(void)hscan_buf_add_string(&sql, ")");
	status = hscan_buf_check(&sql, "the question", err);
	ask.sql = hscan_buf_string(&sql);
	if (status == HSCAN_OK)
		status = hscan_clickhouse_ask(export->server, &ask, err);
	hscan_buf_clear(&sql);
	*right = counting.right && counting.found == expected(export, batch);
	return status;
}

/* --- the last row --- */

struct closing {
	struct export *export;
	const struct export_batch *batch;
	size_t at;
	int64_t schema;
};

static void
add_closed(const struct closing *closing, const struct export_repo *repo,
    struct hscan_buf *out)
{
	const struct export *export = closing->export;
	int64_t generation = closing->batch->generation;
	char facts[EXPORT_PRINT_SIZE], state[EXPORT_PRINT_SIZE];

	(void)snprintf(facts, sizeof(facts), "%016" PRIx64, repo->print->facts);
	(void)snprintf(state, sizeof(state), "%016" PRIx64, repo->print->state);
	(void)hscan_rowbinary_i64(out, repo->key);
	(void)hscan_rowbinary_i64(out, generation);
	(void)hscan_rowbinary_i64(
	    out, repo->facts ? generation : repo->closed.facts);
	(void)hscan_rowbinary_i64(
	    out, repo->state ? generation : repo->closed.state);
	(void)hscan_rowbinary_u8(out, 0);
	(void)hscan_rowbinary_string(out, repo->print->host);
	(void)hscan_rowbinary_i64(out, repo->print->forge_id);
	(void)hscan_rowbinary_i64(out, app_now_s(export->app));
	(void)hscan_rowbinary_u32(out, (uint32_t)closing->schema);
	(void)hscan_rowbinary_string(out, hscan_text_of(HSCAN_VERSION));
	(void)hscan_rowbinary_string(out, hscan_text_of(facts));
	(void)hscan_rowbinary_string(out, hscan_text_of(state));
	(void)hscan_rowbinary_string(
	    out, hscan_text_of(export->accounts_print));
	(void)hscan_rowbinary_i64(out, repo->print->synced_at);
	(void)hscan_rowbinary_string(out, hscan_text_of(""));
	for (size_t i = 0; i < EXPORT_COUNTED; i++) {
		bool sent = i == HSCAN_FACTS_STATE ? repo->state : repo->facts;

		(void)hscan_rowbinary_u64(
		    out, (uint64_t)(sent ? repo->counts[i]
					 : repo->closed.counts[i]));
	}
}

static enum hscan_status
next_closed(
    void *payload, struct hscan_buf *out, bool *end, struct hscan_error *err)
{
	struct closing *closing = payload;
	const struct export_batch *batch = closing->batch;

	while (closing->at < batch->len &&
	       !closing->export->repos[batch->from + closing->at].state)
		closing->at++;
	*end = closing->at == batch->len;
	if (*end)
		return HSCAN_OK;
	add_closed(
	    closing, &closing->export->repos[batch->from + closing->at++], out);
	return hscan_buf_check(out, "the rows", err);
}

enum hscan_status
export_close(struct export *export, const struct export_batch *batch,
    struct hscan_error *err)
{
	struct closing closing = {.export = export, .batch = batch};
	const struct hscan_clickhouse_insert insert = {
	    .table = "closed",
	    .columns =
		"repo_id, generation, facts, state, gone, host, forge_id,"
		" exported_at, schema, version, facts_print,"
		" state_print, accounts_print, synced_at, store, items,"
		" answers, events, commits, pages, authors, releases,"
		" tags, states",
	    .next = next_closed,
	    .payload = &closing,
	};
	struct hscan_store_facts file = {0};
	enum hscan_status status = hscan_store_facts(export->store, &file, err);
	int64_t rows = 0;

	closing.schema = file.schema;
	return status == HSCAN_OK
		   ? hscan_clickhouse_send(export->server, &insert, &rows, err)
		   : status;
}
