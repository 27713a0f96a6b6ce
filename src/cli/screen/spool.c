/* SPDX-License-Identifier: MIT */
/* Texts on their way; see spool.h. */
#define _XOPEN_SOURCE 700 /* fseeko() */

#include "cli/screen/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/setting/load.h"

/* What few repositories come to needs no file, which not every system has room
 * for. */
#define HELD_MAX ((size_t)4 * 1024 * 1024)

#define PATH_SIZE ((size_t)4096)

/* tmpfile() does not ask TMPDIR. */
static const char *
folder(void)
{
	const char *told = settings_getenv("TMPDIR");

	return told ? told : "/tmp";
}

static enum hscan_status
failed(struct hscan_error *err)
{
	const char *why = strerror(errno ? errno : EIO);
	char shown[200];

	return hscan_fail(err, HSCAN_EIO,
	    "cannot keep the result in a temporary file in %s: %s; make room "
	    "there, or name another folder with TMPDIR",
	    hscan_safe(hscan_text_of(folder()), shown, sizeof(shown)), why);
}

/* Nobody else finds it, and it is gone with us. */
static FILE *
open_file(void)
{
	char path[PATH_SIZE];
	int len =
	    snprintf(path, sizeof(path), "%s/healthscan-XXXXXX", folder());
	FILE *file = NULL;
	int fd = -1;

	if (len < 0 || (size_t)len >= sizeof(path))
		errno = ENAMETOOLONG;
	else
		fd = mkstemp(path);
	if (fd < 0)
		return NULL;
	(void)unlink(path);
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
		file = fdopen(fd, "w+");
	if (!file)
		(void)close(fd);
	return file;
}

void
spool_clear(struct spool *spool)
{
	if (spool->file)
		(void)fclose(spool->file);
	hscan_buf_clear(&spool->held);
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
		places[spool->len] = (struct spool_place){.at = 0};
	return HSCAN_OK;
}

static enum hscan_status
put_in_file(
    struct spool *spool, struct hscan_text text, struct hscan_error *err)
{
	errno = 0;
	if (!spool->file)
		spool->file = open_file();
	if (!spool->file || fseeko(spool->file, spool->end, SEEK_SET) != 0 ||
	    fwrite(text.ptr, 1, text.len, spool->file) != text.len)
		return failed(err);
	spool->end += (int64_t)text.len;
	return HSCAN_OK;
}

enum hscan_status
spool_put(struct spool *spool, size_t number, struct hscan_text text,
    struct hscan_error *err)
{
	enum hscan_status status = make_room(spool, number, err);
	struct spool_place place = {.len = text.len};

	if (status != HSCAN_OK)
		return status;
	if (spool->held.max == 0)
		hscan_buf_init(&spool->held, HELD_MAX);
	place.in_file = spool->file || text.len > HELD_MAX - spool->held.len;
	place.at = 1 + (place.in_file ? spool->end : (int64_t)spool->held.len);
	if (place.in_file)
		status = put_in_file(spool, text, err);
	else if (!hscan_buf_add_text(&spool->held, text))
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		spool->places[number] = place;
	return status;
}

bool
spool_has(const struct spool *spool, size_t number)
{
	return number < spool->len && spool->places[number].at > 0;
}

static enum hscan_status
add_of_file(struct spool *spool, const struct spool_place *place,
    struct hscan_buf *out, struct hscan_error *err)
{
	char *room = malloc(place->len + 1);

	if (!room)
		return hscan_no_memory(err);
	errno = 0;
	if (fseeko(spool->file, place->at - 1, SEEK_SET) != 0 ||
	    fread(room, 1, place->len, spool->file) != place->len) {
		free(room);
		return failed(err);
	}
	(void)hscan_buf_add(out, room, place->len);
	free(room);
	return HSCAN_OK;
}

enum hscan_status
spool_add(struct spool *spool, size_t number, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	const struct spool_place *place;

	if (!spool_has(spool, number))
		return HSCAN_OK;
	place = &spool->places[number];
	if (place->in_file)
		status = add_of_file(spool, place, out, err);
	else
		(void)hscan_buf_add(
		    out, spool->held.ptr + place->at - 1, place->len);
	return status == HSCAN_OK ? hscan_buf_check(out, "the result", err)
				  : status;
}
