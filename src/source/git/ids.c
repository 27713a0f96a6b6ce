/* SPDX-License-Identifier: MIT */
/* Sorted tables of object ids; see ids.h. */
#include <string.h>

#include "source/git/ids.h"

bool
git_ids_read(const unsigned char *fanout, struct git_ids *out)
{
	for (size_t i = 4; i < GIT_FANOUT_SIZE; i += 4)
		if (git_number_at(fanout + i) < git_number_at(fanout + i - 4))
			return false;
	out->fanout = fanout;
	out->len = git_number_at(fanout + GIT_FANOUT_SIZE - 4);
	return true;
}

const unsigned char *
git_ids_at(const struct git_ids *ids, uint32_t at)
{
	return ids->ids + (size_t)at * HSCAN_SHA_SIZE;
}

bool
git_ids_find(const struct git_ids *ids, const unsigned char sha[HSCAN_SHA_SIZE],
    uint32_t *at)
{
	const unsigned char *count = ids->fanout + (size_t)4 * sha[0];
	uint32_t low = sha[0] ? git_number_at(count - 4) : 0;
	uint32_t high = git_number_at(count);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order =
		    memcmp(git_ids_at(ids, middle), sha, HSCAN_SHA_SIZE);

		if (order == 0) {
			*at = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}
