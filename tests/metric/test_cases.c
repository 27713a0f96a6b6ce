/* SPDX-License-Identifier: MIT */
/* Every built-in metric over small cases with results computed by hand; see
 * fixtures/metrics/README.md. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time.h"
#include "metric/registry.h"
#include "metric/sqlite/engine.h"
#include "model/affiliation.h"
#include "model/length.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "support/support.h"
#include "support/zones.h"

enum { MAX_WINDOWS = 8, MAX_HOLIDAYS = 8 };

/* The people of every case; the README lists them. */
static const char people_sql[] =
    "INSERT INTO repo (repo_id, host, forge_id, full_name, created_at,"
    "                  has_issues, archived, fork)"
    " VALUES (1, 'github.com', 1, 'o/n', 0, 1, 0, 0),"
    "        (2, 'github.com', 2, 'o/other', 0, 1, 0, 0);"
    "INSERT INTO account (host, forge_id, login, type)"
    " VALUES ('github.com', 1, 'ann', 'User'),"
    "        ('github.com', 2, 'ben', 'User'),"
    "        ('github.com', 3, 'robot', 'Bot');"
    "INSERT INTO git_author (author_id, repo_id, name, email)"
    " VALUES (1, 1, 'Ann', 'ann@example.org'),"
    "        (2, 1, 'Ben', 'ben@example.org'),"
    "        (3, 1, 'robot[bot]', 'robot@example.org'),"
    "        (4, 2, 'Ann', 'ann@example.org');";

/* What the first lines of a case ask for. */
struct question {
	int64_t as_of, window_s, windows;
	bool bots, events, by_role;
	struct hscan_length within;
	struct hscan_hours hours;
	struct hscan_text holidays[MAX_HOLIDAYS];
	size_t holidays_len;
	bool has_organizations; /* there are such lines */
	bool gitdm_order;
};

static bool
add_holiday(struct question *question, struct hscan_text date)
{
	if (question->holidays_len == MAX_HOLIDAYS)
		return false;
	question->holidays[question->holidays_len++] = date;
	return true;
}

static void
read_setting(const char *path, struct hscan_text key, struct hscan_text value,
    struct question *question)
{
	bool good = true;

	if (hscan_text_is(key, "as-of"))
		good = hscan_parse_when(value, &question->as_of);
	else if (hscan_text_is(key, "window"))
		good = hscan_parse_duration(value, &question->window_s);
	else if (hscan_text_is(key, "windows"))
		good =
		    hscan_parse_i64(value, 1, MAX_WINDOWS, &question->windows);
	else if (hscan_text_is(key, "bots"))
		question->bots = good = hscan_text_is(value, "include");
	else if (hscan_text_is(key, "by"))
		question->by_role = good = hscan_text_is(value, "role");
	else if (hscan_text_is(key, "history"))
		question->events = good = hscan_text_is(value, "events");
	else if (hscan_text_is(key, "within"))
		good = hscan_length_parse(value, &question->within);
	else if (hscan_text_is(key, "hours"))
		good =
		    hscan_hours_add(&question->hours, value, NULL) == HSCAN_OK;
	else if (hscan_text_is(key, "holiday"))
		good = add_holiday(question, value);
	else if (hscan_text_is(key, "gitdm-order"))
		question->gitdm_order = good = hscan_text_is(value, "yes");
	else if (hscan_text_is(key, "organization"))
		question->has_organizations = true;
	else
		good = false;
	if (!good)
		fail_msg("%s: '%.*s: %.*s' is no setting of a case; if it is "
			 "the prose behind them, write it without ': ' "
			 "(fixtures/metrics/README.md)",
		    path, (int)key.len, key.ptr, (int)value.len, value.ptr);
}

static struct question
read_question(const char *path, const char *sql)
{
	struct question question = {
	    .as_of = HSCAN_NEVER,
	    .window_s = 30 * HSCAN_DAY_S,
	    .windows = 1,
	    .within = {2, 'd'},
	};
	struct hscan_text rest = hscan_text_of(sql);

	while (hscan_text_starts(rest, "-- ")) {
		struct hscan_text value = hscan_text_split(&rest, '\n');
		struct hscan_text key;

		value.ptr += 3;
		value.len -= 3;
		key = hscan_text_split(&value, ':');
		/* A line of prose ends it. */
		if (!value.ptr)
			break;
		read_setting(path, key, hscan_text_trim(value), &question);
	}
	if (question.as_of == HSCAN_NEVER)
		fail_msg("%s: '-- as-of: WHEN' is missing", path);
	return question;
}

static void
exec(const char *path, sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", path, message);
}

static void
add_value(struct hscan_buf *out, struct hscan_number number)
{
	if (number.known)
		(void)hscan_buf_add_format(out, "|%.4f", number.value);
	else
		(void)hscan_buf_add_string(out, "|null");
}

/* Ready to be counted, where the case sets some. */
static void
prepare_hours(
    const char *path, struct question *question, struct hscan_arena *arena)
{
	struct hscan_hours *hours = &question->hours;
	bool utc = strcmp(hours->zone_name, "UTC") == 0;

	if (!hscan_hours_are_set(hours))
		return;
	if (!utc && strcmp(hours->zone_name, "Europe/Berlin") != 0)
		fail_msg(
		    "%s: the zone %s is not known", path, hours->zone_name);
	if (hscan_hours_set_holidays(hours, question->holidays,
		question->holidays_len, arena, NULL) != HSCAN_OK ||
	    hscan_hours_prepare(hours,
		zone_of_rule(utc ? ZONE_UTC : ZONE_BERLIN, arena), arena,
		NULL) != HSCAN_OK)
		fail_msg("%s: these are no hours", path);
}

static enum hscan_status
add_organization(
    const struct hscan_gitdm_line *line, void *payload, struct hscan_error *err)
{
	return hscan_affiliations_add(payload, line, "the case", err);
}

/* From the lines "-- organization: LINE" of the case; NULL: it has none. */
static const struct hscan_affiliations *
prepare_organizations(const char *path, const struct question *question,
    const char *sql, struct hscan_arena *arena)
{
	static const char mark[] = "-- organization:";
	struct hscan_affiliations *all =
	    hscan_affiliations_new(arena, question->gitdm_order);
	struct hscan_text rest = hscan_text_of(sql);
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_buf lines;

	if (!question->has_organizations)
		return NULL;
	hscan_buf_init(&lines, 64 * 1024);
	while (rest.ptr) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (!hscan_text_starts(line, mark))
			continue;
		line.ptr += strlen(mark);
		line.len -= strlen(mark);
		(void)hscan_buf_add_text(&lines, line);
		(void)hscan_buf_add_char(&lines, '\n');
	}
	if (hscan_gitdm_read(&(struct hscan_gitdm_file){.path = path,
				 .bytes = hscan_buf_text(&lines)},
		add_organization, all, &err) != HSCAN_OK ||
	    hscan_affiliations_finish(all, &err) != HSCAN_OK)
		fail_msg("%s: %s", path, err.message);
	hscan_buf_clear(&lines);
	return all;
}

/* The metric by the clock of the case, as a run has it. */
static struct hscan_metric
clocked(const char *path, const struct hscan_metric *metric,
    const struct question *question)
{
	bool set = hscan_hours_are_set(&question->hours);
	struct hscan_metric copy = *metric;

	if (set && metric->clock != HSCAN_CLOCK_EITHER)
		fail_msg("%s: it has no clock: hours", path);
	if (set)
		copy.clock = HSCAN_CLOCK_HOURS;
	if (set && metric->statistic != HSCAN_STAT_WITHIN)
		copy.unit = hscan_text_of(HSCAN_BUSINESS_UNIT);
	copy.within_s =
	    hscan_length_s(question->within, set ? &question->hours : NULL);
	return copy;
}

/* A line of an outcome, behind what names it: "|value|n|excluded", and
 * "|open|km_median" where the metric has them; "|before N" where durations
 * ended before they began, "|unknown SHARE of WHOLE" of organizations, with
 * "|LEAST to MOST" where the value depends on it, and "|REASON" where the
 * samples say why there is no value. */
static void
add_outcome(struct hscan_buf *out, const struct hscan_outcome *o)
{
	add_value(out, o->value);
	(void)hscan_buf_add_format(
	    out, "|%lld|%lld", (long long)o->n, (long long)o->excluded_bots);
	if (o->censors) {
		(void)hscan_buf_add_format(out, "|%lld", (long long)o->open);
		add_value(out, o->km_median);
	}
	if (o->ended_before_began > 0)
		(void)hscan_buf_add_format(
		    out, "|before %lld", (long long)o->ended_before_began);
	if (o->unknown.known)
		(void)hscan_buf_add_format(out, "|unknown %.4f of %.2f",
		    o->unknown.value, o->count.value);
	if (o->unknown.known && o->range.known)
		(void)hscan_buf_add_format(
		    out, "|%.4f to %.4f", o->range.low, o->range.high);
	if (o->reason[0] != '\0')
		(void)hscan_buf_add_format(out, "|%s", o->reason);
	(void)hscan_buf_add_char(out, '\n');
}

/* "window_no|..." of each window, behind it with `by: role` "window_no
 * role|..." of the roles of which there is a sample. */
static void
add_outcomes(struct hscan_buf *out, const struct hscan_outcome *all,
    const struct hscan_outcome *by_role, size_t windows_len)
{
	for (size_t i = 0; i < windows_len; i++) {
		(void)hscan_buf_add_format(out, "%zu", i);
		add_outcome(out, &all[i]);
		for (size_t r = 0; by_role && r < HSCAN_ROLES; r++) {
			const struct hscan_outcome *o =
			    &by_role[r * windows_len + i];

			if (o->n == 0 && o->open == 0)
				continue;
			(void)hscan_buf_add_format(out, "%zu %s", i,
			    hscan_role_name((enum hscan_role)(r + 1)));
			add_outcome(out, o);
		}
	}
}

static void
compute(const char *path, const struct hscan_metric *metric, const char *sql,
    struct hscan_buf *out)
{
	const int64_t repo_id = 1;
	struct question question = read_question(path, sql);
	const struct hscan_metric asked = clocked(path, metric, &question);
	struct hscan_window windows[MAX_WINDOWS] = {0};
	struct hscan_outcome outcomes[MAX_WINDOWS] = {0};
	struct hscan_outcome by_role[MAX_WINDOWS * HSCAN_ROLES] = {0};
	struct hscan_engine_scope ask = {.repo_ids = &repo_id,
	    .repos = 1,
	    .windows = windows,
	    .windows_len = (size_t)question.windows,
	    .bots_included = question.bots,
	    .by_role = question.by_role,
	    .history_events = question.events,
	    .hours = &question.hours};
	struct hscan_arena arena;
	struct hscan_store *store = NULL;
	struct hscan_engine *engine = NULL;
	struct hscan_error err = {.status = HSCAN_OK};

	hscan_arena_init(&arena);
	prepare_hours(path, &question, &arena);
	ask.organizations = prepare_organizations(path, &question, sql, &arena);
	for (int64_t i = 0; i < question.windows; i++) {
		windows[i].end = question.as_of - i * question.window_s;
		windows[i].start = windows[i].end - question.window_s;
	}
	assert_int_equal(hscan_store_open(":memory:", &store, NULL), HSCAN_OK);
	exec(path, hscan_store_db(store), people_sql);
	exec(path, hscan_store_db(store), sql);
	if (hscan_engine_open(
		&hscan_sqlite_engine, store, &ask, &engine, &err) != HSCAN_OK ||
	    hscan_engine_run_by_role(
		engine, &asked, NULL, outcomes, by_role, &err) != HSCAN_OK)
		fail_msg("%s: %s", path, err.message);
	add_outcomes(
	    out, outcomes, ask.by_role ? by_role : NULL, ask.windows_len);
	hscan_engine_close(engine);
	hscan_store_close(store);
	hscan_arena_clear(&arena);
}

/* The lines that are expected, without those of explanation. */
static void
read_expected(const char *path, struct hscan_buf *out)
{
	char *text = support_read(path, NULL);
	struct hscan_text rest = hscan_text_of(text);

	while (rest.len > 0) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (hscan_text_starts(line, "#"))
			continue;
		(void)hscan_buf_add_text(out, line);
		(void)hscan_buf_add_char(out, '\n');
	}
	free(text);
}

static void
check_case(const struct hscan_metric *metric, const char *dir, const char *file)
{
	char *path = support_join(dir, file), *expected_path;
	char *sql = support_read(path, NULL);
	struct hscan_buf got, expected, name;

	hscan_buf_init(&got, 4096);
	hscan_buf_init(&expected, 4096);
	hscan_buf_init(&name, 4096);
	(void)hscan_buf_add(&name, file, strlen(file) - strlen(".sql"));
	(void)hscan_buf_add_string(&name, ".expected");
	expected_path = support_join(dir, hscan_buf_string(&name));
	compute(path, metric, sql, &got);
	read_expected(expected_path, &expected);
	if (strcmp(hscan_buf_string(&got), hscan_buf_string(&expected)) != 0)
		fail_msg("%s gives\n%snot\n%s", path, hscan_buf_string(&got),
		    hscan_buf_string(&expected));
	hscan_buf_clear(&got);
	hscan_buf_clear(&expected);
	hscan_buf_clear(&name);
	free(expected_path);
	free(sql);
	free(path);
}

/* How many cases the folder of a metric holds, each of them checked. */
static int
check_metric(const struct hscan_metric *metric)
{
	struct hscan_buf path;
	struct dirent *entry;
	DIR *dir;
	int cases = 0;

	hscan_buf_init(&path, 4096);
	(void)hscan_buf_add_string(
	    &path, HSCAN_SOURCE_DIR "/fixtures/metrics/");
	(void)hscan_buf_add_text(&path, metric->id);
	dir = opendir(hscan_buf_string(&path));
	while (dir && (entry = readdir(dir))) {
		if (!hscan_text_ends(hscan_text_of(entry->d_name), ".sql"))
			continue;
		check_case(metric, hscan_buf_string(&path), entry->d_name);
		cases++;
	}
	if (dir)
		(void)closedir(dir);
	hscan_buf_clear(&path);
	return cases;
}

static void
every_metric_has_cases_and_passes_them(void **state)
{
	struct hscan_metrics metrics;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, NULL), HSCAN_OK);
	for (size_t i = 0; i < metrics.len; i++)
		if (check_metric(&metrics.at[i]) == 0)
			fail_msg("metric %.*s has no case in fixtures/metrics",
			    (int)metrics.at[i].id.len, metrics.at[i].id.ptr);
	hscan_metrics_clear(&metrics);
}

static void
every_folder_is_of_a_metric(void **state)
{
	struct hscan_metrics metrics;
	struct dirent *entry;
	DIR *dir = opendir(HSCAN_SOURCE_DIR "/fixtures/metrics");

	(void)state;
	assert_non_null(dir);
	assert_int_equal(hscan_metrics_load(&metrics, NULL), HSCAN_OK);
	while ((entry = readdir(dir))) {
		struct hscan_text name = hscan_text_of(entry->d_name);

		if (!hscan_text_starts(name, ".") &&
		    !hscan_text_is(name, "README.md") &&
		    !hscan_metrics_find(&metrics, name))
			fail_msg("%s is no metric", entry->d_name);
	}
	hscan_metrics_clear(&metrics);
	(void)closedir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_metric_has_cases_and_passes_them),
	    cmocka_unit_test(every_folder_is_of_a_metric),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
