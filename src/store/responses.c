/* SPDX-License-Identifier: MIT */
/* Writes and reads the answers to items, and what is read of pull requests
 * one by one. */
#include "base/text.h"
#include <string.h>

#include "store/internal.h"
#include "store/shadow.h"

static enum hscan_status
put_response(struct hscan_store *store, int64_t repo_id,
    const struct hscan_response *response, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_RESPONSE);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", response->number);
	store_bind_i64(&call, ":occurred_at", response->occurred_at);
	store_bind_i64(&call, ":kind", (int64_t)response->kind);
	store_bind_i64(&call, ":forge_id", response->id);
	store_bind_id(&call, ":actor_id", response->actor.id);
	store_bind_id(&call, ":state", (int64_t)response->state);
	return store_call_end(&call, "cannot store an answer", err);
}

/* Whether a forge says with it that somebody looks after the repository. */
static bool
is_maintainers(struct hscan_text association)
{
	return hscan_text_is(association, "OWNER") ||
	       hscan_text_is(association, "MEMBER") ||
	       hscan_text_is(association, "COLLABORATOR");
}

static enum hscan_status
put_maintainer(struct hscan_store *store, int64_t repo_id, int64_t actor_id,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_MAINTAINER);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":actor_id", actor_id);
	return store_call_end(&call, "cannot store who answers", err);
}

enum hscan_status
store_move_maintainers(struct hscan_store *store, int64_t from, int64_t to,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_MAINTAINER);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", from);
	while (status == HSCAN_OK && store_call_row(&call))
		status = put_maintainer(
		    store, to, sqlite3_column_int64(call.stmt, 0), err);
	ended = store_call_end(
	    &call, "cannot read who answers", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
hscan_store_put_responses(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_response *responses, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool mixed = false;

	if (len > 0)
		status = store_mixes(store, teller, repo_id, &mixed, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_response *response = &responses[i];

		status =
		    store_put_account(store, teller, &response->actor, err);
		if (status != HSCAN_OK)
			break;
		status = mixed ? store_put_mixed_response(
				     store, teller, repo_id, response, err)
			       : put_response(store, repo_id, response, err);
		if (status == HSCAN_OK && response->actor.id != 0 &&
		    is_maintainers(response->association))
			status = put_maintainer(
			    store, repo_id, response->actor.id, err);
	}
	return status;
}

static enum hscan_status
put_base(struct hscan_store *store, int64_t repo_id,
    const struct hscan_base *base, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_BASE);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_base(&call, base);
	return store_call_end(&call, "cannot store a branch", err);
}

enum hscan_status
hscan_store_put_bases(struct hscan_store *store, int64_t repo_id,
    const struct hscan_base *bases, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool mixed = false;

	if (len > 0)
		status = hscan_store_is_mixed(store, repo_id, &mixed, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status =
		    mixed ? store_put_mixed_base(store, repo_id, &bases[i], err)
			  : put_base(store, repo_id, &bases[i], err);
	return status;
}

enum hscan_status
hscan_store_settle_merges(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_SETTLE_BY_BASE);
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	status = store_call_end(&call, "cannot store the merges", err);
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_SETTLE_BY_EVENT);
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_text(&call, ":events", hscan_text_of(HSCAN_STREAM_EVENTS));
	return store_call_end(&call, "cannot store the merges", err);
}

enum hscan_status
hscan_store_put_detail(struct hscan_store *store, int64_t repo_id,
    const struct hscan_pull_mark *mark, unsigned parts, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_DETAIL);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", mark->number);
	store_bind_i64(&call, ":updated_at", mark->updated_at);
	store_bind_i64(&call, ":parts", (int64_t)parts);
	return store_call_end(
	    &call, "cannot store that a pull request was read", err);
}

static void
bind_need(struct store_call *call, int64_t repo_id, int64_t to, unsigned need)
{
	store_bind_i64(call, ":repo_id", repo_id);
	store_bind_i64(call, ":end", to);
	store_bind_i64(call, ":need", (int64_t)need);
}

enum hscan_status
hscan_store_count_unread(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t to, unsigned need, struct hscan_unread *out,
    struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);
	struct store_call call;
	struct hscan_unread unread = {0};
	enum hscan_status status;

	if (of)
		return of->count_unread(
		    of->payload, repo_id, from, to, need, out, err);
	call = store_call_begin(store, STORE_COUNT_UNREAD);
	bind_need(&call, repo_id, to, need);
	store_bind_time(&call, ":start", from);
	if (store_call_row(&call)) {
		unread.pulls = sqlite3_column_int64(call.stmt, 0);
		unread.comments = sqlite3_column_int64(call.stmt, 1);
		unread.since = sqlite3_column_int64(call.stmt, 2);
	}
	status = store_call_end(&call, "cannot count pull requests", err);
	if (status == HSCAN_OK)
		*out = unread;
	return status;
}

/* The memory doubles at every power of two. */
static bool
room_for_mark(
    struct hscan_arena *arena, struct hscan_pull_mark **marks, size_t len)
{
	struct hscan_pull_mark *more;

	if ((len & (len - 1)) != 0)
		return true;
	more = hscan_arena_alloc(arena, len ? len * 2 : 1, sizeof(*more));
	if (!more)
		return false;
	if (len > 0)
		memcpy(more, *marks, len * sizeof(*more));
	*marks = more;
	return true;
}

/* Ends a call that gives a number, updated_at, whether it is in doubt, its kind
 * and whether it is beyond. */
static enum hscan_status
take_marks(struct store_call *call, struct hscan_arena *arena,
    struct hscan_pull_mark **out, size_t *len, struct hscan_error *err)
{
	struct hscan_pull_mark *marks = NULL;
	size_t count = 0;
	bool room = true;
	enum hscan_status status;

	while (room && store_call_row(call)) {
		room = room_for_mark(arena, &marks, count);
		if (room)
			marks[count++] = (struct hscan_pull_mark){
			    .number = sqlite3_column_int64(call->stmt, 0),
			    .updated_at = sqlite3_column_int64(call->stmt, 1),
			    .doubted = sqlite3_column_int(call->stmt, 2) != 0,
			    .kind = (enum hscan_item_kind)sqlite3_column_int(
				call->stmt, 3),
			    .beyond = sqlite3_column_int(call->stmt, 4) != 0};
	}
	status = store_call_end(call, "cannot list pull requests", err);
	if (status == HSCAN_OK && !room)
		status = hscan_no_memory(err);
	if (status != HSCAN_OK)
		return status;
	*out = marks;
	*len = count;
	return HSCAN_OK;
}

enum hscan_status
hscan_store_unread_pulls(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t to, unsigned need, bool every,
    struct hscan_arena *arena, struct hscan_pull_mark **out, size_t *len,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_UNREAD_PULLS);

	bind_need(&call, repo_id, to, need);
	store_bind_i64(&call, ":start", from);
	store_bind_i64(&call, ":every", every);
	return take_marks(&call, arena, out, len, err);
}

enum hscan_status
hscan_store_unread_open(struct hscan_store *store, int64_t repo_id,
    const struct hscan_open_question *question, struct hscan_arena *arena,
    struct hscan_pull_mark **out, size_t *len, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_UNREAD_OPEN);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":at", question->at);
	store_bind_i64(&call, ":comments_from", question->comments_from);
	store_bind_i64(&call, ":drafts_read", question->drafts_read);
	return take_marks(&call, arena, out, len, err);
}

static enum hscan_status
take_count(struct store_call *call, int64_t *out, struct hscan_error *err)
{
	int64_t count = 0;
	enum hscan_status status;

	if (store_call_row(call))
		count = sqlite3_column_int64(call->stmt, 0);
	status = store_call_end(call, "cannot count records", err);
	if (status == HSCAN_OK)
		*out = count;
	return status;
}

static enum hscan_status
count_since(struct hscan_store *store, enum store_statement which,
    int64_t repo_id, int64_t from, int64_t *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, which);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":start", from);
	return take_count(&call, out, err);
}

enum hscan_status
hscan_store_count_items(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t *out, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);

	if (of)
		return of->count_items(of->payload, repo_id, from, out, err);
	return count_since(store, STORE_COUNT_ITEMS, repo_id, from, out, err);
}

enum hscan_status
hscan_store_count_untold(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t *out, struct hscan_error *err)
{
	return count_since(store, STORE_COUNT_UNTOLD, repo_id, from, out, err);
}

enum hscan_status
hscan_store_count_comments(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t *out, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);

	if (of)
		return of->count_comments(of->payload, repo_id, from, out, err);
	return count_since(
	    store, STORE_COUNT_COMMENTS, repo_id, from, out, err);
}

static enum hscan_status
count_between(struct hscan_store *store, enum store_statement which,
    int64_t repo_id, const int64_t span[2], int64_t *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, which);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":start", span[0]);
	store_bind_i64(&call, ":end", span[1]);
	return take_count(&call, out, err);
}

enum hscan_status
hscan_store_count_reviews(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t to, int64_t *out, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);
	const int64_t span[] = {from, to};

	if (of)
		return of->count_reviews(
		    of->payload, repo_id, from, to, out, err);
	return count_between(
	    store, STORE_COUNT_REVIEWS, repo_id, span, out, err);
}

enum hscan_status
hscan_store_count_unstated(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t to, int64_t *out, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);
	const int64_t span[] = {from, to};

	if (of)
		return of->count_unstated(
		    of->payload, repo_id, from, to, out, err);
	return count_between(
	    store, STORE_COUNT_UNSTATED, repo_id, span, out, err);
}

enum hscan_status
hscan_store_each_actor(struct hscan_store *store, int64_t repo_id,
    hscan_store_actor_fn *take, void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_ACTORS);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	while (status == HSCAN_OK && store_call_row(&call)) {
		const struct hscan_stored_actor actor = {
		    .git = sqlite3_column_int(call.stmt, 0) != 0,
		    .name = store_text(call.stmt, 1),
		    .type = store_text(call.stmt, 2),
		    .items = sqlite3_column_int64(call.stmt, 3),
		    .responses = sqlite3_column_int64(call.stmt, 4),
		    .commits = sqlite3_column_int64(call.stmt, 5),
		};

		status = take(&actor, payload, err);
	}
	ended = store_call_end(
	    &call, "cannot list who there is", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}
