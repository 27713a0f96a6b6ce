/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, as a page for a browser: the curve as a picture
 * and as a table, and the cohorts as a table whose cells are the darker the
 * more of a cohort came. */
#include "base/text.h"
#include "report/formats.h"
#include "report/page/page.h"
#include "report/retention.h"
#include "report/words.h"

/* In units of the picture. */
static const int WIDTH = 340;
static const int HEIGHT = 180;
static const int LEFT = 40;
static const int RIGHT = 330;
static const int TOP = 14;
static const int BOTTOM = 150;
static const int BELOW = 166; /* baseline of what stands under the axis */
static const int DOWN = 4;    /* from the middle of a line to its baseline */
static const double DAYS = 365;
enum { LINES = 4, SHADES = 10 };

struct curve {
	struct page *page;
	const struct hscan_retention *retention;
	double most; /* %, at the top */
};

/* --- the curve --- */

/* What has come again by a step, and between what that lies. */
static double
returned(double survival)
{
	return 100.0 * (1.0 - survival);
}

static struct hscan_interval
range_of(const struct hscan_return_step *step)
{
	double value = returned(step->survival);
	struct hscan_interval range = {true, value, value};

	if (step->ci95.known) {
		range.low = returned(step->ci95.high);
		range.high = returned(step->ci95.low);
	}
	return range;
}

static double
x_of(double days)
{
	return LEFT + (RIGHT - LEFT) * days / DAYS;
}

static double
y_of(const struct curve *curve, double share)
{
	return BOTTOM - (BOTTOM - TOP) * share / curve->most;
}

/* The least of some round numbers that is not below what is drawn. */
static double
find_most(const struct hscan_retention *retention)
{
	static const double round[] = {4, 8, 20, 40, 60, 80};
	double most = 0;

	for (size_t i = 0; i < retention->steps_len; i++) {
		double high = range_of(&retention->steps[i]).high;

		if (high > most)
			most = high;
	}
	for (size_t i = 0; i < sizeof(round) / sizeof(round[0]); i++)
		if (most <= round[i])
			return round[i];
	return 100;
}

/* Until the next step it is as it was. */
static double
until(const struct hscan_retention *retention, size_t step)
{
	return retention
	    ->steps[step + 1 < retention->steps_len ? step + 1 : step]
	    .days;
}

static void
draw_band(const struct curve *curve)
{
	const struct hscan_retention *retention = curve->retention;
	struct page *page = curve->page;

	page_format(page, "<path class=\"band\" d=\"M%d %d", LEFT, BOTTOM);
	for (size_t i = 0; i < retention->steps_len; i++)
		page_format(page, "H%.1fV%.1fH%.1f",
		    x_of(retention->steps[i].days),
		    y_of(curve, range_of(&retention->steps[i]).high),
		    x_of(until(retention, i)));
	for (size_t i = retention->steps_len; i > 0; i--)
		page_format(page, "V%.1fH%.1f",
		    y_of(curve, range_of(&retention->steps[i - 1]).low),
		    x_of(retention->steps[i - 1].days));
	page_raw(page, "Z\"/>\n");
}

static void
draw_line(const struct curve *curve)
{
	const struct hscan_retention *retention = curve->retention;
	struct page *page = curve->page;

	page_format(page, "<path class=\"line\" d=\"M%d %d", LEFT, BOTTOM);
	for (size_t i = 0; i < retention->steps_len; i++)
		page_format(page, "H%.1fV%.1f", x_of(retention->steps[i].days),
		    y_of(curve, returned(retention->steps[i].survival)));
	page_raw(page, "\"/>\n");
}

static void
draw_axes(const struct curve *curve)
{
	static const int days[] = {0, 30, 90, 180, 365};
	struct page *page = curve->page;

	for (int i = 0; i <= LINES; i++) {
		double share = curve->most * i / (double)LINES,
		       y = y_of(curve, share);

		page_format(page,
		    "<line class=\"axis\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" "
		    "y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" "
		    "text-anchor=\"end\">",
		    LEFT, y, RIGHT, y, LEFT - DOWN, y + DOWN);
		page_number(page, share);
		page_raw(page, "%</text>\n");
	}
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		page_format(page,
		    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%d</text>\n",
		    x_of(days[i]), BELOW, days[i] < DAYS ? "middle" : "end",
		    days[i]);
	page_format(
	    page, "<text x=\"%d\" y=\"%d\">days</text>\n", LEFT, HEIGHT - DOWN);
}

/* What it shows stands in the table beside it. */
static void
draw(struct page *page, const struct hscan_retention *retention)
{
	const struct curve curve = {page, retention, find_most(retention)};

	page_format(page,
	    "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-label=\"The share of newcomers who had come again, by days "
	    "since they first contributed; the table has its numbers\">\n",
	    WIDTH, HEIGHT);
	draw_axes(&curve);
	draw_band(&curve);
	draw_line(&curve);
	page_raw(page, "</svg>\n");
}

/* --- tables --- */

static void
write_at(struct page *page, const struct hscan_return_at *at)
{
	page_format(
	    page, "<tr><th scope=\"row\">%lld days</th>", (long long)at->days);
	page_raw(page, "<td class=\"number\">");
	retention_add_value(&page->words, at);
	if (page->words.len == 0)
		page_raw(page, "<span class=\"absent\">not known</span>");
	page_words(page);
	page_raw(page, "</td><td class=\"number\">");
	retention_add_range(&page->words, at, true);
	page_words(page);
	page_format(page, "</td><td class=\"number\">%lld</td></tr>\n",
	    (long long)at->at_risk);
}

static void
write_curve(struct page *page, const struct hscan_retention *retention)
{
	page_section(page, "curve", "How long it took");
	page_raw(page, "<div class=\"beside\">\n");
	draw(page, retention);
	page_raw(page,
	    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"How many had come again\">"
	    "<table class=\"plain\"><caption>Newcomers who had come again"
	    "</caption><thead><tr><th scope=\"col\">within</th>"
	    "<th scope=\"col\" class=\"number\">came again, %</th>"
	    "<th scope=\"col\" class=\"number\">95 %</th>"
	    "<th scope=\"col\" class=\"number\">at risk</th></tr></thead>"
	    "<tbody>\n");
	for (size_t i = 0; i < HSCAN_RETURN_TIMES; i++)
		write_at(page, &retention->at[i]);
	page_raw(page, "</tbody></table></div>\n</div>\n</section>\n");
}

static void
write_share(struct page *page, struct hscan_number share)
{
	int shade = 0;

	if (!share.known) {
		page_raw(page, "<td></td>");
		return;
	}
	/* None at all has no shade. */
	if (share.value > 0.0)
		shade = 1 + (int)(share.value * (SHADES - 1) / 100.0);
	page_format(page, "<td class=\"number shade%d\">", shade);
	retention_add_share(&page->words, share.value);
	page_text(page, hscan_buf_text(&page->words));
	hscan_buf_reset(&page->words);
	page_raw(page, "</td>");
}

static void
write_cohort(
    struct page *page, const struct hscan_cohort *cohort, size_t columns)
{
	const struct hscan_number none = {.known = false};
	char month[RETENTION_MONTH_SIZE];

	page_format(page,
	    "<tr><th scope=\"row\">%s</th><td class=\"number\">%lld%s</td>",
	    retention_month(cohort, month), (long long)cohort->n,
	    cohort->over ? "" : " so far");
	for (size_t i = 0; i < columns; i++)
		write_share(
		    page, i < cohort->len ? retention_share(cohort, i) : none);
	page_raw(page, "</tr>\n");
}

static void
write_cohorts(struct page *page, const struct hscan_retention *retention)
{
	size_t columns = retention_columns(retention);

	page_section(page, "cohorts", "Who still came, by month");
	page_raw(page,
	    "<div class=\"scroll wide\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"Who still came, by month\">"
	    "<table class=\"plain heat\"><caption>");
	page_string(page, retention_heading);
	page_raw(page, "</caption><thead><tr><th scope=\"col\">month</th>"
		       "<th scope=\"col\" class=\"number\">new</th>");
	for (size_t i = 0; i < columns; i++)
		page_format(
		    page, "<th scope=\"col\" class=\"number\">%zu</th>", i);
	page_raw(page, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < retention->cohorts_len; i++)
		write_cohort(page, &retention->cohorts[i], columns);
	page_raw(page, "</tbody></table></div>\n"
		       "<p class=\"legend\">A cell is empty where its month is "
		       "not over, or nobody was new.</p>\n</section>\n");
}

/* --- the whole --- */

static void
write_head(struct page *page, const struct hscan_retention *retention)
{
	page_raw(page, "<header>\n<h1>Newcomers of ");
	words_add_name(&page->words, retention->report, true);
	page_words(page);
	page_raw(page, "</h1>\n<p class=\"lead\">");
	retention_add_lead(&page->words, retention, true);
	page_words(page);
	page_raw(page, ".</p>\n<p>");
	retention_add_question(&page->words, retention);
	page_words(page);
	page_raw(page, ".</p>\n</header>\n");
}

static void
write_notes(struct page *page, const struct hscan_retention *retention)
{
	for (int note = 0; note < RETENTION_NOTES; note++) {
		retention_add_note(&page->words, retention, note, true);
		if (page->words.len == 0)
			continue;
		page_raw(page, "<p class=\"legend\">");
		page_words(page);
		page_raw(page, ".</p>\n");
	}
}

enum hscan_status
hscan_retention_html(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_buf name;
	struct page page;

	(void)look; /* a browser has its own */
	hscan_buf_init(&name, (size_t)64 * 1024);
	(void)hscan_buf_add_string(&name, "Newcomers of ");
	words_add_name(&name, retention->report, true);
	page_begin(&page, out, hscan_buf_text(&name), false);
	words_drop(out, &name);
	write_head(&page, retention);
	page_raw(&page, "<main>\n");
	if (retention->n > 0)
		write_curve(&page, retention);
	if (retention->cohorts_len > 0)
		write_cohorts(&page, retention);
	write_notes(&page, retention);
	page_raw(&page, "</main>\n");
	page_end(
	    &page, retention->report->version, retention->report->generated_at);
	return hscan_buf_check(out, "the page", err);
}
