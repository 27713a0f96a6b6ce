/* SPDX-License-Identifier: MIT */
/* From a name on the command line to an up-to-date store; see session.h. */
#include "cli/session.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/safe.h"
#include "base/text.h"
#include "cli/dry_run.h"
#include "cli/mirror.h"
#include "http/client.h"
#include "sync/local.h"
#include "sync/sync.h"

/* Requests on the wire at once: GitHub asks for few, and for one at a time
 * of those who do not say who they are. */
#define IN_FLIGHT_WITH_TOKEN 4
#define IN_FLIGHT            1

#define LONGEST_PATH ((size_t)64 * 1024)

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
	char shown[120];

	if (!repo)
		return name_from_here(session, err);
	if (!targets_is_folder(repo))
		return hscan_repo_name_parse(
		    hscan_text_of(repo), &session->name, err);
	(void)hscan_safe(hscan_text_of(repo), shown, sizeof(shown));
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is a folder, and a repository was asked for: say OWNER/NAME "
	    "--git %s, or healthscan scan %s for what the clone alone tells",
	    shown, shown, shown);
}

/* A clone of another project gives other people's history. It may be a fork, or
 * from before the project was renamed, so it is taken. */
static void
warn_of_origin(struct session *session)
{
	struct hscan_repo_name origin;

	if (hscan_git_has_remote(session->git, &session->name) ||
	    !hscan_git_origin(session->git, &origin))
		return;
	cli_warn(session->cli,
	    "--git: no remote of this clone is %s/%s; its origin is %s/%s, and "
	    "its history is taken all the same",
	    session->name.owner, session->name.name, origin.owner, origin.name);
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
	if (status == HSCAN_OK)
		warn_of_origin(session);
	else
		hscan_error_prefix(err, "--git: ");
	return status;
}

/* The current folder's clone, if it is one of this repository. */
static enum hscan_status
look_for_clone(struct session *session, struct hscan_error *err)
{
	struct hscan_error why;
	enum hscan_status status = HSCAN_OK;

	session->git_missing =
	    "not collected: no local clone; use --git DIR or --clone";
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

/* Who asks nobody has nothing to write but what becomes of alerts. */
static enum hscan_status
open_store(struct session *session, struct hscan_error *err)
{
	struct cli *cli = session->cli;
	enum hscan_status status;

	if (!cli->settings.offline)
		return hscan_store_open(cli->settings.db, &session->store, err);
	status = cli_look_at(cli, &session->store, err);
	if (status == HSCAN_OK && hscan_store_is_read_only(session->store))
		progress_note(&cli->progress,
		    "the store cannot be written: clones are not read, and "
		    "what becomes of alerts is not kept");
	return status;
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
		status = open_store(session, err);
	return status;
}

enum hscan_status
session_host(struct session *session, struct cli *cli, struct hscan_error *err)
{
	enum hscan_status status = begin(session, cli, err);

	if (status == HSCAN_OK)
		status = open_store(session, err);
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

/* What the host's newest answer said; -1 before that, or without a limit. */
static int64_t
requests_left(const struct session *session)
{
	for (const struct cli_client *c = session->cli->clients; c; c = c->next)
		if (c->http && strcmp(c->host, session->name.host) == 0)
			return hscan_http_rate_seen(c->http).remaining;
	return -1;
}

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
	session->cli->progress.requests_left = requests_left(session);
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

static void
told_note(const char *line, void *payload)
{
	struct cli *cli = payload;

	progress_note(&cli->progress, "%s", line);
}

static void
told_warning(const char *line, void *payload)
{
	struct cli *cli = payload;

	cli_warn(cli, "%s", line);
}

/* Of one repository; among several it is said of which. */
static void
told_doubt(const char *line, void *payload)
{
	struct session *session = payload;

	if (session->target)
		cli_warn(session->cli, "%s: %s", session->target->shown, line);
	else
		cli_warn(session->cli, "%s", line);
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
	if (cli->attempts > 0)
		options.max_attempts = cli->attempts;
	options.max_wait_s = settings->max_wait_s;
	options.ca_file = settings->ca_file;
	if (settings->budget >= 0)
		options.budget = &cli->budget;
	options.now_s = now_s;
	options.monotonic_ms = monotonic_ms;
	options.waiting = told_waiting;
	options.trace = told_trace;
	options.note = told_note;
	options.warn = told_warning;
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
	hscan_buf_init_secret(&token, (size_t)64 * 1024);
	status = open_http(cli, host, &url, &token, out, err);
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

void
session_hang_up(struct cli *cli)
{
	for (struct cli_client *c = cli->clients; c; c = c->next)
		hscan_http_close(c->http);
	cli->clients = NULL;
}

/* --- sync --- */

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

/* A clone that the user has named. */
static bool
is_named(const struct session *session)
{
	return session->cli->settings.git ||
	       (session->target && session->target->git);
}

/* Whether a clone will tell of the commits: then the forge need not. */
static bool
has_clone(const struct session *session)
{
	if ((session->target && session->target->git) ||
	    session->cli->settings.clone)
		return true;
	return session->git &&
	       (is_named(session) || !hscan_git_is_shallow(session->git));
}

/* What a metric asks for, as the lists that tell it. The lists of issues and
 * of releases are always read: they are what a store is for. */
static unsigned
streams_of(const struct session *session)
{
	unsigned streams = session->streams | HSCAN_STREAM_REPO |
			   HSCAN_STREAM_ISSUES | HSCAN_STREAM_RELEASES;

	if (has_clone(session))
		streams &= ~(unsigned)HSCAN_STREAM_DOCS;
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
	    .whole = session->whole,
	    .doc_paths = session->doc_paths,
	    .sweep = settings->sweep,
	    .now = session->now,
	    .from_scratch = settings->record != NULL,
	    .progress = told_progress,
	    .warn = told_doubt,
	    .payload = session,
	    .interrupted = session->cli->interrupted,
	};
}

enum hscan_status
session_failed(struct session *session, enum hscan_status status,
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
	if (session->target && !strstr(err->message, session->target->shown))
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

/* Of a client's own requests; among several, of the answers to one. */
static struct hscan_http_count
count_of(const struct session *session, const struct hscan_sync_job *job)
{
	if (!session->guest)
		return hscan_http_count(job->sync.http);
	return (struct hscan_http_count){
	    .requests = job->answers,
	    .not_modified = job->not_modified,
	};
}

static enum hscan_status
sync_git(struct session *session, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(session);
	enum hscan_status status;

	/* Nobody has to know that a clone which was only come across is
	 * shallow to get the other numbers. */
	if (!has_clone(session)) {
		session->git_missing = "not collected: the local clone is "
				       "shallow; run git fetch --unshallow";
		return HSCAN_OK;
	}
	status = hscan_sync_git(
	    &sync, session->repo_id, session->git, session->doc_paths, err);
	if (status != HSCAN_OK)
		session->git_missing =
		    "not collected: the history cannot be read";
	return session_failed(session, status, err);
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
	return session->guest ? session_failed(session, HSCAN_ENODATA, err)
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
			session->git_missing =
			    "not collected: no local clone; use --git-root DIR "
			    "or --clone";
		return status;
	}
	status = hscan_git_open(dir, false, &session->git, err);
	if (status == HSCAN_OK || status == HSCAN_ENOMEM)
		return status;
	session->git_missing = "not collected: the local clone cannot be read";
	if (status == HSCAN_EINVAL)
		err->status = status = HSCAN_EREFUSED;
	return session_failed(session, status, err);
}

/* The clone of our own, brought up to date unless --offline. */
static enum hscan_status
open_mirror(struct session *session, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_buf path;
	enum hscan_status status;

	hscan_git_close(session->git);
	session->git = NULL;
	hscan_buf_init(&path, LONGEST_PATH);
	status = hscan_store_get_repo(
	    session->store, session->repo_id, &stored, err);
	if (status == HSCAN_OK)
		status = mirror_path(&session->name, &path, err);
	if (status == HSCAN_OK && asks_forge(session))
		status = mirror_update(session->cli, &session->name,
		    stored.repo.default_branch, hscan_buf_string(&path), err);
	if (status == HSCAN_OK)
		status = hscan_git_open(
		    hscan_buf_string(&path), false, &session->git, err);
	hscan_stored_repo_clear(&stored);
	hscan_buf_clear(&path);
	session->git_missing = session->git
				   ? NULL
				   : "not collected: there is no clone by "
				     "--clone yet";
	/* What was read of it before is still there. */
	if (status == HSCAN_ENOTFOUND && !asks_forge(session))
		return HSCAN_OK;
	return session_failed(session, status, err);
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
	return session_failed(session, status, err);
}

/* The one place where forges are asked. Each job has its own result; a failure
 * of one is nothing to the others, an interruption ends all. */
static enum hscan_status
sync_forges(struct hscan_sync_job *jobs, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	/* Those of one client together; their order is of no matter. */
	for (size_t at = 0, end = 0; at < len && status == HSCAN_OK; at = end) {
		const struct hscan_http *http = jobs[at].sync.http;

		for (size_t i = end = at; i < len; i++) {
			struct hscan_sync_job job = jobs[i];

			if (job.sync.http != http)
				continue;
			jobs[i] = jobs[end];
			jobs[end++] = job;
		}
		status = hscan_sync_forges(&jobs[at], end - at, err);
	}
	return status;
}

enum hscan_status
session_forecast(struct session *session, struct hscan_forecast *out,
    struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(session);
	enum hscan_status status;

	*out = (struct hscan_forecast){.rate = {-1, -1, -1}};
	if (!asks_forge(session))
		return HSCAN_OK;
	status =
	    session_client(session->cli, session->name.host, &sync.http, err);
	return status == HSCAN_OK ? hscan_sync_forecast(&sync, out, err)
				  : status;
}

/* --clone is for those who have no other; what could not be read of the forge
 * need not be cloned either. */
static bool
wants_mirror(const struct session *session)
{
	if (!session->cli->settings.clone || session->source_failed != HSCAN_OK)
		return false;
	return !session->git ||
	       (!is_named(session) && hscan_git_is_shallow(session->git));
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
	if (status == HSCAN_OK && session->repo_id != 0 &&
	    wants_mirror(session))
		status = open_mirror(session, err);
	if (status == HSCAN_OK && session->repo_id != 0 && session->git &&
	    !hscan_store_is_read_only(session->store))
		status = sync_git(session, err);
	return status;
}

/* Sessions on their way, passed on in order. */
struct relay {
	struct session *sessions;
	size_t len, at; /* what is before `at` has been passed on */
	session_fn *done;
	void *payload;
};

static enum hscan_status
pass_on(struct relay *relay, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && relay->at < relay->len &&
	       relay->sessions[relay->at].read) {
		struct session *session = &relay->sessions[relay->at++];

		status = finish(session, err);
		if (status == HSCAN_OK && relay->done)
			status = relay->done(session, relay->payload, err);
	}
	return status;
}

static enum hscan_status
told_ended(
    const struct hscan_sync_job *job, void *payload, struct hscan_error *err)
{
	struct session *session = payload;
	enum hscan_status status = HSCAN_OK;

	session->repo_id = job->repo_id;
	session->read = true;
	if (job->status == HSCAN_OK)
		tell_count(session, count_of(session, job));
	else
		status = session_failed(session, job->status, &job->err);
	return status == HSCAN_OK ? pass_on(session->relay, err) : status;
}

/* What forges are to be asked for; `*len` errands, of the arena. */
static enum hscan_status
lay_jobs(struct relay *relay, struct hscan_sync_job **out, size_t *len,
    struct hscan_error *err)
{
	struct cli *cli = relay->sessions[0].cli;
	struct hscan_sync_job *jobs =
	    hscan_arena_alloc(&cli->settings.arena, relay->len, sizeof(*jobs));
	enum hscan_status status = HSCAN_OK;

	*len = 0;
	if (!jobs)
		return hscan_no_memory(err);
	for (size_t i = 0; i < relay->len && status == HSCAN_OK; i++) {
		struct session *session = &relay->sessions[i];
		struct hscan_sync_job *job = &jobs[*len];

		session->relay = relay;
		session->read = !asks_forge(session);
		if (session->read)
			continue;
		/* Before the forge is asked for what a clone would tell. */
		if (session->target && !session->target->git)
			status = find_clone(session, err);
		if (status != HSCAN_OK)
			break;
		*job = (struct hscan_sync_job){.sync = sync_of(session)};
		job->sync.ended = told_ended;
		status = session_client(
		    cli, session->name.host, &job->sync.http, err);
		++*len;
	}
	*out = jobs;
	return status;
}

enum hscan_status
session_sync_all(struct session *sessions, size_t len, session_fn *done,
    void *payload, struct hscan_error *err)
{
	struct relay relay = {sessions, len, 0, done, payload};
	struct hscan_sync_job *jobs = NULL;
	size_t jobs_len = 0;
	enum hscan_status status;

	if (len == 0)
		return HSCAN_OK;
	if (sessions[0].cli->settings.dry_run)
		return dry_run(sessions, len, err);
	status = lay_jobs(&relay, &jobs, &jobs_len, err);
	if (status == HSCAN_OK)
		status = pass_on(&relay, err);
	if (status == HSCAN_OK)
		status = sync_forges(jobs, jobs_len, err);
	progress_done(&sessions[0].cli->progress);
	return status;
}

enum hscan_status
session_sync(struct session *session, struct hscan_error *err)
{
	return session_sync_all(session, 1, NULL, NULL, err);
}
