/* SPDX-License-Identifier: MIT */
/* A scan and a comparison that are data: against the files in fixtures/scans
 * that show how they are meant to look, and at every width. With
 * HSCAN_UPDATE=1 the files are written instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/scan.h"
#include "report/width.h"
#include "support/support.h"

#define MAX_BYTES ((size_t)4 * 1024 * 1024)
#define AS_OF     INT64_C(1787356800) /* 2026-08-22 */
#define NONE      (-1e308)

enum { ENTRIES = 5, METRICS = 4 };

static const struct hscan_metric metrics[METRICS] = {
    {
	.id = {"pr_merge_cycle", 14},
	.title = {"PR merge cycle", 14},
	.unit = {"hours", 5},
	.better = HSCAN_BETTER_LOWER,
    },
    {
	.id = {"issue_close_rate", 16},
	.title = {"Issue close rate", 16},
	.unit = {"%", 1},
	.better = HSCAN_BETTER_HIGHER,
	.statistic = HSCAN_STAT_SHARE,
    },
    {
	.id = {"doc_update_frequency", 20},
	.title = {"Documentation updates", 21},
	.unit = {"commits/week", 12},
	.better = HSCAN_BETTER_HIGHER,
	.statistic = HSCAN_STAT_RATE,
	.subject = HSCAN_SUBJECT_COMMIT,
    },
    {
	.id = {"doc_share", 9},
	.title = {"Documentation share", 19},
	.unit = {"%", 1},
	.better = HSCAN_BETTER_NEUTRAL,
	.statistic = HSCAN_STAT_SHARE,
    },
};

/* The third has failed in this run, the last was never read. */
static const struct {
	const char *host, *name;
	enum hscan_life_class life_class;
	enum hscan_verdict verdict;
	const char *evidence;
	double values[METRICS], percentiles[METRICS], score;
	const char *why;
} table[ENTRIES] = {
    {"github.com", "sample/meadow", HSCAN_LIFE_ACTIVE, HSCAN_VERDICT_HEALTHY,
	"90 human commits in 90 days", {40, 90, 4, 30}, {100, 50, 100, 50},
	83.3333, NULL},
    {"local", "src/\x1b[31mred", HSCAN_LIFE_MAINTENANCE, HSCAN_VERDICT_WATCH,
	"3 human commits in 90 days, 2 releases in a year", {NONE, NONE, 2, 40},
	{NONE, NONE, 50, 100}, 50, NULL},
    {"ghe.example", "team/a-name-that-is-longer-than-the-column-for-it",
	HSCAN_LIFE_DORMANT, HSCAN_VERDICT_RISK, "last human commit 2024-01-02",
	{300, 20, 0, 0}, {0, 0, 0, 0}, 0,
	"ghe.example/team/a-name-that-is-longer-than-the-column-for-it: no "
	"answer from the server; run again later"},
    {"github.com", "sample/few", HSCAN_LIFE_NEW, HSCAN_VERDICT_UNKNOWN,
	"created 2026-08-01", {1, 100, NONE, NONE}, {50, 100, NONE, NONE}, 75,
	NULL},
    {NULL, "sample/gone", HSCAN_LIFE_UNKNOWN, HSCAN_VERDICT_NONE, NULL, {0},
	{0}, 0, "sample/gone: HTTP 404: no such repository"},
};

/* What a policy of classes and risk says of them. */
#define TEXT(words) \
	{ \
		words, sizeof(words) - 1 \
	}
static const struct {
	enum hscan_gate_result result;
	struct hscan_text why[2];
	size_t why_len;
} judged[ENTRIES] = {
    {HSCAN_GATE_PASSED, {{NULL, 0}}, 0},
    {HSCAN_GATE_UNDECIDED, {TEXT("pr_merge_cycle: not collected")}, 1},
    {HSCAN_GATE_UNREACHABLE, {TEXT("no answer from the server")}, 1},
    {HSCAN_GATE_FAILED,
	{TEXT("class: new (created 2026-08-01)"),
	    TEXT("a_b: \x1B[31m<b> | `c` % is at risk, and says so in more "
		 "words than a screen is wide")},
	2},
    {HSCAN_GATE_FAILED, {TEXT("unreachable: HTTP 404: no such repository")}, 1},
};

static const struct hscan_scan_turn turns[] = {
    {"github.com", TEXT("sample/meadow"), false, "risk", "healthy"},
    {"local", TEXT("src/\x1B[31mred"), true, "active", "maintenance"},
};

/* What a scan borrows from. */
struct fixture {
	struct hscan_measure measures[ENTRIES][METRICS];
	struct hscan_number percentiles[ENTRIES][METRICS];
	struct hscan_report reports[ENTRIES];
	struct hscan_life lives[ENTRIES];
	struct hscan_scan_entry entries[ENTRIES];
	struct hscan_entry_gate gates[ENTRIES];
	struct hscan_scan_gate gate;
	struct hscan_scan_totals totals;
	struct hscan_scan scan;
};

static struct hscan_number
number(double value)
{
	return (struct hscan_number){value > NONE, value > NONE ? value : 0.0};
}

static void
fill_report(struct fixture *f, size_t at)
{
	for (size_t i = 0; i < METRICS; i++) {
		bool known = table[at].values[i] > NONE;

		f->measures[at][i] = (struct hscan_measure){
		    .metric = &metrics[i],
		    .verdict = i == 3  ? HSCAN_VERDICT_NONE
			       : known ? table[at].verdict
				       : HSCAN_VERDICT_UNKNOWN,
		    .now =
			{
			    .window = {AS_OF - 30 * HSCAN_DAY_S, AS_OF},
			    .value = number(table[at].values[i]),
			    .n = 10,
			    .reason = known ? NULL : "not collected",
			},
		};
		f->percentiles[at][i] = number(table[at].percentiles[i]);
	}
	f->lives[at] = (struct hscan_life){
	    .life_class = table[at].life_class,
	    .evidence = hscan_text_of(table[at].evidence),
	    .declining = {.reason = "would need --git"},
	    .unanswered = {.reason = "would need --profile full",
		.since = HSCAN_NEVER},
	};
	/* Of one something is known. */
	if (table[at].life_class == HSCAN_LIFE_MAINTENANCE) {
		f->lives[at].declining = (struct hscan_declining){
		    .holds = true, .commits = 3, .usual = 20.5};
		f->lives[at].unanswered =
		    (struct hscan_unanswered){.issues = 12,
			.pull_requests = 3,
			.untold = 2,
			.since = AS_OF - 400 * HSCAN_DAY_S};
		f->lives[at].remarks = hscan_text_of(
		    "declining: 3 human commits in 90 days, usual 20.5");
	}
	f->reports[at] = (struct hscan_report){
	    .version = "0.1.0",
	    .generated_at = AS_OF,
	    .as_of = AS_OF,
	    .synced_at = AS_OF,
	    .complete = !table[at].why,
	    .window = {AS_OF - 30 * HSCAN_DAY_S, AS_OF},
	    .host = table[at].host,
	    .repo = {.id = at == 1 ? -5 : 5,
		.full_name = hscan_text_of(table[at].name),
		.created_at = 0},
	    .measures = f->measures[at],
	    .measures_len = METRICS,
	    .min_samples = 5,
	    .life = &f->lives[at],
	};
}

static void
fill(struct fixture *f)
{
	*f = (struct fixture){.scan = {.version = "0.1.0"}};
	for (size_t i = 0; i < ENTRIES; i++) {
		f->entries[i] = (struct hscan_scan_entry){
		    .name = hscan_text_of(table[i].name),
		    .failed = table[i].why ? HSCAN_ENET : HSCAN_OK,
		    .why = hscan_text_of(table[i].why),
		    .percentiles = f->percentiles[i],
		};
		if (!table[i].host)
			continue;
		fill_report(f, i);
		f->entries[i].report = &f->reports[i];
		f->entries[i].rank = i + 1;
		f->entries[i].verdict = table[i].verdict;
		f->entries[i].score = number(table[i].score);
	}
	f->scan.generated_at = f->scan.as_of = AS_OF;
	f->scan.window = (struct hscan_window){AS_OF - 30 * HSCAN_DAY_S, AS_OF};
	f->scan.entries = f->entries;
	f->scan.len = ENTRIES;
	f->scan.reports = ENTRIES - 1;
	f->scan.failed = 2;
}

/* The same as scan --fail-on shows it. */
static void
add_gate(struct fixture *f)
{
	f->gate = (struct hscan_scan_gate){
	    .policy = {.fail_on = HSCAN_FAIL_RISK | HSCAN_FAIL_UNREACHABLE,
		.fail_classes =
		    1U << HSCAN_LIFE_NEW | 1U << HSCAN_LIFE_ARCHIVED,
		.min_samples = 5},
	    .passed = 1,
	    .failed = 2,
	    .undecided = 1,
	    .unreachable = 1,
	    .findings = 3,
	    .remark = hscan_text_of("; with a bound, but not computed: "
				    "pr_first_response (--profile full)"),
	};
	f->totals = (struct hscan_scan_totals){
	    .verdicts = {[HSCAN_VERDICT_UNKNOWN] = 1,
		[HSCAN_VERDICT_HEALTHY] = 1,
		[HSCAN_VERDICT_WATCH] = 1,
		[HSCAN_VERDICT_RISK] = 1},
	    .lives = {[HSCAN_LIFE_ACTIVE] = 1,
		[HSCAN_LIFE_NEW] = 1,
		[HSCAN_LIFE_MAINTENANCE] = 1,
		[HSCAN_LIFE_DORMANT] = 1},
	    .compared = 3,
	    .turns = turns,
	    .turns_len = 2,
	};
	for (size_t i = 0; i < ENTRIES; i++) {
		f->gates[i] = (struct hscan_entry_gate){
		    judged[i].result, judged[i].why, judged[i].why_len};
		f->entries[i].gate = &f->gates[i];
	}
	f->scan.order.key = HSCAN_RANK_METRIC;
	f->scan.order.metric = 2;
	f->scan.order.reversed = true;
	f->scan.gate = &f->gate;
	f->scan.totals = &f->totals;
}

typedef enum hscan_status write_fn(const struct hscan_scan *scan,
    const char *format, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

static void
write_scan(write_fn *write, const char *format, const struct hscan_look *look,
    bool gate, struct hscan_buf *out)
{
	struct hscan_error err = {.message = ""};
	struct fixture f;

	fill(&f);
	if (gate)
		add_gate(&f);
	hscan_buf_init(out, MAX_BYTES);
	if (write(&f.scan, format, look, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

static enum hscan_status
write_verdicts(const struct hscan_scan *scan, const char *format,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)format;
	return hscan_scan_verdicts(scan, look, out, err);
}

/* --- against the files --- */

static const struct {
	const char *file;
	write_fn *write;
	const char *format;
	struct hscan_look look;
	bool gate;
} goldens[] = {
    {"scan-80.txt", hscan_scan_write, "table", {80, false, true, false}, false},
    {"scan-200.txt", hscan_scan_write, "table", {200, false, true, false},
	false},
    {"scan-80-ascii.txt", hscan_scan_write, "table", {80, false, false, false},
	false},
    {"scan-120-colour.txt", hscan_scan_write, "table", {120, true, true, false},
	false},
    {"scan.csv", hscan_scan_write, "csv", {80, false, true, false}, false},
    {"scan.json", hscan_scan_write, "json", {80, false, true, false}, false},
    {"scan.ndjson", hscan_scan_write, "ndjson", {80, false, true, false},
	false},
    {"gate-80.txt", hscan_scan_write, "table", {80, false, true, false}, true},
    {"gate-200-colour.txt", hscan_scan_write, "table", {200, true, true, false},
	true},
    {"gate.csv", hscan_scan_write, "csv", {80, false, true, false}, true},
    {"gate.json", hscan_scan_write, "json", {80, false, true, false}, true},
    {"gate.ndjson", hscan_scan_write, "ndjson", {80, false, true, false}, true},
    {"gate.md", hscan_scan_write, "markdown", {80, false, true, false}, true},
    {"gate.html", hscan_scan_write, "html", {80, false, true, false}, true},
    {"gate.github", hscan_scan_write, "github", {80, false, true, false}, true},
    {"gate.xml", hscan_scan_write, "junit", {80, false, true, false}, true},
    {"gate.prom", hscan_scan_write, "prometheus", {80, false, true, false},
	true},
    {"verdicts-80-ascii.txt", write_verdicts, "table",
	{80, false, false, false}, true},
    {"compare-60.txt", hscan_comparison_write, "table",
	{60, false, true, false}, false},
    {"compare-80.txt", hscan_comparison_write, "table",
	{80, false, true, false}, false},
    {"compare-200.txt", hscan_comparison_write, "table",
	{200, false, true, false}, false},
    {"compare-80-ascii.txt", hscan_comparison_write, "table",
	{80, false, false, false}, false},
    {"compare.csv", hscan_comparison_write, "csv", {80, false, true, false},
	false},
    {"compare.json", hscan_comparison_write, "json", {80, false, true, false},
	false},
};
enum { GOLDENS = sizeof(goldens) / sizeof(goldens[0]) };

static void
compare(const char *name, struct hscan_text text)
{
	char path[400];
	char *expected;
	size_t len;

	(void)snprintf(
	    path, sizeof(path), "%s/fixtures/scans/%s", HSCAN_SOURCE_DIR, name);
	if (getenv("HSCAN_UPDATE")) {
		support_write(path, text.ptr, text.len);
		return;
	}
	expected = support_read(path, &len);
	if (len != text.len || memcmp(expected, text.ptr, len) != 0)
		fail_msg("%s differs from this:\n%.*s", name, (int)text.len,
		    text.ptr);
	free(expected);
}

static void
they_look_as_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < GOLDENS; i++) {
		struct hscan_buf out;

		write_scan(goldens[i].write, goldens[i].format,
		    &goldens[i].look, goldens[i].gate, &out);
		compare(goldens[i].file, hscan_buf_text(&out));
		hscan_buf_clear(&out);
	}
}

/* --- at every width --- */

static void
check_lines(struct hscan_text text, unsigned columns)
{
	while (text.ptr) {
		struct hscan_text line = hscan_text_split(&text, '\n');
		struct hscan_text rest = line;

		if (hscan_text_width(line) > columns)
			fail_msg("%u: %.*s", columns, (int)line.len, line.ptr);
		assert_false(line.len > 0 && line.ptr[line.len - 1] == ' ');
		while (rest.len > 0)
			assert_true(hscan_is_printable(hscan_utf8_next(&rest)));
	}
}

static void
they_keep_to_the_screen(void **state)
{
	(void)state;
	for (unsigned columns = 80; columns <= 220; columns++) {
		for (int utf8 = 0; utf8 < 2; utf8++) {
			const struct hscan_look look = {
			    columns, false, utf8 == 1, false};
			struct hscan_buf out;

			write_scan(
			    hscan_scan_write, "table", &look, utf8 == 1, &out);
			check_lines(hscan_buf_text(&out), columns);
			hscan_buf_clear(&out);
			write_scan(hscan_comparison_write, "table", &look,
			    false, &out);
			check_lines(hscan_buf_text(&out), columns);
			hscan_buf_clear(&out);
		}
	}
}

/* --- marks --- */

static void
the_best_and_the_worst_are_marked(void **state)
{
	static const enum hscan_mark expected[ENTRIES][METRICS] = {
	    /* The third follows the size of the project. */
	    {HSCAN_MARK_BEST, HSCAN_MARK_NONE, HSCAN_MARK_NONE},
	    {HSCAN_MARK_NONE, HSCAN_MARK_NONE, HSCAN_MARK_NONE},
	    {HSCAN_MARK_WORST, HSCAN_MARK_WORST, HSCAN_MARK_NONE},
	    {HSCAN_MARK_NONE, HSCAN_MARK_BEST, HSCAN_MARK_NONE},
	};
	struct fixture f;

	(void)state;
	fill(&f);
	for (size_t i = 0; i < ENTRIES - 1; i++)
		for (size_t j = 0; j < METRICS; j++)
			assert_int_equal(hscan_comparison_mark(&f.scan, i, j),
			    expected[i][j]);
	/* All are equal: nobody is. */
	for (size_t i = 0; i < ENTRIES; i++)
		f.percentiles[i][0] = (struct hscan_number){true, 50};
	for (size_t i = 0; i < ENTRIES - 1; i++)
		assert_int_equal(
		    hscan_comparison_mark(&f.scan, i, 0), HSCAN_MARK_NONE);
}

/* --- nothing to show --- */

static void
a_scan_without_reports(void **state)
{
	static const char *const formats[] = {"table", "csv", "json", "ndjson"};
	const struct hscan_look look = {80, false, true, false};
	struct hscan_error err;
	struct fixture f;

	(void)state;
	fill(&f);
	f.scan.entries = &f.entries[ENTRIES - 1];
	f.scan.len = f.scan.failed = 1;
	f.scan.reports = 0;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct hscan_buf out;

		hscan_buf_init(&out, MAX_BYTES);
		assert_int_equal(
		    hscan_scan_write(&f.scan, formats[i], &look, &out, &err),
		    HSCAN_OK);
		assert_non_null(strstr(out.ptr, "sample/gone"));
		hscan_buf_reset(&out);
		assert_int_equal(hscan_comparison_write(
				     &f.scan, formats[i], &look, &out, &err),
		    HSCAN_OK);
		assert_non_null(strstr(out.ptr, "sample/gone"));
		hscan_buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(they_look_as_they_should),
	    cmocka_unit_test(they_keep_to_the_screen),
	    cmocka_unit_test(the_best_and_the_worst_are_marked),
	    cmocka_unit_test(a_scan_without_reports),
	};

	return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
