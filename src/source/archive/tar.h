/* SPDX-License-Identifier: MIT */
/*
 * Regular files out of a tar archive, plain or gzip, one after another as they
 * come; nothing is written anywhere. libarchive reads the tar. It would inflate
 * as well, but without a look at the sum or at what follows: gzip.h does that.
 * Where healthscan is built without libarchive, to open one fails.
 */
#ifndef HSCAN_SOURCE_ARCHIVE_TAR_H
#define HSCAN_SOURCE_ARCHIVE_TAR_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct hscan_tar;

/* The next bytes of the archive, which are good until the next call; none: it
 * is at its end. */
typedef enum hscan_status hscan_tar_more_fn(
    void *payload, struct hscan_text *out, struct hscan_error *err);

/* No more is read of a file, and an archive is no more times as large as it is
 * packed, or an attack. */
enum { HSCAN_TAR_FILE_MAX = 32 * 1024 * 1024, HSCAN_TAR_RATIO = 200 };

/* Free with hscan_tar_close(). HSCAN_EPARSE: it is no archive. HSCAN_EREFUSED:
 * it cannot be read by this program. Others are those of `more`. */
HSCAN_CHECK enum hscan_status hscan_tar_open(struct hscan_tar **out,
    hscan_tar_more_fn *more, void *payload, struct hscan_error *err);
void hscan_tar_close(struct hscan_tar *tar); /* NULL is fine */

/* A file, or a link or device of a name; the name without its folders, which
 * may hold any bytes, is good until the next one. */
struct hscan_tar_file {
	const char *name; /* NULL: the archive is at its end */
	bool regular;
};

/* HSCAN_EPARSE: the archive is broken, or more than it may be. */
HSCAN_CHECK enum hscan_status hscan_tar_next(
    struct hscan_tar *tar, struct hscan_tar_file *out, struct hscan_error *err);

/* The next bytes of this file; none: it is at its end. HSCAN_EREFUSED: there is
 * more of it than is read, or it has holes; the next file may be read. */
HSCAN_CHECK enum hscan_status hscan_tar_read(
    struct hscan_tar *tar, struct hscan_text *out, struct hscan_error *err);

#endif
