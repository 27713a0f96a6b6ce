/* SPDX-License-Identifier: MIT */
/*
 * Runs metrics: one query a metric yields its samples for every repository and
 * window of a scope, and the engine turns them into numbers, so that n,
 * percentiles and what was left out mean the same for all. Where the queries
 * run is a matter of its kind (kind.h).
 */
#ifndef HSCAN_METRIC_ENGINE_H
#define HSCAN_METRIC_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>
#include <healthscan/status.h>

struct hscan_store;
struct hscan_engine_kind;
struct hscan_hours;
struct hscan_affiliations;

/* Who looks on while SQL is run. */
struct hscan_watch {
	/* Told before each metric or query whether it is the user's own. */
	void (*begun)(bool own, void *payload);
	/* Asked now and then while it runs; HSCAN_ELIMIT (it takes too long)
	 * or HSCAN_EINTR end it, and are what running it fails with. */
	enum hscan_status (*expired)(void *payload);
	void *payload;
};

/* Repositories that are asked about as one: `len` of the scope's, from `from`
 * on, the oldest first. Their samples are pooled; a commit that several have is
 * one, and so is an account of one host in metrics of people. One that was
 * created after the end of a window adds nothing to it, unless that is the
 * first window. Of a gauge the best value is theirs. */
struct hscan_engine_pool {
	size_t from, len;
};

/* A repository of a pool. */
struct hscan_engine_member {
	const char *name; /* to name it in reasons and samples; safe to print */
	const char *host;
	int64_t created_at; /* 0: it always was, as the first of a pool */
	size_t place; /* orders those of a pool: of several that have a commit,
		       * the first names its author */
};

/* What is asked about. Borrowed until the engine is closed. */
struct hscan_engine_scope {
	const int64_t *repo_ids; /* each once */
	size_t repos;
	/* NULL: each repository is asked about by itself. Else each is in one
	 * of these. */
	const struct hscan_engine_pool *pools;
	size_t pools_len;
	const struct hscan_engine_member *members; /* one a repository */
	const struct hscan_window *windows; /* the first is the one reported */
	size_t windows_len;
	bool bots_included; /* those of items are by role in any case */
	const struct hscan_text
	    *bot_logins; /* globs, beside the built-in list */
	size_t bot_logins_len;
	bool by_role; /* tell the roles of the authors of items */
	const struct hscan_text *agent_logins; /* globs, likewise */
	size_t agent_logins_len;
	const struct hscan_text *maintainers; /* logins, beside whom the forge
					       * says */
	size_t maintainers_len;
	bool history_events; /* replay state from events, else newest rows */
	struct hscan_slice slice;
	/* Prepared, for metrics of HSCAN_CLOCK_HOURS; NULL: there are none. */
	const struct hscan_hours *hours;
	/* NULL: nobody says who works where. */
	const struct hscan_affiliations *organizations;
	const struct hscan_watch *watch; /* NULL: nobody looks on */
};

/* A sample without a value says with its subject why there is no number. */
enum { HSCAN_REASON_SIZE = 128 };

/* A metric over one repository and one window; values are not rounded. */
struct hscan_outcome {
	struct hscan_number value; /* not known: no samples */
	int64_t n;
	struct hscan_number p75, p90;  /* medians */
	struct hscan_number count;     /* rates; the whole, with standing */
	struct hscan_number numerator; /* shares */
	struct hscan_number unknown;   /* with standing: nobody's share, in % */
	int64_t excluded_bots;         /* by how many n is less for it */
	int64_t ended_before_began;    /* likewise; durations below zero */
	struct hscan_interval ci95;
	bool censors; /* it is known which samples are open */
	int64_t open; /* samples that have not ended */
	struct hscan_number km_median;
	/* By how many n may be less since they could not be read, and between
	 * what the value lies whatever those are, or whosever what is nobody's
	 * is; not known: all were read, and are somebody's. */
	int64_t unreadable;
	struct hscan_interval range;    /* infinite where there is no telling */
	char reason[HSCAN_REASON_SIZE]; /* why there is no value; or "" */
};

struct hscan_engine;

/* How many are asked about: pools, or repositories. */
size_t hscan_scope_len(const struct hscan_engine_scope *scope);

/* The repositories of one of them. */
struct hscan_engine_pool hscan_scope_pool(
    const struct hscan_engine_scope *scope, size_t at);

/* Whether a repository adds to a window. */
bool hscan_scope_has(
    const struct hscan_engine_scope *scope, size_t repo, size_t window_no);

/* An engine of one kind over the facts of a store, which is only read. Of
 * SQLite's kind there is one at a time for a store. */
HSCAN_CHECK enum hscan_status hscan_engine_open(
    const struct hscan_engine_kind *kind, struct hscan_store *store,
    const struct hscan_engine_scope *scope, struct hscan_engine **out,
    struct hscan_error *err);
void hscan_engine_close(struct hscan_engine *engine); /* NULL is fine */

/* A sample of a metric; text is borrowed until the callback returns. */
typedef enum hscan_status hscan_sample_fn(
    const struct hscan_sample *sample, void *payload, struct hscan_error *err);

/**
 * Gives the samples of one metric in one repository and window, in the order
 * of the query; those left out, too. Value is not rounded, link is absent; of
 * HSCAN_STAT_WITHIN it is the time that it took, in hours. Of a pool `repo_id`
 * is any, and one repository after the other. Fails as hscan_engine_run, and
 * as the callback.
 */
HSCAN_CHECK enum hscan_status hscan_engine_samples(struct hscan_engine *engine,
    const struct hscan_metric *metric, int64_t repo_id, size_t window_no,
    hscan_sample_fn *take, void *payload, struct hscan_error *err);

/**
 * Runs one metric, once for all repositories; one of the user's own once for
 * each, and so that it sees no other. `of` says for which (NULL: for all): the
 * outcomes of the others are zero. `out` has room for hscan_scope_len() ×
 * windows_len outcomes, by repository, or pool, first. HSCAN_EPARSE: the SQL is
 * wrong, reads more than the v_ views, or does not yield repo_id, window_no,
 * subject, actor_id and either
 *
 *   value, and perhaps open: 0 it has ended, 1 it has not ended yet, 2 it will
 *   never end as counted (a pull request closed without a merge), NULL for a
 *   sample that is not of the cohort of which the Kaplan-Meier median is told;
 *
 *   began_at, ended_at, whole seconds, in a metric whose unit is seconds,
 *   minutes, hours, days or weeks, and perhaps withdrawn: 0 it has ended, or
 *   has not ended yet, 1 it will never end as counted, NULL as above. The
 *   value is the time between them. Where ended_at is NULL it is that up to
 *   the window's end, and the sample is open if there is such a column. Of
 *   HSCAN_STAT_WITHIN, whose unit is %, without withdrawn: the sample counts
 *   once it has ended or metric->within_s have passed by the window's end, and
 *   is open before.
 *
 * Of HSCAN_STAT_HALF and the largest two more columns may follow value:
 * standing, 0 it is one that counts, 1 it belongs to the whole, and nobody says
 * whose it is, 2 it is left out as a bot's is; and people, how many it is of.
 *
 * Samples that are open or withdrawn are in the Kaplan-Meier median alone. A
 * median is of durations where there is a sixth column of the first kind, the
 * columns of the second, or a unit of time: what is below zero is then in
 * neither. Of HSCAN_CLOCK_HOURS, and of what may be so, instants are all that
 * there can be. HSCAN_ELIMIT, HSCAN_EINTR: it was ended, or is the user's own
 * and wants too much memory.
 */
HSCAN_CHECK enum hscan_status hscan_engine_run(struct hscan_engine *engine,
    const struct hscan_metric *metric, const bool *of,
    struct hscan_outcome *out, struct hscan_error *err);

/**
 * The same, and of a metric of items, where the scope is by role, also over the
 * items of each role: `by_role` has room for HSCAN_ROLES outcomes beside each
 * of `out`, by repository, or pool, first, then by role. What could not be read
 * is told of the whole alone. Those of no metric of items, and of a repository
 * that `of` leaves out, stay as they are.
 */
HSCAN_CHECK enum hscan_status hscan_engine_run_by_role(
    struct hscan_engine *engine, const struct hscan_metric *metric,
    const bool *of, struct hscan_outcome *out, struct hscan_outcome *by_role,
    struct hscan_error *err);

/* Whether such a metric is of items, and so by role. */
bool hscan_engine_has_roles(
    const struct hscan_engine_scope *scope, const struct hscan_metric *metric);

#endif
