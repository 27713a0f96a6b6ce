/* SPDX-License-Identifier: MIT */
/* Runs metrics; see engine.h. What a metric may see is prepared in prepare.c.
 */
#include "metric/engine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "metric/internal.h"
#include "metric/statistic.h"
#include "store/queries.h"
#include "store/store.h"

/* The samples of one repository and window. */
struct series {
	double *values; /* of the statistics that look at each; owned */
	size_t len, size;
	struct hscan_duration *cohort; /* for the Kaplan-Meier median; owned */
	size_t cohort_len, cohort_size;
	int64_t n;
	int64_t nonzero;
	double sum;
	double last;
	int64_t excluded_bots;
	int64_t ended_before_began;
	int64_t open;
	bool untold;  /* whether something was merged; see HSCAN_NEED_MERGES */
	bool unknown; /* a sample says that there is no telling, and why */
	char reason[HSCAN_REASON_SIZE];
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
	hscan_buf_init(&engine->tables, SIZE_MAX);
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
	hscan_buf_clear(&engine->tables);
	free(engine->left_out);
	free(engine);
}

/* --- the samples --- */

/* Where the columns of a sample are. */
enum { REPO_ID, WINDOW_NO, SUBJECT, ACTOR_ID, VALUE, OPEN, COLUMNS };

/* What the sixth column says. */
enum fate {
	FATE_NONE, /* NULL: of no cohort */
	FATE_ENDED,
	FATE_OPEN,
	FATE_OTHER,
};

/* A row of a metric's query. */
struct row {
	int64_t repo_id, window_no;
	bool has_value; /* else its subject says why there is none */
	double value;
	enum fate fate;
	bool left_out;
	bool before; /* a duration: it ended before it began */
};

static bool
read_fate(sqlite3_stmt *stmt, struct row *row)
{
	int64_t open;

	row->fate = FATE_NONE;
	if (sqlite3_column_count(stmt) <= OPEN ||
	    sqlite3_column_type(stmt, OPEN) == SQLITE_NULL)
		return true;
	open = sqlite3_column_int64(stmt, OPEN);
	if (sqlite3_column_type(stmt, OPEN) != SQLITE_INTEGER || open < 0 ||
	    open > 2)
		return false;
	row->fate = open == 0 ? FATE_ENDED : open == 1 ? FATE_OPEN : FATE_OTHER;
	return true;
}

/* Whether the samples are times that something took: none of those is below
 * zero, whatever an import says. */
static bool
are_durations(const struct hscan_metric *metric, sqlite3_stmt *stmt)
{
	static const char *const units[] = {
	    "seconds", "minutes", "hours", "days", "weeks", "months", "years"};

	if (metric->statistic != HSCAN_STAT_MEDIAN)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (hscan_text_is(metric->unit, units[i]))
			return true;
	return sqlite3_column_count(stmt) > OPEN;
}

/* Numbers where there must be some; the subject and the actor are free. */
static bool
read_row(const struct hscan_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt *stmt, struct row *row)
{
	int type = sqlite3_column_type(stmt, VALUE);

	row->repo_id = sqlite3_column_int64(stmt, REPO_ID);
	row->window_no = sqlite3_column_int64(stmt, WINDOW_NO);
	row->has_value = type != SQLITE_NULL;
	row->value = sqlite3_column_double(stmt, VALUE);
	row->before = row->value < 0.0 && are_durations(metric, stmt);
	row->left_out = sqlite3_column_type(stmt, ACTOR_ID) != SQLITE_NULL &&
			engine_is_left_out(engine, row->repo_id,
			    sqlite3_column_int64(stmt, ACTOR_ID));
	return sqlite3_column_type(stmt, REPO_ID) == SQLITE_INTEGER &&
	       sqlite3_column_type(stmt, WINDOW_NO) == SQLITE_INTEGER &&
	       (type == SQLITE_INTEGER || type == SQLITE_FLOAT ||
		   (type == SQLITE_NULL &&
		       sqlite3_column_type(stmt, SUBJECT) == SQLITE_TEXT)) &&
	       isfinite(row->value) && read_fate(stmt, row);
}

/* Room for one more; doubles. */
static bool
make_room(void **items, size_t len, size_t *size, size_t item_size)
{
	size_t more = *size ? *size * 2 : 32;
	void *bigger;

	if (len < *size)
		return true;
	bigger = realloc(*items, more * item_size);
	if (!bigger)
		return false;
	*items = bigger;
	*size = more;
	return true;
}

static bool
keep_value(struct series *series, double value)
{
	void *values = series->values;
	bool good = make_room(
	    &values, series->len, &series->size, sizeof(*series->values));

	series->values = values;
	if (good)
		series->values[series->len++] = value;
	return good;
}

static bool
keep_duration(struct series *series, const struct row *row)
{
	void *cohort = series->cohort;
	bool good = make_room(&cohort, series->cohort_len, &series->cohort_size,
	    sizeof(*series->cohort));

	series->cohort = cohort;
	if (good)
		series->cohort[series->cohort_len++] = (struct hscan_duration){
		    row->value, row->fate == FATE_ENDED};
	return good;
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

/* Whether n counts this row. */
static bool
is_counted(const struct hscan_metric *metric, const struct row *row)
{
	if (metric->statistic == HSCAN_STAT_RATIO)
		return row->value == 0.0;
	return row->fate == FATE_NONE || row->fate == FATE_ENDED;
}

static bool
keeps_values(const struct hscan_metric *metric)
{
	return metric->statistic == HSCAN_STAT_MEDIAN ||
	       metric->statistic == HSCAN_STAT_HALF;
}

static bool
add_to_series(const struct hscan_metric *metric, const struct row *row,
    struct series *series)
{
	bool counted = is_counted(metric, row);

	if (row->left_out) {
		series->excluded_bots += counted;
		return true;
	}
	if (row->before) {
		series->ended_before_began += counted;
		return true;
	}
	series->n += counted;
	series->open += row->fate == FATE_OPEN;
	if (metric->statistic == HSCAN_STAT_MEDIAN && row->fate != FATE_NONE &&
	    !keep_duration(series, row))
		return false;
	if (row->fate == FATE_OPEN || row->fate == FATE_OTHER)
		return true;
	series->nonzero += row->value != 0.0;
	series->sum += row->value;
	series->last = row->value;
	return !keeps_values(metric) || keep_value(series, row->value);
}

static enum hscan_status
take_sample(struct hscan_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt *stmt, struct series *all, struct hscan_error *err)
{
	struct row row;
	bool good = read_row(engine, metric, stmt, &row);
	struct series *series =
	    series_of(engine, all, row.repo_id, row.window_no);
	char shown[80];

	if (!series || !good)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: a sample's value is no number, or it is of no "
		    "repository or window that was asked for",
		    hscan_safe(metric->id, shown, sizeof(shown)));
	if (!row.has_value) {
		series->unknown = true;
		(void)hscan_safe(engine_text(stmt, SUBJECT), series->reason,
		    sizeof(series->reason));
		return HSCAN_OK;
	}
	if (!add_to_series(metric, &row, series))
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
	static const double p[3] = {0.5, 0.75, 0.9};
	double quantiles[3], km;
	size_t low, high;

	if (hscan_km_median(series->cohort, series->cohort_len, &km))
		out->km_median = known(km);
	if (series->len == 0)
		return;
	hscan_quantiles(series->values, series->len, p, quantiles);
	out->value = known(quantiles[0]);
	out->p75 = known(quantiles[1]);
	out->p90 = known(quantiles[2]);
	if (hscan_median_ranks(series->len, &low, &high))
		out->ci95 = (struct hscan_interval){true,
		    hscan_select(series->values, series->len, low),
		    hscan_select(series->values, series->len, high)};
}

static void
summarize_share(const struct series *series, struct hscan_outcome *out)
{
	if (series->n == 0)
		return;
	out->numerator = known((double)series->nonzero);
	out->value = known(100.0 * (double)series->nonzero / (double)series->n);
	hscan_wilson(
	    series->nonzero, series->n, &out->ci95.low, &out->ci95.high);
	out->ci95.known = true;
	out->ci95.low *= 100.0;
	out->ci95.high *= 100.0;
}

static void
summarize_ratio(const struct series *series, struct hscan_outcome *out)
{
	out->numerator = known((double)series->nonzero);
	if (series->n > 0)
		out->value = known((double)series->nonzero / (double)series->n);
}

/* None of the numbers of a window that lacks a merge or more is right. */
static struct hscan_outcome
untold_outcome(const struct hscan_engine *engine)
{
	struct hscan_outcome out = {.n = 0};

	(void)snprintf(out.reason, sizeof(out.reason), "%s%s",
	    "not collected: the server does not say which pull requests were "
	    "merged",
	    engine->ask->history_events ? "" : "; use --history events");
	return out;
}

static struct hscan_outcome
summarize(const struct hscan_metric *metric, const struct hscan_window *window,
    struct series *series)
{
	struct hscan_outcome out = {
	    .n = series->n,
	    .excluded_bots = series->excluded_bots,
	    .ended_before_began = series->ended_before_began,
	    .open = series->open,
	};

	if (series->unknown) {
		memcpy(out.reason, series->reason, sizeof(out.reason));
		return out;
	}
	switch (metric->statistic) {
	case HSCAN_STAT_MEDIAN: summarize_median(series, &out); break;
	case HSCAN_STAT_SHARE: summarize_share(series, &out); break;
	case HSCAN_STAT_RATIO: summarize_ratio(series, &out); break;
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
	case HSCAN_STAT_HALF:
		if (series->len > 0)
			out.value = known(
			    (double)hscan_half(series->values, series->len));
		break;
	}
	return out;
}

/* What may be missing from the samples, and what that may come to. */
static enum hscan_status
doubt(struct hscan_engine *engine, const struct hscan_metric *metric, size_t at,
    struct series *series, struct hscan_outcome *out, struct hscan_error *err)
{
	const struct hscan_ask *ask = engine->ask;
	const struct hscan_window *window =
	    &ask->windows[at % ask->windows_len];
	struct engine_samples samples = {series->values, series->len, series->n,
	    series->nonzero, series->sum};
	struct engine_missing missing;
	enum hscan_status status;

	if (!engine->doubted)
		return HSCAN_OK;
	status = engine_count_missing(engine, metric,
	    ask->repo_ids[at / ask->windows_len], window, &missing, err);
	if (status != HSCAN_OK)
		return status;
	out->unreadable = missing.samples + missing.changed;
	out->range =
	    engine_range(metric, window, &samples, &missing, out->value);
	return HSCAN_OK;
}

/* --- running --- */

static enum hscan_status
sql_failed(struct hscan_engine *engine, const struct hscan_metric *metric,
    struct hscan_error *err)
{
	char shown[80], what[96], said[200];
	enum hscan_status status;

	(void)hscan_safe(metric->id, shown, sizeof(shown));
	(void)snprintf(what, sizeof(what), "metric %s", shown);
	if (engine_was_ended(engine, sqlite3_errcode(engine->db), what, err))
		return err->status;
	/* SQLite quotes the metric, which may be anybody's. */
	(void)hscan_safe(
	    hscan_text_of(sqlite3_errmsg(engine->db)), said, sizeof(said));
	/* A mistake in the SQL is not a failure of the store. */
	if ((sqlite3_errcode(engine->db) & 0xFF) == SQLITE_AUTH)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: %s; a metric may only read the v_ views", shown,
		    said);
	if ((sqlite3_errcode(engine->db) & 0xFF) == SQLITE_ERROR ||
	    (sqlite3_errcode(engine->db) & 0xFF) == SQLITE_TOOBIG ||
	    (sqlite3_errcode(engine->db) & 0xFF) == SQLITE_MISMATCH)
		return hscan_fail(
		    err, HSCAN_EPARSE, "metric %s: %s", shown, said);
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
	int rc;

	if (sqlite3_prepare_v2(engine->db, metric->sql.ptr,
		(int)metric->sql.len, &stmt, &rest) != SQLITE_OK)
		return sql_failed(engine, metric, err);
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	if (!stmt)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: there is no SELECT behind the header", shown);
	rc = sqlite3_prepare_v2(
	    engine->db, rest, (int)(end - rest), &second, NULL);
	if (rc == SQLITE_OK && !second) {
		*out = stmt;
		return HSCAN_OK;
	}
	sqlite3_finalize(second);
	sqlite3_finalize(stmt);
	if (rc == SQLITE_NOMEM)
		return hscan_no_memory(err);
	return hscan_fail(err, HSCAN_EPARSE,
	    "metric %s: there is more than one statement", shown);
}

static enum hscan_status
prepare_metric(struct hscan_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt **out, struct hscan_error *err)
{
	static const char *const columns[COLUMNS] = {[REPO_ID] = "repo_id",
	    [WINDOW_NO] = "window_no",
	    [SUBJECT] = "subject",
	    [ACTOR_ID] = "actor_id",
	    [VALUE] = "value",
	    [OPEN] = "open"};
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	char shown[80];
	int count;

	status = prepare_only_statement(engine, metric, &stmt, err);
	if (status != HSCAN_OK)
		return status;
	*out = stmt;
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	count = sqlite3_column_count(stmt);
	for (int i = 0; i < COLUMNS && (i < count || i < OPEN); i++) {
		const char *name =
		    i < count ? sqlite3_column_name(stmt, i) : "";

		if (!name)
			return hscan_no_memory(err);
		if (strcmp(name, columns[i]) != 0)
			return hscan_fail(err, HSCAN_EPARSE,
			    "metric %s: column %d is not %s", shown, i + 1,
			    columns[i]);
	}
	if (count > COLUMNS)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: column %d is one too many", shown, COLUMNS + 1);
	return HSCAN_OK;
}

/* Prepares what the metric reads, and its statement; the views are all that
 * the statement may read, and engine_unguard() has to follow. */
static enum hscan_status
begin(struct hscan_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt **out, struct hscan_error *err)
{
	enum hscan_status status;

	status = engine_need(engine, metric->needs, err);
	if (status != HSCAN_OK)
		return status;
	engine_guard(engine, metric->own);
	engine_restrict(engine, true);
	status = prepare_metric(engine, metric, out, err);
	engine_restrict(engine, false);
	return status;
}

static enum hscan_status
run_samples(struct hscan_engine *engine, const struct hscan_metric *metric,
    struct series *all, bool *censors, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = begin(engine, metric, &stmt, err);
	if (status == HSCAN_OK)
		*censors = metric->statistic == HSCAN_STAT_MEDIAN &&
			   sqlite3_column_count(stmt) > OPEN;
	while (status == HSCAN_OK &&
	       (rc = engine_step(engine, stmt)) == SQLITE_ROW)
		status = take_sample(engine, metric, stmt, all, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, metric, err);
	sqlite3_finalize(stmt);
	engine_unguard(engine);
	return status;
}

/* A metric that is told from merges has no number in a window in which it is
 * not said whether there was one. */
static enum hscan_status
find_untold(struct hscan_engine *engine, const struct hscan_metric *metric,
    struct series *all, struct hscan_error *err)
{
	const char *sql = hscan_query_text("prepare/untold-merges.sql").ptr;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	if (!(metric->needs & HSCAN_NEED_MERGES))
		return HSCAN_OK;
	status = engine_statement(engine, sql, &stmt, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		int64_t repo_id = sqlite3_column_int64(stmt, 0);
		struct series *series = series_of(
		    engine, all, repo_id, sqlite3_column_int64(stmt, 1));

		if (series && (sqlite3_column_type(stmt, 2) == SQLITE_NULL ||
				  !engine_is_left_out(engine, repo_id,
				      sqlite3_column_int64(stmt, 2))))
			series->untold = true;
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = engine_failed(engine, err);
	sqlite3_finalize(stmt);
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
	bool censors = false;

	if (!all)
		return hscan_no_memory(err);
	status = run_samples(engine, metric, all, &censors, err);
	if (status == HSCAN_OK)
		status = find_untold(engine, metric, all, err);
	for (size_t i = 0; i < len; i++) {
		if (status == HSCAN_OK) {
			out[i] = all[i].untold
				     ? untold_outcome(engine)
				     : summarize(metric,
					   &ask->windows[i % ask->windows_len],
					   &all[i]);
			out[i].censors = censors;
			status =
			    doubt(engine, metric, i, &all[i], &out[i], err);
		}
		free(all[i].values);
		free(all[i].cohort);
	}
	free(all);
	return status;
}

/* --- the samples one by one --- */

/* Looks up who and what a sample is of. */
struct lookup {
	sqlite3_stmt *item, *account, *author;
};

static enum hscan_status
open_lookup(struct hscan_engine *engine, int64_t repo_id, struct lookup *lookup,
    struct hscan_error *err)
{
	enum hscan_status status;

	status = engine_statement(engine,
	    "SELECT kind, title FROM main.item"
	    " WHERE repo_id = ?2 AND number = ?1",
	    &lookup->item, err);
	if (status == HSCAN_OK)
		status = engine_statement(engine,
		    "SELECT a.login FROM main.repo AS r"
		    "  JOIN main.account AS a"
		    "    ON a.host = r.host AND a.forge_id = ?1"
		    " WHERE r.repo_id = ?2",
		    &lookup->account, err);
	if (status == HSCAN_OK)
		status = engine_statement(engine,
		    "SELECT name FROM main.git_author"
		    " WHERE author_id = -1 - ?1 AND repo_id = ?2",
		    &lookup->author, err);
	if (status == HSCAN_OK &&
	    (sqlite3_bind_int64(lookup->item, 2, repo_id) != SQLITE_OK ||
		sqlite3_bind_int64(lookup->account, 2, repo_id) != SQLITE_OK ||
		sqlite3_bind_int64(lookup->author, 2, repo_id) != SQLITE_OK))
		status = engine_failed(engine, err);
	return status;
}

static void
close_lookup(struct lookup *lookup)
{
	sqlite3_finalize(lookup->item);
	sqlite3_finalize(lookup->account);
	sqlite3_finalize(lookup->author);
}

static bool
is_failure(int rc)
{
	return rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE;
}

/* The row of `stmt` for a number; false when there is none, or where it cannot
 * be read: then `*rc` says so. */
static bool
look_up(sqlite3_stmt *stmt, int64_t number, int *rc)
{
	(void)sqlite3_reset(stmt);
	*rc = sqlite3_bind_int64(stmt, 1, number);
	if (*rc == SQLITE_OK)
		*rc = sqlite3_step(stmt);
	return *rc == SQLITE_ROW;
}

/* The text of such a row. */
static struct hscan_text
looked_up(sqlite3_stmt *stmt, int column, int *rc)
{
	bool there = sqlite3_column_type(stmt, column) != SQLITE_NULL;
	struct hscan_text text = engine_text(stmt, column);

	if (there && !text.ptr)
		*rc = SQLITE_NOMEM;
	return text;
}

static struct hscan_sample
sample_of(const struct hscan_metric *metric, struct lookup *lookup,
    sqlite3_stmt *stmt, const struct row *row, int *rc)
{
	struct hscan_sample sample = {
	    .value = row->value,
	    .role = row->left_out             ? HSCAN_SAMPLE_BOT
		    : row->before             ? HSCAN_SAMPLE_BEFORE
		    : row->fate == FATE_OPEN  ? HSCAN_SAMPLE_OPEN
		    : row->fate == FATE_OTHER ? HSCAN_SAMPLE_ENDED
					      : HSCAN_SAMPLE_COUNTED,
	};
	int64_t actor = sqlite3_column_int64(stmt, ACTOR_ID);

	if (metric->subject == HSCAN_SUBJECT_ITEM &&
	    sqlite3_column_type(stmt, SUBJECT) == SQLITE_INTEGER &&
	    look_up(lookup->item, sqlite3_column_int64(stmt, SUBJECT), rc)) {
		sample.number = sqlite3_column_int64(stmt, SUBJECT);
		sample.pull_request =
		    sqlite3_column_int(lookup->item, 0) == HSCAN_PULL_REQUEST;
		sample.title = looked_up(lookup->item, 1, rc);
	}
	if (is_failure(*rc))
		return sample;
	/* Reading it as text last: it may convert the column in place. */
	sample.subject = engine_text(stmt, SUBJECT);
	if (sqlite3_column_type(stmt, ACTOR_ID) == SQLITE_NULL)
		return sample;
	if (actor >= 0 && look_up(lookup->account, actor, rc))
		sample.author = looked_up(lookup->account, 0, rc);
	else if (actor < 0 && look_up(lookup->author, actor, rc))
		sample.author = looked_up(lookup->author, 0, rc);
	return sample;
}

enum hscan_status
hscan_engine_samples(struct hscan_engine *engine,
    const struct hscan_metric *metric, int64_t repo_id, size_t window_no,
    hscan_sample_fn *take, void *payload, struct hscan_error *err)
{
	struct lookup lookup = {0};
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = open_lookup(engine, repo_id, &lookup, err);
	if (status == HSCAN_OK)
		status = begin(engine, metric, &stmt, err);
	while (status == HSCAN_OK &&
	       (rc = engine_step(engine, stmt)) == SQLITE_ROW) {
		struct hscan_sample sample;
		struct row row;

		if (!read_row(engine, metric, stmt, &row) || !row.has_value ||
		    row.repo_id != repo_id ||
		    (uint64_t)row.window_no != window_no)
			continue;
		sample = sample_of(metric, &lookup, stmt, &row, &rc);
		status = is_failure(rc) ? engine_failed(engine, err)
					: take(&sample, payload, err);
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(engine, metric, err);
	sqlite3_finalize(stmt);
	engine_unguard(engine);
	close_lookup(&lookup);
	return status;
}
