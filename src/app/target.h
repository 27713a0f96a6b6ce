/* SPDX-License-Identifier: MIT */
/* One of the repositories that a run is about. */
#ifndef HSCAN_APP_TARGET_H
#define HSCAN_APP_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

struct target {
	struct hscan_repo_name name;
	const char *shown; /* for people; safe to print */
	const char *git;   /* its clone; NULL: look in the current folder */
	int64_t number;    /* the forge's, as the store has it; 0 */
	int64_t git_of;    /* as in struct target_run */
	bool local;        /* no forge is known for it: that clone is all */
	bool offline;      /* its forge is not asked */
	const char *path;  /* of a local one: absolute */
	const char *label; /* of a local one: what it is called; any bytes */
};

/* Whether it is no repository's name but a folder's. */
HSCAN_CHECK bool target_is_folder(const char *word);

/* Whether it is no repository's name but a file with a list of them, or "-",
 * which stands for standard input. */
HSCAN_CHECK bool target_is_list(const char *word);

#endif
