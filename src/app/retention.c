/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again; see retention.h. */
#include "app/retention.h"

#include <string.h>

#include "judge/assess.h"
#include "judge/retention.h"

/* Whether a clone had commits, of whatever head. */
static bool
has_commits(const struct hscan_report *report)
{
	for (size_t i = 0; i < report->coverage_len; i++)
		if (strcmp(report->coverage[i].stream, "git") == 0 &&
		    report->coverage[i].rows > 0)
			return true;
	return false;
}

/* What the metric lacks is lacking here; that nobody came within its window
 * says nothing of other times, and commits of another head are shown. */
static const char *
why_unknown(const struct hscan_report *report)
{
	const struct hscan_measure *measure = &report->measures[0];
	const struct hscan_value *now = &measure->now;

	if (measure->other_head)
		return has_commits(report) ? NULL : now->reason;
	if (now->value.known || !now->reason ||
	    strcmp(now->reason, hscan_no_samples) == 0)
		return NULL;
	return now->reason;
}

enum hscan_status
retention_find(struct evaluation *evaluation, struct hscan_retention *out,
    struct hscan_error *err)
{
	struct hscan_retention_count count = {
	    .end = evaluation->question.as_of,
	    .months = evaluation->app->settings.months,
	    .arena = &evaluation->arena,
	};
	struct hscan_retention found = {
	    .report = &evaluation->report,
	    .reason = why_unknown(&evaluation->report),
	};
	const struct hscan_health_one one = evaluation_one(&evaluation->run);
	enum hscan_status status = hscan_retention_begin(&count, err);

	if (status == HSCAN_OK && !found.reason)
		status = hscan_health_contributors(evaluation->run.store,
		    &evaluation->question, &one, hscan_retention_add, &count,
		    &evaluation->arena, err);
	if (status == HSCAN_OK)
		status = hscan_retention_end(&count, &found, err);
	if (status == HSCAN_OK)
		*out = found;
	return status;
}
