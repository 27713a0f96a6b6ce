/* SPDX-License-Identifier: MIT */
/* Hashes that detect damage: any change of a value gives another number. They
 * protect against accidents, not against attackers; sha256.h does. */
#ifndef HSCAN_BASE_MIX_H
#define HSCAN_BASE_MIX_H

#include <stddef.h>
#include <stdint.h>

/* 2^64 divided by the golden ratio, odd: multiples of it are far apart. */
#define HSCAN_GOLDEN UINT64_C(0x9E3779B97F4A7C15)

/* Each of 2^64 numbers gives another one, in which every bit depends on every
 * bit: the last steps of SplitMix64 (Steele, Lea and Flood 2014, with the
 * constants of Stafford's variant 13). */
static inline uint64_t
hscan_mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

/* A number of some bytes, the same on every machine. */
uint64_t hscan_mix_bytes(const void *bytes, size_t len);

#endif
