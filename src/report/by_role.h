/* SPDX-License-Identifier: MIT */
/* A report by the roles of authors, for formats that have a row a metric: a
 * role of a metric is a row of its own. */
#ifndef HSCAN_REPORT_BY_ROLE_H
#define HSCAN_REPORT_BY_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"

/**
 * The report with measures of each role (hscan_measure.role) behind that of
 * all: of roles that have opened something that counts in one of the windows.
 * They have no bounds, no verdict and no baseline, and titles such as "PR merge
 * cycle: newcomer". What is new is of the arena. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status by_role_spread(const struct hscan_report *report,
    struct hscan_arena *arena, struct hscan_report *out,
    struct hscan_error *err);

/* Whether a measure, or of such a part that of all, has a verdict. */
bool by_role_is_judged(const struct hscan_report *report, size_t at);

/* Why a measure that has samples has none of any role; NULL: it has. */
const char *by_role_why_none(const struct hscan_measure *measure);

/* "by the newest rows, ...": what the roles rest on. */
extern const char by_role_basis[];

#endif
