/* SPDX-License-Identifier: MIT */
/* The folders of an import: what each kind keeps where. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_files.h"
#include "app/import_internal.h"
#include "app/input.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/backup/metadata_backup.h"
#include "source/backup/migration.h"

/* Headers are a few lines. */
#define HEADERS_MAX ((size_t)64 * 1024)

/* A folder being read, and what it is called, safe to show. */
struct folder {
	int fd;
	const char *shown;
	struct import_names names;
	struct hscan_arena arena;
};

static enum hscan_status
folder_open(struct import *im, struct folder *folder, int fd, const char *shown)
{
	folder->fd = fd;
	folder->shown = shown;
	hscan_arena_init(&folder->arena);
	return import_list(fd, shown, &folder->arena, &folder->names, im->err);
}

static void
folder_close(struct folder *folder)
{
	hscan_arena_clear(&folder->arena);
	(void)close(folder->fd);
}

/* "issues/5.json", safe to show; NULL without memory. */
static const char *
show(struct folder *folder, const char *name)
{
	struct hscan_buf buf;
	struct hscan_text copy;

	hscan_buf_init(&buf, (size_t)16 * 1024);
	(void)hscan_buf_add_string(&buf, folder->shown);
	if (buf.len > 0)
		(void)hscan_buf_add_char(&buf, '/');
	hscan_add_safe(&buf, hscan_text_of(name), false);
	copy = hscan_arena_dup(&folder->arena, hscan_buf_text(&buf));
	hscan_buf_clear(&buf);
	return copy.ptr;
}

static bool
ends(const char *name, const char *suffix)
{
	return hscan_text_ends(hscan_text_of(name), suffix);
}

static bool
is_json(const char *name)
{
	return ends(name, ".json") || ends(name, ".jsonl") ||
	       ends(name, ".ndjson");
}

static enum hscan_status
read_file(struct import *im, struct folder *folder, const char *name,
    const enum hscan_backup_kind *known)
{
	const char *shown = show(folder, name);
	int fd = import_open_file(folder->fd, name);

	if (!shown)
		return hscan_no_memory(im->err);
	if (fd >= 0)
		return import_file(im, fd, shown, known);
	im->file = shown;
	im->place = 0;
	return import_refuse(im, "it is no regular file that can be read");
}

static enum hscan_status
read_all(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < folder->names.len && status == HSCAN_OK; i++)
		if (is_json(folder->names.at[i]))
			status =
			    read_file(im, folder, folder->names.at[i], known);
	return status;
}

static enum hscan_status
read_such(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known, enum hscan_migration_file wanted)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < folder->names.len && status == HSCAN_OK; i++)
		if (hscan_migration_file_of(folder->names.at[i]) == wanted)
			status =
			    read_file(im, folder, folder->names.at[i], known);
	return status;
}

/* What was unpacked of a migration archive. */
static enum hscan_status
read_migration(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	enum hscan_status status =
	    read_such(im, folder, known, HSCAN_MIGRATION_WHOSE);

	return status == HSCAN_OK
		   ? read_such(im, folder, known, HSCAN_MIGRATION_RECORDS)
		   : status;
}

/* "2015-01-01-12.json.gz", or unpacked. */
static enum hscan_status
read_hours(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < folder->names.len && status == HSCAN_OK; i++) {
		const char *name = folder->names.at[i];

		if (ends(name, ".json.gz") || is_json(name))
			status = read_file(im, folder, name, known);
	}
	return status;
}

/* A folder within, if it is there. */
static enum hscan_status
read_within(struct import *im, struct folder *outer, const char *name,
    const enum hscan_backup_kind *known,
    enum hscan_status (*read)(struct import *im, struct folder *folder,
	const enum hscan_backup_kind *known))
{
	int fd = import_open_folder(outer->fd, name);
	const char *shown = show(outer, name);
	struct folder folder;
	enum hscan_status status;

	if (fd < 0)
		return HSCAN_OK;
	status = folder_open(im, &folder, fd, shown ? shown : "");
	if (status == HSCAN_OK)
		status = read(im, &folder, known);
	folder_close(&folder);
	return status;
}

/* --- backups --- */

/* The folders of one repository, or only one of these. */
static enum hscan_status
read_repo(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	static const char *const within[] = {"issues", "pulls", "releases"};
	enum hscan_status status = HSCAN_OK;
	bool any = false;

	for (size_t i = 0; i < 3 && status == HSCAN_OK; i++) {
		if (!import_has(&folder->names, within[i]))
			continue;
		any = true;
		status = read_within(im, folder, within[i], known, read_all);
	}
	return any || status != HSCAN_OK ? status : read_all(im, folder, known);
}

static enum hscan_status
read_repos(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < folder->names.len && status == HSCAN_OK; i++)
		status = read_within(
		    im, folder, folder->names.at[i], known, read_repo);
	return status;
}

static enum hscan_status
read_github(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	if (import_has(&folder->names, "repositories"))
		return read_within(
		    im, folder, "repositories", known, read_repos);
	return read_repo(im, folder, known);
}

/* Appends a small file of a folder; HSCAN_ENOTFOUND: it is not there. */
static enum hscan_status
read_whole(struct import *im, struct folder *folder, const char *name,
    struct hscan_buf *out)
{
	int fd = import_open_file(folder->fd, name);
	const char *shown = show(folder, name);
	enum hscan_status status;

	if (fd < 0)
		return HSCAN_ENOTFOUND;
	status = input_read(fd, shown ? shown : name, out, im->err);
	(void)close(fd);
	return status;
}

/* The backup says itself what it could not get. */
static enum hscan_status
read_metadata(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	struct hscan_buf state;
	size_t missing = 0;
	enum hscan_status status;

	hscan_buf_init(&state, (size_t)1024 * 1024);
	status = read_whole(im, folder, "state.json", &state);
	if (status == HSCAN_OK)
		missing = hscan_metadata_backup_missing(hscan_buf_text(&state));
	hscan_buf_clear(&state);
	if (missing > 0 && !im->again) {
		im->incomplete = true;
		app_warn(im->app,
		    "%s says that %zu issues and pull requests could not be "
		    "read when it was made: they are missing",
		    folder->shown, missing);
	}
	if (status == HSCAN_EINTR || status == HSCAN_ENOMEM)
		return status;
	return read_repo(im, folder, known);
}

/* --- deliveries --- */

static enum hscan_status
refuse_pair(struct import *im, const char *shown, const char *why)
{
	im->file = shown;
	im->place = 0;
	return import_refuse(im, why);
}

/* "5.json" of "5.headers", or the other way round. Names are short. */
enum { NAME_ROOM = 300 };

static void
pair_name(
    const char *name, const char *old, const char *new, char out[NAME_ROOM])
{
	size_t len = strlen(name) - strlen(old);

	if (len > NAME_ROOM - sizeof(".headers"))
		len = 0;
	(void)snprintf(out, NAME_ROOM, "%.*s%s", (int)len, name, new);
}

/* ID.headers, and the body in ID.json. */
static enum hscan_status
take_pair(struct import *im, struct folder *folder, const char *name,
    struct hscan_buf *headers, struct hscan_buf *body)
{
	const char *shown = show(folder, name);
	struct hscan_post post;
	char other[NAME_ROOM];
	enum hscan_status status;

	if (!shown)
		return hscan_no_memory(im->err);
	pair_name(name, ".headers", ".json", other);
	status = read_whole(im, folder, name, headers);
	if (status == HSCAN_OK)
		status = read_whole(im, folder, other, body);
	if (status == HSCAN_ENOTFOUND)
		return refuse_pair(
		    im, shown, "its headers or its body are no regular file");
	if (status == HSCAN_EINVAL)
		return refuse_pair(im, shown, "it is too large");
	if (status != HSCAN_OK)
		return status;
	im->out->files++;
	status =
	    hscan_post_read_headers(hscan_buf_text(headers), &post, im->err);
	if (status != HSCAN_OK)
		return refuse_pair(im, shown, im->err->message);
	post.body = hscan_buf_text(body);
	im->file = shown;
	im->place = 0;
	return import_delivery(im, &post);
}

static enum hscan_status
read_pair(struct import *im, struct folder *folder, const char *name)
{
	struct hscan_buf headers, body;
	enum hscan_status status;

	hscan_buf_init(&headers, HEADERS_MAX);
	hscan_buf_init(&body, HSCAN_POST_BODY_MAX);
	status = take_pair(im, folder, name, &headers, &body);
	hscan_buf_clear(&headers);
	hscan_buf_clear(&body);
	return status;
}

/* Whether "ID.json" is the body of "ID.headers". */
static bool
is_body(const struct folder *folder, const char *name)
{
	char other[NAME_ROOM];

	if (!ends(name, ".json"))
		return false;
	pair_name(name, ".json", ".headers", other);
	return import_has(&folder->names, other);
}

static enum hscan_status
read_deliveries(struct import *im, struct folder *folder,
    const enum hscan_backup_kind *known)
{
	enum hscan_status status = import_check_trust(im);

	for (size_t i = 0; i < folder->names.len && status == HSCAN_OK; i++) {
		const char *name = folder->names.at[i];

		if (ends(name, ".headers"))
			status = read_pair(im, folder, name);
		else if (is_json(name) && !is_body(folder, name))
			status = read_file(im, folder, name, known);
	}
	return status;
}

/* --- which kind --- */

/* By the first file in it. */
static enum hscan_status
look(struct import *im, struct folder *folder, bool *found,
    enum hscan_backup_kind *kind)
{
	for (size_t i = 0; i < folder->names.len; i++) {
		const char *name = folder->names.at[i];
		int fd =
		    is_json(name) ? import_open_file(folder->fd, name) : -1;
		const char *shown = show(folder, name);

		if (fd < 0)
			continue;
		*found = true;
		return import_file_kind(im, fd, shown ? shown : "", kind);
	}
	return HSCAN_OK;
}

static enum hscan_status
look_within(struct import *im, struct folder *outer, bool *found,
    enum hscan_backup_kind *kind)
{
	static const char *const within[] = {"issues", "pulls", "releases"};
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < 3 && status == HSCAN_OK && !*found; i++) {
		int fd = import_open_folder(outer->fd, within[i]);
		const char *shown = show(outer, within[i]);
		struct folder folder;

		if (fd < 0)
			continue;
		status = folder_open(im, &folder, fd, shown ? shown : "");
		if (status == HSCAN_OK)
			status = look(im, &folder, found, kind);
		folder_close(&folder);
	}
	return status;
}

static bool
has_headers(const struct folder *folder)
{
	for (size_t i = 0; i < folder->names.len; i++)
		if (ends(folder->names.at[i], ".headers"))
			return true;
	return false;
}

static enum hscan_status
refuse_empty(struct import *im, const struct folder *folder)
{
	return hscan_fail(im->err, HSCAN_EINVAL,
	    "there is nothing in the folder %s that can be imported: no .json "
	    "file, and no folder issues or pulls; check the path",
	    folder->shown);
}

/* Files of single items in a folder of their own are what a backup keeps. */
static enum hscan_status
kind_of(struct import *im, struct folder *folder, enum hscan_backup_kind *kind)
{
	bool found = true;
	enum hscan_status status = HSCAN_OK;

	if (import_has(&folder->names, "repositories")) {
		*kind = HSCAN_BACKUP_GITHUB;
	} else if (import_has(&folder->names, "state.json")) {
		*kind = HSCAN_BACKUP_METADATA;
	} else if (has_headers(folder)) {
		*kind = HSCAN_BACKUP_WEBHOOK;
	} else {
		found = false;
		status = look_within(im, folder, &found, kind);
		if (found && *kind == HSCAN_BACKUP_REST)
			*kind = HSCAN_BACKUP_GITHUB;
		if (status == HSCAN_OK && !found)
			status = look(im, folder, &found, kind);
	}
	return status != HSCAN_OK || found ? status : refuse_empty(im, folder);
}

/* What is no backup of a repository without any issue. */
static bool
may_not_be_empty(const struct folder *folder, enum hscan_backup_kind kind)
{
	static const char *const of_backups[] = {
	    "repositories", "state.json", "issues", "pulls", "releases"};
	bool is_backup = false;

	if (kind == HSCAN_BACKUP_GITHUB || kind == HSCAN_BACKUP_METADATA)
		for (size_t i = 0; i < 5 && !is_backup; i++)
			is_backup = import_has(&folder->names, of_backups[i]);
	return !is_backup;
}

static enum hscan_status
read_as(struct import *im, struct folder *folder, enum hscan_backup_kind kind)
{
	switch (kind) {
	case HSCAN_BACKUP_WEBHOOK: return read_deliveries(im, folder, &kind);
	case HSCAN_BACKUP_REST:
	case HSCAN_BACKUP_PERCEVAL: return read_all(im, folder, &kind);
	case HSCAN_BACKUP_GITHUB: return read_github(im, folder, &kind);
	case HSCAN_BACKUP_METADATA: return read_metadata(im, folder, &kind);
	case HSCAN_BACKUP_HOUR: return read_hours(im, folder, &kind);
	case HSCAN_BACKUP_MIGRATION: return read_migration(im, folder, &kind);
	}
	return HSCAN_OK;
}

enum hscan_status
import_folder(struct import *im, int fd, const char *name,
    const enum hscan_backup_kind *known)
{
	enum hscan_backup_kind kind = known ? *known : HSCAN_BACKUP_REST;
	int64_t before = im->out->files + im->out->refused;
	struct folder folder;
	enum hscan_status status = folder_open(im, &folder, fd, name);

	if (status == HSCAN_OK && !known)
		status = kind_of(im, &folder, &kind);
	if (status == HSCAN_OK)
		status = read_as(im, &folder, kind);
	if (status == HSCAN_OK && !im->again &&
	    im->out->files + im->out->refused == before &&
	    may_not_be_empty(&folder, kind))
		status = refuse_empty(im, &folder);
	folder_close(&folder);
	return status;
}
