/* SPDX-License-Identifier: MIT */
/* The verdict in a few words. With one metric the badge is that metric's. */
#ifndef HSCAN_REPORT_BADGE_H
#define HSCAN_REPORT_BADGE_H

#include <healthscan/report.h>

#include "base/buf.h"

struct badge {
	struct hscan_buf label, message; /* safe to print */
	enum hscan_verdict verdict;
};

/* A failure is that of the buffers. Call badge_clear() in either case. */
void badge_make(struct badge *badge, const struct hscan_report *report);
void badge_clear(struct badge *badge);

#endif
