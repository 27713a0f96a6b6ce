/* SPDX-License-Identifier: MIT */
/* Numbers as they are written: rounded once, at the very end, and in the
 * shortest form that reads back the same. */
#ifndef HSCAN_BASE_ROUND_H
#define HSCAN_BASE_ROUND_H

#include "base/buf.h"

/* To 4 decimals, half to even; never -0. Values too large to have 4 decimals
 * come back as they are. */
double hscan_round4(double value);

/* Appends the shortest decimal that reads back as the same number: "72",
 * "64.5369"; a point whatever the locale, no exponent below 1e15, never
 * "-0". `value` must be finite. */
void hscan_add_number(struct hscan_buf *out, double value);

#endif
