/* SPDX-License-Identifier: MIT */
/*
 * The body of a request, read bit by bit as it goes out, so that it need not
 * be in memory as a whole. This keeps count of how far it has been read:
 * whether it is as long as promised, and whether it may be sent again.
 */
#ifndef HSCAN_HTTP_UPLOAD_H
#define HSCAN_HTTP_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

struct hscan_http_body {
	const char *type; /* "application/octet-stream"; copied */
	int64_t length;   /* exactly, in bytes; -1: not known yet */
	/* Writes up to `size` bytes to `out`, at least 1 until the end, which
	 * is a `*len` of 0. Must not wait long: other requests do meanwhile.
	 * On failure the request fails in the same way. */
	enum hscan_status (*read)(void *payload, char *out, size_t size,
	    size_t *len, struct hscan_error *err);
	/* Goes back to the beginning. NULL: it can be read once only, so that
	 * a request that has failed is not sent again. */
	enum hscan_status (*rewind)(void *payload, struct hscan_error *err);
	void *payload; /* borrowed until the answer is there */
};

/* A body on its way. */
struct hscan_upload {
	struct hscan_http_body body;
	int64_t sent;
	bool whole;                /* read to its end */
	bool dropped;              /* must not be read any more */
	struct hscan_error failed; /* of reading; HSCAN_OK: it has not */
};

/* Reads on; `*len` is 0 at the end. Fails with HSCAN_EINVAL for a body that is
 * shorter than it was said to be, with HSCAN_EINTR for one that was dropped;
 * once it has failed it stays so. */
HSCAN_CHECK enum hscan_status hscan_upload_read(
    struct hscan_upload *upload, char *out, size_t size, size_t *len);

/* Whether it is at its beginning, or can be brought there. NULL: there is no
 * body, and nothing in the way. */
bool hscan_upload_can_repeat(const struct hscan_upload *upload);

/* Brings it to its beginning, if it is not there. */
HSCAN_CHECK enum hscan_status hscan_upload_rewind(
    struct hscan_upload *upload, struct hscan_error *err);

#endif
