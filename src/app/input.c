/* SPDX-License-Identifier: MIT */
/* Reads to the end, within a maximum; see input.h. */
#include "app/input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/wipe.h"

enum { PIECE = 8192 };

enum hscan_status
input_interrupted(const char *path, struct hscan_error *err)
{
	char shown[200];

	return hscan_fail(err, HSCAN_EINTR,
	    "interrupted: %s was not read to its end; run again",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)));
}

/* By the piece, which is the caller's. */
static enum hscan_status
read_by(char *piece, int fd, const char *path, struct hscan_buf *out,
    struct hscan_error *err)
{
	char shown[200];

	(void)hscan_safe(hscan_text_of(path), shown, sizeof(shown));
	for (;;) {
		ssize_t n = read(fd, piece, PIECE);

		if (n == 0)
			return HSCAN_OK;
		/* The signals that are caught ask for the end. */
		if (n < 0 && errno == EINTR)
			return input_interrupted(path, err);
		if (n < 0)
			return hscan_fail(err, HSCAN_EINVAL,
			    "cannot read %s: %s; check the path", shown,
			    strerror(errno));
		if (hscan_buf_add(out, piece, (size_t)n))
			continue;
		if (out->failed == HSCAN_ENOMEM)
			return hscan_no_memory(err);
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read %s: it is larger than %zu KiB; make it "
		    "smaller",
		    shown, out->max / 1024);
	}
}

enum hscan_status
input_read(
    int fd, const char *path, struct hscan_buf *out, struct hscan_error *err)
{
	char piece[PIECE];
	enum hscan_status status = read_by(piece, fd, path, out, err);

	if (out->secret)
		hscan_wipe(piece, sizeof(piece));
	return status;
}
