/* SPDX-License-Identifier: MIT */
/* What becomes of the members of a group; see target_group.h. */
#include "app/target_group.h"

#include <stdlib.h>
#include <string.h>

#include "app/groups.h"
#include "app/target_sync.h"
#include "app/targets.h"

static struct target_members *
new_members(const struct target_group *group, struct hscan_arena *arena)
{
	struct target_members *members =
	    hscan_arena_alloc(arena, 1, sizeof(*members));

	if (!members)
		return NULL;
	*members = (struct target_members){
	    .runs = hscan_arena_alloc(
		arena, group->len, sizeof(struct target_run *)),
	    .len = group->len,
	    .ones =
		hscan_arena_alloc(arena, group->len, sizeof(*members->ones)),
	};
	members->asked = (struct hscan_health_group){
	    .name = group->name,
	    .members = members->ones,
	    .len = group->len,
	};
	return members->runs && members->ones ? members : NULL;
}

enum hscan_status
target_group_lay(struct target_run *run, struct target_run *runs,
    struct hscan_arena *arena, struct hscan_error *err)
{
	const struct target_group *group = run->target->group;

	run->members = new_members(group, arena);
	if (!run->members)
		return hscan_no_memory(err);
	for (size_t i = 0; i < group->len; i++)
		run->members->runs[i] = &runs[group->members[i]];
	return HSCAN_OK;
}

/* --- of a group alone --- */

/* Takes the targets over, of which the group is the last. */
static enum hscan_status
take_targets(struct target_run *run, const struct targets *targets,
    struct hscan_error *err)
{
	struct hscan_arena *arena = &run->app->settings.arena;
	struct target *items =
	    hscan_arena_alloc(arena, targets->len, sizeof(*items));

	if (!items)
		return hscan_no_memory(err);
	memcpy(items, targets->items, targets->len * sizeof(*items));
	run->target = &items[targets->len - 1];
	run->name = run->target->name;
	run->asked = &run->target->name;
	run->members = new_members(run->target->group, arena);
	if (!run->members)
		return hscan_no_memory(err);
	run->members->targets = items;
	return HSCAN_OK;
}

enum hscan_status
target_group_open(struct target_run *run, struct app *app, const char *word,
    struct hscan_error *err)
{
	struct targets targets = {.items = NULL};
	enum hscan_status status = target_run_open_shared(run, app, err);

	if (status == HSCAN_OK)
		status = targets_group(
		    app, word, run->store, &app->settings.arena, &targets, err);
	if (status == HSCAN_OK)
		status = take_targets(run, &targets, err);
	targets_clear(&targets);
	return status;
}

enum hscan_status
target_group_begin(struct target_run *run, struct hscan_error *err)
{
	struct target_members *members = run->members;
	struct target_run *own;

	if (!members)
		return HSCAN_OK;
	own = hscan_arena_alloc(
	    &run->app->settings.arena, members->len, sizeof(*own));
	if (!own)
		return hscan_no_memory(err);
	for (size_t i = 0; i < members->len; i++) {
		target_run_for(&own[i], run, &members->targets[i]);
		own[i].place = i + 1;
		own[i].places = members->len;
		members->runs[i] = &own[i];
	}
	members->own = own;
	return HSCAN_OK;
}

struct target_run *
target_group_runs(struct target_run *run, size_t *len)
{
	*len = run->members ? run->members->len : 1;
	return run->members ? run->members->own : run;
}

enum hscan_status
target_group_sync(struct target_run *run, struct hscan_error *err)
{
	const struct target_runs_calls none = {NULL, NULL, NULL};
	enum hscan_status status;

	if (!run->members)
		return target_run_sync(run, err);
	status =
	    target_runs_sync(run->members->own, run->members->len, &none, err);
	return status == HSCAN_OK ? target_group_settle(run, err) : status;
}

/* --- of any --- */

/* A source that failed comes before what was never there. */
static const struct target_run *
find_failed(const struct target_members *members)
{
	const struct target_run *found = NULL;

	for (size_t i = 0; i < members->len; i++) {
		const struct target_run *run = members->runs[i];

		if (run->source_failed != HSCAN_OK &&
		    (!found || (found->source_failed == HSCAN_ENODATA &&
				   run->source_failed != HSCAN_ENODATA)))
			found = run;
	}
	return found;
}

enum hscan_status
target_group_settle(struct target_run *run, struct hscan_error *err)
{
	const struct target_run *failed = find_failed(run->members);

	if (!failed)
		return HSCAN_OK;
	if (!run->why)
		run->why = malloc(sizeof(*run->why));
	if (!run->why)
		return hscan_no_memory(err);
	*run->why = *failed->why;
	run->source_failed = failed->source_failed;
	return HSCAN_OK;
}

enum hscan_status
target_group_find(struct target_run *run, struct hscan_error *err)
{
	const struct target_members *members = run->members;
	enum hscan_status status = HSCAN_OK;

	if (!members)
		return target_run_find(run, err);
	run->repo_id = 0;
	for (size_t i = 0; i < members->len && status == HSCAN_OK; i++) {
		struct target_run *member = members->runs[i];
		struct hscan_error why;

		status = target_run_find(member, &why);
		if (status == HSCAN_OK &&
		    (run->repo_id == 0 || member->repo_id < run->repo_id))
			run->repo_id = member->repo_id;
		else if (status == HSCAN_ENOTFOUND &&
			 member->source_failed != HSCAN_OK)
			status = HSCAN_OK; /* the others go on without it */
		else if (status != HSCAN_OK)
			*err = why;
	}
	if (status == HSCAN_OK && run->repo_id == 0)
		status = hscan_fail(err, HSCAN_ENOTFOUND,
		    "the store has nothing of %s; see above for the reason",
		    run->target->shown);
	return status;
}
