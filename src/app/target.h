/* SPDX-License-Identifier: MIT */
/* One of the repositories that a run is about. */
#ifndef HSCAN_APP_TARGET_H
#define HSCAN_APP_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

/* Repositories that are shown as one. */
struct target_group {
	const char *name; /* without the "@" */
	size_t *members;  /* their places among the targets, each once */
	size_t len, room;
};

struct target {
	struct hscan_repo_name name;
	const char *shown; /* for people; safe to print */
	const char *git;   /* its clone; NULL: look in the current folder */
	int64_t number;    /* the forge's, as the store has it; 0 */
	int64_t git_of;    /* as in struct target_run */
	bool local;        /* no forge is known for it: that clone is all */
	bool offline;      /* its forge is not asked */
	const char *path;  /* of a local one: absolute; NULL: not known, and
			    * what the store has of it is all */
	const char *label; /* of a local one: what it is called */
	size_t word;       /* of the user's, from 0: which one named it */
	bool member;       /* named by groups alone: it is read, not shown */
	/* It is no repository but this; then `name` is empty, and the members
	 * stand before it. */
	const struct target_group *group;
};

/* Whether it is no repository's name but a folder's. Of a word that can be
 * both, "a/b": whether there is a git repository, and none of a/b. */
HSCAN_CHECK bool target_is_folder(const char *word);

/* Whether it is no repository's name but a file with a list of them, or looks
 * like one that is not there ("list.txt"), or "-", which stands for standard
 * input. */
HSCAN_CHECK bool target_is_list(const char *word);

/* Whether it is both: "a/b", and a git repository there of which a remote says
 * a/b. */
HSCAN_CHECK bool target_is_both(const char *word);

/* Whether "a/b" could be a repository's name, too. */
HSCAN_CHECK bool target_might_be_name(const char *word);

#endif
