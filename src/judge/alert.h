/* SPDX-License-Identifier: MIT */
/*
 * The life of an alert: it fires once, stays open, and clears when the value
 * has been back for some evaluations. The step from one evaluation to the next
 * is pure; hscan_alerts_evaluate() keeps what it gives in the store.
 */
#ifndef HSCAN_JUDGE_ALERT_H
#define HSCAN_JUDGE_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/alerts.h"

/* What an evaluation found. */
enum hscan_alert_sign {
	HSCAN_SIGN_UNKNOWN, /* undecided: the state stays as it is */
	HSCAN_SIGN_WELL,
	HSCAN_SIGN_BAD,
	HSCAN_SIGN_COVERED, /* bad, for the cause of another metric: that one's
			     * alert stands for it, and it has none */
};

struct hscan_alert_rule {
	bool on_watch; /* threshold alerts fire at "watch", not only "risk" */
	int64_t clear_after; /* consecutive evaluations; at least 1 */
	/* Where evaluations are many, seconds from one that counts for
	 * `clear_after` to the next; then none takes the place of another one
	 * as of the same instant. 0: each counts. */
	int64_t every;
	/* What is stored as of later than this is of a clock that was wrong,
	 * and counts as of before; 0: it is not looked at. */
	int64_t now;
};

/* The sign that a measure gives for one kind of alert. */
enum hscan_alert_sign hscan_alert_sign(const struct hscan_measure *measure,
    enum hscan_alert_kind kind, const struct hscan_alert_rule *rule);

/**
 * The next state of an alert, evaluated as of `at`. `was` is its state after
 * an earlier evaluation (all zero: it never fired). Sets `*turned` when it has
 * fired or cleared now.
 */
struct hscan_alert_state hscan_alert_step(const struct hscan_alert_state *was,
    enum hscan_alert_sign sign, const struct hscan_alert_rule *rule, int64_t at,
    bool *turned);

/* Appends the notification of an alert that has turned to `out`; its wording is
 * the caller's. */
typedef enum hscan_status hscan_alert_words_fn(
    const struct hscan_report *report, const struct hscan_alert *alert,
    struct hscan_buf *out, struct hscan_error *err);

/**
 * Evaluates every measure of a report for both kinds as of report->as_of. Keeps
 * the outcome under (repo_id, scope), unless `keep` is false or the store
 * already has a later evaluation; one as of the same instant is replaced.
 * Returns the alerts that are firing, and those that cleared in this
 * evaluation, in the order of the measures. `*fresh` has one bool for each
 * alert: it turned now and was not announced before; one that another metric's
 * alert stands for from now on clears unannounced. With `words` (may be NULL)
 * the notifications of those are stored in the same transaction. Everything
 * returned is of the arena. Fails as the store.
 */
HSCAN_CHECK enum hscan_status hscan_alerts_evaluate(struct hscan_store *store,
    int64_t repo_id, struct hscan_text scope, const struct hscan_report *report,
    const struct hscan_alert_rule *rule, hscan_alert_words_fn *words, bool keep,
    struct hscan_arena *arena, struct hscan_alert **out, size_t *len,
    const bool **fresh, struct hscan_error *err);

/* Appends "698.05 hours", "85%", "0.7". */
void hscan_add_value_words(
    struct hscan_buf *out, double value, const struct hscan_metric *metric);

/* Appends "> 168". */
void hscan_add_bound_words(
    struct hscan_buf *out, const struct hscan_bound *bound);

#endif
