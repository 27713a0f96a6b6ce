/* SPDX-License-Identifier: MIT */
/* Numbers as they are written for people and programs: rounded, and in
 * digits that do not depend on the locale. */
#ifndef HSCAN_BASE_ROUND_H
#define HSCAN_BASE_ROUND_H

#include "base/buf.h"

/* Rounds to 4 decimals, half to even; never -0. Values that are not finite are
 * returned unchanged. */
double hscan_round4(double value);

/* Appends the shortest decimal that reads back as the same number: "72",
 * "64.5369"; a point whatever the locale, no exponent below 1e15, never
 * "-0". `value` must be finite. */
void hscan_add_number(struct hscan_buf *out, double value);

/* Appends `value` with at most `decimals` of them (0 to 9), half to even,
 * without zeros at their end: "72", "64.54"; otherwise as hscan_add_number,
 * and below 1e15 as well. */
void hscan_add_decimal(struct hscan_buf *out, double value, int decimals);

#endif
