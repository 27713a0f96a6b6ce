/* SPDX-License-Identifier: MIT */
/* What check says at a terminal, and in a log; see check.h. */
#include "report/check.h"

#include "base/safe.h"
#include "base/text.h"
#include "report/terminal/pen.h"
#include "report/words.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

/* Where what is said of a finding begins. */
enum { LABEL = 13 };

enum kind { IGNORED, FAILED, UNDECIDED };

static enum kind
kind_of(enum hscan_gate_finding finding)
{
	switch (finding) {
	case HSCAN_FINDING_RISK:
	case HSCAN_FINDING_WATCH:
	case HSCAN_FINDING_DEVIATION:
	case HSCAN_FINDING_REGRESSION:
	case HSCAN_FINDING_CLASS:
	case HSCAN_FINDING_UNREACHABLE: return FAILED;
	case HSCAN_FINDING_MISSING:
	case HSCAN_FINDING_STALE:
	case HSCAN_FINDING_OTHER_HEAD:
	case HSCAN_FINDING_PROVISIONAL: return UNDECIDED;
	case HSCAN_FINDING_GOOD:
	case HSCAN_FINDING_NOT_JUDGED: break;
	}
	return IGNORED;
}

static void
write_finding(struct pen *pen, const struct hscan_gate_row *row)
{
	bool failed = kind_of(row->finding) == FAILED;
	struct hscan_buf words;

	if (kind_of(row->finding) == IGNORED)
		return;
	pen->indent = LABEL;
	pen_text(pen, failed ? PEN_BAD : PEN_WARN,
	    hscan_text_of(
		failed
		    ? pen_pick(pen, "\xE2\x96\xB2 failed", "! failed")
		    : pen_pick(pen, "\xE2\x97\x8B undecided", "? undecided")));
	pen_blanks(pen, LABEL - pen->column);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_message(&words, row->why, pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

/* The exit code is no other for it: nobody knows. */
static void
write_suspects(struct pen *pen, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->suspects_len; i++) {
		struct hscan_buf words;

		pen->indent = LABEL;
		pen_text(pen, PEN_WARN, hscan_text_of("  a robot?"));
		pen_blanks(pen, LABEL - pen->column);
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		words_add_suspect(&words, &report->suspects[i], pen->utf8);
		pen_take(pen, PEN_PLAIN, &words);
		pen_line(pen);
	}
}

/* What was to be judged and was not: "; not judged: a, b". Then what has failed
 * with its cause, once: "; c counts with d". */
static void
add_not_judged(
    struct hscan_buf *words, const struct hscan_gate *gate, bool ascii)
{
	const char *before = "; not judged: ";

	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_measure *measure = gate->rows[i].measure;

		if (!measure || measure->because ||
		    gate->rows[i].finding != HSCAN_FINDING_NOT_JUDGED ||
		    measure->verdict == HSCAN_VERDICT_NONE)
			continue;
		(void)hscan_buf_add_string(words, before);
		hscan_add_safe(words, measure->metric->id, ascii);
		before = ", ";
	}
	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_measure *measure = gate->rows[i].measure;

		if (!measure || !measure->because ||
		    gate->rows[i].finding != HSCAN_FINDING_NOT_JUDGED)
			continue;
		(void)hscan_buf_add_string(words, "; ");
		hscan_add_safe(words, measure->metric->id, ascii);
		(void)hscan_buf_add_string(words, " counts with ");
		hscan_add_safe(words, measure->because->id, ascii);
	}
}

/* Else the policy is about the repository as a whole. */
static bool
judges_metrics(const struct hscan_gate *gate)
{
	return (gate->fail_on & ~(unsigned)HSCAN_FAIL_UNREACHABLE) != 0;
}

/* How much the result stands on. */
static void
add_judged(struct hscan_buf *words, const struct hscan_gate *gate, bool ascii)
{
	size_t judged = 0, failed = 0;

	for (size_t i = 0; i < gate->rows_len; i++) {
		bool bad = kind_of(gate->rows[i].finding) == FAILED;

		if (!gate->rows[i].measure) /* the repository as a whole */
			continue;
		failed += bad;
		judged += bad || gate->rows[i].finding == HSCAN_FINDING_GOOD;
	}
	(void)hscan_buf_add_format(words, "; %zu" WORDS_GLUE "metric%s judged",
	    judged, judged == 1 ? "" : "s");
	if (failed > 0)
		(void)hscan_buf_add_format(words, ", %zu failed", failed);
	add_not_judged(words, gate, ascii);
}

static const struct {
	const char *words;
	enum pen_ink ink;
} results[] = {
    [HSCAN_GATE_PASSED] = {"passed", PEN_GOOD},
    [HSCAN_GATE_FAILED] = {"failed", PEN_BAD},
    [HSCAN_GATE_UNDECIDED] = {"undecided", PEN_WARN},
};

/* All that follows the result in its sentence. */
static void
add_why(struct hscan_buf *words, const struct hscan_report *report,
    struct hscan_text also, bool ascii)
{
	const struct hscan_gate *gate = report->gate;

	if (gate->result == HSCAN_GATE_UNDECIDED)
		(void)hscan_buf_add_string(words, ": not enough data");
	if (judges_metrics(gate))
		add_judged(words, gate, ascii);
	/* Else it reads as if it were all that there is. */
	if (!report->complete)
		(void)hscan_buf_add_string(words, "; incomplete");
	(void)hscan_buf_add_text(words, also);
}

static void
write_result(
    struct pen *pen, const struct hscan_report *report, struct hscan_text also)
{
	const struct hscan_gate *gate = report->gate;
	struct hscan_buf words;

	pen->indent = 0;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_name(&words, report, pen->utf8);
	(void)hscan_buf_add_string(&words, ": ");
	pen_take(pen, PEN_STRONG, &words);
	pen_string(pen, results[gate->result].ink, results[gate->result].words);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	add_why(&words, report, also, !pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

/* The first that failed, else the first that could not be judged; NULL: what is
 * wrong is no metric's. */
static const struct hscan_metric *
find_worst(const struct hscan_gate *gate)
{
	const struct hscan_metric *found = NULL;

	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_gate_row *row = &gate->rows[i];

		if (!row->measure || row->finding == HSCAN_FINDING_GOOD)
			continue;
		if (kind_of(row->finding) == FAILED)
			return row->measure->metric;
		if (!found && row->measure->verdict != HSCAN_VERDICT_NONE)
			found = row->measure->metric;
	}
	return judges_metrics(gate) ? found : NULL;
}

static void
write_next(struct pen *pen, const struct hscan_report *report, bool options)
{
	const struct hscan_metric *worst = find_worst(report->gate);
	struct hscan_buf words;

	if (report->gate->result == HSCAN_GATE_PASSED)
		return;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_string(&words,
	    worst ? "Next: healthscan explain " : "Next: healthscan repo");
	if (worst)
		hscan_add_safe(&words, worst->id, !pen->utf8);
	if (worst && worst->own) /* is named by its file */
		(void)hscan_buf_add_string(&words, ".sql");
	(void)hscan_buf_add_char(&words, ' ');
	words_add_argument(&words, report, pen->utf8);
	/* Otherwise it would show other numbers. */
	(void)hscan_buf_add_string(
	    &words, options ? ", with the same options" : "");
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

enum hscan_status
hscan_check_write(const struct hscan_report *report, struct hscan_text also,
    bool options, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct pen pen;

	pen_init(&pen, out, look);
	for (size_t i = 0; i < report->gate->rows_len; i++)
		write_finding(&pen, &report->gate->rows[i]);
	write_suspects(&pen, report);
	write_result(&pen, report, also);
	write_next(&pen, report, options);
	return hscan_buf_check(out, "the result", err);
}

/* --- a log --- */

static void
log_findings(
    const struct hscan_report *report, bool ascii, struct hscan_buf *out)
{
	static const char *const labels[] = {
	    [FAILED] = "failed     ", [UNDECIDED] = "undecided  "};

	for (size_t i = 0; i < report->gate->rows_len; i++) {
		const struct hscan_gate_row *row = &report->gate->rows[i];

		if (kind_of(row->finding) == IGNORED)
			continue;
		(void)hscan_buf_add_string(out, labels[kind_of(row->finding)]);
		hscan_add_safe(out, row->why, ascii);
		(void)hscan_buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < report->suspects_len; i++) {
		(void)hscan_buf_add_string(out, "a robot?   ");
		words_add_suspect(out, &report->suspects[i], !ascii);
		(void)hscan_buf_add_char(out, '\n');
	}
}

enum hscan_status
hscan_check_write_log(const struct hscan_report *report, struct hscan_text also,
    bool utf8, struct hscan_buf *out, struct hscan_error *err)
{
	size_t from = out->len;

	log_findings(report, !utf8, out);
	words_add_name(out, report, utf8);
	(void)hscan_buf_add_string(out, ": ");
	(void)hscan_buf_add_string(out, results[report->gate->result].words);
	add_why(out, report, also, !utf8);
	(void)hscan_buf_add_char(out, '\n');
	words_unglue(out, from);
	return hscan_buf_check(out, "the result", err);
}
