/* SPDX-License-Identifier: MIT */
/* From outcomes to measures: rounds, says why a value is absent, and judges. */
#ifndef HSCAN_JUDGE_ASSESS_H
#define HSCAN_JUDGE_ASSESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "metric/engine.h"
#include "metric/registry.h"

/* Why a metric that needs these has no value. */
struct hscan_missing {
	unsigned needs; /* set of enum hscan_need; 0 ends the list */
	const char *reason;
};

/* Why there is no value where all was read. */
extern const char hscan_no_samples[];

enum { HSCAN_GAPS = 16 };

/* The same for one window alone. */
struct hscan_gaps {
	struct hscan_missing at[HSCAN_GAPS]; /* the first that fits counts */
};

/* Metrics that need these rest on what a receiver alone has seen since then. */
struct hscan_watched {
	unsigned needs; /* set of enum hscan_need; 0 ends the list */
	int64_t since;
};

/* One repository, in windows that are the reported one and then those of the
 * trend, newest first. */
struct hscan_assessment {
	const struct hscan_window *windows;
	size_t windows_len;
	const struct hscan_missing *missing; /* the first that fits counts */
	/* Needs met from another head than the default branch's: metrics of
	 * these are shown, but not judged. NULL: none. */
	const struct hscan_missing *other_head;
	const struct hscan_gaps *gaps; /* one for each window; NULL: none */
	const struct hscan_watched *watched; /* of the first window; or NULL */
	double *past;            /* room for a number a window, to work with */
	int64_t repo_created_at; /* a trend window that starts before is null */
	bool several;            /* it is that of the oldest of several */
	int64_t min_samples;
	enum hscan_baseline_method method;
	double sigma;
};

/* A metric, and what the engine has found: an outcome for each window, zeroes
 * where the metric is not computable. */
struct hscan_found {
	const struct hscan_metric *metric;
	const struct hscan_outcome *outcomes;
	/* The same for the items of each role, one after the other; NULL: not
	 * asked for. */
	const struct hscan_outcome *by_role;
};

/* Whether there is anything to be computed: not if what it needs is missing. */
bool hscan_is_computable(const struct hscan_assessment *assessment,
    const struct hscan_metric *metric);

/* Finds the metric that the risk of one is from; NULL: its own. HSCAN_EPARSE:
 * it names none with a risk bound of its own. */
HSCAN_CHECK enum hscan_status hscan_find_risk_from(
    const struct hscan_metrics *metrics, const struct hscan_metric *metric,
    const struct hscan_metric **out, struct hscan_error *err);

/**
 * Measures one metric. `from` is what was found of the metric that its risk is
 * from; NULL: the risk is its own. The trend is of the arena. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_assess(
    const struct hscan_assessment *assessment, const struct hscan_found *found,
    const struct hscan_found *from, struct hscan_arena *arena,
    struct hscan_measure *out, struct hscan_error *err);

#endif
