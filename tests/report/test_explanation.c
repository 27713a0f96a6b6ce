/* SPDX-License-Identifier: MIT */
/* A number opened into its samples says who told them, where that is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/explanation.h"
#include "report/width.h"
#include "support/reports.h"

/* Two issues; the first was told by REST and an archive. */
static void
write_samples_at(unsigned columns, const char *format, unsigned sources,
    struct hscan_buf *out)
{
	static struct report_case it;
	const struct hscan_sample samples[] = {
	    {.subject = hscan_text_of("1"),
		.number = 1,
		.title = hscan_text_of("one"),
		.author = hscan_text_of("ann"),
		.value = 3,
		.sources = sources,
		.began_at = AS_OF - 20 * HSCAN_DAY_S,
		.ended_at = AS_OF - 20 * HSCAN_DAY_S + 3 * 3600},
	    {.subject = hscan_text_of("2"),
		.number = 2,
		.value = 4,
		.began_at = HSCAN_NEVER,
		.ended_at = HSCAN_NEVER},
	};
	const struct hscan_explanation explanation = {&it.report, samples, 2};
	const struct hscan_look look = {columns, false, true, false};
	struct hscan_error err;

	begin_case(&it, "o/n");
	it.report.measures_len = 1;
	it.measures[0].metric = &it.metrics[0];
	it.metrics[0].id = hscan_text_of("mine");
	it.metrics[0].title = hscan_text_of("Mine");
	it.metrics[0].unit = hscan_text_of("hours");
	hscan_buf_init(out, REPORT_BYTES);
	if (hscan_explanation_write(
		&explanation, 2, format, &look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

static void
write_samples(const char *format, unsigned sources, struct hscan_buf *out)
{
	write_samples_at(80, format, sources, out);
}

static const struct {
	const char *format;
	const char *told[2]; /* what is there where it is known */
} formats[] = {
    {"json", {"\"sources\": [\n", "\"rest\",\n        \"archive\"\n"}},
    {"ndjson", {"\"sources\":[\"rest\",\"archive\"]}", "\"ended_at\":null}]"}},
    {"csv", {"subject,number,title,author,value,role,link,began_at,ended_at,"
	     "sources\n1,1,one,ann,3,counted,,2026-08-02T08:00:00Z,"
	     "2026-08-02T11:00:00Z,\"rest, archive\"\n",
		"2,2,,,4,counted,,,,\n"}},
    {"table", {"sources", "rest, archive"}},
    {"html", {"<th scope=\"col\">sources</th></tr>",
		 "<td>one</td><td>rest, archive</td></tr>"}},
};

static void
samples_say_who_told_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct hscan_buf out;

		write_samples(formats[i].format, 1 | 8, &out);
		for (size_t k = 0; k < 2; k++)
			if (!strstr(hscan_buf_string(&out), formats[i].told[k]))
				fail_msg("%s: no %s in\n%s", formats[i].format,
				    formats[i].told[k], hscan_buf_string(&out));
		hscan_buf_clear(&out);
	}
}

static void
nothing_is_said_where_rest_alone_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct hscan_buf out;

		write_samples(formats[i].format, 0, &out);
		assert_null(strstr(hscan_buf_string(&out), "sources"));
		assert_null(strstr(hscan_buf_string(&out), "rest"));
		hscan_buf_clear(&out);
	}
}

/* The source of it is a long line, and the table wide; no date is cut. */
static void
nothing_is_wider_than_the_screen(void **state)
{
	struct hscan_text rest;
	struct hscan_buf out;

	(void)state;
	write_samples_at(60, "table", 1 | 8, &out);
	rest = hscan_buf_text(&out);
	while (rest.ptr) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (hscan_text_width(line) > 60)
			fail_msg("%.*s", (int)line.len, line.ptr);
	}
	assert_non_null(
	    strstr(hscan_buf_string(&out), "2026-08-02  2026-08-02"));
	assert_non_null(strstr(hscan_buf_string(&out), "  3 h  counted"));
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(samples_say_who_told_them),
	    cmocka_unit_test(nothing_is_said_where_rest_alone_told),
	    cmocka_unit_test(nothing_is_wider_than_the_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
