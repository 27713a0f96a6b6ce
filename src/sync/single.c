/* SPDX-License-Identifier: MIT */
/* A row of a list that was asked for by itself: it is read as a list of one. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "sync/internal.h"

static enum hscan_status
is_none(struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "what GitHub sent is not what was asked for; try again, and report "
	    "it if it stays");
}

/* A row of the list has been read by itself, and nothing else. */
static enum hscan_status
check(enum hscan_status status, size_t len, size_t bad, struct hscan_error *err)
{
	if (status != HSCAN_OK)
		return status;
	return len == 1 && bad == 0 ? HSCAN_OK : is_none(err);
}

/* Another one in its place would leave this one out without a word. */
static enum hscan_status
check_id(int64_t id, const struct hscan_doubt *subject, struct hscan_error *err)
{
	int64_t asked = 0;

	return hscan_parse_i64(subject->name, 1, INT64_MAX, &asked) &&
		       asked == id
		   ? HSCAN_OK
		   : is_none(err);
}

static enum hscan_status
put_item(struct sync_job *job, const struct hscan_doubt *subject, int64_t began,
    struct hscan_text list, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_items items = {0};
	enum hscan_status status;

	status = hscan_github_decode_items(list, &job->arena, &items, err);
	status = check(status, items.len, items.bad.len, err);
	if (status == HSCAN_OK && items.at[0].number != subject->number)
		status = is_none(err);
	if (status == HSCAN_OK)
		status = hscan_store_put_items(sync->store, sync->name->host,
		    job->repo_id, items.at, items.len, err);
	if (status == HSCAN_OK && began != HSCAN_NEVER)
		status = hscan_store_mark_swept(
		    sync->store, job->repo_id, items.at, items.len, began, err);
	return status;
}

static enum hscan_status
put_event(struct sync_job *job, const struct hscan_doubt *subject,
    struct hscan_text list, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_events events = {0};
	enum hscan_status status;

	/* Those of most kinds are passed over. */
	status = hscan_github_decode_events(list, &job->arena, &events, err);
	status = check(status, events.oldest_at != HSCAN_NEVER ? 1 : 0,
	    events.bad.len, err);
	if (status == HSCAN_OK && events.len > 0)
		status = check_id(events.at[0].id, subject, err);
	return status == HSCAN_OK
		   ? hscan_store_put_events(sync->store, sync->name->host,
			 job->repo_id, events.at, events.len, err)
		   : status;
}

static enum hscan_status
put_comment(struct sync_job *job, const struct hscan_doubt *subject,
    struct hscan_text list, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_responses comments = {0};
	enum hscan_status status;

	status =
	    hscan_github_decode_comments(list, &job->arena, &comments, err);
	status = check(status, comments.len, comments.bad.len, err);
	if (status == HSCAN_OK)
		status = check_id(comments.at[0].id, subject, err);
	return status == HSCAN_OK
		   ? hscan_store_put_responses(sync->store, sync->name->host,
			 job->repo_id, comments.at, comments.len, err)
		   : status;
}

static enum hscan_status
put_release(struct sync_job *job, const struct hscan_doubt *subject,
    struct hscan_text list, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_releases releases = {0};
	enum hscan_status status;

	status =
	    hscan_github_decode_releases(list, &job->arena, &releases, err);
	status = check(status, releases.len, releases.bad.len, err);
	if (status == HSCAN_OK)
		status = check_id(releases.at[0].id, subject, err);
	return status == HSCAN_OK
		   ? hscan_store_put_releases(sync->store, sync->name->host,
			 job->repo_id, releases.at, releases.len, err)
		   : status;
}

static enum hscan_status
put_base(struct sync_job *job, const struct hscan_doubt *subject,
    struct hscan_text list, struct hscan_error *err)
{
	struct hscan_bases bases = {0};
	enum hscan_status status;

	status = hscan_github_decode_bases(list, &job->arena, &bases, err);
	status = check(status, bases.len, bases.bad.len, err);
	if (status == HSCAN_OK)
		status = check_id(bases.at[0].number, subject, err);
	return status == HSCAN_OK ? hscan_store_put_bases(job->sync->store,
					job->repo_id, bases.at, bases.len, err)
				  : status;
}

/* Of the walk that was the list's last. */
static enum hscan_status
put_commit(struct sync_job *job, const struct hscan_doubt *subject,
    struct hscan_text list, struct hscan_error *err)
{
	struct hscan_listed_commits commits = {0};
	unsigned char sha[HSCAN_SHA_SIZE];
	int64_t walk = 0;
	enum hscan_status status;

	status = hscan_github_decode_commits(list, &job->arena, &commits, err);
	status = check(status, commits.len, commits.bad.len, err);
	if (status == HSCAN_OK &&
	    (!hscan_parse_hex(subject->name, sha, sizeof(sha)) ||
		memcmp(sha, commits.at[0].sha, sizeof(sha)) != 0))
		status = is_none(err);
	if (status == HSCAN_OK)
		status = hscan_store_next_walk(job->sync->store, job->repo_id,
		    (int)subject->number, &walk, err);
	return status == HSCAN_OK
		   ? hscan_store_put_listed(job->sync->store, job->repo_id,
			 (int)subject->number, commits.at, commits.len,
			 walk > 1 ? walk - 1 : 1, err)
		   : status;
}

static enum hscan_status
put(struct sync_job *job, const struct hscan_doubt *subject, int64_t began,
    struct hscan_text list, struct hscan_error *err)
{
	switch ((int)subject->stream) {
	case HSCAN_STREAM_ISSUES:
		return put_item(job, subject, began, list, err);
	case HSCAN_STREAM_EVENTS: return put_event(job, subject, list, err);
	case HSCAN_STREAM_COMMENTS: return put_comment(job, subject, list, err);
	case HSCAN_STREAM_BASES: return put_base(job, subject, list, err);
	case HSCAN_STREAM_DOCS: return put_commit(job, subject, list, err);
	default: return put_release(job, subject, list, err);
	}
}

enum hscan_status
sync_single_store(struct sync_job *job, const struct hscan_doubt *subject,
    int64_t began, struct hscan_text body, struct hscan_error *err)
{
	struct hscan_buf list;
	enum hscan_status status;

	hscan_buf_init(&list, body.len + 2);
	(void)hscan_buf_add_char(&list, '[');
	(void)hscan_buf_add_text(&list, body);
	(void)hscan_buf_add_char(&list, ']');
	status = hscan_buf_check(&list, "an answer", err);
	if (status == HSCAN_OK)
		status = hscan_store_begin(job->sync->store, err);
	if (status == HSCAN_OK)
		status = put(job, subject, began, hscan_buf_text(&list), err);
	if (status == HSCAN_OK)
		status = hscan_store_clear_doubt(
		    job->sync->store, job->repo_id, subject, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(job->sync->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(job->sync->store);
	hscan_arena_reset(&job->arena);
	hscan_buf_clear(&list);
	return status;
}
