/* SPDX-License-Identifier: MIT */
/* From a name to an up-to-date store; see target_sync.h. */
#include "app/target_sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/mirror.h"
#include "app/names.h"
#include "app/target_clone.h"
#include "base/text.h"
#include "http/client.h"
#include "store/shadow.h"
#include "sync/local.h"
#include "sync/sync.h"

#define LONGEST_PATH ((size_t)64 * 1024)

/* Runs on their way, passed on in order. */
struct relay {
	struct target_run *runs;
	size_t len, at; /* what is before `at` has been passed on */
	const struct target_runs_calls *calls;
	/* Why the current folder's clone is of none of them, once one was told
	 * so; NULL: there is one, or nobody has looked. */
	const char *none_here;
};

static void
on_progress(const char *name, int64_t done, int64_t total, void *payload)
{
	struct target_run *run = payload;
	char label[256];

	if (run->one_of_many)
		(void)snprintf(label, sizeof(label), "%zu of %zu, %s/%s, %s",
		    run->place, run->places, run->name.owner, run->name.name,
		    name);
	run->app->requests_left = app_requests_left(run->app, run->name.host);
	app_progress(run->app, run->one_of_many ? label : name, done, total);
}

/* What of a repository was left out, or is gone. */
static void
on_items(bool warning, const char *line, void *payload)
{
	struct target_run *run = payload;

	if (warning)
		app_warn(run->app, "%s", line);
	else
		app_say(run->app, APP_SAY, "%s", line);
}

/* What a metric asks for, as the lists that tell it. The lists of issues and
 * of releases are always read: they are what a store is for. */
static unsigned
needs_of(const struct target_run *run)
{
	unsigned needs = run->needs | HSCAN_NEED_ISSUES | HSCAN_NEED_RELEASES;

	if (target_clone_tells(run))
		needs &= ~(unsigned)HSCAN_NEED_DOCS;
	if (run->app->settings.history == HISTORY_EVENTS)
		return needs | HSCAN_NEED_EVENTS;
	return needs & ~(unsigned)HSCAN_NEED_EVENTS;
}

static struct hscan_sync
sync_of(struct target_run *run)
{
	const struct settings *settings = &run->app->settings;

	return (struct hscan_sync){
	    .store = run->store,
	    .name = &run->name,
	    .asked = run->asked,
	    .needs = needs_of(run),
	    .from = run->from,
	    .to = run->to,
	    .whole = run->whole,
	    .doc_paths = run->doc_paths,
	    .recheck = settings->sweep,
	    .now = run->now,
	    .from_scratch = settings->record != NULL,
	    .progress = on_progress,
	    .say = on_items,
	    .payload = run,
	    .interrupted = run->app->interrupted,
	};
}

static void
say_count(struct target_run *run, struct hscan_http_count count)
{
	char place[64] = "";

	if (run->one_of_many)
		(void)snprintf(place, sizeof(place), "%zu of %zu, ", run->place,
		    run->places);
	app_say(run->app, APP_NOTE,
	    "%s%s/%s: %lld request%s, %lld of them answered \"not modified\"",
	    place, run->name.owner, run->name.name, (long long)count.requests,
	    count.requests == 1 ? "" : "s", (long long)count.not_modified);
}

/* Of a client's own requests; among several, of the answers to one. */
static struct hscan_http_count
count_of(const struct target_run *run, const struct hscan_sync_job *job)
{
	if (!run->one_of_many)
		return hscan_http_count(job->sync.http);
	return (struct hscan_http_count){
	    .requests = job->answers,
	    .not_modified = job->not_modified,
	};
}

enum hscan_status
target_run_forecast(
    struct target_run *run, struct hscan_forecast *out, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(run);
	enum hscan_status status;

	*out = (struct hscan_forecast){.rate = {-1, -1, -1}};
	if (!target_run_asks_forge(run))
		return HSCAN_OK;
	status = app_client(run->app, run->name.host, &sync.http, err);
	return status == HSCAN_OK ? hscan_sync_forecast(&sync, out, err)
				  : status;
}

/* The repository's row in the store, when there was no request to tell. */
static enum hscan_status
known_repo(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status = target_run_find(run, err);

	if (status != HSCAN_ENOTFOUND)
		return status;
	if (hscan_store_is_shadow(run->store))
		(void)hscan_fail(err, HSCAN_ENODATA,
		    "%s/%s is not on %s; export it there first",
		    run->name.owner, run->name.name, run->app->settings.db);
	else
		(void)hscan_fail(err, HSCAN_ENODATA,
		    "%s/%s is not in the store %s; run without --offline first",
		    run->name.owner, run->name.name, run->app->settings.db);
	/* In a scan, one missing repository is not fatal. */
	return run->one_of_many ? target_run_failed(run, HSCAN_ENODATA, err)
				: HSCAN_ENODATA;
}

/* Whether it was named before by another name, and has been read from a clone:
 * of two clones of one repository the first is read. */
static bool
is_read_before(const struct target_run *run)
{
	const struct target_run *at = run->relay ? run->relay->runs : run;

	for (; at < run; at++)
		if (at->repo_id == run->repo_id && !at->git_missing &&
		    !at->members)
			return true;
	return false;
}

/* Looks for a clone in the current folder; of many, the first looks for all. */
static enum hscan_status
look_here(struct target_run *run, struct hscan_error *err)
{
	struct relay *relay = run->relay;
	enum hscan_status status;

	if (relay->none_here) {
		run->git_missing = relay->none_here;
		return HSCAN_OK;
	}
	status = target_clone_find(run, err);
	if (status == HSCAN_OK && !run->git)
		relay->none_here = run->git_missing;
	return status;
}

/* The clone of one that comes with none, if there is one. */
static enum hscan_status
come_across_clone(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status;

	if (run->git || run->git_looked) {
		status = target_clone_find_again(run, err);
	} else {
		run->git_looked = true;
		status = look_here(run, err);
		if (status == HSCAN_OK)
			status = target_clone_recognize(run, false, err);
	}
	if (!run->git && !run->app->settings.no_git)
		run->git_missing =
		    "not collected: no local clone; use --git-root DIR "
		    "or --clone";
	return status;
}

/* The clone that a target comes with, or the one that is come across. */
static enum hscan_status
find_clone_of_target(struct target_run *run, struct hscan_error *err)
{
	const char *dir = run->target->git;
	enum hscan_status status;

	if (target_run_is_local(run) && !dir) {
		run->read_before = !run->app->settings.offline;
		if (run->read_before)
			app_say(run->app, APP_SAY,
			    "%s is shown as it was read last; name its folder "
			    "to read it again",
			    run->target->shown);
		return HSCAN_OK;
	}
	if (!dir)
		return come_across_clone(run, err);
	status = hscan_git_open(dir, false, &run->git, err);
	if (status == HSCAN_OK || status == HSCAN_ENOMEM)
		return status;
	run->git_missing = "not collected: the local clone cannot be read";
	if (status == HSCAN_EINVAL)
		err->status = status = HSCAN_EREFUSED;
	return target_run_failed(run, status, err);
}

static enum hscan_status
sync_git(struct target_run *run, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(run);
	struct hscan_repo_name origin;
	enum hscan_status status;

	/* Which of the remotes is the repository's. */
	if (run->git_of != 0 && hscan_git_origin(run->git, &origin))
		sync.asked = &origin;
	/* Ignore a shallow clone the user did not name. */
	if (!target_clone_tells(run)) {
		run->git_missing = target_clone_cut(run);
		return HSCAN_OK;
	}
	status =
	    hscan_sync_git(&sync, run->repo_id, run->git, run->doc_paths, err);
	if (status != HSCAN_OK)
		run->git_missing = "not collected: the history cannot be read";
	return target_run_failed(run, status, err);
}

/* The clone of our own, brought up to date unless --offline. */
static enum hscan_status
open_mirror(struct target_run *run, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_buf path;
	enum hscan_status status;

	target_clone_drop(run);
	run->git_of = 0;
	hscan_buf_init(&path, LONGEST_PATH);
	status = hscan_store_get_repo(run->store, run->repo_id, &stored, err);
	if (status == HSCAN_OK)
		status = mirror_path(run->app, &run->name, &path, err);
	if (status == HSCAN_OK && target_run_asks_forge(run))
		status = mirror_update(run->app, &run->name,
		    stored.repo.default_branch, hscan_buf_string(&path), err);
	if (status == HSCAN_OK) {
		status = hscan_git_open(
		    hscan_buf_string(&path), false, &run->git, err);
		/* The user has not named it: it is a source that failed. */
		if (status == HSCAN_EINVAL)
			err->status = status = HSCAN_EREFUSED;
	}
	hscan_stored_repo_clear(&stored);
	hscan_buf_clear(&path);
	run->git_missing = run->git ? NULL
				    : "not collected: there is no clone by "
				      "--clone yet";
	/* What was read of it before is still there. */
	if (status == HSCAN_ENOTFOUND && !target_run_asks_forge(run))
		return HSCAN_OK;
	return target_run_failed(run, status, err);
}

/* --clone is for those who have no other; what could not be read of the forge
 * need not be cloned either. */
static bool
wants_mirror(const struct target_run *run)
{
	if (!run->app->settings.clone || run->source_failed != HSCAN_OK)
		return false;
	return !run->git ||
	       (!target_clone_is_users(run) && target_clone_cut(run));
}

/* The history, from a clone or a mirror of our own. */
static enum hscan_status
read_history(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status = target_clone_check(run, err);

	if (run->repo_id == 0 || (!run->git && !wants_mirror(run)) ||
	    is_read_before(run))
		return status;
	if (status == HSCAN_OK && wants_mirror(run))
		status = open_mirror(run, err);
	if (status == HSCAN_OK && run->git &&
	    !hscan_store_is_read_only(run->store))
		status = sync_git(run, err);
	return status;
}

/* A clone that no forge is known for is a repository of its own. */
static enum hscan_status
sync_local(struct target_run *run, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(run);
	enum hscan_status status;

	run->forge_missing =
	    "not collected: a local clone has no issues or pull requests";
	if (!run->git || !run->target->path)
		return HSCAN_OK; /* this was reported, or there is no clone */
	status = hscan_sync_local(&sync, run->target->path,
	    hscan_text_of(run->target->label), run->git, run->doc_paths,
	    &run->repo_id, err);
	return target_run_failed(run, status, err);
}

/* What is read on this machine, once the forge has answered. */
static enum hscan_status
finish(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (run->members)
		return HSCAN_OK; /* they have been read */
	if (!target_run_is_local(run) && !target_run_asks_forge(run))
		status = known_repo(run, err);
	target_run_warn_of_name(run);
	if (status == HSCAN_OK)
		status = run->target ? find_clone_of_target(run, err)
				     : target_clone_find_again(run, err);
	if (status == HSCAN_OK)
		status = target_run_is_local(run) ? sync_local(run, err)
						  : read_history(run, err);
	return status;
}

static enum hscan_status
on_idle(void *payload, struct hscan_error *err)
{
	const struct target_run *run = payload;
	const struct target_runs_calls *calls = run->relay->calls;

	return calls->idle ? calls->idle(calls->payload, err) : HSCAN_OK;
}

/* Whether it has a clone, as far as is known before that is looked at. */
static bool
may_read_clone(const struct target_run *run)
{
	return !run->members &&
	       (run->git || (run->target && run->target->git) ||
		   run->app->settings.clone);
}

static enum hscan_status
pass_on(struct relay *relay, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && relay->at < relay->len &&
	       relay->runs[relay->at].read) {
		struct target_run *run = &relay->runs[relay->at++];

		if (may_read_clone(run))
			status = on_idle(run, err);
		if (status == HSCAN_OK)
			status = finish(run, err);
		if (status == HSCAN_OK && relay->calls->done)
			status =
			    relay->calls->done(run, relay->calls->payload, err);
	}
	return status;
}

static enum hscan_status
on_ended(
    const struct hscan_sync_job *job, void *payload, struct hscan_error *err)
{
	struct target_run *run = payload;
	enum hscan_status status = HSCAN_OK;
	char shown[NAMES_SHOWN_SIZE];
	struct hscan_error why;

	run->repo_id = job->repo_id;
	run->read = true;
	if (job->taken_from != 0)
		app_warn(run->app,
		    "%s is another repository now; what is stored of the one "
		    "that had the name before (number %lld) is not mixed in",
		    names_show(run->asked, shown), (long long)job->taken_from);
	if (job->status == HSCAN_OK)
		say_count(run, count_of(run, job));
	else {
		why = *job->err;
		status = target_run_failed(run, job->status, &why);
		/* Its clone is there all the same. */
		if (status == HSCAN_OK && job->status == HSCAN_ENOTFOUND)
			status = target_run_take_clone(run, err);
	}
	return status == HSCAN_OK ? pass_on(run->relay, err) : status;
}

/* What forges are to be asked for; `*len` errands. */
static enum hscan_status
lay_jobs(struct relay *relay, struct hscan_sync_job *jobs, size_t *len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*len = 0;
	for (size_t i = 0; i < relay->len && status == HSCAN_OK; i++) {
		struct target_run *run = &relay->runs[i];
		struct hscan_sync_job *job = &jobs[*len];

		run->relay = relay;
		run->read = !target_run_asks_forge(run);
		if (run->read)
			continue;
		/* Before the forge is asked for what a clone would tell. */
		if (run->target && !run->target->git) {
			status = look_here(run, err);
			run->git_looked = true;
		}
		if (status == HSCAN_OK && run->target)
			status = target_clone_recognize(run, true, err);
		if (status != HSCAN_OK)
			break;
		*job = (struct hscan_sync_job){.sync = sync_of(run)};
		job->sync.ended = on_ended;
		job->sync.idle = on_idle;
		status =
		    app_client(run->app, run->name.host, &job->sync.http, err);
		++*len;
	}
	return status;
}

/* The one place where forges are asked. Each job has its own result; a failure
 * of one is nothing to the others, an interruption ends all. */
static enum hscan_status
sync_forges(struct hscan_sync_job *jobs, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	/* Those of one client together, in their order. */
	for (size_t at = 0, end = 0; at < len && status == HSCAN_OK; at = end) {
		const struct hscan_http *http = jobs[at].sync.http;

		for (size_t i = end = at; i < len; i++) {
			struct hscan_sync_job job = jobs[i];

			if (job.sync.http != http)
				continue;
			memmove(&jobs[end + 1], &jobs[end],
			    (i - end) * sizeof(job));
			jobs[end++] = job;
		}
		status = hscan_sync_forges(&jobs[at], end - at, err);
	}
	return status;
}

enum hscan_status
target_runs_sync(struct target_run *runs, size_t len,
    const struct target_runs_calls *calls, struct hscan_error *err)
{
	struct relay relay = {.runs = runs, .len = len, .calls = calls};
	struct hscan_sync_job *jobs;
	size_t jobs_len = 0;
	enum hscan_status status;

	if (len == 0)
		return HSCAN_OK;
	jobs = calloc(len, sizeof(*jobs));
	if (!jobs)
		return hscan_no_memory(err);
	status = lay_jobs(&relay, jobs, &jobs_len, err);
	if (status == HSCAN_OK)
		status = pass_on(&relay, err);
	if (status == HSCAN_OK)
		status = sync_forges(jobs, jobs_len, err);
	free(jobs);
	app_progress(runs[0].app, NULL, 0, -1);
	return status;
}

enum hscan_status
target_run_sync(struct target_run *run, struct hscan_error *err)
{
	const struct target_runs_calls none = {NULL, NULL, NULL};

	return target_runs_sync(run, 1, &none, err);
}
