/* SPDX-License-Identifier: MIT */
/* Migration archives of GitHub's: a tar, or files of one; see import.h. Files
 * of accounts come first, as they say whose logins the others have. */
#include <string.h>
#include <unistd.h>

#include "app/import_internal.h"
#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/archive/tar.h"
#include "source/backup/migration.h"

/* An archive being read. */
struct migration {
	struct import *im;
	struct import_reader *reader;
	struct hscan_tar *tar;
	const char *shown; /* the archive's name */
	/* What is wanted of this turn: where an archive can be read twice its
	 * accounts are read first. */
	bool accounts, records;
	struct hscan_arena arena; /* of the names */
	const char **seen;        /* of the arena: of files that were wanted */
	size_t seen_len, seen_room;
};

/* --- files of an archive --- */

static enum hscan_status
more_of_archive(void *payload, struct hscan_text *out, struct hscan_error *err)
{
	struct migration *m = payload;
	enum hscan_status status = import_next_piece(m->im, m->reader, out);

	if (status != HSCAN_OK && err)
		*err = *m->im->err;
	return status;
}

static enum hscan_status
more_of_file(
    struct import *im, struct import_reader *reader, struct hscan_text *out)
{
	struct migration *m = reader->payload;

	return hscan_tar_read(m->tar, out, im->err);
}

/* "export.tar.gz/issues_000001.json", safe to show. */
static const char *
show(struct migration *m, const char *name)
{
	struct hscan_buf buf;
	struct hscan_text copy;

	hscan_buf_init(&buf, (size_t)16 * 1024);
	(void)hscan_buf_add_string(&buf, m->shown);
	(void)hscan_buf_add_char(&buf, '/');
	hscan_add_safe(&buf, hscan_text_of(name), false);
	copy = hscan_arena_dup(&m->arena, hscan_buf_text(&buf));
	hscan_buf_clear(&buf);
	return copy.ptr;
}

/* Whether a file of that name has come before; it has, from now on. */
static enum hscan_status
note_name(struct migration *m, const char *name, bool *before)
{
	const char **more;

	*before = false;
	for (size_t i = 0; i < m->seen_len && !*before; i++)
		*before = strcmp(m->seen[i], name) == 0;
	if (*before)
		return HSCAN_OK;
	more = hscan_grow_in(
	    &m->arena, m->seen, &m->seen_room, m->seen_len + 1, sizeof(*more));
	if (!more)
		return hscan_no_memory(m->im->err);
	m->seen = more;
	m->seen[m->seen_len] =
	    hscan_arena_dup(&m->arena, hscan_text_of(name)).ptr;
	return m->seen[m->seen_len++] ? HSCAN_OK : hscan_no_memory(m->im->err);
}

static bool
is_wanted(const struct migration *m, const char *name)
{
	enum hscan_migration_file file = hscan_migration_file_of(name);

	return file == HSCAN_MIGRATION_WHOSE     ? m->accounts
	       : file == HSCAN_MIGRATION_RECORDS ? m->records
						 : false;
}

/* What cannot be read of a file does not end the archive. */
static enum hscan_status
read_file(struct migration *m, const struct hscan_tar_file *file)
{
	struct import *im = m->im;
	struct import_reader reader = {
	    .fd = -1, .next = more_of_file, .payload = m};
	bool before;
	enum hscan_status status = note_name(m, file->name, &before);

	if (status != HSCAN_OK)
		return status;
	im->file = show(m, file->name);
	im->place = 0;
	if (!im->file)
		return hscan_no_memory(im->err);
	if (!file->regular)
		return import_refuse(im, "it is a link, or no regular file");
	if (before)
		return import_refuse(im, "there is a file of that name before");
	im->out->files++;
	status = import_objects(im, &reader, HSCAN_BACKUP_MIGRATION);
	if (status != HSCAN_EREFUSED)
		return status;
	im->out->cut = true;
	return import_refuse(im, im->err->message);
}

static enum hscan_status
read_files(struct migration *m)
{
	struct hscan_tar_file file = {.name = NULL};
	enum hscan_status status;

	m->seen_len = 0;
	status = hscan_tar_open(&m->tar, more_of_archive, m, m->im->err);
	do {
		if (status == HSCAN_OK)
			status = hscan_tar_next(m->tar, &file, m->im->err);
		if (status == HSCAN_OK && file.name && is_wanted(m, file.name))
			status = read_file(m, &file);
	} while (status == HSCAN_OK && file.name);
	hscan_tar_close(m->tar);
	m->tar = NULL;
	m->im->file = m->shown;
	m->im->place = 0;
	return status;
}

/* --- archives --- */

/* What is broken is said when the records are read. */
static enum hscan_status
read_accounts(struct migration *m)
{
	off_t start = lseek(m->reader->fd, 0, SEEK_CUR);
	int64_t before = m->im->bytes_read;
	enum hscan_status status;

	m->accounts = true;
	m->records = !m->reader->regular || start < 0;
	if (m->records)
		return HSCAN_OK;
	status = read_files(m);
	if (status == HSCAN_EPARSE)
		status = HSCAN_OK;
	m->accounts = false;
	m->records = true;
	m->reader->ahead_at = 0;
	m->im->bytes_read = before;
	(void)lseek(m->reader->fd, start, SEEK_SET);
	return status;
}

static enum hscan_status
read_archive(struct import *im, struct import_reader *reader)
{
	struct migration m = {.im = im, .reader = reader, .shown = im->file};
	enum hscan_status status;

	hscan_arena_init(&m.arena);
	/* It is the files in it that are counted. */
	im->out->files--;
	status = read_accounts(&m);
	if (status == HSCAN_OK)
		status = read_files(&m);
	im->file = m.shown;
	if (status == HSCAN_EPARSE) {
		im->out->cut = true;
		status = import_refuse(im, im->err->message);
	}
	hscan_arena_clear(&m.arena);
	if (status == HSCAN_EREFUSED) {
		hscan_error_prefix(im->err, "%s: ", im->file);
		status = im->err->status = HSCAN_EINVAL;
	}
	return status;
}

enum hscan_status
import_migration(struct import *im, struct import_reader *reader)
{
	struct hscan_text piece = {NULL, 0};
	enum hscan_status status;

	reader->keep = true;
	status = import_next_piece(im, reader, &piece);
	reader->keep = false;
	if (status != HSCAN_OK)
		return status;
	piece = hscan_text_trim(piece);
	if (hscan_text_starts(piece, "[") || hscan_text_starts(piece, "{"))
		return import_objects(im, reader, HSCAN_BACKUP_MIGRATION);
	return read_archive(im, reader);
}
