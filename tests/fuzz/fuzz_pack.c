/* SPDX-License-Identifier: MIT */
/* A pack and its index lead nowhere but into their own bytes, and no object
 * inflates to more than it may. The first two bytes of an input say how long
 * the index is; the pack follows it, with a checksum that no fuzzer finds, and
 * that may be the index's. */
#include "fuzz/fuzz.h"
#include "source/git/pack.h"

/* An index may say that it has many more than are there to be tried. */
enum { TRIED = 64 };

static void
ensure_commit(struct git_inflater *inflater, struct hscan_text deflated,
    size_t len, struct hscan_text pack)
{
	struct hscan_text raw = {NULL, 0};

	ENSURE(fuzz_lies_within(deflated, pack));
	if (!git_inflate_lines(inflater, deflated, len, &raw))
		return;
	ENSURE(raw.len <= len && raw.len <= (size_t)64 * 1024);
	fuzz_touch(raw);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct git_inflater *inflater;
	struct git_pack_index index = {.offsets = data};
	struct hscan_text bytes = fuzz_text(data, size), pack, deflated;
	size_t len;

	if (!inflater)
		inflater = git_inflater_new();
	ENSURE(inflater);
	if (size < 2)
		return 0;
	len = (size_t)data[0] << 8 | data[1];
	if (len > size - 2)
		len = size - 2;
	bytes = fuzz_text(data + 2, len);
	pack = fuzz_text(data + 2 + len, size - 2 - len);
	if (!git_pack_index_read(bytes, &index)) {
		ENSURE(index.offsets == data);
		return 0;
	}
	if (!git_pack_fits(&index, pack) && pack.len >= HSCAN_SHA_SIZE)
		index.pack =
		    (const unsigned char *)pack.ptr + pack.len - HSCAN_SHA_SIZE;
	if (!git_pack_fits(&index, pack))
		return 0;
	for (uint32_t i = 0; i < index.ids.len && i < TRIED; i++)
		if (git_pack_find(&index, pack, git_ids_at(&index.ids, i),
			&deflated, &len))
			ensure_commit(inflater, deflated, len, pack);
	return 0;
}
