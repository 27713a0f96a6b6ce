/* SPDX-License-Identifier: MIT */
/* The verdict in a few words; see badge.h. */
#include "report/badge.h"

#include "base/safe.h"
#include "metric/unit.h"
#include "report/width.h"
#include "report/words.h"

enum { MOST_COLUMNS = 60 }; /* of a text; a title may be any length */

/* Without glue, and no longer than a badge should be. */
static void
plain(struct hscan_buf *words)
{
	struct hscan_text text;

	words_unglue(words, 0);
	text = hscan_text_fit(hscan_buf_text(words), MOST_COLUMNS);
	hscan_buf_cut(words, text.len);
}

static void
of_metric(struct badge *badge, const struct hscan_measure *measure)
{
	struct hscan_text unit = words_unit(measure->metric);

	badge->verdict = measure->verdict;
	hscan_add_safe(&badge->label, measure->metric->title, false);
	if (!measure->now.value.known) {
		(void)hscan_buf_add_string(&badge->message, "no value");
		return;
	}
	words_add_judged(&badge->message, measure);
	unit = hscan_unit_behind(hscan_buf_text(&badge->message), unit);
	if (unit.len > 0) {
		(void)hscan_buf_add_char(&badge->message, ' ');
		hscan_add_safe(&badge->message, unit, false);
	}
}

void
badge_make(struct badge *badge, const struct hscan_report *report)
{
	size_t counts[VERDICTS];

	hscan_buf_init(&badge->label, (size_t)64 * 1024);
	hscan_buf_init(&badge->message, (size_t)64 * 1024);
	if (report->measures_len == 1) {
		of_metric(badge, &report->measures[0]);
	} else {
		badge->verdict = words_overall(report, counts);
		(void)hscan_buf_add_string(&badge->label, "health");
		words_add_counts(&badge->message, counts);
		if (badge->message.len == 0)
			(void)hscan_buf_add_string(&badge->message, "unknown");
	}
	/* Half of the records make no verdict. */
	if (!report->complete) {
		badge->verdict = HSCAN_VERDICT_UNKNOWN;
		(void)hscan_buf_add_string(&badge->message, " (incomplete)");
	}
	plain(&badge->label);
	plain(&badge->message);
}

void
badge_clear(struct badge *badge)
{
	hscan_buf_clear(&badge->label);
	hscan_buf_clear(&badge->message);
}
