/* SPDX-License-Identifier: MIT */
/* Lengths of time as people write them, in calendar and in working days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/length.h"

enum { HOUR = 3600 };

static void
they_are_read_and_said(void **state)
{
	static const struct {
		const char *text;
		int64_t calendar, business;
		const char *said, *said_of_hours;
	} rows[] = {
	    {"2d", 48 * HOUR, 16 * HOUR, "2d", "2 business days"},
	    {"1d", 24 * HOUR, 8 * HOUR, "1d", "1 business day"},
	    {"1w", 168 * HOUR, 38 * HOUR, "1w", "1 business week"},
	    {"36h", 36 * HOUR, 36 * HOUR, "36h", "36 business hours"},
	    {"1m", 60, 60, "1m", "1 business minute"},
	    {"90s", 90, 90, "90s", "90 business seconds"},
	};
	struct hscan_hours hours = {.zone_name = ""}, none = {.zone_name = ""};
	struct hscan_error err;
	struct hscan_buf said;

	(void)state;
	hscan_buf_init(&said, 100);
	assert_int_equal(hscan_hours_add(&hours,
			     hscan_text_of("Mon-Thu 09:00-17:00 UTC"), &err),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_hours_add(&hours, hscan_text_of("Fri 09:00-15:00 UTC"), &err),
	    HSCAN_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_length length;

		assert_true(
		    hscan_length_parse(hscan_text_of(rows[i].text), &length));
		assert_int_equal(
		    hscan_length_s(length, NULL), rows[i].calendar);
		assert_int_equal(
		    hscan_length_s(length, &none), rows[i].calendar);
		assert_int_equal(
		    hscan_length_s(length, &hours), rows[i].business);
		hscan_buf_reset(&said);
		hscan_add_length(&said, length, false);
		assert_string_equal(hscan_buf_string(&said), rows[i].said);
		hscan_buf_reset(&said);
		hscan_add_length(&said, length, true);
		assert_string_equal(
		    hscan_buf_string(&said), rows[i].said_of_hours);
	}
	hscan_buf_clear(&said);
}

static void
what_is_no_length_is_refused(void **state)
{
	static const char *const rows[] = {
	    "", "2", "d", "0d", "-2d", "2 d", "2D", "2mo", "1.5d", "99999999w"};
	struct hscan_length length;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (hscan_length_parse(hscan_text_of(rows[i]), &length))
			fail_msg("'%s' passes", rows[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(they_are_read_and_said),
	    cmocka_unit_test(what_is_no_length_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
