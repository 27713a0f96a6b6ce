/* SPDX-License-Identifier: MIT */
/* What /metrics says, and that its length is bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "serve/gauges.h"

static struct serve_gauges *
new_gauges(void)
{
	struct serve_gauges *gauges = calloc(1, sizeof(*gauges));

	assert_non_null(gauges);
	return gauges;
}

static size_t
lines_with(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)); text++)
		count++;
	return count;
}

static void
counts_are_told(void **state)
{
	struct serve_gauges *gauges = new_gauges();
	struct hscan_buf out;
	const char *text;

	(void)state;
	hscan_buf_init(&out, 1 << 20);
	serve_gauges_count(
	    gauges, hscan_text_of("issues.closed"), SERVE_STORED);
	serve_gauges_count(gauges, hscan_text_of("issues"), SERVE_STORED);
	serve_gauges_count(
	    gauges, hscan_text_of("issues\"} 1\nx"), SERVE_PASSED_OVER);
	serve_gauges_refuse(gauges, 401);
	serve_gauges_refuse(gauges, 401);
	serve_gauges_refuse(gauges, 413);
	serve_gauges_see(gauges, hscan_text_of("acme/\"one\"\\\n"), 1700000000);
	gauges->answers = 3;
	gauges->answer_ms = 2045;
	gauges->oldest_s = 17;
	serve_gauges_write(gauges, &out);
	text = hscan_buf_string(&out);
	assert_non_null(
	    strstr(text, "healthscan_receive_deliveries_total{event=\"issues\","
			 "outcome=\"stored\"} 2\n"));
	assert_non_null(
	    strstr(text, "healthscan_receive_deliveries_total{event=\"other\","
			 "outcome=\"passed_over\"} 1\n"));
	assert_non_null(strstr(
	    text, "healthscan_receive_refusals_total{status=\"401\"} 2\n"));
	assert_non_null(strstr(
	    text, "{repository=\"acme/\\\"one\\\"\\\\\\\\n\"} 1700000000\n"));
	assert_non_null(
	    strstr(text, "healthscan_receive_answer_seconds_sum 2.045\n"));
	assert_non_null(strstr(text, "healthscan_receive_lag_seconds 17\n"));
	/* Every name has its help and its type, once. */
	assert_int_equal(
	    lines_with(text, "# HELP "), lines_with(text, "# TYPE "));
	assert_int_equal(
	    lines_with(text, "# TYPE healthscan_receive_refusals_total "), 1);
	hscan_buf_clear(&out);
	free(gauges);
}

static void
there_is_an_end_to_it(void **state)
{
	struct serve_gauges *gauges = new_gauges();
	struct hscan_buf out;
	char name[32];

	(void)state;
	hscan_buf_init(&out, 1 << 20);
	for (int i = 0; i < 3 * SERVE_SEEN; i++) {
		(void)snprintf(name, sizeof(name), "acme/r%d", i);
		serve_gauges_see(gauges, hscan_text_of(name), 1000 + i);
		serve_gauges_count(gauges, hscan_text_of(name), SERVE_STORED);
		serve_gauges_refuse(gauges, (unsigned)(400 + i));
	}
	serve_gauges_write(gauges, &out);
	assert_int_equal(out.failed, HSCAN_OK);
	assert_int_equal(
	    lines_with(hscan_buf_string(&out), "{repository="), SERVE_SEEN);
	assert_int_equal(lines_with(hscan_buf_string(&out), "{event="), 1);
	/* The newest are there. */
	assert_non_null(strstr(hscan_buf_string(&out), name));
	assert_null(strstr(hscan_buf_string(&out), "acme/r1\""));
	hscan_buf_clear(&out);
	free(gauges);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_are_told),
	    cmocka_unit_test(there_is_an_end_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
