/* SPDX-License-Identifier: MIT */
/* With which token a host is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "app/settings.h"
#include "base/buf.h"
#include "cli/setting/tokens.h"
#include "support/support.h"

static const char *const variables[] = {"GH_TOKEN", "GITHUB_TOKEN",
    "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"};

static int
setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (unsetenv(variables[i]) != 0)
			return -1;
	return 0;
}

static void
expect_token(const struct settings *s, const char *host, const char *token)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf got;
	bool exposed = true;

	hscan_buf_init(&got, 4096);
	(void)hscan_buf_add_string(&got, "what was there");
	if (settings_token(s, host, &got, &exposed, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_string_equal(hscan_buf_string(&got), token);
	assert_false(exposed);
	hscan_buf_clear(&got);
}

static void
tokens_have_an_order(void **state)
{
	struct settings s;

	(void)state;
	settings_init(&s);
	expect_token(&s, "github.com", "");
	assert_int_equal(setenv("GITHUB_TOKEN", " second\n", 1), 0);
	expect_token(&s, "github.com", "second");
	expect_token(&s, "a.ghe.com", "second");
	/* The token of one host never goes to another. */
	expect_token(&s, "ghe.example.org", "");
	expect_token(&s, "github.com.example.org", "");
	assert_int_equal(setenv("GH_TOKEN", "", 1), 0);
	expect_token(&s, "github.com", "second");
	assert_int_equal(setenv("GH_TOKEN", "first", 1), 0);
	expect_token(&s, "github.com", "first");
	assert_int_equal(setenv("GITHUB_ENTERPRISE_TOKEN", "e2", 1), 0);
	expect_token(&s, "ghe.example.org", "e2");
	assert_int_equal(setenv("GH_ENTERPRISE_TOKEN", "e1", 1), 0);
	expect_token(&s, "ghe.example.org", "e1");
	expect_token(&s, "github.com", "first");
	settings_clear(&s);
}

/* For healthscan config, which says where the token is, and not what. */
static void
the_variable_of_a_token_is_named(void **state)
{
	(void)state;
	assert_null(settings_token_variable("github.com"));
	assert_int_equal(setenv("GITHUB_TOKEN", "a", 1), 0);
	assert_string_equal(
	    settings_token_variable("github.com"), "GITHUB_TOKEN");
	assert_string_equal(
	    settings_token_variable("a.ghe.com"), "GITHUB_TOKEN");
	assert_null(settings_token_variable("ghe.example.org"));
	assert_int_equal(setenv("GH_TOKEN", "b", 1), 0);
	assert_string_equal(settings_token_variable("github.com"), "GH_TOKEN");
	assert_int_equal(setenv("GH_ENTERPRISE_TOKEN", "c", 1), 0);
	assert_string_equal(
	    settings_token_variable("ghe.example.org"), "GH_ENTERPRISE_TOKEN");
}

static void
a_file_outranks_the_environment(void **state)
{
	char *dir = support_temp_dir();
	char *file = support_join(dir, "token");
	struct hscan_error err;
	struct hscan_buf got;
	struct settings s;
	bool exposed = false;

	(void)state;
	settings_init(&s);
	assert_int_equal(setenv("GH_TOKEN", "first", 1), 0);
	support_write(file, "one\n\n# of b\ntwo\n", 16);
	assert_int_equal(chmod(file, 0600), 0);
	s.token_file = file;
	expect_token(&s, "github.com", "one\n\n# of b\ntwo\n");
	expect_token(&s, "ghe.example.org", "one\n\n# of b\ntwo\n");
	assert_int_equal(chmod(file, 0644), 0);
	hscan_buf_init(&got, 4096);
	assert_int_equal(
	    settings_token(&s, "github.com", &got, &exposed, &err), HSCAN_OK);
	assert_true(exposed);
	hscan_buf_clear(&got);
	settings_clear(&s);
	free(file);
	support_remove_dir(dir);
}

static void
a_file_without_a_token_is_told(void **state)
{
	char *dir = support_temp_dir();
	char *file = support_join(dir, "token");
	static const char *const rows[][2] = {
	    {NULL, "No such file or directory"},
	    {"", "it is empty"},
	    {" \n # secret\n\t", "it is empty"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err = {.message = ""};
		struct hscan_buf got;
		struct settings s;
		bool exposed = false;

		settings_init(&s);
		hscan_buf_init(&got, 4096);
		s.token_file = file;
		if (rows[i][0])
			support_write(file, rows[i][0], strlen(rows[i][0]));
		assert_int_equal(
		    settings_token(&s, "github.com", &got, &exposed, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(err.message, rows[i][1]));
		assert_non_null(strstr(err.message, file));
		assert_null(strstr(err.message, "secret"));
		hscan_buf_clear(&got);
		settings_clear(&s);
	}
	free(file);
	support_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(tokens_have_an_order, setup),
	    cmocka_unit_test_setup(the_variable_of_a_token_is_named, setup),
	    cmocka_unit_test_setup(a_file_outranks_the_environment, setup),
	    cmocka_unit_test_setup(a_file_without_a_token_is_told, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
