/* SPDX-License-Identifier: MIT */
/* The signs of life of all repositories that are asked about; see
 * metric/signs.h. */
#include "metric/signs.h"

#include <stdlib.h>
#include <string.h>

#include <healthscan/repo.h>

#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

/* What is being read: of each repository of the batch one. */
struct reading {
	const struct hscan_warehouse *warehouse;
	struct hscan_signs *signs;
};

static struct hscan_signs *
signs_of(const struct reading *reading, int64_t repo_id)
{
	const struct warehouse_one *one =
	    warehouse_find(reading->warehouse, repo_id);

	return one ? &reading->signs[one - reading->warehouse->batch] : NULL;
}

static enum hscan_status
on_signs(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct hscan_signs *out = signs_of(payload, values[0].i64);
	size_t at = 1;

	(void)err;
	if (!out)
		return HSCAN_OK;
	out->first_commit = values[at++].i64;
	out->last_commit = values[at++].i64;
	for (size_t i = 0; i < HSCAN_LIFE_STRETCHES; i++)
		out->commits[i] = values[at++].i64;
	out->last_merge = values[at++].i64;
	out->recent_merges = values[at++].i64;
	out->last_untold = values[at++].i64;
	out->last_release = values[at++].i64;
	out->year_releases = values[at++].i64;
	out->by_tags = values[at++].i64 != 0;
	out->last_reply = values[at++].i64;
	out->recent_replies = values[at++].i64;
	out->year_replies = values[at++].i64;
	return HSCAN_OK;
}

static enum hscan_status
on_waiting(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct hscan_signs *out = signs_of(payload, values[0].i64);

	(void)err;
	if (!out)
		return HSCAN_OK;
	out->waiting_issues = values[1].i64;
	out->waiting_pulls = values[2].i64;
	out->waiting_untold = values[3].i64;
	out->waiting_since = values[4].i64;
	out->last_unread = values[5].i64;
	return HSCAN_OK;
}

static enum hscan_status
ask_signs(struct clickhouse_engine *engine, struct reading *reading,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"first_commit", HSCAN_CLICKHOUSE_I64},
	    {"last_commit", HSCAN_CLICKHOUSE_I64},
	    {"c0", HSCAN_CLICKHOUSE_I64},
	    {"c1", HSCAN_CLICKHOUSE_I64},
	    {"c2", HSCAN_CLICKHOUSE_I64},
	    {"c3", HSCAN_CLICKHOUSE_I64},
	    {"c4", HSCAN_CLICKHOUSE_I64},
	    {"last_merge", HSCAN_CLICKHOUSE_I64},
	    {"recent_merges", HSCAN_CLICKHOUSE_I64},
	    {"last_untold", HSCAN_CLICKHOUSE_I64},
	    {"last_release", HSCAN_CLICKHOUSE_I64},
	    {"year_releases", HSCAN_CLICKHOUSE_I64},
	    {"by_tags", HSCAN_CLICKHOUSE_I64},
	    {"last_reply", HSCAN_CLICKHOUSE_I64},
	    {"recent_replies", HSCAN_CLICKHOUSE_I64},
	    {"year_replies", HSCAN_CLICKHOUSE_I64},
	};
	const struct warehouse_ask ask = {
	    .path = "clickhouse/signs.sql",
	    .text = clickhouse_text(engine),
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = on_signs,
	    .payload = reading,
	};

	return warehouse_ask(engine->warehouse, &ask, err);
}

static enum hscan_status
ask_waiting(struct clickhouse_engine *engine, struct reading *reading,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"waiting_issues", HSCAN_CLICKHOUSE_I64},
	    {"waiting_pulls", HSCAN_CLICKHOUSE_I64},
	    {"waiting_untold", HSCAN_CLICKHOUSE_I64},
	    {"waiting_since", HSCAN_CLICKHOUSE_I64},
	    {"last_unread", HSCAN_CLICKHOUSE_I64},
	};
	const struct warehouse_ask ask = {
	    .path = "clickhouse/waiting.sql",
	    .text = clickhouse_text(engine),
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = on_waiting,
	    .payload = reading,
	};

	return warehouse_ask(engine->warehouse, &ask, err);
}

/* Of one that the server tells nothing of. */
static struct hscan_signs *
new_signs(size_t len)
{
	struct hscan_signs *signs = calloc(len, sizeof(*signs));

	for (size_t i = 0; signs && i < len; i++)
		signs[i] = (struct hscan_signs){
		    .first_commit = HSCAN_NEVER,
		    .last_commit = HSCAN_NEVER,
		    .last_merge = HSCAN_NEVER,
		    .last_untold = HSCAN_NEVER,
		    .last_release = HSCAN_NEVER,
		    .by_tags = true,
		    .last_reply = HSCAN_NEVER,
		    .waiting_since = HSCAN_NEVER,
		    .last_unread = HSCAN_NEVER,
		};
	return signs;
}

/* What of each can be told from comments, and who looks after it. */
static enum hscan_status
add_tables(struct clickhouse_engine *engine,
    const struct hscan_signs_question *questions, size_t len,
    struct hscan_error *err)
{
	struct hscan_buf *from = warehouse_table(
	    &engine->tables, "ask_from", "repo_id Int64, comments_from Int64");
	enum hscan_status status = clickhouse_find_actors(engine, err);

	for (size_t i = 0; i < len; i++) {
		(void)hscan_rowbinary_i64(from, questions[i].repo_id);
		(void)hscan_rowbinary_i64(from, questions[i].comments_from);
	}
	if (status == HSCAN_OK)
		status = clickhouse_add_repos(engine, NULL, err);
	if (status == HSCAN_OK)
		status = clickhouse_find_maintainers(
		    engine, questions[0].logins, questions[0].logins_len, err);
	return status == HSCAN_OK
		   ? warehouse_add_doubts(engine->warehouse, &engine->tables,
			 WAREHOUSE_ANY_STREAM, err)
		   : status;
}

enum hscan_status
clickhouse_expect_signs(struct hscan_engine *base,
    const struct hscan_signs_question *questions, size_t len,
    struct hscan_error *err)
{
	struct clickhouse_engine *engine = clickhouse_engine_of(base);
	struct reading reading = {
	    engine->warehouse, new_signs(engine->warehouse->batch_len + 1)};
	enum hscan_status status = HSCAN_OK;

	if (!reading.signs)
		return hscan_no_memory(err);
	free(engine->signs);
	engine->signs = NULL;
	if (len > 0)
		status = add_tables(engine, questions, len, err);
	if (status == HSCAN_OK && len > 0)
		status = ask_signs(engine, &reading, err);
	if (status == HSCAN_OK && len > 0)
		status = ask_waiting(engine, &reading, err);
	if (status == HSCAN_OK)
		engine->signs = reading.signs;
	else
		free(reading.signs);
	return status;
}

enum hscan_status
clickhouse_signs(struct hscan_engine *base,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err)
{
	struct clickhouse_engine *engine = clickhouse_engine_of(base);
	const struct warehouse_one *one =
	    warehouse_find(engine->warehouse, question->repo_id);
	enum hscan_status status = HSCAN_OK;

	if (!one)
		return warehouse_not_whole(
		    engine->warehouse, question->repo_id, err);
	if (!engine->signs)
		status = clickhouse_expect_signs(base, question, 1, err);
	if (status == HSCAN_OK)
		*out = engine->signs[one - engine->warehouse->batch];
	return status;
}
