/* SPDX-License-Identifier: MIT */
/* From defaults, configuration, environment and flags to plain values. */
#ifndef HSCAN_CLI_SETTING_LOAD_H
#define HSCAN_CLI_SETTING_LOAD_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/buf.h"

struct command_line;

/**
 * Reads configuration and environment and then the flags of `line`, as far
 * as they concern its command. HSCAN_EINVAL with a message that names the
 * flag, the variable, or file and line.
 */
HSCAN_CHECK enum hscan_status settings_load(struct settings *settings,
    const struct command_line *line, struct hscan_error *err);

/* Reads the user's configuration, the work tree's (unless not_here) and then
 * `named`, which may be NULL. HSCAN_EINVAL: "FILE:LINE: …". */
HSCAN_CHECK enum hscan_status config_load(
    struct settings *settings, const char *named, struct hscan_error *err);

/* The root of the work tree that `start`, an absolute path, lies in: the
 * nearest folder upwards that holds a ".git". False when there is none. */
bool config_find_work_tree(const char *start, struct hscan_buf *root);

/* A variable of the environment; an empty one is not set. */
const char *settings_getenv(const char *name);

/* Writes the XDG base directory that `variable` names, or $HOME/`fallback`,
 * with `below` after it. False when neither is set, or memory ran out. */
HSCAN_CHECK bool settings_xdg(const char *variable, const char *fallback,
    const char *below, struct hscan_buf *out);

#endif
