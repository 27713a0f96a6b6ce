/* SPDX-License-Identifier: MIT */
/* In place of tar.c where libarchive is not; see tar.h. */
#include "source/archive/tar.h"

enum hscan_status
hscan_tar_open(struct hscan_tar **out, hscan_tar_more_fn *more, void *payload,
    struct hscan_error *err)
{
	(void)more;
	(void)payload;
	*out = NULL;
	return hscan_fail(err, HSCAN_EREFUSED,
	    "it is not read: this healthscan was built without libarchive; "
	    "unpack it with tar, and name the folder");
}

void
hscan_tar_close(struct hscan_tar *tar)
{
	(void)tar;
}

enum hscan_status
hscan_tar_next(
    struct hscan_tar *tar, struct hscan_tar_file *out, struct hscan_error *err)
{
	(void)tar;
	(void)err;
	*out = (struct hscan_tar_file){.name = NULL};
	return HSCAN_OK;
}

enum hscan_status
hscan_tar_read(
    struct hscan_tar *tar, struct hscan_text *out, struct hscan_error *err)
{
	(void)tar;
	(void)err;
	*out = (struct hscan_text){NULL, 0};
	return HSCAN_OK;
}
