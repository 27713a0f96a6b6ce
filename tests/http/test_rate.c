/* SPDX-License-Identifier: MIT */
/* Waits are counted by the server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "base/text.h"
#include "http/rate.h"

/* 2026-07-01T08:00:00Z */
#define NOW INT64_C(1782892800)

#define DATE "Date: Wed, 01 Jul 2026 08:00:00 GMT\n"

static void
dates(void **state)
{
	(void)state;
	assert_int_equal(hscan_rate_date(hscan_text_of(DATE)), NOW);
	assert_true(
	    hscan_rate_date(hscan_text_of("Date: today\n")) == HSCAN_NEVER);
	assert_true(hscan_rate_date(hscan_text_of("")) == HSCAN_NEVER);
}

static void
retry_after(void **state)
{
	static const struct {
		const char *headers;
		int64_t seconds;
	} rows[] = {
	    {"Retry-After: 60\n", 60},
	    {"retry-after:0\n", 0},
	    {"Retry-After: -5\n", 0},
	    {"Retry-After: 86400\n", 3660},
	    {"Retry-After: Wed, 01 Jul 2026 08:01:30 GMT\n", 90},
	    {"Retry-After: Wed, 01 Jul 2026 07:59:30 GMT\n", 0},
	    {"Retry-After: Wed, 01 Jul 2099 08:00:00 GMT\n", 3660},
	    {"Retry-After:\n", -1},
	    {"Retry-After: soon\n", -1},
	    {"Retry-After: 1.5\n", -1},
	    {DATE, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    hscan_rate_retry_after(hscan_text_of(rows[i].headers), NOW),
		    rows[i].seconds);
}

static void
used_up(void **state)
{
	static const struct {
		struct hscan_http_rate rate;
		bool used_up;
		int64_t wait_s;
	} rows[] = {
	    {{60, 0, NOW + 59}, true, 60},
	    {{60, 0, NOW}, true, 1},
	    {{60, 0, NOW - 1}, false, 0},
	    {{60, 0, NOW - 500}, false, 0},
	    {{60, 0, NOW + 7200}, true, 3660},
	    {{60, 1, NOW + 59}, false, 60},
	    {{-1, -1, -1}, false, 0},
	    {{60, 0, -1}, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    hscan_rate_is_used_up(&rows[i].rate, NOW), rows[i].used_up);
		assert_int_equal(
		    hscan_rate_until_reset(&rows[i].rate, NOW), rows[i].wait_s);
	}
}

static void
how_long(void **state)
{
	static const struct {
		const char *headers;
		struct hscan_http_rate rate;
		int64_t seconds;
	} rows[] = {
	    {"Retry-After: 7\n", {60, 0, NOW + 60}, 7},
	    {"", {60, 0, NOW + 60}, 61},
	    {"", {60, 0, 1}, 0},
	    {"Retry-After:\n", {60, 0, NOW + 60}, 61},
	    {"", {60, 9, NOW + 60}, -1},
	    {"", {60, 0, -1}, -1},
	    {"Retry-After:\n", {-1, -1, -1}, -1},
	    {"", {-1, -1, -1}, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(hscan_rate_wait(hscan_text_of(rows[i].headers),
				     &rows[i].rate, NOW),
		    rows[i].seconds);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dates),
	    cmocka_unit_test(retry_after),
	    cmocka_unit_test(used_up),
	    cmocka_unit_test(how_long),
	};

	return cmocka_run_group_tests_name("http/rate", tests, NULL, NULL);
}
