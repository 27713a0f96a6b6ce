/* SPDX-License-Identifier: MIT */
/*
 * Configuration files: the syntax of git's, a few keys of our own, and an
 * error with file and line for everything else. No file includes another.
 */
#ifndef HSCAN_CLI_SETTING_CONFIG_H
#define HSCAN_CLI_SETTING_CONFIG_H

#include <stdbool.h>

#include <healthscan/status.h>

#include "app/settings.h"
#include "base/buf.h"

/* Whose file it is. */
enum config_origin {
	CONFIG_USER,      /* need not exist */
	CONFIG_WORK_TREE, /* need not exist; anybody may have written it */
	CONFIG_NAMED,     /* the user named it, so it has to exist */
};

/* Reads the user's file, the work tree's and then `named`, which may be
 * NULL. HSCAN_EINVAL: "FILE:LINE: …". */
HSCAN_CHECK enum hscan_status config_load(
    struct settings *settings, const char *named, struct hscan_error *err);

/* Reads one file over what the settings hold. */
HSCAN_CHECK enum hscan_status config_read(struct settings *settings,
    const char *path, enum config_origin origin, struct hscan_error *err);

/* The root of the work tree that `start`, an absolute path, lies in: the
 * nearest folder upwards that holds a ".git". False when there is none. */
bool config_find_work_tree(const char *start, struct hscan_buf *root);

/* "libgit2 1.5.1", for the version. */
void config_library(struct hscan_buf *out);

#endif
