/* SPDX-License-Identifier: MIT */
/* A bound as people write it ("72h", "3d", "85%", "2.5"), in the unit that a
 * metric counts in. */
#ifndef HSCAN_MODEL_THRESHOLD_H
#define HSCAN_MODEL_THRESHOLD_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* A decimal number and perhaps a unit: what could be a bound of some metric. */
bool hscan_threshold_is_value(struct hscan_text value);

/**
 * Reads a bound of a metric that counts in `metric_unit`. A bare number is in
 * that unit. Hours may be written in s, m, h, d and w, days in h, d and w,
 * weeks in d and w, a percentage with %; every other unit takes a bare number
 * only. Otherwise HSCAN_EINVAL, with the value and what is accepted.
 */
HSCAN_CHECK enum hscan_status hscan_threshold_value(struct hscan_text value,
    struct hscan_text metric_unit, double *out, struct hscan_error *err);

#endif
