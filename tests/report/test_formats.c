/* SPDX-License-Identifier: MIT */
/* The formats over reports that are data: against the files that show how
 * they are meant to look, and what has to hold at every width. With
 * HSCAN_UPDATE=1 the files are written instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/safe.h"
#include "cases.h"
#include "report/report.h"
#include "report/width.h"
#include "support/support.h"

#define MAX_BYTES ((size_t)1024 * 1024)

static void
write_report(const struct hscan_report *report, const char *format,
    const struct hscan_look *look, struct hscan_buf *out)
{
	struct hscan_error err = {0};

	hscan_buf_init(out, MAX_BYTES);
	if (hscan_report_write(report, format, look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

/* --- against the files --- */

static const struct {
	const char *suffix;
	const char *format;
	struct hscan_look look;
} goldens[] = {
    {"table-60.txt", "table", {60, false, true, false}},
    {"table-80.txt", "table", {80, false, true, false}},
    {"table-120.txt", "table", {120, false, true, false}},
    {"table-200.txt", "table", {200, false, true, false}},
    {"table-80-ascii.txt", "table", {80, false, false, false}},
    {"table-80-colour.txt", "table", {80, true, true, false}},
    {"json", "json", {80, true, false, false}},
    {"ndjson", "ndjson", {80, true, false, false}},
    {"md", "markdown", {80, true, false, false}},
    {"prom", "prometheus", {80, true, false, false}},
    {"github.txt", "github", {80, true, false, false}},
    {"junit.xml", "junit", {80, true, false, false}},
    {"badge.svg", "badge", {80, true, false, false}},
    {"shields.json", "shields", {80, true, false, false}},
};

enum { GOLDENS = sizeof(goldens) / sizeof(goldens[0]) };

static void
compare(const char *name, const char *suffix, struct hscan_text text)
{
	const char *update = getenv("HSCAN_UPDATE");
	char folder[300], path[400];
	char *expected;
	size_t len;

	(void)snprintf(folder, sizeof(folder), "%s/fixtures/reports/%s",
	    HSCAN_SOURCE_DIR, name);
	(void)snprintf(path, sizeof(path), "%s/expected.%s", folder, suffix);
	if (update && strcmp(update, "1") == 0) {
		(void)mkdir(folder, 0777);
		support_write(path, text.ptr, text.len);
		return;
	}
	expected = support_read(path, &len);
	if (len != text.len || memcmp(expected, text.ptr, len) != 0)
		fail_msg("%s/expected.%s differs from this:\n%.*s", name,
		    suffix, (int)text.len, text.ptr);
	free(expected);
}

static void
look_as_they_are_meant_to(void **state)
{
	static struct report_case it;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		for (size_t j = 0; j < GOLDENS; j++) {
			struct hscan_buf out;

			write_report(&it.report, goldens[j].format,
			    &goldens[j].look, &out);
			compare(report_cases[i].name, goldens[j].suffix,
			    hscan_buf_text(&out));
			hscan_buf_clear(&out);
		}
	}
}

/* --- what has to hold --- */

/* Takes our own colour codes out; any other escape stays and is found. */
static void
strip_colours(struct hscan_text text, struct hscan_buf *out)
{
	static const char *const codes[] = {"\x1B[0m", "\x1B[1m", "\x1B[2m",
	    "\x1B[32m", "\x1B[35m", "\x1B[1;31m"};

	while (text.len > 0) {
		size_t skip = 0;

		for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
			if (hscan_text_starts(text, codes[i]))
				skip = strlen(codes[i]);
		if (skip == 0)
			(void)hscan_buf_add_char(out, text.ptr[0]);
		skip = skip > 0 ? skip : 1;
		text.ptr += skip;
		text.len -= skip;
	}
}

static void
check_line(
    const char *name, struct hscan_text line, const struct hscan_look *look)
{
	struct hscan_text rest = line;

	if (hscan_text_width(line) > look->columns)
		fail_msg("%s at %u: too wide: %.*s", name, look->columns,
		    (int)line.len, line.ptr);
	if (line.len > 0 && line.ptr[line.len - 1] == ' ')
		fail_msg("%s at %u: a blank ends: %.*s", name, look->columns,
		    (int)line.len, line.ptr);
	while (rest.len > 0) {
		int32_t code_point = hscan_utf8_next(&rest);

		if (code_point < 0 || !hscan_is_printable(code_point) ||
		    (!look->utf8 && code_point > 0x7E))
			fail_msg("%s at %u: U+%04X in: %.*s", name,
			    look->columns, (unsigned)code_point, (int)line.len,
			    line.ptr);
	}
}

static void
check_table(const char *name, const struct hscan_report *report,
    const struct hscan_look *look)
{
	struct hscan_buf out, plain;
	struct hscan_text rest;

	write_report(report, "table", look, &out);
	hscan_buf_init(&plain, MAX_BYTES);
	strip_colours(hscan_buf_text(&out), &plain);
	if (!look->colour)
		assert_int_equal(plain.len, out.len);
	rest = hscan_buf_text(&plain);
	assert_true(hscan_text_ends(rest, "\n"));
	rest.len--;
	while (rest.ptr)
		check_line(name, hscan_text_split(&rest, '\n'), look);
	hscan_buf_clear(&plain);
	hscan_buf_clear(&out);
}

static void
lines_fit_at_every_width(void **state)
{
	static struct report_case it;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		for (unsigned columns = 60; columns <= 240; columns++) {
			const struct hscan_look utf8 = {
			    columns, columns % 2 == 0, true, false};
			const struct hscan_look ascii = {
			    columns, columns % 2 != 0, false, false};

			check_table(report_cases[i].name, &it.report, &utf8);
			check_table(report_cases[i].name, &it.report, &ascii);
		}
	}
}

static void
colour_changes_nothing_else(void **state)
{
	static struct report_case it;
	const struct hscan_look plain = {100, false, true, false};
	const struct hscan_look colour = {100, true, true, false};
	struct hscan_buf without, with, stripped;

	(void)state;
	for (size_t i = 0; i < REPORT_CASES; i++) {
		report_cases[i].build(&it);
		write_report(&it.report, "table", &plain, &without);
		write_report(&it.report, "table", &colour, &with);
		hscan_buf_init(&stripped, MAX_BYTES);
		strip_colours(hscan_buf_text(&with), &stripped);
		assert_true(with.len > stripped.len);
		assert_string_equal(
		    hscan_buf_string(&stripped), hscan_buf_string(&without));
		hscan_buf_clear(&without);
		hscan_buf_clear(&with);
		hscan_buf_clear(&stripped);
	}
}

/* Takes out the lines that name when this was written and fetched. */
static void
strip_clock(struct hscan_text text, struct hscan_buf *out)
{
	while (text.ptr) {
		struct hscan_text line = hscan_text_split(&text, '\n');
		struct hscan_text key = hscan_text_trim(line);

		if (hscan_text_starts(key, "\"generated_at\"") ||
		    hscan_text_starts(key, "\"synced_at\""))
			continue;
		(void)hscan_buf_add_text(out, line);
		(void)hscan_buf_add_char(out, '\n');
	}
}

static void
later_runs_give_the_same_json(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {80, false, true, false};
	struct hscan_buf first, second, a, b;

	(void)state;
	report_cases[0].build(&it);
	write_report(&it.report, "json", &look, &first);
	it.report.generated_at += 3600;
	it.report.synced_at += 1800;
	for (size_t i = 0; i < it.report.coverage_len; i++)
		it.coverage[i].synced_at += 1800 + (int64_t)i;
	write_report(&it.report, "json", &look, &second);
	assert_string_not_equal(
	    hscan_buf_string(&first), hscan_buf_string(&second));
	hscan_buf_init(&a, MAX_BYTES);
	hscan_buf_init(&b, MAX_BYTES);
	strip_clock(hscan_buf_text(&first), &a);
	strip_clock(hscan_buf_text(&second), &b);
	assert_true(a.len > first.len - 200);
	assert_string_equal(hscan_buf_string(&a), hscan_buf_string(&b));
	hscan_buf_clear(&first);
	hscan_buf_clear(&second);
	hscan_buf_clear(&a);
	hscan_buf_clear(&b);
}

/* A NUL ends neither the title nor the report. */
static void
a_nul_ends_nothing(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {80, false, true, false};
	struct hscan_buf out;

	(void)state;
	report_cases[0].build(&it);
	it.metrics[0].title = (struct hscan_text){"be\0fore", 7};
	write_report(&it.report, "json", &look, &out);
	assert_non_null(
	    strstr(hscan_buf_string(&out), "\"title\": \"be\xEF\xBF\xBD"
					   "fore\""));
	hscan_buf_clear(&out);
	write_report(&it.report, "table", &look, &out);
	assert_non_null(strstr(hscan_buf_string(&out), "be\\x00fore"));
	hscan_buf_clear(&out);
}

/* No columns given means 80; less than 60 is laid out as 60. */
static void
odd_widths_have_a_meaning(void **state)
{
	static const unsigned cases[][2] = {{0, 80}, {20, 60}, {59, 60}};
	static struct report_case it;

	(void)state;
	report_cases[0].build(&it);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_look odd = {cases[i][0], false, true, false};
		const struct hscan_look even = {
		    cases[i][1], false, true, false};
		struct hscan_buf a, b;

		write_report(&it.report, "table", &odd, &a);
		write_report(&it.report, "table", &even, &b);
		assert_string_equal(hscan_buf_string(&a), hscan_buf_string(&b));
		hscan_buf_clear(&a);
		hscan_buf_clear(&b);
	}
}

static void
too_large_a_report_fails(void **state)
{
	static struct report_case it;
	const struct hscan_look look = {80, true, true, false};

	(void)state;
	report_cases[0].build(&it);
	for (const struct hscan_format *row = hscan_formats; row->name; row++) {
		struct hscan_error err = {0};
		struct hscan_buf out;

		hscan_buf_init(&out, 100);
		assert_int_equal(
		    row->report(&it.report, &look, &out, &err), HSCAN_EREFUSED);
		assert_true(strlen(err.message) > 0);
		hscan_buf_clear(&out);
	}
}

static void
formats_are_found_by_name(void **state)
{
	(void)state;
	for (const struct hscan_format *row = hscan_formats; row->name; row++) {
		assert_ptr_equal(hscan_format_find(row->name), row);
		assert_true(strlen(row->summary) > 0);
	}
	assert_null(hscan_format_find("tabl"));
	assert_null(hscan_format_find(""));
}

static void
verdicts_have_names(void **state)
{
	(void)state;
	assert_string_equal(hscan_verdict_name(HSCAN_VERDICT_NONE), "none");
	assert_string_equal(
	    hscan_verdict_name(HSCAN_VERDICT_UNKNOWN), "unknown");
	assert_string_equal(
	    hscan_verdict_name(HSCAN_VERDICT_HEALTHY), "healthy");
	assert_string_equal(hscan_verdict_name(HSCAN_VERDICT_WATCH), "watch");
	assert_string_equal(hscan_verdict_name(HSCAN_VERDICT_RISK), "risk");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(look_as_they_are_meant_to),
	    cmocka_unit_test(lines_fit_at_every_width),
	    cmocka_unit_test(colour_changes_nothing_else),
	    cmocka_unit_test(later_runs_give_the_same_json),
	    cmocka_unit_test(a_nul_ends_nothing),
	    cmocka_unit_test(odd_widths_have_a_meaning),
	    cmocka_unit_test(too_large_a_report_fails),
	    cmocka_unit_test(formats_are_found_by_name),
	    cmocka_unit_test(verdicts_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
