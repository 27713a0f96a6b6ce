/* SPDX-License-Identifier: MIT */
/* The metrics with the bounds that the user has set; see catalogue.h. */
#include "app/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/input.h"
#include "app/working_hours.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "judge/alert.h"
#include "metric/unit.h"
#include "model/hours.h"
#include "model/length.h"
#include "model/threshold.h"

enum { LARGEST_METRIC = 1024 * 1024, LONGEST_WORDS = 4096, LONGEST_ID = 64 };

static struct hscan_metric *
find(struct hscan_metrics *metrics, struct hscan_text id)
{
	for (size_t i = 0; i < metrics->len; i++)
		if (hscan_text_equal(metrics->at[i].id, id))
			return &metrics->at[i];
	return NULL;
}

/* --- by whatever it is called --- */

static char
plain(char c)
{
	if (c == '-' || c == ' ')
		return '_';
	return hscan_to_lower(c);
}

/* Whether two names differ in nothing but case, and what is between words. */
static bool
is_alike(struct hscan_text a, struct hscan_text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (plain(a.ptr[i]) != plain(b.ptr[i]))
			return false;
	return true;
}

const struct hscan_metric *
catalogue_find(const struct hscan_metrics *metrics, struct hscan_text name)
{
	const struct hscan_metric *found = hscan_metrics_find(metrics, name);

	for (size_t i = 0; i < metrics->len && !found; i++)
		if (is_alike(metrics->at[i].id, name))
			found = &metrics->at[i];
	for (size_t i = 0; i < metrics->len && !found; i++)
		if (is_alike(metrics->at[i].title, name))
			found = &metrics->at[i];
	return found;
}

/* Puts the id in place of whatever else the metric is called. */
static void
adopt_id(const struct hscan_metrics *metrics, struct hscan_text *name)
{
	const struct hscan_metric *metric = catalogue_find(metrics, *name);

	if (metric)
		*name = metric->id;
}

/* Gives ids in place of names, each once. */
static void
adopt_ids(const struct hscan_metrics *metrics, struct settings_list *ids)
{
	size_t len = 0;

	for (size_t i = 0; i < ids->len; i++) {
		bool before = false;

		adopt_id(metrics, &ids->items[i]);
		for (size_t j = 0; j < len && !before; j++)
			before = hscan_text_equal(ids->items[j], ids->items[i]);
		if (!before)
			ids->items[len++] = ids->items[i];
	}
	ids->len = len;
}

/* As an id would be spelt. */
static struct hscan_text
spell(struct hscan_text name, char *out, size_t size)
{
	size_t len = name.len < size ? name.len : size;

	for (size_t i = 0; i < len; i++)
		out[i] = plain(name.ptr[i]);
	return (struct hscan_text){out, len};
}

const struct hscan_metric *
catalogue_nearest(const struct hscan_metrics *metrics, struct hscan_text name)
{
	const struct hscan_metric *nearest = NULL;
	char word[LONGEST_ID], title[LONGEST_ID];
	struct suggestion suggestion = {
	    .word = spell(name, word, sizeof(word))};

	for (size_t i = 0; i < metrics->len; i++) {
		const struct hscan_metric *metric = &metrics->at[i];

		if (suggestion_nearer(&suggestion, metric->id) ||
		    suggestion_nearer(&suggestion,
			spell(metric->title, title, sizeof(title))))
			nearest = metric;
	}
	return nearest;
}

bool
catalogue_is_file(struct hscan_text name)
{
	return hscan_text_ends(name, ".sql") ||
	       (name.len > 0 && memchr(name.ptr, '/', name.len));
}

/* --- loading --- */

/* The metrics of a run on their way. */
struct loading {
	struct settings *settings;
	struct hscan_metrics *metrics;
	struct hscan_hours hours; /* without their zone; perhaps not set */
	struct hscan_length within;
};

/* "PRs answered within 2 business days"; of the arena. */
static enum hscan_status
add_within(const struct loading *loading, struct hscan_metric *metric,
    struct hscan_error *err)
{
	struct hscan_buf title;
	enum hscan_status status;

	hscan_buf_init(&title, LARGEST_METRIC);
	(void)hscan_buf_add_text(&title, metric->title);
	(void)hscan_buf_add_string(&title, " within ");
	hscan_add_length(
	    &title, loading->within, metric->clock == HSCAN_CLOCK_HOURS);
	status = hscan_buf_check(&title, "a title", err);
	if (status == HSCAN_OK) {
		metric->title = hscan_arena_dup(
		    &loading->settings->arena, hscan_buf_text(&title));
		if (!metric->title.ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&title);
	metric->within_s = hscan_length_s(loading->within,
	    metric->clock == HSCAN_CLOCK_HOURS ? &loading->hours : NULL);
	return status;
}

/* Where working hours are set, what may be counted in them is; its own bounds
 * are of other hours, unless they are of a percentage. */
static enum hscan_status
set_clock(const struct loading *loading, struct hscan_metric *metric,
    struct hscan_error *err)
{
	const struct hscan_bound none = {.comparison = HSCAN_NO_BOUND};
	bool within = metric->statistic == HSCAN_STAT_WITHIN;

	if (metric->clock == HSCAN_CLOCK_EITHER &&
	    hscan_hours_are_set(&loading->hours)) {
		metric->clock = HSCAN_CLOCK_HOURS;
		if (!within) {
			metric->unit = hscan_text_of(HSCAN_BUSINESS_UNIT);
			metric->unbound =
			    metric->healthy.comparison != HSCAN_NO_BOUND ||
			    metric->risk.comparison != HSCAN_NO_BOUND ||
			    metric->risk_from.len > 0;
			metric->healthy = metric->risk = none;
			metric->risk_from = (struct hscan_text){NULL, 0};
		}
	}
	return within ? add_within(loading, metric, err) : HSCAN_OK;
}

static enum hscan_status
begin(struct loading *loading, struct hscan_error *err)
{
	struct settings *settings = loading->settings;
	enum hscan_status status;

	if (!hscan_length_parse(
		hscan_text_of(settings->within), &loading->within))
		return working_hours_check_within(
		    hscan_text_of(settings->within), err);
	status = working_hours_read(
	    settings, &settings->arena, &loading->hours, err);
	if (status == HSCAN_OK)
		status = hscan_metrics_load(loading->metrics, err);
	for (size_t i = 0; i < loading->metrics->len && status == HSCAN_OK; i++)
		status = set_clock(loading, &loading->metrics->at[i], err);
	return status;
}

/* --- metrics of the user's own --- */

/* Whether that very file has been read already. */
static struct hscan_metric *
find_text(struct hscan_metrics *metrics, struct hscan_text text)
{
	for (size_t i = 0; i < metrics->len; i++)
		if (metrics->at[i].own &&
		    hscan_text_equal(metrics->at[i].sql, text))
			return &metrics->at[i];
	return NULL;
}

/* The text lives as long as the settings. */
static enum hscan_status
read_file(struct settings *settings, struct hscan_text name,
    struct hscan_text *out, struct hscan_error *err)
{
	const char *path = hscan_arena_dup(&settings->arena, name).ptr;
	enum hscan_status status;
	struct hscan_buf content;
	char shown[200];
	int fd;

	if (!path)
		return hscan_no_memory(err);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the metric %s: %s; name a file, or a metric "
		    "that healthscan metrics lists",
		    hscan_safe(name, shown, sizeof(shown)), strerror(errno));
	hscan_buf_init(&content, LARGEST_METRIC);
	status = input_read(fd, path, &content, err);
	(void)close(fd);
	*out = hscan_arena_dup(&settings->arena, hscan_buf_text(&content));
	hscan_buf_clear(&content);
	if (status == HSCAN_OK && !out->ptr)
		status = hscan_no_memory(err);
	return status;
}

/* Gives the metric's id in place of the file's name. */
static enum hscan_status
load_file(const struct loading *loading, struct hscan_text *name,
    struct hscan_error *err)
{
	struct hscan_metrics *metrics = loading->metrics;
	struct hscan_text text = {NULL, 0};
	struct hscan_metric *metric;
	enum hscan_status status;
	char shown[200];

	(void)hscan_safe(*name, shown, sizeof(shown));
	status = read_file(loading->settings, *name, &text, err);
	if (status != HSCAN_OK)
		return status;
	metric = find_text(metrics, text);
	if (!metric) {
		status = hscan_metrics_add(metrics, shown, text, err);
		/* What is wrong with the user's file is the user's to mend. */
		if (status == HSCAN_EPARSE)
			err->status = status = HSCAN_EINVAL;
		if (status != HSCAN_OK)
			return status;
		metric = &metrics->at[metrics->len - 1];
		status = set_clock(loading, metric, err);
		if (status != HSCAN_OK)
			return status;
	}
	*name = metric->id;
	return HSCAN_OK;
}

static enum hscan_status
load_files(const struct loading *loading, const struct settings_list *names,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < names->len && status == HSCAN_OK; i++) {
		struct hscan_text name = names->items[i];

		if (catalogue_is_file(name))
			status = load_file(loading, &name, err);
	}
	return status;
}

/* --- bounds --- */

/* The metric of a threshold. One of the user's own is there if its file is
 * named: by the threshold, by --metric, or in the configuration, which also
 * holds for commands that do not show it. */
static enum hscan_status
find_metric(const struct loading *loading, struct settings_threshold *threshold,
    struct hscan_metric **out, struct hscan_error *err)
{
	struct hscan_metrics *metrics = loading->metrics;
	enum hscan_status status = HSCAN_OK;

	if (catalogue_is_file(threshold->id)) {
		status = load_file(loading, &threshold->id, err);
	} else if (!catalogue_find(metrics, threshold->id)) {
		status = load_files(loading, &loading->settings->metrics, err);
		if (status == HSCAN_OK)
			status = load_files(
			    loading, &loading->settings->gate_metrics, err);
	}
	adopt_id(metrics, &threshold->id);
	*out = find(metrics, threshold->id);
	return status;
}

static enum hscan_status
no_direction(struct hscan_text value, bool risk, struct hscan_error *err)
{
	enum hscan_comparison least = risk ? HSCAN_LESS : HSCAN_AT_LEAST;
	enum hscan_comparison most = risk ? HSCAN_MORE : HSCAN_AT_MOST;
	char shown[80];

	(void)hscan_safe(value, shown, sizeof(shown));
	return hscan_fail(err, HSCAN_EINVAL,
	    "neither more nor less of it is better, so the bound has to say "
	    "which; write \"%s %s\" or \"%s %s\"",
	    hscan_threshold_word(least), shown, hscan_threshold_word(most),
	    shown);
}

/* A bare value is compared as the bound was; if there was none, by the metric's
 * direction. */
static enum hscan_status
read_bound(const struct loading *loading,
    const struct settings_threshold *threshold,
    const struct hscan_metric *metric, struct hscan_bound *out,
    struct hscan_error *err)
{
	bool risk = threshold->bound == BOUND_RISK;
	struct hscan_text value = threshold->value;
	enum hscan_comparison said = hscan_threshold_take_comparison(&value);
	struct hscan_bound bound = *out;
	enum hscan_status status;

	if (said != HSCAN_NO_BOUND)
		bound.comparison = said;
	else if (bound.comparison == HSCAN_NO_BOUND)
		bound.comparison =
		    hscan_threshold_comparison(metric->better, risk);
	if (metric->clock == HSCAN_CLOCK_HOURS &&
	    metric->statistic != HSCAN_STAT_WITHIN)
		status = hscan_threshold_in_hours(
		    value, &loading->hours, &bound.value, err);
	else
		status = hscan_threshold_value(
		    value, metric->unit, &bound.value, err);
	if (status == HSCAN_OK && bound.comparison == HSCAN_NO_BOUND)
		status = no_direction(value, risk, err);
	if (status == HSCAN_OK)
		*out = bound;
	return status;
}

static enum hscan_status
set_bound(const struct loading *loading, struct hscan_metric *metric,
    const struct settings_threshold *threshold, struct hscan_error *err)
{
	bool risk = threshold->bound == BOUND_RISK;
	enum hscan_status status;
	char id[80];

	status = read_bound(loading, threshold, metric,
	    risk ? &metric->risk : &metric->healthy, err);
	if (status != HSCAN_OK)
		hscan_error_prefix(
		    err, "%s: ", hscan_safe(metric->id, id, sizeof(id)));
	/* A risk of its own takes the place of another metric's. */
	else if (risk)
		metric->risk_from = (struct hscan_text){NULL, 0};
	return status;
}

static enum hscan_status
apply(const struct loading *loading, struct settings_threshold *threshold,
    struct hscan_error *err)
{
	struct hscan_metric *metric = NULL;
	enum hscan_status status;
	char source[240];

	status = find_metric(loading, threshold, &metric, err);
	if (status == HSCAN_OK)
		status = catalogue_check(loading->metrics, threshold->id, err);
	if (status == HSCAN_OK)
		status = set_bound(loading, metric, threshold, err);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "%s: ",
		    hscan_safe(hscan_text_of(threshold->source), source,
			sizeof(source)));
	return status;
}

/* "<= 72 hours (/etc/policy:3)" */
static void
add_words(struct hscan_buf *out, const struct hscan_bound *bound,
    const struct hscan_metric *metric, const struct settings_threshold *set)
{
	struct hscan_text unit;

	hscan_add_bound_words(out, bound);
	unit = hscan_unit_behind(hscan_buf_text(out), metric->unit);
	(void)hscan_buf_add_char(out, ' ');
	hscan_add_safe(out, unit, false);
	(void)hscan_buf_add_string(out, " (");
	hscan_add_safe(
	    out, hscan_text_of(set ? set->source : "the metric's own"), false);
	(void)hscan_buf_add_char(out, ')');
}

static enum hscan_status
contradiction(const struct hscan_metric *metric,
    const struct settings_threshold *healthy,
    const struct settings_threshold *risk, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf words;
	char id[80];

	hscan_buf_init(&words, LONGEST_WORDS);
	(void)hscan_buf_add_string(&words, "healthy is ");
	add_words(&words, &metric->healthy, metric, healthy);
	(void)hscan_buf_add_string(&words, " and risk is ");
	add_words(&words, &metric->risk, metric, risk);
	status = hscan_buf_check(&words, "the bounds", err);
	if (status == HSCAN_OK)
		status = hscan_fail(err, HSCAN_EINVAL,
		    "the bounds of %s contradict each other: %s, so a value "
		    "may be "
		    "both; %s",
		    hscan_safe(metric->id, id, sizeof(id)),
		    hscan_buf_string(&words),
		    healthy && risk ? "change one of them"
		    : risk          ? "set the healthy bound, too"
				    : "set the risk, too");
	hscan_buf_clear(&words);
	return status;
}

/* A healthy bound of the metric's own gives way to a risk that is set: what is
 * not at risk is healthy then. Whatever else a value could be both by is an
 * error. */
static enum hscan_status
reconcile(const struct settings *settings, struct hscan_metric *metric,
    struct hscan_error *err)
{
	const struct settings_threshold *healthy =
	    settings_threshold_find(settings, metric->id, BOUND_HEALTHY);
	const struct settings_threshold *risk =
	    settings_threshold_find(settings, metric->id, BOUND_RISK);

	if ((!healthy && !risk) ||
	    !hscan_threshold_overlap(&metric->healthy, &metric->risk))
		return HSCAN_OK;
	if (healthy ||
	    hscan_threshold_same_side(&metric->healthy, &metric->risk))
		return contradiction(metric, healthy, risk, err);
	metric->healthy = (struct hscan_bound){.comparison = HSCAN_NO_BOUND};
	return HSCAN_OK;
}

enum hscan_status
catalogue_load(struct settings *settings, struct settings_list *ids,
    struct hscan_metrics *out, struct hscan_error *err)
{
	struct hscan_metrics metrics = {0};
	struct loading loading = {.settings = settings, .metrics = &metrics};
	enum hscan_status status;

	status = begin(&loading, err);
	for (size_t i = 0; ids && i < ids->len && status == HSCAN_OK; i++)
		if (catalogue_is_file(ids->items[i]))
			status = load_file(&loading, &ids->items[i], err);
	if (ids && status == HSCAN_OK)
		adopt_ids(&metrics, ids);
	for (size_t i = 0; i < settings->thresholds_len && status == HSCAN_OK;
	     i++)
		status = apply(&loading, &settings->thresholds[i], err);
	for (size_t i = 0; i < metrics.len && status == HSCAN_OK; i++)
		status = reconcile(settings, &metrics.at[i], err);
	if (status == HSCAN_OK)
		*out = metrics;
	else
		hscan_metrics_clear(&metrics);
	return status;
}

enum hscan_status
catalogue_check(const struct hscan_metrics *metrics, struct hscan_text id,
    struct hscan_error *err)
{
	const struct hscan_metric *nearest;
	char shown[80], near[80];

	if (hscan_metrics_find(metrics, id))
		return HSCAN_OK;
	nearest = catalogue_nearest(metrics, id);
	(void)hscan_safe(id, shown, sizeof(shown));
	if (nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is no metric '%s'; did you mean %s?", shown,
		    hscan_safe(nearest->id, near, sizeof(near)));
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no metric '%s'; healthscan metrics lists them", shown);
}
