/* SPDX-License-Identifier: MIT */
/* SHA-256, by the letter of FIPS 180-4; see sha256.h. */
#include "base/sha256.h"

#include <stdint.h>
#include <string.h>

#include "base/digest.h"
#include "base/wipe.h"

/* The fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf,
    0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7,
    0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
    0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c,
    0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee,
    0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

static uint32_t
turn(uint32_t x, unsigned by)
{
	return x >> by | x << (32 - by);
}

static void
expand(const unsigned char *block, uint32_t words[64])
{
	for (size_t i = 0; i < 16; i++)
		words[i] = hscan_digest_word(block + i * 4);
	for (size_t i = 16; i < 64; i++) {
		uint32_t a = words[i - 15], b = words[i - 2];

		words[i] = words[i - 16] + words[i - 7] +
			   (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
			   (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
}

/* One round. The eight letters of the standard move on by a place in each;
 * here they stay, and it is round `r` of eight that says where they begin. */
static inline void
step(uint32_t *s, size_t r, uint32_t in)
{
	uint32_t a = s[-r & 7], b = s[(1 - r) & 7], c = s[(2 - r) & 7];
	uint32_t e = s[(4 - r) & 7], f = s[(5 - r) & 7], g = s[(6 - r) & 7];
	uint32_t first = s[(7 - r) & 7] + in + ((e & f) ^ (~e & g)) +
			 (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25));
	uint32_t second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
			  ((a & b) ^ (a & c) ^ (b & c));

	s[(3 - r) & 7] += first;
	s[(7 - r) & 7] = first + second;
}

static void
take_block(uint32_t *state, const unsigned char *block)
{
	uint32_t words[64], s[8];

	expand(block, words);
	memcpy(s, state, sizeof(s));
	for (size_t i = 0; i < 64; i += 8) {
		step(s, 0, constants[i] + words[i]);
		step(s, 1, constants[i + 1] + words[i + 1]);
		step(s, 2, constants[i + 2] + words[i + 2]);
		step(s, 3, constants[i + 3] + words[i + 3]);
		step(s, 4, constants[i + 4] + words[i + 4]);
		step(s, 5, constants[i + 5] + words[i + 5]);
		step(s, 6, constants[i + 6] + words[i + 6]);
		step(s, 7, constants[i + 7] + words[i + 7]);
	}
	for (size_t i = 0; i < 8; i++)
		state[i] += s[i];
	hscan_wipe(words, sizeof(words));
	hscan_wipe(s, sizeof(s));
}

void
hscan_sha256_after(const unsigned char first[HSCAN_SHA256_BLOCK],
    struct hscan_text text, unsigned char out[HSCAN_SHA256_SIZE])
{
	uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

	hscan_digest(first, text, take_block, state, out, HSCAN_SHA256_SIZE);
}

void
hscan_sha256(struct hscan_text text, unsigned char out[HSCAN_SHA256_SIZE])
{
	hscan_sha256_after(NULL, text, out);
}
