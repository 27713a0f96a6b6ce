/* SPDX-License-Identifier: MIT */
/* A folder is told from the name of a repository. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/target.h"
#include "support/support.h"

static void
names_come_before_folders(void **state)
{
	char *dir = support_temp_dir(), *file = support_join(dir, "list");

	(void)state;
	support_write(file, "a/b\n", 4);
	assert_int_equal(target_is_folder(dir), true);
	assert_int_equal(target_is_folder("."), true);
	assert_int_equal(target_is_folder(file), false);
	assert_int_equal(target_is_folder("-"), false);
	assert_int_equal(target_is_folder("owner/name"), false);
	free(file);
	support_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_come_before_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
