/* SPDX-License-Identifier: MIT */
/* Judges reports by the policy of the settings: one of check, or each of a
 * survey, of which only what is to be said is kept. */
#ifndef HSCAN_APP_GATING_H
#define HSCAN_APP_GATING_H

#include <stdbool.h>

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "app/evaluation.h"
#include "base/arena.h"
#include "base/buf.h"

struct gating {
	bool named;  /* the policy names the metrics of the evaluation */
	bool alerts; /* alerts are evaluated, too */
	struct hscan_arena arena;   /* owned; of what is kept of each */
	struct hscan_scan_gate sum; /* set by gating_end() */
};

/* Call gating_close() after it. */
void gating_open(struct gating *gating, const struct settings *settings,
    bool named, bool alerts);

/* Judges the report of a run, which the evaluation has the key of, by the
 * settings, with the values of its last pass; keeps those of a pass. The rows
 * are of the arena. */
HSCAN_CHECK enum hscan_status gating_judge(struct evaluation *evaluation,
    const struct target_run *run, bool named, const struct hscan_report *report,
    struct hscan_arena *arena, struct hscan_gate *out, struct hscan_error *err);

/* Appends "; with a bound, but not computed: a (--profile full)": what was
 * given a bound and is not of the report; else nothing. */
void gating_add_left_out(const struct evaluation *evaluation,
    const struct hscan_report *report, bool ascii, struct hscan_buf *out);

/* The same of one of many, which was read: sets report->gate and entry->gate.
 * What could not be read is not judged by what was there before. */
HSCAN_CHECK enum hscan_status gating_take(struct gating *gating,
    struct evaluation *evaluation, const struct target_run *run,
    struct hscan_report *report, struct hscan_arena *arena,
    struct hscan_scan_entry *entry, struct hscan_error *err);

/* When all are there: those that could not be read get their entry->gate, and
 * all are counted. `entries` and their texts must outlive it. */
HSCAN_CHECK enum hscan_status gating_end(struct gating *gating,
    struct hscan_scan_entry *entries, size_t len, struct hscan_error *err);

void gating_close(struct gating *gating);

#endif
