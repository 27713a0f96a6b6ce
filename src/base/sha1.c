/* SPDX-License-Identifier: MIT */
/* SHA-1, by the letter of FIPS 180-4; see sha1.h. */
#include "base/sha1.h"

#include <stdint.h>

#include "base/digest.h"

static uint32_t
turn(uint32_t x, unsigned by)
{
	return x << by | x >> (32 - by);
}

/* What rounds do with b, c and d, and their constant. */
static uint32_t
choose(uint32_t b, uint32_t c, uint32_t d)
{
	return ((b & c) | (~b & d)) + 0x5a827999;
}

static uint32_t
parity(uint32_t b, uint32_t c, uint32_t d)
{
	return (b ^ c ^ d) + 0x6ed9eba1;
}

static uint32_t
majority(uint32_t b, uint32_t c, uint32_t d)
{
	return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
}

static uint32_t
last_parity(uint32_t b, uint32_t c, uint32_t d)
{
	return (b ^ c ^ d) + 0xca62c1d6;
}

/* The word of a round: the block's own, and from the seventeenth on one made of
 * four before it. The last sixteen are all that is kept; `i` is a constant in
 * each use, so that they can be in registers. */
static inline uint32_t
word_of(uint32_t *words, size_t i)
{
	if (i >= 16)
		words[i % 16] = turn(words[(i - 3) % 16] ^ words[(i - 8) % 16] ^
					 words[(i - 14) % 16] ^ words[i % 16],
		    1);
	return words[i % 16];
}

/* A round; what it calls a, the next one calls b. */
#define ROUND(a, b, c, d, e, mix, i) \
	((e) += turn(a, 5) + mix(b, c, d) + word_of(words, i), \
	    (b) = turn(b, 30))

/* Five rounds from `i` on, after which each has its name again. */
#define FIVE(mix, i) \
	ROUND(a, b, c, d, e, mix, i); \
	ROUND(e, a, b, c, d, mix, (i) + 1); \
	ROUND(d, e, a, b, c, mix, (i) + 2); \
	ROUND(c, d, e, a, b, mix, (i) + 3); \
	ROUND(b, c, d, e, a, mix, (i) + 4)

#define TWENTY(mix, i) \
	FIVE(mix, i); \
	FIVE(mix, (i) + 5); \
	FIVE(mix, (i) + 10); \
	FIVE(mix, (i) + 15)

static void
take_block(uint32_t *state, const unsigned char *block)
{
	uint32_t words[16];
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4];

	for (size_t i = 0; i < 16; i++)
		words[i] = hscan_digest_word(block + i * 4);
	TWENTY(choose, 0);
	TWENTY(parity, 20);
	TWENTY(majority, 40);
	TWENTY(last_parity, 60);
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
}

void
hscan_sha1(struct hscan_text text, unsigned char out[HSCAN_SHA1_SIZE])
{
	uint32_t state[5] = {
	    0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};

	hscan_digest(NULL, text, take_block, state, out, HSCAN_SHA1_SIZE);
}
