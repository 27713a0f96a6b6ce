/* SPDX-License-Identifier: MIT */
/* Finds what is at risk for one cause; see cause.h. */
#include "judge/cause.h"

#include "base/text.h"

static const struct hscan_metric *
find_cause(const struct hscan_measure *of, const struct hscan_measure *measures,
    size_t len)
{
	struct hscan_text from = of->metric->risk_from;

	if (from.len == 0 || of->verdict != HSCAN_VERDICT_RISK)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if (measures[i].verdict == HSCAN_VERDICT_RISK &&
		    hscan_text_equal(measures[i].metric->id, from))
			return measures[i].metric;
	return NULL;
}

void
hscan_find_causes(struct hscan_measure *measures, size_t len)
{
	for (size_t i = 0; i < len; i++)
		measures[i].because = find_cause(&measures[i], measures, len);
}
