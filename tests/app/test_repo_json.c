/* SPDX-License-Identifier: MIT */
/* JSON lists of repositories, as gh and GitHub's API give them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/repo_json.h"
#include "base/buf.h"
#include "base/text.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static enum hscan_status
write_down(struct hscan_text cell, size_t line, struct hscan_text column,
    void *payload, struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)hscan_buf_add_format(out, "[%zu %.*s|%.*s]", line,
	    (int)column.len, column.ptr ? column.ptr : "", (int)cell.len,
	    cell.ptr ? cell.ptr : "");
	return hscan_buf_check(out, "what was told", err);
}

static void
lists_are_read(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	    {"[]", ""},
	    {"[\"o/n\",\"p/q\"]", "[1 |o/n][2 |p/q]"},
	    {"[{\"nameWithOwner\":\"o/n\",\"url\":\"u\"}]",
		"[1 nameWithOwner|o/n]"},
	    {"[{\"url\":\"u\",\"html_url\":\"h\",\"full_name\":\"o/n\"}]",
		"[1 full_name|o/n]"},
	    {"[{\"url\":\"u\"},{\"x\":1},7,null,[],\"\"]",
		"[1 url|u][2 |][3 |][4 |][5 |][6 |]"},
	    {"[{\"full_name\":null,\"url\":\"u\"}]", "[1 url|u]"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_error err = {.message = ""};
		struct hscan_buf got;

		hscan_buf_init(&got, 4096);
		if (repo_json_read(hscan_text_of(rows[i].text), "list",
			write_down, &got, &err) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].text, err.message);
		assert_string_equal(hscan_buf_string(&got), rows[i].expected);
		hscan_buf_clear(&got);
	}
}

static void
others_are_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
	    {"[\n\"o/n\"", "list:2: cannot be read as a list of repositories"},
	    {"[{\"url\":\"a\",\"url\":\"b\"}]", "twice"},
	    {"[] []", "something follows its end"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_error err = {.message = ""};
		struct hscan_buf got;

		hscan_buf_init(&got, 4096);
		assert_int_equal(repo_json_read(hscan_text_of(rows[i].text),
				     "list", write_down, &got, &err),
		    HSCAN_EINVAL);
		if (!strstr(err.message, rows[i].words))
			fail_msg("%s", err.message);
		hscan_buf_clear(&got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_are_read),
	    cmocka_unit_test(others_are_refused),
	};

	return cmocka_run_group_tests_name("repo_json", tests, NULL, NULL);
}
