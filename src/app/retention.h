/* SPDX-License-Identifier: MIT */
/* From what the settings ask to whether newcomers came again. */
#ifndef HSCAN_APP_RETENTION_H
#define HSCAN_APP_RETENTION_H

#include <healthscan/retention.h>
#include <healthscan/status.h>

#include "app/evaluation.h"

/* The metric that tells what is lacking: an evaluation of it alone. */
#define RETENTION_METRIC "conversion"

/* Tells it of an evaluation that has its report; of its arena. */
HSCAN_CHECK enum hscan_status retention_find(struct evaluation *evaluation,
    struct hscan_retention *out, struct hscan_error *err);

#endif
