/* SPDX-License-Identifier: MIT */
/* Raw deliveries in files; see keep.h. */
#include "serve/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"

enum { SYNC_MS = 1000, SHOWN = 200 };

struct serve_keep {
	char shown[SHOWN]; /* the folder */
	int folder;
	int file; /* -1: none is open */
	char day[HSCAN_TIME_SIZE];
	bool dirty;
	int64_t synced_ms;
};

static enum hscan_status
fail(const struct serve_keep *keep, const char *what, int error,
    struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EIO,
	    "cannot %s deliveries in %s: %s; check the folder and the space on "
	    "the disk, or leave out --keep",
	    what, keep->shown, strerror(error));
}

enum hscan_status
serve_keep_open(
    const char *folder, struct serve_keep **out, struct hscan_error *err)
{
	struct serve_keep *keep = calloc(1, sizeof(*keep));
	enum hscan_status status;

	if (!keep)
		return hscan_no_memory(err);
	keep->file = -1;
	(void)hscan_safe(
	    hscan_text_of(folder), keep->shown, sizeof(keep->shown));
	(void)mkdir(folder, S_IRWXU); /* what fails shows in the next line */
	keep->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (keep->folder < 0) {
		status = fail(keep, "keep", errno, err);
		free(keep);
		return status;
	}
	*out = keep;
	return HSCAN_OK;
}

static void
sync_file(struct serve_keep *keep)
{
	if (keep->dirty)
		(void)fdatasync(keep->file);
	keep->dirty = false;
}

static enum hscan_status
open_day(struct serve_keep *keep, int64_t now_s, struct hscan_error *err)
{
	char day[HSCAN_TIME_SIZE], name[HSCAN_TIME_SIZE + 32];

	hscan_format_date(now_s, day);
	if (keep->file >= 0 && strcmp(day, keep->day) == 0)
		return HSCAN_OK;
	if (keep->file >= 0) {
		sync_file(keep);
		(void)close(keep->file);
	}
	(void)snprintf(name, sizeof(name), "deliveries-%s.ndjson", day);
	keep->file = openat(keep->folder, name,
	    O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
	    S_IRUSR | S_IWUSR);
	if (keep->file < 0)
		return fail(keep, "keep", errno, err);
	memcpy(keep->day, day, sizeof(keep->day));
	(void)fsync(keep->folder);
	return HSCAN_OK;
}

/* On a full disk a part may have been written: it is taken back, so that the
 * next line does not go on where it was cut. */
static enum hscan_status
append(const struct serve_keep *keep, struct hscan_text lines,
    struct hscan_error *err)
{
	off_t end = lseek(keep->file, 0, SEEK_END);
	size_t done = 0;

	while (done < lines.len) {
		ssize_t n =
		    write(keep->file, lines.ptr + done, lines.len - done);
		int error = n < 0 ? errno : ENOSPC;

		if (n < 0 && error == EINTR)
			continue;
		if (n <= 0) {
			if (end >= 0 && ftruncate(keep->file, end) != 0)
				error = errno;
			return fail(keep, "keep", error, err);
		}
		done += (size_t)n;
	}
	return HSCAN_OK;
}

enum hscan_status
serve_keep_add(struct serve_keep *keep, struct hscan_text lines, int64_t now_s,
    struct hscan_error *err)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	enum hscan_status status = open_day(keep, now_s, err);

	if (status != HSCAN_OK || lines.len == 0)
		return status;
	if (fcntl(keep->file, F_SETLKW, &lock) != 0)
		return fail(keep, "lock the file of", errno, err);
	status = append(keep, lines, err);
	lock.l_type = F_UNLCK;
	(void)fcntl(keep->file, F_SETLK, &lock);
	keep->dirty = keep->dirty || status == HSCAN_OK;
	return status;
}

void
serve_keep_turn(struct serve_keep *keep, int64_t now_ms)
{
	if (!keep->dirty || now_ms - keep->synced_ms < SYNC_MS)
		return;
	sync_file(keep);
	keep->synced_ms = now_ms;
}

void
serve_keep_close(struct serve_keep *keep)
{
	if (!keep)
		return;
	if (keep->file >= 0) {
		sync_file(keep);
		(void)close(keep->file);
	}
	(void)close(keep->folder);
	free(keep);
}
