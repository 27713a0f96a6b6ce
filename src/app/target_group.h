/* SPDX-License-Identifier: MIT */
/* The run of a group: it asks nobody, and is what became of its members. */
#ifndef HSCAN_APP_TARGET_GROUP_H
#define HSCAN_APP_TARGET_GROUP_H

#include <stddef.h>

#include <healthscan/status.h>

#include "app/target_run.h"
#include "base/arena.h"
#include "judge/health.h"

/* Of one group; all of an arena. */
struct target_members {
	struct target_run **runs;
	size_t len;
	/* These, where the group alone is asked about and closes them; else
	 * NULL. Their targets are those of the group, one after the other. */
	struct target_run *own;
	const struct target *targets;
	/* As hscan_health() takes them; filled in by evaluation_one(). */
	struct hscan_health_one *ones;
	struct hscan_health_group asked;
};

/* Gives the run of a group its members among `runs`, one a target. */
HSCAN_CHECK enum hscan_status target_group_lay(struct target_run *run,
    struct target_run *runs, struct hscan_arena *arena,
    struct hscan_error *err);

/* As target_run_open(), of the group alone that a word names, "@NAME". Fails as
 * groups_members(), too. */
HSCAN_CHECK enum hscan_status target_group_open(struct target_run *run,
    struct app *app, const char *word, struct hscan_error *err);

/* Begins the runs of the members of such a group, once it is settled what they
 * are to read; of any other run there are none. target_run_close() closes them.
 */
HSCAN_CHECK enum hscan_status target_group_begin(
    struct target_run *run, struct hscan_error *err);

/* The runs that a run is of: those of the members of such a group, else it
 * alone. */
struct target_run *target_group_runs(struct target_run *run, size_t *len);

/* Reads the members of such a group, or the run of a repository, as
 * target_run_sync(). */
HSCAN_CHECK enum hscan_status target_group_sync(
    struct target_run *run, struct hscan_error *err);

/* When the members have been read, what became of them is what became of the
 * run: the failure of one is its failure. */
HSCAN_CHECK enum hscan_status target_group_settle(
    struct target_run *run, struct hscan_error *err);

/* As target_run_find(); of a group, finds the members, and run->repo_id becomes
 * the least of theirs. HSCAN_ENOTFOUND: the store has none of them. */
HSCAN_CHECK enum hscan_status target_group_find(
    struct target_run *run, struct hscan_error *err);

#endif
