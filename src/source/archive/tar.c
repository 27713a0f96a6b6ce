/* SPDX-License-Identifier: MIT */
/* Reads tar archives with libarchive; see tar.h. */
#include "source/archive/tar.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/archive/gzip.h"
#include "source/archive/tar_library.h"

enum {
	BLOCK = 64 * 1024,
	/* Of a small archive the ratio says nothing. */
	SLACK = 32 * 1024 * 1024,
};

struct hscan_tar {
	const struct tar_library *library;
	struct archive *archive; /* owned */
	struct hscan_gzip *gzip; /* owned */
	hscan_tar_more_fn *more;
	void *payload;
	struct hscan_text piece; /* what was not inflated yet */
	uint64_t packed, unpacked;
	bool ended;
	/* Why the callback has failed, as libarchive knows no such reasons. */
	struct hscan_error failed;
	int64_t read; /* of this file */
	char block[BLOCK];
};

/* --- bytes --- */

/* Up to a block of the tar; none: it is at its end. */
static enum hscan_status
unpack(struct hscan_tar *tar, size_t *len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*len = 0;
	while (status == HSCAN_OK && *len == 0 && !tar->ended) {
		status = hscan_gzip_next(
		    tar->gzip, &tar->piece, tar->block, BLOCK, len, err);
		if (status != HSCAN_OK || *len > 0)
			break;
		status = tar->more(tar->payload, &tar->piece, err);
		tar->packed += tar->piece.len;
		tar->ended = status == HSCAN_OK && tar->piece.len == 0;
		if (tar->ended)
			status = hscan_gzip_end(tar->gzip, err);
	}
	tar->unpacked += *len;
	if (status == HSCAN_OK &&
	    tar->unpacked > HSCAN_TAR_RATIO * tar->packed + SLACK)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the archive is more than %d times as large as it is "
		    "packed: it is not read on",
		    HSCAN_TAR_RATIO);
	return status;
}

static la_ssize_t
give(struct archive *archive, void *payload, const void **out)
{
	struct hscan_tar *tar = payload;
	size_t len = 0;

	/* What has failed once is not asked again; what came before is good. */
	if (tar->failed.status == HSCAN_OK)
		(void)!unpack(tar, &len, &tar->failed);
	if (tar->failed.status != HSCAN_OK && len == 0) {
		tar->library->set_error(archive, EIO, "no more bytes");
		return -1;
	}
	*out = tar->block;
	return (la_ssize_t)len;
}

/* --- failures --- */

static enum hscan_status
fail(struct hscan_tar *tar, struct hscan_error *err)
{
	const char *why = tar->library->error_string(tar->archive);
	char shown[160];

	if (tar->failed.status != HSCAN_OK) {
		if (err)
			*err = tar->failed;
		return tar->failed.status;
	}
	if (tar->library->error_number(tar->archive) == ENOMEM)
		return hscan_no_memory(err);
	return hscan_fail(err, HSCAN_EPARSE, "the archive is broken: %s",
	    hscan_safe(hscan_text_of(why ? why : "no reason is given"), shown,
		sizeof(shown)));
}

/* What libarchive has only something to say about is as good. */
static bool
is_good(int rc)
{
	return rc == ARCHIVE_OK || rc == ARCHIVE_WARN;
}

/* --- the archive --- */

enum hscan_status
hscan_tar_open(struct hscan_tar **out, hscan_tar_more_fn *more, void *payload,
    struct hscan_error *err)
{
	struct hscan_tar *tar = calloc(1, sizeof(*tar));
	enum hscan_status status;

	*out = tar;
	if (!tar)
		return hscan_no_memory(err);
	tar->more = more;
	tar->payload = payload;
	tar->failed.status = HSCAN_OK;
	status = tar_library_load(&tar->library, err);
	if (status == HSCAN_OK)
		status = hscan_gzip_open(&tar->gzip, err);
	if (status != HSCAN_OK)
		return status;
	tar->archive = tar->library->read_new();
	if (!tar->archive ||
	    tar->library->read_support_format_tar(tar->archive) != ARCHIVE_OK)
		return hscan_no_memory(err);
	if (tar->library->read_open(tar->archive, tar, NULL, give, NULL) !=
	    ARCHIVE_OK)
		return fail(tar, err);
	return HSCAN_OK;
}

void
hscan_tar_close(struct hscan_tar *tar)
{
	if (!tar)
		return;
	if (tar->archive)
		(void)tar->library->read_free(tar->archive);
	hscan_gzip_close(tar->gzip);
	free(tar);
}

/* What follows the last file is looked at, too: the sum stands behind it. */
static enum hscan_status
finish(struct hscan_tar *tar, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t len = 1;

	if (tar->failed.status != HSCAN_OK)
		return fail(tar, err);
	while (status == HSCAN_OK && len > 0)
		status = unpack(tar, &len, err);
	return status;
}

static const char *
without_folders(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path ? path : "";
}

enum hscan_status
hscan_tar_next(
    struct hscan_tar *tar, struct hscan_tar_file *out, struct hscan_error *err)
{
	struct archive_entry *entry = NULL;
	int rc = tar->library->read_next_header(tar->archive, &entry);

	*out = (struct hscan_tar_file){.name = NULL};
	if (rc == ARCHIVE_EOF)
		return finish(tar, err);
	/* A header with a wrong sum cannot be passed over, says libarchive. */
	if (!is_good(rc))
		return fail(tar, err);
	tar->read = 0;
	out->name = without_folders(tar->library->entry_pathname(entry));
	out->regular = tar->library->entry_filetype(entry) == AE_IFREG &&
		       !tar->library->entry_hardlink(entry) &&
		       !tar->library->entry_symlink(entry);
	return HSCAN_OK;
}

enum hscan_status
hscan_tar_read(
    struct hscan_tar *tar, struct hscan_text *out, struct hscan_error *err)
{
	const void *bytes = NULL;
	size_t len = 0;
	la_int64_t at = 0;
	int rc = tar->library->read_data_block(tar->archive, &bytes, &len, &at);

	*out = (struct hscan_text){NULL, 0};
	if (rc == ARCHIVE_EOF)
		return HSCAN_OK;
	if (!is_good(rc))
		return fail(tar, err);
	if (at != tar->read)
		return hscan_fail(err, HSCAN_EREFUSED, "the file has holes");
	tar->read += (int64_t)len;
	if (tar->read > HSCAN_TAR_FILE_MAX)
		return hscan_fail(err, HSCAN_EREFUSED,
		    "the file is larger than %d MiB",
		    HSCAN_TAR_FILE_MAX / 1024 / 1024);
	*out = (struct hscan_text){bytes, len};
	return HSCAN_OK;
}
