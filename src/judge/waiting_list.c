/* SPDX-License-Identifier: MIT */
/* Lists what is open; see waiting_list.h. */
#include "judge/waiting_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/text.h"
#include "judge/cover.h"
#include "judge/waiting.h"

enum { LONGEST_LINK = 64 * 1024 };

/* A list in the making. What is not borrowed is of the arena. */
struct listing {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	const struct hscan_health_one *one;
	struct hscan_stored_repo repo; /* owned */
	struct hscan_window window;
	struct hscan_cover cover;
	struct hscan_words_reach reach;
	struct hscan_waiting_item *items;
	size_t room;
	struct hscan_arena *arena;
	struct hscan_waiting *out;
	struct hscan_error *err;
};

/* --- what is known --- */

static enum hscan_status
find_reach(struct listing *listing, const char *stream, struct hscan_reach *out)
{
	struct hscan_stream_state state;
	enum hscan_status status = hscan_store_get_stream(listing->store,
	    listing->one->repo_id, stream, &state, listing->err);

	if (status != HSCAN_OK)
		return status;
	*out = partly_reach(&listing->cover, stream, &state);
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

static enum hscan_status
find_reaches(struct listing *listing)
{
	struct hscan_words_reach *reach = &listing->reach;
	enum hscan_status status =
	    find_reach(listing, HSCAN_STREAM_COMMENTS, &reach->comments);

	if (status == HSCAN_OK)
		status =
		    find_reach(listing, HSCAN_STREAM_REVIEWS, &reach->reviews);
	if (status == HSCAN_OK)
		status =
		    find_reach(listing, HSCAN_STREAM_EVENTS, &reach->drafts);
	/* Each is read by itself: no list goes back to any time. */
	reach->reviews.since = INT64_MAX;
	if (reach->reviews.synced)
		reach->reviews.heard_from = HSCAN_NEVER;
	/* Before the oldest event the newest rows tell. */
	if (reach->drafts.synced)
		reach->drafts.since = HSCAN_NEVER;
	return status;
}

static const struct hscan_coverage *
issues_of(const struct hscan_cover *cover)
{
	for (size_t i = 0; i < cover->len; i++)
		if (strcmp(cover->rows[i].stream, HSCAN_STREAM_ISSUES) == 0)
			return &cover->rows[i];
	return NULL;
}

/* Whether there are none of a kind, since they are switched off. What is left
 * of them from before is not open to anybody. */
static bool
is_off(const struct listing *listing, enum hscan_item_kind kind)
{
	const struct hscan_repo *repo = &listing->repo.repo;

	return kind == HSCAN_ISSUE
		   ? !repo->has_issues &&
			 !(repo->unknown & HSCAN_REPO_HAS_ISSUES)
		   : repo->pulls_disabled;
}

/* Whether all that is open is known, or why not. */
static void
note_coverage(struct listing *listing)
{
	const struct hscan_coverage *issues = issues_of(&listing->cover);
	struct hscan_waiting *out = listing->out;

	out->reason = cover_why_no_backlog(&listing->cover);
	if (!issues)
		return;
	out->synced_at = issues->synced_at;
	out->unreadable = issues->unreadable;
	/* What was open then may have been closed before the list begins. */
	if (!out->reason && issues->spans_len == 0 &&
	    issues->since > listing->window.end)
		out->reason = cover_not_so_far_back;
	if (!out->reason && is_off(listing, HSCAN_ISSUE))
		out->reason = cover_issues_off;
	if (!out->reason && is_off(listing, HSCAN_PULL_REQUEST))
		out->reason = cover_pulls_off;
}

static enum hscan_status
cover(struct listing *listing)
{
	enum hscan_status status;

	listing->cover = (struct hscan_cover){
	    .store = listing->store,
	    .question = listing->question,
	    .one = listing->one,
	    .repo = &listing->repo,
	    .windows = &listing->window,
	    .windows_len = 1,
	    .needed = HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS | HSCAN_NEED_BACKLOG,
	    .arena = listing->arena,
	    .err = listing->err,
	};
	status = hscan_cover(&listing->cover);
	if (status != HSCAN_OK)
		return status;
	note_coverage(listing);
	return find_reaches(listing);
}

/* --- the items --- */

static bool
is_wanted(
    const struct hscan_waiting *list, const struct hscan_waiting_item *item)
{
	bool known = item->waits_for != HSCAN_WAITS_UNKNOWN;
	int64_t since = known ? item->since : item->created_at;

	/* Of one that was not read: whether it may be. */
	if (list->over_s > 0 && list->as_of - since <= list->over_s)
		return false;
	return !known || list->only == HSCAN_WAITS_UNKNOWN ||
	       list->only == item->waits_for;
}

static struct hscan_text
link_of(const struct listing *listing, const struct hscan_waiting_item *item)
{
	const struct hscan_waiting *list = listing->out;
	struct hscan_text link = {NULL, 0};
	struct hscan_buf text;

	if (list->repo.id <= 0)
		return link;
	hscan_buf_init(&text, LONGEST_LINK);
	(void)hscan_buf_add_format(&text, "https://%s/", list->host);
	(void)hscan_buf_add_text(&text, list->repo.full_name);
	(void)hscan_buf_add_format(&text, "/%s/%lld",
	    item->kind == HSCAN_PULL_REQUEST ? "pull" : "issues",
	    (long long)item->number);
	if (text.failed == HSCAN_OK)
		link = hscan_arena_dup(listing->arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return link;
}

/* Copies what is borrowed. False: out of memory. */
static bool
keep_texts(struct listing *listing, struct hscan_waiting_item *item)
{
	struct hscan_text *const texts[] = {
	    &item->title, &item->author, &item->last_by};

	item->link = link_of(listing, item);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		bool there = texts[i]->ptr != NULL;

		*texts[i] = hscan_arena_dup(listing->arena, *texts[i]);
		if (there && !texts[i]->ptr)
			return false;
	}
	return true;
}

static enum hscan_status
add_item(struct listing *listing, const struct hscan_waiting_item *item,
    struct hscan_error *err)
{
	struct hscan_waiting *out = listing->out;
	struct hscan_waiting_item *more = hscan_grow_in(listing->arena,
	    listing->items, &listing->room, out->len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	listing->items = more;
	more[out->len] = *item;
	if (!keep_texts(listing, &more[out->len]))
		return hscan_no_memory(err);
	out->len++;
	return HSCAN_OK;
}

static enum hscan_status
on_item(
    const struct hscan_open_item *open, void *payload, struct hscan_error *err)
{
	struct listing *listing = payload;
	struct hscan_waiting *out = listing->out;
	struct hscan_waiting_item item = {
	    .number = open->number,
	    .kind = open->kind,
	    .title = open->title,
	    .author = open->author,
	    .created_at = open->created_at,
	    .since = HSCAN_NEVER,
	};

	if (is_off(listing, open->kind))
		return HSCAN_OK;
	if (open->left_out) {
		out->excluded_bots++;
		return HSCAN_OK;
	}
	hscan_wait_for(open, out->as_of, &listing->reach, &item);
	if (!is_wanted(out, &item))
		return HSCAN_OK;
	switch (item.waits_for) {
	case HSCAN_WAITS_MAINTAINER: out->maintainers++; break;
	case HSCAN_WAITS_AUTHOR: out->authors++; break;
	case HSCAN_WAITS_UNKNOWN:
		out->unread++;
		if (out->only != HSCAN_WAITS_UNKNOWN)
			return HSCAN_OK;
		break;
	}
	return add_item(listing, &item, err);
}

/* The longest wait first; what was not read last. */
static int
by_wait(const void *a, const void *b)
{
	const struct hscan_waiting_item *x = a, *y = b;
	bool x_known = x->waits_for != HSCAN_WAITS_UNKNOWN;
	bool y_known = y->waits_for != HSCAN_WAITS_UNKNOWN;

	if (x_known != y_known)
		return x_known ? -1 : 1;
	if (x_known && x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* --- the whole --- */

static enum hscan_status
list_items(struct listing *listing)
{
	const struct hscan_health_query *question = listing->question;
	const struct hscan_engine_scope scope = hscan_health_scope(
	    question, &listing->one->repo_id, 1, &listing->window, 1);
	const struct hscan_open_items_question open = {
	    .repo_id = listing->one->repo_id,
	    .end = question->as_of,
	    .logins = question->maintainers,
	    .logins_len = question->maintainers_len,
	};
	struct hscan_engine *engine = NULL;
	enum hscan_status status = hscan_engine_open(
	    question->engine, listing->store, &scope, &engine, listing->err);

	if (status == HSCAN_OK)
		status = hscan_engine_open_items(
		    engine, &open, on_item, listing, listing->err);
	hscan_engine_close(engine);
	return status;
}

static enum hscan_status
fill_head(struct listing *listing)
{
	const struct hscan_health_query *question = listing->question;
	struct hscan_waiting *out = listing->out;
	struct hscan_text host = hscan_arena_dup(
	    listing->arena, hscan_text_of(listing->one->name->host));

	out->version = question->version;
	out->generated_at = question->generated_at;
	out->as_of = question->as_of;
	out->synced_at = HSCAN_NEVER;
	out->host = host.ptr;
	out->repo = listing->repo.repo;
	out->repo.full_name =
	    hscan_arena_dup(listing->arena, out->repo.full_name);
	out->repo.default_branch =
	    hscan_arena_dup(listing->arena, out->repo.default_branch);
	out->slice = question->slice;
	out->bots_included = question->bots_included;
	out->history_events = question->history_events;
	return host.ptr && out->repo.full_name.ptr
		   ? HSCAN_OK
		   : hscan_no_memory(listing->err);
}

static enum hscan_status
list(struct listing *listing)
{
	const struct hscan_health_query *question = listing->question;
	struct hscan_waiting *out = listing->out;
	enum hscan_status status = hscan_store_get_repo(listing->store,
	    listing->one->repo_id, &listing->repo, listing->err);

	if (status == HSCAN_OK)
		status = hscan_store_check(listing->store,
		    listing->one->repo_id,
		    question->slice.labels_len > 0 || question->slice.base.ptr,
		    listing->err);
	if (status == HSCAN_OK)
		status = hscan_windows_lay(&question->window, question->as_of,
		    &listing->window, 1, listing->err);
	if (status == HSCAN_OK)
		status = fill_head(listing);
	if (status == HSCAN_OK)
		status = cover(listing);
	if (status == HSCAN_OK)
		status = list_items(listing);
	if (status != HSCAN_OK)
		return status;
	if (out->len > 0)
		qsort(
		    listing->items, out->len, sizeof(*listing->items), by_wait);
	out->items = listing->items;
	out->complete = !out->reason && !listing->one->incomplete &&
			out->unread == 0 && out->unreadable == 0;
	return HSCAN_OK;
}

enum hscan_status
hscan_waiting_list(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, struct hscan_arena *arena,
    struct hscan_waiting *out, struct hscan_error *err)
{
	struct hscan_waiting found = {.only = out->only, .over_s = out->over_s};
	struct listing listing = {
	    .store = store,
	    .question = question,
	    .one = one,
	    .arena = arena,
	    .out = &found,
	    .err = err,
	};
	enum hscan_status status = hscan_store_hold(store, err);

	if (status != HSCAN_OK)
		return status;
	status = list(&listing);
	hscan_store_let_go(store);
	hscan_stored_repo_clear(&listing.repo);
	if (status == HSCAN_OK)
		*out = found;
	return status;
}
