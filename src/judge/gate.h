/* SPDX-License-Identifier: MIT */
/* Whether a report passes a policy. Pure, given the values of the last run
 * that passed. */
#ifndef HSCAN_JUDGE_GATE_H
#define HSCAN_JUDGE_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "store/alerts.h"

struct hscan_gate_policy {
	/* Set of enum hscan_gate_fail, and set of 1 << enum hscan_life_class;
	 * one of them is not empty. */
	unsigned fail_on, fail_classes;
	int64_t min_samples;
	bool allow_unknown;     /* missing, thin or stale values pass */
	bool allow_provisional; /* provisional ones are judged like others */
	int64_t max_age_s;      /* 0: any; measured from the report's as_of */
	bool named;             /* the report has exactly the metrics that the
				 * policy names; each must have a value */
	/* Not of the policy but of this run: why the repository could not be
	 * read, so that the report is older; absent: it was read. */
	struct hscan_text unread;
	/* Nor was it asked for, so that the report is of what was read at some
	 * time before: that decides nothing. */
	bool read_before;
};

/* What a metric was when the gate was last passed. */
struct hscan_passed {
	bool known;
	double value;
	struct hscan_interval ci95;
};

/**
 * Judges every measure. `passed` has one row for each. Without named metrics,
 * those with a value and bounds (for deviation and regression: a direction) are
 * judged, the others are reported as not judged, and at least one must be
 * judged. A regression is a value on the worse side of the interval that the
 * metric had when the gate last passed. What fails because another metric
 * does (measure->because) is not judged: one cause is one failure. A median or
 * share without an interval is undecided; other statistics regress if the value
 * is worse. Before the first pass there is no regression. A class that is not
 * known is undecided, unless none of those that fail is possible. Rows and
 * their texts are of the arena. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_gate_judge(
    const struct hscan_report *report, const struct hscan_gate_policy *policy,
    const struct hscan_passed *passed, struct hscan_arena *arena,
    struct hscan_gate *out, struct hscan_error *err);

/* Reads the values of the last pass before the report's as_of; `out` has one
 * row for each measure. */
HSCAN_CHECK enum hscan_status hscan_gate_recall(struct hscan_store *store,
    int64_t repo_id, struct hscan_text scope, const struct hscan_report *report,
    struct hscan_passed *out, struct hscan_error *err);

/* Keeps the values of a report that has passed. */
HSCAN_CHECK enum hscan_status hscan_gate_remember(struct hscan_store *store,
    int64_t repo_id, struct hscan_text scope, const struct hscan_report *report,
    struct hscan_error *err);

#endif
