/* SPDX-License-Identifier: MIT */
/* What to ask GitHub for: the first request of anything. Later pages are what
 * its Link headers say, never built here. Pure. */
#ifndef HSCAN_SOURCE_GITHUB_TARGET_H
#define HSCAN_SOURCE_GITHUB_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "base/buf.h"

/**
 * Writes path and query over what `out` held: what is `below` a repository, as
 * it stands there ("" is the repository itself). `base_path` is "" on
 * github.com and "/api/v3" on an Enterprise server. HSCAN_ENOMEM and
 * HSCAN_EREFUSED as of the buffer; `out` is empty then.
 */
HSCAN_CHECK enum hscan_status hscan_github_target(const char *below,
    const char *base_path, const struct hscan_repo_name *name,
    struct hscan_buf *out, struct hscan_error *err);

/* Likewise for one pull request: its timeline, or its reviews. */
HSCAN_CHECK enum hscan_status hscan_github_pull_target(bool timeline,
    int64_t number, const char *base_path, const struct hscan_repo_name *name,
    struct hscan_buf *out, struct hscan_error *err);

/* Likewise for one row of a list by itself: what is below the repository ends
 * with what the row is known by. */
HSCAN_CHECK enum hscan_status hscan_github_row_target(const char *below,
    struct hscan_text row, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err);

/* Likewise for the commits of the default branch: of those that touch `path`
 * (a file or a folder), or, without one, the newest alone. */
HSCAN_CHECK enum hscan_status hscan_github_commits_target(
    struct hscan_text path, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err);

/* Asks for pages of a quarter of the size, of a server that cannot answer
 * for full ones. False when `target` is no first request of a list. */
bool hscan_github_small(struct hscan_buf *target);

#endif
