/* SPDX-License-Identifier: MIT */
/* Texts on their way, in a file; see spool.h. */
#define _XOPEN_SOURCE 700 /* fseeko() */

#include "cli/screen/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

static enum hscan_status
failed(struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EIO,
	    "cannot keep the result in a temporary file: %s; make room where "
	    "temporary files go",
	    strerror(errno ? errno : EIO));
}

void
spool_clear(struct spool *spool)
{
	if (spool->file)
		(void)fclose(spool->file);
	free(spool->places);
	*spool = (struct spool){.file = NULL};
}

static enum hscan_status
make_room(struct spool *spool, size_t number, struct hscan_error *err)
{
	struct spool_place *places = hscan_grow(
	    spool->places, &spool->room, number + 1, sizeof(*places));

	if (!places)
		return hscan_no_memory(err);
	spool->places = places;
	for (; spool->len <= number; spool->len++)
		places[spool->len] = (struct spool_place){0, 0};
	return HSCAN_OK;
}

enum hscan_status
spool_put(struct spool *spool, size_t number, struct hscan_text text,
    struct hscan_error *err)
{
	enum hscan_status status = make_room(spool, number, err);

	if (status != HSCAN_OK)
		return status;
	errno = 0;
	if (!spool->file)
		spool->file = tmpfile();
	if (!spool->file || fseeko(spool->file, spool->end, SEEK_SET) != 0 ||
	    fwrite(text.ptr, 1, text.len, spool->file) != text.len)
		return failed(err);
	spool->places[number] = (struct spool_place){spool->end + 1, text.len};
	spool->end += (int64_t)text.len;
	return HSCAN_OK;
}

bool
spool_has(const struct spool *spool, size_t number)
{
	return number < spool->len && spool->places[number].at > 0;
}

enum hscan_status
spool_add(struct spool *spool, size_t number, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct spool_place place;
	char *room;

	if (!spool_has(spool, number))
		return HSCAN_OK;
	place = spool->places[number];
	room = malloc(place.len + 1);
	if (!room)
		return hscan_no_memory(err);
	errno = 0;
	if (fseeko(spool->file, place.at - 1, SEEK_SET) != 0 ||
	    fread(room, 1, place.len, spool->file) != place.len) {
		free(room);
		return failed(err);
	}
	(void)hscan_buf_add(out, room, place.len);
	free(room);
	return hscan_buf_check(out, "the result", err);
}
