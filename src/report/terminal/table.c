/* SPDX-License-Identifier: MIT */
/* The report as a person reads it in a terminal: the verdict first, then what
 * it rests on, one row a metric, and below it what the rows cannot say. */
#include "report/terminal/table.h"

#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/words.h"

#define MAX_NAME_BYTES  ((size_t)64 * 1024)
#define MAX_WORDS_BYTES ((size_t)1024) /* of our own */

static void
begin_repo_link(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf url;

	/* A clone that is on no forge has no page. */
	if (report->repo.id <= 0)
		return;
	hscan_buf_init(&url, MAX_NAME_BYTES);
	(void)hscan_buf_add_format(&url, "https://%s/", report->host);
	(void)hscan_buf_add_text(&url, report->repo.full_name);
	pen_begin_link(pen, hscan_buf_text(&url));
	if (url.failed == HSCAN_ENOMEM)
		pen->out->failed = HSCAN_ENOMEM;
	hscan_buf_clear(&url);
}

static void
write_name(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_NAME_BYTES);
	words_add_name(&words, report, pen->utf8);
	begin_repo_link(pen, report);
	pen_take(pen, PEN_STRONG, &words);
	pen_end_link(pen);
	if (report->life && report->life->life_class != HSCAN_LIFE_UNKNOWN) {
		hscan_buf_init(&words, MAX_WORDS_BYTES);
		(void)hscan_buf_add_format(&words, " (%s%s)",
		    hscan_life_name(report->life->life_class),
		    report->life->declining.holds ? ", declining" : "");
		pen_take(pen, PEN_PLAIN, &words);
	} else if (report->repo.archived) {
		pen_string(pen, PEN_PLAIN, " (archived)");
	}
	if (report->repo.fork)
		pen_string(pen, PEN_PLAIN, " (fork)");
}

static void
write_verdict(struct pen *pen, const struct hscan_report *report)
{
	size_t counts[VERDICTS];
	enum hscan_verdict overall = words_overall(report, counts);
	bool judged = counts[HSCAN_VERDICT_NONE] < report->measures_len;
	struct hscan_buf words;

	if (words_is_activity(report))
		return;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_string(&words, "  ");
	words_add_verdict(&words, overall, pen->utf8);
	words_add_reach(&words, overall, counts);
	(void)hscan_buf_add_string(&words, judged ? ":" : "");
	pen_take(pen, pen_ink_of(overall), &words);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_char(&words, ' ');
	words_add_counts(&words, counts);
	pen_take(pen, PEN_PLAIN, &words);
}

/* Names the metrics of one verdict. */
static bool
add_titles(struct pen *pen, const struct hscan_report *report,
    enum hscan_verdict verdict, const char *before, struct hscan_buf *out)
{
	bool any = false;

	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->verdict != verdict || measure->because)
			continue;
		(void)hscan_buf_add_string(out, any ? ", " : before);
		hscan_add_safe(out, measure->metric->title, !pen->utf8);
		any = true;
	}
	if (any)
		(void)hscan_buf_add_format(
		    out, WORDS_GLUE "(%s)", hscan_verdict_name(verdict));
	return any;
}

/* What a reader with little time should see. */
static void
write_look_at(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf words;
	bool any;

	hscan_buf_init(&words, MAX_NAME_BYTES);
	any = add_titles(pen, report, HSCAN_VERDICT_RISK, "Look at ", &words);
	any |= add_titles(
	    pen, report, HSCAN_VERDICT_WATCH, any ? ", " : "Look at ", &words);
	pen_take(pen, PEN_PLAIN, &words);
	if (any)
		pen_line(pen);
}

void
table_heading(struct pen *pen, const struct hscan_report *report)
{
	struct hscan_buf words;

	pen->indent = 0;
	write_name(pen, report);
	write_verdict(pen, report);
	pen_line(pen);
	hscan_buf_init(&words, MAX_NAME_BYTES);
	words_add_question(&words, report, pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	if (report->group) {
		hscan_buf_init(&words, MAX_NAME_BYTES);
		words_add_members(&words, report->group, pen->utf8);
		pen_take(pen, PEN_PLAIN, &words);
		pen_line(pen);
	}
	write_look_at(pen, report);
}

enum hscan_status
hscan_table_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct table_omitted omitted = {false, false, false, false};
	struct pen pen;

	pen_init(&pen, out, look);
	table_heading(&pen, report);
	table_warning(&pen, report);
	table_rows(&pen, report, &omitted);
	table_notes(&pen, report, &omitted);
	return hscan_buf_check(out, "the table", err);
}
