/* SPDX-License-Identifier: MIT */
/*
 * SHA-1 (FIPS 180-4), to tell whether a file of git's is damaged: git ends many
 * with it. Against a forger it is worth nothing. libgit2 has one and hides it.
 */
#ifndef HSCAN_BASE_SHA1_H
#define HSCAN_BASE_SHA1_H

#include <healthscan/text.h>

#define HSCAN_SHA1_SIZE 20

void hscan_sha1(struct hscan_text text, unsigned char out[HSCAN_SHA1_SIZE]);

#endif
