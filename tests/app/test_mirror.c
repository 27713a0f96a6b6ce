/* SPDX-License-Identifier: MIT */
/* Where a clone of our own lies, and where none can be made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/mirror.h"
#include "support/support.h"

static const struct hscan_repo_name name = {"github.com", "Acme", "Tool"};

static void
names_are_the_same_in_either_case(void **state)
{
	struct hscan_error err;
	struct hscan_buf path;
	struct app app;

	(void)state;
	app_init(&app);
	hscan_buf_init(&path, 4096);
	assert_int_equal(mirror_path(&app, &name, &path, &err), HSCAN_EINVAL);
	app.clones = "/cache";
	assert_int_equal(mirror_path(&app, &name, &path, &err), HSCAN_OK);
	assert_string_equal(
	    hscan_buf_string(&path), "/cache/github.com/acme/tool.git");
	hscan_buf_clear(&path);
	app_clear(&app);
}

static void
without_git_there_is_none(void **state)
{
	char *dir = support_temp_dir(), *path = support_join(dir, "a/b.git");
	const struct hscan_text branch = {"main", 4};
	struct hscan_error err;
	struct app app;

	(void)state;
	app_init(&app);
	assert_int_equal(
	    mirror_update(&app, &name, branch, path, &err), HSCAN_ENET);
	assert_non_null(strstr(err.message, "git cannot be run; install it"));
	free(path);
	support_remove_dir(dir);
	app_clear(&app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_the_same_in_either_case),
	    cmocka_unit_test(without_git_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
