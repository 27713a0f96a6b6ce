/* SPDX-License-Identifier: MIT */
/* Files of which not every entry names a repository that is asked for: lists of
 * names, tables, JSON lists and bills of materials. For target_lists.c alone.
 */
#ifndef HSCAN_APP_TARGET_INPUTS_H
#define HSCAN_APP_TARGET_INPUTS_H

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/app.h"
#include "app/repo_list.h"
#include "app/target_lists.h"
#include "base/arena.h"

/* Who is told, and what is remembered. */
struct lists {
	struct app *app;
	struct hscan_arena *arena;
	repo_list_fn *on_name;
	void *payload;
	struct target_inputs *out;
};

/* A file that is being read. */
struct list_file {
	const char *path;       /* as the user names it; any bytes */
	const char *shown;      /* the same, safe to print */
	struct hscan_text text; /* all of it */
};

/* Each reads such a file, tells its names, and says what it holds. HSCAN_EINVAL
 * where it is none. */
HSCAN_CHECK enum hscan_status inputs_read_names(
    struct lists *lists, const struct list_file *file, struct hscan_error *err);
HSCAN_CHECK enum hscan_status inputs_read_csv(
    struct lists *lists, const struct list_file *file, struct hscan_error *err);
HSCAN_CHECK enum hscan_status inputs_read_json(
    struct lists *lists, const struct list_file *file, struct hscan_error *err);
HSCAN_CHECK enum hscan_status inputs_read_sbom(
    struct lists *lists, const struct list_file *file, struct hscan_error *err);

#endif
