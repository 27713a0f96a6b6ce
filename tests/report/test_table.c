/* SPDX-License-Identifier: MIT */
/* The table of a report at every width, in colour and without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/safe.h"
#include "report/width.h"
#include "support/reports.h"

/* Takes our own colour codes out; any other escape stays and is found. */
static void
strip_colours(struct hscan_text text, struct hscan_buf *out)
{
	static const char *const codes[] = {"\x1B[0m", "\x1B[1m", "\x1B[2m",
	    "\x1B[32m", "\x1B[38;5;130m", "\x1B[1;31m"};

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

	write_as(report, "table", look, &out);
	hscan_buf_init(&plain, REPORT_BYTES);
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
		write_as(&it.report, "table", &plain, &without);
		write_as(&it.report, "table", &colour, &with);
		hscan_buf_init(&stripped, REPORT_BYTES);
		strip_colours(hscan_buf_text(&with), &stripped);
		assert_true(with.len > stripped.len);
		assert_string_equal(
		    hscan_buf_string(&stripped), hscan_buf_string(&without));
		hscan_buf_clear(&without);
		hscan_buf_clear(&with);
		hscan_buf_clear(&stripped);
	}
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

		write_as(&it.report, "table", &odd, &a);
		write_as(&it.report, "table", &even, &b);
		assert_string_equal(hscan_buf_string(&a), hscan_buf_string(&b));
		hscan_buf_clear(&a);
		hscan_buf_clear(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_fit_at_every_width),
	    cmocka_unit_test(colour_changes_nothing_else),
	    cmocka_unit_test(odd_widths_have_a_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
