/* SPDX-License-Identifier: MIT */
/* The metrics that are built in; see registry.h. */
#include "metric/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "metric/parse.h"
#include "store/queries.h"

static bool
is_metric(const struct hscan_query *query)
{
	return hscan_text_starts(hscan_text_of(query->path), "metrics/");
}

static int
by_order(const void *a, const void *b)
{
	const struct hscan_metric *x = a, *y = b;
	size_t len = x->id.len < y->id.len ? x->id.len : y->id.len;
	int difference;

	if (x->order != y->order)
		return x->order - y->order;
	difference = memcmp(x->id.ptr, y->id.ptr, len);
	if (difference != 0)
		return difference;
	return (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

enum hscan_status
hscan_metrics_load(struct hscan_metrics *out, struct hscan_error *err)
{
	struct hscan_metrics metrics = {0};
	enum hscan_status status = HSCAN_OK;

	metrics.at = calloc(hscan_queries_len, sizeof(*metrics.at));
	if (!metrics.at)
		return hscan_no_memory(err);
	for (size_t i = 0; i < hscan_queries_len && status == HSCAN_OK; i++) {
		if (!is_metric(&hscan_queries[i]))
			continue;
		status = hscan_metric_parse(hscan_queries[i].path,
		    hscan_query_of(&hscan_queries[i]), &metrics.at[metrics.len],
		    err);
		metrics.len++;
	}
	if (status != HSCAN_OK) {
		hscan_metrics_clear(&metrics);
		return status;
	}
	qsort(metrics.at, metrics.len, sizeof(*metrics.at), by_order);
	*out = metrics;
	return HSCAN_OK;
}

enum hscan_status
hscan_metrics_add(struct hscan_metrics *metrics, const char *path,
    struct hscan_text text, struct hscan_error *err)
{
	struct hscan_metric metric, *more;
	enum hscan_status status;

	status = hscan_metric_parse(path, text, &metric, err);
	if (status != HSCAN_OK)
		return status;
	if (hscan_metrics_find(metrics, metric.id)) {
		char shown[80];

		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: there is a metric '%s' already; choose another id",
		    path, hscan_safe(metric.id, shown, sizeof(shown)));
	}
	more = realloc(metrics->at, (metrics->len + 1) * sizeof(*metrics->at));
	if (!more)
		return hscan_no_memory(err);
	metrics->at = more;
	metric.own = true;
	metrics->at[metrics->len++] = metric;
	return HSCAN_OK;
}

void
hscan_metrics_clear(struct hscan_metrics *metrics)
{
	free(metrics->at);
	*metrics = (struct hscan_metrics){0};
}

const struct hscan_metric *
hscan_metrics_find(const struct hscan_metrics *metrics, struct hscan_text id)
{
	for (size_t i = 0; i < metrics->len; i++)
		if (hscan_text_equal(metrics->at[i].id, id))
			return &metrics->at[i];
	return NULL;
}
