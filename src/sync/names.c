/* SPDX-License-Identifier: MIT */
/* Names of repositories, as the forge knows them; see names.h. */
#include "sync/names.h"

#include <string.h>

#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/internal.h"

bool
sync_adopt_name(struct hscan_text full_name, struct hscan_repo_name *name)
{
	struct hscan_repo_name now;

	if (hscan_repo_name_parse(full_name, &now, NULL) != HSCAN_OK)
		return false;
	memcpy(name->owner, now.owner, sizeof(now.owner));
	memcpy(name->name, now.name, sizeof(now.name));
	return true;
}

enum hscan_status
sync_note_names(struct hscan_store *store, const struct hscan_repo_name *asked,
    const struct hscan_http_reply *answer, const struct hscan_repo *repo,
    int64_t now, struct hscan_error *err)
{
	struct hscan_repo_name called = *asked;
	enum hscan_status status = HSCAN_OK;

	if (!sync_adopt_name(repo->full_name, &called))
		return HSCAN_OK;
	if (answer->moved_to.ptr && !hscan_repo_name_equal(asked, &called))
		status = hscan_store_put_name(store, asked, repo->id, now, err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_put_name(store, &called, repo->id, now, err);
	return status;
}

/* The answer of a forge to a name. */
static enum hscan_status
take(struct hscan_store *store, const struct hscan_repo_name *name,
    const struct hscan_http_reply *answer, int64_t now, struct hscan_whose *out,
    struct hscan_error *err)
{
	struct hscan_repo_name called = *name;
	struct hscan_repo repo;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = hscan_github_decode_repo(answer->body, &arena, &repo, err);
	if (status == HSCAN_OK && sync_adopt_name(repo.full_name, &called) &&
	    (answer->moved_to.ptr || hscan_repo_name_equal(name, &called))) {
		*out = (struct hscan_whose){repo.id, called};
		if (store && !hscan_store_is_read_only(store))
			status = sync_note_names(
			    store, name, answer, &repo, now, err);
	}
	hscan_arena_clear(&arena);
	return status == HSCAN_EPARSE ? HSCAN_OK : status;
}

static bool
is_no_answer(enum hscan_status status)
{
	return status != HSCAN_OK && status != HSCAN_EINTR &&
	       status != HSCAN_ENOMEM && status != HSCAN_ESTORE;
}

enum hscan_status
hscan_sync_whose(struct hscan_http *http, struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t now, struct hscan_whose *out,
    struct hscan_error *err)
{
	struct hscan_http_reply answer = {.status = 0};
	struct hscan_http_request request = {.target = {NULL, 0}};
	struct hscan_buf target;
	enum hscan_status status;

	*out = (struct hscan_whose){.number = 0};
	hscan_buf_init(&target, MAX_TARGET_BYTES);
	status = hscan_github_target(
	    "", hscan_http_base_path(http), name, &target, err);
	request.target = hscan_buf_text(&target);
	if (status == HSCAN_OK)
		status = hscan_http_submit(http, &request, err);
	if (status == HSCAN_OK)
		status = hscan_http_next(http, &answer, err);
	if (status == HSCAN_OK && answer.status == 200)
		status = take(store, name, &answer, now, out, err);
	hscan_buf_clear(&target);
	return is_no_answer(status) ? HSCAN_OK : status;
}
