/* SPDX-License-Identifier: MIT */
/* Groups of the configuration, whose repositories are reported as one: what
 * "@NAME" means on a command line. */
#ifndef HSCAN_APP_GROUPS_H
#define HSCAN_APP_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/repo_list.h"
#include "app/settings.h"
#include "base/buf.h"

/* Whether a word stands for a group: "@NAME". A file of such a name is
 * "./@NAME". */
bool groups_is(const char *word);

/* Tells the repositories of the list or group of that name, in the order of the
 * configuration; `*found` tells whether it has one. Fails as `take`. */
HSCAN_CHECK enum hscan_status groups_each(const struct settings *settings,
    struct hscan_text name, bool *found, repo_list_fn *take, void *payload,
    struct hscan_error *err);

/* The same of the group that a word stands for. HSCAN_EINVAL, with the names
 * there are: the configuration has none of that name. */
HSCAN_CHECK enum hscan_status groups_members(const struct settings *settings,
    const char *word, repo_list_fn *take, void *payload,
    struct hscan_error *err);

/* What is said of a group is kept under a question that begins with its name:
 * appends that. */
void groups_add_scope(struct hscan_buf *out, struct hscan_text name);

/* Takes such a question apart: "@NAME", and the question of anything else.
 * False: it is not about a group; then `name` is absent. */
bool groups_split_scope(
    struct hscan_text scope, struct hscan_text *name, struct hscan_text *rest);

/* Whether the configuration has it; fails as groups_members(). */
HSCAN_CHECK enum hscan_status groups_check(
    const struct settings *settings, const char *word, struct hscan_error *err);

/* Appends the names of the lists and groups there are, with `before` at each
 * and commas between them; how many. */
size_t groups_add_names(
    const struct settings *settings, const char *before, struct hscan_buf *out);

#endif
