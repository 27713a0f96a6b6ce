/* SPDX-License-Identifier: MIT */
/* Messages on a screen that shows a bar. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cli/screen/say.h"

static void
messages_are_made_safe(void **state)
{
	struct hscan_error err;
	size_t len = 0;
	char *text = NULL;
	volatile sig_atomic_t interrupted = SIGTERM;
	struct cli cli = {.app.interrupted = &interrupted};

	(void)state;
	cli.err = open_memstream(&text, &len);
	assert_non_null(cli.err);
	progress_init(
	    &cli.progress, cli.err, &(struct progress_look){.terminal = true});
	progress_update(&cli.progress, "x", 1, -1);
	(void)hscan_fail(&err, HSCAN_EINTR, "a\n\x1b[1m%s", "\u00e9");
	assert_int_equal(cli_error(&cli, &err), 143);
	(void)hscan_fail(&err, HSCAN_ECLOSED, "never shown");
	assert_int_equal(cli_error(&cli, &err), 0);
	cli.terminal.utf8 = true;
	cli_warn(&cli, "careful, %s", "\u00e9");
	assert_int_equal(fclose(cli.err), 0);
	assert_string_equal(text, "\rx: 1\r    \r"
				  "healthscan: a\\n\\x1B[1m\\u00E9\n"
				  "healthscan: warning: careful, \u00e9\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(messages_are_made_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
