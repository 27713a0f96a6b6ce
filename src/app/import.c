/* SPDX-License-Identifier: MIT */
/* Imports: what the operator says, and the paths; see import.h. */
#include "app/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_files.h"
#include "app/import_internal.h"
#include "app/input.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "source/webhook/signature.h"

#define SECRETS_MAX ((size_t)64 * 1024)

static const struct {
	const char *name;
	enum hscan_backup_kind kind;
} kinds[IMPORT_KINDS] = {
    [IMPORT_BY_CONTENT] = {NULL, HSCAN_BACKUP_REST},
    [IMPORT_WEBHOOK] = {"webhook", HSCAN_BACKUP_WEBHOOK},
    [IMPORT_REST] = {"rest", HSCAN_BACKUP_REST},
    [IMPORT_GITHUB_BACKUP] = {"github-backup", HSCAN_BACKUP_GITHUB},
    [IMPORT_METADATA_BACKUP] = {"metadata-backup", HSCAN_BACKUP_METADATA},
    [IMPORT_GHARCHIVE] = {"gharchive", HSCAN_BACKUP_HOUR},
    [IMPORT_PERCEVAL] = {"perceval", HSCAN_BACKUP_PERCEVAL},
    [IMPORT_MIGRATION] = {"migration", HSCAN_BACKUP_MIGRATION},
};

const char *
import_kind_name(enum import_kind kind)
{
	return kinds[kind].name;
}

void
import_result_init(struct import_result *result)
{
	*result = (struct import_result){.files = 0};
	hscan_arena_init(&result->arena);
}

void
import_result_clear(struct import_result *result)
{
	hscan_arena_clear(&result->arena);
	import_result_init(result);
}

/* --- what the operator says --- */

/* "2026-01-01..2026-03-01" */
static enum hscan_status
set_covers(struct import *im, const char *covers)
{
	struct hscan_text from = hscan_text_of(covers), to = {NULL, 0};
	const char *dots = covers ? strstr(covers, "..") : NULL;
	char shown[80];

	im->covers_from = im->covers_to = HSCAN_NEVER;
	if (!covers)
		return HSCAN_OK;
	if (dots) {
		from.len = (size_t)(dots - covers);
		to = hscan_text_of(dots + 2);
	}
	if (!hscan_parse_when(from, &im->covers_from) ||
	    !hscan_parse_when(to, &im->covers_to) ||
	    im->covers_from >= im->covers_to)
		return hscan_fail(im->err, HSCAN_EINVAL,
		    "--covers: '%s' is not from one date or time to a later "
		    "one; write 2026-01-01..2026-03-01",
		    hscan_safe(hscan_text_of(covers), shown, sizeof(shown)));
	return HSCAN_OK;
}

static enum hscan_status
set_named(struct import *im, const struct settings_list *repos)
{
	enum hscan_status status;

	if (repos->len == 0)
		return HSCAN_OK;
	if (repos->len > 1)
		return hscan_fail(im->err, HSCAN_EINVAL,
		    "--repo: import takes one repository at a time; name one");
	status = hscan_repo_name_parse(repos->items[0], &im->named, im->err);
	if (status != HSCAN_OK) {
		hscan_error_prefix(im->err, "--repo: ");
		return status;
	}
	im->is_named = true;
	im->from.named = &im->named;
	return HSCAN_OK;
}

/* That of --host, else the one that --repo names. Nothing else is compared. */
static enum hscan_status
set_host(struct import *im, const char *host)
{
	char shown[80];

	im->host = host           ? host
		   : im->is_named ? im->named.host
				  : HSCAN_DEFAULT_HOST;
	im->from.host = im->host;
	im->from.now = app_now_s(im->app);
	if (!host)
		return HSCAN_OK;
	for (const char *c = host; *c; c++)
		if ((!hscan_is_alnum(*c) && !strchr(".-:", *c)) ||
		    hscan_to_lower(*c) != *c || strlen(host) > 255)
			return hscan_fail(im->err, HSCAN_EINVAL,
			    "--host: '%s' is not the name of a server in "
			    "small letters; write github.com",
			    hscan_safe(
				hscan_text_of(host), shown, sizeof(shown)));
	(void)snprintf(im->named.host, sizeof(im->named.host), "%s", host);
	return HSCAN_OK;
}

static enum hscan_status
read_secrets(struct import *im, const char *path)
{
	char shown[200];
	struct hscan_text lines, secret;
	enum hscan_status status;
	int fd;

	if (!path)
		return HSCAN_OK;
	(void)hscan_safe(hscan_text_of(path), shown, sizeof(shown));
	fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == EINTR)
		return input_interrupted(path, im->err);
	if (fd < 0)
		return hscan_fail(im->err, HSCAN_EINVAL,
		    "--secret-file: cannot read %s: %s; check the path", shown,
		    strerror(errno));
	status = input_read(fd, path, &im->secrets, im->err);
	(void)close(fd);
	lines = hscan_buf_text(&im->secrets);
	if (status == HSCAN_OK && !hscan_secret_next(&lines, &secret))
		status = hscan_fail(im->err, HSCAN_EINVAL,
		    "--secret-file: there is no secret in %s; write it there",
		    shown);
	return status;
}

/* --- paths --- */

/* Standard input. The second time a regular file goes back to where it was at
 * first; what is no file has no place, and is read once. */
static int
open_input(struct import *im)
{
	int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);

	if (im->again)
		(void)lseek(fd, (off_t)im->input_at, SEEK_SET);
	else if (im->input_at < 0)
		im->input_at = lseek(fd, 0, SEEK_CUR);
	return fd;
}

static enum hscan_status
open_path(struct import *im, const char *path, const char *shown, int *fd)
{
	if (strcmp(path, "-") == 0)
		*fd = open_input(im);
	else
		*fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (*fd >= 0)
		return HSCAN_OK;
	if (errno == EINTR)
		return input_interrupted(path, im->err);
	return hscan_fail(im->err, HSCAN_EINVAL,
	    "cannot read %s: %s; check the path", shown, strerror(errno));
}

static enum hscan_status
read_path(
    struct import *im, const char *path, const enum hscan_backup_kind *known)
{
	char shown[400];
	struct stat st;
	int fd;
	enum hscan_status status;

	if (strcmp(path, "-") == 0)
		(void)snprintf(shown, sizeof(shown), "standard input");
	else
		(void)hscan_safe(hscan_text_of(path), shown, sizeof(shown));
	status = open_path(im, path, shown, &fd);
	if (status != HSCAN_OK)
		return status;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		return import_folder(im, fd, shown, known);
	return import_file(im, fd, shown, known);
}

/* Those of which objects had to wait, once more. */
static enum hscan_status
read_again(struct import *im, const char *const *paths, size_t len,
    const size_t *waiting, const enum hscan_backup_kind *known)
{
	enum hscan_status status = HSCAN_OK;

	im->again = true;
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		im->from.part = i;
		if (waiting[i] > 0)
			status = read_path(im, paths[i], known);
	}
	im->again = false;
	return status;
}

static enum hscan_status
read_all(struct import *im, const char *const *paths, size_t len,
    const enum hscan_backup_kind *known)
{
	size_t *waiting = calloc(len, sizeof(*waiting));
	enum hscan_status status = HSCAN_OK;

	if (!waiting)
		return hscan_no_memory(im->err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		im->waiting = 0;
		im->from.part = i;
		status = read_path(im, paths[i], known);
		waiting[i] = im->waiting;
	}
	if (status == HSCAN_OK)
		status = read_again(im, paths, len, waiting, known);
	free(waiting);
	return status;
}

/* Not known as soon as it is not of one of them. */
static void
add_sizes(struct import *im, const char *const *paths, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int64_t size = import_size(paths[i]);

		if (size < 0) {
			im->bytes_total = 0;
			return;
		}
		im->bytes_total += size;
	}
}

static enum hscan_status
read_paths(struct import *im, enum import_kind kind, const char *const *paths,
    size_t len)
{
	const enum hscan_backup_kind *known =
	    kind == IMPORT_BY_CONTENT ? NULL : &kinds[kind].kind;
	enum hscan_status status;

	add_sizes(im, paths, len);
	status = read_all(im, paths, len, known);
	/* What is whole is kept, whatever came after it. */
	if (status == HSCAN_OK)
		status = import_finish(im);
	else if (import_commit(im) != HSCAN_OK)
		status = im->err->status;
	return status;
}

static enum hscan_status
set_all(struct import *im, enum import_kind kind)
{
	const struct settings *settings = &im->app->settings;
	enum hscan_status status = set_covers(im, settings->covers);

	if (status == HSCAN_OK)
		status = set_named(im, &settings->repos);
	if (status == HSCAN_OK)
		status = set_host(im, settings->host);
	if (status == HSCAN_OK)
		status = read_secrets(im, settings->secret_file);
	if (status == HSCAN_OK && kind == IMPORT_WEBHOOK)
		status = import_check_trust(im);
	if (status == HSCAN_OK && kind == IMPORT_GHARCHIVE)
		status = import_check_whose(im);
	return status;
}

enum hscan_status
import_run(struct app *app, enum import_kind kind, const char *const *paths,
    size_t len, struct import_result *out, struct hscan_error *err)
{
	struct import im = {
	    .app = app, .out = out, .err = err, .file = "", .input_at = -1};
	enum hscan_status status;

	hscan_arena_init(&im.arena);
	hscan_buf_init(&im.payload, HSCAN_POST_BODY_MAX);
	hscan_buf_init_secret(&im.secrets, SECRETS_MAX);
	status = set_all(&im, kind);
	if (status == HSCAN_OK)
		status = hscan_store_open(app->settings.db, &im.store, err);
	if (status == HSCAN_OK)
		status = read_paths(&im, kind, paths, len);
	out->repositories = (int64_t)import_count_repos(&im.sums);
	app_progress(app, NULL, 0, 0);
	hscan_store_close(im.store);
	hscan_buf_clear(&im.secrets);
	hscan_buf_clear(&im.payload);
	hscan_arena_clear(&im.arena);
	hscan_exported_from_clear(&im.from);
	hscan_logins_clear(&im.logins);
	import_sums_clear(&im.sums);
	return status;
}
