/* SPDX-License-Identifier: MIT */
/* What an import has told of each repository; see import_internal.h. */
#include <stdlib.h>

#include "app/import_internal.h"
#include "base/grow.h"
#include "base/mix.h"

/* As many places as twice the sums that there will be room for. */
enum { FIRST_INDEX = 64 };

/* Repositories of the store are numbered from 1 on. */
static size_t
place_of(const struct import_sums *sums, int64_t repo_id, bool hooks)
{
	uint64_t mixed =
	    ((uint64_t)repo_id << 1 | hooks) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(mixed >> 20) & (sums->index_size - 1);
}

/* Where it is in the index, or would be. */
static size_t *
find(const struct import_sums *sums, int64_t repo_id, enum hscan_source source)
{
	size_t place = place_of(sums, repo_id, source);

	for (;; place = (place + 1) & (sums->index_size - 1)) {
		size_t at = sums->index[place];

		if (at == 0 || (sums->at[at - 1].told.repo_id == repo_id &&
				   sums->at[at - 1].told.source == source))
			return &sums->index[place];
	}
}

static bool
index_grow(struct import_sums *sums)
{
	size_t size = sums->index_size ? sums->index_size * 2 : FIRST_INDEX;
	size_t *index = calloc(size, sizeof(*index));

	if (!index)
		return false;
	free(sums->index);
	sums->index = index;
	sums->index_size = size;
	for (size_t i = 0; i < sums->len; i++)
		*find(sums, sums->at[i].told.repo_id, sums->at[i].told.source) =
		    i + 1;
	return true;
}

static struct import_sum *
add(struct import *im, int64_t repo_id, enum hscan_source source)
{
	struct import_sums *sums = &im->sums;
	struct import_sum *more;

	if (2 * (sums->len + 1) > sums->index_size && !index_grow(sums))
		return NULL;
	more = hscan_grow(sums->at, &sums->room, sums->len + 1, sizeof(*more));
	if (!more)
		return NULL;
	sums->at = more;
	more[sums->len] = (struct import_sum){
	    .told = {.repo_id = repo_id,
		.source = source,
		.oldest = HSCAN_NEVER,
		.newest = HSCAN_NEVER},
	    .short_from = HSCAN_NEVER,
	    .short_to = HSCAN_NEVER,
	};
	*find(sums, repo_id, source) = ++sums->len;
	return &sums->at[sums->len - 1];
}

/* Among those since the last commit. */
static bool
note(struct import_sums *sums, struct import_sum *sum)
{
	size_t *more;

	if (sum->touched)
		return true;
	more = hscan_grow(sums->touched, &sums->touched_room,
	    sums->touched_len + 1, sizeof(*more));
	if (!more)
		return false;
	sums->touched = more;
	more[sums->touched_len++] = (size_t)(sum - sums->at);
	sum->touched = true;
	return true;
}

struct import_sum *
import_touch(struct import *im, int64_t repo_id, enum hscan_source source)
{
	struct import_sums *sums = &im->sums;
	size_t at = sums->len > 0 ? *find(sums, repo_id, source) : 0;
	struct import_sum *sum =
	    at > 0 ? &sums->at[at - 1] : add(im, repo_id, source);

	if (!sum || !note(sums, sum))
		return NULL;
	sums->last = (size_t)(sum - sums->at);
	return sum;
}

/* By none that comes before it. */
static bool
is_first(const struct import_sums *sums, const struct import_sum *sum)
{
	for (int source = 0; source < (int)sum->told.source; source++)
		if (*find(sums, sum->told.repo_id, (enum hscan_source)source))
			return false;
	return true;
}

size_t
import_count_repos(const struct import_sums *sums)
{
	size_t count = 0;

	/* One that several have told of is one. */
	for (size_t i = 0; i < sums->len; i++)
		count += is_first(sums, &sums->at[i]);
	return count;
}

void
import_sums_clear(struct import_sums *sums)
{
	free(sums->at);
	free(sums->index);
	free(sums->touched);
	*sums = (struct import_sums){.at = NULL};
}
