/* SPDX-License-Identifier: MIT */
/* The metrics that are built in; see registry.h. */
#include "metric/registry.h"

#include <stdlib.h>

#include "base/text.h"
#include "metric/parse.h"
#include "store/queries.h"

static bool
is_metric(const struct hscan_query *query)
{
	return hscan_text_starts(hscan_text_of(query->path), "metrics/");
}

enum hscan_status
hscan_metrics_load(struct hscan_metrics *out, struct hscan_error *err)
{
	struct hscan_metrics metrics = {0};
	enum hscan_status status = HSCAN_OK;

	metrics.at = calloc(hscan_queries_len, sizeof(*metrics.at));
	if (!metrics.at)
		return hscan_no_memory(err);
	/* The queries are sorted by path, and so are their ids. */
	for (size_t i = 0; i < hscan_queries_len && status == HSCAN_OK; i++) {
		if (!is_metric(&hscan_queries[i]))
			continue;
		status = hscan_metric_parse(hscan_queries[i].path,
		    hscan_query_of(&hscan_queries[i]), &metrics.at[metrics.len],
		    err);
		metrics.len++;
	}
	if (status == HSCAN_OK)
		*out = metrics;
	else
		hscan_metrics_clear(&metrics);
	return status;
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
