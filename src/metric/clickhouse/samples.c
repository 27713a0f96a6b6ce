/* SPDX-License-Identifier: MIT */
/* The rows of a metric, as a file of queries/clickhouse gives them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"
#include "store/queries.h"

enum { LONGEST_PATH = 128 };

/* An instant that has not come. */
#define NEVER_THERE INT64_MAX

static const struct hscan_clickhouse_column value_columns[] = {
    {"repo_id", HSCAN_CLICKHOUSE_I64},
    {"window_no", HSCAN_CLICKHOUSE_I64},
    {"value", HSCAN_CLICKHOUSE_F64},
    {"weight", HSCAN_CLICKHOUSE_I64},
    {"left_out", HSCAN_CLICKHOUSE_U8},
    {"fate", HSCAN_CLICKHOUSE_U8},
    {"why", HSCAN_CLICKHOUSE_STRING},
};
static const struct hscan_clickhouse_column duration_columns[] = {
    {"repo_id", HSCAN_CLICKHOUSE_I64},
    {"window_no", HSCAN_CLICKHOUSE_I64},
    {"began_at", HSCAN_CLICKHOUSE_I64},
    {"ended_at", HSCAN_CLICKHOUSE_I64},
    {"weight", HSCAN_CLICKHOUSE_I64},
    {"left_out", HSCAN_CLICKHOUSE_U8},
    {"fate", HSCAN_CLICKHOUSE_U8},
    {"why", HSCAN_CLICKHOUSE_STRING},
};

enum {
	VALUE_COLUMNS = sizeof(value_columns) / sizeof(value_columns[0]),
	DURATION_COLUMNS =
	    sizeof(duration_columns) / sizeof(duration_columns[0]),
};

/* No repository has more of anything, and sums stay within 64 bits. */
static const int64_t most_alike = INT64_C(1) << 32;

/* The rows of one metric, on their way. */
struct rows {
	struct clickhouse_engine *engine;
	const struct hscan_metric *metric;
	const struct hscan_engine_columns *columns;
	struct hscan_text query;
	bool kept; /* others ask the same */
	hscan_engine_row_fn *on_row;
	void *payload;
};

/* --- a row --- */

/* What is behind the value, or the two instants, is the same. */
static void
read_rest(
    const struct hscan_clickhouse_value *values, struct hscan_engine_row *row)
{
	static const enum hscan_row_end ends[] = {HSCAN_ROW_NO_COHORT,
	    HSCAN_ROW_ENDED, HSCAN_ROW_OPEN, HSCAN_ROW_WITHDRAWN};
	uint64_t end = values[2].u64;

	row->weight = values[0].i64;
	row->left_out = (values[1].u64 & 1) != 0;
	if (end < sizeof(ends) / sizeof(ends[0]))
		row->end = ends[end];
	else
		row->says = HSCAN_ROW_BAD;
	if (values[1].u64 / 2 <= HSCAN_ROLES)
		row->role = (enum hscan_role)(values[1].u64 / 2);
	else
		row->says = HSCAN_ROW_BAD;
	if (values[3].text.len > 0) {
		row->says = HSCAN_ROW_REASON;
		row->subject = values[3].text;
	}
	if (row->weight < 1 || row->weight > most_alike)
		row->says = HSCAN_ROW_BAD;
}

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct rows *rows = payload;
	struct hscan_engine_row row = {
	    .repo_id = values[0].i64,
	    .window_no = values[1].i64,
	    .began_at = HSCAN_NEVER,
	    .ended_at = HSCAN_NEVER,
	    .actor_id = HSCAN_NEVER,
	    .owner_id = values[0].i64,
	};

	if (rows->columns->instants) {
		row.says = HSCAN_ROW_DURATION;
		row.began_at = values[2].i64;
		if (values[3].i64 != NEVER_THERE)
			row.ended_at = values[3].i64;
		read_rest(&values[4], &row);
	} else {
		row.says =
		    isfinite(values[2].f64) ? HSCAN_ROW_VALUE : HSCAN_ROW_BAD;
		row.value = values[2].f64;
		read_rest(&values[3], &row);
	}
	if (rows->kept)
		clickhouse_keep(&rows->engine->kept, &row);
	return rows->on_row(&row, rows->payload, err);
}

static enum hscan_status
on_untold(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct rows *rows = payload;
	const struct hscan_engine_row row = {
	    .says = HSCAN_ROW_UNTOLD,
	    .repo_id = values[0].i64,
	    .window_no = values[1].i64,
	};

	return rows->on_row(&row, rows->payload, err);
}

/* --- a question --- */

/* The line of its head that says what its rows are: "-- rows: durations". The
 * query follows the head. */
static bool
read_head(
    const char *path, struct rows *rows, struct hscan_engine_columns *columns)
{
	static const char head[] = "-- rows: ";
	bool told = false;

	rows->query = hscan_query_text(path);
	while (hscan_text_starts(rows->query, "--")) {
		struct hscan_text line = hscan_text_split(&rows->query, '\n');

		if (!hscan_text_starts(line, head))
			continue;
		line.ptr += strlen(head);
		line.len -= strlen(head);
		columns->instants = hscan_text_starts(line, "durations");
		columns->cohort = hscan_text_ends(line, " cohort");
		rows->kept = hscan_text_is(line, "values kept");
		told = columns->instants || hscan_text_starts(line, "values");
	}
	return told;
}

/* As the metric wants it. */
static struct warehouse_text
text_of(const struct rows *rows)
{
	struct warehouse_text text = clickhouse_text(rows->engine);

	text.by_role =
	    hscan_engine_has_roles(rows->engine->base.scope, rows->metric);
	return text;
}

/* Who is what, as far as the metric tells them apart. */
static enum hscan_status
find_who(const struct rows *rows, struct hscan_error *err)
{
	enum hscan_status status = clickhouse_find_actors(rows->engine, err);

	if (status == HSCAN_OK &&
	    ((rows->metric->needs & HSCAN_NEED_ROLES) ||
		hscan_engine_has_roles(rows->engine->base.scope, rows->metric)))
		status = clickhouse_find_maintainers(rows->engine, err);
	return status;
}

static enum hscan_status
give_untold(struct rows *rows, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"window_no", HSCAN_CLICKHOUSE_I64},
	};
	const struct warehouse_ask ask = {
	    .path = "clickhouse/untold-merges.sql",
	    .text = text_of(rows),
	    .tables = &rows->engine->tables,
	    .columns = columns,
	    .columns_len = 2,
	    .sorted = 2,
	    .on_row = on_untold,
	    .payload = rows,
	};

	if (!(rows->metric->needs & HSCAN_NEED_MERGES))
		return HSCAN_OK;
	return warehouse_ask(rows->engine->warehouse, &ask, err);
}

static enum hscan_status
give_rows(struct rows *rows, const char *path, struct hscan_error *err)
{
	bool instants = rows->columns->instants;
	const struct warehouse_ask ask = {
	    .path = path,
	    .text = text_of(rows),
	    .tables = &rows->engine->tables,
	    .columns = instants ? duration_columns : value_columns,
	    .columns_len = instants ? DURATION_COLUMNS : VALUE_COLUMNS,
	    .sorted = 1,
	    .on_row = on_row,
	    .payload = rows,
	};
	enum hscan_status status = give_untold(rows, err);

	return status == HSCAN_OK
		   ? warehouse_ask(rows->engine->warehouse, &ask, err)
		   : status;
}

/* Asked once, for all that ask it of the same repositories in turn. */
static enum hscan_status
give_kept(struct rows *rows, const char *path, struct hscan_error *err)
{
	struct clickhouse_kept *kept = &rows->engine->kept;
	struct hscan_text asked = clickhouse_asked(rows->engine);
	enum hscan_status status;

	if (clickhouse_kept_answers(kept, rows->query, asked))
		return clickhouse_kept_give(
		    kept, rows->on_row, rows->payload, err);
	clickhouse_kept_begin(kept, rows->query, asked);
	status = give_rows(rows, path, err);
	kept->whole = status == HSCAN_OK && kept->fits;
	return status;
}

static const char *
find_text(const struct hscan_metric *metric, char path[LONGEST_PATH])
{
	char id[80];

	(void)snprintf(path, LONGEST_PATH, "clickhouse/%s.sql",
	    hscan_safe(metric->id, id, sizeof(id)));
	return metric->own ? NULL : hscan_query_text(path).ptr;
}

const char *
clickhouse_lacks(const struct hscan_metric *metric)
{
	char path[LONGEST_PATH];

	return find_text(metric, path) ? NULL : "not on this engine";
}

enum hscan_status
clickhouse_samples(struct hscan_engine *base, const struct hscan_metric *metric,
    const struct hscan_engine_place *place, const bool *of,
    struct hscan_engine_columns *columns, hscan_engine_row_fn *take,
    void *payload, struct hscan_error *err)
{
	struct rows rows = {
	    .engine = clickhouse_engine_of(base),
	    .metric = metric,
	    .columns = columns,
	    .on_row = take,
	    .payload = payload,
	};
	char path[LONGEST_PATH];
	enum hscan_status status;

	if (place)
		return hscan_fail(err, HSCAN_EINVAL,
		    "samples one by one are not told on this engine; ask the "
		    "store, without --engine");
	*columns = (struct hscan_engine_columns){.instants = false};
	if (!find_text(metric, path))
		return hscan_fail(
		    err, HSCAN_EINVAL, "this engine has no text of the metric");
	if (!read_head(path, &rows, columns))
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s does not say what its rows are", path);
	status = find_who(&rows, err);
	if (status == HSCAN_OK)
		status = clickhouse_add_repos(rows.engine, of, err);
	if (status != HSCAN_OK)
		return status;
	return rows.kept ? give_kept(&rows, path, err)
			 : give_rows(&rows, path, err);
}
