/* SPDX-License-Identifier: MIT */
/* The whole answer about repositories, from what the store holds: every metric
 * over its windows, judged, with what it was computed from. */
#ifndef HSCAN_JUDGE_HEALTH_H
#define HSCAN_JUDGE_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "metric/contributors.h"
#include "metric/engine.h"
#include "metric/registry.h"
#include "model/window.h"
#include "store/store.h"

/* The question, which is the same for all of them; all borrowed. */
struct hscan_health_query {
	const char *version;
	int64_t generated_at;
	int64_t as_of;
	struct hscan_window_spec window;
	size_t windows; /* of the trend, before the one reported */
	int64_t min_samples;
	enum hscan_baseline_method baseline_method;
	double sigma; /* an alert begins here */
	struct hscan_slice slice;
	const struct hscan_text *agent_logins; /* globs, beside the built-in */
	size_t agent_logins_len;
	const struct hscan_text *bot_logins;
	size_t bot_logins_len;
	const struct hscan_metrics *metrics; /* with the bounds in force */
	const struct hscan_text *ids; /* to show, in order; none: the profile */
	size_t ids_len;
	const char *doc_paths; /* key of the documentation paths in force */
	const struct hscan_text *maintainers; /* logins; for roles, too */
	size_t maintainers_len;
	/* Working hours, prepared, and the same in words; NULL: none are set,
	 * and no metric is of HSCAN_CLOCK_HOURS. */
	const struct hscan_hours *hours;
	const struct hscan_business *business;
	/* Who works where; NULL: nobody says it. */
	const struct hscan_affiliations *organizations;
	bool gitdm_order; /* of several domains the shortest counts */
	bool full; /* all metrics of health; else those of the core profile */
	bool activity;      /* those of the profile activity instead */
	bool bots_included; /* those of items are by role in any case */
	bool by_role; /* tell metrics of items also by their authors' roles */
	bool history_events;
	bool lifecycle; /* say which class it is of */
	bool replies;   /* by replies, too, whatever the metrics need */
	const struct hscan_watch *watch; /* NULL: metrics run to their end */
	const struct hscan_engine_kind *engine; /* what runs the metrics */
};

/* One of the repositories that are asked about; all borrowed. */
struct hscan_health_one {
	const struct hscan_repo_name *name;
	int64_t repo_id;           /* in the store; 0: go by the name */
	bool incomplete;           /* a source has failed in this run */
	const char *git_missing;   /* why there is no history; NULL: say nothing
				    * more than that there is none */
	const char *forge_missing; /* why no forge is asked; or NULL */
	/* NULL: one repository. Else one report is of all the members of this,
	 * and `name`, `repo_id` and what is missing are theirs: ignored. */
	const struct hscan_health_group *group;
	struct hscan_report *out; /* where hscan_health_many() puts it */
};

/* Repositories that are reported as one; all borrowed. */
struct hscan_health_group {
	const char *name; /* without the "@" */
	/* At least one. One that is named twice, also by two names, counts
	 * once. Members have no group and no `out`. */
	const struct hscan_health_one *members;
	size_t len;
};

/**
 * Answers for one repository. Everything in `out` is of the arena or borrowed
 * from the question, nothing from `one` but its git_missing and forge_missing.
 * HSCAN_ENOTFOUND: the store does not have it. HSCAN_EINVAL: an id is no
 * metric's, or the windows reach back before time. Otherwise as the store and
 * hscan_engine_run.
 */
HSCAN_CHECK enum hscan_status hscan_health(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err);

/**
 * The same for many, with one pass of the engine over some hundreds at a time:
 * the reports are those of hscan_health(). Fails as that; then none of them is
 * to be used.
 */
HSCAN_CHECK enum hscan_status hscan_health_many(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *ones, size_t len, struct hscan_arena *arena,
    struct hscan_error *err);

/* What the metrics of the question need; a set of enum hscan_need. The whole
 * history of issues is among them when a metric that was named needs it, or a
 * trend. HSCAN_EINVAL: an id is no metric's. */
HSCAN_CHECK enum hscan_status hscan_health_needs(
    const struct hscan_health_query *question, struct hscan_arena *arena,
    unsigned *out, struct hscan_error *err);

/* A metric whose samples are wanted, and who they are given to. */
struct hscan_wanted_samples {
	const struct hscan_metric *metric;
	void *payload;
};
/* What the engine is asked about for such a question; borrows from it. */
struct hscan_engine_scope hscan_health_scope(
    const struct hscan_health_query *question, const int64_t *repo_ids,
    size_t repos, const struct hscan_window *windows, size_t windows_len);

/**
 * Gives the samples of some metrics in the window that is reported, of one
 * after the other, see hscan_engine_samples(). Fails as hscan_health().
 */
HSCAN_CHECK enum hscan_status hscan_health_samples(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one,
    const struct hscan_wanted_samples *wanted, size_t len,
    hscan_sample_fn *take, struct hscan_arena *arena, struct hscan_error *err);

/* Gives the people who contributed, see hscan_engine_contributors(). Fails as
 * that, and as hscan_health(). */
HSCAN_CHECK enum hscan_status hscan_health_contributors(
    struct hscan_store *store, const struct hscan_health_query *question,
    const struct hscan_health_one *one, hscan_contributor_fn *take,
    void *payload, struct hscan_arena *arena, struct hscan_error *err);

#endif
