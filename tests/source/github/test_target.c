/* SPDX-License-Identifier: MIT */
/* Paths and queries of requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/target.h"

static void
targets_are_as_documented(void **state)
{
	static const struct {
		const char *below, *base_path, *target;
	} rows[] = {
	    {"", "", "/repos/sample/meadow"},
	    {"", "/api/v3", "/api/v3/repos/sample/meadow"},
	    {"/releases?per_page=100", "/api/v3",
		"/api/v3/repos/sample/meadow/releases?per_page=100"},
	};
	const struct hscan_repo_name name = {"github.com", "sample", "meadow"};
	struct hscan_buf out;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(hscan_github_target(rows[i].below,
				     rows[i].base_path, &name, &out, &err),
		    HSCAN_OK);
		assert_string_equal(hscan_buf_string(&out), rows[i].target);
	}
	hscan_buf_clear(&out);
}

static void
commits_are_asked_for_by_path(void **state)
{
	static const struct {
		const char *path, *target;
	} rows[] = {
	    {"", "/commits?per_page=1"},
	    {"docs", "/commits?path=docs&per_page=100"},
	    {"a b/\xC3\xA9&per_page=1#",
		"/commits?path=a%20b%2F%C3%A9%26per_page%3D1%23&per_page=100"},
	};
	const struct hscan_repo_name name = {"github.com", "sample", "meadow"};
	struct hscan_buf out;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    hscan_github_commits_target(hscan_text_of(rows[i].path),
			"/api/v3", &name, &out, &err),
		    HSCAN_OK);
		assert_memory_equal(out.ptr, "/api/v3/repos/sample/meadow", 27);
		assert_string_equal(
		    hscan_buf_string(&out) + 27, rows[i].target);
	}
	hscan_buf_clear(&out);
}

static void
a_row_is_asked_for_by_itself(void **state)
{
	const struct hscan_repo_name name = {"github.com", "sample", "meadow"};
	struct hscan_buf out;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&out, 1000);
	assert_int_equal(hscan_github_row_target("/issues/events/",
			     hscan_text_of("1/../2"), "", &name, &out, &err),
	    HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out),
	    "/repos/sample/meadow/issues/events/1%2F..%2F2");
	hscan_buf_clear(&out);
}

static void
names_cannot_change_the_request(void **state)
{
	const struct hscan_repo_name name = {
	    "github.com", "a/..?b#", "c d%\n\xC3\xA9-._~"};
	struct hscan_buf out;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&out, 1000);
	assert_int_equal(
	    hscan_github_target("", "", &name, &out, &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out),
	    "/repos/a%2F..%3Fb%23/c%20d%25%0A%C3%A9-._~");
	hscan_buf_clear(&out);
}

static void
failures_leave_nothing(void **state)
{
	const struct hscan_repo_name name = {"github.com", "o", "n"};
	struct hscan_buf out;
	struct hscan_error err;

	(void)state;
	hscan_buf_init(&out, 20);
	assert_int_equal(hscan_github_target(
			     "/releases?per_page=100", "", &name, &out, &err),
	    HSCAN_EREFUSED);
	assert_int_equal(out.len, 0);
	assert_non_null(strstr(err.message, "larger than 20 bytes"));
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(targets_are_as_documented),
	    cmocka_unit_test(commits_are_asked_for_by_path),
	    cmocka_unit_test(a_row_is_asked_for_by_itself),
	    cmocka_unit_test(names_cannot_change_the_request),
	    cmocka_unit_test(failures_leave_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
