/* SPDX-License-Identifier: MIT */
/* One redrawn line on a terminal, one line a fact in a log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/screen/progress.h"

/* What the same little story writes, for one look. */
static char *
story(const struct progress_look *look)
{
	char *text = NULL;
	size_t len = 0;
	FILE *err = open_memstream(&text, &len);
	struct progress p;

	assert_non_null(err);
	progress_init(&p, err, look);
	progress_update(&p, "issues", 5, -1);
	progress_update(&p, "issues", 50, 100);
	progress_note(&p, "issues: %d read\x1b[31m\n\u202Eo\u00e9", 100);
	progress_update(&p, "git", 7, -1);
	progress_done(&p);
	progress_done(&p);
	assert_int_equal(fclose(err), 0);
	return text;
}

static void
looks_differ(void **state)
{
#define FIRST  "\rissues: 5"
#define SECOND "\rissues: 50 of about 100 [##########..........]"
#define TEN    "          "
#define BLANK  "\r" TEN TEN TEN TEN "      \r"
#define SAFE   "\\x1B[31m\\n\\u202Eo"
#define NOTE   "healthscan: issues: 100 read" SAFE "\u00e9\n"
	static const struct {
		struct progress_look look;
		const char *expected;
	} rows[] = {
	    {{.columns = 80}, NOTE},
	    {{.columns = 80, .ascii = true},
		"healthscan: issues: 100 read" SAFE "\\u00E9\n"},
	    {{.quiet = true}, ""},
	    {{.quiet = true, .terminal = true}, ""},
	    {{.terminal = true, .no_bar = true}, NOTE},
	    {{.terminal = true},
		FIRST SECOND "\rgit: 7" TEN TEN TEN TEN "\r      \r"},
	    {{.terminal = true, .verbose = true},
		FIRST SECOND BLANK NOTE "\rgit: 7\r      \r"},
	    /* What has no room is left out, rather than cut. */
	    {{.terminal = true, .columns = 24},
		"\rissues: 5\rissues: 50 of about 100\rgit: 7" TEN
		"       \r      \r"},
	    {{.terminal = true, .columns = 23},
		"\rissues: 5\rissues: 50\rgit: 7    \r      \r"},
	    {{.terminal = true, .columns = 9},
		"\rissues: \rissues: \rgit: 7  \r      \r"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = story(&rows[i].look);

		assert_string_equal(text, rows[i].expected);
		free(text);
	}
}

static void
totals_are_only_about_right(void **state)
{
	static const struct {
		int64_t done, total;
		const char *expected;
	} rows[] = {
	    {0, 10, "\rx: 0 of about 10 [....................]"},
	    {10, 10, "\rx: 10 of about 10 [####################]"},
	    /* More than was thought: the total follows. */
	    {15, 10, "\rx: 15 of about 15 [####################]"},
	    {3, 0, "\rx: 3"},
	    {INT64_MAX, INT64_MAX,
		"\rx: 9223372036854775807 of about 9223372036854775807 "
		"[####################]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = NULL;
		size_t len = 0;
		FILE *err = open_memstream(&text, &len);
		struct progress p;

		assert_non_null(err);
		progress_init(&p, err,
		    &(struct progress_look){.terminal = true, .columns = 100});
		progress_update(&p, "x", rows[i].done, rows[i].total);
		assert_int_equal(fclose(err), 0);
		assert_string_equal(text, rows[i].expected);
		free(text);
	}
}

static int64_t fake_ms;

static int64_t
fake_clock(void)
{
	return fake_ms;
}

/* How fast, how long still, and how many requests the limit leaves. */
static void
pace_is_told(void **state)
{
	static const struct {
		const char *label;
		int64_t at_ms, done, total, left;
		const char *expected;
	} rows[] = {
	    {"issues", 0, 100, 1000, -1, "issues: 100 of about 1000 "},
	    {"issues", 900, 200, 1000, -1, "issues: 200 of about 1000 "},
	    {"issues", 2000, 300, 1000, 4990,
		", 100/s, 8 s left, 4990 requests left"},
	    {"issues", 4000, 900, -1, 4980,
		"issues: 900, 200/s, 4980 requests left"},
	    /* Something else begins anew. */
	    {"releases", 5000, 10, -1, 4970,
		"releases: 10, 4970 requests left"},
	    {"releases", 15000, 20, 2000, -1, ", 1.0/s, 33 min left"},
	    /* A list that begins again does not go backwards. */
	    {"releases", 16000, 5, -1, -1, "releases: 5 "},
	    {"releases", 17000, 9, 9, -1, ", 4.0/s "},
	};
	const struct progress_look look = {
	    .terminal = true, .columns = 120, .clock_ms = fake_clock};
	char *text = NULL;
	size_t len = 0, before = 0;
	FILE *err = open_memstream(&text, &len);
	struct progress p;

	(void)state;
	assert_non_null(err);
	progress_init(&p, err, &look);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fake_ms = rows[i].at_ms;
		p.requests_left = rows[i].left;
		progress_update(&p, rows[i].label, rows[i].done, rows[i].total);
		(void)fprintf(err, " ");
		(void)fflush(err);
		if (!strstr(text + before, rows[i].expected))
			fail_msg("%zu: %s", i, text + before);
		before = len;
	}
	assert_int_equal(fclose(err), 0);
	free(text);
}

/* "4990 requests" would be how many were sent. */
static void
no_part_is_cut(void **state)
{
	static const struct {
		unsigned columns;
		const char *expected;
	} rows[] = {
	    {86, "\rissues: 300 of about 1000 [######..............], 100/s, 8 "
		 "s left, 4990 requests left"},
	    {85, "\rissues: 300 of about 1000 [######..............], 8 s "
		 "left, 4990 requests left"},
	    {79, "\rissues: 300 of about 1000 [######..............], 8 s "
		 "left, 4990 requests left"},
	    {78, "\rissues: 300 of about 1000, 8 s left, 4990 requests left"},
	    {56, "\rissues: 300 of about 1000, 8 s left, 4990 requests left"},
	    {55, "\rissues: 300 of about 1000, 4990 requests left"},
	    {46, "\rissues: 300 of about 1000, 4990 requests left"},
	    {45, "\rissues: 300 of about 1000"},
	    {26, "\rissues: 300 of about 1000"},
	    {25, "\rissues: 300"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct progress_look look = {.terminal = true,
		    .columns = rows[i].columns,
		    .clock_ms = fake_clock};
		char *text = NULL;
		size_t len = 0;
		FILE *err = open_memstream(&text, &len);
		struct progress p;

		assert_non_null(err);
		progress_init(&p, err, &look);
		p.requests_left = 4990;
		fake_ms = 0;
		progress_update(&p, "issues", 100, 1000);
		(void)fflush(err);
		len = 0;
		fake_ms = 2000;
		assert_int_equal(fseek(err, 0, SEEK_SET), 0);
		p.drawn = 0;
		progress_update(&p, "issues", 300, 1000);
		assert_int_equal(fclose(err), 0);
		text[strlen(rows[i].expected)] = '\0';
		assert_string_equal(text, rows[i].expected);
		free(text);
	}
}

static void
what_matters_is_said_beside_the_bar(void **state)
{
	static const struct {
		struct progress_look look;
		const char *expected;
	} rows[] = {
	    {{.terminal = true}, "\rx: 1\r    \rhealthscan: waiting 9 s\n"},
	    {{.terminal = false}, "healthscan: waiting 9 s\n"},
	    {{.terminal = true, .quiet = true}, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = NULL;
		size_t len = 0;
		FILE *err = open_memstream(&text, &len);
		struct progress p;

		assert_non_null(err);
		progress_init(&p, err, &rows[i].look);
		progress_update(&p, "x", 1, -1);
		progress_say(&p, "waiting %d s", 9);
		assert_int_equal(fclose(err), 0);
		assert_string_equal(text, rows[i].expected);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(looks_differ),
	    cmocka_unit_test(pace_is_told),
	    cmocka_unit_test(no_part_is_cut),
	    cmocka_unit_test(what_matters_is_said_beside_the_bar),
	    cmocka_unit_test(totals_are_only_about_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
