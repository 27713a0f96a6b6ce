/* SPDX-License-Identifier: MIT */
/* Which one repository a word of the user's means, or the place that we are in:
 * the rule of all commands that are about one. */
#ifndef HSCAN_APP_MEANT_H
#define HSCAN_APP_MEANT_H

#include <stdbool.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "app/app.h"
#include "source/git/git.h"

struct meant {
	struct hscan_repo_name name; /* unless one of the next two is set */
	const char *folder; /* the clone in there alone, which no forge is asked
			     * for; of the settings' arena */
	const char *stored; /* the word: a clone that the store knows by it */
	struct hscan_git *git; /* to be closed by the caller: its clone, where
				* that was come across; or NULL */
};

/**
 * A word is OWNER/NAME, the folder of a clone, which is as if we were in it, or
 * what the store calls a clone. NULL: the clone that --git names, or that we
 * are in. A clone whose origin is on no forge that can be asked is a repository
 * of its own. `out` is to be looked at in either case. HSCAN_EINVAL, saying
 * what can be written: none is meant.
 */
HSCAN_CHECK enum hscan_status meant_find(struct app *app, const char *word,
    struct meant *out, struct hscan_error *err);

/* Whether there is one that is meant without a word. */
bool meant_by_place(const struct app *app);

#endif
