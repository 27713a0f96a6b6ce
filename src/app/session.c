/* SPDX-License-Identifier: MIT */
/* From a name on the command line to an up-to-date store; see session.h. */
#include "app/session.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/mirror.h"
#include "app/names.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/screen/dry_run.h"
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
	struct session *sessions;
	size_t len, at; /* what is before `at` has been passed on */
	session_fn *done;
	void *payload;
};

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

/* Whether a clone that no remote names has the repository's as its origin under
 * another name: its number is session->git_of then, else 0. */
static enum hscan_status
know_origin(struct session *session, const char *dir,
    struct hscan_repo_name *origin, struct hscan_error *err)
{
	struct hscan_whose whose = {.number = 0};
	enum hscan_status status;

	session->git_of = 0;
	if (!hscan_git_origin(session->git, origin))
		return HSCAN_OK;
	status = names_match(
	    session->cli, session->store, &session->name, origin, &whose, err);
	session->git_of = whose.number;
	if (status == HSCAN_OK && whose.number != 0)
		names_tell_origin(session->cli, dir, origin, &whose);
	return status;
}

/* A clone of another project gives other people's history. It may be a fork, so
 * it is taken. */
static enum hscan_status
warn_of_origin(struct session *session, struct hscan_error *err)
{
	struct hscan_repo_name origin = {.host = ""};
	enum hscan_status status;

	if (hscan_git_has_remote(session->git, &session->name))
		return HSCAN_OK;
	status = know_origin(session, session->cli->settings.git, &origin, err);
	if (status != HSCAN_OK || session->git_of != 0 ||
	    origin.host[0] == '\0')
		return status;
	cli_warn(session->cli,
	    "--git: no remote of this clone is %s/%s; its origin is %s/%s, and "
	    "its history is taken all the same",
	    session->name.owner, session->name.name, origin.owner, origin.name);
	return HSCAN_OK;
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
	if (status == HSCAN_OK && hscan_git_is_treeless(session->git))
		status = hscan_fail(err, HSCAN_EINVAL,
		    "this clone is treeless: the folders of its history are "
		    "left at the server; run in it: " HSCAN_GIT_REFETCH);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "--git: ");
	return status;
}

static void
drop_clone(struct session *session)
{
	hscan_git_close(session->git);
	session->git = NULL;
}

/* The current folder's clone; whether it is one of this repository is for
 * recognize_clone(). */
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
	if (status == HSCAN_OK || status == HSCAN_ENOTFOUND)
		return HSCAN_OK;
	cli_warn(session->cli, "%s", why.message);
	session->git_missing = "not collected: the local clone cannot be read";
	return HSCAN_OK;
}

/* The clone that was come across, if one of its remotes is this repository, or
 * its origin is by another name. For the store's sake after it was opened, and
 * `may_ask` while no forge is being asked. */
static enum hscan_status
recognize_clone(struct session *session, bool may_ask, struct hscan_error *err)
{
	struct hscan_repo_name origin;
	enum hscan_status status = HSCAN_OK;

	if (!session->git)
		return HSCAN_OK;
	if (session->cli->settings.git)
		return may_ask ? warn_of_origin(session, err) : HSCAN_OK;
	session->git_of = 0;
	if (!hscan_git_has_remote(session->git, &session->name)) {
		if (may_ask || session->cli->settings.offline)
			status = know_origin(session, ".", &origin, err);
		if (session->git_of == 0)
			drop_clone(session);
	}
	if (session->git)
		session->git_missing = NULL;
	return status;
}

static enum hscan_status
find_clone(struct session *session, struct hscan_error *err)
{
	const struct settings *settings = &session->cli->settings;

	if (settings->git)
		return open_named_clone(session, err);
	if (!settings->no_git)
		return look_for_clone(session, err);
	drop_clone(session);
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
	session->asked = session->name;
	session->git_looked = true;
	if (status == HSCAN_OK)
		status = find_clone(session, err);
	if (status == HSCAN_OK)
		status = open_store(session, err);
	if (status == HSCAN_OK)
		status = recognize_clone(session, true, err);
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
	session->name = session->asked = target->name;
	session->git_of = target->git_of;
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
told_progress(const char *name, int64_t done, int64_t total, void *payload)
{
	struct session *session = payload;
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

/* What of a repository was left out, or is gone. */
static void
told_of_items(bool warning, const char *line, void *payload)
{
	struct session *session = payload;

	progress_done(&session->cli->progress);
	if (warning)
		cli_warn(session->cli, "%s", line);
	else
		progress_say(&session->cli->progress, "%s", line);
}

static void
told_warning(const char *line, void *payload)
{
	struct cli *cli = payload;

	cli_warn(cli, "%s", line);
}

/* Of one repository; among several it is said of which. */
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
	options.answer_time_s = settings->answer_time_s;
	options.retry_delay_s = settings->retry_delay_s;
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

/* What makes that a clone cannot tell of all commits, as the user reads it;
 * NULL: nothing. */
static const char *
what_is_cut(const struct session *session)
{
	if (hscan_git_is_shallow(session->git))
		return "not collected: the local clone is shallow; run git "
		       "fetch --unshallow";
	if (hscan_git_is_treeless(session->git))
		return "not collected: the local clone is treeless; "
		       "run " HSCAN_GIT_REFETCH;
	return NULL;
}

/* Whether a clone will tell of the commits: then the forge need not. */
static bool
has_clone(const struct session *session)
{
	if ((session->target && session->target->git) ||
	    session->cli->settings.clone)
		return true;
	return session->git && (is_named(session) || !what_is_cut(session));
}

/* What a metric asks for, as the lists that tell it. The lists of issues and
 * of releases are always read: they are what a store is for. */
static unsigned
needs_of(const struct session *session)
{
	unsigned needs =
	    session->needs | HSCAN_NEED_ISSUES | HSCAN_NEED_RELEASES;

	if (has_clone(session))
		needs &= ~(unsigned)HSCAN_NEED_DOCS;
	if (session->cli->settings.history == HISTORY_EVENTS)
		return needs | HSCAN_NEED_EVENTS;
	return needs & ~(unsigned)HSCAN_NEED_EVENTS;
}

static struct hscan_sync
sync_of(struct session *session)
{
	const struct settings *settings = &session->cli->settings;

	return (struct hscan_sync){
	    .store = session->store,
	    .name = &session->name,
	    .asked = &session->asked,
	    .needs = needs_of(session),
	    .from = session->from,
	    .to = session->to,
	    .whole = session->whole,
	    .doc_paths = session->doc_paths,
	    .recheck = settings->sweep,
	    .now = session->now,
	    .from_scratch = settings->record != NULL,
	    .progress = told_progress,
	    .say = told_of_items,
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
	struct hscan_repo_name origin;
	enum hscan_status status;

	/* Which of the remotes is the repository's. */
	if (session->git_of != 0 && hscan_git_origin(session->git, &origin))
		sync.asked = &origin;
	/* Nobody has to know that a clone which was only come across is
	 * cut to get the other numbers. */
	if (!has_clone(session)) {
		session->git_missing = what_is_cut(session);
		return HSCAN_OK;
	}
	status = hscan_sync_git(
	    &sync, session->repo_id, session->git, session->doc_paths, err);
	if (status != HSCAN_OK)
		session->git_missing =
		    "not collected: the history cannot be read";
	return session_failed(session, status, err);
}

/* --- names --- */

/* For a list, a person, and a clone whose origin it is. */
static void
tell_name(struct session *session)
{
	const struct target *target = session->target;
	const char *advice = "use that name";
	char shown[NAMES_SHOWN_SIZE];

	if (session->told_name || is_local(session) ||
	    hscan_repo_name_equal(&session->asked, &session->name))
		return;
	session->told_name = true;
	if (target && target->offline) {
		struct hscan_whose whose = {1, session->name};

		names_tell_origin(
		    session->cli, target->git, &session->asked, &whose);
		return;
	}
	if (target)
		advice = "change your list";
	else if (session->cli->args_len == 0)
		advice = "change the origin of this clone";
	cli_warn(session->cli, "%s is %s/%s now; %s",
	    names_show(&session->asked, shown), session->name.owner,
	    session->name.name, advice);
}

enum hscan_status
session_find(struct session *session, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	/* A sync that failed early did not get so far as to know. */
	if (session->repo_id != 0 && session->source_failed == HSCAN_OK)
		return HSCAN_OK;
	if (session->repo_id != 0)
		status = hscan_store_get_repo(
		    session->store, session->repo_id, &stored, err);
	else
		status = hscan_store_find_repo(
		    session->store, &session->name, &stored, err);
	if (status == HSCAN_OK) {
		session->repo_id = stored.repo_id;
		if (!is_local(session))
			names_adopt(stored.repo.full_name, &session->name);
		tell_name(session);
	}
	hscan_stored_repo_clear(&stored);
	return status;
}

/* The repository's row in the store, when there was no request to tell. */
static enum hscan_status
known_repo(struct session *session, struct hscan_error *err)
{
	enum hscan_status status = session_find(session, err);

	if (status != HSCAN_ENOTFOUND)
		return status;
	(void)hscan_fail(err, HSCAN_ENODATA,
	    "%s/%s is not in the store %s; run without --offline first",
	    session->name.owner, session->name.name, session->cli->settings.db);
	/* Of several the others may be there. */
	return session->guest ? session_failed(session, HSCAN_ENODATA, err)
			      : HSCAN_ENODATA;
}

/* The clone that is come across, looked for by what the repository is called:
 * now that this is known, should it have been something else. */
static enum hscan_status
look_again(struct session *session, struct hscan_error *err)
{
	enum hscan_status status;

	if (session->git ||
	    (session->git_looked &&
		hscan_repo_name_equal(&session->asked, &session->name)))
		return HSCAN_OK;
	session->git_looked = true;
	status = find_clone(session, err);
	return status == HSCAN_OK ? recognize_clone(session, false, err)
				  : status;
}

/* Whether it was named before by another name, and has been read from a clone:
 * of two clones of one repository the first is read. */
static bool
is_read_before(const struct session *session)
{
	const struct session *at =
	    session->relay ? session->relay->sessions : session;

	for (; at < session; at++)
		if (at->repo_id == session->repo_id && !at->git_missing)
			return true;
	return false;
}

/* A clone that has an old name is of the repository that the name led to, and
 * of none that has it now. */
static enum hscan_status
check_clone(struct session *session, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	/* But for one that the user has named. */
	if (session->git_of == 0 || !session->git || session->repo_id == 0 ||
	    session->cli->settings.git)
		return HSCAN_OK;
	status = hscan_store_get_repo(
	    session->store, session->repo_id, &stored, err);
	if (status == HSCAN_OK && stored.repo.id != session->git_of) {
		drop_clone(session);
		session->git_missing =
		    "not collected: the local clone is of another repository";
	}
	hscan_stored_repo_clear(&stored);
	return status;
}

/* The clone that a target comes with, or the one that is come across. */
static enum hscan_status
find_clone_of_target(struct session *session, struct hscan_error *err)
{
	const char *dir = session->target->git;
	enum hscan_status status;

	if (!dir) {
		status = look_again(session, err);
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

	drop_clone(session);
	session->git_of = 0;
	hscan_buf_init(&path, LONGEST_PATH);
	status = hscan_store_get_repo(
	    session->store, session->repo_id, &stored, err);
	if (status == HSCAN_OK)
		status = mirror_path(&session->name, &path, err);
	if (status == HSCAN_OK && asks_forge(session))
		status = mirror_update(session->cli, &session->name,
		    stored.repo.default_branch, hscan_buf_string(&path), err);
	if (status == HSCAN_OK) {
		status = hscan_git_open(
		    hscan_buf_string(&path), false, &session->git, err);
		/* Nobody has named it: it is a source that has failed. */
		if (status == HSCAN_EINVAL)
			err->status = status = HSCAN_EREFUSED;
	}
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
	return !session->git || (!is_named(session) && what_is_cut(session));
}

/* The history, from a clone or a mirror of our own. */
static enum hscan_status
read_history(struct session *session, struct hscan_error *err)
{
	enum hscan_status status = check_clone(session, err);

	if (session->repo_id == 0 || is_read_before(session))
		return status;
	if (status == HSCAN_OK && wants_mirror(session))
		status = open_mirror(session, err);
	if (status == HSCAN_OK && session->git &&
	    !hscan_store_is_read_only(session->store))
		status = sync_git(session, err);
	return status;
}

/* What is read on this machine, once the forge has told. */
static enum hscan_status
finish(struct session *session, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!is_local(session) && !asks_forge(session))
		status = known_repo(session, err);
	tell_name(session);
	if (status == HSCAN_OK)
		status = session->target ? find_clone_of_target(session, err)
					 : look_again(session, err);
	if (status == HSCAN_OK)
		status = is_local(session) ? sync_local(session, err)
					   : read_history(session, err);
	return status;
}

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
	char shown[NAMES_SHOWN_SIZE];

	session->repo_id = job->repo_id;
	session->read = true;
	if (job->taken_from != 0)
		cli_warn(session->cli,
		    "%s is another repository now; what is stored of the one "
		    "that had the name before (number %lld) is not mixed in",
		    names_show(&session->asked, shown),
		    (long long)job->taken_from);
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
		if (session->target && !session->target->git) {
			status = find_clone(session, err);
			session->git_looked = true;
		}
		if (status == HSCAN_OK && session->target)
			status = recognize_clone(session, true, err);
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
