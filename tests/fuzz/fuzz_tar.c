/* SPDX-License-Identifier: MIT */
/* A tar archive, packed or plain: its files are named and read, in little
 * memory whatever they say of themselves. */
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "source/archive/tar.h"

enum { PIECE = 512 };

static enum hscan_status
more(void *payload, struct hscan_text *out, struct hscan_error *err)
{
	struct hscan_text *rest = payload;

	(void)err;
	*out = (struct hscan_text){
	    rest->ptr, rest->len < PIECE ? rest->len : PIECE};
	rest->ptr += out->len;
	rest->len -= out->len;
	return HSCAN_OK;
}

static enum hscan_status
read_file(struct hscan_tar *tar, struct hscan_error *err)
{
	struct hscan_text block;
	enum hscan_status status;
	size_t all = 0;

	do {
		status = hscan_tar_read(tar, &block, err);
		if (status == HSCAN_OK)
			fuzz_touch(block);
		all += block.len;
	} while (status == HSCAN_OK && block.len > 0);
	ENSURE(all <= HSCAN_TAR_FILE_MAX);
	return status == HSCAN_EREFUSED ? HSCAN_OK : status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size);
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_tar_file file = {.name = NULL};
	struct hscan_tar *tar = NULL;
	enum hscan_status status = hscan_tar_open(&tar, more, &rest, &err);

	while (status == HSCAN_OK) {
		status = hscan_tar_next(tar, &file, &err);
		if (status != HSCAN_OK || !file.name)
			break;
		fuzz_touch(hscan_text_of(file.name));
		ENSURE(!hscan_text_ends(hscan_text_of(file.name), "/"));
		status = read_file(tar, &err);
	}
	ENSURE(status == HSCAN_OK || status == HSCAN_EPARSE);
	ENSURE(status == HSCAN_OK || err.message[0] != '\0');
	hscan_tar_close(tar);
	return 0;
}
