/* SPDX-License-Identifier: MIT */
/*
 * Bytes out of a stream that may be gzip, of any number of members, or plain.
 * zlib's gzread ends in silence where a member is broken, and takes what is no
 * gzip behind one for nothing: here each is said. Pure: bytes in, bytes out.
 */
#ifndef HSCAN_SOURCE_ARCHIVE_GZIP_H
#define HSCAN_SOURCE_ARCHIVE_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct hscan_gzip;

/* Free with hscan_gzip_close(). */
HSCAN_CHECK enum hscan_status hscan_gzip_open(
    struct hscan_gzip **out, struct hscan_error *err);
void hscan_gzip_close(struct hscan_gzip *gzip); /* NULL is fine */

/* To begin another stream. */
void hscan_gzip_restart(struct hscan_gzip *gzip);

/**
 * Takes bytes off the front of `*in` and writes at most `room` to `out`; `*len`
 * is how many. 0 written means that more is wanted: all of `*in` is taken then.
 * Zero bytes behind the last member are passed over. HSCAN_EPARSE: the stream
 * is broken there; what was written before is good.
 */
HSCAN_CHECK enum hscan_status hscan_gzip_next(struct hscan_gzip *gzip,
    struct hscan_text *in, char *out, size_t room, size_t *len,
    struct hscan_error *err);

/* Whether the stream may end here. HSCAN_EPARSE: in the middle of a member. */
HSCAN_CHECK enum hscan_status hscan_gzip_end(
    const struct hscan_gzip *gzip, struct hscan_error *err);

#endif
