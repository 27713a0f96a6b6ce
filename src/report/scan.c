/* SPDX-License-Identifier: MIT */
/* What the formats of a scan and of a comparison share; see scan.h. */
#include "report/scan.h"

#include <string.h>

const struct hscan_report *
scan_any(const struct hscan_scan *scan)
{
	for (size_t i = 0; i < scan->len; i++)
		if (scan->entries[i].report)
			return scan->entries[i].report;
	return NULL;
}

bool
scan_is_partial(const struct hscan_scan_entry *entry)
{
	return entry->failed == HSCAN_OK && entry->report &&
	       !entry->report->complete;
}

size_t
scan_reason(struct scan_reasons *reasons, const char *reason)
{
	for (size_t i = 0; i < reasons->len; i++)
		if (strcmp(reasons->reasons[i], reason) == 0)
			return i + 1;
	if (reasons->len == SCAN_MOST_REASONS)
		return 0;
	reasons->reasons[reasons->len++] = reason;
	return reasons->len;
}

/* --- best and worst --- */

static struct hscan_number
percentile_of(const struct hscan_scan *scan, size_t entry, size_t metric)
{
	const struct hscan_number none = {false, 0.0};

	return scan->entries[entry].report
		   ? scan->entries[entry].percentiles[metric]
		   : none;
}

enum hscan_mark
hscan_comparison_mark(
    const struct hscan_scan *scan, size_t entry, size_t metric)
{
	struct hscan_number own = percentile_of(scan, entry, metric);
	const struct hscan_report *report = scan->entries[entry].report;
	bool better = false, worse = false; /* than some other */

	if (!own.known ||
	    report->measures[metric].metric->better == HSCAN_BETTER_NEUTRAL)
		return HSCAN_MARK_NONE;
	for (size_t i = 0; i < scan->len; i++) {
		struct hscan_number other = percentile_of(scan, i, metric);

		better = better || (other.known && own.value > other.value);
		worse = worse || (other.known && own.value < other.value);
	}
	if (better == worse)
		return HSCAN_MARK_NONE;
	return better ? HSCAN_MARK_BEST : HSCAN_MARK_WORST;
}
