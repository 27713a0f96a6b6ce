/* SPDX-License-Identifier: MIT */
/* Says what a run that had to stop has not come to. */
#include <string.h>

#include "base/buf.h"
#include "sync/internal.h"

/* Whether a list is as current as this run would have it. */
static bool
is_done(const struct sync_job *job, const struct hscan_list *of)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_stream_state state;
	bool done;

	/* A walk that went on has ended, but the top was to be looked at
	 * again. */
	for (size_t i = 0; i < job->lists_len; i++)
		if (job->lists[i].of == of && !job->lists[i].done)
			return false;
	hscan_stream_state_init(&state);
	if (job->repo_id == 0 ||
	    hscan_store_get_stream(sync->store, job->repo_id, of->stream,
		&state, NULL) != HSCAN_OK)
		return false;
	done = state.finished && !state.walk_next.ptr &&
	       state.synced_at != HSCAN_NEVER && state.synced_at >= sync->now;
	hscan_stream_state_clear(&state);
	return done;
}

void
sync_add_undone(const struct sync_job *job, struct hscan_error *err)
{
	const struct hscan_error before = *err;
	struct hscan_buf names;

	hscan_buf_init(&names, 256);
	for (const struct hscan_list *of = hscan_lists; of->stream; of++) {
		if (of->optional || of->rows ||
		    !(job->sync->needs & of->needs) || is_done(job, of))
			continue;
		(void)hscan_buf_add_format(
		    &names, "%s%s", names.len > 0 ? ", " : "", of->stream);
	}
	if (names.len > 0)
		(void)hscan_fail(err, before.status, "%s; left undone: %s",
		    before.message, hscan_buf_string(&names));
	hscan_buf_clear(&names);
}
