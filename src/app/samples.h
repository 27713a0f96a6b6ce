/* SPDX-License-Identifier: MIT */
/* The rows that a number is made of, for explain and for pages that show them
 * beside it. */
#ifndef HSCAN_APP_SAMPLES_H
#define HSCAN_APP_SAMPLES_H

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "app/evaluation.h"

/* What samples can be sorted by, up to a NULL. */
extern const char *const explain_columns[];

/* HSCAN_EINVAL: samples cannot be sorted by that. NULL is the usual order. */
HSCAN_CHECK enum hscan_status samples_check_order(
    const char *order, struct hscan_error *err);

/**
 * Gives the samples of measure `at` of evaluation->report, of its arena, sorted
 * by a column ("value", "number", "title", "author", with a - before it the
 * other way round; NULL: what says most first). None where there is no value
 * and nothing open. Fails as hscan_health_samples().
 */
HSCAN_CHECK enum hscan_status samples_collect(struct evaluation *evaluation,
    size_t at, const char *order, struct hscan_sample **out, size_t *len,
    struct hscan_error *err);

/* Sets evaluation->report.evidence, the first samples of every measure, when
 * the format that the user wants shows them. */
HSCAN_CHECK enum hscan_status samples_for_format(
    struct evaluation *evaluation, struct hscan_error *err);

/* The same for one of many: sets report->evidence, of the arena. `run` is that
 * of the report. */
HSCAN_CHECK enum hscan_status samples_for_one(
    const struct evaluation *evaluation, const struct target_run *run,
    struct hscan_report *report, struct hscan_arena *arena,
    struct hscan_error *err);

#endif
