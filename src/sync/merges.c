/* SPDX-License-Identifier: MIT */
/* Whether pull requests were merged, where the list of issues does not say it:
 * old servers leave it out. The list of pull requests does, and events do. */
#include "sync/internal.h"

static enum hscan_status
settle(struct sync_job *job, struct hscan_error *err)
{
	struct hscan_store *store = job->sync->store;
	enum hscan_status status = hscan_store_begin(store, err);

	if (status == HSCAN_OK)
		status = hscan_store_settle_merges(store, job->repo_id, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

enum hscan_status
sync_merges_plan(struct sync_job *job, unsigned *needs, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	int64_t untold = 0;
	enum hscan_status status;

	*needs = 0;
	status = hscan_store_count_untold(
	    sync->store, job->repo_id, HSCAN_NEVER, &untold, err);
	if (status != HSCAN_OK || untold == 0)
		return status;
	status = settle(job, err);
	if (status == HSCAN_OK)
		status = hscan_store_count_untold(
		    sync->store, job->repo_id, sync->from, &untold, err);
	/* With the branches that they are for, merges have been read. */
	if (status == HSCAN_OK && untold > 0 &&
	    (sync->needs & HSCAN_NEED_MERGES) &&
	    !(sync->needs & HSCAN_NEED_BASES))
		*needs = HSCAN_NEED_MERGES;
	return status;
}
