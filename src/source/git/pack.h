/* SPDX-License-Identifier: MIT */
/*
 * Finds the commits that lie whole in a pack (gitformat-pack(5)), as all but a
 * few do, and inflates their first lines. Pure: bytes in, and they may be any.
 */
#ifndef HSCAN_SOURCE_GIT_PACK_H
#define HSCAN_SOURCE_GIT_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/text.h>

#include "source/git/ids.h"

/* The index of a pack; all is borrowed from its bytes. */
struct git_pack_index {
	struct git_ids ids;
	const unsigned char *offsets; /* a number each */
	struct hscan_text far;        /* offsets that need more bits */
	const unsigned char *pack;    /* the checksum at the pack's end */
};

/* Reads the index, of version 2. False: it is another, or damaged. */
bool git_pack_index_read(struct hscan_text bytes, struct git_pack_index *out);

/* Whether the bytes are those of its pack; all of them are not looked at. */
bool git_pack_fits(const struct git_pack_index *index, struct hscan_text bytes);

/**
 * Finds a commit: its deflated bytes, which end somewhere in `deflated`, and
 * how long it is. False: it is not in this pack, is no commit, or is written as
 * what differs from another object.
 */
bool git_pack_find(const struct git_pack_index *index, struct hscan_text pack,
    const unsigned char sha[HSCAN_SHA_SIZE], struct hscan_text *deflated,
    size_t *len);

/* Inflates one object after the other. */
struct git_inflater;
struct git_inflater *git_inflater_new(void);           /* NULL: out of memory */
void git_inflater_free(struct git_inflater *inflater); /* NULL is fine */

/**
 * Inflates of a commit of `len` bytes what is said before its message; more may
 * come with it. `raw` is borrowed until the next call. False: it is damaged, or
 * there is far too much of it. What lies behind is not looked at, nor is the
 * checksum there.
 */
bool git_inflate_lines(struct git_inflater *inflater,
    struct hscan_text deflated, size_t len, struct hscan_text *raw);

#endif
