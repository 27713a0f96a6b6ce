/* SPDX-License-Identifier: MIT */
/* From a name on the command line to an up-to-date store; see session.h. */
#include "cli/session.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "http/client.h"
#include "sync/local.h"
#include "sync/sync.h"

/* Requests on the wire at once: GitHub asks for few, and for one at a time
 * of those who do not say who they are. */
#define IN_FLIGHT_WITH_TOKEN 4
#define IN_FLIGHT            1

/* Repositories that forges are asked for together. They are asked for one
 * after the other as yet, so each is done with as soon as it is there. */
enum { AT_ONCE = 1 };

/* As many repositories of a host in a row without an answer say that the others
 * will have none: each waits for as many tries as a passing fault is worth. */
enum { GIVE_UP_AFTER = 3 };

static int64_t
now_s(void *payload)
{
	(void)payload;
	return (int64_t)time(NULL);
}

static int64_t
monotonic_ms(void *payload)
{
	struct timespec now;

	(void)payload;
	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- which repository, which clone --- */

static enum hscan_status
name_from_here(struct session *session, struct hscan_error *err)
{
	enum hscan_status status;

	status = hscan_git_open(".", true, &session->git, err);
	if (status == HSCAN_ENOTFOUND ||
	    (status == HSCAN_OK &&
		!hscan_git_origin(session->git, &session->name)))
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot tell which repository is meant: this folder is no "
		    "clone with an 'origin' on a forge; say OWNER/NAME");
	return status;
}

static enum hscan_status
find_name(struct session *session, const char *repo, struct hscan_error *err)
{
	if (!repo)
		return name_from_here(session, err);
	return hscan_repo_name_parse(hscan_text_of(repo), &session->name, err);
}

/* The clone that the user names has to be one. */
static enum hscan_status
open_named_clone(struct session *session, struct hscan_error *err)
{
	enum hscan_status status;

	hscan_git_close(session->git);
	session->git = NULL;
	status = hscan_git_open(
	    session->cli->settings.git, false, &session->git, err);
	if (status == HSCAN_ENOTFOUND)
		err->status = status = HSCAN_EINVAL;
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "--git: ");
	return status;
}

/* The current folder's clone, if it is one of this repository. */
static enum hscan_status
look_for_clone(struct session *session, struct hscan_error *err)
{
	struct hscan_error why;
	enum hscan_status status = HSCAN_OK;

	session->git_missing = "not collected: no local clone; use --git DIR";
	if (!session->git)
		status = hscan_git_open(".", true, &session->git, &why);
	if (status == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	if (status == HSCAN_OK &&
	    hscan_git_has_remote(session->git, &session->name)) {
		session->git_missing = NULL;
		return HSCAN_OK;
	}
	if (status != HSCAN_OK && status != HSCAN_ENOTFOUND) {
		cli_warn(session->cli, "%s", why.message);
		session->git_missing =
		    "not collected: the local clone cannot be read";
	}
	hscan_git_close(session->git);
	session->git = NULL;
	return HSCAN_OK;
}

static enum hscan_status
find_clone(struct session *session, struct hscan_error *err)
{
	const struct settings *settings = &session->cli->settings;

	if (settings->git)
		return open_named_clone(session, err);
	if (!settings->no_git)
		return look_for_clone(session, err);
	hscan_git_close(session->git);
	session->git = NULL;
	session->git_missing = "not collected: --no-git";
	return HSCAN_OK;
}

static enum hscan_status
begin(struct session *session, struct cli *cli, struct hscan_error *err)
{
	*session = (struct session){
	    .cli = cli,
	    .now = now_s(NULL),
	    .source_failed = HSCAN_OK,
	};
	return hscan_doc_paths_new(cli->settings.docs_paths.items,
	    cli->settings.docs_paths.len, &session->doc_paths, err);
}

enum hscan_status
session_open(struct session *session, struct cli *cli, const char *repo,
    struct hscan_error *err)
{
	enum hscan_status status = begin(session, cli, err);

	if (status == HSCAN_OK)
		status = find_name(session, repo, err);
	if (status == HSCAN_OK)
		status = find_clone(session, err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_open(cli->settings.db, &session->store, err);
	return status;
}

enum hscan_status
session_host(struct session *session, struct cli *cli, struct hscan_error *err)
{
	enum hscan_status status = begin(session, cli, err);

	if (status == HSCAN_OK)
		status =
		    hscan_store_open(cli->settings.db, &session->store, err);
	return status;
}

void
session_join(struct session *session, const struct session *host,
    const struct target *target)
{
	*session = *host;
	session->guest = true;
	session->target = target;
	session->name = target->name;
	session->source_failed = HSCAN_OK;
}

void
session_close(struct session *session)
{
	hscan_git_close(session->git);
	session->git = NULL;
	if (session->guest)
		return;
	hscan_store_close(session->store);
	hscan_doc_paths_free(session->doc_paths);
}

/* --- what the user is told meanwhile --- */

static void
told_progress(
    enum hscan_stream stream, int64_t done, int64_t total, void *payload)
{
	struct session *session = payload;
	const char *name = hscan_stream_name(stream);
	char label[256];

	if (session->guest)
		(void)snprintf(label, sizeof(label), "%zu of %zu, %s/%s, %s",
		    session->place, session->places, session->name.owner,
		    session->name.name, name);
	progress_update(&session->cli->progress, session->guest ? label : name,
	    done, total);
}

static void
told_waiting(int64_t seconds, const char *why, void *payload)
{
	struct cli *cli = payload;

	progress_say(
	    &cli->progress, "waiting %lld s: %s", (long long)seconds, why);
}

static void
told_trace(const char *line, void *payload)
{
	struct cli *cli = payload;

	if (cli->settings.verbose > 1)
		progress_note(&cli->progress, "%s", line);
}

/* --- the clients, one a host --- */

static enum hscan_status
open_http(struct cli *cli, const char *host, struct hscan_buf *url,
    struct hscan_buf *token, struct hscan_http **out, struct hscan_error *err)
{
	const struct settings *settings = &cli->settings;
	struct hscan_http_options options;
	enum hscan_status status;

	status = settings_api_url(settings, host, url, err);
	/* A replay asks nobody, so it has no use for a token. */
	if (status == HSCAN_OK && !settings->replay)
		status = cli_token(cli, host, token, err);
	if (status != HSCAN_OK)
		return status;
	hscan_http_options_init(&options);
	options.api_url = hscan_buf_string(url);
	options.token = token->len > 0 ? hscan_buf_string(token) : NULL;
	options.user_agent = "healthscan/" HSCAN_VERSION;
	options.record_dir = settings->record;
	options.replay_dir = settings->replay;
	options.max_in_flight =
	    options.token ? IN_FLIGHT_WITH_TOKEN : IN_FLIGHT;
	if (settings->jobs > 0)
		options.max_in_flight = (unsigned)settings->jobs;
	options.max_wait_s = settings->max_wait_s;
	options.now_s = now_s;
	options.monotonic_ms = monotonic_ms;
	options.waiting = told_waiting;
	options.trace = told_trace;
	options.payload = cli;
	options.interrupted = cli->interrupted;
	status = hscan_http_open(&options, out, err);
	/* Nothing was asked yet: what was refused is what the user gave. */
	if (status == HSCAN_EREFUSED)
		err->status = status = HSCAN_EINVAL;
	return status;
}

/* Its URL and its token are the client's own from here on. */
static enum hscan_status
open_client(struct cli *cli, const char *host, struct hscan_http **out,
    struct hscan_error *err)
{
	struct hscan_buf url, token;
	enum hscan_status status;

	hscan_buf_init(&url, (size_t)64 * 1024);
	hscan_buf_init(&token, (size_t)64 * 1024);
	status = open_http(cli, host, &url, &token, out, err);
	if (token.ptr)
		memset(token.ptr, 0, token.size);
	hscan_buf_clear(&token);
	hscan_buf_clear(&url);
	return status;
}

static struct cli_client *
find_client(struct cli *cli, const char *host)
{
	struct cli_client *client = cli->clients;

	while (client && strcmp(client->host, host) != 0)
		client = client->next;
	return client;
}

enum hscan_status
session_client(struct cli *cli, const char *host, struct hscan_http **out,
    struct hscan_error *err)
{
	struct cli_client *client = find_client(cli, host);
	enum hscan_status status = HSCAN_OK;

	if (!client) {
		struct hscan_text copy =
		    hscan_arena_dup(&cli->settings.arena, hscan_text_of(host));

		client =
		    hscan_arena_alloc(&cli->settings.arena, 1, sizeof(*client));
		if (!client || !copy.ptr)
			return hscan_no_memory(err);
		client->host = copy.ptr;
		client->next = cli->clients;
		cli->clients = client;
	}
	if (!client->http)
		status = open_client(cli, host, &client->http, err);
	if (status == HSCAN_OK)
		*out = client->http;
	return status;
}

/* A repository that failed may have left requests behind, whose answers are
 * nobody's. */
static void
drop_pending(struct cli *cli, const char *host)
{
	struct cli_client *client = find_client(cli, host);

	if (!client || !client->http || hscan_http_pending(client->http) == 0)
		return;
	hscan_http_close(client->http);
	client->http = NULL;
}

void
session_hang_up(struct cli *cli)
{
	for (struct cli_client *c = cli->clients; c; c = c->next)
		hscan_http_close(c->http);
	cli->clients = NULL;
}

/* --- sync --- */

/* What a metric asks for, as the lists that tell it. The lists of issues and
 * of releases are always read: they are what a store is for. */
static unsigned
streams_of(const struct session *session)
{
	unsigned streams = session->streams | HSCAN_STREAM_REPO |
			   HSCAN_STREAM_ISSUES | HSCAN_STREAM_RELEASES;

	if (session->cli->settings.history == HISTORY_EVENTS)
		return streams | HSCAN_STREAM_EVENTS;
	return streams & ~(unsigned)HSCAN_STREAM_EVENTS;
}

static struct hscan_sync
sync_of(struct session *session)
{
	const struct settings *settings = &session->cli->settings;

	return (struct hscan_sync){
	    .store = session->store,
	    .name = &session->name,
	    .streams = streams_of(session),
	    .from = session->from,
	    .to = session->to,
	    .now = session->now,
	    .from_scratch = settings->record != NULL,
	    .progress = told_progress,
	    .payload = session,
	    .interrupted = session->cli->interrupted,
	};
}

/* A failure that leaves the store usable is told and remembered; any other
 * ends the run. */
static enum hscan_status
source_failed(struct session *session, enum hscan_status status,
    const struct hscan_error *err)
{
	struct cli *cli = session->cli;

	if (status == HSCAN_OK || status == HSCAN_EINTR ||
	    status == HSCAN_ENOMEM || status == HSCAN_ESTORE ||
	    status == HSCAN_EINVAL)
		return status;
	progress_done(&cli->progress);
	session->source_failed = status;
	session->why = *err;
	/* Among several it has to be said whose failure it is. */
	if (session->guest && !strstr(err->message, session->target->shown))
		hscan_error_prefix(
		    &session->why, "%s: ", session->target->shown);
	(void)cli_error(cli, &session->why);
	return HSCAN_OK;
}

static void
tell_count(struct session *session, struct hscan_http_count count)
{
	char place[64] = "";

	if (session->guest)
		(void)snprintf(place, sizeof(place), "%zu of %zu, ",
		    session->place, session->places);
	progress_note(&session->cli->progress,
	    "%s%s/%s: %lld request%s, %lld of them answered \"not modified\"",
	    place, session->name.owner, session->name.name,
	    (long long)count.requests, count.requests == 1 ? "" : "s",
	    (long long)count.not_modified);
}

/* One repository that its forge is to be asked for, and what came of it. */
struct sync_job {
	struct session *session;
	struct hscan_sync sync;
	int64_t repo_id; /* 0: not known */
	enum hscan_status status;
	struct hscan_error err; /* of the status */
};

/* The one place where forges are asked. Each job has its own result; a failure
 * of one is nothing to the others, an interruption ends all. */
static void
sync_forges(struct sync_job *jobs, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct sync_job *job = &jobs[i];
		struct hscan_http_count before =
		    hscan_http_count(job->sync.http);
		struct hscan_http_count after;

		job->status =
		    hscan_sync_forge(&job->sync, &job->repo_id, &job->err);
		after = hscan_http_count(job->sync.http);
		after.requests -= before.requests;
		after.not_modified -= before.not_modified;
		if (job->status == HSCAN_OK)
			tell_count(job->session, after);
		else
			drop_pending(
			    job->session->cli, job->session->name.host);
	}
}

static enum hscan_status
sync_git(struct session *session, struct hscan_error *err)
{
	const struct settings *settings = &session->cli->settings;
	struct hscan_sync sync = sync_of(session);
	bool named = settings->git || (session->target && session->target->git);
	enum hscan_status status;

	/* Nobody has to know that a clone which was only come across is
	 * shallow to get the other numbers. */
	if (!named && hscan_git_is_shallow(session->git)) {
		session->git_missing = "not collected: the local clone is "
				       "shallow; run git fetch --unshallow";
		return HSCAN_OK;
	}
	status = hscan_sync_git(
	    &sync, session->repo_id, session->git, session->doc_paths, err);
	if (status != HSCAN_OK)
		session->git_missing =
		    "not collected: the history cannot be read";
	return source_failed(session, status, err);
}

/* The repository's row in the store, when there was no request to tell. */
static enum hscan_status
known_repo(struct session *session, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	status =
	    hscan_store_find_repo(session->store, &session->name, &stored, err);
	if (status == HSCAN_ENOTFOUND)
		hscan_fail(err, HSCAN_ENODATA,
		    "%s/%s is not in the store %s; run without --offline first",
		    session->name.owner, session->name.name,
		    session->cli->settings.db);
	if (status == HSCAN_OK)
		session->repo_id = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	if (status != HSCAN_ENOTFOUND)
		return status;
	/* Of several the others may be there. */
	return session->guest ? source_failed(session, HSCAN_ENODATA, err)
			      : HSCAN_ENODATA;
}

/* The clone that a target comes with, or the one that is come across. */
static enum hscan_status
find_clone_of_target(struct session *session, struct hscan_error *err)
{
	const char *dir = session->target->git;
	enum hscan_status status;

	if (!dir) {
		status = find_clone(session, err);
		if (!session->git && !session->cli->settings.no_git)
			session->git_missing = "not collected: no local clone; "
					       "use --git-root DIR";
		return status;
	}
	status = hscan_git_open(dir, false, &session->git, err);
	if (status == HSCAN_OK || status == HSCAN_ENOMEM)
		return status;
	session->git_missing = "not collected: the local clone cannot be read";
	if (status == HSCAN_EINVAL)
		err->status = status = HSCAN_EREFUSED;
	return source_failed(session, status, err);
}

/* A clone that no forge is known for is a repository of its own. */
static enum hscan_status
sync_local(struct session *session, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(session);
	enum hscan_status status;

	session->forge_missing =
	    "not collected: a local clone has no issues or pull requests";
	if (!session->git)
		return HSCAN_OK; /* it has been told of */
	status = hscan_sync_local(&sync, session->target->path,
	    hscan_text_of(session->target->label), session->git,
	    session->doc_paths, &session->repo_id, err);
	return source_failed(session, status, err);
}

static bool
is_local(const struct session *session)
{
	return session->target && session->target->local;
}

static bool
asks_forge(const struct session *session)
{
	return !is_local(session) && !session->cli->settings.offline &&
	       !(session->target && session->target->offline);
}

static bool
is_given_up(const struct session *session)
{
	const struct cli_client *client =
	    find_client(session->cli, session->name.host);

	return client && client->unanswered >= GIVE_UP_AFTER;
}

/* That alone ends no run. */
static void
give_up(struct session *session)
{
	struct hscan_error err;

	(void)hscan_fail(&err, HSCAN_ENET,
	    "%s/%s was not asked for: %s did not answer for the last %d "
	    "repositories; check the network, then run again",
	    session->name.owner, session->name.name, session->name.host,
	    GIVE_UP_AFTER);
	(void)source_failed(session, HSCAN_ENET, &err);
}

/* What came of one that was asked for. */
static enum hscan_status
settle(struct sync_job *job, struct hscan_error *err)
{
	struct session *session = job->session;
	struct cli_client *client =
	    find_client(session->cli, session->name.host);

	session->repo_id = job->repo_id;
	if (client)
		client->unanswered =
		    job->status == HSCAN_ENET ? client->unanswered + 1 : 0;
	if (job->status != HSCAN_OK)
		*err = job->err;
	return source_failed(session, job->status, err);
}

/* Asks for all of a group that a forge tells of. */
static enum hscan_status
sync_group(struct session *group, size_t len, struct hscan_error *err)
{
	struct sync_job jobs[AT_ONCE];
	enum hscan_status status = HSCAN_OK;
	size_t jobs_len = 0;

	for (size_t i = 0; i < len; i++) {
		struct sync_job *job = &jobs[jobs_len];

		if (!asks_forge(&group[i]))
			continue;
		if (is_given_up(&group[i])) {
			give_up(&group[i]);
			continue;
		}
		*job = (struct sync_job){
		    .session = &group[i], .sync = sync_of(&group[i])};
		status = session_client(
		    group[i].cli, group[i].name.host, &job->sync.http, err);
		if (status != HSCAN_OK)
			return status;
		jobs_len++;
	}
	sync_forges(jobs, jobs_len);
	for (size_t i = 0; i < jobs_len && status == HSCAN_OK; i++)
		status = settle(&jobs[i], err);
	return status;
}

/* What is read on this machine, once the forge has told. */
static enum hscan_status
finish(struct session *session, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (session->target)
		status = find_clone_of_target(session, err);
	if (status == HSCAN_OK && is_local(session))
		return sync_local(session, err);
	if (status == HSCAN_OK && !asks_forge(session))
		status = known_repo(session, err);
	if (status == HSCAN_OK && session->repo_id != 0 && session->git)
		status = sync_git(session, err);
	return status;
}

enum hscan_status
session_sync_all(struct session *sessions, size_t len, session_fn *done,
    void *payload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t at = 0; at < len && status == HSCAN_OK; at += AT_ONCE) {
		size_t group = len - at < AT_ONCE ? len - at : AT_ONCE;

		status = sync_group(&sessions[at], group, err);
		for (size_t i = at; i < at + group && status == HSCAN_OK; i++) {
			status = finish(&sessions[i], err);
			if (status == HSCAN_OK && done)
				status = done(&sessions[i], payload, err);
		}
	}
	if (len > 0)
		progress_done(&sessions[0].cli->progress);
	return status;
}

enum hscan_status
session_sync(struct session *session, struct hscan_error *err)
{
	return session_sync_all(session, 1, NULL, NULL, err);
}
