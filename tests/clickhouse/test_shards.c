/* SPDX-License-Identifier: MIT */
/* The client against two real servers; skipped where there are none. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "clickhouse/client.h"
#include "clickhouse/literal.h"
#include "support/support.h"

#define SCRIPT HSCAN_SOURCE_DIR "/tests/support/clickhouse.sh"

static char *folder;
static char second[128], url[128];

/* --- the servers --- */

static int
run(const char *verb, const char *more, char out[2][128])
{
	char command[1024], line[128];
	size_t count = 0;
	FILE *pipe;

	(void)snprintf(command, sizeof(command), "'%s' %s '%s' %s", SCRIPT,
	    verb, folder, more);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe)) {
		line[strcspn(line, "\n")] = '\0';
		if (out && count < 2)
			(void)snprintf(out[count++], 128, "%s", line);
	}
	return pclose(pipe);
}

static int
up(void **state)
{
	char out[2][128] = {"", ""};

	(void)state;
	if (system("'" SCRIPT "' have") != 0) {
		print_message("clickhouse-server is not there: skipped\n");
		return 0;
	}
	folder = support_temp_dir();
	if (run("up", "", out) != 0)
		return -1;
	memcpy(second, out[0], sizeof(second));
	memcpy(url, out[1], sizeof(url));
	return 0;
}

static int
down(void **state)
{
	(void)state;
	if (!folder)
		return 0;
	(void)run("down", "", NULL);
	support_remove_dir(folder);
	return 0;
}

static struct hscan_clickhouse_options
options_of(const char *user, const char *password)
{
	struct hscan_clickhouse_options options;

	hscan_clickhouse_options_init(&options);
	options.url = url;
	options.user = user;
	options.password = password;
	options.user_agent = "healthscan/test";
	options.time_s = 30;
	return options;
}

/* As the user who may do everything; the caller closes it. */
static struct hscan_clickhouse *
client(void)
{
	const struct hscan_clickhouse_options options = options_of(NULL, NULL);
	struct hscan_clickhouse *ch = NULL;
	struct hscan_error err;

	if (!folder)
		skip();
	assert_int_equal(hscan_clickhouse_open(&options, &ch, &err), HSCAN_OK);
	return ch;
}

static void
do_sql(struct hscan_clickhouse *ch, const char *sql)
{
	struct hscan_error err = {.message = ""};
	enum hscan_status status = hscan_clickhouse_exec(ch, sql, &err);

	assert_string_equal(err.message, "");
	assert_int_equal(status, HSCAN_OK);
}

/* --- what comes of a question --- */

struct got {
	size_t rows;
	int64_t sum, last;
	char text[64];
	enum hscan_status failure;
};

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct got *got = payload;

	if (got->failure != HSCAN_OK)
		return hscan_fail(err, got->failure, "the caller has failed");
	if (got->rows > 0)
		assert_true(values[0].i64 >= got->last);
	got->last = values[0].i64;
	got->sum += values[0].i64;
	got->rows++;
	return HSCAN_OK;
}

static const struct hscan_clickhouse_column number[] = {
    {"number", HSCAN_CLICKHOUSE_I64}};

static enum hscan_status
ask(struct hscan_clickhouse *ch, const char *sql, struct got *got,
    struct hscan_error *err)
{
	const struct hscan_clickhouse_ask question = {
	    .sql = sql,
	    .columns = number,
	    .column_count = 1,
	    .sorted = 1,
	    .on_row = on_row,
	    .payload = got,
	};

	*got = (struct got){.failure = got->failure};
	return hscan_clickhouse_ask(ch, &question, err);
}

static int64_t
count_of(struct hscan_clickhouse *ch, const char *table)
{
	char sql[512];
	struct got got = {.rows = 0};
	struct hscan_error err = {.message = ""};

	(void)snprintf(sql, sizeof(sql),
	    "SELECT toInt64(count()) AS number FROM %s", table);
	(void)ask(ch, sql, &got, &err);
	assert_string_equal(err.message, "");
	assert_int_equal(got.rows, 1);
	return got.sum;
}

static void
rows_come_in_order(void **state)
{
	struct hscan_clickhouse *ch = client();
	struct got got = {.rows = 0};
	struct hscan_error err = {.message = ""};

	(void)state;
	assert_int_equal(
	    ask(ch,
		"SELECT toInt64(1000000 - number) AS number FROM "
		"system.numbers LIMIT 1000000 -- a comment at the end",
		&got, &err),
	    HSCAN_OK);
	assert_int_equal(got.rows, 1000000);
	assert_int_equal(got.sum, (int64_t)1000000 * 1000001 / 2);
	assert_int_equal(ask(ch,
			     "SELECT toInt64(number) AS number FROM "
			     "system.numbers LIMIT 0",
			     &got, &err),
	    HSCAN_OK);
	assert_int_equal(got.rows, 0);
	hscan_clickhouse_close(ch);
}

static enum hscan_status
on_values(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	struct got *got = payload;

	(void)err;
	assert_int_equal(values[0].i64, -5);
	assert_true(values[1].u64 == UINT64_MAX);
	assert_int_equal(values[2].u64, UINT32_MAX);
	assert_int_equal(values[3].u64, 255);
	assert_true(values[4].f64 == 1.0 / 3);
	assert_true(hscan_text_is(values[5].text, "it's a \\ back\tslash"));
	assert_null(values[6].text.ptr);
	assert_int_equal(values[7].text.len, 0);
	assert_non_null(values[7].text.ptr);
	got->rows++;
	return HSCAN_OK;
}

static void
all_types(void **state)
{
	static const struct hscan_clickhouse_column columns[] = {
	    {"a", HSCAN_CLICKHOUSE_I64},
	    {"b", HSCAN_CLICKHOUSE_U64},
	    {"c", HSCAN_CLICKHOUSE_U32},
	    {"d", HSCAN_CLICKHOUSE_U8},
	    {"e", HSCAN_CLICKHOUSE_F64},
	    {"f", HSCAN_CLICKHOUSE_STRING},
	    {"g", HSCAN_CLICKHOUSE_NULLABLE_STRING},
	    {"h", HSCAN_CLICKHOUSE_NULLABLE_STRING},
	};
	struct hscan_clickhouse *ch = client();
	struct got got = {.rows = 0};
	struct hscan_error err = {.message = ""};
	struct hscan_buf sql;

	(void)state;
	hscan_buf_init(&sql, 4096);
	(void)hscan_buf_add_string(&sql,
	    "SELECT toInt64(-5) AS a, toUInt64(18446744073709551615) AS b, "
	    "toUInt32(4294967295) AS c, toUInt8(255) AS d, 1 / 3 AS e, ");
	(void)hscan_clickhouse_add_string(
	    &sql, hscan_text_of("it's a \\ back\tslash"));
	(void)hscan_buf_add_string(
	    &sql, " AS f, if(a = -5, NULL, 'x') AS g, toNullable('') AS h");
	assert_int_equal(hscan_clickhouse_ask(ch,
			     &(struct hscan_clickhouse_ask){.sql = sql.ptr,
				 .columns = columns,
				 .column_count = 8,
				 .sorted = 8,
				 .on_row = on_values,
				 .payload = &got},
			     &err),
	    HSCAN_OK);
	assert_int_equal(got.rows, 1);
	hscan_buf_clear(&sql);
	hscan_clickhouse_close(ch);
}

/* --- rows that are sent --- */

struct source {
	int64_t left, next;
	size_t width; /* of the text */
	int64_t fail_at;
};

static enum hscan_status
next_row(
    void *payload, struct hscan_buf *out, bool *end, struct hscan_error *err)
{
	static const char filler[4096];
	struct source *source = payload;

	if (source->fail_at > 0 && source->next == source->fail_at)
		return hscan_fail(err, HSCAN_ESTORE, "the store has failed");
	if (source->left == 0) {
		*end = true;
		return HSCAN_OK;
	}
	source->left--;
	(void)hscan_rowbinary_i64(out, source->next++);
	(void)hscan_rowbinary_string(
	    out, (struct hscan_text){filler, source->width});
	(void)hscan_rowbinary_array(out, 2);
	(void)hscan_rowbinary_i64(out, 1);
	(void)hscan_rowbinary_i64(out, INT64_MIN);
	(void)hscan_rowbinary_fixed(out, hscan_text_of("abc"), 4);
	return HSCAN_OK;
}

static enum hscan_status
insert(struct hscan_clickhouse *ch, struct source source, int64_t block,
    int64_t *rows, struct hscan_error *err)
{
	const struct hscan_clickhouse_insert into = {
	    .table = "sent",
	    .columns = "number, width, two, fixed",
	    .next = next_row,
	    .payload = &source,
	    .block_rows = block,
	};

	return hscan_clickhouse_insert(ch, &into, rows, err);
}

static void
make_sent(struct hscan_clickhouse *ch)
{
	do_sql(ch, "DROP TABLE IF EXISTS sent");
	do_sql(ch,
	    "CREATE TABLE sent (number Int64, width String, two Array(Int64), "
	    "fixed FixedString(4)) ENGINE = MergeTree ORDER BY number");
}

static void
rows_are_sent(void **state)
{
	static const struct {
		int64_t count, block;
		size_t width;
	} cases[] = {{0, 0, 1}, {1, 0, 1}, {100000, 0, 10}, {1000, 10, 4096},
	    {1000, 999, 300}, {1000, 1000, 300}, {50000, 20000, 100}};
	struct hscan_clickhouse *ch = client();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_error err = {.message = ""};
		int64_t rows = -1;

		make_sent(ch);
		assert_int_equal(insert(ch,
				     (struct source){.left = cases[i].count,
					 .width = cases[i].width},
				     cases[i].block, &rows, &err),
		    HSCAN_OK);
		assert_int_equal(rows, cases[i].count);
		assert_int_equal(count_of(ch, "sent"), cases[i].count);
		assert_int_equal(
		    count_of(ch, "sent WHERE length(two) != 2 OR two[2] != "
				 "-9223372036854775808 OR toString(fixed) "
				 "NOT LIKE 'abc%'"),
		    0);
	}
	hscan_clickhouse_close(ch);
}

static void
a_source_that_fails(void **state)
{
	struct hscan_clickhouse *ch = client();
	struct hscan_error err = {.message = ""};
	int64_t rows = -1;

	(void)state;
	make_sent(ch);
	for (int64_t at = 1; at < 200000; at = at * 30 + 1) {
		assert_int_equal(
		    insert(ch,
			(struct source){
			    .left = 1000000, .width = 9, .fail_at = at},
			0, &rows, &err),
		    HSCAN_ESTORE);
		assert_string_equal(err.message, "the store has failed");
		assert_int_equal(rows, -1);
	}
	/* The client is of use all the same. */
	assert_int_equal(count_of(ch, "system.one"), 1);
	hscan_clickhouse_close(ch);
}

/* --- tables that travel --- */

static void
tables_travel(void **state)
{
	struct hscan_clickhouse *ch = client();
	struct hscan_clickhouse_table tables[2] = {
	    {.name = "ask_repo", .structure = "number Int64, name String"},
	    {.name = "ask_more", .structure = "k Int64"}};
	struct got got = {.rows = 0};
	struct hscan_error err = {.message = ""};
	struct hscan_buf rows;
	struct hscan_buf one;

	(void)state;
	hscan_buf_init(&rows, 1024 * 1024);
	hscan_buf_init(&one, 100);
	for (int64_t i = 0; i < 10000; i++) {
		(void)hscan_rowbinary_i64(&rows, i);
		(void)hscan_rowbinary_string(
		    &rows, hscan_text_of("\r\n--healthscan-part-of-00000000"));
	}
	(void)hscan_rowbinary_i64(&one, 7);
	tables[0].rows = hscan_buf_text(&rows);
	tables[1].rows = hscan_buf_text(&one);
	assert_int_equal(
	    hscan_clickhouse_ask(ch,
		&(struct hscan_clickhouse_ask){
		    .sql = "SELECT number FROM ask_repo WHERE number IN "
			   "(SELECT k FROM ask_more) OR number = 9999",
		    .columns = number,
		    .column_count = 1,
		    .sorted = 1,
		    .tables = tables,
		    .table_count = 2,
		    .on_row = on_row,
		    .payload = &got},
		&err),
	    HSCAN_OK);
	assert_int_equal(got.rows, 2);
	assert_int_equal(got.sum, 7 + 9999);
	hscan_buf_clear(&rows);
	hscan_buf_clear(&one);
	hscan_clickhouse_close(ch);
}

/* --- failures --- */

static void
expect(const struct hscan_clickhouse_options *options, const char *sql,
    enum hscan_status status, const char *part)
{
	struct hscan_clickhouse *ch = NULL;
	struct got got = {.rows = 0};
	struct hscan_error err = {.message = ""};

	assert_int_equal(hscan_clickhouse_open(options, &ch, &err), HSCAN_OK);
	assert_int_equal(ask(ch, sql, &got, &err), status);
	if (!strstr(err.message, part))
		assert_string_equal(err.message, part);
	assert_non_null(strstr(err.message, "; "));
	hscan_clickhouse_close(ch);
}

static void
what_the_server_refuses(void **state)
{
	struct hscan_clickhouse_options options = options_of(NULL, NULL);

	(void)state;
	if (!folder)
		skip();
	expect(&options, "SELECT toInt64(x) AS number FROM nowhere",
	    HSCAN_ENOTFOUND, "--init");
	expect(&options, "SELECT toInt64(1) AS number FROM (oops", HSCAN_ENET,
	    "Syntax error");
	expect(&options, "SELECT 'x' AS number", HSCAN_ENET, "code");
	expect(&options,
	    "SELECT toInt64(throwIf(number = 900000)) AS number FROM "
	    "system.numbers LIMIT 1000000",
	    HSCAN_ENET, "non zero");
	options = options_of("reader", "wrong");
	expect(&options, "SELECT toInt64(1) AS number", HSCAN_EAUTH,
	    "user 'reader'");
	options = options_of("nobody", NULL);
	expect(&options, "SELECT toInt64(1) AS number", HSCAN_EAUTH,
	    "user 'nobody'");
	options = options_of(NULL, NULL);
	options.time_s = 1;
	expect(&options,
	    "SELECT toInt64(sum(number)) AS number FROM system.numbers",
	    HSCAN_ELIMIT, "Timeout exceeded");
}

static void
who_may_read(void **state)
{
	const struct hscan_clickhouse_options options =
	    options_of("reader", "of the reader");
	struct hscan_clickhouse *ch = NULL;
	struct hscan_error err = {.message = ""};

	(void)state;
	if (!folder)
		skip();
	assert_int_equal(hscan_clickhouse_open(&options, &ch, &err), HSCAN_OK);
	assert_int_equal(count_of(ch, "system.one"), 1);
	assert_int_equal(
	    hscan_clickhouse_exec(ch, "CREATE DATABASE more", &err),
	    HSCAN_EAUTH);
	assert_non_null(strstr(err.message, "may not do this"));
	hscan_clickhouse_close(ch);
}

/* --- columns --- */

static enum hscan_status
on_column(void *payload, struct hscan_text name, struct hscan_text type,
    struct hscan_error *err)
{
	(void)err;
	(void)hscan_buf_add_text(payload, name);
	(void)hscan_buf_add_char(payload, '=');
	(void)hscan_buf_add_text(payload, type);
	(void)hscan_buf_add_char(payload, ';');
	return HSCAN_OK;
}

static void
columns_are_described(void **state)
{
	struct hscan_clickhouse *ch = client();
	struct hscan_error err = {.message = ""};
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 4096);
	assert_int_equal(
	    hscan_clickhouse_describe(ch,
		"SELECT 1 AS a, toNullable('x') AS `b\tc\\\\d`, [1.5] AS e",
		on_column, &out, &err),
	    HSCAN_OK);
	assert_string_equal(
	    out.ptr, "a=UInt8;b\tc\\d=Nullable(String);e=Array(Float64);");
	hscan_buf_clear(&out);
	hscan_clickhouse_close(ch);
}

/* --- over shards --- */

static void
a_shard_that_is_down(void **state)
{
	struct hscan_clickhouse *ch = client(), *other = NULL;
	struct hscan_clickhouse_options options = options_of(NULL, NULL);
	struct hscan_error err = {.message = ""};
	struct got got = {.rows = 0};
	static const char sql[] = "SELECT toInt64(k) AS number FROM spread";
	char shard[80];

	(void)state;
	options.url = second;
	assert_int_equal(
	    hscan_clickhouse_open(&options, &other, &err), HSCAN_OK);
	do_sql(ch, "CREATE TABLE spread_local (k Int64) ENGINE = MergeTree "
		   "ORDER BY k");
	do_sql(other, "CREATE TABLE spread_local (k Int64) ENGINE = MergeTree "
		      "ORDER BY k");
	do_sql(ch, "CREATE TABLE spread (k Int64) ENGINE = Distributed(two, "
		   "healthscan, spread_local, k)");
	do_sql(ch, "INSERT INTO spread SELECT number FROM system.numbers LIMIT "
		   "1000");
	assert_int_equal(ask(ch, sql, &got, &err), HSCAN_OK);
	assert_int_equal(got.rows, 1000);
	assert_int_equal(ask(ch,
			     "SELECT toInt64(port) AS number FROM "
			     "system.clusters WHERE cluster = 'two' AND "
			     "shard_num = 2",
			     &got, &err),
	    HSCAN_OK);
	(void)snprintf(shard, sizeof(shard),
	    "does not reach its shard 127.0.0.1:%" PRId64 " (code", got.sum);
	assert_int_equal(run("down", "2", NULL), 0);
	assert_int_equal(ask(ch, sql, &got, &err), HSCAN_ENET);
	if (!strstr(err.message, shard))
		assert_string_equal(err.message, shard);
	assert_int_equal(
	    hscan_clickhouse_exec(other, "SELECT 1", &err), HSCAN_ENET);
	assert_int_equal(run("up", "", NULL), 0);
	assert_int_equal(ask(ch, sql, &got, &err), HSCAN_OK);
	assert_int_equal(got.rows, 1000);
	hscan_clickhouse_close(ch);
	hscan_clickhouse_close(other);
}

/* The server ends while it is being asked, and while it is being told. */
static void
a_server_that_ends(void **state)
{
	struct hscan_clickhouse *ch = client();
	struct hscan_error err = {.message = ""};
	struct got got = {.rows = 0};
	char command[1024];

	(void)state;
	(void)snprintf(command, sizeof(command),
	    "(sleep 1; kill -9 $(cat '%s/1/pid')) >/dev/null 2>&1 &", folder);
	assert_int_equal(system(command), 0);
	assert_int_equal(ask(ch,
			     "SELECT toInt64(sum(number)) AS number FROM "
			     "system.numbers",
			     &got, &err),
	    HSCAN_ENET);
	assert_int_equal(got.rows, 0);
	assert_int_equal(run("up", "", NULL), 0);
	assert_int_equal(count_of(ch, "system.one"), 1);
	hscan_clickhouse_close(ch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_come_in_order),
	    cmocka_unit_test(all_types),
	    cmocka_unit_test(rows_are_sent),
	    cmocka_unit_test(a_source_that_fails),
	    cmocka_unit_test(tables_travel),
	    cmocka_unit_test(what_the_server_refuses),
	    cmocka_unit_test(who_may_read),
	    cmocka_unit_test(columns_are_described),
	    cmocka_unit_test(a_shard_that_is_down),
	    cmocka_unit_test(a_server_that_ends),
	};

	return cmocka_run_group_tests(tests, up, down);
}
