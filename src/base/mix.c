/* SPDX-License-Identifier: MIT */
/* Mixes bytes, eight at a time. */
#include "base/mix.h"

/* The lowest first, whatever the machine's order is. */
static uint64_t
word_at(const unsigned char *at, size_t len)
{
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)at[i] << (8 * i);
	return word;
}

uint64_t
hscan_mix_bytes(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	uint64_t sum = (uint64_t)len * HSCAN_GOLDEN;

	for (; len >= 8; at += 8, len -= 8)
		sum = hscan_mix(sum ^ word_at(at, 8)) + HSCAN_GOLDEN;
	return hscan_mix(sum ^ word_at(at, len));
}
