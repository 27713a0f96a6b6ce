/* SPDX-License-Identifier: MIT */
/* What libgit2 does not do for configuration: tell the lines, and leave
 * includes alone. Pure. */
#ifndef HSCAN_CLI_SETTING_CONFIG_SCAN_H
#define HSCAN_CLI_SETTING_CONFIG_SCAN_H

#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* Goes over the text variable by variable, in the order of libgit2. */
struct config_scanner {
	struct hscan_text rest; /* at first: the whole text */
	size_t line;            /* lines taken so far */
};

/* The line of the next variable, from 1, and its key; 0 at the end. */
size_t config_scan_variable(
    struct config_scanner *scanner, struct hscan_text *key);

/* HSCAN_EINVAL, with `path` (safe to print) and line, for a text that has a
 * section "include" or "includeIf", or a NUL byte. */
HSCAN_CHECK enum hscan_status config_scan_check(
    struct hscan_text text, const char *path, struct hscan_error *err);

#endif
