/* SPDX-License-Identifier: MIT */
/*
 * Reports in the text format of Prometheus (0.0.4), which is also OpenMetrics:
 * a family of gauges a metric, in base units (seconds, ratios of 1), with the
 * repository as labels. A value that is absent is not there. For the textfile
 * collector of the node exporter.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/scan.h"
#include "report/words.h"

enum { DECIMALS = 6 };

#define MAX_TEXT_BYTES ((size_t)1024 * 1024)

/* --- names and units --- */

static const struct {
	const char *unit;
	const char *base; /* at the end of the family's name */
	double factor;
} units[] = {
    {"hours", "seconds", 3600.0},
    {HSCAN_BUSINESS_UNIT, "business_seconds", 3600.0},
    {"days", "seconds", 86400.0},
    {"weeks", "seconds", 604800.0},
    {"%", "ratio", 0.01},
    {"ratio", "ratio", 1.0},
};
enum { UNITS = sizeof(units) / sizeof(units[0]) };

static double
factor_of(const struct hscan_metric *metric)
{
	for (size_t i = 0; i < UNITS; i++)
		if (hscan_text_is(metric->unit, units[i].unit))
			return units[i].factor;
	return 1.0;
}

/* "healthscan_pr_merge_cycle_seconds": the id, without the unit that it begins
 * or ends with ("days_since_release" is the time since), and the unit that the
 * number is in. */
static void
add_family(struct hscan_buf *out, const struct hscan_metric *metric)
{
	const char *base = NULL;
	struct hscan_text id = metric->id;
	size_t len = metric->unit.len;

	(void)hscan_buf_add_string(out, "healthscan_");
	for (size_t i = 0; i < UNITS && !base; i++)
		if (hscan_text_is(metric->unit, units[i].unit))
			base = units[i].base;
	if (!base || id.len <= len + 1 || strcmp(base, "seconds") != 0) {
		(void)hscan_buf_add_text(out, id);
	} else if (memcmp(id.ptr, metric->unit.ptr, len) == 0 &&
		   id.ptr[len] == '_') {
		(void)hscan_buf_add_string(out, "time");
		id.ptr += len;
		id.len -= len;
		(void)hscan_buf_add_text(out, id);
	} else {
		if (id.ptr[id.len - len - 1] == '_' &&
		    memcmp(id.ptr + id.len - len, metric->unit.ptr, len) == 0)
			id.len -= len + 1;
		(void)hscan_buf_add_text(out, id);
	}
	/* That of a duration is in its unit. */
	if (metric->clock == HSCAN_CLOCK_HOURS &&
	    metric->statistic == HSCAN_STAT_WITHIN)
		(void)hscan_buf_add_string(out, "_business");
	if (base && !hscan_text_ends(metric->id, base))
		(void)hscan_buf_add_format(out, "_%s", base);
}

/* As the value of a label or as help: \, " and line breaks are escaped. */
static void
add_escaped(struct hscan_buf *out, struct hscan_text text)
{
	struct hscan_buf safe;

	hscan_buf_init(&safe, MAX_TEXT_BYTES);
	hscan_add_safe(&safe, text, false);
	for (size_t i = 0; i < safe.len; i++) {
		if (safe.ptr[i] == '\\' || safe.ptr[i] == '"')
			(void)hscan_buf_add_char(out, '\\');
		(void)hscan_buf_add_char(out, safe.ptr[i]);
	}
	words_drop(out, &safe);
}

/* In help a quote stands for itself in the one format and may be escaped in
 * the other, so there is none. */
static void
add_help(struct hscan_buf *out, const struct hscan_metric *metric)
{
	struct hscan_buf plain;

	hscan_buf_init(&plain, MAX_TEXT_BYTES);
	(void)hscan_buf_add_text(&plain, metric->title);
	if (metric->chaoss.len > 0) {
		(void)hscan_buf_add_string(&plain, " (CHAOSS: ");
		(void)hscan_buf_add_text(&plain, metric->chaoss);
		(void)hscan_buf_add_char(&plain, ')');
	}
	for (size_t i = 0; i < plain.len; i++)
		if (plain.ptr[i] == '"')
			plain.ptr[i] = '\'';
	add_escaped(out, hscan_buf_text(&plain));
	words_drop(out, &plain);
}

/* --- samples --- */

/* The reports that go into one exposition: families hold lines of all. */
struct exposition {
	struct hscan_buf *out;
	const struct hscan_report *reports;
	size_t len;
};

static void
begin_family(struct exposition *e, const char *name, const char *help)
{
	(void)hscan_buf_add_format(e->out,
	    "# HELP healthscan_%s %s\n# TYPE healthscan_%s gauge\n", name, help,
	    name);
}

/* host="github.com",repository="owner/name"; of a group repository="@NAME". */
static void
add_labels(struct hscan_buf *out, const struct hscan_report *report)
{
	if (report->host) {
		(void)hscan_buf_add_string(out, "host=\"");
		add_escaped(out, hscan_text_of(report->host));
		(void)hscan_buf_add_string(out, "\",");
	}
	(void)hscan_buf_add_string(out, "repository=\"");
	add_escaped(out, report->repo.full_name);
	(void)hscan_buf_add_char(out, '"');
}

static void
add_number_line(struct hscan_buf *out, double number)
{
	(void)hscan_buf_add_char(out, ' ');
	/* A ratio has two more decimals than the percentage it was. */
	hscan_add_decimal(out, number, DECIMALS);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_plain_line(struct hscan_buf *out, const char *name,
    const struct hscan_report *report, double number)
{
	(void)hscan_buf_add_format(out, "healthscan_%s{", name);
	add_labels(out, report);
	(void)hscan_buf_add_char(out, '}');
	add_number_line(out, number);
}

/* A line of a family that has the metric among its labels; `more` may be "". */
static void
add_metric_line(struct hscan_buf *out, const char *name,
    const struct hscan_report *report, struct hscan_text metric,
    const char *more, double number)
{
	(void)hscan_buf_add_format(out, "healthscan_%s{", name);
	add_labels(out, report);
	(void)hscan_buf_add_string(out, ",metric=\"");
	add_escaped(out, metric);
	(void)hscan_buf_add_format(out, "\"%s}", more);
	add_number_line(out, number);
}

/* --- families --- */

static void
write_values(struct exposition *e, size_t at)
{
	const struct hscan_metric *metric = e->reports[0].measures[at].metric;
	bool any = false;

	for (size_t i = 0; i < e->len; i++) {
		const struct hscan_number *value =
		    &e->reports[i].measures[at].now.value;

		if (!value->known)
			continue;
		if (!any) {
			(void)hscan_buf_add_string(e->out, "# HELP ");
			add_family(e->out, metric);
			(void)hscan_buf_add_char(e->out, ' ');
			add_help(e->out, metric);
			(void)hscan_buf_add_string(e->out, "\n# TYPE ");
			add_family(e->out, metric);
			(void)hscan_buf_add_string(e->out, " gauge\n");
		}
		any = true;
		add_family(e->out, metric);
		(void)hscan_buf_add_char(e->out, '{');
		add_labels(e->out, &e->reports[i]);
		(void)hscan_buf_add_char(e->out, '}');
		add_number_line(e->out, value->value * factor_of(metric));
	}
}

static void
write_samples(struct exposition *e)
{
	begin_family(e, "metric_samples",
	    "Number of records a metric was computed from.");
	for (size_t i = 0; i < e->len; i++)
		for (size_t j = 0; j < e->reports[i].measures_len; j++) {
			const struct hscan_measure *m =
			    &e->reports[i].measures[j];

			if (m->now.value.known || m->now.n > 0)
				add_metric_line(e->out, "metric_samples",
				    &e->reports[i], m->metric->id, "",
				    (double)m->now.n);
		}
}

/* One line a status, of which one is 1. */
static void
write_status(struct exposition *e)
{
	begin_family(e, "metric_status",
	    "1 for the status that a metric with bounds has, 0 for the "
	    "others.");
	for (size_t i = 0; i < e->len; i++)
		for (size_t j = 0; j < e->reports[i].measures_len; j++) {
			const struct hscan_measure *m =
			    &e->reports[i].measures[j];

			for (int v = HSCAN_VERDICT_UNKNOWN;
			     v <= HSCAN_VERDICT_RISK; v++) {
				char label[40];

				if (m->verdict == HSCAN_VERDICT_NONE)
					continue;
				(void)snprintf(label, sizeof(label),
				    ",status=\"%s\"",
				    hscan_verdict_name((enum hscan_verdict)v));
				add_metric_line(e->out, "metric_status",
				    &e->reports[i], m->metric->id, label,
				    (int)m->verdict == v);
			}
		}
}

static void
write_deviations(struct exposition *e)
{
	begin_family(e, "metric_deviation",
	    "How many standard deviations a metric is from what is usual for "
	    "the repository.");
	for (size_t i = 0; i < e->len; i++)
		for (size_t j = 0; j < e->reports[i].measures_len; j++) {
			const struct hscan_measure *m =
			    &e->reports[i].measures[j];

			if (m->baseline.z.known)
				add_metric_line(e->out, "metric_deviation",
				    &e->reports[i], m->metric->id, "",
				    m->baseline.z.value);
		}
}

/* Against the window before; nothing where there is no telling. */
static void
write_changes(struct exposition *e)
{
	begin_family(e, "metric_change_ratio",
	    "Change of a metric to the window before, as a ratio of that.");
	for (size_t i = 0; i < e->len; i++)
		for (size_t j = 0; j < e->reports[i].measures_len; j++) {
			const struct hscan_measure *m =
			    &e->reports[i].measures[j];

			if (m->change && m->change->percent.known)
				add_metric_line(e->out, "metric_change_ratio",
				    &e->reports[i], m->metric->id, "",
				    m->change->percent.value / 100.0);
		}
	begin_family(e, "metric_change_beyond_chance",
	    "1 for a change that chance alone makes in fewer than one case in "
	    "twenty, else 0.");
	for (size_t i = 0; i < e->len; i++)
		for (size_t j = 0; j < e->reports[i].measures_len; j++) {
			const struct hscan_measure *m =
			    &e->reports[i].measures[j];

			if (m->change &&
			    m->change->beyond_chance != HSCAN_UNKNOWN_YET)
				add_metric_line(e->out,
				    "metric_change_beyond_chance",
				    &e->reports[i], m->metric->id, "",
				    m->change->beyond_chance == HSCAN_YES);
		}
}

static void
write_alerts(struct exposition *e)
{
	begin_family(e, "alert_firing", "1 for an alert that is firing.");
	for (size_t i = 0; i < e->len; i++)
		for (size_t j = 0; j < e->reports[i].alerts_len; j++) {
			const struct hscan_alert *alert =
			    &e->reports[i].alerts[j];
			bool deviation = alert->kind == HSCAN_ALERT_DEVIATION;

			add_metric_line(e->out, "alert_firing", &e->reports[i],
			    alert->metric,
			    deviation ? ",kind=\"deviation\""
				      : ",kind=\"threshold\"",
			    alert->firing);
		}
}

static void
write_gates(struct exposition *e)
{
	bool any = false;

	for (size_t i = 0; i < e->len; i++)
		any = any || e->reports[i].gate;
	if (!any)
		return;
	begin_family(e, "gate_passed",
	    "1 when the gate was passed, 0 when it failed or is undecided, or "
	    "could not be read.");
	for (size_t i = 0; i < e->len; i++)
		add_plain_line(e->out, "gate_passed", &e->reports[i],
		    e->reports[i].gate &&
			e->reports[i].gate->result == HSCAN_GATE_PASSED);
}

/* Without the second one knows no stale number from a fresh one. */
static void
write_coverage(struct exposition *e)
{
	begin_family(e, "complete",
	    "1 when everything that the metrics need was read to its end.");
	for (size_t i = 0; i < e->len; i++)
		add_plain_line(
		    e->out, "complete", &e->reports[i], e->reports[i].complete);
	begin_family(e, "synced_timestamp_seconds",
	    "When the records were last read, of the oldest list.");
	for (size_t i = 0; i < e->len; i++)
		if (e->reports[i].synced_at != HSCAN_NEVER)
			add_plain_line(e->out, "synced_timestamp_seconds",
			    &e->reports[i], (double)e->reports[i].synced_at);
	begin_family(e, "as_of_timestamp_seconds",
	    "The instant that the metrics tell of.");
	for (size_t i = 0; i < e->len; i++)
		add_plain_line(e->out, "as_of_timestamp_seconds",
		    &e->reports[i], (double)e->reports[i].as_of);
}

static enum hscan_status
write_all(struct exposition *e, struct hscan_error *err)
{
	for (size_t i = 0; e->len > 0 && i < e->reports[0].measures_len; i++)
		write_values(e, i);
	if (e->len > 0) {
		write_samples(e);
		write_status(e);
		write_deviations(e);
		write_changes(e);
		write_alerts(e);
		write_gates(e);
		write_coverage(e);
	}
	(void)hscan_buf_add_string(e->out, "# EOF\n");
	return hscan_buf_check(e->out, "the exposition", err);
}

enum hscan_status
hscan_prometheus_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct exposition e = {.out = out, .reports = report, .len = 1};

	(void)look; /* programs read it */
	return write_all(&e, err);
}

enum hscan_status
hscan_scan_prometheus(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct exposition e = {.out = out};
	struct hscan_report *reports;
	enum hscan_status status;
	struct hscan_arena arena;

	(void)look;
	hscan_arena_init(&arena);
	reports = hscan_arena_alloc(&arena, scan->len + 1, sizeof(*reports));
	for (size_t i = 0; i < scan->len && reports; i++)
		if (scan->entries[i].report)
			reports[e.len++] = *scan->entries[i].report;
	e.reports = reports;
	status = reports ? write_all(&e, err) : hscan_no_memory(err);
	hscan_arena_clear(&arena);
	return status;
}
