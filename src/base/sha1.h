/* SPDX-License-Identifier: MIT */
/*
 * SHA-1 (FIPS 180-4), to check git's files for damage: many end with it. It
 * does not protect against forgery. libgit2 has one but does not export it.
 */
#ifndef HSCAN_BASE_SHA1_H
#define HSCAN_BASE_SHA1_H

#include <healthscan/text.h>

#define HSCAN_SHA1_SIZE 20

void hscan_sha1(struct hscan_text text, unsigned char out[HSCAN_SHA1_SIZE]);

#endif
