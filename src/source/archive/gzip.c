/* SPDX-License-Identifier: MIT */
/* Inflates a stream member by member; see gzip.h. */
#include "source/archive/gzip.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

enum state {
	AT_BEGINNING, /* what it is, is not known yet */
	IS_PLAIN,
	BETWEEN, /* the bytes of a member's mark are looked for */
	IN_MEMBER,
	IN_ZEROS, /* that fill it up */
};

struct hscan_gzip {
	z_stream stream;
	enum state state;
	unsigned char mark[2]; /* of a member that may begin */
	size_t marked;
};

static const unsigned char magic[2] = {0x1f, 0x8b};

/* A member's header is read by zlib, too, and its sum is checked. */
enum { GZIP_WINDOW = 16 + MAX_WBITS };

enum hscan_status
hscan_gzip_open(struct hscan_gzip **out, struct hscan_error *err)
{
	struct hscan_gzip *gzip = calloc(1, sizeof(*gzip));

	if (!gzip)
		return hscan_no_memory(err);
	if (inflateInit2(&gzip->stream, GZIP_WINDOW) != Z_OK) {
		free(gzip);
		return hscan_no_memory(err);
	}
	*out = gzip;
	return HSCAN_OK;
}

void
hscan_gzip_close(struct hscan_gzip *gzip)
{
	if (!gzip)
		return;
	(void)inflateEnd(&gzip->stream);
	free(gzip);
}

void
hscan_gzip_restart(struct hscan_gzip *gzip)
{
	(void)inflateReset(&gzip->stream);
	gzip->state = AT_BEGINNING;
	gzip->marked = 0;
}

static enum hscan_status
is_broken(const char *why, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "the gzip stream is broken: %s; get the file again", why);
}

static void
take(struct hscan_text *in, size_t len)
{
	in->ptr += len;
	in->len -= len;
}

/* zlib's counts are narrower than ours. */
static unsigned
most(size_t len)
{
	return len < UINT32_MAX / 2 ? (unsigned)len : UINT32_MAX / 2;
}

/* Feeds zlib; its reason for a failure is its own. */
static enum hscan_status
inflate_some(struct hscan_gzip *gzip, const void *bytes, size_t bytes_len,
    size_t *taken, char *out, size_t room, size_t *len, struct hscan_error *err)
{
	z_stream *stream = &gzip->stream;
	unsigned given = most(bytes_len), free_room = most(room);
	unsigned char *source;
	int rc;

	/* It is not written to; zlib's type has no const by itself. */
	memcpy(&source, &bytes, sizeof(source));
	stream->next_in = source;
	stream->avail_in = given;
	stream->next_out = (unsigned char *)out;
	stream->avail_out = free_room;
	rc = inflate(stream, Z_NO_FLUSH);
	*taken = given - stream->avail_in;
	*len = free_room - stream->avail_out;
	if (rc == Z_STREAM_END) {
		gzip->state = BETWEEN;
		gzip->marked = 0;
		return HSCAN_OK;
	}
	if (rc == Z_OK || rc == Z_BUF_ERROR)
		return HSCAN_OK;
	if (rc == Z_MEM_ERROR)
		return hscan_no_memory(err);
	return is_broken(
	    stream->msg ? stream->msg : "a preset dictionary", err);
}

/* The two bytes of a mark may come in two pieces: they are kept, and given to
 * zlib first. */
static enum hscan_status
begin_member(struct hscan_gzip *gzip, struct hscan_error *err)
{
	size_t taken, len;
	char none[1];
	enum hscan_status status;

	(void)inflateReset(&gzip->stream);
	gzip->state = IN_MEMBER;
	status = inflate_some(gzip, gzip->mark, sizeof(gzip->mark), &taken,
	    none, sizeof(none), &len, err);
	gzip->marked = 0;
	return status;
}

/* Takes the bytes of a mark. `*differs`: one is another. */
static bool
take_mark(struct hscan_gzip *gzip, struct hscan_text *in, bool *differs)
{
	*differs = false;
	while (gzip->marked < sizeof(magic) && in->len > 0) {
		unsigned char byte = (unsigned char)*in->ptr;

		if (byte != magic[gzip->marked]) {
			*differs = true;
			return false;
		}
		gzip->mark[gzip->marked++] = byte;
		take(in, 1);
	}
	return gzip->marked == sizeof(magic);
}

/* What is plain may begin as a mark does. */
static enum hscan_status
at_beginning(struct hscan_gzip *gzip, struct hscan_text *in, char *out,
    size_t room, size_t *len, struct hscan_error *err)
{
	bool differs;

	if (take_mark(gzip, in, &differs))
		return begin_member(gzip, err);
	if (!differs)
		return HSCAN_OK;
	gzip->state = IS_PLAIN;
	*len = gzip->marked < room ? gzip->marked : room;
	memcpy(out, gzip->mark, *len);
	gzip->marked = 0;
	return HSCAN_OK;
}

static enum hscan_status
between(struct hscan_gzip *gzip, struct hscan_text *in, struct hscan_error *err)
{
	bool differs;

	if (take_mark(gzip, in, &differs))
		return begin_member(gzip, err);
	if (!differs)
		return HSCAN_OK;
	if (gzip->marked > 0 || *in->ptr != '\0')
		return is_broken("something else follows a member", err);
	gzip->state = IN_ZEROS;
	return HSCAN_OK;
}

static enum hscan_status
in_zeros(struct hscan_text *in, struct hscan_error *err)
{
	while (in->len > 0 && *in->ptr == '\0')
		take(in, 1);
	return in->len == 0 ? HSCAN_OK
			    : is_broken("something else follows zeros", err);
}

static void
copy(struct hscan_text *in, char *out, size_t room, size_t *len)
{
	*len = in->len < room ? in->len : room;
	memcpy(out, in->ptr, *len);
	take(in, *len);
}

enum hscan_status
hscan_gzip_next(struct hscan_gzip *gzip, struct hscan_text *in, char *out,
    size_t room, size_t *len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t taken;

	*len = 0;
	/* At least once: zlib may have more to give without more to take. */
	do {
		switch (gzip->state) {
		case AT_BEGINNING:
			status = at_beginning(gzip, in, out, room, len, err);
			break;
		case IS_PLAIN: copy(in, out, room, len); break;
		case BETWEEN: status = between(gzip, in, err); break;
		case IN_ZEROS: status = in_zeros(in, err); break;
		case IN_MEMBER:
			status = inflate_some(gzip, in->ptr, in->len, &taken,
			    out, room, len, err);
			take(in, taken);
			break;
		}
	} while (status == HSCAN_OK && *len == 0 && in->len > 0);
	return status;
}

enum hscan_status
hscan_gzip_end(const struct hscan_gzip *gzip, struct hscan_error *err)
{
	if (gzip->state == IN_MEMBER || gzip->marked > 0)
		return is_broken("it ends in the middle of a member", err);
	return HSCAN_OK;
}
