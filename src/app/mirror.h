/* SPDX-License-Identifier: MIT */
/* A clone of our own, for --clone: bare, without the contents of files, below
 * a folder of the program's. It is made and brought up to date by git, which
 * knows how to get at what is private, and only read by us. */
#ifndef HSCAN_APP_MIRROR_H
#define HSCAN_APP_MIRROR_H

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/app.h"
#include "base/buf.h"

/* Where the clone of a repository is. HSCAN_EINVAL: app->clones is not set. */
HSCAN_CHECK enum hscan_status mirror_path(const struct app *app,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err);

/**
 * Makes or updates the clone at `path`: all branches and tags, of which HEAD
 * is the default branch (absent: an empty repository). HSCAN_ENET when git
 * could not; what it has got before is kept, and the next time goes on from
 * there. What is there and cannot be opened, or gone on with, is made anew,
 * with a warning. While another run is at it, this one waits. HSCAN_EINTR.
 */
HSCAN_CHECK enum hscan_status mirror_update(struct app *app,
    const struct hscan_repo_name *name, struct hscan_text default_branch,
    const char *path, struct hscan_error *err);

#endif
