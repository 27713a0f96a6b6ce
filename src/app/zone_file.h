/* SPDX-License-Identifier: MIT */
/* Time zones of the system's tz data, and which release of it that is. */
#ifndef HSCAN_APP_ZONE_FILE_H
#define HSCAN_APP_ZONE_FILE_H

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

struct hscan_zone;

/* Reads a zone's file below the folder of the tz data; the zone is of the
 * arena. `name` is the name of a zone. HSCAN_EINVAL, saying what to write or to
 * install: there is no such file, or it is no zone's. */
HSCAN_CHECK enum hscan_status zone_file_read(const char *folder,
    const char *name, struct hscan_arena *arena, const struct hscan_zone **out,
    struct hscan_error *err);

/* "2025b", as the folder says; else "unknown". Of the arena. */
HSCAN_CHECK enum hscan_status zone_file_release(const char *folder,
    struct hscan_arena *arena, struct hscan_text *out, struct hscan_error *err);

#endif
