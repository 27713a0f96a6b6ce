/* SPDX-License-Identifier: MIT */
/* The files of an import, record by record; see import.h. */
#include <string.h>

#include "app/import_internal.h"
#include "base/text.h"
#include "source/backup/objects.h"

/* The longest that is written of a delivery, and a little more for headers. */
#define LINE_MAX_BYTES (HSCAN_POST_BODY_MAX / 3 * 4 + (size_t)64 * 1024)

/* --- lines --- */

static enum hscan_status
on_line(struct import *im, const struct hscan_buf *buf)
{
	struct hscan_text line = hscan_text_trim(hscan_buf_text(buf));
	struct hscan_post post;
	enum hscan_status status;

	im->place++;
	if (buf->failed == HSCAN_ENOMEM)
		return hscan_no_memory(im->err);
	if (buf->failed != HSCAN_OK)
		return import_refuse(im, "the line is too long for a delivery: "
					 "what follows was not read");
	if (line.len == 0)
		return HSCAN_OK;
	status = hscan_post_read_line(line, &im->arena, &post, im->err);
	if (status == HSCAN_OK)
		return import_delivery(im, &post);
	hscan_arena_reset(&im->arena);
	if (status != HSCAN_EPARSE)
		return status;
	status = import_refuse(im, im->err->message);
	return status == HSCAN_OK ? import_turn(im) : status;
}

/* Every line break in a piece ends a line. One that is too long ends the file,
 * which may have no line break at all and no end. */
static enum hscan_status
take_piece(struct import *im, struct hscan_buf *line, struct hscan_text piece)
{
	enum hscan_status status = HSCAN_OK;

	while (piece.ptr && status == HSCAN_OK) {
		struct hscan_text part = hscan_text_split(&piece, '\n');

		if (!hscan_buf_add_text(line, part) || !piece.ptr)
			break;
		status = on_line(im, line);
		hscan_buf_reset(line);
	}
	return status;
}

/* The last line may lack its break. If it cannot be used, the file is cut. */
static enum hscan_status
take_last(struct import *im, const struct hscan_buf *line)
{
	int64_t before = im->out->refused;
	enum hscan_status status = HSCAN_OK;

	if (line->len > 0 || line->failed != HSCAN_OK)
		status = on_line(im, line);
	im->out->cut = im->out->cut || im->out->refused > before;
	return status;
}

static enum hscan_status
read_lines(struct import *im, struct import_reader *r)
{
	struct hscan_text piece = {NULL, 0};
	struct hscan_buf line;
	enum hscan_status status;

	hscan_buf_init(&line, LINE_MAX_BYTES);
	do {
		status = import_next_piece(im, r, &piece);
		if (status == HSCAN_OK && piece.len > 0)
			status = take_piece(im, &line, piece);
	} while (
	    status == HSCAN_OK && piece.len > 0 && line.failed == HSCAN_OK);
	if (status == HSCAN_OK)
		status = take_last(im, &line);
	hscan_buf_clear(&line);
	return status;
}

/* --- kinds --- */

/* Looks as far ahead as the first object goes. */
static enum hscan_status
look(struct import *im, struct import_reader *r, enum hscan_backup_kind *out)
{
	struct hscan_objects objects;
	struct hscan_text piece = {NULL, 0};
	enum hscan_objects_found found = HSCAN_OBJECT_NONE;
	enum hscan_status status = HSCAN_OK;

	*out = HSCAN_BACKUP_REST;
	r->keep = true;
	hscan_objects_init(&objects);
	while (status == HSCAN_OK && found == HSCAN_OBJECT_NONE) {
		status = import_next_piece(im, r, &piece);
		if (status != HSCAN_OK || piece.len == 0)
			break;
		found = hscan_objects_next(&objects, &piece);
	}
	if (status == HSCAN_OK && found == HSCAN_OBJECT_WHOLE)
		status = hscan_backup_kind_of(
		    hscan_objects_text(&objects), out, im->err);
	else if (status == HSCAN_OK && found == HSCAN_OBJECT_NO_JSON)
		status = import_no_object(im, &objects, piece);
	hscan_objects_clear(&objects);
	r->keep = false;
	if (status == HSCAN_EREFUSED || status == HSCAN_EPARSE) {
		hscan_error_prefix(im->err, "%s: ", im->file);
		status = im->err->status = HSCAN_EINVAL;
	}
	return status;
}

enum hscan_status
import_file_kind(
    struct import *im, int fd, const char *name, enum hscan_backup_kind *out)
{
	struct import_reader r;
	enum hscan_status status;

	im->file = name;
	import_reader_open(&r, fd);
	status = look(im, &r, out);
	import_reader_close(&r);
	return status;
}

static enum hscan_status
read_as(struct import *im, struct import_reader *r, enum hscan_backup_kind kind)
{
	im->from.source = kind == HSCAN_BACKUP_HOUR ? HSCAN_SOURCE_ARCHIVE
						    : HSCAN_SOURCE_BACKUP;
	im->from.by_name = kind == HSCAN_BACKUP_MIGRATION;
	switch (kind) {
	case HSCAN_BACKUP_WEBHOOK: return read_lines(im, r);
	case HSCAN_BACKUP_HOUR: return import_hours(im, r);
	case HSCAN_BACKUP_MIGRATION: return import_migration(im, r);
	case HSCAN_BACKUP_REST:
	case HSCAN_BACKUP_GITHUB:
	case HSCAN_BACKUP_METADATA:
	case HSCAN_BACKUP_PERCEVAL: break;
	}
	return import_objects(im, r, kind);
}

enum hscan_status
import_file(struct import *im, int fd, const char *name,
    const enum hscan_backup_kind *known)
{
	enum hscan_backup_kind kind = HSCAN_BACKUP_REST;
	enum hscan_status status = HSCAN_OK;
	struct import_reader r;

	im->file = name;
	im->place = 0;
	im->out->files += !im->again;
	import_reader_open(&r, fd);
	if (known)
		kind = *known;
	else
		status = look(im, &r, &kind);
	im->may_return =
	    r.regular && !im->again && kind != HSCAN_BACKUP_MIGRATION;
	if (status == HSCAN_OK && kind == HSCAN_BACKUP_WEBHOOK)
		status = import_check_trust(im);
	if (status == HSCAN_OK && kind == HSCAN_BACKUP_HOUR)
		status = import_check_whose(im);
	if (status == HSCAN_OK)
		status = read_as(im, &r, kind);
	import_reader_close(&r);
	return status;
}
