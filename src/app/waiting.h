/* SPDX-License-Identifier: MIT */
/* From the settings to what is open and who has to move. */
#ifndef HSCAN_APP_WAITING_H
#define HSCAN_APP_WAITING_H

#include <healthscan/status.h>
#include <healthscan/waiting.h>

#include "app/evaluation.h"

/* As evaluation_open(), for no metric: target_run_sync() then reads what is
 * open and what was written on it. */
HSCAN_CHECK enum hscan_status waiting_open(struct evaluation *evaluation,
    struct app *app, const char *repo, struct hscan_error *err);

/* Lists it as the settings want it; of the evaluation's arena. HSCAN_ENOTFOUND:
 * the store has nothing of the repository. */
HSCAN_CHECK enum hscan_status waiting_find(struct evaluation *evaluation,
    struct hscan_waiting *out, struct hscan_error *err);

#endif
