/* SPDX-License-Identifier: MIT */
/* The gate's answer for a person at a terminal, or for a log. */
#ifndef HSCAN_REPORT_CHECK_H
#define HSCAN_REPORT_CHECK_H

#include <stdbool.h>

#include <healthscan/report.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "report/report.h"

/* Appends one finding a paragraph, wrapped beside its mark; then the result in
 * one sentence; then, unless it passed, the command that opens the first of
 * them. The report has a gate. `also` is said at the end of the sentence: it
 * has been through hscan_add_safe(), and may be empty. `options`: some were
 * given that the command has to be given, too. */
HSCAN_CHECK enum hscan_status hscan_check_write(
    const struct hscan_report *report, struct hscan_text also, bool options,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

/* The same for a log: a line each that does not wrap, the same sentence, and no
 * command. `utf8`: else it is ASCII. */
HSCAN_CHECK enum hscan_status hscan_check_write_log(
    const struct hscan_report *report, struct hscan_text also, bool utf8,
    struct hscan_buf *out, struct hscan_error *err);

#endif
