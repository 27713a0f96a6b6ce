/* SPDX-License-Identifier: MIT */
/* The screen, as the environment describes it. */
#define _XOPEN_SOURCE 700 /* posix_openpt() */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/settings.h"
#include "cli/screen/terminal.h"

static void
colour_follows_the_users_word(void **state)
{
	static const struct {
		const char *no_color, *force;
		int color;
		bool colour;
	} rows[] = {
	    {"", "", COLOR_AUTO, false},
	    {"", "1", COLOR_AUTO, true},
	    {"", "0", COLOR_AUTO, false},
	    {"1", "1", COLOR_AUTO, false},
	    {"1", "", COLOR_ALWAYS, true},
	    {"", "1", COLOR_NEVER, false},
	};
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(setenv("NO_COLOR", rows[i].no_color, 1), 0);
		assert_int_equal(setenv("CLICOLOR_FORCE", rows[i].force, 1), 0);
		assert_int_equal(
		    terminal_detect(file, file, rows[i].color).colour,
		    rows[i].colour);
	}
	(void)fclose(file);
}

static void
columns_come_from_the_environment(void **state)
{
	static const struct {
		const char *columns;
		unsigned expected;
	} rows[] = {{"", 80}, {"120", 120}, {"5", 20}, {"0", 80}, {"wide", 80}};
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct terminal got;

		assert_int_equal(setenv("COLUMNS", rows[i].columns, 1), 0);
		got = terminal_detect(file, file, COLOR_AUTO);
		assert_int_equal(got.columns, rows[i].expected);
		assert_false(got.out);
		assert_false(got.err);
		/* No setlocale() here, so this is the C locale. */
		assert_false(got.utf8);
	}
	(void)fclose(file);
}

/* Without setlocale() the locale is C: what the variables say counts. */
static void
terminals_of_containers_show_utf8(void **state)
{
	static const struct {
		const char *term, *lang, *all;
		bool terminal, utf8;
	} rows[] = {
	    {"xterm", "", "", true, true},
	    {"xterm-256color", "", "", true, true},
	    {"tmux-256color", "", "", true, true},
	    {"xterm", "", "", false, false},
	    {"xterm", "C", "", true, false},
	    {"xterm", "", "POSIX", true, false},
	    {"linux", "", "", true, false},
	    {"vt220", "", "", true, false},
	    {"dumb", "", "", true, false},
	    {"", "", "", true, false},
	};
	FILE *file = tmpfile(), *screen;
	int main_end = posix_openpt(O_RDWR | O_NOCTTY);

	(void)state;
	assert_non_null(file);
	assert_true(
	    main_end >= 0 && grantpt(main_end) == 0 && unlockpt(main_end) == 0);
	screen = fopen(ptsname(main_end), "w");
	assert_non_null(screen);
	assert_int_equal(setenv("LC_CTYPE", "", 1), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		FILE *out = rows[i].terminal ? screen : file;

		assert_int_equal(setenv("TERM", rows[i].term, 1), 0);
		assert_int_equal(setenv("LANG", rows[i].lang, 1), 0);
		assert_int_equal(setenv("LC_ALL", rows[i].all, 1), 0);
		assert_int_equal(
		    terminal_detect(out, out, COLOR_AUTO).utf8, rows[i].utf8);
	}
	(void)fclose(screen);
	(void)close(main_end);
	(void)fclose(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(colour_follows_the_users_word),
	    cmocka_unit_test(columns_come_from_the_environment),
	    cmocka_unit_test(terminals_of_containers_show_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
