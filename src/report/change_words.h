/* SPDX-License-Identifier: MIT */
/* The change to the window before, as people read it; see words.h for what is
 * appended. */
#ifndef HSCAN_REPORT_CHANGE_WORDS_H
#define HSCAN_REPORT_CHANGE_WORDS_H

#include <stdbool.h>

#include <healthscan/report.h>

#include "base/buf.h"

/* What stands behind a change that is beyond chance, and what that means. */
#define CHANGE_MARK "!"
extern const char change_mark_means[];

/* "true", "false"; NULL: not known. */
const char *change_chance_name(const struct hscan_change *change);

/* Whether it is to be shown: both values are there, and rest on enough. */
bool change_is_shown(const struct hscan_measure *measure);

/* Whether it is shown and beyond chance. */
bool change_is_marked(const struct hscan_measure *measure);

/* Whether one of them is marked. */
bool change_any_marked(const struct hscan_report *report);

/* "+38%", "-3.1 pt" of percentages; where the value before is 0, "+15" in the
 * unit that the metric is shown in. "" where it is not shown. */
void change_add(struct hscan_buf *out, const struct hscan_measure *measure);

/* "+15, +38%", the difference first. */
void change_add_long(
    struct hscan_buf *out, const struct hscan_measure *measure);

#endif
