/* SPDX-License-Identifier: MIT */
/* Sorted tables of object ids; see ids.h. */
#include <string.h>

#include "source/git/ids.h"

enum { GUESSES = 8 };

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

/* Ids are as good as random, so what follows the first byte tells nearly where
 * one stands: a few looks do instead of a dozen, each at memory that is far
 * away. In a table that is not so, halves are taken after some guesses. */
bool
git_ids_find(const struct git_ids *ids, const unsigned char sha[HSCAN_SHA_SIZE],
    uint32_t *at)
{
	const unsigned char *count = ids->fanout + (size_t)4 * sha[0];
	uint32_t low = sha[0] ? git_number_at(count - 4) : 0;
	uint32_t high = git_number_at(count);
	uint64_t wanted = git_number_at(sha + 1);
	uint64_t from = 0, to = UINT64_C(1)
				<< 32; /* between these it must be */

	for (int look = 0; low < high; look++) {
		uint32_t middle = low + (high - low) / 2;
		const unsigned char *id;
		int order;

		if (look < GUESSES && wanted >= from && wanted < to)
			middle =
			    low + (uint32_t)((high - low) * (wanted - from) /
					     (to - from));
		id = git_ids_at(ids, middle);
		order = memcmp(id, sha, HSCAN_SHA_SIZE);
		if (order == 0) {
			*at = middle;
			return true;
		}
		if (order < 0) {
			low = middle + 1;
			from = git_number_at(id + 1);
		} else {
			high = middle;
			to = (uint64_t)git_number_at(id + 1) + 1;
		}
	}
	return false;
}
