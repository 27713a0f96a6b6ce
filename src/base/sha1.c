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

/* A round; what it calls a, the next one calls b. */
#define ROUND(a, b, c, d, e, function, i) \
	e += turn(a, 5) + function(b, c, d) + words[i]; \
	b = turn(b, 30);
/* Twenty rounds from `first` on, after which each has its name again. */
#define ROUNDS(first, function) \
	for (size_t i = first; i < (first) + 20; i += 5) { \
		ROUND(a, b, c, d, e, function, i) \
		ROUND(e, a, b, c, d, function, i + 1) \
		ROUND(d, e, a, b, c, function, i + 2) \
		ROUND(c, d, e, a, b, function, i + 3) \
		ROUND(b, c, d, e, a, function, i + 4) \
	}

/* What rounds do with b, c and d, and their constant. */
#define CHOOSE(b, c, d)   (((b & c) | (~b & d)) + 0x5a827999)
#define PARITY(b, c, d)   ((b ^ c ^ d) + 0x6ed9eba1)
#define MAJORITY(b, c, d) (((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc)
#define PARITY_2(b, c, d) ((b ^ c ^ d) + 0xca62c1d6)

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
	ROUNDS(0, CHOOSE)
	ROUNDS(20, PARITY)
	ROUNDS(40, MAJORITY)
	ROUNDS(60, PARITY_2)
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

	hscan_digest(text, take_block, state, out, HSCAN_SHA1_SIZE);
}
