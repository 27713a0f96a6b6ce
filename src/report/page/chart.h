/* SPDX-License-Identifier: MIT */
/* The trend of a metric as a picture for a page. */
#ifndef HSCAN_REPORT_PAGE_CHART_H
#define HSCAN_REPORT_PAGE_CHART_H

#include "report/page/page.h"

/* Writes an <svg>: the value of each window as a line, its 95 % interval as a
 * band, the bounds and what is usual as lines across, a mark where an alert is
 * raised. Nothing when fewer than two windows have a value. What it shows is
 * in the table of windows, too. */
void chart_write(struct page *page, const struct hscan_measure *measure);

#endif
