/* SPDX-License-Identifier: MIT */
/* The badge as a picture, SVG. */
#include "report/badge.h"
#include "report/formats.h"
#include "report/markup.h"
#include "report/width.h"
#include "report/words.h"

enum { HEIGHT = 20 };

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
