/* SPDX-License-Identifier: MIT */
/* A row of a list that was asked for by itself: it is read as a list of one. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "sync/internal.h"

/* Whether it is what was asked for: another one in its place would leave this
 * one out without a word. */
static bool
is_asked_for(const struct hscan_rows *rows, const struct hscan_doubt *subject)
{
	unsigned char sha[HSCAN_SHA_SIZE];
	int64_t number = subject->number;

	/* An event of a kind that is not kept. */
	if (rows->passed_over)
		return true;
	if (rows->commits.len > 0)
		return hscan_parse_hex(subject->name, sha, sizeof(sha)) &&
		       memcmp(sha, rows->commits.at[0].sha, sizeof(sha)) == 0;
	if (subject->name.len > 0 &&
	    !hscan_parse_i64(subject->name, 1, INT64_MAX, &number))
		return false;
	return rows->id == number;
}

/* Commits are of the walk that was the list's last. */
static enum hscan_status
last_walk(
    const struct sync_job *job, int list, int64_t *out, struct hscan_error *err)
{
	enum hscan_status status = hscan_store_next_walk(
	    job->sync->store, job->repo_id, list, out, err);

	if (*out > 1)
		--*out;
	return status;
}

static enum hscan_status
put(struct sync_job *job, const struct hscan_rows *rows,
    const struct hscan_doubt *subject, int64_t began, struct hscan_error *err)
{
	bool commit = rows->commits.len > 0;
	int list = commit ? (int)subject->number : 0;
	int64_t walk = 1;
	enum hscan_status status = HSCAN_OK;

	if (commit)
		status = last_walk(job, list, &walk, err);
	if (status == HSCAN_OK)
		status = sync_rows_put(job, rows, list, walk, err);
	if (status == HSCAN_OK && began != HSCAN_NEVER)
		status = hscan_store_mark_swept(job->sync->store, job->repo_id,
		    rows->items.at, rows->items.len, began, err);
	return status;
}

enum hscan_status
sync_single_store(struct sync_job *job, const struct hscan_list *of,
    const struct hscan_doubt *subject, int64_t began, struct hscan_text body,
    struct hscan_error *err)
{
	struct hscan_rows rows;
	struct hscan_buf list;
	enum hscan_status status;

	hscan_buf_init(&list, body.len + 2);
	(void)hscan_buf_add_char(&list, '[');
	(void)hscan_buf_add_text(&list, body);
	(void)hscan_buf_add_char(&list, ']');
	status = hscan_buf_check(&list, "an answer", err);
	if (status == HSCAN_OK)
		status = hscan_list_decode(
		    of, hscan_buf_text(&list), &job->arena, &rows, err);
	if (status == HSCAN_OK &&
	    (rows.len + rows.passed_over != 1 || rows.bad.len > 0 ||
		!is_asked_for(&rows, subject)))
		status = hscan_fail(err, HSCAN_EPARSE,
		    "what GitHub sent is not what was asked for; try again, "
		    "and report it if it stays");
	if (status == HSCAN_OK)
		status = hscan_store_begin(job->sync->store, err);
	if (status == HSCAN_OK)
		status = put(job, &rows, subject, began, err);
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
