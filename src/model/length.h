/* SPDX-License-Identifier: MIT */
/* A length of time as people write it, "2d", which is as many calendar days or,
 * where working hours are set, working days. Pure. */
#ifndef HSCAN_MODEL_LENGTH_H
#define HSCAN_MODEL_LENGTH_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "base/buf.h"
#include "model/hours.h"

struct hscan_length {
	int64_t count; /* greater than 0 */
	char unit;     /* s, m, h, d or w */
};

/* "90m", "36h", "2d", "1w": as hscan_parse_duration(). */
bool hscan_length_parse(struct hscan_text text, struct hscan_length *out);

/* In seconds; with hours that are set (NULL: none), in seconds of them: a day
 * is a working day, a week a week's hours. */
int64_t hscan_length_s(
    struct hscan_length length, const struct hscan_hours *hours);

/* "2d", as it is written; of working hours in words, "2 business days". */
void hscan_add_length(
    struct hscan_buf *out, struct hscan_length length, bool business);

#endif
