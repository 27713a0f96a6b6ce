/* SPDX-License-Identifier: MIT */
/*
 * What git's files are made of: numbers, blanks, and the table of object ids
 * that a commit-graph begins with: how many ids there are up to each first
 * byte, and the ids in order. Pure.
 */
#ifndef HSCAN_SOURCE_GIT_IDS_H
#define HSCAN_SOURCE_GIT_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/text.h>

/* Numbers are written with the highest byte first. */
static inline uint32_t
git_number_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

static inline uint64_t
git_long_at(const unsigned char *at)
{
	return (uint64_t)git_number_at(at) << 32 | git_number_at(at + 4);
}

/* Not all that others take for blanks. */
static inline bool
git_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

#define GIT_FANOUT_SIZE ((size_t)256 * 4)

struct git_ids {
	const unsigned char *fanout, *ids; /* borrowed */
	uint32_t len;
};

/* Reads the counts, of GIT_FANOUT_SIZE bytes; that the ids are there, `len` of
 * them, is for the caller to see. False: the counts cannot be. */
bool git_ids_read(const unsigned char *fanout, struct git_ids *out);

/* Which one an id is; false when it is not there. */
bool git_ids_find(const struct git_ids *ids,
    const unsigned char sha[HSCAN_SHA_SIZE], uint32_t *at);

const unsigned char *git_ids_at(const struct git_ids *ids, uint32_t at);

#endif
