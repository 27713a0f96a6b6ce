/* SPDX-License-Identifier: MIT */
/* What every embedded query keeps to, so that adding a metric is adding a
 * file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/text.h"
#include "metric/parse.h"
#include "metric/registry.h"
#include "metric/sqlite/engine.h"
#include "metric/sqlite/query.h"
#include "store/queries.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "support/support.h"

static const struct hscan_window windows[] = {{1000, 2000}, {0, 1000}};

/* An empty store with everything a metric may see. */
struct world {
	struct hscan_store *store;
	struct hscan_engine *engine;
	struct hscan_engine_scope ask;
	int64_t repo_id;
};

static const struct hscan_query_taker nobody;

static void
open_world(struct world *world, bool history_events)
{
	*world = (struct world){.repo_id = 1};
	world->ask = (struct hscan_engine_scope){.repo_ids = &world->repo_id,
	    .repos = 1,
	    .windows = windows,
	    .windows_len = 2,
	    .history_events = history_events};
	assert_int_equal(
	    hscan_store_open(":memory:", &world->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_engine_open(&hscan_sqlite_engine, world->store,
			     &world->ask, &world->engine, NULL),
	    HSCAN_OK);
	/* All views are made for anybody's query, even for none. */
	assert_int_equal(
	    hscan_query_run(world->engine, hscan_text_of(""), &nobody, NULL),
	    HSCAN_EINVAL);
}

static void
close_world(struct world *world)
{
	hscan_engine_close(world->engine);
	hscan_store_close(world->store);
}

static bool
is_below(const struct hscan_query *query, const char *folder)
{
	return hscan_text_starts(hscan_text_of(query->path), folder);
}

static void
headers_say_everything(void **state)
{
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < hscan_queries_len; i++) {
		const struct hscan_query *query = &hscan_queries[i];
		struct hscan_metric metric;
		struct hscan_text rest, line;
		struct hscan_error err;
		int lines = 0;

		if (!is_below(query, "metrics/"))
			continue;
		seen++;
		if (hscan_metric_parse(query->path, hscan_query_of(query),
			&metric, &err) != HSCAN_OK)
			fail_msg("%s", err.message);
		rest = metric.definition;
		while (hscan_definition_line(&rest, &line))
			lines += hscan_text_trim(line).len > 0;
		if (lines < 2)
			fail_msg("%s: no definition", query->path);
		if (metric.needs == 0)
			fail_msg("%s: no streams", query->path);
		if (metric.risk_from.len > 0 &&
		    metric.risk.comparison != HSCAN_NO_BOUND)
			fail_msg("%s: risk and risk-from", query->path);
	}
	assert_true(seen >= 4);
}

static void
risk_comes_from_a_metric_with_a_bound(void **state)
{
	struct hscan_metrics metrics;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, NULL), HSCAN_OK);
	for (size_t i = 0; i < metrics.len; i++) {
		const struct hscan_metric *metric = &metrics.at[i], *other;

		if (metric->risk_from.len == 0)
			continue;
		other = hscan_metrics_find(&metrics, metric->risk_from);
		if (!other || other->risk.comparison == HSCAN_NO_BOUND ||
		    other->risk_from.len > 0)
			fail_msg("%.*s: bad risk-from", (int)metric->id.len,
			    metric->id.ptr);
	}
	hscan_metrics_clear(&metrics);
}

static void
check_columns(sqlite3_stmt *stmt)
{
	static const char *const values[] = {
	    "repo_id", "window_no", "subject", "actor_id", "value", "open"};
	static const char *const instants[] = {"repo_id", "window_no",
	    "subject", "actor_id", "began_at", "ended_at", "withdrawn"};
	static const char *const parts[] = {"repo_id", "window_no", "subject",
	    "actor_id", "value", "standing", "people"};
	bool durations = strcmp(sqlite3_column_name(stmt, 4), values[4]) != 0;
	bool organizations = !durations && sqlite3_column_count(stmt) == 7;
	const char *const *columns = durations       ? instants
				     : organizations ? parts
						     : values;

	if (!organizations)
		assert_within(
		    sqlite3_column_count(stmt), 5 + durations, 6 + durations);
	for (int i = 0; i < sqlite3_column_count(stmt); i++)
		assert_string_equal(sqlite3_column_name(stmt, i), columns[i]);
}

/* One statement that reads, and the five columns, or a few more. */
static void
check_statement(sqlite3 *db, const struct hscan_metric *metric)
{
	const char *end = metric->sql.ptr + metric->sql.len, *rest = NULL;
	sqlite3_stmt *stmt = NULL, *second = NULL;

	if (sqlite3_prepare_v2(db, metric->sql.ptr, (int)metric->sql.len, &stmt,
		&rest) != SQLITE_OK)
		fail_msg("%.*s: %s", (int)metric->id.len, metric->id.ptr,
		    sqlite3_errmsg(db));
	assert_non_null(stmt);
	assert_true(sqlite3_stmt_readonly(stmt));
	assert_true(sqlite3_column_count(stmt) >= 5);
	check_columns(stmt);
	assert_int_equal(sqlite3_bind_parameter_count(stmt), 0);
	assert_int_equal(
	    sqlite3_prepare_v2(db, rest, (int)(end - rest), &second, NULL),
	    SQLITE_OK);
	assert_null(second);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

static void
bodies_read_the_views_and_nothing_else(void **state)
{
	struct hscan_metrics metrics;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, NULL), HSCAN_OK);
	for (int events = 0; events < 2; events++) {
		struct world world;

		open_world(&world, events);
		for (size_t i = 0; i < metrics.len; i++) {
			struct hscan_outcome out[2];
			struct hscan_error err;

			check_statement(
			    hscan_store_db(world.store), &metrics.at[i]);
			/* The engine refuses to read more. */
			if (hscan_engine_run(world.engine, &metrics.at[i], NULL,
				out, &err) != HSCAN_OK)
				fail_msg("%s", err.message);
			assert_int_equal(out[0].n, 0);
		}
		close_world(&world);
	}
	hscan_metrics_clear(&metrics);
}

static void
every_query_begins_with_a_comment(void **state)
{
	(void)state;
	for (size_t i = 0; i < hscan_queries_len; i++)
		if (!hscan_text_starts(
			hscan_query_of(&hscan_queries[i]), "-- "))
			fail_msg("%s: no comment", hscan_queries[i].path);
}

static void
queries_are_sorted_and_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < hscan_queries_len; i++) {
		if (i > 0)
			assert_true(strcmp(hscan_queries[i - 1].path,
					hscan_queries[i].path) < 0);
		assert_ptr_equal(hscan_query_text(hscan_queries[i].path).ptr,
		    hscan_queries[i].text);
		assert_int_equal(
		    hscan_queries[i].text[hscan_queries[i].len], '\0');
	}
	assert_null(hscan_query_text("metrics/no_such.sql").ptr);
}

/* The names and columns of all views, as one text; those that only views of
 * ours read are no vocabulary. */
static void
describe_views(struct world *world, char *out, size_t size)
{
	static const char sql[] =
	    "SELECT group_concat(v, ' ') FROM ("
	    " SELECT s.name || '.' || c.name AS v"
	    "   FROM sqlite_temp_schema AS s, pragma_table_info(s.name) AS c"
	    "  WHERE s.type = 'view' AND s.name NOT GLOB 'told_*'"
	    "  ORDER BY s.name, c.cid)";
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(sqlite3_prepare_v2(hscan_store_db(world->store), sql,
			     -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_true((size_t)sqlite3_column_bytes(stmt, 0) < size);
	memcpy(out, sqlite3_column_text(stmt, 0),
	    (size_t)sqlite3_column_bytes(stmt, 0) + 1);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

static void
views_are_the_same_for_both_histories(void **state)
{
	char views[2][4096];

	(void)state;
	for (int events = 0; events < 2; events++) {
		struct world world;

		open_world(&world, events);
		describe_views(&world, views[events], sizeof(views[events]));
		close_world(&world);
	}
	assert_string_equal(views[0], views[1]);
	assert_non_null(strstr(views[0], "v_issue_state.closed_until"));
	/* The vocabulary has a prefix of its own. */
	for (const char *at = views[0]; at; at = strchr(at + 1, ' '))
		assert_memory_equal(at + (*at == ' '), "v_", 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_say_everything),
	    cmocka_unit_test(risk_comes_from_a_metric_with_a_bound),
	    cmocka_unit_test(bodies_read_the_views_and_nothing_else),
	    cmocka_unit_test(every_query_begins_with_a_comment),
	    cmocka_unit_test(queries_are_sorted_and_found),
	    cmocka_unit_test(views_are_the_same_for_both_histories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
