/* SPDX-License-Identifier: MIT */
/* Packs and their indices; see pack.h. */
#define ZLIB_CONST
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/text.h"
#include "source/git/pack.h"

enum {
	INDEX_HEAD = 8, /* magic, version */
	PACK_HEAD = 12, /* "PACK", version, number of objects */
	CHECKSUMS = 2 * HSCAN_SHA_SIZE,
	COMMIT = 1, /* the type of an object */
	/* Deflated: most commits have their header in so many, and of those
	 * that are signed most in the others. */
	FIRST_BYTES = 176,
	SIGNED_BYTES = 640,
	ZLIB_HEAD = 2, /* before what is deflated */
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

	if (inflater && inflateInit2(&inflater->stream, -MAX_WBITS) == Z_OK)
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

/* Whether all that is wanted of a commit is there: what comes before its
 * message. `from` has been looked at before. */
static bool
is_enough(struct hscan_text raw, size_t from)
{
	const char *end = raw.ptr + raw.len;
	const char *at = raw.ptr + (from > 0 ? from - 1 : 0);

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL)
		if (++at == end || *at == '\n')
			return at < end;
	return false;
}

/* Takes zlib's own head off: method and window, and no dictionary. Then it need
 * not sum up what is not compared with the sum at the end. */
static bool
take_zlib_head(struct hscan_text *deflated)
{
	const unsigned char *head = (const unsigned char *)deflated->ptr;

	if (deflated->len < ZLIB_HEAD || (head[0] & 0x0f) != Z_DEFLATED ||
	    (head[1] & 0x20) || (head[0] << 8 | head[1]) % 31 != 0)
		return false;
	deflated->ptr += ZLIB_HEAD;
	deflated->len -= ZLIB_HEAD;
	return true;
}

static bool
is_signed(struct hscan_text raw)
{
	while (raw.ptr)
		if (hscan_text_starts(hscan_text_split(&raw, '\n'), "gpgsig "))
			return true;
	return false;
}

/* How much to give next: a signature is long, other lines are not. */
static size_t
next_size(size_t given, struct hscan_text raw)
{
	if (given >= SIGNED_BYTES)
		return 2 * given;
	return is_signed(raw) ? SIGNED_BYTES : given + given / 2;
}

/* Inflates so many bytes more, and says how many there are then. */
static int
inflate_more(struct git_inflater *inflater, size_t given, size_t *len)
{
	z_stream *stream = &inflater->stream;
	int code;

	/* There is much room for what comes out, and little goes in: so zlib
	 * need not look at each byte whether there is room for another. */
	stream->avail_in = (uInt)given;
	stream->avail_out = (uInt)(MAX_BYTES - *len);
	code = inflate(stream, Z_SYNC_FLUSH);
	*len = MAX_BYTES - stream->avail_out;
	return code == Z_OK && stream->avail_in > 0 ? Z_BUF_ERROR : code;
}

bool
git_inflate_lines(struct git_inflater *inflater, struct hscan_text deflated,
    size_t len, struct hscan_text *raw)
{
	z_stream *stream = &inflater->stream;
	size_t given = 0, want = FIRST_BYTES, had = 0;
	int code = Z_OK;

	if (!take_zlib_head(&deflated) || inflateReset(stream) != Z_OK)
		return false;
	stream->next_in = (const Bytef *)deflated.ptr;
	stream->next_out = inflater->bytes;
	*raw = (struct hscan_text){(const char *)inflater->bytes, 0};
	while (code == Z_OK && given < deflated.len && given < MAX_BYTES) {
		if (want > deflated.len)
			want = deflated.len;
		code = inflate_more(inflater, want - given, &raw->len);
		if (raw->len > len)
			return false;
		if (is_enough(*raw, had))
			return true;
		had = raw->len;
		given = want;
		want = next_size(want, *raw);
	}
	return code == Z_STREAM_END && raw->len == len;
}
