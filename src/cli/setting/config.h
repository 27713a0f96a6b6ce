/* SPDX-License-Identifier: MIT */
/*
 * Configuration files: the syntax of git's, a few keys of our own, and an
 * error with file and line for everything else. No file includes another.
 */
#ifndef HSCAN_CLI_SETTING_CONFIG_H
#define HSCAN_CLI_SETTING_CONFIG_H

#include <healthscan/status.h>

#include "app/settings.h"

/* Whose file it is. */
enum config_origin {
	CONFIG_USER,      /* need not exist */
	CONFIG_WORK_TREE, /* need not exist; anybody may have written it */
	CONFIG_NAMED,     /* the user named it, so it has to exist */
};

/* Reads one file over what the settings hold. HSCAN_EINVAL: "FILE:LINE: …". */
HSCAN_CHECK enum hscan_status config_read(struct settings *settings,
    const char *path, enum config_origin origin, struct hscan_error *err);

#endif
