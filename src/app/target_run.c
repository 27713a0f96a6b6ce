/* SPDX-License-Identifier: MIT */
/* Which repository is meant, and what became of it; see target_run.h. */
#include "app/target_run.h"

#include <stdlib.h>
#include <string.h>

#include "app/meant.h"
#include "app/names.h"
#include "app/target_clone.h"
#include "app/target_group.h"
#include "app/targets.h"
#include "base/safe.h"
#include "base/text.h"

static enum hscan_status
begin(struct target_run *run, struct app *app, struct hscan_error *err)
{
	*run = (struct target_run){
	    .app = app,
	    .now = app_now_s(app),
	    .source_failed = HSCAN_OK,
	};
	return hscan_doc_paths_new(app->settings.docs_paths.items,
	    app->settings.docs_paths.len, &run->doc_paths, err);
}

/* Offline, only alert state is written. */
static enum hscan_status
open_store(struct target_run *run, struct hscan_error *err)
{
	struct app *app = run->app;
	enum hscan_status status;

	if (app->store) {
		run->store = app->store;
		return HSCAN_OK;
	}
	if (!app->settings.offline)
		return hscan_store_open(app->settings.db, &run->store, err);
	status = app_open_for_reading(app, &run->store, err);
	if (status == HSCAN_OK && hscan_store_is_read_only(run->store))
		app_say(app, APP_NOTE,
		    "the store cannot be written: clones are not read, and "
		    "what becomes of alerts is not kept");
	return status;
}

/* A clone that no forge is asked for, which is a target of its own. */
static enum hscan_status
open_clone(
    struct target_run *run, const struct meant *meant, struct hscan_error *err)
{
	struct hscan_arena *arena = &run->app->settings.arena;
	struct target *target = hscan_arena_alloc(arena, 1, sizeof(*target));
	enum hscan_status status;

	target_clone_drop(run);
	if (!target)
		return hscan_no_memory(err);
	status = open_store(run, err);
	if (status != HSCAN_OK)
		return status;
	status = meant->folder ? targets_one_clone(run->app, meant->folder,
				     run->store, arena, target, err)
			       : targets_one_stored(run->app, meant->stored,
				     run->store, arena, target, err);
	run->target = target;
	run->name = target->name;
	run->asked = &target->name;
	run->git_of = target->git_of;
	return status;
}

enum hscan_status
target_run_take_clone(struct target_run *run, struct hscan_error *err)
{
	struct hscan_arena *arena = &run->app->settings.arena;
	const char *folder = run->target ? run->target->git : NULL;
	struct target *target;
	enum hscan_status status;

	if (!folder || run->app->settings.no_git)
		return HSCAN_OK;
	status = target_run_find(run, err);
	if (status != HSCAN_ENOTFOUND)
		return status;
	target = hscan_arena_alloc(arena, 1, sizeof(*target));
	if (!target)
		return hscan_no_memory(err);
	status =
	    targets_one_clone(run->app, folder, run->store, arena, target, err);
	if (status != HSCAN_OK || !target->local)
		return status;
	app_say(run->app, APP_SAY, "%s is measured by its clone alone, as %s",
	    run->target->shown, target->shown);
	target->word = run->target->word;
	run->target = target;
	run->name = target->name;
	run->asked = &target->name;
	return HSCAN_OK;
}

static enum hscan_status
keep_asked(struct target_run *run, struct hscan_error *err)
{
	run->own_asked = malloc(sizeof(*run->own_asked));
	if (!run->own_asked)
		return hscan_no_memory(err);
	*run->own_asked = run->name;
	run->asked = run->own_asked;
	return HSCAN_OK;
}

enum hscan_status
target_run_open(struct target_run *run, struct app *app, const char *repo,
    struct hscan_error *err)
{
	struct meant meant;
	enum hscan_status status = begin(run, app, err);

	if (status != HSCAN_OK)
		return status;
	status = meant_find(app, repo, &meant, err);
	run->name = meant.name;
	run->git = meant.git;
	run->from_here = !repo;
	if (status == HSCAN_OK && (meant.folder || meant.stored))
		return open_clone(run, &meant, err);
	if (status == HSCAN_OK)
		status = keep_asked(run, err);
	run->git_looked = true;
	if (status == HSCAN_OK)
		status = target_clone_find(run, err);
	if (status == HSCAN_OK)
		status = open_store(run, err);
	if (status == HSCAN_OK)
		status = target_clone_recognize(run, true, err);
	return status;
}

enum hscan_status
target_run_open_shared(
    struct target_run *run, struct app *app, struct hscan_error *err)
{
	enum hscan_status status = begin(run, app, err);

	if (status == HSCAN_OK)
		status = open_store(run, err);
	return status;
}

void
target_run_for(struct target_run *run, const struct target_run *shared,
    const struct target *target)
{
	*run = *shared;
	run->one_of_many = true;
	run->members = NULL;
	run->target = target;
	run->name = target->name;
	run->asked = &target->name;
	run->git_of = target->git_of;
	run->source_failed = HSCAN_OK;
	run->why = NULL;
}

void
target_run_close(struct target_run *run)
{
	struct target_members *members = run->members;

	for (size_t i = 0; members && members->own && i < members->len; i++)
		target_run_close(&members->own[i]);
	hscan_git_close(run->git);
	run->git = NULL;
	free(run->why);
	run->why = NULL;
	if (run->one_of_many)
		return;
	free(run->own_asked);
	run->own_asked = NULL;
	if (run->app && run->app->reading == run->store)
		run->app->reading = NULL;
	if (run->app && run->store != run->app->store)
		hscan_store_close(run->store);
	hscan_doc_paths_free(run->doc_paths);
}

bool
target_run_is_local(const struct target_run *run)
{
	return run->target && run->target->local;
}

bool
target_run_asks_forge(const struct target_run *run)
{
	return !target_run_is_local(run) && !run->app->settings.offline &&
	       !(run->target && run->target->offline);
}

enum hscan_status
target_run_failed(
    struct target_run *run, enum hscan_status status, struct hscan_error *err)
{
	struct app *app = run->app;

	if (status == HSCAN_OK || status == HSCAN_EINTR ||
	    status == HSCAN_ENOMEM || status == HSCAN_ESTORE ||
	    status == HSCAN_EINVAL)
		return status;
	/* Of thousands of runs few fail: no other needs room for it. */
	if (!run->why)
		run->why = malloc(sizeof(*run->why));
	if (!run->why)
		return hscan_no_memory(err);
	*run->why = *err;
	/* Among several it has to be said whose failure it is. */
	if (run->target && !strstr(err->message, run->target->shown))
		hscan_error_prefix(run->why, "%s: ", run->target->shown);
	run->source_failed = status;
	app_fail(app, run->why);
	return HSCAN_OK;
}

/* For a list, a person, and a clone whose origin it is. */
void
target_run_warn_of_name(struct target_run *run)
{
	const struct target *target = run->target;
	const char *advice = "use that name";
	char shown[NAMES_SHOWN_SIZE];

	if (run->renamed || target_run_is_local(run) ||
	    hscan_repo_name_equal(run->asked, &run->name))
		return;
	run->renamed = true;
	if (target && target->offline) {
		struct hscan_whose whose = {1, run->name};

		names_warn_of_origin(run->app, target->git, run->asked, &whose);
		return;
	}
	if (target)
		advice = "change your list";
	else if (run->from_here)
		advice = "change the origin of this clone";
	app_warn(run->app, "%s is %s/%s now; %s", names_show(run->asked, shown),
	    run->name.owner, run->name.name, advice);
}

enum hscan_status
target_run_find(struct target_run *run, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	/* A sync that failed early did not get so far as to know. */
	if (run->repo_id != 0 && run->source_failed == HSCAN_OK)
		return HSCAN_OK;
	if (run->repo_id != 0)
		status = hscan_store_get_repo(
		    run->store, run->repo_id, &stored, err);
	else if (target_run_is_local(run))
		status = hscan_store_find_number(run->store, run->name.host,
		    run->target->number, &stored, err);
	else
		status =
		    hscan_store_find_repo(run->store, &run->name, &stored, err);
	if (status == HSCAN_OK) {
		run->repo_id = stored.repo_id;
		if (!target_run_is_local(run))
			names_adopt(stored.repo.full_name, &run->name);
		target_run_warn_of_name(run);
	}
	hscan_stored_repo_clear(&stored);
	return status;
}
