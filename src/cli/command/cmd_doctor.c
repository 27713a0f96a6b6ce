/* SPDX-License-Identifier: MIT */
/* healthscan doctor: whether everything that a run needs is as it should be,
 * and what to do where it is not. All checks are made, whatever fails. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/missed.h"
#include "app/names.h"
#include "app/server.h"
#include "app/target.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command/command.h"
#include "cli/command/doctor.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "cli/setting/tokens.h"
#include "http/client.h"
#include "source/git/git.h"
#include "source/github/protocol.h"
#include "store/store.h"

enum { CHECK, STATUS, FOUND, TO_DO, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [CHECK] = {"check", 5},
    [STATUS] = {"status", 6},
    [FOUND] = {"found", 5},
    [TO_DO] = {"what_to_do", 10},
};

enum {
	/* Seconds by which a clock may be wrong. */
	CLOCK_WARN_S = 60,
	CLOCK_FAIL_S = 300,
	/* Fewer requests left than that are soon used up. */
	FEW_WITH_TOKEN = 100,
	FEW = 10,
	/* What is broken is not worth a long wait. */
	ATTEMPTS = 2,
};

#define LONGEST_URL    ((size_t)8 * 1024)
#define LONGEST_OUTPUT ((size_t)1024 * 1024)

/* --- a row --- */

static struct hscan_cell
text_cell(struct doctor *doctor, struct hscan_text text)
{
	struct hscan_text copy = hscan_arena_dup(&doctor->arena, text);

	if (text.len == 0)
		return hscan_cell_string(NULL);
	if (!copy.ptr)
		doctor->status = hscan_no_memory(doctor->err);
	return hscan_cell_text(copy);
}

static void
add_row(struct doctor *doctor, const char *check, const char *status,
    struct hscan_text to_do, struct hscan_text found)
{
	struct hscan_cell *row = hscan_grid_row(&doctor->grid);

	if (!row) {
		doctor->status = hscan_no_memory(doctor->err);
		return;
	}
	row[CHECK] = hscan_cell_string(check);
	row[STATUS] = hscan_cell_string(status);
	row[FOUND] = text_cell(doctor, found);
	row[TO_DO] = text_cell(doctor, to_do);
}

static void
add(struct doctor *doctor, const char *check, const char *status,
    const char *to_do, const char *found)
{
	add_row(
	    doctor, check, status, hscan_text_of(to_do), hscan_text_of(found));
}

void
doctor_print(struct doctor *doctor, const char *check, const char *status,
    const char *to_do, const char *format, ...)
{
	char found[HSCAN_ERROR_SIZE];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(found, sizeof(found), format, args);
	va_end(args);
	add(doctor, check, status, to_do, found);
}

/* A message says what happened, why; and behind the last ';' what to do. */
static void
print_failure(
    struct doctor *doctor, const char *check, const struct hscan_error *why)
{
	const char *advice = strrchr(why->message, ';');
	struct hscan_text found = hscan_text_of(why->message);
	struct hscan_text to_do = hscan_text_of("fix this, then run again");

	if (advice) {
		found.len = (size_t)(advice - why->message);
		to_do = hscan_text_trim(hscan_text_of(advice + 1));
	}
	add_row(doctor, check, "fail", to_do, found);
}

void
doctor_fail(
    struct doctor *doctor, const char *check, const struct hscan_error *why)
{
	int caught = doctor->cli->app.interrupted
			 ? (int)*doctor->cli->app.interrupted
			 : 0;

	if (why->status == HSCAN_EINTR || why->status == HSCAN_ENOMEM) {
		*doctor->err = *why;
		doctor->status = why->status;
	}
	if (doctor->code == EXIT_DONE)
		doctor->code = (int)exit_code_of(why->status, caught);
	print_failure(doctor, check, why);
}

/* --- on this machine --- */

/* The nearest folder above a path that is there, or would be. */
static const char *
folder_above(struct doctor *doctor, const char *path)
{
	size_t size = strlen(path) + 2;
	char *folder = hscan_arena_alloc(&doctor->arena, size, 1);
	char *slash;

	if (!folder)
		return NULL;
	memcpy(folder, path, size - 1);
	do {
		slash = strrchr(folder, '/');
		if (!slash)
			return ".";
		slash[slash == folder] = '\0';
	} while (slash != folder && access(folder, F_OK) != 0);
	return folder;
}

/* What is not there yet has to have somewhere to be. */
static void
check_new_store(struct doctor *doctor, const char *path)
{
	const char *folder = folder_above(doctor, path);

	if (!folder) {
		doctor->status = hscan_no_memory(doctor->err);
	} else if (access(folder, W_OK | X_OK) == 0) {
		doctor_print(doctor, "store", "ok", "",
		    "%s is not there yet, and will be made", path);
	} else {
		doctor_print(doctor, "store", "fail",
		    "give another place with --db FILE, or make it writable",
		    "%s cannot be made: %s: %s", path, folder, strerror(errno));
		if (doctor->code == EXIT_DONE)
			doctor->code = EXIT_LOCAL;
	}
}

/* Whether the store knows the clone's origin as another name of the repository;
 * a failure shows in the row of the store. */
static void
look_for_origin(struct doctor *doctor, struct hscan_store *store)
{
	struct hscan_whose named, whose;
	struct hscan_repo_name origin;
	struct hscan_error why;

	if (!doctor->git || !doctor->named ||
	    !hscan_git_origin(doctor->git, &origin))
		return;
	if (names_look_up(store, &doctor->name, &named, &why) == HSCAN_OK &&
	    names_look_up(store, &origin, &whose, &why) == HSCAN_OK &&
	    whose.number == named.number)
		doctor->whose = whose;
}

/* --- webhooks --- */

static void
check_receiver(struct doctor *doctor, const struct missed *missed)
{
	char until[HSCAN_TIME_SIZE];

	hscan_format_time(missed->until, until);
	if (missed->silent)
		doctor_print(doctor, "receiver", "warn",
		    "start healthscan receive; a sync finds what was missed",
		    "nothing was heard since %s", until);
	else
		doctor_print(
		    doctor, "receiver", "ok", "", "was there at %s", until);
}

static void
check_missed(struct doctor *doctor, const struct missed *missed)
{
	char since[HSCAN_TIME_SIZE], synced[HSCAN_TIME_SIZE];
	struct hscan_buf words;

	if (missed->compared_to < missed->since) {
		add(doctor, "webhooks", "skipped", "run healthscan sync",
		    "there is no sync since to compare them with");
		return;
	}
	hscan_format_time(missed->since, since);
	hscan_format_time(missed->compared_to, synced);
	hscan_buf_init(&words, LONGEST_OUTPUT);
	missed_add_words(&words, missed);
	if (words.len == 0)
		doctor_print(doctor, "webhooks", "ok", "",
		    "have told all since %s that the sync of %s found", since,
		    synced);
	else
		doctor_print(doctor, "webhooks", "warn",
		    "look at the hook's recent deliveries; the sync has added "
		    "what was missed",
		    "have missed since %s, as the sync of %s found: %s", since,
		    synced, hscan_buf_string(&words));
	if (words.failed != HSCAN_OK)
		doctor->status = hscan_no_memory(doctor->err);
	hscan_buf_clear(&words);
}

/* Nothing is said where no receiver ever was. */
static void
check_webhooks(struct doctor *doctor, struct hscan_store *store)
{
	struct hscan_stored_repo repo = {0};
	struct missed missed;
	struct hscan_error why;
	enum hscan_status status;

	status = hscan_store_find_repo(store, &doctor->name, &repo, &why);
	if (status == HSCAN_OK)
		status = missed_find(store, repo.repo_id,
		    app_now_s(&doctor->cli->app), &missed, &why);
	hscan_stored_repo_clear(&repo);
	if (status == HSCAN_OK && missed.listens) {
		check_receiver(doctor, &missed);
		check_missed(doctor, &missed);
	} else if (status != HSCAN_OK && status != HSCAN_ENOTFOUND) {
		doctor_fail(doctor, "webhooks", &why);
	}
}

static void
check_store(struct doctor *doctor)
{
	const char *path = doctor->cli->app.settings.db;
	struct hscan_store_facts facts = {0};
	struct hscan_store *store = NULL;
	struct hscan_error why;
	enum hscan_status status;
	bool read_only;
	int64_t bytes;

	if (access(path, F_OK) != 0) {
		check_new_store(doctor, path);
		return;
	}
	status = hscan_store_open_read(path, &store, &why);
	if (status == HSCAN_OK)
		status = hscan_store_facts(store, &facts, &why);
	if (status == HSCAN_OK)
		status = hscan_store_verify(store, &why);
	read_only = store && hscan_store_is_read_only(store);
	if (status == HSCAN_OK)
		look_for_origin(doctor, store);
	bytes = facts.pages * facts.page_size;
	if (status == HSCAN_OK && read_only)
		doctor_print(doctor, "store", "warn",
		    "only --offline can be used with it; or name another with "
		    "--db FILE",
		    "%s cannot be written", path);
	else if (status == HSCAN_OK)
		doctor_print(doctor, "store", "ok", "",
		    "%s: schema %lld, %lld bytes, undamaged", path,
		    (long long)facts.schema, (long long)bytes);
	else
		doctor_fail(doctor, "store", &why);
	if (status == HSCAN_OK && doctor->named)
		check_webhooks(doctor, store);
	hscan_store_close(store);
}

static void
check_clone(struct doctor *doctor)
{
	const struct settings *settings = &doctor->cli->app.settings;
	const char *place = doctor->place ? doctor->place : ".";
	struct hscan_repo_name origin;

	if (settings->no_git) {
		add(doctor, "clone", "skipped", "", "--no-git");
	} else if (doctor->broken.status != HSCAN_OK) {
		doctor_fail(doctor, "clone", &doctor->broken);
	} else if (!doctor->git) {
		add(doctor, "clone", "ok",
		    "for commits and contributors use --git DIR or --clone",
		    "no clone here");
	} else if (hscan_git_is_shallow(doctor->git)) {
		doctor_print(doctor, "clone", "warn",
		    "run git fetch --unshallow in it",
		    "%s is shallow: its history was cut", place);
	} else if (hscan_git_is_treeless(doctor->git)) {
		doctor_print(doctor, "clone", "warn",
		    "run in it: " HSCAN_GIT_REFETCH,
		    "%s is treeless: its folders are at the server", place);
	} else if (doctor->whose.number != 0 &&
		   hscan_git_origin(doctor->git, &origin) &&
		   !hscan_repo_name_equal(&origin, &doctor->whose.now)) {
		doctor_print(doctor, "clone", "warn",
		    "change its origin with git remote set-url",
		    "%s is a clone of %s/%s, which is %s/%s now", place,
		    origin.owner, origin.name, doctor->whose.now.owner,
		    doctor->whose.now.name);
	} else if (doctor->named && !settings->git &&
		   doctor->whose.number == 0 &&
		   !hscan_git_has_remote(doctor->git, &doctor->name)) {
		doctor_print(doctor, "clone", "warn",
		    "use --git DIR, --clone, or go to its folder",
		    "%s is no clone of %s/%s", place, doctor->name.owner,
		    doctor->name.name);
	} else if (hscan_git_origin(doctor->git, &origin)) {
		doctor_print(doctor, "clone", "ok", "",
		    "%s is a clone of %s/%s", place, origin.owner, origin.name);
	} else {
		doctor_print(doctor, "clone", "ok", "",
		    "%s has no origin on a forge", place);
	}
}

/* --- the server --- */

static void
check_token(struct doctor *doctor)
{
	const struct settings *settings = &doctor->cli->app.settings;
	const char *variable = settings_token_variable(doctor->name.host);
	struct hscan_error why;
	enum hscan_status status;

	status = app_client(
	    &doctor->cli->app, doctor->name.host, &doctor->http, &why);
	if (status != HSCAN_OK)
		doctor_fail(doctor, "token", &why);
	else if (!hscan_http_has_token(doctor->http))
		doctor_print(doctor, "token", "warn",
		    HSCAN_GITHUB_GIVE_TOKEN ", or use --token-file",
		    "none: %d requests an hour, public repositories only",
		    HSCAN_GITHUB_AN_HOUR_WITHOUT);
	else if (settings->token_file)
		doctor_print(
		    doctor, "token", "ok", "", "from %s", settings->token_file);
	else if (variable)
		doctor_print(doctor, "token", "ok", "", "from %s", variable);
	else
		add(doctor, "token", "ok", "", "from auth.command");
}

static void
check_clock(struct doctor *doctor, const struct server *server)
{
	int64_t off = app_now_s(&doctor->cli->app) - server->date;
	int64_t size = off < 0 ? -off : off;
	const char *to_do =
	    size > CLOCK_WARN_S ? "set the clock: windows end at its now" : "";

	if (server->date == HSCAN_NEVER) {
		add(doctor, "clock", "skipped", "",
		    "the server does not tell the time");
		return;
	}
	if (size > CLOCK_FAIL_S && doctor->code == EXIT_DONE)
		doctor->code = EXIT_SOURCE;
	doctor_print(doctor, "clock",
	    size > CLOCK_FAIL_S   ? "fail"
	    : size > CLOCK_WARN_S ? "warn"
				  : "ok",
	    to_do, "%lld s %s the server's", (long long)size,
	    off < 0 ? "behind" : "ahead of");
}

static void
check_limit(struct doctor *doctor, const struct server *server)
{
	bool token = hscan_http_has_token(doctor->http);
	const struct hscan_rate_limit rate = server->rate;
	const char *status = "ok", *to_do = "";
	char reset[HSCAN_TIME_SIZE];

	if (!server->limited) {
		add(doctor, "limit", "ok", "",
		    "none: an Enterprise server without rate limits");
		return;
	}
	if (server->unread.status != HSCAN_OK) {
		doctor_fail(doctor, "limit", &server->unread);
		return;
	}
	hscan_format_time(rate.reset, reset);
	if (rate.remaining == 0) {
		status = "fail";
		to_do = "wait, or use another token";
		if (doctor->code == EXIT_DONE)
			doctor->code = EXIT_SOURCE;
	} else if (rate.remaining < (token ? FEW_WITH_TOKEN : FEW)) {
		status = "warn";
		to_do = token ? "wait, or use another token"
			      : HSCAN_GITHUB_GIVE_TOKEN;
	}
	doctor_print(doctor, "limit", status, to_do,
	    "%lld of %lld requests are left until %s",
	    (long long)rate.remaining, (long long)rate.limit, reset);
}

void
doctor_skip(struct doctor *doctor, const char *const *checks, const char *why)
{
	for (; *checks; checks++)
		add(doctor, *checks, "skipped", "", why);
}

static void
check_server(struct doctor *doctor)
{
	static const char *const rest[] = {"limit", "clock", NULL};
	struct server server;
	struct hscan_buf url;

	server_ask(doctor->http, &doctor->name, &doctor->arena, &server);
	if (server.reply != SERVER_ANSWERS) {
		doctor_fail(doctor, "server", &server.why);
		doctor_skip(doctor, rest,
		    server.reply == SERVER_REFUSES
			? "the server does not let us in"
			: "the server does not answer");
		return;
	}
	doctor->answers = true;
	hscan_buf_init(&url, LONGEST_URL);
	if (settings_api_url(&doctor->cli->app.settings, doctor->name.host,
		&url, doctor->err) != HSCAN_OK)
		doctor->status = doctor->err->status;
	doctor_print(
	    doctor, "server", "ok", "", "%s answers", hscan_buf_string(&url));
	hscan_buf_clear(&url);
	check_limit(doctor, &server);
	check_clock(doctor, &server);
}

static void
check_repository(struct doctor *doctor)
{
	struct hscan_repo_name now;
	struct hscan_error why;
	struct hscan_repo repo;

	if (server_ask_repo(doctor->http, &doctor->name, &doctor->arena, &repo,
		&why) != HSCAN_OK) {
		doctor_fail(doctor, "repository", &why);
		return;
	}
	if (hscan_repo_name_parse(repo.full_name, &now, NULL) != HSCAN_OK)
		now = doctor->name;
	if (strcmp(now.owner, doctor->name.owner) != 0 ||
	    strcmp(now.name, doctor->name.name) != 0)
		doctor_print(doctor, "repository", "warn",
		    "use its current name", "%s/%s is called %s/%s",
		    doctor->name.owner, doctor->name.name, now.owner, now.name);
	else if (!repo.has_issues)
		doctor_print(doctor, "repository", "warn",
		    "its numbers of issues and pull requests are absent",
		    "%s/%s has its issues switched off", now.owner, now.name);
	else
		doctor_print(doctor, "repository", "ok", "",
		    "%s/%s can be read%s", now.owner, now.name,
		    repo.archived ? "; archived" : "");
}

/* --- all of it --- */

/* The clone, and the repository that is meant: the one that is named, else
 * the clone's. */
static enum hscan_status
find(struct doctor *doctor, struct hscan_error *err)
{
	struct cli *cli = doctor->cli;
	const struct settings *settings = &cli->app.settings;
	enum hscan_status status = HSCAN_OK;
	const char *git = settings->git;
	struct hscan_error why;

	(void)snprintf(doctor->name.host, sizeof(doctor->name.host), "%s",
	    HSCAN_DEFAULT_HOST);
	if (cli->args_len > 0 && !git && target_is_folder(cli->args[0])) {
		git = cli->args[0];
	} else if (cli->args_len > 0) {
		status = hscan_repo_name_parse(
		    hscan_text_of(cli->args[0]), &doctor->name, err);
		doctor->named = status == HSCAN_OK;
	}
	if (status != HSCAN_OK || settings->no_git)
		return status;
	doctor->place = git;
	if (hscan_git_open(git ? git : ".", !git, &doctor->git, &why) !=
	    HSCAN_OK) {
		doctor->git = NULL;
		if (git || why.status != HSCAN_ENOTFOUND)
			doctor->broken = why;
	}
	if (!doctor->named && doctor->git)
		doctor->named = hscan_git_origin(doctor->git, &doctor->name);
	return HSCAN_OK;
}

static void
check_forge(struct doctor *doctor)
{
	static const char *const all[] = {"server", "limit", "clock", NULL};
	static const char *const last[] = {"repository", NULL};

	check_token(doctor);
	if (doctor->cli->app.settings.offline) {
		doctor_skip(doctor, all, "--offline");
		doctor_skip(
		    doctor, doctor->named ? last : &last[1], "--offline");
		return;
	}
	if (!doctor->http) {
		doctor_skip(doctor, all, "the token cannot be used");
		return;
	}
	check_server(doctor);
	if (!doctor->named || doctor->status != HSCAN_OK)
		return;
	if (doctor->answers)
		check_repository(doctor);
	else
		doctor_skip(doctor, last, "the server does not answer us");
}

/* A check a line, and what to do below it: nothing of it is cut. */
static enum hscan_status
write_lines(struct doctor *doctor, struct hscan_error *err)
{
	const struct hscan_grid *grid = &doctor->grid;
	bool ascii = !doctor->cli->terminal.utf8;
	enum hscan_status status;
	struct hscan_buf out;

	hscan_buf_init(&out, LONGEST_OUTPUT);
	for (size_t i = 0; i < grid->rows; i++) {
		const struct hscan_cell *row =
		    hscan_grid_cell(grid, i * COLUMNS);

		(void)hscan_buf_add_format(&out, "%-8s %-11s ",
		    row[STATUS].text.ptr, row[CHECK].text.ptr);
		hscan_add_safe(&out, row[FOUND].text, ascii);
		if (row[TO_DO].text.len > 0) {
			(void)hscan_buf_add_format(
			    &out, "\n%21s%s ", "", ascii ? "->" : "→");
			hscan_add_safe(&out, row[TO_DO].text, ascii);
		}
		(void)hscan_buf_add_char(&out, '\n');
	}
	status = hscan_buf_check(&out, "what was found", err);
	if (status == HSCAN_OK)
		status = cli_write(doctor->cli, hscan_buf_text(&out), err);
	hscan_buf_clear(&out);
	return status;
}

int
cmd_doctor(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct doctor doctor = {
	    .cli = cli,
	    .code = EXIT_DONE,
	    .err = &err,
	    .status = HSCAN_OK,
	    .broken = {.status = HSCAN_OK},
	};
	enum hscan_status status;

	cli->app.attempts = ATTEMPTS;
	hscan_arena_init(&doctor.arena);
	hscan_grid_init(&doctor.grid, &doctor.arena, "healthscan.doctor/1",
	    columns, COLUMNS);
	status = find(&doctor, &err);
	if (status == HSCAN_OK) {
		check_store(&doctor);
		check_clone(&doctor);
		check_forge(&doctor);
		doctor_check_engine(&doctor);
		status = doctor.status;
	}
	if (status == HSCAN_OK)
		status = strcmp(cli->app.settings.format, "table") == 0
			     ? write_lines(&doctor, &err)
			     : cli_write_grid(cli, &doctor.grid, &err);
	hscan_git_close(doctor.git);
	hscan_arena_clear(&doctor.arena);
	return status == HSCAN_OK ? doctor.code : cli_error(cli, &err);
}
