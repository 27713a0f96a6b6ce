/* SPDX-License-Identifier: MIT */
/* Reads the secrets of webhooks: files, a variable, programs; see
 * hook_secrets.h. */
#include "cli/system/hook_secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/input.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/setting/load.h"
#include "cli/system/child.h"

#define VARIABLE HOOK_SECRET_VARIABLE

enum { PATIENCE_MS = 60000, LONGEST = 64 * 1024, SHOWN = 200 };

enum hscan_status
hook_scope_check(
    struct hscan_text scope, const char *option, struct hscan_error *err)
{
	char shown[80];

	if (serve_scope_is_one(scope))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--%s: '%s' is no repository; write OWNER/NAME or OWNER, and the "
	    "server with --host",
	    option, hscan_safe(scope, shown, sizeof(shown)));
}

/* --- where they are --- */

static enum hscan_status
read_file(struct app *app, const char *path, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct stat info = {0};
	char shown[SHOWN];
	int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);

	(void)hscan_safe(hscan_text_of(path), shown, sizeof(shown));
	if (fd < 0 && errno == EINTR)
		status = input_interrupted(path, err);
	else if (fd < 0 || fstat(fd, &info) != 0)
		status = hscan_fail(err, HSCAN_EINVAL,
		    "cannot read a secret from %s: %s; write one on each line "
		    "of that file",
		    shown, strerror(errno));
	if (status == HSCAN_OK)
		status = input_read(fd, path, out, err);
	if (status == HSCAN_OK && S_ISREG(info.st_mode) &&
	    (info.st_mode & S_IROTH) != 0)
		app_warn(app, "everybody can read the secret in %s; chmod 600",
		    shown);
	if (fd >= 0)
		(void)close(fd);
	return status;
}

static void
on_line(const char *line, void *payload)
{
	app_say(payload, APP_SAY, "secret-command: %s", line);
}

static enum hscan_status
ask_program(struct app *app, const char *command, struct hscan_buf *out,
    struct hscan_error *err)
{
	const struct child child = {
	    .what = "secret-command",
	    .failure = HSCAN_EAUTH,
	    .patience_ms = PATIENCE_MS,
	    .output = out,
	    .on_line = on_line,
	    .payload = app,
	    .interrupted = app->interrupted,
	};
	struct hscan_arena arena;
	char **argv = NULL;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = child_split(command, child.what, &arena, &argv, err);
	if (status == HSCAN_OK)
		status = child_run(&child, argv, err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- what they are for --- */

/* Of --repo and --org, or all of them. */
static enum hscan_status
add_for_all(const struct app *app, struct serve_secrets *out,
    struct hscan_text lines, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < settings->repos.len && status == HSCAN_OK; i++)
		status = serve_secrets_add_lines(
		    out, settings->repos.items[i], lines, err);
	if (status == HSCAN_OK && settings->org)
		status = serve_secrets_add_lines(
		    out, hscan_text_of(settings->org), lines, err);
	if (status == HSCAN_OK && settings->repos.len == 0 && !settings->org)
		status = serve_secrets_add_lines(
		    out, (struct hscan_text){NULL, 0}, lines, err);
	return status;
}

/* One place: `scope` absent: for all. */
struct place {
	struct hscan_text scope;
	const char *where;
	bool command;
	const char *source; /* for messages */
};

static enum hscan_status
add_place(struct app *app, const struct place *place, struct serve_secrets *out,
    struct hscan_error *err)
{
	char shown[SHOWN];
	struct hscan_buf lines;
	enum hscan_status status;

	hscan_buf_init_secret(&lines, LONGEST);
	status = place->command ? ask_program(app, place->where, &lines, err)
				: read_file(app, place->where, &lines, err);
	if (status == HSCAN_OK) {
		struct hscan_text text = hscan_buf_text(&lines);

		status = place->scope.ptr ? serve_secrets_add_lines(
						out, place->scope, text, err)
					  : add_for_all(app, out, text, err);
		if (status != HSCAN_OK)
			hscan_error_prefix(err, "%s: ",
			    hscan_safe(hscan_text_of(place->source), shown,
				sizeof(shown)));
	}
	hscan_buf_clear(&lines);
	return status;
}

static enum hscan_status
add_general(struct app *app, struct serve_secrets *out, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	const char *variable = settings_getenv(VARIABLE);
	enum hscan_status status = HSCAN_OK;

	if (settings->secret_file) {
		const struct place place = {
		    .where = settings->secret_file,
		    .source = settings->secret_file,
		};

		status = add_place(app, &place, out, err);
	}
	if (status == HSCAN_OK && settings->secret_command) {
		const struct place place = {
		    .where = settings->secret_command,
		    .command = true,
		    .source = "receive.secret-command",
		};

		status = add_place(app, &place, out, err);
	}
	if (status == HSCAN_OK && variable)
		status = add_for_all(app, out, hscan_text_of(variable), err);
	/* No program that is started from here on is to have it. */
	(void)unsetenv(VARIABLE);
	return status;
}

static void
warn_of_short_ones(const struct app *app, const struct serve_secrets *secrets)
{
	for (size_t i = 0; i < secrets->len; i++) {
		if (secrets->items[i].secret.len >= SERVE_SECRET_SHORT)
			continue;
		app_warn(app,
		    "a secret is shorter than %d characters, and can be "
		    "guessed; make one with: openssl rand -hex 32",
		    SERVE_SECRET_SHORT);
		return;
	}
}

enum hscan_status
hook_secrets_find(
    struct app *app, struct serve_secrets *out, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	enum hscan_status status = add_general(app, out, err);

	for (size_t i = 0; i < settings->secrets_len && status == HSCAN_OK;
	     i++) {
		const struct place place = {
		    .scope = settings->secrets[i].scope,
		    .where = settings->secrets[i].place,
		    .command = settings->secrets[i].command,
		    .source = settings->secrets[i].source,
		};

		status = add_place(app, &place, out, err);
	}
	if (status == HSCAN_OK && out->len == 0 &&
	    !settings->insecure_no_secret)
		status = hscan_fail(err, HSCAN_EINVAL,
		    "deliveries cannot be told from forged ones: there is no "
		    "secret; give the one of the hook with "
		    "--secret-file, " VARIABLE
		    " or [receive \"OWNER/NAME\"] in the configuration");
	if (status == HSCAN_OK)
		warn_of_short_ones(app, out);
	return status;
}
