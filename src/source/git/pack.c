/* SPDX-License-Identifier: MIT */
/* Packs and their indices; see pack.h. */
#define ZLIB_CONST
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/text.h"
#include "source/git/pack.h"

enum {
	INDEX_HEAD = 8, /* magic, version */
	PACK_HEAD = 12, /* "PACK", version, number of objects */
	CHECKSUMS = 2 * HSCAN_SHA_SIZE,
	COMMIT = 1,        /* the type of an object */
	FIRST_BYTES = 256, /* in which most commits have their committer */
	MAX_BYTES = 64 * 1024
};
/* Of an offset: it is where the long one stands in the list of those. */
#define ELSEWHERE UINT32_C(0x80000000)

/* --- where a commit is --- */

bool
git_pack_index_read(struct hscan_text bytes, struct git_pack_index *out)
{
	static const unsigned char start[INDEX_HEAD] = {
	    0xff, 't', 'O', 'c', 0, 0, 0, 2};
	const unsigned char *all = (const unsigned char *)bytes.ptr;
	struct git_pack_index index = {.offsets = NULL};
	uint64_t rest;

	if (bytes.len < INDEX_HEAD + GIT_FANOUT_SIZE + CHECKSUMS ||
	    memcmp(all, start, sizeof(start)) != 0 ||
	    !git_ids_read(all + INDEX_HEAD, &index.ids))
		return false;
	rest = bytes.len - INDEX_HEAD - GIT_FANOUT_SIZE - CHECKSUMS;
	/* Of each an id, a checksum and an offset. */
	if (rest / (HSCAN_SHA_SIZE + 8) < index.ids.len)
		return false;
	rest -= (uint64_t)index.ids.len * (HSCAN_SHA_SIZE + 8);
	index.ids.ids = all + INDEX_HEAD + GIT_FANOUT_SIZE;
	index.offsets =
	    index.ids.ids + (size_t)index.ids.len * (HSCAN_SHA_SIZE + 4);
	index.far = (struct hscan_text){
	    (const char *)index.offsets + (size_t)index.ids.len * 4,
	    (size_t)rest};
	index.pack = all + bytes.len - CHECKSUMS;
	*out = index;
	return true;
}

bool
git_pack_fits(const struct git_pack_index *index, struct hscan_text bytes)
{
	static const unsigned char start[] = {'P', 'A', 'C', 'K', 0, 0, 0, 2};

	return bytes.len > PACK_HEAD + HSCAN_SHA_SIZE &&
	       memcmp(bytes.ptr, start, sizeof(start)) == 0 &&
	       memcmp(bytes.ptr + bytes.len - HSCAN_SHA_SIZE, index->pack,
		   HSCAN_SHA_SIZE) == 0;
}

static bool
find_offset(const struct git_pack_index *index,
    const unsigned char sha[HSCAN_SHA_SIZE], uint64_t *out)
{
	uint32_t at;

	if (!git_ids_find(&index->ids, sha, &at))
		return false;
	at = git_number_at(index->offsets + (size_t)4 * at);
	*out = at;
	if (!(at & ELSEWHERE))
		return true;
	at &= ~ELSEWHERE;
	if (at >= index->far.len / 8)
		return false;
	*out =
	    git_long_at((const unsigned char *)index->far.ptr + (size_t)8 * at);
	return true;
}

/* Takes the head of an object off: in the first byte its type and four bits of
 * its length, in each that follows seven more. */
static bool
take_head(struct hscan_text *rest, unsigned *type, size_t *len)
{
	unsigned char byte = (unsigned char)*rest->ptr;
	unsigned shift = 4;

	*type = byte >> 4 & 7;
	*len = byte & 15;
	rest->ptr++;
	rest->len--;
	while (byte & 0x80) {
		if (rest->len == 0 || shift > 31)
			return false;
		byte = (unsigned char)*rest->ptr;
		*len |= (size_t)(byte & 0x7f) << shift;
		shift += 7;
		rest->ptr++;
		rest->len--;
	}
	return true;
}

bool
git_pack_find(const struct git_pack_index *index, struct hscan_text pack,
    const unsigned char sha[HSCAN_SHA_SIZE], struct hscan_text *deflated,
    size_t *len)
{
	struct hscan_text rest;
	uint64_t offset;
	unsigned type;

	if (!find_offset(index, sha, &offset) || offset < PACK_HEAD ||
	    offset >= pack.len - HSCAN_SHA_SIZE)
		return false;
	rest = (struct hscan_text){
	    pack.ptr + offset, pack.len - HSCAN_SHA_SIZE - (size_t)offset};
	if (!take_head(&rest, &type, len) || type != COMMIT)
		return false;
	*deflated = rest;
	return true;
}

/* --- what it says --- */

struct git_inflater {
	z_stream stream;
	unsigned char bytes[MAX_BYTES];
};

struct git_inflater *
git_inflater_new(void)
{
	struct git_inflater *inflater = calloc(1, sizeof(*inflater));

	if (inflater && inflateInit(&inflater->stream) == Z_OK)
		return inflater;
	free(inflater);
	return NULL;
}

void
git_inflater_free(struct git_inflater *inflater)
{
	if (inflater)
		(void)inflateEnd(&inflater->stream);
	free(inflater);
}

/* Whether all that is wanted of a commit is there: its committer, or, where it
 * has none, what comes before the message. */
static bool
is_enough(struct hscan_text raw)
{
	while (raw.ptr) {
		struct hscan_text line = hscan_text_split(&raw, '\n');

		if (line.len == 0 || hscan_text_starts(line, "committer "))
			return raw.ptr != NULL;
	}
	return false;
}

bool
git_inflate_lines(struct git_inflater *inflater, struct hscan_text deflated,
    size_t len, struct hscan_text *raw)
{
	z_stream *stream = &inflater->stream;
	size_t want = FIRST_BYTES;

	if (inflateReset(stream) != Z_OK)
		return false;
	stream->next_in = (const Bytef *)deflated.ptr;
	stream->avail_in =
	    deflated.len < UINT_MAX ? (uInt)deflated.len : UINT_MAX;
	*raw = (struct hscan_text){(const char *)inflater->bytes, 0};
	for (; raw->len < len; want *= 2) {
		if (want > len)
			want = len;
		if (want > MAX_BYTES)
			return false;
		stream->next_out = inflater->bytes + raw->len;
		stream->avail_out = (uInt)(want - raw->len);
		(void)inflate(stream, Z_SYNC_FLUSH);
		if (stream->avail_out > 0)
			return false;
		raw->len = want;
		if (is_enough(*raw))
			return true;
	}
	return true;
}
