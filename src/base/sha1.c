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

/* A round; what it calls a, the next one calls b. */
#define ROUND(a, b, c, d, e, mix, i) \
	((e) += turn(a, 5) + mix(b, c, d) + words[i], (b) = turn(b, 30))

/* Twenty rounds from `first` on, after which each has its name again. */
#define ROUNDS(first, mix) \
	for (size_t i = (first); i < (first) + 20; i += 5) { \
		ROUND(a, b, c, d, e, mix, i); \
		ROUND(e, a, b, c, d, mix, i + 1); \
		ROUND(d, e, a, b, c, mix, i + 2); \
		ROUND(c, d, e, a, b, mix, i + 3); \
		ROUND(b, c, d, e, a, mix, i + 4); \
	}

static void
take_block(uint32_t *state, const unsigned char *block)
{
	uint32_t words[80];
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4];

	for (size_t i = 0; i < 16; i++)
		words[i] = hscan_digest_word(block + i * 4);
	for (size_t i = 16; i < 80; i++)
		words[i] = turn(
		    words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16],
		    1);
	ROUNDS(0, choose)
	ROUNDS(20, parity)
	ROUNDS(40, majority)
	ROUNDS(60, last_parity)
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
