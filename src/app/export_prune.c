/* SPDX-License-Identifier: MIT */
/* Has a server drop the rows that no question reads, nor will read: those of
 * exports that were ended before they were closed, and of generations that have
 * given way to others. */
#include <inttypes.h>

#include "app/export_internal.h"
#include "base/text.h"

/* An export that began so long ago is not under way any more, and no question
 * of so long ago is still being answered. */
enum { EXPORT_S = 86400, QUESTION_S = 600, SQL_MAX = 4096 };

/* The first generation that may have begun at a time. */
static int64_t
generation_at(int64_t when_s)
{
	return when_s * 1000 * (1 << 20);
}

/* Of which table; `suffix` is that of a shard's own tables, or "". */
static void
add_condition(
    struct hscan_buf *out, const char *column, const char *suffix, int64_t now)
{
	(void)hscan_buf_add_format(out,
	    "generation < %" PRId64 " AND (repo_id, generation) NOT IN"
	    " (SELECT repo_id, %s FROM closed%s FINAL)"
	    " AND repo_id NOT IN (SELECT repo_id FROM closed%s"
	    " WHERE generation >= %" PRId64 ")",
	    generation_at(now - EXPORT_S), column, suffix, suffix,
	    generation_at(now - QUESTION_S));
}

static enum hscan_status
take_number(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	int64_t *sum = payload;

	(void)err;
	*sum += (int64_t)values[1].u64;
	return HSCAN_OK;
}

/* Adds up the second column of a question, the first of which is 0. */
static enum hscan_status
ask_sum(struct hscan_clickhouse *server, const char *sql, int64_t *sum,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"zero", HSCAN_CLICKHOUSE_I64}, {"n", HSCAN_CLICKHOUSE_U64}};
	int64_t found = 0;
	const struct hscan_clickhouse_ask ask = {
	    .sql = sql,
	    .columns = columns,
	    .column_count = 2,
	    .sorted = 1,
	    .on_row = take_number,
	    .payload = &found,
	};
	enum hscan_status status = hscan_clickhouse_ask(server, &ask, err);

	*sum += found;
	return status;
}

static enum hscan_status
prune_table(struct hscan_clickhouse *server, enum hscan_facts_part part,
    const char *suffix, int64_t now, int64_t *rows, struct hscan_error *err)
{
	const char *column = part == HSCAN_FACTS_STATE ? "state" : "facts";
	struct hscan_buf sql;
	enum hscan_status status;
	int64_t before = *rows;

	hscan_buf_init(&sql, SQL_MAX);
	(void)hscan_buf_add_format(&sql,
	    "SELECT toInt64(0) AS zero, count() AS n FROM `%s%s` WHERE ",
	    export_table(part), suffix);
	add_condition(&sql, column, suffix, now);
	status = hscan_buf_check(&sql, "the question", err);
	if (status == HSCAN_OK)
		status = ask_sum(server, hscan_buf_string(&sql), rows, err);
	if (status == HSCAN_OK && *rows > before) {
		hscan_buf_reset(&sql);
		(void)hscan_buf_add_format(&sql,
		    "ALTER TABLE `%s%s` DELETE WHERE ", export_table(part),
		    suffix);
		add_condition(&sql, column, suffix, now);
		status = hscan_buf_check(&sql, "the statement", err);
		if (status == HSCAN_OK)
			status = hscan_clickhouse_exec(
			    server, hscan_buf_string(&sql), err);
	}
	hscan_buf_clear(&sql);
	return status;
}

enum hscan_status
export_prune(struct app *app, struct hscan_clickhouse *server, int64_t *rows,
    struct hscan_error *err)
{
	int64_t local = 0, now = app_now_s(app);
	enum hscan_status status;

	*rows = 0;
	status = ask_sum(server,
	    "SELECT toInt64(0) AS zero, count() AS n FROM system.tables"
	    " WHERE database = currentDatabase() AND name = 'closed_local'",
	    &local, err);
	for (int i = 0; i < EXPORT_COUNTED && status == HSCAN_OK; i++)
		status = prune_table(server, (enum hscan_facts_part)i,
		    local > 0 ? "_local" : "", now, rows, err);
	return status;
}

/* --- whether it is time to --- */

enum hscan_status
export_garbage(struct export *export, struct hscan_error *err)
{
	struct hscan_buf sql;
	int64_t kept = 0, all = 0;
	enum hscan_status status;

	hscan_buf_init(&sql, SQL_MAX);
	(void)hscan_buf_add_string(&sql, "SELECT zero, n FROM (");
	for (int i = 0; i < EXPORT_COUNTED; i++)
		(void)hscan_buf_add_format(&sql,
		    "%s SELECT toInt64(0) AS zero, count() AS n FROM `%s`",
		    i > 0 ? " UNION ALL" : "",
		    export_table((enum hscan_facts_part)i));
	(void)hscan_buf_add_string(&sql, ")");
	status = hscan_buf_check(&sql, "the question", err);
	if (status == HSCAN_OK)
		status =
		    ask_sum(export->server, hscan_buf_string(&sql), &all, err);
	if (status == HSCAN_OK)
		status = ask_sum(export->server,
		    "SELECT toInt64(0) AS zero, sum(items + answers + events"
		    " + commits + pages + authors + releases + tags + states)"
		    " AS n FROM closed FINAL",
		    &kept, err);
	hscan_buf_clear(&sql);
	export->result->kept = kept;
	export->result->garbage = all > kept ? all - kept : 0;
	return status;
}
