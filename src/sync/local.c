/* SPDX-License-Identifier: MIT */
/* A local repository as one of its own; see local.h. */
#include "sync/local.h"

#include "base/buf.h"
#include "base/safe.h"

#define MAX_LABEL_BYTES ((size_t)64 * 1024)

/* FNV-1a, cut to what a JSON number tells exactly; never 0 or above. */
int64_t
hscan_local_number(const char *path)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * UINT64_C(1099511628211);
	return -1 - (int64_t)(hash & ((UINT64_C(1) << 52) - 1));
}

/* `first` HSCAN_NEVER: when it was made is not known. */
static enum hscan_status
put(const struct hscan_sync *sync, const char *path, struct hscan_text label,
    int64_t first, int64_t *repo_id, struct hscan_error *err)
{
	bool known = first != HSCAN_NEVER;
	struct hscan_repo repo = {
	    .id = hscan_local_number(path),
	    .created_at = known ? first : sync->now,
	    .pushed_at = HSCAN_NEVER,
	    .unknown = known ? 0 : HSCAN_REPO_CREATED,
	};
	const struct hscan_teller teller = {
	    HSCAN_LOCAL_HOST, HSCAN_SOURCE_REST, sync->now};
	enum hscan_status status;
	struct hscan_buf name;

	hscan_buf_init(&name, MAX_LABEL_BYTES);
	hscan_add_safe(&name, label, false);
	status = hscan_buf_check(&name, "the name of a clone", err);
	repo.full_name = hscan_buf_text(&name);
	if (status == HSCAN_OK)
		status = hscan_store_put_repo(
		    sync->store, &teller, &repo, repo_id, err);
	hscan_buf_clear(&name);
	return status;
}

/* The first commit that was read before: it stays should nothing be read now.
 */
static enum hscan_status
first_before(const struct hscan_sync *sync, const char *path, int64_t *out,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status = hscan_store_find_number(sync->store,
	    HSCAN_LOCAL_HOST, hscan_local_number(path), &stored, err);

	*out = HSCAN_NEVER;
	if (status == HSCAN_OK)
		status = hscan_store_first_commit(
		    sync->store, stored.repo_id, out, err);
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

enum hscan_status
hscan_sync_local(const struct hscan_sync *sync, const char *path,
    struct hscan_text label, struct hscan_git *git,
    const struct hscan_doc_paths *paths, int64_t *repo_id,
    struct hscan_error *err)
{
	int64_t first;
	enum hscan_status status = first_before(sync, path, &first, err);

	/* Commits need its row, and its row needs the first of them. */
	if (status == HSCAN_OK)
		status = put(sync, path, label, first, repo_id, err);
	if (status == HSCAN_OK)
		status = hscan_sync_git(sync, *repo_id, git, paths, err);
	if (status == HSCAN_OK)
		status = hscan_store_first_commit(
		    sync->store, *repo_id, &first, err);
	if (status == HSCAN_OK)
		status = put(sync, path, label, first, repo_id, err);
	return status;
}
