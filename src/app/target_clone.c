/* SPDX-License-Identifier: MIT */
/* Finds the clone of a repository; see target_clone.h. */
#include "app/target_clone.h"

#include "app/names.h"
#include "base/text.h"

/* Whether a clone that no remote names has the repository's as its origin under
 * another name: its number is run->git_of then, else 0. */
static enum hscan_status
know_origin(struct target_run *run, const char *dir,
    struct hscan_repo_name *origin, struct hscan_error *err)
{
	struct hscan_whose whose = {.number = 0};
	enum hscan_status status;

	run->git_of = 0;
	if (!hscan_git_origin(run->git, origin))
		return HSCAN_OK;
	status =
	    names_match(run->app, run->store, &run->name, origin, &whose, err);
	run->git_of = whose.number;
	if (status == HSCAN_OK && whose.number != 0)
		names_warn_of_origin(run->app, dir, origin, &whose);
	return status;
}

/* A clone of another project gives other people's history. It may be a fork, so
 * it is taken. */
static enum hscan_status
warn_of_origin(struct target_run *run, struct hscan_error *err)
{
	struct hscan_repo_name origin = {.host = ""};
	enum hscan_status status;

	if (hscan_git_has_remote(run->git, &run->name))
		return HSCAN_OK;
	status = know_origin(run, run->app->settings.git, &origin, err);
	if (status != HSCAN_OK || run->git_of != 0 || origin.host[0] == '\0')
		return status;
	app_warn(run->app,
	    "--git: no remote of this clone is %s/%s; its origin is %s/%s, and "
	    "its history is taken all the same",
	    run->name.owner, run->name.name, origin.owner, origin.name);
	return HSCAN_OK;
}

/* The clone that the user names has to be one. */
static enum hscan_status
open_named_clone(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status;

	hscan_git_close(run->git);
	run->git = NULL;
	status = hscan_git_open(run->app->settings.git, false, &run->git, err);
	if (status == HSCAN_ENOTFOUND)
		err->status = status = HSCAN_EINVAL;
	if (status == HSCAN_OK && hscan_git_is_treeless(run->git))
		status = hscan_fail(err, HSCAN_EINVAL,
		    "this clone is treeless: the folders of its history are "
		    "left at the server; run in it: " HSCAN_GIT_REFETCH);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "--git: ");
	return status;
}

void
target_clone_drop(struct target_run *run)
{
	hscan_git_close(run->git);
	run->git = NULL;
}

/* The current folder's clone; whether it is one of this repository is for
 * target_clone_recognize(). */
static enum hscan_status
look_for_clone(struct target_run *run, struct hscan_error *err)
{
	struct hscan_error why;
	enum hscan_status status = HSCAN_OK;

	run->git_missing =
	    "not collected: no local clone; use --git DIR or --clone";
	if (run->app->settings.not_here)
		return HSCAN_OK;
	if (!run->git)
		status = hscan_git_open(".", true, &run->git, &why);
	if (status == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	if (status == HSCAN_OK || status == HSCAN_ENOTFOUND)
		return HSCAN_OK;
	app_warn(run->app, "%s", why.message);
	run->git_missing = "not collected: the local clone cannot be read";
	return HSCAN_OK;
}

enum hscan_status
target_clone_recognize(
    struct target_run *run, bool may_ask, struct hscan_error *err)
{
	struct hscan_repo_name origin;
	enum hscan_status status = HSCAN_OK;

	if (!run->git)
		return HSCAN_OK;
	if (run->app->settings.git)
		return may_ask ? warn_of_origin(run, err) : HSCAN_OK;
	run->git_of = 0;
	if (!hscan_git_has_remote(run->git, &run->name)) {
		if (may_ask || run->app->settings.offline)
			status = know_origin(run, ".", &origin, err);
		if (run->git_of == 0)
			target_clone_drop(run);
	}
	if (run->git)
		run->git_missing = NULL;
	return status;
}

enum hscan_status
target_clone_find(struct target_run *run, struct hscan_error *err)
{
	const struct settings *settings = &run->app->settings;

	if (settings->git)
		return open_named_clone(run, err);
	if (!settings->no_git)
		return look_for_clone(run, err);
	target_clone_drop(run);
	run->git_missing = "not collected: --no-git";
	return HSCAN_OK;
}

bool
target_clone_is_users(const struct target_run *run)
{
	return run->app->settings.git || (run->target && run->target->git);
}

const char *
target_clone_cut(const struct target_run *run)
{
	if (hscan_git_is_shallow(run->git))
		return "not collected: the local clone is shallow; run git "
		       "fetch --unshallow";
	if (hscan_git_is_treeless(run->git))
		return "not collected: the local clone is treeless; "
		       "run " HSCAN_GIT_REFETCH;
	return NULL;
}

bool
target_clone_tells(const struct target_run *run)
{
	if ((run->target && run->target->git) || run->app->settings.clone)
		return true;
	return run->git &&
	       (target_clone_is_users(run) || !target_clone_cut(run));
}

enum hscan_status
target_clone_find_again(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status;

	if (run->git ||
	    (run->git_looked && hscan_repo_name_equal(run->asked, &run->name)))
		return HSCAN_OK;
	run->git_looked = true;
	status = target_clone_find(run, err);
	return status == HSCAN_OK ? target_clone_recognize(run, false, err)
				  : status;
}

enum hscan_status
target_clone_check(struct target_run *run, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	/* But for one that the user has named. */
	if (run->git_of == 0 || !run->git || run->repo_id == 0 ||
	    run->app->settings.git)
		return HSCAN_OK;
	status = hscan_store_get_repo(run->store, run->repo_id, &stored, err);
	if (status == HSCAN_OK && stored.repo.id != run->git_of) {
		target_clone_drop(run);
		run->git_missing =
		    "not collected: the local clone is of another repository";
	}
	hscan_stored_repo_clear(&stored);
	return status;
}
