/* SPDX-License-Identifier: MIT */
/* What the formats of a scan and of a comparison share; see scan.h. */
#include "report/scan.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "report/words.h"

const struct hscan_report *
scan_any(const struct hscan_scan *scan)
{
	for (size_t i = 0; i < scan->len; i++)
		if (scan->entries[i].report)
			return scan->entries[i].report;
	return NULL;
}

bool
scan_is_partial(const struct hscan_scan_entry *entry)
{
	return entry->failed == HSCAN_OK && entry->report &&
	       !entry->report->complete;
}

size_t
scan_reason(struct scan_reasons *reasons, const char *reason)
{
	for (size_t i = 0; i < reasons->len; i++)
		if (strcmp(reasons->reasons[i], reason) == 0)
			return i + 1;
	if (reasons->len == SCAN_MOST_REASONS)
		return 0;
	reasons->reasons[reasons->len++] = reason;
	return reasons->len;
}

/* --- words --- */

const char *
scan_gate_name(enum hscan_gate_result result)
{
	static const char *const names[] = {
	    [HSCAN_GATE_PASSED] = "passed",
	    [HSCAN_GATE_FAILED] = "failed",
	    [HSCAN_GATE_UNDECIDED] = "undecided",
	    [HSCAN_GATE_UNREACHABLE] = "unreachable",
	};

	return names[result];
}

/* One that failed has no report; no repository is called "@…". */
bool
scan_is_group(const struct hscan_scan_entry *entry)
{
	return entry->report ? entry->report->group != NULL
			     : hscan_text_starts(entry->name, "@");
}

void
scan_add_count(struct hscan_buf *out, const struct hscan_scan *scan)
{
	size_t groups = 0, others;

	for (size_t i = 0; i < scan->len; i++)
		groups += scan_is_group(&scan->entries[i]);
	others = scan->len - groups;
	if (groups > 0)
		(void)hscan_buf_add_format(
		    out, "%zu group%s", groups, groups == 1 ? "" : "s");
	if (groups > 0 && others > 0)
		(void)hscan_buf_add_string(out, " and ");
	if (groups == 0 || others > 0)
		(void)hscan_buf_add_format(out, "%zu %s", others,
		    others == 1 ? "repository" : "repositories");
}

void
scan_add_gate(struct hscan_buf *out, const struct hscan_scan *scan, bool ascii)
{
	const struct hscan_scan_gate *gate = scan->gate;

	scan_add_count(out, scan);
	(void)hscan_buf_add_string(out, ": ");
	if (gate->failed > 0)
		(void)hscan_buf_add_format(out, "%zu failed (%zu finding%s), ",
		    gate->failed, gate->findings,
		    gate->findings == 1 ? "" : "s");
	if (gate->undecided > 0)
		(void)hscan_buf_add_format(
		    out, "%zu undecided, ", gate->undecided);
	if (gate->unreachable > 0)
		(void)hscan_buf_add_format(
		    out, "%zu could not be read, ", gate->unreachable);
	(void)hscan_buf_add_format(out, "%zu passed", gate->passed);
	hscan_add_safe(out, gate->remark, ascii);
}

void
scan_add_name(
    struct hscan_buf *out, const struct hscan_scan_entry *entry, bool utf8)
{
	if (entry->report)
		words_add_name(out, entry->report, utf8);
	else
		hscan_add_safe(out, entry->name, !utf8);
}

void
scan_add_verdicts(struct hscan_buf *out, const struct hscan_scan *scan)
{
	size_t len = out->len;

	words_add_counts(out, scan->totals->verdicts);
	if (out->len == len)
		(void)hscan_buf_add_string(out, "nothing judged");
}

bool
scan_has_lives(const struct hscan_scan *scan)
{
	for (int i = 0; i < HSCAN_LIFE_CLASSES; i++)
		if (scan->totals->lives[i] > 0)
			return true;
	return false;
}

void
scan_add_lives(struct hscan_buf *out, const struct hscan_scan *scan)
{
	const char *before = "";

	for (int i = HSCAN_LIFE_CLASSES; i > 0; i--) {
		enum hscan_life_class life_class =
		    (enum hscan_life_class)(i % HSCAN_LIFE_CLASSES);
		size_t count = scan->totals->lives[life_class];

		if (count == 0)
			continue;
		(void)hscan_buf_add_format(out, "%s%zu" WORDS_GLUE "%s", before,
		    count, hscan_life_name(life_class));
		before = ", ";
	}
}

void
scan_add_order(struct hscan_buf *out, const struct hscan_scan *scan, bool utf8)
{
	static const char *const words[] = {
	    [HSCAN_RANK_AS_GIVEN] = "as given",
	    [HSCAN_RANK_HEALTH] = "by verdict, then score",
	    [HSCAN_RANK_SCORE] = "by score",
	    [HSCAN_RANK_NAME] = "by name",
	    [HSCAN_RANK_CLASS] = "by class, then score",
	    [HSCAN_RANK_METRIC] = "by ",
	};
	const struct hscan_report *any = scan_any(scan);

	(void)hscan_buf_add_string(out, words[scan->order.key]);
	if (scan->order.key == HSCAN_RANK_METRIC && any)
		hscan_add_safe(out,
		    any->measures[scan->order.metric].metric->title, !utf8);
	if (scan->order.reversed)
		(void)hscan_buf_add_string(out, ", the other way round");
}

/* --- columns --- */

bool
scan_has_value(const struct hscan_scan *scan, size_t metric)
{
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_report *report = scan->entries[i].report;

		if (report && report->measures[metric].now.value.known)
			return true;
	}
	return false;
}

size_t
scan_columns_of(const struct hscan_scan *scan, size_t *out)
{
	const struct hscan_report *any = scan_any(scan);
	bool sorted = scan->order.key == HSCAN_RANK_METRIC;
	size_t len = 0;

	if (any && sorted)
		out[len++] = scan->order.metric;
	for (size_t i = 0; any && i < any->measures_len; i++)
		if (!(sorted && i == scan->order.metric) &&
		    scan_has_value(scan, i))
			out[len++] = i;
	return len;
}

/* --- best and worst --- */

/* Fewer open issues, or more people and commits, are no merit of a project but
 * its size. */
static bool
tells_size(const struct hscan_metric *metric)
{
	return (metric->statistic == HSCAN_STAT_COUNT ||
		   metric->statistic == HSCAN_STAT_RATE) &&
	       (metric->subject == HSCAN_SUBJECT_ITEM ||
		   metric->subject == HSCAN_SUBJECT_COMMIT ||
		   metric->subject == HSCAN_SUBJECT_PERSON);
}

static struct hscan_number
percentile_of(const struct hscan_scan *scan, size_t entry, size_t metric)
{
	const struct hscan_number none = {false, 0.0};

	return scan->entries[entry].report
		   ? scan->entries[entry].percentiles[metric]
		   : none;
}

enum hscan_mark
hscan_comparison_mark(
    const struct hscan_scan *scan, size_t entry, size_t metric)
{
	struct hscan_number own = percentile_of(scan, entry, metric);
	const struct hscan_report *report = scan->entries[entry].report;
	bool better = false, worse = false; /* than some other */

	if (!own.known ||
	    report->measures[metric].metric->better == HSCAN_BETTER_NEUTRAL ||
	    tells_size(report->measures[metric].metric))
		return HSCAN_MARK_NONE;
	for (size_t i = 0; i < scan->len; i++) {
		struct hscan_number other = percentile_of(scan, i, metric);

		better = better || (other.known && own.value > other.value);
		worse = worse || (other.known && own.value < other.value);
	}
	if (better == worse)
		return HSCAN_MARK_NONE;
	return better ? HSCAN_MARK_BEST : HSCAN_MARK_WORST;
}
