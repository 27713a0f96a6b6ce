/* SPDX-License-Identifier: MIT */
/* A list of repositories as a person writes it. Pure. */
#ifndef HSCAN_APP_REPO_LIST_H
#define HSCAN_APP_REPO_LIST_H

#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/* Told each name in turn. Any status but HSCAN_OK ends the reading and is its
 * result. */
typedef enum hscan_status repo_list_fn(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err);

/**
 * Reads a name a line, as hscan_repo_name_parse() takes it. White space around
 * it, empty lines, and what follows a '#' at the beginning of a line or after
 * white space, are passed over; so is a byte order mark. HSCAN_EINVAL, with
 * `source` (safe to print) and line, for anything else.
 */
HSCAN_CHECK enum hscan_status repo_list_read(struct hscan_text text,
    const char *source, repo_list_fn *on_name, void *payload,
    struct hscan_error *err);

#endif
