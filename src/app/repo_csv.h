/* SPDX-License-Identifier: MIT */
/* A table of repositories: values separated by comma, semicolon or tab, with a
 * header that says which column names them. Pure. */
#ifndef HSCAN_APP_REPO_CSV_H
#define HSCAN_APP_REPO_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* Told what stands in that column, row by row, and in which line the row
 * begins; `column` is the name as the header has it, any bytes. The texts are
 * valid during the call. Any status but HSCAN_OK ends the reading and is its
 * result. */
typedef enum hscan_status repo_csv_fn(struct hscan_text cell, size_t line,
    struct hscan_text column, void *payload, struct hscan_error *err);

/* Whether a list is such a table, by its first line: one of several values, or
 * the name of such a column. */
bool repo_csv_is(struct hscan_text text);

/**
 * Reads one, with quotes as RFC 4180 has them; a byte order mark, empty lines
 * and lines that begin with '#' are passed over. A row that is too short has an
 * empty cell. HSCAN_EINVAL, with `source` (safe to print) and line: the header
 * names no such column, or two of one name; a quote is not closed, text follows
 * it, or a row has more values than the header.
 */
HSCAN_CHECK enum hscan_status repo_csv_read(struct hscan_text text,
    const char *source, repo_csv_fn *on_cell, void *payload,
    struct hscan_error *err);

#endif
