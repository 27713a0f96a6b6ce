/* SPDX-License-Identifier: MIT */
/* The objects of JSON of a file, or of a part of one; see import.h. */
#include "app/import_internal.h"
#include "source/backup/objects.h"

static enum hscan_status
on_object(struct import *im, enum hscan_backup_kind kind,
    const struct hscan_objects *objects, enum hscan_objects_found found)
{
	enum hscan_status status;

	im->place++;
	if (found == HSCAN_OBJECT_WHOLE)
		return import_object(im, kind, hscan_objects_text(objects));
	status = import_refuse(im, "it is larger than 32 MiB");
	return status == HSCAN_OK ? import_turn(im) : status;
}

/* Within a list it is JSON, but of something else. */
enum hscan_status
import_no_object(struct import *im, const struct hscan_objects *objects,
    struct hscan_text rest)
{
	if (objects->lists == 0)
		return hscan_backup_no_json(rest, im->err);
	return hscan_fail(im->err, HSCAN_EPARSE,
	    "it cannot be used: it is a list of something else than objects; "
	    "see healthscan-import(1) for what is read");
}

/* What is no object ends the file, for where the next record begins cannot be
 * told. */
static enum hscan_status
refuse_rest(struct import *im, const struct hscan_objects *objects,
    struct hscan_text rest)
{
	(void)import_no_object(im, objects, rest);
	im->place++;
	im->out->cut = im->out->cut || im->place > 1;
	return import_refuse(im, im->err->message);
}

static enum hscan_status
refuse_cut(struct import *im)
{
	im->out->cut = true;
	im->place++;
	return import_refuse(im, "it ends in the middle");
}

enum hscan_status
import_objects(
    struct import *im, struct import_reader *r, enum hscan_backup_kind kind)
{
	struct hscan_objects objects;
	struct hscan_text piece = {NULL, 0};
	enum hscan_objects_found found = HSCAN_OBJECT_NONE;
	enum hscan_status status = HSCAN_OK;

	hscan_objects_init(&objects);
	while (status == HSCAN_OK) {
		found = hscan_objects_next(&objects, &piece);
		if (found == HSCAN_OBJECT_NO_JSON)
			break;
		if (found != HSCAN_OBJECT_NONE) {
			status = on_object(im, kind, &objects, found);
			continue;
		}
		status = hscan_buf_check(&objects.text, im->file, im->err);
		if (status == HSCAN_EREFUSED)
			status = HSCAN_OK;
		if (status == HSCAN_OK)
			status = import_next_piece(im, r, &piece);
		if (status == HSCAN_OK && piece.len == 0)
			break;
	}
	if (status == HSCAN_OK && found == HSCAN_OBJECT_NO_JSON)
		status = refuse_rest(im, &objects, piece);
	else if (status == HSCAN_OK && !hscan_objects_ended(&objects))
		status = refuse_cut(im);
	hscan_objects_clear(&objects);
	return status;
}
