/* SPDX-License-Identifier: MIT */
/* Which addresses of a database are taken, and that none of the others is
 * repeated where it may hold a password. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "clickhouse/url.h"

static const struct url_case {
	const char *text;
	const char *host; /* NULL: refused */
	const char *path, *database;
	const char *why; /* a part of the message */
	bool password;
} cases[] = {
    {"http://127.0.0.1:8123/healthscan", "127.0.0.1", "", "healthscan", NULL,
	true},
    {"http://localhost/db", "localhost", "", "db", NULL, true},
    {"http://[::1]:8123/db/", "[::1]", "", "db", NULL, true},
    {"http://ch.example.org:8123/db", "ch.example.org", "", "db", NULL, false},
    {"https://CH.example.org/behind/a_proxy/Db_1", "ch.example.org",
	"/behind/a_proxy", "Db_1", NULL, true},
    {"http://ch.example.org:8123/db", NULL, NULL, NULL, "password", true},
    {"http://127.0.0.1.example.org/db", NULL, NULL, NULL, "password", true},
    {"https://u:secret@h/db", NULL, NULL, NULL, "a password", false},
    {"https://secret@h/db", NULL, NULL, NULL, "a password", false},
    {"https://h/db?password=secret", NULL, NULL, NULL, "query", false},
    {"https://h/db#x", NULL, NULL, NULL, "fragment", false},
    {"https://h", NULL, NULL, NULL, "no database", false},
    {"https://h/", NULL, NULL, NULL, "no database", false},
    {"https://h/d-b", NULL, NULL, NULL, "letters", false},
    {"https://h/d%20b", NULL, NULL, NULL, "letters", false},
    {"https://h/d;b", NULL, NULL, NULL, "letters", false},
    {"tcp://h:9000/db", NULL, NULL, NULL, "neither http", false},
    {"h:8123/db", NULL, NULL, NULL, "begin with", false},
    {"", NULL, NULL, NULL, "begin with", false},
    {"http://h:0/db", NULL, NULL, NULL, "port", false},
    {"http://h/d\nb", NULL, NULL, NULL, "spaces", false},
};

static void
addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct url_case *c = &cases[i];
		struct hscan_clickhouse_url url = {.database = "before"};
		struct hscan_error err = {.message = ""};
		enum hscan_status status = hscan_clickhouse_url_parse(
		    c->text, c->password, &url, &err);

		print_message("  row %zu\n", i);
		if (c->host) {
			assert_int_equal(status, HSCAN_OK);
			assert_string_equal(url.server.host, c->host);
			assert_string_equal(url.server.path, c->path);
			assert_string_equal(url.database, c->database);
			continue;
		}
		assert_int_equal(status, HSCAN_EINVAL);
		assert_string_equal(url.database, "before");
		assert_non_null(strstr(err.message, c->why));
		assert_non_null(
		    strstr(err.message, "; give one such as https://"));
		assert_null(strstr(err.message, "secret"));
		assert_null(strchr(err.message, '\n'));
	}
}

static void
long_names(void **state)
{
	struct hscan_clickhouse_url url;
	char text[200] = "https://h/";

	(void)state;
	memset(text + 10, 'd', HSCAN_DATABASE_SIZE - 1);
	assert_int_equal(
	    hscan_clickhouse_url_parse(text, false, &url, NULL), HSCAN_OK);
	assert_int_equal(strlen(url.database), HSCAN_DATABASE_SIZE - 1);
	text[10 + HSCAN_DATABASE_SIZE - 1] = 'd';
	assert_int_equal(
	    hscan_clickhouse_url_parse(text, false, &url, NULL), HSCAN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
