/* SPDX-License-Identifier: MIT */
/* One repository of a run: which one it is, its store, its local clone, and
 * bringing the store up to date. */
#ifndef HSCAN_APP_TARGET_RUN_H
#define HSCAN_APP_TARGET_RUN_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "app/app.h"
#include "app/target.h"
#include "source/git/git.h"
#include "store/store.h"

struct target_run {
	struct app *app;
	const struct target *target; /* of one of many, or of one that is
				      * meant by its clone; borrowed */
	size_t place, places;        /* of one of many: the third of ten */
	struct hscan_repo_name name; /* as asked for; then as it is called */
	/* As asked for: that of the target, or `own_asked`. */
	const struct hscan_repo_name *asked;
	struct hscan_repo_name *own_asked; /* owned; NULL: there is a target */
	int64_t repo_id;           /* set by target_run_sync(); 0: not known */
	struct hscan_store *store; /* owned, unless it is the app's */
	struct hscan_git *git;     /* owned; NULL: no local clone */
	int64_t git_of; /* where the clone has an old name: the forge's number
			 * of what it is a clone of; else 0 */
	struct hscan_doc_paths *doc_paths; /* owned; what is documentation */
	const char *git_missing;   /* why there is no history, or NULL */
	const char *forge_missing; /* why no forge knows it, or NULL */
	int64_t now;
	/* What target_run_sync() reads, as far back as it is asked for only:
	 * the span of time. */
	int64_t from, to;
	struct hscan_error *why;        /* of source_failed; owned; else NULL */
	struct target_members *members; /* of a group; else NULL */
	struct relay *relay; /* of the target_runs_sync() under way */
	unsigned needs;      /* to be read; a set of enum hscan_need */
	/* A source has failed, and this was reported. What was fetched before
	 * is in the store. */
	enum hscan_status source_failed;
	/* One of several: the store and what is documentation are shared, and
	 * what it is to read is said by its target. */
	bool one_of_many;
	bool from_here;   /* of the clone in the current folder */
	bool renamed;     /* the user has been warned of that */
	bool git_looked;  /* for a clone, before the forge is asked */
	bool whole;       /* the issues to their end; see struct hscan_sync */
	bool unreported;  /* there is no report of it: the store has nothing, or
			   * another name of it has shown it */
	bool read;        /* by target_runs_sync(): what a forge tells */
	bool read_before; /* a clone that is known by its name alone: what was
			   * read of it at some time before is all */
};

/* Finds out which repository is meant (`repo` NULL: that of --git or else of
 * the current folder), looks for its clone, and opens the store. Call
 * target_run_close() in either case. */
HSCAN_CHECK enum hscan_status target_run_open(struct target_run *run,
    struct app *app, const char *repo, struct hscan_error *err);

/* Opens the store alone, for several repositories to share. Call
 * target_run_close() in either case. */
HSCAN_CHECK enum hscan_status target_run_open_shared(
    struct target_run *run, struct app *app, struct hscan_error *err);

/* Finds the repository in the store, where the sync has not. HSCAN_ENOTFOUND:
 * the store has nothing of it. */
HSCAN_CHECK enum hscan_status target_run_find(
    struct target_run *run, struct hscan_error *err);

/* One of the repositories that share a store; `shared` must outlive it. */
void target_run_for(struct target_run *run, const struct target_run *shared,
    const struct target *target);

/* Reports and remembers a failure that leaves the store usable, and returns
 * HSCAN_OK then; any other ends the run. */
HSCAN_CHECK enum hscan_status target_run_failed(
    struct target_run *run, enum hscan_status status, struct hscan_error *err);

/* The clone of a folder, which no forge is known for. */
bool target_run_is_local(const struct target_run *run);

/* Whether a sync asks a forge for it. */
bool target_run_asks_forge(const struct target_run *run);

/* From here on it is its clone alone: of one of many that has a clone, and that
 * no forge knows. Not of one that the store has something of already. */
HSCAN_CHECK enum hscan_status target_run_take_clone(
    struct target_run *run, struct hscan_error *err);

/* Warns, once, that the name it was asked for by is an old one. */
void target_run_warn_of_name(struct target_run *run);

void target_run_close(struct target_run *run);

#endif
