/* SPDX-License-Identifier: MIT */
/* The metrics with the bounds that the user has set; see bounds.h. */
#include "app/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/input.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/threshold.h"

enum { LARGEST_METRIC = 1024 * 1024 };

static struct hscan_metric *
find(struct hscan_metrics *metrics, struct hscan_text id)
{
	for (size_t i = 0; i < metrics->len; i++)
		if (hscan_text_equal(metrics->at[i].id, id))
			return &metrics->at[i];
	return NULL;
}

static enum hscan_status
apply(struct hscan_metrics *metrics, const struct settings_threshold *threshold,
    struct hscan_error *err)
{
	struct hscan_metric *metric = find(metrics, threshold->id);
	bool risk = threshold->bound == BOUND_RISK;
	struct hscan_bound *bound;
	char id[80], from[80], source[240];
	enum hscan_status status;

	(void)hscan_safe(threshold->id, id, sizeof(id));
	(void)hscan_safe(
	    hscan_text_of(threshold->source), source, sizeof(source));
	if (!metric)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: there is no metric '%s'; healthscan metrics lists "
		    "them",
		    source, id);
	if (risk && metric->risk_from.len > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: the risk of %s is that of %s; set that one's", source,
		    id, hscan_safe(metric->risk_from, from, sizeof(from)));
	bound = risk ? &metric->risk : &metric->healthy;
	if (bound->comparison == HSCAN_NO_BOUND)
		return hscan_fail(err, HSCAN_EINVAL, "%s: %s has no '%s' bound",
		    source, id, risk ? "risk" : "healthy");
	status = hscan_threshold_value(
	    threshold->value, metric->unit, &bound->value, err);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "%s: %s: ", source, id);
	return status;
}

bool
catalogue_is_file(struct hscan_text name)
{
	return hscan_text_ends(name, ".sql") ||
	       (name.len > 0 && memchr(name.ptr, '/', name.len));
}

/* A metric of the user's own. Its text lives as long as the settings. */
static enum hscan_status
load_file(struct settings *settings, struct hscan_metrics *metrics,
    struct hscan_text *name, struct hscan_error *err)
{
	const char *path = hscan_arena_dup(&settings->arena, *name).ptr;
	enum hscan_status status;
	struct hscan_buf content;
	struct hscan_text text;
	char shown[200];
	int fd;

	if (!path)
		return hscan_no_memory(err);
	(void)hscan_safe(*name, shown, sizeof(shown));
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the metric %s: %s; name a file, or a metric "
		    "that healthscan metrics lists",
		    shown, strerror(errno));
	hscan_buf_init(&content, LARGEST_METRIC);
	status = input_read(fd, path, &content, err);
	(void)close(fd);
	text = hscan_arena_dup(&settings->arena, hscan_buf_text(&content));
	hscan_buf_clear(&content);
	if (status == HSCAN_OK && !text.ptr)
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = hscan_metrics_add(metrics, shown, text, err);
	if (status == HSCAN_OK)
		*name = metrics->at[metrics->len - 1].id;
	/* What is wrong with the user's file is the user's to mend. */
	if (status == HSCAN_EPARSE)
		err->status = status = HSCAN_EINVAL;
	return status;
}

enum hscan_status
catalogue_load(struct settings *settings, struct settings_list *ids,
    struct hscan_metrics *out, struct hscan_error *err)
{
	struct hscan_metrics metrics = {0};
	enum hscan_status status;

	status = hscan_metrics_load(&metrics, err);
	for (size_t i = 0; ids && i < ids->len && status == HSCAN_OK; i++)
		if (catalogue_is_file(ids->items[i]))
			status =
			    load_file(settings, &metrics, &ids->items[i], err);
	for (size_t i = 0; i < settings->thresholds_len && status == HSCAN_OK;
	     i++)
		status = apply(&metrics, &settings->thresholds[i], err);
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
	char shown[80];

	if (hscan_metrics_find(metrics, id))
		return HSCAN_OK;
	(void)hscan_safe(id, shown, sizeof(shown));
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no metric '%s'; healthscan metrics lists them", shown);
}
