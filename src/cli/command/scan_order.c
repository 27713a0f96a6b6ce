/* SPDX-License-Identifier: MIT */
/* The order of a scan's rows, from --sort; see scan_order.h. */
#include "cli/command/scan_order.h"

#include "app/catalogue.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "metric/parse.h"

enum { BY_HEALTH, BY_SCORE, BY_NAME, BY_CLASS, ORDERS };

const char *const scan_columns[ORDERS + 1] = {
    [BY_HEALTH] = "health",
    [BY_SCORE] = "score",
    [BY_NAME] = "name",
    [BY_CLASS] = "class",
};

static const enum hscan_rank_key keys[ORDERS] = {
    [BY_HEALTH] = HSCAN_RANK_HEALTH,
    [BY_SCORE] = HSCAN_RANK_SCORE,
    [BY_NAME] = HSCAN_RANK_NAME,
    [BY_CLASS] = HSCAN_RANK_CLASS,
};

static bool
find_metric(const struct survey *survey, struct hscan_text name, size_t *out)
{
	const struct hscan_metric *metric =
	    catalogue_find(&survey->evaluation.metrics, name);
	const struct hscan_report *report = NULL;

	for (size_t i = 0; i < survey->len && !report; i++)
		report = survey->entries[i].report;
	for (size_t i = 0; report && i < report->measures_len; i++)
		if (report->measures[i].metric == metric) {
			*out = i;
			return true;
		}
	/* Where nothing is shown there is nothing to order. */
	return !report;
}

/* Before an hour of reading, not after it. */
enum hscan_status
scan_order_check(
    const struct survey *survey, const char *sort, struct hscan_error *err)
{
	const struct hscan_metrics *metrics = &survey->evaluation.metrics;
	struct hscan_text word = hscan_text_of(sort);
	const struct hscan_metric *metric;
	struct suggestion suggestion;
	char shown[80], id[80];

	if (word.len > 0 && word.ptr[0] == '-') {
		word.ptr++;
		word.len--;
	}
	suggestion = (struct suggestion){.word = word};
	for (size_t i = 0; i < ORDERS; i++) {
		if (hscan_text_is(word, scan_columns[i]))
			return HSCAN_OK;
		suggestion_offer(&suggestion, scan_columns[i]);
	}
	if (catalogue_find(metrics, word))
		return HSCAN_OK;
	metric = catalogue_nearest(metrics, word);
	if (metric && !suggestion.nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--sort: '%s' is no column of a scan; did you mean %s?",
		    hscan_safe(word, shown, sizeof(shown)),
		    hscan_safe(metric->id, id, sizeof(id)));
	return hscan_fail(err, HSCAN_EINVAL,
	    "--sort: '%s' is no column of a scan; write %s",
	    hscan_safe(word, shown, sizeof(shown)),
	    suggestion.nearest ? suggestion.nearest
			       : "health, score, name, class or a metric");
}

enum hscan_status
scan_order_of(const struct survey *survey, const char *sort,
    struct hscan_rank_order *out, struct hscan_error *err)
{
	struct hscan_text word = hscan_text_of(sort);
	const struct hscan_metric *metric;
	char shown[80];

	*out = (struct hscan_rank_order){.key = HSCAN_RANK_HEALTH};
	if (word.len > 0 && word.ptr[0] == '-') {
		out->reversed = true;
		word.ptr++;
		word.len--;
	}
	for (size_t i = 0; i < ORDERS; i++)
		if (!sort || hscan_text_is(word, scan_columns[i])) {
			out->key = keys[i];
			return HSCAN_OK;
		}
	out->key = HSCAN_RANK_METRIC;
	if (find_metric(survey, word, &out->metric))
		return HSCAN_OK;
	metric = catalogue_find(&survey->evaluation.metrics, word);
	return hscan_fail(err, HSCAN_EINVAL,
	    "--sort: '%s' is not among the metrics that are shown; add it with "
	    "--metric, or use --profile %s",
	    hscan_safe(word, shown, sizeof(shown)),
	    metric ? hscan_metric_profile_name(metric) : "full");
}
