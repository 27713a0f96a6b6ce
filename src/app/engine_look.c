/* SPDX-License-Identifier: MIT */
/* Three questions to a server of ClickHouse; see engine_look.h. */
#include "app/engine_look.h"

#include "base/safe.h"
#include "base/text.h"
#include "clickhouse/client.h"
#include "store/queries.h"

/* --- the server --- */

static enum hscan_status
take_server(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct engine_server *out = payload;

	(void)err;
	out->readonly = values[0].i64;
	(void)hscan_safe(values[1].text, out->version, sizeof(out->version));
	return HSCAN_OK;
}

enum hscan_status
engine_look_server(struct hscan_clickhouse *clickhouse,
    struct engine_server *out, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"only", HSCAN_CLICKHOUSE_I64},
	    {"version", HSCAN_CLICKHOUSE_STRING}};
	const struct hscan_clickhouse_ask ask = {
	    .sql = "SELECT toInt64(value) AS only, version() AS version "
		   "FROM system.settings WHERE name = 'readonly'",
	    .columns = columns,
	    .column_count = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = take_server,
	    .payload = out,
	};

	*out = (struct engine_server){.version = ""};
	return hscan_clickhouse_ask(clickhouse, &ask, err);
}

/* --- the tables --- */

/* Names of tables, "{item}", as the text that makes them has them; what is
 * there is in `found`, a name and a line break each. */
static bool
add_missing(
    struct hscan_text text, struct hscan_text found, struct hscan_buf *out)
{
	static const char made[] = "CREATE TABLE IF NOT EXISTS {";

	while (text.len > 0) {
		struct hscan_text line = hscan_text_split(&text, '\n');
		struct hscan_text left = found;
		bool there = false;

		if (!hscan_text_starts(line, made))
			continue;
		line.ptr += sizeof(made) - 1;
		line.len -= sizeof(made) - 1;
		line = hscan_text_split(&line, '}');
		while (left.len > 0 && !there)
			there = hscan_text_equal(
			    hscan_text_split(&left, '\n'), line);
		if (there)
			continue;
		if (out->len > 0)
			(void)hscan_buf_add_string(out, ", ");
		(void)hscan_buf_add_text(out, line);
	}
	return out->failed == HSCAN_OK;
}

static enum hscan_status
take_table(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	(void)hscan_buf_add_text(payload, values[1].text);
	(void)hscan_buf_add_char(payload, '\n');
	return hscan_buf_check(payload, "the names of tables", err);
}

enum hscan_status
engine_look_missing(struct hscan_clickhouse *clickhouse, struct hscan_buf *out,
    struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"no", HSCAN_CLICKHOUSE_I64}, {"name", HSCAN_CLICKHOUSE_STRING}};
	struct hscan_buf found;
	const struct hscan_clickhouse_ask ask = {
	    .sql = "SELECT toInt64(0) AS no, name FROM system.tables "
		   "WHERE database = currentDatabase()",
	    .columns = columns,
	    .column_count = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = take_table,
	    .payload = &found,
	};
	enum hscan_status status;

	hscan_buf_init(&found, (size_t)1024 * 1024);
	status = hscan_clickhouse_ask(clickhouse, &ask, err);
	if (status == HSCAN_OK &&
	    !add_missing(hscan_query_text("clickhouse/schema/tables.sql"),
		hscan_buf_text(&found), out))
		status = hscan_buf_check(out, "the names of tables", err);
	hscan_buf_clear(&found);
	return status;
}

/* --- what was exported --- */

static enum hscan_status
take_exported(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct engine_exported *out = payload;

	(void)err;
	*out = (struct engine_exported){
	    .repos = values[0].i64,
	    .items = values[1].i64,
	    .synced_at = values[2].i64,
	};
	return HSCAN_OK;
}

enum hscan_status
engine_look_exported(struct hscan_clickhouse *clickhouse,
    struct engine_exported *out, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"repos", HSCAN_CLICKHOUSE_I64},
	    {"all_items", HSCAN_CLICKHOUSE_I64},
	    {"newest", HSCAN_CLICKHOUSE_I64}};
	const struct hscan_clickhouse_ask ask = {
	    .sql = "SELECT toInt64(count()) AS repos, "
		   "toInt64(sum(items)) AS all_items, "
		   "toInt64(max(synced_at)) AS newest "
		   "FROM closed FINAL WHERE gone = 0",
	    .columns = columns,
	    .column_count = sizeof(columns) / sizeof(columns[0]),
	    .sorted = 1,
	    .on_row = take_exported,
	    .payload = out,
	};

	*out = (struct engine_exported){.repos = 0};
	return hscan_clickhouse_ask(clickhouse, &ask, err);
}
