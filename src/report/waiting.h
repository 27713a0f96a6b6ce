/* SPDX-License-Identifier: MIT */
/* What is open and who has to move, in any format that can say it; and the
 * words that people read of it. */
#ifndef HSCAN_REPORT_WAITING_H
#define HSCAN_REPORT_WAITING_H

#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/waiting.h>

#include "base/buf.h"
#include "report/report.h"

/* Writes the first `shown` items in a format of that name; as json it is
 * healthscan.waiting/1. HSCAN_EINVAL: that format cannot say it. */
HSCAN_CHECK enum hscan_status hscan_waiting_write(
    const struct hscan_waiting *waiting, size_t shown, const char *format,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* "maintainer", "author"; NULL: it is not known. */
const char *waiting_for(enum hscan_waits_for waits_for);

/* "opened", "comment", "review", "ready_for_review", "draft". */
const char *waiting_after(enum hscan_waits_since why);

/* Why it is not known who has to move. */
extern const char waiting_unread[];

/* "97 wait for a maintainer, 57 for their author, 3 not read". The words below
 * are as those of words.h. */
void waiting_add_counts(
    struct hscan_buf *out, const struct hscan_waiting *waiting);

/* "As of 2026-07-01, longer than 7 days, only label bug, without bots" */
void waiting_add_question(
    struct hscan_buf *out, const struct hscan_waiting *waiting, bool utf8);

/* "5 days", of an item of which it is known. */
void waiting_add_days(
    struct hscan_buf *out, const struct hscan_waiting_item *item);

/* What is not in the list, and why; `note` from 0 on, "" once there is no more.
 * Each is a sentence without its stop. */
enum { WAITING_NOTES = 4 };
void waiting_add_note(struct hscan_buf *out,
    const struct hscan_waiting *waiting, int note, bool utf8);

#endif
