/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (FIPS 180-4), for names that must not reveal what they are made from.
 * None of our libraries exports one, and depending on a sixth library for one
 * function costs more than the function.
 */
#ifndef HSCAN_BASE_SHA256_H
#define HSCAN_BASE_SHA256_H

#include <healthscan/text.h>

#define HSCAN_SHA256_SIZE  32
#define HSCAN_SHA256_BLOCK 64

/* The digest of the bytes of `text`; leaves nothing of them behind on the
 * stack. */
void hscan_sha256(struct hscan_text text, unsigned char out[HSCAN_SHA256_SIZE]);

/* The same of a block, unless that is NULL, with the text behind it. */
void hscan_sha256_after(const unsigned char first[HSCAN_SHA256_BLOCK],
    struct hscan_text text, unsigned char out[HSCAN_SHA256_SIZE]);

#endif
