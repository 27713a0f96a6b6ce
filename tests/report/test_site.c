/* SPDX-License-Identifier: MIT */
/* The page of all repositories where each has its own: what its table has, how
 * large it may become, and the small pictures in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/scan.h"
#include "support/support.h"

#define MAX_BYTES ((size_t)4 * 1024 * 1024)
#define AS_OF     INT64_C(1787356800) /* 2026-08-22 */
#define NONE      (-1.0)              /* a window without a value */

enum { REPOS = 200, METRICS = 30, WINDOWS = 13, TEXT = 128 };

static const struct hscan_look look = {80, false, true, false};

struct fixture {
	char titles[METRICS][TEXT], names[REPOS][TEXT], files[REPOS][TEXT];
	struct hscan_metric metrics[METRICS];
	struct hscan_measure measures[REPOS][METRICS];
	struct hscan_value trend[WINDOWS];
	struct hscan_buf pictures[REPOS];
	struct hscan_text sparks[REPOS][METRICS];
	struct hscan_number percentiles[METRICS];
	struct hscan_life life;
	struct hscan_report reports[REPOS];
	struct hscan_scan_page pages[REPOS];
	struct hscan_scan_entry entries[REPOS];
	struct hscan_scan scan;
};

/* Every fourth metric is judged, from the second on. */
static bool
is_judged(size_t metric)
{
	return metric % 4 == 1;
}

static void
fill_metrics(struct fixture *f)
{
	for (size_t i = 0; i < METRICS; i++) {
		(void)snprintf(
		    f->titles[i], TEXT, "Metric %02zu that is called so", i);
		f->metrics[i] = (struct hscan_metric){
		    .id = hscan_text_of(f->titles[i]),
		    .title = hscan_text_of(f->titles[i]),
		    .unit = hscan_text_of("hours"),
		    .better = HSCAN_BETTER_LOWER,
		};
	}
}

static void
fill_measures(struct fixture *f, size_t repo)
{
	hscan_buf_init(&f->pictures[repo], MAX_BYTES);
	/* As long as a picture can be: up and down from end to end. */
	for (size_t i = 0; i < WINDOWS; i++)
		f->trend[i].value = (struct hscan_number){
		    true, i % 2 ? 1e6 : 1e6 + (double)((repo + i) % 7)};
	hscan_html_spark(f->trend, WINDOWS, &f->pictures[repo]);
	for (size_t i = 0; i < METRICS; i++) {
		f->measures[repo][i] = (struct hscan_measure){
		    .metric = &f->metrics[i],
		    .verdict = is_judged(i) ? HSCAN_VERDICT_HEALTHY
					    : HSCAN_VERDICT_NONE,
		    .now = {.window = {AS_OF - 30 * HSCAN_DAY_S, AS_OF},
			.value = {true, 12345.6789 + (double)repo},
			.n = 10},
		};
		f->sparks[repo][i] = hscan_buf_text(&f->pictures[repo]);
	}
}

static void
fill_repo(struct fixture *f, size_t i)
{
	/* As long as most are. */
	(void)snprintf(
	    f->names[i], TEXT, "organization/component-name-%03zu", i);
	(void)snprintf(
	    f->files[i], TEXT, "organization--component-name-%03zu.html", i);
	fill_measures(f, i);
	f->reports[i] = (struct hscan_report){
	    .version = "0.1.0",
	    .as_of = AS_OF,
	    .synced_at = AS_OF,
	    .complete = true,
	    .window = {AS_OF - 30 * HSCAN_DAY_S, AS_OF},
	    .host = "github.com",
	    .repo = {.id = 5, .full_name = hscan_text_of(f->names[i])},
	    .measures = f->measures[i],
	    .measures_len = METRICS,
	    .life = &f->life,
	};
	f->pages[i] = (struct hscan_scan_page){f->files[i], f->sparks[i]};
	f->entries[i] = (struct hscan_scan_entry){
	    .name = hscan_text_of(f->names[i]),
	    .report = &f->reports[i],
	    .rank = i + 1,
	    .verdict = HSCAN_VERDICT_HEALTHY,
	    .score = {true, 98.7654},
	    .percentiles = f->percentiles,
	    .page = &f->pages[i],
	};
}

static struct fixture *
make(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	fill_metrics(f);
	f->life.life_class = HSCAN_LIFE_MAINTENANCE;
	f->life.evidence = hscan_text_of("2 releases in a year");
	for (size_t i = 0; i < REPOS; i++)
		fill_repo(f, i);
	f->scan = (struct hscan_scan){
	    .version = "0.1.0",
	    .generated_at = AS_OF,
	    .as_of = AS_OF,
	    .window = {AS_OF - 30 * HSCAN_DAY_S, AS_OF},
	    .entries = f->entries,
	    .len = REPOS,
	    .reports = REPOS,
	};
	return f;
}

static void
drop(struct fixture *f)
{
	for (size_t i = 0; i < REPOS; i++)
		hscan_buf_clear(&f->pictures[i]);
	free(f);
}

static struct hscan_text
write_scan(struct fixture *f, const char *format, struct hscan_buf *out)
{
	struct hscan_error err = {.message = ""};

	hscan_buf_init(out, MAX_BYTES);
	if (hscan_scan_write(&f->scan, format, &look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	return hscan_buf_text(out);
}

static size_t
count(const char *text, const char *what)
{
	size_t found = 0;

	while ((text = strstr(text, what)) != NULL) {
		found++;
		text++;
	}
	return found;
}

/* --- the page of all --- */

static void
it_stays_small(void **state)
{
	struct fixture *f = make();
	struct hscan_buf out;
	const char *text = write_scan(f, "html", &out).ptr;

	(void)state;
	assert_int_equal(count(text, "<tr><td"), REPOS);
	assert_int_equal(count(text, "<svg aria-hidden=\"true\""), 6 * REPOS);
	assert_within(out.len, 150000, 300000);
	/* What is said of the class is on the page of its own. */
	assert_null(strstr(text, "2 releases in a year"));
	hscan_buf_clear(&out);
	drop(f);
}

/* The titles of the columns, of two letters each. */
static void
expect_columns(struct fixture *f, const char *expected)
{
	char found[METRICS * 3 + 1] = "";
	struct hscan_buf out;
	const char *text = write_scan(f, "html", &out).ptr;
	size_t len = 0;

	for (const char *at = text; (at = strstr(at, ">Metric ")) != NULL; at++)
		len += (size_t)snprintf(
		    found + len, sizeof(found) - len, "%.2s ", at + 8);
	assert_string_equal(found, expected);
	hscan_buf_clear(&out);
}

static void
what_is_judged_comes_first(void **state)
{
	struct fixture *f = make();
	struct hscan_buf out;

	(void)state;
	expect_columns(f, "01 05 09 13 17 21 ");
	f->scan.order.key = HSCAN_RANK_METRIC;
	f->scan.order.metric = 22;
	expect_columns(f, "22 01 05 09 13 17 ");
	for (size_t i = 0; i < REPOS; i++)
		for (size_t j = 6; j < METRICS; j++)
			f->measures[i][j].verdict = HSCAN_VERDICT_NONE;
	expect_columns(f, "22 01 05 00 02 03 ");
	for (size_t i = 0; i < REPOS; i++)
		f->measures[i][1].now.value.known = false;
	expect_columns(f, "22 05 00 02 03 04 ");
	assert_non_null(strstr(write_scan(f, "html", &out).ptr,
	    " 23 more metrics on the pages of the repositories. 1 more metric "
	    "without a value for any.</p>"));
	hscan_buf_clear(&out);
	/* Without pages there are all of them. */
	for (size_t i = 0; i < REPOS; i++)
		f->entries[i].page = NULL;
	assert_int_equal(
	    count(write_scan(f, "html", &out).ptr, ">Metric "), METRICS - 1);
	hscan_buf_clear(&out);
	drop(f);
}

static void
each_leads_to_its_page(void **state)
{
	struct fixture *f = make();
	struct hscan_buf out;
	const char *text = write_scan(f, "html", &out).ptr;

	(void)state;
	for (size_t i = 0; i < REPOS; i++) {
		char link[3 * TEXT];

		(void)snprintf(link, sizeof(link), "<a href=\"%s\">%s</a>",
		    f->files[i], f->names[i]);
		assert_int_equal(count(text, link), 1);
	}
	assert_null(strstr(text, "https://github.com/"));
	hscan_buf_clear(&out);
	text = write_scan(f, "markdown", &out).ptr;
	assert_non_null(
	    strstr(text, "| [`organization/component-name-007`]"
			 "(organization--component-name-007.html) |"));
	hscan_buf_clear(&out);
	drop(f);
}

/* --- small pictures --- */

static const struct {
	double values[20];
	size_t len;
	const char *path; /* NULL: there is none */
} cases[] = {
    {{1}, 1, NULL},
    {{NONE, 1, NONE}, 3, NULL},
    {{0, 10}, 2, "M0 14l60-12"},
    {{10, 0}, 2, "M0 2l60 12"},
    {{5, 5, 5}, 3, "M0 8l30 0 30 0"},
    {{0, 12, 3}, 3, "M0 14l30-12 30 9"},
    {{NONE, 0, NONE, 12, 6}, 5, "M15 14h0M45 2l15 6"},
    {{0, 12, NONE}, 3, "M0 14l30-12"},
    /* The last 13. */
    {{99, 99, 99, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 16,
	"M0 14l5-1 5-1 5-1 5-1 5-1 5-1 5-1 5-1 5-1 5-1 5-1 5-1"},
    {{0, 1.7e308}, 2, "M0 14l60-12"},
};

static void
pictures_are_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_value trend[20];
		char expected[200] = "";
		struct hscan_buf out;

		memset(trend, 0, sizeof(trend));
		for (size_t j = 0; j < cases[i].len; j++)
			trend[j].value = (struct hscan_number){
			    cases[i].values[j] >= 0.0, cases[i].values[j]};
		hscan_buf_init(&out, 1000);
		hscan_html_spark(trend, cases[i].len, &out);
		if (cases[i].path)
			(void)snprintf(expected, sizeof(expected),
			    "<svg aria-hidden=\"true\">"
			    "<path d=\"%s\"/></svg>",
			    cases[i].path);
		assert_string_equal(hscan_buf_string(&out), expected);
		hscan_buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_stays_small),
	    cmocka_unit_test(what_is_judged_comes_first),
	    cmocka_unit_test(each_leads_to_its_page),
	    cmocka_unit_test(pictures_are_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
