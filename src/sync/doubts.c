/* SPDX-License-Identifier: MIT */
/* What of a repository cannot be read, thing by thing: it is kept as in doubt,
 * so that it can be left out, counted, and reported at the end. One bad item
 * must not take the rest with it, but a server that fails altogether is no
 * matter of its items. */
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/github/protocol.h"
#include "source/github/target.h"
#include "sync/internal.h"

/* A line of warning holds so much, and there are so many things in all that
 * are named. */
enum { LONGEST_LINE = 360, MOST_NAMED = 100 };

const char *
sync_doubt_streams(unsigned needs, bool by_itself, char out[SYNC_STREAMS_SIZE])
{
	size_t len = (size_t)snprintf(out, SYNC_STREAMS_SIZE, ",");

	for (const struct hscan_list *of = hscan_lists; of->stream; of++) {
		if (!(of->needs & needs) || (by_itself && !of->row))
			continue;
		len += (size_t)snprintf(
		    out + len, SYNC_STREAMS_SIZE - len, "%s,", of->stream);
	}
	return out;
}

/* --- keeping them --- */

enum hscan_status
sync_doubt_put(struct sync_job *job, const struct hscan_doubt *doubt,
    struct hscan_error *err)
{
	struct hscan_doubt full = *doubt;
	char why[64];

	/* What was written on an issue is read by itself for those alone who
	 * ask what is open: they are told that it was not read. */
	if (doubt->kind == HSCAN_ISSUE &&
	    strcmp(doubt->stream, HSCAN_STREAM_REVIEWS) == 0)
		return HSCAN_OK;
	if (!full.why.ptr) {
		(void)snprintf(why, sizeof(why),
		    full.status == 200 ? "it cannot be understood" : "HTTP %d",
		    full.status);
		full.why = hscan_text_of(why);
	}
	return hscan_store_put_doubt(
	    job->sync->store, job->repo_id, &full, job->sync->now, err);
}

enum hscan_status
sync_doubt_rows(struct sync_list *list, const struct hscan_bad_rows *bad,
    struct hscan_error *err)
{
	const char *stream = hscan_list_rows(list->of);
	bool is_item = strcmp(stream, HSCAN_STREAM_ISSUES) == 0;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < bad->len && status == HSCAN_OK; i++) {
		const struct hscan_bad_row *row = &bad->at[i];
		struct hscan_doubt doubt = {
		    .stream = stream,
		    .number = row->number,
		    .kind = row->kind,
		    .status = 200,
		    .why = row->why,
		};

		if (!is_item)
			doubt.name = row->name;
		if (list->of->walk == HSCAN_WALK_DOCS)
			doubt.number = list->root;
		status = sync_doubt_put(list->ticket.job, &doubt, err);
	}
	return status;
}

/* How many names there are behind "organizations=", by their commas. */
static size_t
organizations_of(struct hscan_text header)
{
	static const char mark[] = "organizations=";
	size_t count = 0;

	while (header.ptr) {
		struct hscan_text part =
		    hscan_text_trim(hscan_text_split(&header, ';'));

		if (!hscan_text_starts(part, mark))
			continue;
		part.ptr += sizeof(mark) - 1;
		part.len -= sizeof(mark) - 1;
		for (; part.ptr && part.len > 0; count++)
			(void)hscan_text_split(&part, ',');
	}
	return count;
}

bool
sync_is_partial(struct hscan_text sso, char *why, size_t size)
{
	size_t count;

	if (!hscan_text_starts(sso, "partial-results"))
		return false;
	count = organizations_of(sso);
	(void)snprintf(why, size,
	    "%zu organization%s want%s a single sign-on of the token first",
	    count, count == 1 ? "" : "s", count == 1 ? "s" : "");
	return true;
}

enum hscan_status
sync_doubt_header(struct sync_list *list, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	struct hscan_doubt doubt = {
	    .stream = hscan_list_rows(list->of), .status = answer->status};
	char why[120];

	if (sync_is_partial(
		hscan_github_sso(answer->headers), why, sizeof(why))) {
		doubt.why = hscan_text_of(why);
		return sync_doubt_put(job, &doubt, err);
	}
	if (!list->at_first || answer->status != 200)
		return HSCAN_OK;
	return hscan_store_clear_doubt(
	    job->sync->store, job->repo_id, &doubt, err);
}

/* --- a server that fails --- */

/* The repository itself: every server answers for that, and it costs one
 * request. */
static enum hscan_status
ask_control(struct sync_ticket *ticket, struct hscan_error *err)
{
	const struct hscan_sync *sync = ticket->job->sync;
	struct hscan_buf target;
	enum hscan_status status;

	ticket->job->outage.asking = true;
	ticket->control = true;
	hscan_buf_init(&target, MAX_TARGET_BYTES);
	status = hscan_github_target(
	    "", hscan_http_base_path(sync->http), sync->name, &target, err);
	if (status == HSCAN_OK)
		status = sync_ask(ticket, hscan_buf_text(&target), NULL, err);
	hscan_buf_clear(&target);
	return status;
}

enum hscan_status
sync_outage_add(struct sync_ticket *ticket, const struct hscan_doubt *doubt,
    struct hscan_error *err)
{
	struct sync_outage *outage = &ticket->job->outage;

	if (outage->is_none)
		return sync_doubt_put(ticket->job, doubt, err);
	if (outage->len == OUTAGE_MOST)
		return err->status;
	outage->at[outage->len++] = *doubt;
	if (outage->len < OUTAGE || outage->asking)
		return HSCAN_OK;
	return ask_control(ticket, err);
}

enum hscan_status
sync_outage_answered(struct sync_ticket *ticket, struct hscan_error *err)
{
	ticket->control = false;
	ticket->job->outage.asking = false;
	ticket->job->outage.is_none = true;
	return sync_outage_end(ticket->job, err);
}

enum hscan_status
sync_outage_end(struct sync_job *job, struct hscan_error *err)
{
	struct sync_outage *outage = &job->outage;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < outage->len && status == HSCAN_OK; i++)
		status = sync_doubt_put(job, &outage->at[i], err);
	outage->len = 0;
	return status;
}

/* --- reporting them --- */

/* Lines that are filled with names. */
struct telling {
	const struct hscan_sync *sync;
	bool warning;
	const char *what; /* "left out" */
	struct hscan_buf line;
	size_t named; /* in the line */
};

static void
flush(struct telling *telling)
{
	if (telling->named > 0)
		telling->sync->say(telling->warning,
		    hscan_buf_string(&telling->line), telling->sync->payload);
	telling->named = 0;
	hscan_buf_reset(&telling->line);
}

static void
name(struct telling *telling, const char *words)
{
	const struct hscan_repo_name *repo = telling->sync->name;

	if (telling->named > 0 &&
	    telling->line.len + strlen(words) > LONGEST_LINE)
		flush(telling);
	if (telling->named++ == 0)
		(void)hscan_buf_add_format(&telling->line,
		    "%s/%s: %s: ", repo->owner, repo->name, telling->what);
	else
		(void)hscan_buf_add_string(&telling->line, ", ");
	(void)hscan_buf_add_string(&telling->line, words);
}

/* "#12 (HTTP 403)", "comment 7 (created_at is missing)" */
static void
describe(const struct hscan_doubt *doubt, char *out, size_t size)
{
	const struct hscan_list *of = hscan_list_of(doubt->stream);
	char subject[80], why[120];

	(void)hscan_safe(doubt->why, why, sizeof(why));
	if (doubt->number == 0 && doubt->name.len == 0) {
		(void)snprintf(
		    out, size, "part of the %s (%s)", doubt->stream, why);
		return;
	}
	if (doubt->name.len > 0 && !(of && of->by_number))
		(void)hscan_safe(doubt->name, subject, sizeof(subject));
	else
		(void)snprintf(subject, sizeof(subject), "#%lld",
		    (long long)doubt->number);
	(void)snprintf(
	    out, size, "%s%s (%s)", of ? of->called : "", subject, why);
}

static void
tell_doubts(struct sync_job *job)
{
	struct telling telling = {job->sync, true,
	    "left out, and asked for again by the next run, since it cannot be "
	    "read",
	    {0}, 0};
	struct hscan_doubt *doubts = NULL;
	size_t len = 0, named = 0;
	char words[300], streams[SYNC_STREAMS_SIZE];

	(void)sync_doubt_streams(
	    job->sync->needs | HSCAN_NEED_ISSUES, false, streams);
	if (hscan_store_doubts(job->sync->store, job->repo_id, streams,
		job->sync->now, &job->arena, &doubts, &len, NULL) != HSCAN_OK)
		return;
	hscan_buf_init(&telling.line, (size_t)4 * LONGEST_LINE);
	for (size_t i = 0; i < len; i++) {
		if (++named > MOST_NAMED)
			continue;
		describe(&doubts[i], words, sizeof(words));
		name(&telling, words);
	}
	if (named > MOST_NAMED) {
		(void)snprintf(
		    words, sizeof(words), "and %zu more", named - MOST_NAMED);
		name(&telling, words);
	}
	flush(&telling);
	hscan_buf_clear(&telling.line);
}

void
sync_doubts_tell(struct sync_job *job)
{
	const struct sync_recheck *recheck = &job->recheck;
	struct telling telling = {job->sync, false, "gone", {0}, 0};
	struct hscan_text rest = hscan_buf_text(&recheck->gone);
	char words[80];

	if (!job->sync->say || job->repo_id == 0)
		return;
	tell_doubts(job);
	hscan_buf_init(&telling.line, (size_t)4 * LONGEST_LINE);
	while (rest.len > 0) {
		struct hscan_text one = hscan_text_split(&rest, ',');

		name(&telling, hscan_safe(one, words, sizeof(words)));
	}
	if (recheck->gone_len > MOST_NAMED) {
		(void)snprintf(words, sizeof(words), "and %zu more",
		    recheck->gone_len - MOST_NAMED);
		name(&telling, words);
	}
	flush(&telling);
	hscan_buf_clear(&telling.line);
}

void
sync_recheck_gone(struct sync_job *job, int64_t number, int status)
{
	struct sync_recheck *recheck = &job->recheck;
	char why[32];

	if (++recheck->gone_len > MOST_NAMED)
		return;
	(void)snprintf(why, sizeof(why),
	    status == 404 || status == 410 ? "HTTP %d" : "moved", status);
	(void)hscan_buf_add_format(&recheck->gone, "%s#%lld (%s)",
	    recheck->gone.len > 0 ? "," : "", (long long)number, why);
}
