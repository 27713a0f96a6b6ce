/* SPDX-License-Identifier: MIT */
/* A trend as a line so small that a table may have one in each cell: no axes,
 * no words, whole numbers. Its size and its colour are of the page's style, and
 * a screen reader passes it by: the page of the repository has the windows. */
#include <math.h>

#include "report/formats.h"
#include "report/trend_range.h"

/* In units of the picture, which are pixels: those of a table in the style. */
static const int WIDTH = 60;
static const int TOP = 2;
static const int BOTTOM = 14;

/* As many windows as there usually are. */
enum { MOST = 13 };

struct line {
	const struct hscan_value *trend;
	size_t len;
	double least, greatest;
};

static int
x_of(const struct line *line, size_t window)
{
	return (int)lround(
	    (double)WIDTH * (double)window / (double)(line->len - 1));
}

static int
y_of(const struct line *line, double value)
{
	/* Halved, since the difference of two large numbers may overflow. */
	double range = line->greatest / 2 - line->least / 2;
	double share =
	    range > 0.0 ? (value / 2 - line->least / 2) / range : 0.5;

	share = fmin(fmax(share, 0.0), 1.0);
	return (int)lround(BOTTOM - (BOTTOM - TOP) * share);
}

static bool
is_there(const struct line *line, size_t window)
{
	return window < line->len && trend_is_drawn(&line->trend[window].value);
}

/* Steps from point to point take fewer letters than places do. */
static void
add_step(
    const struct line *line, size_t window, bool first, struct hscan_buf *out)
{
	int across = x_of(line, window) - x_of(line, window - 1);
	int down = y_of(line, line->trend[window].value.value) -
		   y_of(line, line->trend[window - 1].value.value);

	(void)hscan_buf_add_format(out, "%s%d%s%d", first ? "l" : " ", across,
	    down < 0 ? "" : " ", down);
}

static void
add_points(const struct line *line, struct hscan_buf *out)
{
	for (size_t i = 0; i < line->len; i++) {
		if (!is_there(line, i))
			continue;
		if (i > 0 && is_there(line, i - 1)) {
			add_step(line, i, i < 2 || !is_there(line, i - 2), out);
			continue;
		}
		(void)hscan_buf_add_format(out, "M%d %d", x_of(line, i),
		    y_of(line, line->trend[i].value.value));
		/* With no neighbour it is a dot. */
		if (!is_there(line, i + 1))
			(void)hscan_buf_add_string(out, "h0");
	}
}

void
hscan_html_spark(
    const struct hscan_value *trend, size_t len, struct hscan_buf *out)
{
	size_t first = len > MOST ? len - MOST : 0;
	struct line line = {.trend = trend + first, .len = len - first};

	if (line.len < 2 ||
	    trend_range(line.trend, line.len, &line.least, &line.greatest) < 2)
		return;
	(void)hscan_buf_add_string(out, "<svg aria-hidden=\"true\"><path d=\"");
	add_points(&line, out);
	(void)hscan_buf_add_string(out, "\"/></svg>");
}
