/* SPDX-License-Identifier: MIT */
/* Values in working hours whose metric's own bounds, which are of calendar
 * hours, do not judge them. */
#ifndef HSCAN_MODEL_UNBOUND_H
#define HSCAN_MODEL_UNBOUND_H

#include <stdbool.h>
#include <string.h>

#include <healthscan/report.h>

#define HSCAN_UNBOUND "bounds are for calendar hours"

/* Whether that is so, and no other bounds are set. */
static inline bool
hscan_is_unbound(const struct hscan_measure *measure)
{
	return measure->metric->unbound &&
	       measure->healthy.comparison == HSCAN_NO_BOUND &&
	       measure->risk.comparison == HSCAN_NO_BOUND;
}

/* The reason of the newest value, unless it is this one: such a value is as
 * good as any for what needs no bounds. */
static inline const char *
hscan_reason_against(const struct hscan_measure *measure)
{
	const char *reason = measure->now.reason;

	return reason && strcmp(reason, HSCAN_UNBOUND) == 0 ? NULL : reason;
}

#endif
