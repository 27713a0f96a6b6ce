/* SPDX-License-Identifier: MIT */
/* The report as a page of HTML: the verdict and what to look at first, then a
 * card for each metric with its chart, its windows, its samples and what it
 * means. */
#include <string.h>

#include "base/text.h"
#include "metric/parse.h"
#include "report/by_role.h"
#include "report/change_words.h"
#include "report/evidence.h"
#include "report/explanation.h"
#include "report/formats.h"
#include "report/markup.h"
#include "report/page/chart.h"
#include "report/page/page.h"
#include "report/words.h"

/* --- one metric --- */

static void
begin_fact(struct page *page, const char *term)
{
	page_format(page, "<div><dt>%s</dt><dd>", term);
}

static void
end_fact(struct page *page)
{
	page_raw(page, "</dd></div>\n");
}

static void
number_fact(struct page *page, const char *term, const struct scale *scale,
    struct hscan_number number)
{
	if (!number.known)
		return;
	begin_fact(page, term);
	page_scaled(page, scale, number.value);
	end_fact(page);
}

static void
count_fact(struct page *page, const char *term, int64_t count)
{
	begin_fact(page, term);
	page_format(page, "%lld", (long long)count);
	end_fact(page);
}

static void
range_of(struct page *page, const struct scale *scale,
    const struct hscan_interval *interval)
{
	page_scaled(page, scale, interval->low);
	page_raw(page, " to ");
	page_scaled(page, scale, interval->high);
}

static void
usual_fact(struct page *page, const struct scale *scale,
    const struct hscan_baseline *usual)
{
	bool mad = usual->method == HSCAN_BASELINE_MAD;

	if (!usual->known)
		return;
	page_raw(page, "<div class=\"whole\"><dt>usual</dt><dd>");
	page_scaled(page, scale, usual->center);
	page_format(page, " (%s of %zu windows, %s ", mad ? "median" : "mean",
	    usual->windows, mad ? "mad" : "sd");
	page_scaled(page, scale, usual->spread);
	page_raw(page, ")");
	if (usual->z.known) {
		page_raw(page, ", z ");
		page_number(page, usual->z.value);
	}
	if (usual->deviation == HSCAN_DEVIATION_WORSE)
		page_raw(page, ": <b class=\"risk\">worse than usual</b>");
	else if (usual->deviation == HSCAN_DEVIATION_BETTER)
		page_raw(page, ": <b class=\"healthy\">better than usual</b>");
	end_fact(page);
}

static void
change_fact(struct page *page, const struct scale *scale,
    const struct hscan_measure *measure)
{
	if (!change_is_shown(measure))
		return;
	page_raw(page, "<div class=\"whole\"><dt>change</dt><dd>");
	change_add_long(&page->words, measure);
	page_words(page);
	page_raw(page, " from ");
	page_scaled(page, scale, measure->change->from.value);
	if (change_is_marked(measure)) {
		page_raw(page, ": <b>");
		page_string(page, change_mark_means);
		page_raw(page, "</b>");
	} else if (measure->change->beyond_chance == HSCAN_NO) {
		page_raw(page, ": chance alone may make as much");
	}
	end_fact(page);
}

static void
bound_facts(struct page *page, const struct hscan_measure *measure)
{
	const struct hscan_metric *metric = measure->metric;
	const struct scale scale = scale_of(measure);

	if (measure->healthy.comparison != HSCAN_NO_BOUND) {
		begin_fact(page, "healthy");
		page_bound(page, &scale, &measure->healthy, metric);
		end_fact(page);
	}
	if (measure->risk.comparison == HSCAN_NO_BOUND)
		return;
	if (metric->risk_from.len > 0) {
		page_raw(page, "<div class=\"whole\"><dt>risk</dt><dd>when ");
		page_text(page, metric->risk_from);
		page_raw(page, " ");
		words_add_bound(&page->words, &measure->risk, true);
		page_words(page);
	} else {
		begin_fact(page, "risk");
		page_bound(page, &scale, &measure->risk, metric);
	}
	end_fact(page);
}

static void
write_facts(struct page *page, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure), plain = {.size = 1.0};

	page_raw(page, "<dl>\n");
	count_fact(page, "n", measure->now.n);
	if (measure->now.ci95.known) {
		begin_fact(page, "95 %");
		range_of(page, &scale, &measure->now.ci95);
		end_fact(page);
	}
	number_fact(page, "p75", &scale, measure->p75);
	number_fact(page, "p90", &scale, measure->p90);
	number_fact(page, "in the window", &plain, measure->count);
	if (measure->censors && measure->open > 0)
		count_fact(page, "not over yet", measure->open);
	number_fact(
	    page, "with these (Kaplan-Meier)", &scale, measure->km_median);
	if (measure->excluded_bots > 0)
		count_fact(page, "left out: bots", measure->excluded_bots);
	if (measure->excluded_unreadable > 0)
		count_fact(
		    page, "left out: unreadable", measure->excluded_unreadable);
	if (measure->ended_before_began > 0)
		count_fact(page, "left out: ended before it began",
		    measure->ended_before_began);
	change_fact(page, &scale, measure);
	usual_fact(page, &scale, &measure->baseline);
	bound_facts(page, measure);
	page_raw(page, "</dl>\n");
}

/* Closed where there are many; whoever asks for one metric wants it all. */
static void
begin_details(struct page *page, const char *what)
{
	page_format(page, "<details class=\"%s\"%s><summary>", what,
	    page->unfolded ? " open" : "");
}

/* A table that may be wider, and where much is folded away higher, than there
 * is room for; its name is to follow. */
static void
begin_scroll(struct page *page, const char *what)
{
	page_format(page,
	    "<div class=\"scroll%s\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"%s of ",
	    page->unfolded ? " wide" : "", what);
}

static void
write_windows(struct page *page, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);

	begin_details(page, "rows");
	page_format(page, "%zu window%s</summary>\n", measure->trend_len,
	    measure->trend_len == 1 ? "" : "s");
	begin_scroll(page, "Windows");
	page_text(page, measure->metric->title);
	page_raw(page, "\"><table><thead><tr><th scope=\"col\">from</th>"
		       "<th scope=\"col\">to</th>"
		       "<th scope=\"col\" class=\"number\">value</th>"
		       "<th scope=\"col\" class=\"number\">95 %</th>"
		       "<th scope=\"col\" class=\"number\">n</th>"
		       "<th scope=\"col\">note</th></tr></thead><tbody>\n");
	for (size_t i = measure->trend_len; i > 0; i--) {
		const struct hscan_value *value = &measure->trend[i - 1];

		page_raw(page, "<tr><td>");
		page_time(page, value->window.start);
		page_raw(page, "</td><td>");
		page_time(page, value->window.end);
		page_raw(page, "</td><td class=\"number\">");
		if (value->value.known)
			page_scaled(page, &scale, value->value.value);
		page_raw(page, "</td><td class=\"number\">");
		if (value->ci95.known)
			range_of(page, &scale, &value->ci95);
		page_format(page, "</td><td class=\"number\">%lld</td><td>",
		    (long long)value->n);
		page_string(page, value->reason ? value->reason : "");
		page_raw(page, "</td></tr>\n");
	}
	page_raw(page, "</tbody></table></div></details>\n");
}

static void
write_cell(struct page *page, const struct evidence *evidence,
    enum evidence_column column, const struct hscan_sample *sample)
{
	struct hscan_text text =
	    evidence_cell(evidence, column, sample, &page->words);

	page_raw(page,
	    evidence_is_number(column) ? "<td class=\"number\">" : "<td>");
	if (text.len > 0 &&
	    (column == EVIDENCE_BEGAN || column == EVIDENCE_ENDED)) {
		page_raw(page, "<time>");
		page_text(page, text);
		page_raw(page, "</time>");
	} else if (column != EVIDENCE_SUBJECT) {
		page_text(page, text);
	} else {
		page_link(page, sample->link, text);
	}
	page_raw(page, "</td>");
}

static void
write_rows(struct page *page, const struct evidence *evidence,
    const struct hscan_sample *samples, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		page_raw(page, "<tr>");
		for (size_t j = 0; j < evidence->columns_len; j++)
			write_cell(
			    page, evidence, evidence->columns[j], &samples[i]);
		page_raw(page, "</tr>\n");
	}
	hscan_buf_reset(&page->words);
}

static void
write_head(struct page *page, const struct evidence *evidence)
{
	page_raw(page, "<thead><tr>");
	for (size_t i = 0; i < evidence->columns_len; i++)
		page_format(page, "<th scope=\"col\"%s>%s</th>",
		    evidence_is_number(evidence->columns[i])
			? " class=\"number\""
			: "",
		    evidence_heading(evidence, evidence->columns[i]));
	page_raw(page, "</tr></thead>");
}

static void
write_samples(struct page *page, const struct hscan_measure *measure,
    int64_t end, const struct hscan_evidence *samples)
{
	const struct evidence evidence =
	    evidence_of(measure->metric, end, samples->samples, samples->len);

	if (samples->all == 0)
		return;
	begin_details(page, "rows");
	page_format(page, "%zu sample%s</summary>\n", samples->all,
	    samples->all == 1 ? "" : "s");
	begin_scroll(page, "Samples");
	page_text(page, measure->metric->title);
	page_raw(page, "\"><table>");
	write_head(page, &evidence);
	page_raw(page, "<tbody>\n");
	write_rows(page, &evidence, samples->samples, samples->len);
	page_raw(page, "</tbody></table></div>\n");
	evidence_add_roles(&page->words, samples->samples, samples->len);
	if (page->words.len > 0) {
		page_raw(page, "<p>");
		page_words(page);
		page_raw(page, "</p>\n");
	}
	if (samples->len < samples->all) {
		page_format(page, "<p>The first %zu; <code>healthscan explain ",
		    samples->len);
		page_text(page, measure->metric->id);
		page_raw(page, "</code> has all of them.</p>\n");
	}
	page_raw(page, "</details>\n");
}

static void
write_definition(struct page *page, const struct hscan_metric *metric)
{
	struct hscan_text rest = metric->definition, line;
	bool within = false;

	begin_details(page, "meaning");
	page_raw(page, "What it means</summary>\n");
	while (hscan_definition_line(&rest, &line)) {
		line = hscan_text_trim(line);
		if (within && line.len == 0)
			page_raw(page, "</p>\n");
		else if (line.len > 0)
			page_raw(page, within ? " " : "<p>");
		page_prose(page, line);
		within = line.len > 0;
	}
	page_raw(page, within ? "</p>\n" : "");
	if (metric->chaoss.len > 0) {
		page_raw(page, "<p>CHAOSS: ");
		page_link(page, metric->chaoss_url, metric->chaoss);
		page_raw(page, "</p>\n");
	}
	page_raw(page, "<p><code>");
	page_text(page, metric->id);
	page_format(page, "</code>, %s</p></details>\n",
	    hscan_statistic_name(metric->statistic));
}

static void
write_card(struct page *page, const struct hscan_report *report,
    const struct hscan_measure *measure, const struct hscan_evidence *evidence)
{
	const struct hscan_metric *metric = measure->metric;
	const char *reason = measure->now.reason;

	page_format(page, "<article class=\"card %s\" id=\"m-",
	    page_class(measure->verdict));
	page_text(page, metric->id);
	page_raw(page, "\">\n<h3>");
	page_text(page, metric->title);
	page_raw(page, "</h3>\n<p class=\"value\">");
	page_value(page, measure);
	page_raw(page, " ");
	page_verdict(page, measure->verdict);
	page_raw(page, "</p>\n");
	if (reason) {
		page_raw(page, "<p class=\"reason\">");
		page_string(
		    page, measure->now.value.known ? "Not judged: " : "");
		page_prose(page, hscan_text_of(reason));
		page_prose(page, hscan_text_of(words_advice(reason)));
		page_raw(page, "</p>\n");
	}
	chart_write(page, measure);
	write_facts(page, measure);
	if (measure->trend_len > 0)
		write_windows(page, measure);
	if (evidence)
		write_samples(page, measure, report->window.end, evidence);
	write_definition(page, metric);
	page_raw(page, "</article>\n");
}

/* --- the whole --- */

static void
write_name(struct page *page, const struct hscan_report *report)
{
	struct hscan_buf url, name;

	hscan_buf_init(&url, (size_t)64 * 1024);
	hscan_buf_init(&name, (size_t)64 * 1024);
	words_add_name(&name, report, true);
	if (report->repo.id > 0) {
		(void)hscan_buf_add_format(&url, "https://%s/", report->host);
		markup_segment(&url, report->repo.full_name);
	}
	page_link(page, hscan_buf_text(&url), hscan_buf_text(&name));
	words_drop(page->out, &name);
	words_drop(page->out, &url);
}

static void
write_header(struct page *page, const struct hscan_report *report)
{
	size_t counts[VERDICTS];
	enum hscan_verdict overall = words_overall(report, counts);

	page_raw(page, "<header>\n<h1>");
	write_name(page, report);
	if (!words_is_activity(report)) {
		page_raw(page, " ");
		page_verdict(page, overall);
		words_add_reach(&page->words, overall, counts);
		page_words(page);
		page_raw(page, "</h1>\n<p class=\"lead\">");
		words_add_counts(&page->words, counts);
		if (page->words.len == 0)
			page_raw(page, "nothing judged");
		page_words(page);
		page_raw(page, ".</p>\n<p>");
	} else {
		page_raw(page, "</h1>\n<p>");
	}
	words_add_question(&page->words, report, true);
	page_words(page);
	page_raw(page, ".</p>\n");
	if (report->group) {
		page_raw(page, "<p>");
		words_add_members(&page->words, report->group, true);
		page_words(page);
		page_raw(page, ".</p>\n");
	}
	if (report->life) {
		page_format(page, "<p>Lifecycle: <b>%s</b>: ",
		    hscan_life_name(report->life->life_class));
		words_add_life(&page->words, report->life, true);
		page_words(page);
		page_raw(page, ".</p>\n");
	}
	page_raw(page, "</header>\n");
}

/* Whether the alert says no more than the status of a metric that is named. */
static bool
is_status(const struct hscan_alert *alert)
{
	return alert->firing && alert->kind == HSCAN_ALERT_THRESHOLD &&
	       alert->measure && alert->measure->verdict >= HSCAN_VERDICT_WATCH;
}

static void
write_since(struct page *page, const struct hscan_report *report,
    const struct hscan_measure *measure)
{
	for (size_t i = 0; i < report->alerts_len; i++)
		if (report->alerts[i].measure == measure &&
		    is_status(&report->alerts[i])) {
			page_raw(page, ", since ");
			page_time(page, report->alerts[i].since);
		}
}

static void
write_judged(struct page *page, const struct hscan_report *report,
    enum hscan_verdict verdict)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (measure->verdict != verdict || measure->because)
			continue;
		page_raw(page, "<li>");
		page_verdict(page, verdict);
		page_raw(page, " <a href=\"#m-");
		page_text(page, measure->metric->id);
		page_raw(page, "\">");
		page_text(page, measure->metric->title);
		page_raw(page, "</a>: ");
		page_value(page, measure);
		write_since(page, report, measure);
		page_raw(page, "</li>\n");
	}
}

static void
write_alerts(struct page *page, const struct hscan_report *report)
{
	for (size_t i = 0; i < report->alerts_len; i++) {
		const struct hscan_alert *alert = &report->alerts[i];

		if (is_status(alert))
			continue;
		page_format(page, "<li><b class=\"%s\">%s</b> ",
		    alert->firing ? "risk" : "healthy",
		    alert->firing ? "alert" : "cleared");
		words_add_message(&page->words, alert->message, true);
		page_words(page);
		page_raw(page, alert->firing ? "; since " : "; ");
		page_time(page, alert->since);
		page_raw(page, "</li>\n");
	}
}

static void
write_gate(struct page *page, const struct hscan_gate *gate)
{
	static const char *const results[] = {
	    [HSCAN_GATE_PASSED] = "passed",
	    [HSCAN_GATE_FAILED] = "failed",
	    [HSCAN_GATE_UNDECIDED] = "undecided: not enough data",
	};

	page_format(
	    page, "<p>The gate: <b>%s</b>.</p>\n<ul>\n", results[gate->result]);
	for (size_t i = 0; i < gate->rows_len; i++) {
		const struct hscan_gate_row *row = &gate->rows[i];

		if (row->finding == HSCAN_FINDING_GOOD ||
		    row->finding == HSCAN_FINDING_NOT_JUDGED)
			continue;
		page_raw(page, "<li>");
		words_add_message(&page->words, row->why, true);
		page_words(page);
		page_raw(page, "</li>\n");
	}
	page_raw(page, "</ul>\n");
}

static void
write_attention(struct page *page, const struct hscan_report *report)
{
	size_t counts[VERDICTS];

	(void)words_overall(report, counts);
	page_section(page, "look", "What to look at");
	if (!report->complete) {
		page_raw(page, "<p class=\"incomplete\"><b>Incomplete:</b> ");
		words_add_missing(&page->words, report, true);
		page_words(page);
		page_raw(page, ".</p>\n");
	}
	if (report->provisional) {
		page_raw(page, "<p class=\"incomplete\"><b>Provisional:</b> ");
		words_add_provisional(&page->words, report);
		page_words(page);
		page_raw(page, ".</p>\n");
	}
	for (size_t i = 0; i < report->suspects_len; i++) {
		page_raw(page, "<p><b>A robot?</b> ");
		words_add_suspect(&page->words, &report->suspects[i], true);
		page_words(page);
		page_raw(page, "</p>\n");
	}
	if (report->gate)
		write_gate(page, report->gate);
	if (counts[HSCAN_VERDICT_RISK] + counts[HSCAN_VERDICT_WATCH] +
		report->alerts_len ==
	    0) {
		page_raw(page, "<p>Nothing stands out.</p>\n</section>\n");
		return;
	}
	page_raw(page, "<ul>\n");
	write_judged(page, report, HSCAN_VERDICT_RISK);
	write_judged(page, report, HSCAN_VERDICT_WATCH);
	write_alerts(page, report);
	page_raw(page, "</ul>\n</section>\n");
}

/* Those with bounds, or those without. */
static void
write_cards(struct page *page, const struct hscan_report *report, bool judged)
{
	bool any = false;

	for (size_t i = 0; i < report->measures_len; i++)
		any |= by_role_is_judged(report, i) == judged;
	if (!any)
		return;
	page_section(
	    page, judged ? "judged" : "others", judged ? "Judged" : "Measured");
	page_raw(page, "<div class=\"cards\">\n");
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (by_role_is_judged(report, i) == judged)
			write_card(page, report, measure,
			    report->evidence && measure->role == HSCAN_ROLE_NONE
				? &report->evidence[i]
				: NULL);
	}
	page_raw(page, "</div>\n</section>\n");
}

/* Nothing where there are some, or none are asked for. */
static void
write_no_roles(struct page *page, const struct hscan_measure *measure)
{
	const char *why = by_role_why_none(measure);

	if (!why)
		return;
	page_raw(page, "<p>");
	page_text(page, measure->metric->title);
	page_raw(page, " by role: ");
	page_string(page, why);
	page_raw(page, ".</p>\n");
}

static void
write_data(struct page *page, const struct hscan_report *report)
{
	page_section(page, "data", "What it was computed from");
	page_raw(page, "<ul>\n");
	for (size_t i = 0; i < report->coverage_len; i++) {
		if (strcmp(report->coverage[i].stream, "repository") == 0)
			continue;
		page_raw(page, "<li>");
		words_add_stream(&page->words, &report->coverage[i], true);
		page_words(page);
		page_raw(page, "</li>\n");
	}
	page_raw(page, "</ul>\n");
	words_add_spans(&page->words, report);
	if (page->words.len > 0) {
		page_raw(page, "<p>Told by ");
		page_words(page);
		page_raw(page, ".</p>\n");
	}
	if (report->by_role) {
		page_raw(page, "<p>Roles: ");
		page_string(page, by_role_basis);
		page_raw(page, ".</p>\n");
	}
	for (size_t i = 0; i < report->measures_len; i++)
		write_no_roles(page, &report->measures[i]);
	page_raw(page, "<p>Synced ");
	if (report->synced_at == HSCAN_NEVER)
		page_raw(page, "never");
	else
		page_time(page, report->synced_at);
	page_raw(page,
	    ".</p>\n<p class=\"legend\">In a chart a point is a window, a "
	    "hollow one of too few samples; the band is the 95&#160;% "
	    "interval, the dotted line what is usual, and dashed lines are "
	    "the bounds; an arrow says that a line lies beyond the chart, a "
	    "triangle that a value does. What would press the line flat is "
	    "cut. "
	    "<span class=\"risk\">\xE2\x96\xB2</span> marks an "
	    "alert.</p>\n</section>\n");
}

/* What differs between the pages that a report can be. */
struct kind {
	bool unfolded; /* nothing is folded away */
	bool of_many;  /* beside it is the page of all of them */
	bool periods;  /* with the table of a trend */
};

static enum hscan_status
write_page(const struct hscan_report *report, struct kind kind,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf name;
	struct page page;

	hscan_buf_init(&name, (size_t)64 * 1024);
	words_add_name(&name, report, true);
	page_begin(&page, out, hscan_buf_text(&name), false);
	words_drop(out, &name);
	page.unfolded = kind.unfolded;
	if (kind.of_many)
		page_raw(&page, "<nav aria-label=\"Pages\"><p><a "
				"href=\"index.html\">All repositories</a></p>"
				"</nav>\n");
	write_header(&page, report);
	page_raw(&page, "<main>\n");
	write_attention(&page, report);
	if (kind.periods)
		status = page_periods(&page, report, err);
	write_cards(&page, report, true);
	write_cards(&page, report, false);
	write_data(&page, report);
	page_raw(&page, "</main>\n");
	page_end(&page, report->version, report->generated_at);
	return status == HSCAN_OK ? hscan_buf_check(out, "the page", err)
				  : status;
}

enum hscan_status
hscan_trend_html(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_page(report, (struct kind){.periods = true}, out, err);
}

enum hscan_status
hscan_html_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* a browser has its own */
	return write_page(report, (struct kind){.of_many = false}, out, err);
}

enum hscan_status
hscan_html_page(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_page(report, (struct kind){.of_many = true}, out, err);
}

enum hscan_status
hscan_explanation_html(const struct hscan_explanation *explanation,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct hscan_evidence evidence = {
	    explanation->samples, shown, explanation->samples_len};
	struct hscan_report report = *explanation->report;

	(void)look;
	report.evidence = &evidence;
	return write_page(&report, (struct kind){.unfolded = true}, out, err);
}
