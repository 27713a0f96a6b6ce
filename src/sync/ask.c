/* SPDX-License-Identifier: MIT */
/* One request on behalf of a job. */
#include "sync/internal.h"

const char *
hscan_stream_name(enum hscan_stream stream)
{
	switch (stream) {
	case HSCAN_STREAM_REPO: return "repository";
	case HSCAN_STREAM_ISSUES:
	case HSCAN_STREAM_PULLS: return "issues";
	case HSCAN_STREAM_RELEASES: return "releases";
	case HSCAN_STREAM_EVENTS:
	case HSCAN_STREAM_STATE: return "events";
	case HSCAN_STREAM_GIT:
	case HSCAN_STREAM_AUTHORS: return "git";
	case HSCAN_STREAM_COMMENTS: return "comments";
	case HSCAN_STREAM_REVIEWS: return "reviews";
	case HSCAN_STREAM_BASES: return "bases";
	case HSCAN_STREAM_MERGES: return "merges";
	case HSCAN_STREAM_DOCS: return "documentation";
	case HSCAN_STREAM_HISTORY:
	case HSCAN_STREAM_TAIL: return "issues";
	case HSCAN_STREAM_OPEN: return "backlog";
	case HSCAN_STREAM_SWEEP: return "sweep";
	}
	return "unknown";
}

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
