/* SPDX-License-Identifier: MIT */
/* Evaluates the alerts of an evaluation, and sends those that are new. */
#ifndef HSCAN_APP_ALERTING_H
#define HSCAN_APP_ALERTING_H

#include <healthscan/status.h>

#include "app/evaluation.h"
#include "judge/alert.h"

/* When an alert fires and clears, as the settings have it. */
struct hscan_alert_rule alerting_rule(const struct settings *settings);

/* Sets report.alerts, keeps their life in the store when every source was
 * read, and queues each turn that was not told before for the user's command,
 * if there is one. `*fresh` is as of hscan_alerts_evaluate(). */
HSCAN_CHECK enum hscan_status alerting_evaluate(struct evaluation *evaluation,
    const struct hscan_alert_rule *rule, const bool **fresh,
    struct hscan_error *err);

/* Sends all that waits of a repository, in order, one run at a time, up to the
 * first that fails: `when` says when that one is sent again. `*left` becomes
 * how many wait still. */
HSCAN_CHECK enum hscan_status alerting_send(const struct app *app,
    struct hscan_store *store, int64_t repo_id, const char *when, int64_t *left,
    struct hscan_error *err);

/* Both, by the settings' own rule. */
HSCAN_CHECK enum hscan_status alerting_run(
    struct evaluation *evaluation, struct hscan_error *err);

#endif
