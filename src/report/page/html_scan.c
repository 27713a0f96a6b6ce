/* SPDX-License-Identifier: MIT */
/* Many repositories as one page of HTML: a table that can be sorted, and why
 * something is missing from it. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/markup.h"
#include "report/page/page.h"
#include "report/scan.h"
#include "report/words.h"

/* --- cells --- */

static void
write_head(struct page *page, struct hscan_text words, bool number)
{
	page_raw(page, number ? "<th scope=\"col\" class=\"number\">"
			      : "<th scope=\"col\">");
	page_text(page, words);
	page_raw(page, "</th>");
}

static void
write_metric_head(struct page *page, const struct hscan_metric *metric)
{
	page_raw(page, "<th scope=\"col\" class=\"number\">");
	words_add_title(&page->words, metric, true);
	page_words(page);
	page_raw(page, "</th>");
}

static void
write_name(struct page *page, const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;
	struct hscan_buf url, name;

	if (!report) {
		page_text(page, entry->name);
		return;
	}
	hscan_buf_init(&url, (size_t)64 * 1024);
	hscan_buf_init(&name, (size_t)64 * 1024);
	words_add_name(&name, report, true);
	if (entry->page) {
		page_format(page, "<a href=\"%s\">", entry->page->file);
		markup_take(page->out, &name);
		page_raw(page, "</a>");
		return;
	}
	if (report->repo.id > 0) {
		(void)hscan_buf_add_format(&url, "https://%s/", report->host);
		markup_segment(&url, report->repo.full_name);
	}
	page_link(page, hscan_buf_text(&url), hscan_buf_text(&name));
	words_drop(page->out, &name);
	words_drop(page->out, &url);
}

/* Begins the cell of a value, of the class of its verdict: there are thousands,
 * so nothing is said twice. */
static void
begin_value(struct page *page, const struct hscan_measure *measure)
{
	page_raw(page, "<td");
	if (measure->verdict != HSCAN_VERDICT_NONE)
		page_format(
		    page, " class=\"%s\"", page_class(measure->verdict));
}

/* The value and its verdict, or the number of the reason. */
static void
write_value(struct page *page, const struct hscan_measure *measure,
    struct scan_reasons *reasons)
{
	const struct hscan_value *now = &measure->now;

	if (now->value.known) {
		words_add_judged(&page->words, measure);
		page_words(page);
	}
	if (measure->verdict >= HSCAN_VERDICT_HEALTHY) {
		page_raw(page, " <b>");
		words_add_verdict(&page->words, measure->verdict, true);
		page_words(page);
		page_raw(page, "</b>");
	}
	if (now->reason)
		page_format(page, " <small>[%zu]</small>",
		    scan_reason(reasons, now->reason));
}

static void
write_spark(struct page *page, const struct hscan_scan_page *own, size_t metric)
{
	if (own && own->sparks)
		(void)hscan_buf_add_text(page->out, own->sparks[metric]);
}

/* Ends the tag of a cell with a number to sort by; others are sorted by what
 * they say. */
static void
add_key(struct page *page, struct hscan_number number)
{
	page_raw(page, " data-key=\"");
	if (number.known && isfinite(number.value))
		page_format(page, "%.10g", number.value);
	page_raw(page, "\">");
}

/* --- notes --- */

static void
write_header(struct page *page, const struct hscan_scan *scan, const char *what)
{
	page_format(page, "<header>\n<h1>%s</h1>\n<p class=\"lead\">", what);
	scan_add_count(&page->words, scan);
	page_words(page);
	if (scan->failed > 0)
		page_format(page, ", <b class=\"risk\">%zu of them failed</b>",
		    scan->failed);
	if (scan->order.key != HSCAN_RANK_AS_GIVEN) {
		page_raw(page, "; ");
		scan_add_order(&page->words, scan, true);
		page_words(page);
	}
	page_raw(page, ".</p>\n<p>As of ");
	page_time(page, scan->as_of);
	page_raw(page, ", window from ");
	page_time(page, scan->window.start);
	page_raw(page, " to ");
	page_time(page, scan->window.end);
	words_add_scan_clock(&page->words, scan);
	page_words(page);
	page_raw(page, ".</p>\n</header>\n");
}

static void
write_failures(struct page *page, const struct hscan_scan *scan)
{
	if (scan->failed == 0)
		return;
	page_section(page, "failed", "Failed");
	page_raw(page, "<ul>\n");
	for (size_t i = 0; i < scan->len; i++) {
		if (scan->entries[i].failed == HSCAN_OK)
			continue;
		page_raw(page, "<li>");
		page_text(page, scan->entries[i].why);
		page_raw(page, "</li>\n");
	}
	page_raw(page, "</ul>\n</section>\n");
}

static void
write_partial(struct page *page, const struct hscan_scan *scan)
{
	bool any = false;

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (!scan_is_partial(&scan->entries[i]))
			continue;
		if (!any) {
			page_section(page, "incomplete", "Incomplete");
			page_raw(page, "<ul>\n");
		}
		any = true;
		page_raw(page, "<li>");
		words_add_name(&page->words, report, true);
		page_words(page);
		page_raw(page, ": ");
		words_add_missing(&page->words, report, true);
		page_words(page);
		page_raw(page, "</li>\n");
	}
	page_raw(page, any ? "</ul>\n</section>\n" : "");
}

static void
write_reasons(struct page *page, const struct scan_reasons *reasons)
{
	if (reasons->len == 0)
		return;
	page_section(page, "reasons", "Why something is not there");
	page_raw(page, "<ol>\n");
	for (size_t i = 0; i < reasons->len; i++) {
		page_raw(page, "<li>");
		page_prose(page, hscan_text_of(reasons->reasons[i]));
		page_prose(
		    page, hscan_text_of(words_advice(reasons->reasons[i])));
		page_raw(page, "</li>\n");
	}
	page_raw(page, "</ol>\n</section>\n");
}

static void
write_classes(struct page *page, const struct hscan_scan *scan)
{
	page_section(page, "classes", "Classes");
	page_raw(page, "<ul>\n");
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (!report || !report->life)
			continue;
		page_raw(page, "<li>");
		write_name(page, &scan->entries[i]);
		page_format(page, ": %s: ", words_life(report));
		words_add_life(&page->words, report->life, true);
		page_words(page);
		page_raw(page, "</li>\n");
	}
	page_raw(page, "</ul>\n</section>\n");
}

static void
begin_table(struct page *page, const char *class, const char *label)
{
	page_format(page,
	    "<div class=\"scroll wide tall\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"%s\"><table class=\"%s\"><thead><tr>",
	    label, class);
}

/* --- the ranked scan --- */

/* Which metrics have a column. */
struct columns {
	size_t *metric;
	size_t len;
	size_t without; /* metrics that have no value for any */
	bool of_pages;  /* each repository has one: the rest is there */
};

/* Beside pages: more than these nobody looks over. */
enum { HEADLINES = 6 };

static bool
is_judged(const struct hscan_scan *scan, size_t metric)
{
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (report &&
		    report->measures[metric].verdict != HSCAN_VERDICT_NONE)
			return true;
	}
	return false;
}

/* What the rows are sorted by, then what is judged, then the others. */
static void
keep_headlines(const struct hscan_scan *scan, struct columns *columns)
{
	size_t first = scan->order.key == HSCAN_RANK_METRIC ? 1 : 0;

	for (size_t i = first; i < columns->len; i++) {
		size_t metric = columns->metric[i];

		if (!is_judged(scan, metric))
			continue;
		memmove(&columns->metric[first + 1], &columns->metric[first],
		    (i - first) * sizeof(metric));
		columns->metric[first++] = metric;
	}
	if (columns->len > HEADLINES)
		columns->len = HEADLINES;
}

/* False: memory ran out. */
static bool
choose_columns(const struct hscan_scan *scan, struct columns *out,
    struct hscan_arena *arena)
{
	const struct hscan_report *any = scan_any(scan);
	size_t all = any ? any->measures_len : 0;

	*out = (struct columns){
	    hscan_arena_alloc(arena, all + 1, sizeof(*out->metric)), 0, 0,
	    false};
	if (!out->metric)
		return false;
	out->len = scan_columns_of(scan, out->metric);
	out->without = all - out->len;
	for (size_t i = 0; i < scan->len; i++)
		out->of_pages |= scan->entries[i].page != NULL;
	if (out->of_pages)
		keep_headlines(scan, out);
	return true;
}

static void
write_entry(struct page *page, const struct hscan_scan_entry *entry,
    const struct columns *columns, struct scan_reasons *reasons)
{
	const struct hscan_report *report = entry->report;
	const struct hscan_number rank = {report != NULL, (double)entry->rank};
	/* The gravest last, as they are in order. */
	const struct hscan_number verdict = {
	    report != NULL, (double)entry->verdict};
	const struct hscan_number none = {false, 0.0};

	page_raw(page, "<tr><td");
	add_key(page, rank);
	if (report)
		page_format(page, "%zu", entry->rank);
	page_raw(page, "</td><th scope=\"row\">");
	write_name(page, entry);
	page_raw(page, entry->failed == HSCAN_OK
			   ? "</th>"
			   : " <b class=\"risk\">failed</b></th>");
	page_format(page, "<td>%s</td><td", report ? words_life(report) : "");
	add_key(page, verdict);
	if (report)
		page_verdict(page, entry->verdict);
	page_raw(page, "</td><td");
	add_key(page, report ? entry->score : none);
	if (report && entry->score.known)
		page_number(page, round(entry->score.value));
	page_raw(page, "</td>");
	for (size_t i = 0; report && i < columns->len; i++) {
		size_t metric = columns->metric[i];
		const struct hscan_measure *measure = &report->measures[metric];

		begin_value(page, measure);
		add_key(page, measure->now.value);
		write_value(page, measure, reasons);
		write_spark(page, entry->page, metric);
		page_raw(page, "</td>");
	}
	for (size_t i = 0; !report && i < columns->len; i++)
		page_raw(page, "<td></td>");
	page_raw(page, "</tr>\n");
}

static void
write_more(struct page *page, size_t more, const char *where)
{
	if (more > 0)
		page_format(page, " %zu more metric%s %s.", more,
		    more == 1 ? "" : "s", where);
}

static void
write_legend(struct page *page, const struct columns *columns, size_t metrics)
{
	page_raw(page,
	    "<p class=\"legend\">Score: how many of the other repositories "
	    "here are worse, in percent: the mean over all metrics. With "
	    "scripts allowed the table is sorted by the heading that is "
	    "pressed, and a long one shows the rows that are chosen.");
	if (columns->of_pages)
		page_raw(page, " A line is the trend of its value over the "
			       "windows, from its least to its greatest.");
	write_more(page, metrics - columns->without - columns->len,
	    "on the pages of the repositories");
	write_more(page, columns->without, "without a value for any");
	page_raw(page, "</p>\n");
}

static void
write_ranking(struct page *page, const struct hscan_scan *scan,
    const struct columns *columns, struct scan_reasons *reasons)
{
	const struct hscan_report *any = scan_any(scan);

	begin_table(page, "sorts", "Repositories, ranked");
	write_head(page, hscan_text_of("#"), true);
	page_raw(page,
	    "<th scope=\"col\" data-filter=\"search\">Repository</th>"
	    "<th scope=\"col\" data-filter=\"choice\">Class</th>"
	    "<th scope=\"col\" class=\"number\" data-filter=\"choice\">"
	    "Status</th>");
	write_head(page, hscan_text_of("Score"), true);
	for (size_t i = 0; i < columns->len; i++)
		write_metric_head(
		    page, any->measures[columns->metric[i]].metric);
	page_raw(page, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < scan->len; i++)
		write_entry(page, &scan->entries[i], columns, reasons);
	page_raw(page, "</tbody></table></div>\n");
	write_legend(page, columns, any ? any->measures_len : 0);
}

static void
write_gate(struct page *page, const struct hscan_scan *scan)
{
	if (!scan->gate)
		return;
	page_section(page, "gate", "The gate");
	page_raw(page, "<p>");
	scan_add_gate(&page->words, scan, false);
	page_words(page);
	page_raw(page, ".</p>\n<ul>\n");
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];

		for (size_t j = 0; j < entry->gate->why_len; j++) {
			page_raw(page, "<li>");
			write_name(page, entry);
			page_format(page, ": <b>%s</b>: ",
			    scan_gate_name(entry->gate->result));
			page_text(page, entry->gate->why[j]);
			page_raw(page, "</li>\n");
		}
	}
	page_raw(page, "</ul>\n</section>\n");
}

static void
write_turned(struct page *page, const struct hscan_scan_turn *turn)
{
	struct hscan_buf name;

	hscan_buf_init(&name, (size_t)64 * 1024);
	words_add_place(&name, turn->host, turn->repo, true);
	page_text(page, hscan_buf_text(&name));
	words_drop(page->out, &name);
}

static void
write_totals(struct page *page, const struct hscan_scan *scan)
{
	const struct hscan_scan_totals *totals = scan->totals;

	if (!totals || scan->reports == 0)
		return;
	page_section(page, "totals", "In all");
	page_raw(page, "<p>");
	scan_add_verdicts(&page->words, scan);
	page_words(page);
	if (scan_has_lives(scan))
		page_raw(page, "; by class: ");
	scan_add_lives(&page->words, scan);
	page_words(page);
	page_raw(page, ".</p>\n");
	page_raw(page, totals->turns_len > 0 ? "<ul>\n" : "");
	for (size_t i = 0; i < totals->turns_len; i++) {
		page_raw(page, "<li>");
		write_turned(page, &totals->turns[i]);
		page_format(page, " was %s, is %s</li>\n",
		    totals->turns[i].from, totals->turns[i].to);
	}
	page_raw(page, totals->turns_len > 0 ? "</ul>\n" : "");
	page_raw(page, "</section>\n");
}

static void
write_page(struct page *page, const struct hscan_scan *scan,
    const struct columns *columns)
{
	struct scan_reasons reasons = {.len = 0};

	page_begin(
	    page, page->out, hscan_text_of("Health of repositories"), true);
	write_header(page, scan, "Health of repositories");
	page_raw(page, "<main>\n");
	write_gate(page, scan);
	write_totals(page, scan);
	write_ranking(page, scan, columns, &reasons);
	write_failures(page, scan);
	write_partial(page, scan);
	write_reasons(page, &reasons);
	if (!columns->of_pages)
		write_classes(page, scan);
	page_raw(page, "</main>\n");
	page_end(page, scan->version, scan->generated_at);
}

enum hscan_status
hscan_scan_html(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct page page = {.out = out};
	struct hscan_arena arena;
	struct columns columns;
	bool room;

	(void)look; /* a browser has its own */
	hscan_arena_init(&arena);
	room = choose_columns(scan, &columns, &arena);
	if (room)
		write_page(&page, scan, &columns);
	hscan_arena_clear(&arena);
	return room ? hscan_buf_check(out, "the page", err)
		    : hscan_no_memory(err);
}

/* --- the comparison --- */

static void
write_heads(struct page *page, const struct hscan_scan *scan)
{
	write_head(page, hscan_text_of("Metric"), false);
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];

		page_raw(page, "<th scope=\"col\" class=\"number\">");
		write_name(page, entry);
		page_raw(page, "<br>");
		if (entry->report)
			page_verdict(page, entry->verdict);
		else
			page_raw(page, "<b class=\"risk\">failed</b>");
		page_raw(page, "</th>");
	}
	page_raw(page, "</tr></thead><tbody>\n");
}

static void
write_metric(struct page *page, const struct hscan_scan *scan, size_t metric,
    struct scan_reasons *reasons)
{
	static const char *const marks[] = {
	    [HSCAN_MARK_NONE] = "",
	    [HSCAN_MARK_BEST] = " <span class=\"best\">best</span>",
	    [HSCAN_MARK_WORST] = " <span class=\"worst\">worst</span>",
	};

	page_raw(page, "<tr><th scope=\"row\">");
	words_add_title(
	    &page->words, scan_any(scan)->measures[metric].metric, true);
	page_words(page);
	page_raw(page, "</th>");
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (!report) {
			page_raw(page, "<td></td>");
			continue;
		}
		begin_value(page, &report->measures[metric]);
		page_raw(page, ">");
		write_value(page, &report->measures[metric], reasons);
		page_raw(page, marks[hscan_comparison_mark(scan, i, metric)]);
		page_raw(page, "</td>");
	}
	page_raw(page, "</tr>\n");
}

enum hscan_status
hscan_comparison_html(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	struct scan_reasons reasons = {.len = 0};
	struct page page;

	(void)look;
	page_begin(
	    &page, out, hscan_text_of("Repositories side by side"), false);
	write_header(&page, scan, "Repositories side by side");
	page_raw(&page, "<main>\n");
	begin_table(&page, "plain", "Metrics of each repository");
	write_heads(&page, scan);
	for (size_t i = 0; any && i < any->measures_len; i++)
		write_metric(&page, scan, i, &reasons);
	page_raw(&page, "</tbody></table></div>\n");
	write_failures(&page, scan);
	write_partial(&page, scan);
	write_reasons(&page, &reasons);
	write_classes(&page, scan);
	page_raw(&page, "</main>\n");
	page_end(&page, scan->version, scan->generated_at);
	return hscan_buf_check(out, "the page", err);
}
