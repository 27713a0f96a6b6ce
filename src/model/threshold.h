/* SPDX-License-Identifier: MIT */
/* A bound as people write it ("72h", "<= 3d", "at-least 85%", "2.5"), in the
 * unit that a metric counts in; and how two bounds go together. */
#ifndef HSCAN_MODEL_THRESHOLD_H
#define HSCAN_MODEL_THRESHOLD_H

#include <stdbool.h>

#include <healthscan/metric.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/**
 * Takes the comparison from the start of a bound, and the spaces behind it, so
 * that the value is left: <=, <, >= and > (also as one character), or at-most,
 * less-than, at-least and more-than with a space. HSCAN_NO_BOUND: there is
 * none, and the bound is left as it is.
 */
enum hscan_comparison hscan_threshold_take_comparison(struct hscan_text *bound);

/* What a bound without a comparison means: on the better side a value that
 * meets the healthy bound is healthy, on the worse side one that is beyond the
 * risk bound is at risk. HSCAN_NO_BOUND where neither side is better. */
enum hscan_comparison hscan_threshold_comparison(
    enum hscan_better better, bool risk);

/* "at-most", ...: the word for a comparison; "" for HSCAN_NO_BOUND. */
const char *hscan_threshold_word(enum hscan_comparison comparison);

/* Whether there is a value that meets both bounds. */
bool hscan_threshold_overlap(
    const struct hscan_bound *a, const struct hscan_bound *b);

/* Whether both are upper bounds, or both lower ones. */
bool hscan_threshold_same_side(
    const struct hscan_bound *a, const struct hscan_bound *b);

/* A value that can be written for a metric of that unit: "72h". */
const char *hscan_threshold_example(struct hscan_text metric_unit);

/* A decimal number and perhaps a unit: what could be a bound of some metric. */
bool hscan_threshold_is_value(struct hscan_text value);

/**
 * Reads the value of a bound of a metric that counts in `metric_unit`. A bare
 * number is in that unit. Seconds, minutes and hours may be written in s, m, h,
 * d and w, days in h, d and w, weeks in d and w, a percentage with %; every
 * other unit takes a bare number only. Otherwise HSCAN_EINVAL, with the value
 * and what is accepted.
 */
HSCAN_CHECK enum hscan_status hscan_threshold_value(struct hscan_text value,
    struct hscan_text metric_unit, double *out, struct hscan_error *err);

struct hscan_hours;

/* The same of a metric that counts in working hours, HSCAN_BUSINESS_UNIT: d is
 * a working day, w a week's hours. */
HSCAN_CHECK enum hscan_status hscan_threshold_in_hours(struct hscan_text value,
    const struct hscan_hours *hours, double *out, struct hscan_error *err);

#endif
