/* SPDX-License-Identifier: MIT */
/* SHA-1, by the letter of FIPS 180-4; see sha1.h. */
#include "base/sha1.h"

#include <stdint.h>

#include "base/digest.h"

enum { ROUNDS = 80 };

static uint32_t
turn(uint32_t x, unsigned by)
{
	return x << by | x >> (32 - by);
}

/* The word of a round, in place of the one of sixteen rounds ago. */
static uint32_t
next_word(uint32_t ring[16], size_t i)
{
	if (i >= 16)
		ring[i % 16] = turn(ring[(i - 3) % 16] ^ ring[(i - 8) % 16] ^
					ring[(i - 14) % 16] ^ ring[i % 16],
		    1);
	return ring[i % 16];
}

static uint32_t
mix(size_t i, uint32_t b, uint32_t c, uint32_t d)
{
	if (i < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (i < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (i < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void
take_block(uint32_t *state, const unsigned char *block)
{
	uint32_t ring[16];
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4];

	for (size_t i = 0; i < 16; i++)
		ring[i] = hscan_digest_word(block + i * 4);
	for (size_t i = 0; i < ROUNDS; i++) {
		uint32_t next =
		    turn(a, 5) + mix(i, b, c, d) + e + next_word(ring, i);

		e = d;
		d = c;
		c = turn(b, 30);
		b = a;
		a = next;
	}
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
