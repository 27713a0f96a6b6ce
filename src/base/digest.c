/* SPDX-License-Identifier: MIT */
/* Blocks, padding and result of a digest; see digest.h. */
#include "base/digest.h"

#include <string.h>

#include "base/wipe.h"

enum { BLOCK = HSCAN_DIGEST_BLOCK };

uint32_t
hscan_digest_word(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

void
hscan_digest(const unsigned char *first, struct hscan_text text,
    hscan_digest_take *take, uint32_t *state, unsigned char *out, size_t size)
{
	unsigned char last[2 * BLOCK] = {0};
	uint64_t bits = ((uint64_t)text.len + (first ? BLOCK : 0)) * 8;
	size_t at = 0, rest, filled;

	if (first)
		take(state, first);
	for (; text.len - at >= BLOCK; at += BLOCK)
		take(state, (const unsigned char *)text.ptr + at);
	/* What is left, a one bit, and the length at the end of a block. */
	rest = text.len - at;
	filled = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
	if (rest > 0)
		memcpy(last, text.ptr + at, rest);
	last[rest] = 0x80;
	for (size_t i = 0; i < 8; i++)
		last[filled - 1 - i] = (unsigned char)(bits >> (8 * i));
	for (size_t i = 0; i < filled; i += BLOCK)
		take(state, last + i);
	for (size_t i = 0; i < size; i++)
		out[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
	hscan_wipe(last, sizeof(last));
}
