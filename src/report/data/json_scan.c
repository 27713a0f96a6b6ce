/* SPDX-License-Identifier: MIT */
/* Scans and comparisons as JSON; see scan.h. */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/text.h"
#include "metric/parse.h"
#include "report/data/json_inputs.h"
#include "report/data/json_parts.h"
#include "report/data/json_value.h"
#include "report/formats.h"
#include "report/scan.h"

enum { LONGEST_ID = 64 * 1024 };

/* Whether nothing that was asked for is missing. */
static bool
is_complete(const struct hscan_scan *scan)
{
	for (size_t i = 0; i < scan->len; i++)
		if (scan->entries[i].report &&
		    !scan->entries[i].report->complete)
			return false;
	return scan->failed == 0 && scan->unlisted == 0 && !scan->partial;
}

static bool
add_header(cJSON *root, const char *schema, const struct hscan_scan *scan)
{
	cJSON *window;

	if (!json_add_string(root, "schema", schema) ||
	    !json_add_string(root, "healthscan", scan->version) ||
	    !json_add_time(root, "generated_at", scan->generated_at) ||
	    !json_add_time(root, "as_of", scan->as_of))
		return false;
	window = json_add_object(root, "window");
	return window && json_add_time(window, "start", scan->window.start) &&
	       json_add_time(window, "end", scan->window.end) &&
	       json_add_bool(root, "complete", is_complete(scan)) &&
	       json_add_i64(root, "asked", (int64_t)scan->len);
}

/* Which part of the list this is of. */
static bool
add_shard(cJSON *root, const struct hscan_scan *scan)
{
	cJSON *shard;

	if (scan->shares == 0)
		return true;
	shard = json_add_object(root, "shard");
	return shard && json_add_i64(shard, "index", scan->share) &&
	       json_add_i64(shard, "of", scan->shares) &&
	       json_add_i64(shard, "elsewhere", (int64_t)scan->elsewhere);
}

static bool
add_failure_fields(cJSON *object, const struct hscan_scan_entry *entry)
{
	return json_add_text(object, "repository", entry->name) &&
	       json_add_string(
		   object, "kind", hscan_status_name(entry->failed)) &&
	       json_add_text(object, "reason", entry->why);
}

static bool
add_failures(cJSON *root, const struct hscan_scan *scan)
{
	cJSON *list = json_add_array(root, "failed");
	bool good = list != NULL;

	for (size_t i = 0; i < scan->len && good; i++) {
		cJSON *object;

		if (scan->entries[i].failed == HSCAN_OK)
			continue;
		object = json_append_object(list);
		good = object && add_failure_fields(object, &scan->entries[i]);
	}
	return good;
}

static bool
add_percentiles(cJSON *object, const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;
	cJSON *inner = json_add_object(object, "percentiles");
	bool good = inner != NULL;
	struct hscan_buf id;

	hscan_buf_init(&id, LONGEST_ID);
	for (size_t i = 0; i < report->measures_len && good; i++) {
		hscan_buf_reset(&id);
		good =
		    hscan_buf_add_text(&id, report->measures[i].metric->id) &&
		    json_add_number(
			inner, hscan_buf_string(&id), entry->percentiles[i]);
	}
	hscan_buf_clear(&id);
	return good;
}

/* What a repository is called, and how it is in all. */
static bool
add_identity(cJSON *object, const struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;

	return json_add_string(object, "host", report->host) &&
	       json_add_text(object, "full_name", report->repo.full_name) &&
	       json_add_string(
		   object, "status", hscan_verdict_name(entry->verdict)) &&
	       json_add_life(object, report) &&
	       json_add_bool(object, "complete", report->complete) &&
	       json_add_provisional(
		   object, report->provisional, report->provisional_since);
}

/* Its report is put in later: see unite(). */
static bool
add_entry(cJSON *list, const struct hscan_scan_entry *entry, bool with_report)
{
	cJSON *object = json_append_object(list);

	return object && json_add_i64(object, "rank", (int64_t)entry->rank) &&
	       add_identity(object, entry) &&
	       json_add_number(object, "score", entry->score) &&
	       add_percentiles(object, entry) &&
	       (!with_report || json_add_string(object, "report", NULL));
}

/* The entries of the last line, one tree after the other: all of them together
 * would take more memory than everything else. */
static enum hscan_status
add_lines(const struct hscan_scan *scan, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	const char *comma = "";

	for (size_t i = 0; i < scan->len && status == HSCAN_OK; i++) {
		cJSON *list;
		bool good;

		if (!scan->entries[i].report)
			continue;
		(void)hscan_buf_add_string(out, comma);
		comma = ",";
		list = cJSON_CreateArray();
		good = list && add_entry(list, &scan->entries[i], false);
		status = json_finish_items(list, good, out, err);
	}
	return status;
}

/* The line, whose list has been left empty. */
static enum hscan_status
fill_line(const struct hscan_scan *scan, struct hscan_text line,
    struct hscan_buf *out, struct hscan_error *err)
{
	/* In a string there would be backslashes in it. */
	static const char list[] = "\"repositories\":[";
	const char *at = strstr(line.ptr, list);
	size_t before;
	enum hscan_status status;

	if (!at)
		return hscan_no_memory(err);
	before = (size_t)(at - line.ptr) + strlen(list);
	(void)hscan_buf_add(out, line.ptr, before);
	status = add_lines(scan, out, err);
	(void)hscan_buf_add(out, line.ptr + before, line.len - before);
	return status == HSCAN_OK ? hscan_buf_check(out, "the JSON", err)
				  : status;
}

/* A document as the value of a member of an entry. */
static void
add_inner(struct hscan_buf *out, struct hscan_text text)
{
	while (text.ptr) {
		(void)hscan_buf_add_text(out, hscan_text_split(&text, '\n'));
		if (text.len > 0)
			(void)hscan_buf_add_string(out, "\n      ");
	}
}

/* The document, whose reports have been left out: one after the other they
 * come in their places. */
static enum hscan_status
unite(const struct hscan_scan *scan, const struct hscan_scan_reports *reports,
    struct hscan_text frame, struct hscan_buf *out, struct hscan_error *err)
{
	/* In a string there is no line break. */
	static const char place[] = "\n      \"report\": ";
	enum hscan_status status = HSCAN_OK;
	const char *at = frame.ptr, *next;
	struct hscan_buf report;

	hscan_buf_init(&report, out->max);
	for (size_t i = 0; i < scan->len && status == HSCAN_OK; i++) {
		if (!scan->entries[i].report)
			continue;
		next = strstr(at, place);
		if (!next)
			break;
		next += strlen(place);
		(void)hscan_buf_add(out, at, (size_t)(next - at));
		at = next + strlen("null");
		hscan_buf_reset(&report);
		status = reports->add(
		    reports->payload, &scan->entries[i], &report, err);
		add_inner(out, hscan_buf_text(&report));
		if (status == HSCAN_OK)
			status = hscan_buf_check(out, "the JSON", err);
		if (status == HSCAN_OK && reports->added)
			status = reports->added(reports->payload, err);
	}
	hscan_buf_clear(&report);
	(void)hscan_buf_add(out, at, strlen(at));
	return status == HSCAN_OK ? hscan_buf_check(out, "the JSON", err)
				  : status;
}

/* --- all of them --- */

static bool
add_turns(cJSON *object, const struct hscan_scan_totals *totals)
{
	cJSON *list = json_add_array(object, "turned");
	bool good = list != NULL;

	for (size_t i = 0; i < totals->turns_len && good; i++) {
		const struct hscan_scan_turn *turn = &totals->turns[i];
		cJSON *entry = json_append_object(list);

		good = entry && json_add_string(entry, "host", turn->host) &&
		       json_add_text(entry, "repo", turn->repo) &&
		       json_add_string(
			   entry, "what", turn->life ? "class" : "verdict") &&
		       json_add_string(entry, "from", turn->from) &&
		       json_add_string(entry, "to", turn->to);
	}
	return good;
}

static bool
add_totals(cJSON *root, const struct hscan_scan *scan)
{
	const struct hscan_scan_totals *totals = scan->totals;
	cJSON *object = json_add_object(root, "totals");
	cJSON *verdicts = object ? json_add_object(object, "verdicts") : NULL;
	cJSON *lives = verdicts ? json_add_object(object, "classes") : NULL;
	bool good = lives != NULL;

	for (int i = HSCAN_VERDICT_RISK; i >= 0 && good; i--)
		good = json_add_i64(verdicts,
		    hscan_verdict_name((enum hscan_verdict)i),
		    (int64_t)totals->verdicts[i]);
	for (int i = HSCAN_LIFE_CLASSES - 1; i >= 0 && good; i--)
		good = json_add_i64(lives,
		    hscan_life_name((enum hscan_life_class)i),
		    (int64_t)totals->lives[i]);
	return good && json_add_i64(object, "failed", (int64_t)scan->failed) &&
	       json_add_i64(object, "compared", (int64_t)totals->compared) &&
	       add_turns(object, totals);
}

/* Those of a result, each with why. */
static bool
add_judged(
    cJSON *object, const struct hscan_scan *scan, enum hscan_gate_result result)
{
	cJSON *list = json_add_array(object, scan_gate_name(result));
	bool good = list != NULL;

	for (size_t i = 0; i < scan->len && good; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];
		cJSON *one, *why;

		if (entry->gate->result != result)
			continue;
		one = json_append_object(list);
		good = one && json_add_text(one, "repository",
				  entry->report ? entry->report->repo.full_name
						: entry->name);
		if (good && entry->report && entry->report->host)
			good =
			    json_add_string(one, "host", entry->report->host);
		why = good ? json_add_array(one, "messages") : NULL;
		good = why != NULL;
		for (size_t j = 0; j < entry->gate->why_len && good; j++)
			good = json_append_text(why, entry->gate->why[j]);
	}
	return good;
}

static bool
add_gate(cJSON *root, const struct hscan_scan *scan)
{
	const struct hscan_scan_gate *gate = scan->gate;
	cJSON *object = json_add_object(root, "gate");
	bool good = object && json_add_policy(object, &gate->policy);

	/* Undecided is neither. */
	if (gate->failed == 0 && gate->undecided + gate->unreachable > 0)
		good = good && json_add_string(object, "passed", NULL);
	else
		good =
		    good && json_add_bool(object, "passed", gate->failed == 0);
	return good &&
	       json_add_i64(object, "findings", (int64_t)gate->findings) &&
	       json_add_i64(
		   object, "repositories_passed", (int64_t)gate->passed) &&
	       add_judged(object, scan, HSCAN_GATE_FAILED) &&
	       add_judged(object, scan, HSCAN_GATE_UNDECIDED) &&
	       add_judged(object, scan, HSCAN_GATE_UNREACHABLE);
}

/* The document without its reports; on one line also without its entries. */
static enum hscan_status
write_frame(const struct hscan_scan *scan, bool one_line, struct hscan_buf *out,
    struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	cJSON *list = NULL;
	bool good = root && add_header(root, "healthscan.scan/1", scan);

	if (good)
		list = json_add_array(root, "repositories");
	good = list != NULL;
	for (size_t i = 0; i < scan->len && good && !one_line; i++)
		if (scan->entries[i].report)
			good = add_entry(list, &scan->entries[i], true);
	good = good && add_failures(root, scan) && add_shard(root, scan) &&
	       json_add_inputs(root, scan) &&
	       (!scan->totals || add_totals(root, scan)) &&
	       (!scan->gate || add_gate(root, scan));
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}

enum hscan_status
hscan_scan_unite(const struct hscan_scan *scan,
    const struct hscan_scan_reports *reports, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf frame;

	hscan_buf_init(&frame, out->max);
	status = write_frame(scan, false, &frame, err);
	if (status == HSCAN_OK)
		status = unite(scan, reports, hscan_buf_text(&frame), out, err);
	hscan_buf_clear(&frame);
	return status;
}

static enum hscan_status
add_report(void *payload, const struct hscan_scan_entry *entry,
    struct hscan_buf *out, struct hscan_error *err)
{
	return hscan_json_write(entry->report, payload, out, err);
}

enum hscan_status
hscan_scan_json(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_scan_reports here = {add_report, NULL, NULL};

	(void)look; /* JSON looks the same everywhere */
	return hscan_scan_unite(scan, &here, out, err);
}

enum hscan_status
hscan_scan_ndjson(const struct hscan_scan *scan, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf line;

	(void)look;
	hscan_buf_init(&line, out->max);
	status = write_frame(scan, true, &line, err);
	if (status == HSCAN_OK)
		status = fill_line(scan, hscan_buf_text(&line), out, err);
	hscan_buf_clear(&line);
	return status;
}

enum hscan_status
hscan_scan_line(const struct hscan_scan_entry *entry, struct hscan_buf *out,
    struct hscan_error *err)
{
	cJSON *root;
	bool good;

	if (entry->report)
		return hscan_ndjson_write(entry->report, NULL, out, err);
	root = cJSON_CreateObject();
	good = root &&
	       json_add_string(root, "schema", "healthscan.failure/1") &&
	       add_failure_fields(root, entry);
	return json_finish_line(root, good, out, err);
}

/* --- comparison --- */

static bool
add_value(
    cJSON *list, const struct hscan_scan *scan, size_t entry, size_t metric)
{
	static const char *const marks[] = {
	    [HSCAN_MARK_NONE] = NULL,
	    [HSCAN_MARK_BEST] = "best",
	    [HSCAN_MARK_WORST] = "worst",
	};
	const struct hscan_measure *measure =
	    &scan->entries[entry].report->measures[metric];
	cJSON *object = json_append_object(list);

	return object &&
	       json_add_text(object, "full_name",
		   scan->entries[entry].report->repo.full_name) &&
	       json_add_number(object, "value", measure->now.value) &&
	       json_add_i64(object, "n", measure->now.n) &&
	       json_add_string(object, "status",
		   measure->verdict == HSCAN_VERDICT_NONE
		       ? NULL
		       : hscan_verdict_name(measure->verdict)) &&
	       json_add_string(object, "reason", measure->now.reason) &&
	       json_add_string(object, "mark",
		   marks[hscan_comparison_mark(scan, entry, metric)]);
}

static bool
add_row(cJSON *list, const struct hscan_scan *scan, size_t metric)
{
	const struct hscan_metric *m = scan_any(scan)->measures[metric].metric;
	cJSON *object = json_append_object(list);
	cJSON *values;
	bool good;

	good = object && json_add_text(object, "id", m->id) &&
	       json_add_text(object, "title", m->title) &&
	       json_add_text(object, "unit", m->unit) &&
	       json_add_clock(object, m) &&
	       json_add_string(object, "better", json_better(m->better));
	values = good ? json_add_array(object, "values") : NULL;
	good = values != NULL;
	for (size_t i = 0; i < scan->len && good; i++)
		if (scan->entries[i].report)
			good = add_value(values, scan, i, metric);
	return good;
}

static enum hscan_status
write_comparison(const struct hscan_scan *scan, bool one_line,
    struct hscan_buf *out, struct hscan_error *err)
{
	const struct hscan_report *any = scan_any(scan);
	cJSON *root = cJSON_CreateObject();
	cJSON *repos = NULL, *rows = NULL;
	bool good = root && add_header(root, "healthscan.comparison/1", scan);

	good = good && json_add_hours(root, any ? any->business : NULL);
	if (good)
		repos = json_add_array(root, "repositories");
	good = repos != NULL;
	for (size_t i = 0; i < scan->len && good; i++) {
		cJSON *object;

		if (!scan->entries[i].report)
			continue;
		object = json_append_object(repos);
		good = object && add_identity(object, &scan->entries[i]);
	}
	if (good)
		rows = json_add_array(root, "metrics");
	good = rows != NULL;
	for (size_t i = 0; any && i < any->measures_len && good; i++)
		good = add_row(rows, scan, i);
	good = good && add_failures(root, scan);
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}

enum hscan_status
hscan_comparison_json(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* JSON looks the same everywhere */
	return write_comparison(scan, false, out, err);
}

enum hscan_status
hscan_comparison_ndjson(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_comparison(scan, true, out, err);
}
