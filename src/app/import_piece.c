/* SPDX-License-Identifier: MIT */
/* The files of an import, piece by piece; see import_internal.h. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_internal.h"
#include "source/backup/objects.h"

void
import_reader_open(struct import_reader *r, int fd)
{
	struct stat st;

	r->fd = fd;
	r->regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	r->ahead_at = 0;
	r->keep = false;
	r->next = NULL;
	hscan_buf_init(&r->ahead, HSCAN_OBJECT_MAX + 2 * (size_t)IMPORT_PIECE);
}

void
import_reader_close(struct import_reader *r)
{
	hscan_buf_clear(&r->ahead);
	(void)close(r->fd);
}

/* Nobody waits for the store while this waits for a pipe. */
static enum hscan_status
before_reading(struct import *im, const struct import_reader *r)
{
	struct pollfd wait = {.fd = r->fd, .events = POLLIN};

	if (r->regular || poll(&wait, 1, 0) > 0)
		return HSCAN_OK;
	return import_commit(im);
}

enum hscan_status
import_next_piece(
    struct import *im, struct import_reader *r, struct hscan_text *out)
{
	ssize_t n;
	enum hscan_status status;

	if (r->next)
		return r->next(im, r, out);
	if (!r->keep && r->ahead_at < r->ahead.len) {
		*out = (struct hscan_text){
		    r->ahead.ptr + r->ahead_at, r->ahead.len - r->ahead_at};
		r->ahead_at = r->ahead.len;
		return HSCAN_OK;
	}
	status = before_reading(im, r);
	if (status != HSCAN_OK)
		return status;
	n = read(r->fd, r->piece, IMPORT_PIECE);
	/* The signals that are caught ask for the end. */
	if (n < 0 && errno == EINTR) {
		*out = (struct hscan_text){r->piece, 0};
		status = import_turn(im);
		return status != HSCAN_OK ? status
					  : import_next_piece(im, r, out);
	}
	if (n < 0)
		return hscan_fail(im->err, HSCAN_EINVAL,
		    "cannot read %s: %s; check the path", im->file,
		    strerror(errno));
	*out = (struct hscan_text){r->piece, (size_t)n};
	im->bytes_read += n;
	if (r->keep)
		(void)hscan_buf_add(&r->ahead, r->piece, (size_t)n);
	return hscan_buf_check(&r->ahead, im->file, im->err);
}
