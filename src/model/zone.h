/* SPDX-License-Identifier: MIT */
/*
 * A time zone as the system's tz data has it: the TZif file of RFC 9636,
 * versions 1 to 4, with the rule of its footer for the time after its table.
 * Pure: the bytes come from elsewhere. An own reader, since libc's zone is one
 * for the whole process, and takes a zone that is not there for UTC.
 */
#ifndef HSCAN_MODEL_ZONE_H
#define HSCAN_MODEL_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

struct hscan_zone;

/* Whether it may be the name of a zone, and so of a file below the folder of
 * the tz data: letters, digits and _+-/, no part of it empty or of dots. */
bool hscan_zone_is_name(struct hscan_text name);

/**
 * Reads the bytes of a file. `name` is for the message. HSCAN_EPARSE: it is no
 * TZif file, or one that contradicts itself. The zone is of the arena; the
 * bytes may go.
 */
HSCAN_CHECK enum hscan_status hscan_zone_parse(struct hscan_text bytes,
    const char *name, struct hscan_arena *arena, const struct hscan_zone **out,
    struct hscan_error *err);

/* By how many seconds the clocks there are ahead of UTC at an instant. */
int64_t hscan_zone_offset(const struct hscan_zone *zone, int64_t when);

/**
 * When the clocks there show a date and time, given as the seconds that UTC's
 * would count at the same reading. A reading that occurs twice is the first of
 * them; one that is skipped is the instant of the skip, when the clocks first
 * show something later.
 */
int64_t hscan_zone_instant(const struct hscan_zone *zone, int64_t reading);

#endif
