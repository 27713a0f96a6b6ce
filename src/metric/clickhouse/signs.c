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

/* The rows of signs.sql, of which each says one. */
enum sign {
	SIGN_FIRST_COMMIT,
	SIGN_LAST_COMMIT,
	SIGN_COMMITS,
	SIGN_MERGE,
	SIGN_UNTOLD,
	SIGN_RELEASE,
	SIGN_TAG,
	SIGN_REPLY,
	SIGN_REPLIES,
};

/* They come in order, so that tags come after releases. */
static void
take_sign(struct hscan_signs *out, enum sign sign, int64_t at, int64_t many)
{
	switch (sign) {
	case SIGN_FIRST_COMMIT: out->first_commit = at; break;
	case SIGN_LAST_COMMIT: out->last_commit = at; break;
	case SIGN_COMMITS:
		if (at >= 0 && at < HSCAN_LIFE_STRETCHES)
			out->commits[at] = many;
		break;
	case SIGN_MERGE:
		out->last_merge = at;
		out->recent_merges = many;
		break;
	case SIGN_UNTOLD: out->last_untold = at; break;
	case SIGN_RELEASE:
		out->by_tags = false;
		out->last_release = at;
		out->year_releases = many;
		break;
	case SIGN_TAG:
		if (!out->by_tags)
			break;
		out->last_release = at;
		out->year_releases = many;
		break;
	case SIGN_REPLY:
		out->last_reply = at;
		out->recent_replies = many;
		break;
	case SIGN_REPLIES: out->year_replies = many; break;
	}
}

static enum hscan_status
on_sign(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct hscan_signs *out = signs_of(payload, values[0].i64);
	int64_t sign = values[1].i64;

	if (sign < SIGN_FIRST_COMMIT || sign > SIGN_REPLIES)
		return hscan_fail(
		    err, HSCAN_EPARSE, "signs.sql tells of no such sign");
	if (out)
		take_sign(out, (enum sign)sign, values[2].i64, values[3].i64);
	return HSCAN_OK;
}

/* An instant that has not come. */
#define NEVER_THERE INT64_MAX

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
	out->waiting_since =
	    values[4].i64 == NEVER_THERE ? HSCAN_NEVER : values[4].i64;
	out->last_unread = values[5].i64;
	return HSCAN_OK;
}

static enum hscan_status
ask_signs(struct clickhouse_engine *engine, struct reading *reading,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"sign", HSCAN_CLICKHOUSE_I64},
	    {"at", HSCAN_CLICKHOUSE_I64},
	    {"many", HSCAN_CLICKHOUSE_I64},
	};
	const struct warehouse_ask ask = {
	    .path = "clickhouse/signs.sql",
	    .text = clickhouse_text(engine),
	    .tables = &engine->tables,
	    .columns = columns,
	    .columns_len = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 2,
	    .on_row = on_sign,
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
	    {"issues", HSCAN_CLICKHOUSE_I64},
	    {"pulls", HSCAN_CLICKHOUSE_I64},
	    {"untold", HSCAN_CLICKHOUSE_I64},
	    {"since", HSCAN_CLICKHOUSE_I64},
	    {"unread", HSCAN_CLICKHOUSE_I64},
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
	struct hscan_buf *from = warehouse_table(&engine->tables,
	    "ask_comments", "repo_id Int64, comments_from Int64");
	enum hscan_status status = clickhouse_find_actors(engine, err);

	for (size_t i = 0; i < len; i++) {
		(void)hscan_rowbinary_i64(from, questions[i].repo_id);
		(void)hscan_rowbinary_i64(from, questions[i].comments_from);
	}
	if (status == HSCAN_OK)
		status = clickhouse_find_maintainers(engine, err);
	if (status == HSCAN_OK)
		status = clickhouse_add_repos(engine, NULL, err);
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
	if (status == HSCAN_OK && engine->signs)
		*out = engine->signs[one - engine->warehouse->batch];
	return status;
}
