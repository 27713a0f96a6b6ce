/* SPDX-License-Identifier: MIT */
/* What a failure ends the program with. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/screen/exit.h"

static void
each_status_has_its_code(void **state)
{
	(void)state;
	assert_int_equal(exit_code_of(HSCAN_OK, 0), 0);
	assert_int_equal(exit_code_of(HSCAN_ECLOSED, 0), 0);
	assert_int_equal(exit_code_of(HSCAN_EINVAL, 0), 2);
	assert_int_equal(exit_code_of(HSCAN_ENODATA, 0), 3);
	assert_int_equal(exit_code_of(HSCAN_ENET, 0), 4);
	assert_int_equal(exit_code_of(HSCAN_EAUTH, 0), 4);
	assert_int_equal(exit_code_of(HSCAN_ELIMIT, 0), 4);
	assert_int_equal(exit_code_of(HSCAN_EPARSE, 0), 4);
	assert_int_equal(exit_code_of(HSCAN_EREFUSED, 0), 4);
	assert_int_equal(exit_code_of(HSCAN_ENOTFOUND, 0), 4);
	assert_int_equal(exit_code_of(HSCAN_ESTORE, 0), 5);
	assert_int_equal(exit_code_of(HSCAN_EIO, 0), 5);
	assert_int_equal(exit_code_of(HSCAN_ENOMEM, 0), 5);
	assert_int_equal(exit_code_of(HSCAN_EINTR, 0), 130);
	assert_int_equal(exit_code_of(HSCAN_EINTR, SIGINT), 130);
	assert_int_equal(exit_code_of(HSCAN_EINTR, SIGTERM), 143);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_status_has_its_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
