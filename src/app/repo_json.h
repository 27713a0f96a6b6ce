/* SPDX-License-Identifier: MIT */
/* A JSON list of repositories, as gh repo list --json and GitHub's API give
 * it. Pure. */
#ifndef HSCAN_APP_REPO_JSON_H
#define HSCAN_APP_REPO_JSON_H

#include "app/repo_csv.h"

/**
 * Tells of each entry, which is a name or an object, what says which repository
 * it is; the member is the column, and entries are counted from 1 in place of
 * lines. An entry that says nothing of it has an empty cell. HSCAN_EINVAL, with
 * `source` (safe to print) and line: it is no such list.
 */
HSCAN_CHECK enum hscan_status repo_json_read(struct hscan_text text,
    const char *source, repo_csv_fn *on_cell, void *payload,
    struct hscan_error *err);

#endif
