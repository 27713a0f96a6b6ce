/* SPDX-License-Identifier: MIT */
/* Keeps deliveries as they came, in the form that `healthscan import webhook`
 * reads: a file a day, a line a delivery. They are a copy of what is in the
 * store: written before the sender gets an answer, forced to the disk once a
 * second. */
#ifndef HSCAN_SERVE_KEEP_H
#define HSCAN_SERVE_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct serve_keep;

/* Opens the folder, and makes it where it is not there, for its owner alone.
 * HSCAN_EIO: that cannot be done. */
HSCAN_CHECK enum hscan_status serve_keep_open(
    const char *folder, struct serve_keep **out, struct hscan_error *err);

/* Appends whole lines to the file of the day of `now_s`; several processes may
 * do so at once. HSCAN_EIO: none of them is kept. */
HSCAN_CHECK enum hscan_status serve_keep_add(struct serve_keep *keep,
    struct hscan_text lines, int64_t now_s, struct hscan_error *err);

/* Forces what was added to the disk, if that is a second ago. */
void serve_keep_turn(struct serve_keep *keep, int64_t now_ms);

void serve_keep_close(struct serve_keep *keep); /* NULL is fine */

#endif
