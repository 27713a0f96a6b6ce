/* SPDX-License-Identifier: MIT */
/* Evaluates the alerts of an evaluation, and sends those that are new. */
#ifndef HSCAN_APP_ALERTING_H
#define HSCAN_APP_ALERTING_H

#include <healthscan/status.h>

#include "app/evaluation.h"

/* Sets report.alerts, keeps their life in the store when every source was
 * read, and sends each turn that was not sent before. */
HSCAN_CHECK enum hscan_status alerting_run(
    struct evaluation *evaluation, struct hscan_error *err);

#endif
