/* SPDX-License-Identifier: MIT */
/* The same question to many repositories: what scan and compare share. */
#ifndef HSCAN_APP_SURVEY_H
#define HSCAN_APP_SURVEY_H

#include <stddef.h>

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "app/evaluation.h"
#include "app/forecast.h"
#include "app/gating.h"
#include "app/slim.h"
#include "app/target_run.h"
#include "app/targets.h"
#include "judge/rank.h"

struct survey;

enum {
	/* As many are computed at once: it takes less time for each, and
	 * memory for all. */
	SURVEY_BATCH = 64,
	/* Likewise, where the rows are elsewhere. */
	SURVEY_ELSEWHERE = 768,
	/* What has been read is reported after so long at the latest. */
	SURVEY_LATEST_MS = 1000,
};

/* Called for each repository as soon as it is done with; `run` is that of its
 * report, NULL: it has none. May say what is to be kept with the entry. Any
 * status but HSCAN_OK ends the run and is its result. */
typedef enum hscan_status survey_fn(struct survey *survey,
    struct hscan_scan_entry *entry, const struct target_run *run,
    struct hscan_error *err);

struct survey {
	/* Of all: the question, the store, the arena. */
	struct evaluation evaluation;
	struct targets targets;
	struct target_run *runs; /* one a target, of the arena */
	/* One a repository, in the order of the targets; after survey_rank(),
	 * by rank. What was named twice, by an old name and a new one, is in
	 * the place of the first. */
	struct hscan_scan_entry *entries;
	struct target_run **runs_of; /* the entries' */
	size_t len;                  /* of these two */
	size_t done;                 /* runs */
	struct gating *gating;       /* judges each report; may be NULL */
	/* May be NULL. The report of the entry is whole while it is called;
	 * then `slim` says what is left of it. */
	survey_fn *on_entry;
	void *payload;
	/* What on_entry() has passed on cannot be taken back. Else it is called
	 * again for an entry of which more has been found: its clone, under
	 * another of its names. */
	bool once;
	enum slim slim;
	struct slimmer slimmer;
	/* The rows are elsewhere: the reports are made once all targets are
	 * known, and entries are passed on in another order than theirs. */
	bool elsewhere;
	/* The last ones of the entries, which have been read and wait for
	 * their reports; since when; and what is of the reports alone. */
	size_t waiting;
	int64_t since_ms;
	struct hscan_arena batch;
	struct hscan_scan scan; /* set by survey_rank() */
};

/* Settles the question and opens the store; fill in `targets` after it. Call
 * survey_close() in either case. */
HSCAN_CHECK enum hscan_status survey_open(
    struct survey *survey, struct app *app, struct hscan_error *err);

/* Reads and computes one repository after the other. A failure of
 * one is reported and remembered, and does not stop the others. */
HSCAN_CHECK enum hscan_status survey_run(
    struct survey *survey, struct hscan_error *err);

/* What survey_run() would ask for; then every entry has failed or holds
 * nothing. Fails as forecast_all(). */
HSCAN_CHECK enum hscan_status survey_forecast(
    struct survey *survey, struct forecast *out, struct hscan_error *err);

/* Holds them against each other. */
HSCAN_CHECK enum hscan_status survey_rank(struct survey *survey,
    const struct hscan_rank_order *order, struct hscan_error *err);

/* What came of the sources of a survey that went to its end: HSCAN_OK, or the
 * worst. */
enum hscan_status survey_outcome(const struct survey *survey);

void survey_close(struct survey *survey);

#endif
