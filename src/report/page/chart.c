/* SPDX-License-Identifier: MIT */
/* The trend of a metric as inline SVG; see chart.h. Colours are classes of the
 * page's style, so that they follow light and dark. */
#include "report/page/chart.h"

#include <math.h>

#include "base/text.h"
#include "base/time.h"
#include "report/scale.h"
#include "report/trend_range.h"
#include "report/words.h"

/* In units of the picture. No enumeration, as these meet with fractions. */
static const int WIDTH = 340;
static const int HEIGHT = 132;
/* Of the plot; what its ends are worth stands before it. */
static const int LEFT = 50;
/* Names of the lines across stand behind it. */
static const int RIGHT = 254;
static const int TOP = 14;
static const int BOTTOM = 108;
static const int BELOW = 126; /* baseline of the dates */
static const int BESIDE = 6;
static const int DOWN = 4; /* from the middle of a line to its baseline */
static const int LINE = 13;
static const int MARK = 5;
/* About that many round numbers from end to end. */
static const int STEPS = 4;

struct chart {
	struct page *page;
	const struct hscan_measure *measure;
	struct scale unit;
	double low, high; /* at the bottom and the top, in that unit */
};

/* --- scales --- */

static double
x_of(const struct chart *chart, size_t window)
{
	double last = (double)(chart->measure->trend_len - 1);

	return LEFT + (RIGHT - LEFT) * (double)window / last;
}

/* What lies outside, as an interval may, is drawn at the edge. */
static double
y_of(const struct chart *chart, double value)
{
	double share = (value / chart->unit.size - chart->low) /
		       (chart->high - chart->low);

	if (!(share > 0.0))
		share = 0.0;
	if (share > 1.0)
		share = 1.0;
	return BOTTOM - (BOTTOM - TOP) * share;
}

/* -1 below the scale, 1 above it, 0 on it. */
static int
side_of(const struct chart *chart, double value)
{
	value /= chart->unit.size;
	return (value > chart->high) - (value < chart->low);
}

static void
stretch(struct chart *chart, double value)
{
	value /= chart->unit.size;
	if (value < chart->low)
		chart->low = value;
	if (value > chart->high)
		chart->high = value;
}

static bool
has_own_risk(const struct hscan_measure *measure)
{
	return measure->risk.comparison != HSCAN_NO_BOUND &&
	       measure->metric->risk_from.len == 0;
}

/* The least of 1, 2, 2.5, 5, 10 and the like that is not below `value`. */
static double
round_step(double value)
{
	static const double steps[] = {1.0, 2.0, 2.5, 5.0};
	double power = pow(10.0, floor(log10(value)));

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (value <= steps[i] * power)
			return steps[i] * power;
	return 10.0 * power;
}

/* A bound that would press the line flat is left out. */
static void
stretch_to_bound(struct chart *chart, const struct hscan_bound *bound)
{
	double most = fabs(chart->high) * 3.0 * chart->unit.size;

	if (bound->comparison != HSCAN_NO_BOUND &&
	    (bound->value <= most || chart->high <= 0.0))
		stretch(chart, bound->value);
}

/* From 0 where that is not far, to numbers that are short to write. */
static void
round_ends(struct chart *chart)
{
	double step;

	if (chart->low > 0.0 && chart->low < chart->high * 0.7)
		chart->low = 0.0;
	if (chart->high - chart->low <= 0.0) {
		chart->low = fmin(chart->low, 0.0);
		chart->high =
		    chart->high > chart->low ? chart->high : chart->low + 1.0;
	}
	step = round_step((chart->high - chart->low) / STEPS);
	chart->low = floor(chart->low / step) * step;
	chart->high = ceil(chart->high / step) * step;
}

/* On the line: it is read first, and what is wider is cut. */
static bool
scale(struct chart *chart)
{
	const struct hscan_measure *measure = chart->measure;
	double low = 0.0, high = 0.0;

	if (trend_range(measure->trend, measure->trend_len, &low, &high) < 2)
		return false;
	chart->low = low / chart->unit.size;
	chart->high = high / chart->unit.size;
	stretch_to_bound(chart, &measure->healthy);
	if (has_own_risk(measure))
		stretch_to_bound(chart, &measure->risk);
	round_ends(chart);
	return true;
}

/* --- parts --- */

/* The interval over each run of windows that have one: there along its upper
 * end and back along the lower. */
static void
draw_band(const struct chart *chart)
{
	const struct hscan_value *trend = chart->measure->trend;
	size_t len = chart->measure->trend_len;

	for (size_t from = 0, to; from < len; from = to + 1) {
		to = from;
		while (to < len && trend[to].ci95.known)
			to++;
		if (to - from < 2)
			continue;
		page_raw(chart->page, "<path class=\"band\" d=\"");
		for (size_t i = from; i < to; i++)
			page_format(chart->page, "%c%.1f %.1f",
			    i > from ? 'L' : 'M', x_of(chart, i),
			    y_of(chart, trend[i].ci95.high));
		for (size_t i = to; i > from; i--)
			page_format(chart->page, "L%.1f %.1f",
			    x_of(chart, i - 1),
			    y_of(chart, trend[i - 1].ci95.low));
		page_raw(chart->page, "Z\"/>\n");
	}
}

static void
draw_across(const struct chart *chart, const char *class, double value)
{
	double y = y_of(chart, value);

	page_format(chart->page,
	    "<line class=\"%s\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" "
	    "y2=\"%.1f\"/>\n",
	    class, LEFT, y, RIGHT, y);
}

/* A line across and its name. */
struct across {
	const char *class, *word;
	const struct hscan_bound *bound; /* NULL: only a value */
	double value;
	double y; /* of the name */
};

static size_t
find_across(const struct chart *chart, struct across lines[3])
{
	const struct hscan_measure *measure = chart->measure;
	size_t len = 0;

	if (measure->baseline.known)
		lines[len++] = (struct across){
		    .class = "usual",
		    .word = "usual",
		    .value = measure->baseline.center,
		};
	if (measure->healthy.comparison != HSCAN_NO_BOUND)
		lines[len++] = (struct across){
		    .class = "bound healthy",
		    .word = "healthy",
		    .bound = &measure->healthy,
		    .value = measure->healthy.value,
		};
	if (has_own_risk(measure))
		lines[len++] = (struct across){
		    .class = "bound risk",
		    .word = "risk",
		    .bound = &measure->risk,
		    .value = measure->risk.value,
		};
	for (size_t i = 0; i < len; i++)
		lines[i].y = y_of(chart, lines[i].value) + DOWN;
	return len;
}

/* From the top down, and then so far apart that none hides another; what that
 * pushes out at the bottom moves all of them up. */
static void
spread(struct across lines[3], size_t len)
{
	for (size_t i = 1; i < len; i++)
		for (size_t j = i; j > 0 && lines[j].y < lines[j - 1].y; j--) {
			struct across swap = lines[j];

			lines[j] = lines[j - 1];
			lines[j - 1] = swap;
		}
	for (size_t i = 1; i < len; i++)
		if (lines[i].y < lines[i - 1].y + LINE)
			lines[i].y = lines[i - 1].y + LINE;
	for (size_t i = len; i > 0; i--) {
		double most = BOTTOM + DOWN - (double)(len - i) * LINE;

		if (lines[i - 1].y > most)
			lines[i - 1].y = most;
	}
}

static void
draw_lines_across(const struct chart *chart)
{
	/* Of what has no line here the name says where it would be. */
	static const char *const beyond[] = {
	    " \xE2\x86\x93", "", " \xE2\x86\x91"};
	struct page *page = chart->page;
	struct across lines[3];
	size_t len = find_across(chart, lines);

	for (size_t i = 0; i < len; i++)
		if (side_of(chart, lines[i].value) == 0)
			draw_across(chart, lines[i].class, lines[i].value);
	spread(lines, len);
	for (size_t i = 0; i < len; i++) {
		page_format(page, "<text class=\"%s\" x=\"%d\" y=\"%.1f\">%s ",
		    lines[i].word, RIGHT + BESIDE, lines[i].y, lines[i].word);
		if (lines[i].bound)
			scale_add_bound(
			    &page->words, &chart->unit, lines[i].bound, true);
		else
			scale_add_value(
			    &page->words, &chart->unit, lines[i].value);
		page_words(page);
		page_raw(page, beyond[1 + side_of(chart, lines[i].value)]);
		page_raw(page, "</text>\n");
	}
}

static void
draw_line(const struct chart *chart)
{
	const struct hscan_measure *measure = chart->measure;
	bool on = false;

	page_raw(chart->page, "<path class=\"line\" d=\"");
	for (size_t i = 0; i < measure->trend_len; i++) {
		const struct hscan_number *value = &measure->trend[i].value;

		if (value->known)
			page_format(chart->page, "%c%.1f %.1f", on ? 'L' : 'M',
			    x_of(chart, i), y_of(chart, value->value));
		on = value->known;
	}
	page_raw(chart->page, "\"/>\n");
}

/* What a mouse finds; the table says it to everybody. */
static void
write_point(const struct chart *chart, const struct hscan_value *value)
{
	struct page *page = chart->page;

	page_raw(page, "<title>");
	words_add_time(&page->words, value->window.start);
	(void)hscan_buf_add_string(&page->words, " to ");
	words_add_time(&page->words, value->window.end);
	(void)hscan_buf_add_string(&page->words, ": ");
	scale_add_value(&page->words, &chart->unit, value->value.value);
	(void)hscan_buf_add_format(
	    &page->words, ", n %lld", (long long)value->n);
	if (value->reason)
		(void)hscan_buf_add_format(&page->words, ", %s", value->reason);
	page_words(page);
	page_raw(page, "</title>");
}

/* A circle; what lies beyond the scale is a triangle at its edge. */
static void
draw_point(const struct chart *chart, size_t window)
{
	const struct hscan_measure *measure = chart->measure;
	const struct hscan_value *value = &measure->trend[window];
	bool last = window + 1 == measure->trend_len;
	double x = x_of(chart, window), y = y_of(chart, value->value.value);

	page_format(chart->page, "<%s class=\"point%s%s%s\" ",
	    side_of(chart, value->value.value) ? "path" : "circle",
	    value->reason ? " thin" : "", last ? " now " : "",
	    last ? page_class(measure->verdict) : "");
	if (side_of(chart, value->value.value))
		page_format(chart->page, "d=\"M%.1f %.1fl%d %dh-%dZ\">", x,
		    y - MARK, MARK, 2 * MARK, 2 * MARK);
	else
		page_format(chart->page, "cx=\"%.1f\" cy=\"%.1f\" r=\"%d\">", x,
		    y, last ? 4 : 3);
	write_point(chart, value);
	page_raw(chart->page,
	    side_of(chart, value->value.value) ? "</path>\n" : "</circle>\n");
}

static void
draw_points(const struct chart *chart)
{
	for (size_t i = 0; i < chart->measure->trend_len; i++)
		if (trend_is_drawn(&chart->measure->trend[i].value))
			draw_point(chart, i);
}

/* What does not end where it seems to, above the plot. */
static void
write_cut(const struct chart *chart)
{
	const struct hscan_value *trend = chart->measure->trend;
	size_t len = chart->measure->trend_len, values = 0;
	bool band = false;

	for (size_t i = 0; i < len; i++) {
		/* Only windows beside each other make a band. */
		bool drawn = trend[i].ci95.known &&
			     ((i > 0 && trend[i - 1].ci95.known) ||
				 (i + 1 < len && trend[i + 1].ci95.known));

		values += trend_is_drawn(&trend[i].value) &&
			  side_of(chart, trend[i].value.value) != 0;
		band |= drawn && (side_of(chart, trend[i].ci95.low) != 0 ||
				     side_of(chart, trend[i].ci95.high) != 0);
	}
	if (values == 0 && !band)
		return;
	page_format(chart->page,
	    "<text class=\"cut\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", RIGHT,
	    TOP - BESIDE);
	if (values > 0)
		page_format(chart->page, "%zu value%s%s", values,
		    values == 1 ? "" : "s", band ? " and " : "");
	page_raw(chart->page, band ? "interval cut</text>\n" : " cut</text>\n");
}

/* A triangle above the newest point, or below it where there is no room. */
static void
draw_alert(const struct chart *chart)
{
	const struct hscan_measure *measure = chart->measure;
	double x = RIGHT, y;

	if (measure->verdict != HSCAN_VERDICT_RISK &&
	    measure->baseline.deviation != HSCAN_DEVIATION_WORSE)
		return;
	if (!measure->now.value.known)
		return;
	y = y_of(chart, measure->now.value.value);
	y = y - TOP > 3 * MARK ? y - 3 * MARK : y + 2 * MARK;
	page_format(chart->page,
	    "<path class=\"alert\" d=\"M%.1f %.1fl%d %dh-%dZ\">"
	    "<title>alert</title></path>\n",
	    x, y, MARK, 2 * MARK, 2 * MARK);
}

/* The least and the greatest value of the scale, and the days it spans. */
static void
draw_scale(const struct chart *chart)
{
	const struct hscan_measure *measure = chart->measure;
	struct page *page = chart->page;
	char from[HSCAN_TIME_SIZE], to[HSCAN_TIME_SIZE];

	hscan_format_date(measure->trend[0].window.start, from);
	hscan_format_date(
	    measure->trend[measure->trend_len - 1].window.end, to);
	page_format(page,
	    "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
	    LEFT, BOTTOM, RIGHT, BOTTOM);
	page_format(page,
	    "<text x=\"%d\" y=\"%d\">%s</text>"
	    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
	    LEFT, BELOW, from, RIGHT, BELOW, to);
	page_format(page, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
	    LEFT - BESIDE, TOP + DOWN);
	page_number(page, chart->high);
	page_format(page, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
	    LEFT - BESIDE, BOTTOM + DOWN);
	page_number(page, chart->low);
	page_raw(page, "</text>\n");
}

void
chart_write(struct page *page, const struct hscan_measure *measure)
{
	struct chart chart = {
	    .page = page, .measure = measure, .unit = scale_of(measure)};

	if (measure->trend_len < 2 || !scale(&chart))
		return;
	page_format(page,
	    "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-label=\"",
	    WIDTH, HEIGHT);
	page_text(page, measure->metric->title);
	page_format(page, " over %zu window%s; a table of them follows\">\n",
	    measure->trend_len, measure->trend_len == 1 ? "" : "s");
	draw_band(&chart);
	draw_lines_across(&chart);
	draw_scale(&chart);
	draw_line(&chart);
	draw_points(&chart);
	draw_alert(&chart);
	write_cut(&chart);
	page_raw(page, "</svg>\n");
}
