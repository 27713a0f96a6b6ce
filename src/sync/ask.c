/* SPDX-License-Identifier: MIT */
/* One request on behalf of a job. */
#include "sync/internal.h"

enum hscan_status
sync_ask(struct sync_ticket *ticket, struct hscan_text target,
    const struct hscan_stream_state *known, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};
	struct sync_job *job = ticket->job;
	const struct hscan_http_request request = {
	    .target = target,
	    .etag = known ? known->etag : none,
	    .etag_of = known ? known->credential : none,
	    .user = ticket,
	    .owner = job,
	    /* The first time it is asked for again at once. */
	    .failures = ticket->bad_pages > 1 ? ticket->bad_pages - 1 : 0,
	    .attempts = ticket->once || (ticket->single && !ticket->control &&
					    job->outage.is_none)
			    ? 1
			    : 0,
	};
	enum hscan_status status;

	status = hscan_http_submit(job->sync->http, &request, err);
	if (status == HSCAN_OK)
		job->awaited++;
	return status;
}
