/* SPDX-License-Identifier: MIT */
/* From a name on the command line to an up-to-date store; see session.h. */
#include "cli/session.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "http/client.h"
#include "sync/sync.h"

/* Requests on the wire at once: GitHub asks for few, and for one at a time
 * of those who do not say who they are. */
#define IN_FLIGHT_WITH_TOKEN 4
#define IN_FLIGHT            1

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

enum hscan_status
session_open(struct session *session, struct cli *cli, const char *repo,
    struct hscan_error *err)
{
	enum hscan_status status;

	*session = (struct session){
	    .cli = cli,
	    .now = now_s(NULL),
	    .source_failed = HSCAN_OK,
	};
	status = hscan_doc_paths_new(cli->settings.docs_paths.items,
	    cli->settings.docs_paths.len, &session->doc_paths, err);
	if (status == HSCAN_OK)
		status = find_name(session, repo, err);
	if (status == HSCAN_OK)
		status = find_clone(session, err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_open(cli->settings.db, &session->store, err);
	return status;
}

void
session_close(struct session *session)
{
	hscan_git_close(session->git);
	hscan_store_close(session->store);
	hscan_doc_paths_free(session->doc_paths);
}

/* --- what the user is told meanwhile --- */

static void
told_progress(
    enum hscan_stream stream, int64_t done, int64_t total, void *payload)
{
	struct session *session = payload;

	progress_update(
	    &session->cli->progress, hscan_stream_name(stream), done, total);
}

static void
told_waiting(int64_t seconds, const char *why, void *payload)
{
	struct session *session = payload;

	progress_say(&session->cli->progress, "waiting %lld s: %s",
	    (long long)seconds, why);
}

static void
told_trace(const char *line, void *payload)
{
	struct session *session = payload;

	if (session->cli->settings.verbose > 1)
		progress_note(&session->cli->progress, "%s", line);
}

static void
told_note(const char *line, void *payload)
{
	struct session *session = payload;

	progress_note(&session->cli->progress, "%s", line);
}

static void
told_warning(const char *line, void *payload)
{
	struct session *session = payload;

	cli_warn(session->cli, "%s", line);
}

/* --- sync --- */

static enum hscan_status
open_http(struct session *session, struct hscan_buf *url,
    struct hscan_buf *token, struct hscan_http **out, struct hscan_error *err)
{
	const struct settings *settings = &session->cli->settings;
	struct hscan_http_options options;
	enum hscan_status status;

	status = settings_api_url(settings, session->name.host, url, err);
	/* A replay asks nobody, so it has no use for a token. */
	if (status == HSCAN_OK && !settings->replay)
		status =
		    cli_token(session->cli, session->name.host, token, err);
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
	options.max_wait_s = settings->max_wait_s;
	options.ca_file = settings->ca_file;
	if (settings->budget >= 0)
		options.budget = &session->cli->budget;
	options.now_s = now_s;
	options.monotonic_ms = monotonic_ms;
	options.waiting = told_waiting;
	options.trace = told_trace;
	options.note = told_note;
	options.warn = told_warning;
	options.payload = session;
	options.interrupted = session->cli->interrupted;
	status = hscan_http_open(&options, out, err);
	/* Nothing was asked yet: what was refused is what the user gave. */
	if (status == HSCAN_EREFUSED)
		err->status = status = HSCAN_EINVAL;
	return status;
}

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
	    .whole = session->whole,
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
	if (status == HSCAN_OK || status == HSCAN_EINTR ||
	    status == HSCAN_ENOMEM || status == HSCAN_ESTORE ||
	    status == HSCAN_EINVAL)
		return status;
	progress_done(&session->cli->progress);
	(void)cli_error(session->cli, err);
	session->source_failed = status;
	return HSCAN_OK;
}

static void
tell_count(struct session *session, struct hscan_http_count count)
{
	progress_note(&session->cli->progress,
	    "%s/%s: %lld request%s, %lld of them answered \"not modified\"",
	    session->name.owner, session->name.name, (long long)count.requests,
	    count.requests == 1 ? "" : "s", (long long)count.not_modified);
}

static enum hscan_status
sync_forge(struct session *session, int64_t *repo_id, struct hscan_error *err)
{
	struct hscan_sync sync = sync_of(session);
	struct hscan_buf url, token;
	enum hscan_status status;

	hscan_buf_init(&url, (size_t)64 * 1024);
	hscan_buf_init(&token, (size_t)64 * 1024);
	status = open_http(session, &url, &token, &sync.http, err);
	if (status == HSCAN_OK)
		status = hscan_sync_forge(&sync, repo_id, err);
	if (status == HSCAN_OK)
		tell_count(session, hscan_http_count(sync.http));
	hscan_http_close(sync.http);
	cli_wipe(&token);
	hscan_buf_clear(&url);
	return source_failed(session, status, err);
}

static enum hscan_status
sync_git(struct session *session, int64_t repo_id, struct hscan_error *err)
{
	const struct settings *settings = &session->cli->settings;
	struct hscan_sync sync = sync_of(session);
	enum hscan_status status;

	/* Nobody has to know that a clone which was only come across is
	 * shallow to get the other numbers. */
	if (!settings->git && hscan_git_is_shallow(session->git)) {
		session->git_missing = "not collected: the local clone is "
				       "shallow; run git fetch --unshallow";
		return HSCAN_OK;
	}
	status = hscan_sync_git(
	    &sync, repo_id, session->git, session->doc_paths, err);
	if (status != HSCAN_OK)
		session->git_missing =
		    "not collected: the history cannot be read";
	return source_failed(session, status, err);
}

/* The repository's row in the store, when there was no request to tell. */
static enum hscan_status
known_repo(struct session *session, int64_t *repo_id, struct hscan_error *err)
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
		*repo_id = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_ENODATA : status;
}

enum hscan_status
session_sync(struct session *session, struct hscan_error *err)
{
	int64_t repo_id = 0;
	enum hscan_status status;

	if (session->cli->settings.offline)
		status = known_repo(session, &repo_id, err);
	else
		status = sync_forge(session, &repo_id, err);
	if (status == HSCAN_OK && repo_id != 0 && session->git)
		status = sync_git(session, repo_id, err);
	progress_done(&session->cli->progress);
	return status;
}
