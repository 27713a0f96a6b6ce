/* SPDX-License-Identifier: MIT */
/* The metrics with the bounds that the user has set; see bounds.h. */
#include "cli/bounds.h"

#include "base/safe.h"
#include "base/text.h"
#include "model/threshold.h"

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
	char id[80], from[80];
	enum hscan_status status;

	(void)hscan_safe(threshold->id, id, sizeof(id));
	if (!metric)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: there is no metric '%s'; healthscan metrics lists "
		    "them",
		    threshold->source, id);
	if (risk && metric->risk_from.len > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: the risk of %s is that of %s; set that one's",
		    threshold->source, id,
		    hscan_safe(metric->risk_from, from, sizeof(from)));
	bound = risk ? &metric->risk : &metric->healthy;
	if (bound->comparison == HSCAN_NO_BOUND)
		return hscan_fail(err, HSCAN_EINVAL, "%s: %s has no '%s' bound",
		    threshold->source, id, risk ? "risk" : "healthy");
	status = hscan_threshold_value(
	    threshold->value, metric->unit, &bound->value, err);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "%s: %s: ", threshold->source, id);
	return status;
}

enum hscan_status
bounds_load(const struct settings *settings, struct hscan_metrics *out,
    struct hscan_error *err)
{
	struct hscan_metrics metrics = {0};
	enum hscan_status status;

	status = hscan_metrics_load(&metrics, err);
	for (size_t i = 0; i < settings->thresholds_len && status == HSCAN_OK;
	     i++)
		status = apply(&metrics, &settings->thresholds[i], err);
	if (status == HSCAN_OK)
		*out = metrics;
	else
		hscan_metrics_clear(&metrics);
	return status;
}
