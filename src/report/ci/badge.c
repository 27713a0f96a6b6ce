/* SPDX-License-Identifier: MIT */
/* The verdict as a badge, and the badge as a picture; see badge.h. */
#include "report/ci/badge.h"

#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/markup.h"
#include "report/width.h"
#include "report/words.h"

enum {
	HEIGHT = 20,
	MOST_COLUMNS = 60, /* of a text; a title may be any length */
};

/* On either side of a text. */
#define PAD ((size_t)6)

/* Wide enough for Verdana at 11 px, whose text is stretched to it anyway. */
#define CHAR_WIDTH 7

/* White text on any of them has a contrast of 4.5 and more. */
static const char *const fills[VERDICTS] = {
    [HSCAN_VERDICT_NONE] = "#0b6cad",
    [HSCAN_VERDICT_UNKNOWN] = "#6a6a6a",
    [HSCAN_VERDICT_HEALTHY] = "#2c7a10",
    [HSCAN_VERDICT_WATCH] = "#9a5b00",
    [HSCAN_VERDICT_RISK] = "#c0341d",
};

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

static size_t
width_of(const struct hscan_buf *words)
{
	return hscan_text_width(hscan_buf_text(words)) * CHAR_WIDTH;
}

/* Stretched to the width, so that it fits with whatever font there is. */
static void
add_text(struct hscan_buf *out, size_t left, const struct hscan_buf *words)
{
	(void)hscan_buf_add_format(out,
	    "<text x=\"%zu\" y=\"14\" textLength=\"%zu\" "
	    "lengthAdjust=\"spacingAndGlyphs\">",
	    left + PAD, width_of(words));
	markup_text(out, hscan_buf_text(words));
	(void)hscan_buf_add_string(out, "</text>\n");
}

static void
add_name(struct hscan_buf *out, const struct badge *badge)
{
	markup_text(out, hscan_buf_text(&badge->label));
	(void)hscan_buf_add_string(out, ": ");
	markup_text(out, hscan_buf_text(&badge->message));
}

static void
add_picture(struct hscan_buf *out, const struct badge *badge)
{
	size_t left = width_of(&badge->label) + 2 * PAD;
	size_t right = width_of(&badge->message) + 2 * PAD;

	(void)hscan_buf_add_format(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" "
	    "height=\"%d\" role=\"img\" aria-label=\"",
	    left + right, HEIGHT);
	add_name(out, badge);
	(void)hscan_buf_add_string(out, "\">\n<title>");
	add_name(out, badge);
	(void)hscan_buf_add_format(out,
	    "</title>\n<clipPath id=\"r\"><rect width=\"%zu\" height=\"%d\" "
	    "rx=\"3\"/></clipPath>\n<g clip-path=\"url(#r)\">"
	    "<rect width=\"%zu\" height=\"%d\" fill=\"#444\"/>"
	    "<rect x=\"%zu\" width=\"%zu\" height=\"%d\" fill=\"%s\"/></g>\n",
	    left + right, HEIGHT, left, HEIGHT, left, right, HEIGHT,
	    fills[badge->verdict]);
	(void)hscan_buf_add_string(out,
	    "<g fill=\"#fff\" font-size=\"11\" "
	    "font-family=\"Verdana,Geneva,DejaVu Sans,sans-serif\">\n");
	add_text(out, 0, &badge->label);
	add_text(out, left, &badge->message);
	(void)hscan_buf_add_string(out, "</g>\n</svg>\n");
}

enum hscan_status
hscan_badge_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct badge badge;

	(void)look; /* a picture looks the same everywhere */
	badge_make(&badge, report);
	add_picture(out, &badge);
	words_drop(out, &badge.label);
	words_drop(out, &badge.message);
	return hscan_buf_check(out, "the badge", err);
}
