/* SPDX-License-Identifier: MIT */
/* From a name to an up-to-date store; see target_run.h. */
#include "app/target_run.h"

#include <stdio.h>
#include <string.h>

#include "app/mirror.h"
#include "app/names.h"
#include "base/safe.h"
#include "base/text.h"
#include "http/client.h"
#include "sync/local.h"
#include "sync/sync.h"

/* Requests on the wire at once: GitHub asks for few, and for one at a time
 * of those who do not say who they are. */
#define IN_FLIGHT_WITH_TOKEN 4
#define IN_FLIGHT            1

#define LONGEST_PATH ((size_t)64 * 1024)

/* Sessions on their way, passed on in order. */
struct relay {
	struct target_run *runs;
	size_t len, at; /* what is before `at` has been passed on */
	target_run_fn *done;
	void *payload;
};

/* --- which repository, which clone --- */

static enum hscan_status
name_from_here(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status;

	status = hscan_git_open(".", true, &run->git, err);
	if (status == HSCAN_ENOTFOUND ||
	    (status == HSCAN_OK && !hscan_git_origin(run->git, &run->name)))
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot tell which repository is meant: this folder is no "
		    "clone with an 'origin' on a forge; say OWNER/NAME");
	return status;
}

static enum hscan_status
find_name(struct target_run *run, const char *repo, struct hscan_error *err)
{
	char shown[120];

	run->from_here = !repo;
	if (!repo)
		return name_from_here(run, err);
	if (!target_is_folder(repo))
		return hscan_repo_name_parse(
		    hscan_text_of(repo), &run->name, err);
	(void)hscan_safe(hscan_text_of(repo), shown, sizeof(shown));
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is a folder, and a repository was asked for: say OWNER/NAME "
	    "--git %s, or healthscan scan %s for what the clone alone tells",
	    shown, shown, shown);
}

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

static void
drop_clone(struct target_run *run)
{
	hscan_git_close(run->git);
	run->git = NULL;
}

/* The current folder's clone; whether it is one of this repository is for
 * recognize_clone(). */
static enum hscan_status
look_for_clone(struct target_run *run, struct hscan_error *err)
{
	struct hscan_error why;
	enum hscan_status status = HSCAN_OK;

	run->git_missing =
	    "not collected: no local clone; use --git DIR or --clone";
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

/* The clone that was come across, if one of its remotes is this repository, or
 * its origin is by another name. For the store's sake after it was opened, and
 * `may_ask` while no forge is being asked. */
static enum hscan_status
recognize_clone(struct target_run *run, bool may_ask, struct hscan_error *err)
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
			drop_clone(run);
	}
	if (run->git)
		run->git_missing = NULL;
	return status;
}

static enum hscan_status
find_clone(struct target_run *run, struct hscan_error *err)
{
	const struct settings *settings = &run->app->settings;

	if (settings->git)
		return open_named_clone(run, err);
	if (!settings->no_git)
		return look_for_clone(run, err);
	drop_clone(run);
	run->git_missing = "not collected: --no-git";
	return HSCAN_OK;
}

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

	if (!app->settings.offline)
		return hscan_store_open(app->settings.db, &run->store, err);
	status = app_open_for_reading(app, &run->store, err);
	if (status == HSCAN_OK && hscan_store_is_read_only(run->store))
		app_say(app, APP_NOTE,
		    "the store cannot be written: clones are not read, and "
		    "what becomes of alerts is not kept");
	return status;
}

enum hscan_status
target_run_open(struct target_run *run, struct app *app, const char *repo,
    struct hscan_error *err)
{
	enum hscan_status status = begin(run, app, err);

	if (status == HSCAN_OK)
		status = find_name(run, repo, err);
	run->asked = run->name;
	run->git_looked = true;
	if (status == HSCAN_OK)
		status = find_clone(run, err);
	if (status == HSCAN_OK)
		status = open_store(run, err);
	if (status == HSCAN_OK)
		status = recognize_clone(run, true, err);
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
	run->target = target;
	run->name = run->asked = target->name;
	run->git_of = target->git_of;
	run->source_failed = HSCAN_OK;
}

void
target_run_close(struct target_run *run)
{
	hscan_git_close(run->git);
	run->git = NULL;
	if (run->one_of_many)
		return;
	hscan_store_close(run->store);
	hscan_doc_paths_free(run->doc_paths);
}

/* --- what the user is told meanwhile --- */

static void
on_progress(
    enum hscan_stream stream, int64_t done, int64_t total, void *payload)
{
	struct target_run *run = payload;
	const char *name = hscan_stream_name(stream);
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

/* --- sync --- */

static bool
is_local(const struct target_run *run)
{
	return run->target && run->target->local;
}

static bool
asks_forge(const struct target_run *run)
{
	return !is_local(run) && !run->app->settings.offline &&
	       !(run->target && run->target->offline);
}

/* A clone that the user has named. */
static bool
is_clone_of_user(const struct target_run *run)
{
	return run->app->settings.git || (run->target && run->target->git);
}

/* What makes that a clone cannot tell of all commits, as the user reads it;
 * NULL: nothing. */
static const char *
what_is_cut(const struct target_run *run)
{
	if (hscan_git_is_shallow(run->git))
		return "not collected: the local clone is shallow; run git "
		       "fetch --unshallow";
	if (hscan_git_is_treeless(run->git))
		return "not collected: the local clone is treeless; "
		       "run " HSCAN_GIT_REFETCH;
	return NULL;
}

/* Whether a clone will tell of the commits: then the forge need not. */
static bool
has_clone(const struct target_run *run)
{
	if ((run->target && run->target->git) || run->app->settings.clone)
		return true;
	return run->git && (is_clone_of_user(run) || !what_is_cut(run));
}

/* What a metric asks for, as the lists that tell it. The lists of issues and
 * of releases are always read: they are what a store is for. */
static unsigned
streams_of(const struct target_run *run)
{
	unsigned streams = run->streams | HSCAN_STREAM_REPO |
			   HSCAN_STREAM_ISSUES | HSCAN_STREAM_RELEASES;

	if (has_clone(run))
		streams &= ~(unsigned)HSCAN_STREAM_DOCS;
	if (run->app->settings.history == HISTORY_EVENTS)
		return streams | HSCAN_STREAM_EVENTS;
	return streams & ~(unsigned)HSCAN_STREAM_EVENTS;
}

static struct hscan_sync
sync_of(struct target_run *run)
{
	const struct settings *settings = &run->app->settings;

	return (struct hscan_sync){
	    .store = run->store,
	    .name = &run->name,
	    .asked = &run->asked,
	    .streams = streams_of(run),
	    .from = run->from,
	    .to = run->to,
	    .whole = run->whole,
	    .doc_paths = run->doc_paths,
	    .sweep = settings->sweep,
	    .now = run->now,
	    .from_scratch = settings->record != NULL,
	    .progress = on_progress,
	    .say = on_items,
	    .payload = run,
	    .interrupted = run->app->interrupted,
	};
}

enum hscan_status
target_run_failed(struct target_run *run, enum hscan_status status,
    const struct hscan_error *err)
{
	struct app *app = run->app;

	if (status == HSCAN_OK || status == HSCAN_EINTR ||
	    status == HSCAN_ENOMEM || status == HSCAN_ESTORE ||
	    status == HSCAN_EINVAL)
		return status;
	run->source_failed = status;
	run->why = *err;
	/* Among several it has to be said whose failure it is. */
	if (run->target && !strstr(err->message, run->target->shown))
		hscan_error_prefix(&run->why, "%s: ", run->target->shown);
	app_fail(app, &run->why);
	return HSCAN_OK;
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
	if (!has_clone(run)) {
		run->git_missing = what_is_cut(run);
		return HSCAN_OK;
	}
	status =
	    hscan_sync_git(&sync, run->repo_id, run->git, run->doc_paths, err);
	if (status != HSCAN_OK)
		run->git_missing = "not collected: the history cannot be read";
	return target_run_failed(run, status, err);
}

/* --- names --- */

/* For a list, a person, and a clone whose origin it is. */
static void
warn_of_name(struct target_run *run)
{
	const struct target *target = run->target;
	const char *advice = "use that name";
	char shown[NAMES_SHOWN_SIZE];

	if (run->renamed || is_local(run) ||
	    hscan_repo_name_equal(&run->asked, &run->name))
		return;
	run->renamed = true;
	if (target && target->offline) {
		struct hscan_whose whose = {1, run->name};

		names_warn_of_origin(
		    run->app, target->git, &run->asked, &whose);
		return;
	}
	if (target)
		advice = "change your list";
	else if (run->from_here)
		advice = "change the origin of this clone";
	app_warn(run->app, "%s is %s/%s now; %s",
	    names_show(&run->asked, shown), run->name.owner, run->name.name,
	    advice);
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
	else
		status =
		    hscan_store_find_repo(run->store, &run->name, &stored, err);
	if (status == HSCAN_OK) {
		run->repo_id = stored.repo_id;
		if (!is_local(run))
			names_adopt(stored.repo.full_name, &run->name);
		warn_of_name(run);
	}
	hscan_stored_repo_clear(&stored);
	return status;
}

/* The repository's row in the store, when there was no request to tell. */
static enum hscan_status
known_repo(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status = target_run_find(run, err);

	if (status != HSCAN_ENOTFOUND)
		return status;
	(void)hscan_fail(err, HSCAN_ENODATA,
	    "%s/%s is not in the store %s; run without --offline first",
	    run->name.owner, run->name.name, run->app->settings.db);
	/* In a scan, one missing repository is not fatal. */
	return run->one_of_many ? target_run_failed(run, HSCAN_ENODATA, err)
				: HSCAN_ENODATA;
}

/* The clone that is come across, looked for by what the repository is called:
 * now that this is known, should it have been something else. */
static enum hscan_status
look_again(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status;

	if (run->git ||
	    (run->git_looked && hscan_repo_name_equal(&run->asked, &run->name)))
		return HSCAN_OK;
	run->git_looked = true;
	status = find_clone(run, err);
	return status == HSCAN_OK ? recognize_clone(run, false, err) : status;
}

/* Whether it was named before by another name, and has been read from a clone:
 * of two clones of one repository the first is read. */
static bool
is_read_before(const struct target_run *run)
{
	const struct target_run *at = run->relay ? run->relay->runs : run;

	for (; at < run; at++)
		if (at->repo_id == run->repo_id && !at->git_missing)
			return true;
	return false;
}

/* A clone that has an old name is of the repository that the name led to, and
 * of none that has it now. */
static enum hscan_status
check_clone(struct target_run *run, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	/* But for one that the user has named. */
	if (run->git_of == 0 || !run->git || run->repo_id == 0 ||
	    run->app->settings.git)
		return HSCAN_OK;
	status = hscan_store_get_repo(run->store, run->repo_id, &stored, err);
	if (status == HSCAN_OK && stored.repo.id != run->git_of) {
		drop_clone(run);
		run->git_missing =
		    "not collected: the local clone is of another repository";
	}
	hscan_stored_repo_clear(&stored);
	return status;
}

/* The clone that a target comes with, or the one that is come across. */
static enum hscan_status
find_clone_of_target(struct target_run *run, struct hscan_error *err)
{
	const char *dir = run->target->git;
	enum hscan_status status;

	if (!dir) {
		status = look_again(run, err);
		if (!run->git && !run->app->settings.no_git)
			run->git_missing =
			    "not collected: no local clone; use --git-root DIR "
			    "or --clone";
		return status;
	}
	status = hscan_git_open(dir, false, &run->git, err);
	if (status == HSCAN_OK || status == HSCAN_ENOMEM)
		return status;
	run->git_missing = "not collected: the local clone cannot be read";
	if (status == HSCAN_EINVAL)
		err->status = status = HSCAN_EREFUSED;
	return target_run_failed(run, status, err);
}

/* The clone of our own, brought up to date unless --offline. */
static enum hscan_status
open_mirror(struct target_run *run, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_buf path;
	enum hscan_status status;

	drop_clone(run);
	run->git_of = 0;
	hscan_buf_init(&path, LONGEST_PATH);
	status = hscan_store_get_repo(run->store, run->repo_id, &stored, err);
	if (status == HSCAN_OK)
		status = mirror_path(run->app, &run->name, &path, err);
	if (status == HSCAN_OK && asks_forge(run))
		status = mirror_update(run->app, &run->name,
		    stored.repo.default_branch, hscan_buf_string(&path), err);
	if (status == HSCAN_OK) {
		status = hscan_git_open(
		    hscan_buf_string(&path), false, &run->git, err);
		/* Nobody has named it: it is a source that has failed. */
		if (status == HSCAN_EINVAL)
			err->status = status = HSCAN_EREFUSED;
	}
	hscan_stored_repo_clear(&stored);
	hscan_buf_clear(&path);
	run->git_missing = run->git ? NULL
				    : "not collected: there is no clone by "
				      "--clone yet";
	/* What was read of it before is still there. */
	if (status == HSCAN_ENOTFOUND && !asks_forge(run))
		return HSCAN_OK;
	return target_run_failed(run, status, err);
}

/* A clone that no forge is known for is a repository of its own. */
static enum hscan_status
sync_local(struct target_run *run, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(run);
	enum hscan_status status;

	run->forge_missing =
	    "not collected: a local clone has no issues or pull requests";
	if (!run->git)
		return HSCAN_OK; /* it has been told of */
	status = hscan_sync_local(&sync, run->target->path,
	    hscan_text_of(run->target->label), run->git, run->doc_paths,
	    &run->repo_id, err);
	return target_run_failed(run, status, err);
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
target_run_forecast(
    struct target_run *run, struct hscan_forecast *out, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(run);
	enum hscan_status status;

	*out = (struct hscan_forecast){.rate = {-1, -1, -1}};
	if (!asks_forge(run))
		return HSCAN_OK;
	status = app_client(run->app, run->name.host, &sync.http, err);
	return status == HSCAN_OK ? hscan_sync_forecast(&sync, out, err)
				  : status;
}

/* --clone is for those who have no other; what could not be read of the forge
 * need not be cloned either. */
static bool
wants_mirror(const struct target_run *run)
{
	if (!run->app->settings.clone || run->source_failed != HSCAN_OK)
		return false;
	return !run->git || (!is_clone_of_user(run) && what_is_cut(run));
}

/* The history, from a clone or a mirror of our own. */
static enum hscan_status
read_history(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status = check_clone(run, err);

	if (run->repo_id == 0 || is_read_before(run))
		return status;
	if (status == HSCAN_OK && wants_mirror(run))
		status = open_mirror(run, err);
	if (status == HSCAN_OK && run->git &&
	    !hscan_store_is_read_only(run->store))
		status = sync_git(run, err);
	return status;
}

/* What is read on this machine, once the forge has told. */
static enum hscan_status
finish(struct target_run *run, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!is_local(run) && !asks_forge(run))
		status = known_repo(run, err);
	warn_of_name(run);
	if (status == HSCAN_OK)
		status = run->target ? find_clone_of_target(run, err)
				     : look_again(run, err);
	if (status == HSCAN_OK)
		status = is_local(run) ? sync_local(run, err)
				       : read_history(run, err);
	return status;
}

static enum hscan_status
pass_on(struct relay *relay, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && relay->at < relay->len &&
	       relay->runs[relay->at].read) {
		struct target_run *run = &relay->runs[relay->at++];

		status = finish(run, err);
		if (status == HSCAN_OK && relay->done)
			status = relay->done(run, relay->payload, err);
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

	run->repo_id = job->repo_id;
	run->read = true;
	if (job->taken_from != 0)
		app_warn(run->app,
		    "%s is another repository now; what is stored of the one "
		    "that had the name before (number %lld) is not mixed in",
		    names_show(&run->asked, shown), (long long)job->taken_from);
	if (job->status == HSCAN_OK)
		say_count(run, count_of(run, job));
	else
		status = target_run_failed(run, job->status, &job->err);
	return status == HSCAN_OK ? pass_on(run->relay, err) : status;
}

/* What forges are to be asked for; `*len` errands, of the arena. */
static enum hscan_status
lay_jobs(struct relay *relay, struct hscan_sync_job **out, size_t *len,
    struct hscan_error *err)
{
	struct app *app = relay->runs[0].app;
	struct hscan_sync_job *jobs =
	    hscan_arena_alloc(&app->settings.arena, relay->len, sizeof(*jobs));
	enum hscan_status status = HSCAN_OK;

	*len = 0;
	if (!jobs)
		return hscan_no_memory(err);
	for (size_t i = 0; i < relay->len && status == HSCAN_OK; i++) {
		struct target_run *run = &relay->runs[i];
		struct hscan_sync_job *job = &jobs[*len];

		run->relay = relay;
		run->read = !asks_forge(run);
		if (run->read)
			continue;
		/* Before the forge is asked for what a clone would tell. */
		if (run->target && !run->target->git) {
			status = find_clone(run, err);
			run->git_looked = true;
		}
		if (status == HSCAN_OK && run->target)
			status = recognize_clone(run, true, err);
		if (status != HSCAN_OK)
			break;
		*job = (struct hscan_sync_job){.sync = sync_of(run)};
		job->sync.ended = on_ended;
		status = app_client(app, run->name.host, &job->sync.http, err);
		++*len;
	}
	*out = jobs;
	return status;
}

enum hscan_status
target_runs_sync(struct target_run *runs, size_t len, target_run_fn *done,
    void *payload, struct hscan_error *err)
{
	struct relay relay = {runs, len, 0, done, payload};
	struct hscan_sync_job *jobs = NULL;
	size_t jobs_len = 0;
	enum hscan_status status;

	if (len == 0)
		return HSCAN_OK;
	status = lay_jobs(&relay, &jobs, &jobs_len, err);
	if (status == HSCAN_OK)
		status = pass_on(&relay, err);
	if (status == HSCAN_OK)
		status = sync_forges(jobs, jobs_len, err);
	app_progress(runs[0].app, NULL, 0, -1);
	return status;
}

enum hscan_status
target_run_sync(struct target_run *run, struct hscan_error *err)
{
	return target_runs_sync(run, 1, NULL, NULL, err);
}
