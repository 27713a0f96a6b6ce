/* SPDX-License-Identifier: MIT */
/* What SHA-1 and SHA-256 have in common (FIPS 180-4): how a text is cut into
 * blocks, how the last is filled, and how the result is written. */
#ifndef HSCAN_BASE_DIGEST_H
#define HSCAN_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/text.h>

enum { HSCAN_DIGEST_BLOCK = 64 };

/* Mixes a block into the state. */
typedef void hscan_digest_take(uint32_t *state, const unsigned char *block);

/* Takes the block `first`, unless that is NULL, and all of the text, then
 * writes the first `size` bytes of the state. No copy of the text is left
 * behind. */
void hscan_digest(const unsigned char *first, struct hscan_text text,
    hscan_digest_take *take, uint32_t *state, unsigned char *out, size_t size);

/* Four bytes, the highest first. */
uint32_t hscan_digest_word(const unsigned char *at);

#endif
