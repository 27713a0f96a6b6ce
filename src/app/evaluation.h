/* SPDX-License-Identifier: MIT */
/* From the settings to the numbers, for every command that shows some: which
 * metrics, which streams they need, the sync, and the report. */
#ifndef HSCAN_APP_EVALUATION_H
#define HSCAN_APP_EVALUATION_H

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "app/app.h"
#include "app/target_run.h"
#include "base/arena.h"
#include "judge/health.h"
#include "metric/registry.h"

struct evaluation {
	struct app *app;
	struct target_run run;
	struct hscan_metrics metrics;       /* owned; the bounds in force */
	struct hscan_health_query question; /* borrows from settings and run */
	struct hscan_arena arena;           /* owned; of the report */
	struct hscan_report report;         /* set by evaluation_report() */
	struct hscan_text scope;            /* names the question */
	/* Under what the store keeps what is said of the report, set by
	 * evaluation_key(): alerts, and the values of a passed gate. */
	int64_t repo_id; /* 0: not known yet */
	struct hscan_text key;
};

/**
 * Loads the metrics (built in, and the files named in `ids`, whose paths are
 * replaced by the ids they hold), checks the names in `ids` (settings.metrics
 * as a rule; none: the profile's), finds the repository (NULL: the current
 * folder's), opens the store, and settles what these metrics need in the
 * windows asked for: target_group_sync() fetches that. A repository may be a
 * group, "@NAME". Call evaluation_close() in either case.
 */
HSCAN_CHECK enum hscan_status evaluation_open(struct evaluation *evaluation,
    struct app *app, const char *repo, struct settings_list *ids,
    struct hscan_error *err);

/* The same for several repositories, each to be a run that shares
 * evaluation->run: nothing is fetched here. */
HSCAN_CHECK enum hscan_status evaluation_open_many(
    struct evaluation *evaluation, struct app *app, struct settings_list *ids,
    struct hscan_error *err);

/* One of them as hscan_health() takes it: what came of its sync, and of its
 * clone; or of those of a group's members. Borrows from the run, which has to
 * be found in the store. */
struct hscan_health_one evaluation_one(const struct target_run *run);

/* One of them, and its report. */
struct evaluation_part {
	struct target_run *run;
	struct hscan_report report;
};

/* Computes the reports of some of them, which target_run_find() has found. They
 * are of the arena and borrow from the evaluation and from the runs. */
HSCAN_CHECK enum hscan_status evaluation_reports(struct evaluation *evaluation,
    struct evaluation_part *parts, size_t len, struct hscan_arena *arena,
    struct hscan_error *err);

/* Settles under what the store keeps what is said of the report of a run, which
 * target_run_find() has found: the question, and before it the name of a group.
 * What is of a group is kept with one of its members, the one that it was kept
 * with before. */
HSCAN_CHECK enum hscan_status evaluation_key(struct evaluation *evaluation,
    const struct target_run *run, struct hscan_error *err);

/* Computes evaluation->report. HSCAN_ENOTFOUND: the store has nothing of it. */
HSCAN_CHECK enum hscan_status evaluation_report(
    struct evaluation *evaluation, struct hscan_error *err);

/* Has the class told by replies, too, from the next target_run_sync() and
 * evaluation_report() on. */
HSCAN_CHECK enum hscan_status evaluation_want_replies(
    struct evaluation *evaluation, struct hscan_error *err);

void evaluation_close(struct evaluation *evaluation);

#endif
