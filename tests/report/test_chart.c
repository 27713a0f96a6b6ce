/* SPDX-License-Identifier: MIT */
/* The chart on a page: what its ends are worth, and which lines it has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/page/chart.h"

enum { WINDOWS = 3, PAGE_BYTES = 64 * 1024 };

struct chart_case {
	const char *name;
	double values[WINDOWS];
	struct hscan_bound healthy, risk;
	const char *top, *bottom; /* beside the ends of the scale */
	int lines;                /* across */
	const char *arrow;        /* or NULL */
};

static const struct chart_case cases[] = {
    {.name = "round numbers at the ends",
	.values = {105.25, 8734.13, 64.54},
	.top = ">10000<",
	.bottom = ">0<"},
    {.name = "far from zero",
	.values = {60.7, 60.8, 61.0},
	.top = ">61<",
	.bottom = ">60.7<"},
    {.name = "nothing but zero, and a bound",
	.values = {0, 0, 0},
	.risk = {HSCAN_AT_LEAST, 2},
	.top = ">2<",
	.bottom = ">0<",
	.lines = 1},
    {.name = "nothing but one number",
	.values = {3, 3, 3},
	.top = ">3<",
	.bottom = ">0<"},
    {.name = "bounds within reach",
	.values = {40, 70, 60},
	.healthy = {HSCAN_AT_MOST, 72},
	.risk = {HSCAN_MORE, 168},
	.top = ">200<",
	.bottom = ">0<",
	.lines = 2},
    {.name = "a bound that would press the line flat",
	.values = {1, 2, 3},
	.risk = {HSCAN_MORE, 168},
	.top = ">3<",
	.bottom = ">0<",
	.arrow = "168 \xE2\x86\x91<"},
};

static int
count(const char *text, const char *part)
{
	int found = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		found++;
	return found;
}

static void
check(const struct chart_case *row)
{
	const struct hscan_metric metric = {.title = hscan_text_of(row->name)};
	struct hscan_value trend[WINDOWS] = {0};
	const struct hscan_measure measure = {.metric = &metric,
	    .healthy = row->healthy,
	    .risk = row->risk,
	    .trend = trend,
	    .trend_len = WINDOWS};
	struct hscan_buf out;
	struct page page = {.out = &out};
	const char *top, *bottom;

	for (int i = 0; i < WINDOWS; i++)
		trend[i].value = (struct hscan_number){true, row->values[i]};
	hscan_buf_init(&out, PAGE_BYTES);
	hscan_buf_init(&page.words, PAGE_BYTES);
	chart_write(&page, &measure);
	top = strstr(hscan_buf_string(&out), row->top);
	assert_non_null(top);
	bottom = strstr(top, row->bottom);
	assert_non_null(bottom);
	assert_int_equal(
	    count(hscan_buf_string(&out), "<line class=\"bound"), row->lines);
	assert_int_equal(
	    count(hscan_buf_string(&out), "\xE2\x86\x91<"), row->arrow ? 1 : 0);
	if (row->arrow)
		assert_non_null(strstr(hscan_buf_string(&out), row->arrow));
	hscan_buf_clear(&page.words);
	hscan_buf_clear(&out);
}

static void
the_scale_and_its_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%s\n", cases[i].name);
		check(&cases[i]);
	}
}

/* Of hours, the first with too few samples. */
static void
draw(double first, double high, bool thin, struct hscan_buf *out)
{
	const struct hscan_metric metric = {
	    .title = hscan_text_of("t"), .unit = hscan_text_of("hours")};
	struct hscan_value trend[WINDOWS] = {
	    {.value = {true, first}, .reason = thin ? "low n" : NULL},
	    {.value = {true, 96}, .ci95 = {true, 96, high}},
	    {.value = {true, 120}, .ci95 = {true, 96, 120}},
	};
	const struct hscan_measure measure = {.metric = &metric,
	    .now = trend[WINDOWS - 1],
	    .trend = trend,
	    .trend_len = WINDOWS};
	struct page page = {.out = out};

	hscan_buf_init(out, PAGE_BYTES);
	hscan_buf_init(&page.words, PAGE_BYTES);
	chart_write(&page, &measure);
	hscan_buf_clear(&page.words);
}

/* The line is read first; what is cut for its sake is said. */
static void
what_is_cut_is_said(void **state)
{
	static const struct {
		double first, high;
		bool thin;
		const char *top, *cut; /* NULL: nothing is */
	} rows[] = {
	    {72, 120, true, ">6<", NULL},
	    {72, 2400, true, ">6<", ">interval cut<"},
	    {2400, 120, true, ">5<", ">1 value cut<"},
	    {2400, 2400, true, ">5<", ">1 value and interval cut<"},
	    /* Four times what has enough samples is within reach, and what has
	     * enough itself is never cut. */
	    {480, 120, true, ">20<", NULL},
	    {2400, 120, false, ">100<", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf out;
		int triangles;

		draw(rows[i].first, rows[i].high, rows[i].thin, &out);
		triangles = count(out.ptr, "<path class=\"point thin\"");
		/* In days, as the value is. */
		assert_non_null(strstr(out.ptr, rows[i].top));
		assert_non_null(strstr(out.ptr, ": 5, n 0</title>"));
		if (rows[i].cut)
			assert_non_null(strstr(out.ptr, rows[i].cut));
		else
			assert_null(strstr(out.ptr, " cut<"));
		assert_int_equal(
		    triangles, rows[i].cut && strstr(rows[i].cut, "value"));
		assert_int_equal(
		    triangles + count(out.ptr, "<circle"), WINDOWS);
		hscan_buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_scale_and_its_lines),
	    cmocka_unit_test(what_is_cut_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
