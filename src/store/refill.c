/* SPDX-License-Identifier: MIT */
/* The digests of a file that has none yet. */
#include "store/internal.h"

static enum hscan_status
fill_in(struct hscan_store *store, int64_t repo_id, enum store_part part,
    struct hscan_error *err)
{
	struct store_digest digest = {.repo_id = repo_id, .part = part};
	enum hscan_status status =
	    store_scan(store, repo_id, part, &digest.tally, err);

	return status == HSCAN_OK && digest.tally.rows != 0
		   ? store_digest_put(store, &digest, err)
		   : status;
}

/* All of a repository, or what is of none. */
static enum hscan_status
fill_in_repo(int64_t repo_id, void *payload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (int i = STORE_NO_PART + 1; i < STORE_PARTS && status == HSCAN_OK;
	     i++) {
		enum store_part part = (enum store_part)i;

		if (store_is_of_repo(part) == (repo_id != 0))
			status = fill_in(payload, repo_id, part, err);
	}
	return status;
}

enum hscan_status
store_digest_all(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status;

	store_digest_forget(store);
	status = fill_in_repo(0, store, err);
	return status == HSCAN_OK
		   ? hscan_store_each_repo(store, fill_in_repo, store, err)
		   : status;
}
