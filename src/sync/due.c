/* SPDX-License-Identifier: MIT */
/* Whether it is time to walk all items once more: no list says what is no
 * longer in it. */
#include "sync/internal.h"

#define DAY_S         ((int64_t)86400)
#define RECHECK_AGE_S (90 * DAY_S)

static enum hscan_status
get_state(const struct sync_job *job, const char *stream,
    struct hscan_stream_state *state, struct hscan_error *err)
{
	return hscan_store_get_stream(
	    job->sync->store, job->repo_id, stream, state, err);
}

/* A future time means that the clock was wrong. HSCAN_NEVER is past. */
static bool
is_past(int64_t synced_at, int64_t now)
{
	return synced_at <= now - RECHECK_AGE_S || synced_at > now + DAY_S;
}

static enum sync_due
judge(const struct hscan_sync *sync, const struct hscan_stream_state *recheck)
{
	if (sync->recheck || recheck->walk_next.ptr)
		return SYNC_DUE;
	if (recheck->synced_at == HSCAN_NEVER)
		return SYNC_NOTHING_MISSING;
	/* One that has ended, but for what it did not meet, is not walked
	 * again. */
	return recheck->since == HSCAN_NEVER &&
		       is_past(recheck->synced_at, sync->now)
		   ? SYNC_DUE
		   : SYNC_NOT_DUE;
}

enum hscan_status
sync_recheck_due(
    const struct sync_job *job, enum sync_due *out, struct hscan_error *err)
{
	struct hscan_stream_state issues, recheck;
	bool whole;
	enum hscan_status status;

	status = get_state(job, HSCAN_STREAM_ISSUES, &issues, err);
	if (status != HSCAN_OK)
		return status;
	whole =
	    !hscan_walk_deeper(&issues, HSCAN_NEVER) && issues.note.len == 0;
	hscan_stream_state_clear(&issues);
	status = get_state(job, HSCAN_STREAM_RECHECK, &recheck, err);
	if (status != HSCAN_OK)
		return status;
	*out = whole ? judge(job->sync, &recheck) : SYNC_NOT_DUE;
	hscan_stream_state_clear(&recheck);
	return HSCAN_OK;
}
