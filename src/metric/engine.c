/* SPDX-License-Identifier: MIT */
/* Runs metrics; see engine.h. What a metric may see is prepared in prepare.c.
 */
#include "metric/engine.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "metric/internal.h"
#include "metric/statistic.h"
#include "store/store.h"

/* The samples of one repository and window. */
struct series {
	double *values; /* medians only; owned */
	size_t len, size;
	int64_t n;
	int64_t nonzero;
	double sum;
	double last;
	int64_t excluded_bots;
};

enum hscan_status
hscan_engine_open(sqlite3 *db, const struct hscan_ask *ask,
    struct hscan_engine **out, struct hscan_error *err)
{
	struct hscan_engine *engine = calloc(1, sizeof(*engine));
	enum hscan_status status;

	if (!engine)
		return hscan_no_memory(err);
	engine->db = db;
	engine->ask = ask;
	status = engine_prepare(engine, err);
	if (status != HSCAN_OK) {
		hscan_engine_close(engine);
		return status;
	}
	*out = engine;
	return HSCAN_OK;
}

void
hscan_engine_close(struct hscan_engine *engine)
{
	if (!engine)
		return;
	engine_unprepare(engine);
	free(engine->left_out);
	free(engine);
}

/* --- the samples --- */

static int
by_actor(const void *a, const void *b)
{
	const struct engine_actor *x = a, *y = b;

	if (x->repo_id != y->repo_id)
		return x->repo_id < y->repo_id ? -1 : 1;
	return (x->actor_id > y->actor_id) - (x->actor_id < y->actor_id);
}

void
engine_sort_left_out(struct hscan_engine *engine)
{
	if (engine->left_out_len > 0)
		qsort(engine->left_out, engine->left_out_len,
		    sizeof(*engine->left_out), by_actor);
}

static bool
is_left_out(
    const struct hscan_engine *engine, int64_t repo_id, sqlite3_stmt *row)
{
	struct engine_actor key = {repo_id, sqlite3_column_int64(row, 3)};

	if (engine->left_out_len == 0 ||
	    sqlite3_column_type(row, 3) == SQLITE_NULL)
		return false;
	return bsearch(&key, engine->left_out, engine->left_out_len,
		   sizeof(key), by_actor) != NULL;
}

static bool
keep_value(struct series *series, double value)
{
	if (series->len == series->size) {
		size_t size = series->size ? series->size * 2 : 32;
		double *values =
		    realloc(series->values, size * sizeof(*values));

		if (!values)
			return false;
		series->values = values;
		series->size = size;
	}
	series->values[series->len++] = value;
	return true;
}

/* Where a row belongs; NULL for a repository or window not asked for. */
static struct series *
series_of(const struct hscan_engine *engine, struct series *all,
    int64_t repo_id, int64_t window_no)
{
	const struct hscan_ask *ask = engine->ask;

	if (window_no < 0 || (uint64_t)window_no >= ask->windows_len)
		return NULL;
	for (size_t i = 0; i < ask->repos; i++)
		if (ask->repo_ids[i] == repo_id)
			return &all[i * ask->windows_len + (size_t)window_no];
	return NULL;
}

/* Numbers where there must be some; the subject and the actor are free. */
static bool
is_sample(sqlite3_stmt *row)
{
	int type = sqlite3_column_type(row, 4);

	return sqlite3_column_type(row, 0) == SQLITE_INTEGER &&
	       sqlite3_column_type(row, 1) == SQLITE_INTEGER &&
	       (type == SQLITE_INTEGER || type == SQLITE_FLOAT) &&
	       isfinite(sqlite3_column_double(row, 4));
}

static enum hscan_status
take_sample(struct hscan_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt *row, struct series *all, struct hscan_error *err)
{
	int64_t repo_id = sqlite3_column_int64(row, 0);
	struct series *series =
	    series_of(engine, all, repo_id, sqlite3_column_int64(row, 1));
	double value = sqlite3_column_double(row, 4);
	char shown[80];

	if (!series || !is_sample(row))
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: a sample's value is no number, or it is of no "
		    "repository or window that was asked for",
		    hscan_safe(metric->id, shown, sizeof(shown)));
	if (is_left_out(engine, repo_id, row)) {
		series->excluded_bots++;
		return HSCAN_OK;
	}
	series->n++;
	series->nonzero += value != 0.0;
	series->sum += value;
	series->last = value;
	if (metric->statistic == HSCAN_STAT_MEDIAN &&
	    !keep_value(series, value))
		return hscan_no_memory(err);
	return HSCAN_OK;
}

/* --- the statistic --- */

static struct hscan_number
known(double value)
{
	return (struct hscan_number){true, value};
}

static void
summarize_median(struct series *series, struct hscan_outcome *out)
{
	if (series->len == 0)
		return;
	hscan_sort(series->values, series->len);
	out->value = known(hscan_quantile(series->values, series->len, 0.5));
	out->p75 = known(hscan_quantile(series->values, series->len, 0.75));
	out->p90 = known(hscan_quantile(series->values, series->len, 0.9));
}

static struct hscan_outcome
summarize(const struct hscan_metric *metric, const struct hscan_window *window,
    struct series *series)
{
	struct hscan_outcome out = {
	    .n = series->n, .excluded_bots = series->excluded_bots};

	switch (metric->statistic) {
	case HSCAN_STAT_MEDIAN: summarize_median(series, &out); break;
	case HSCAN_STAT_SHARE:
		if (series->n == 0)
			break;
		out.numerator = known((double)series->nonzero);
		out.value =
		    known(100.0 * (double)series->nonzero / (double)series->n);
		break;
	case HSCAN_STAT_RATE:
		out.count = known(series->sum);
		out.value = known(
		    series->sum /
		    ((double)(window->end - window->start) / HSCAN_WEEK_S));
		break;
	case HSCAN_STAT_COUNT: out.value = known(series->sum); break;
	case HSCAN_STAT_GAUGE:
		if (series->n > 0)
			out.value = known(series->last);
		break;
	}
	return out;
}

/* --- running --- */

static enum hscan_status
sql_failed(struct hscan_engine *engine, const struct hscan_metric *metric,
    struct hscan_error *err)
{
	char shown[80];
	enum hscan_status status;

	(void)hscan_safe(metric->id, shown, sizeof(shown));
	/* A mistake in the SQL is not a failure of the store. */
	if ((sqlite3_errcode(engine->db) & 0xFF) == SQLITE_AUTH)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: %s; a metric may only read the v_ views", shown,
		    sqlite3_errmsg(engine->db));
	if ((sqlite3_errcode(engine->db) & 0xFF) == SQLITE_ERROR)
		return hscan_fail(err, HSCAN_EPARSE, "metric %s: %s", shown,
		    sqlite3_errmsg(engine->db));
	status = hscan_store_failed(engine->db, "cannot be computed", err);
	hscan_error_prefix(err, "metric %s ", shown);
	return status;
}

/* What follows the first statement must be empty: a second one would be
 * ignored without a word. */
static enum hscan_status
prepare_only_statement(struct hscan_engine *engine,
    const struct hscan_metric *metric, sqlite3_stmt **out,
    struct hscan_error *err)
{
	const char *end = metric->sql.ptr + metric->sql.len, *rest = NULL;
	sqlite3_stmt *stmt = NULL, *second = NULL;
	char shown[80];

	if (sqlite3_prepare_v2(engine->db, metric->sql.ptr,
		(int)metric->sql.len, &stmt, &rest) != SQLITE_OK)
		return sql_failed(engine, metric, err);
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	if (!stmt)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: there is no SELECT behind the header", shown);
	if (sqlite3_prepare_v2(engine->db, rest, (int)(end - rest), &second,
		NULL) != SQLITE_OK ||
	    second) {
		sqlite3_finalize(second);
		sqlite3_finalize(stmt);
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: there is more than one statement", shown);
	}
	*out = stmt;
	return HSCAN_OK;
}

static enum hscan_status
prepare_metric(struct hscan_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt **out, struct hscan_error *err)
{
	static const char *const columns[] = {
	    "repo_id", "window_no", "subject", "actor_id", "value"};
	enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	char shown[80];

	status = prepare_only_statement(engine, metric, &stmt, err);
	if (status != HSCAN_OK)
		return status;
	*out = stmt;
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	for (int i = 0; i < COLUMNS; i++) {
		const char *name = sqlite3_column_name(stmt, i);

		if (!name || strcmp(name, columns[i]) != 0)
			return hscan_fail(err, HSCAN_EPARSE,
			    "metric %s: column %d is not %s", shown, i + 1,
			    columns[i]);
	}
	if (sqlite3_column_count(stmt) != COLUMNS)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: column %d is one too many", shown, COLUMNS + 1);
	return HSCAN_OK;
}

static enum hscan_status
run_samples(struct hscan_engine *engine, const struct hscan_metric *metric,
    struct series *all, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	engine_restrict(engine, true);
	status = prepare_metric(engine, metric, &stmt, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		status = take_sample(engine, metric, stmt, all, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, metric, err);
	sqlite3_finalize(stmt);
	engine_restrict(engine, false);
	return status;
}

enum hscan_status
hscan_engine_run(struct hscan_engine *engine, const struct hscan_metric *metric,
    struct hscan_outcome *out, struct hscan_error *err)
{
	const struct hscan_ask *ask = engine->ask;
	size_t len = ask->repos * ask->windows_len;
	struct series *all = calloc(len ? len : 1, sizeof(*all));
	enum hscan_status status;

	if (!all)
		return hscan_no_memory(err);
	status = run_samples(engine, metric, all, err);
	for (size_t i = 0; i < len; i++) {
		if (status == HSCAN_OK)
			out[i] = summarize(metric,
			    &ask->windows[i % ask->windows_len], &all[i]);
		free(all[i].values);
	}
	free(all);
	return status;
}
