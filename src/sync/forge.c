/* SPDX-License-Identifier: MIT */
/* Reads the lists of a repository from its forge into the store. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/details.h"
#include "sync/explain.h"
#include "sync/internal.h"
#include "sync/plan.h"
#include "sync/walk.h"

enum { MAX_LISTS = 5 };

/* A list on its way. */
struct list {
	enum hscan_stream stream;
	struct hscan_stream_state state;
	struct hscan_buf first_target;
	struct hscan_buf target; /* what was asked for last */
	struct hscan_buf mark;   /* what was asked for a while ago */
	bool at_first;           /* `target` is the first page */
	bool resumed;            /* a broken walk goes on */
	bool done;
	int bad_pages;  /* in a row */
	int64_t pages;  /* asked for in this walk */
	int64_t rows;   /* read in this run */
	int64_t guess;  /* of how many there are; -1 */
	int64_t oldest; /* updated_at met in this run; HSCAN_NEVER */
};

struct run {
	const struct hscan_sync *sync;
	int64_t repo_id;
	struct hscan_arena arena;
	struct list lists[MAX_LISTS];
	size_t len;
};

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
	case HSCAN_STREAM_GIT: return "git";
	case HSCAN_STREAM_COMMENTS: return "comments";
	case HSCAN_STREAM_REVIEWS: return "reviews";
	case HSCAN_STREAM_BASES: return "bases";
	}
	return "unknown";
}

/* --- pages --- */

static enum hscan_status
store_items(struct run *run, struct list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct hscan_items items = {0};
	enum hscan_status status;

	status = hscan_github_decode_items(body, &run->arena, &items, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < items.len; i++) {
		if (items.at[i].updated_at > page->newest)
			page->newest = items.at[i].updated_at;
		if (items.at[i].number > list->guess)
			list->guess = items.at[i].number;
	}
	if (items.len > 0)
		page->oldest = items.at[items.len - 1].updated_at;
	list->rows += (int64_t)items.len;
	status = hscan_store_begin(run->sync->store, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_items(run->sync->store, run->sync->name->host,
	    run->repo_id, items.at, items.len, err);
}

static enum hscan_status
store_events(struct run *run, struct list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct hscan_events events = {0};
	enum hscan_status status;

	status = hscan_github_decode_events(body, &run->arena, &events, err);
	if (status != HSCAN_OK)
		return status;
	if (events.oldest_at != HSCAN_NEVER) {
		page->newest = events.newest_id;
		page->oldest = events.oldest_id;
		if (list->state.since == HSCAN_NEVER ||
		    events.oldest_at < list->state.since)
			list->state.since = events.oldest_at;
	}
	list->rows += (int64_t)events.len;
	status = hscan_store_begin(run->sync->store, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_events(run->sync->store, run->sync->name->host,
	    run->repo_id, events.at, events.len, err);
}

static enum hscan_status
store_releases(struct run *run, struct list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct hscan_releases releases = {0};
	enum hscan_status status;

	(void)page; /* the order of releases is not documented */
	status =
	    hscan_github_decode_releases(body, &run->arena, &releases, err);
	if (status != HSCAN_OK)
		return status;
	list->rows += (int64_t)releases.len;
	status = hscan_store_begin(run->sync->store, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_releases(run->sync->store, run->sync->name->host,
	    run->repo_id, releases.at, releases.len, err);
}

static enum hscan_status
store_comments(struct run *run, struct list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct hscan_responses comments = {0};
	enum hscan_status status;

	status =
	    hscan_github_decode_comments(body, &run->arena, &comments, err);
	if (status != HSCAN_OK)
		return status;
	page->newest = comments.newest;
	page->oldest = comments.oldest;
	page->enough = run->sync->from;
	list->oldest = comments.oldest;
	list->rows += (int64_t)comments.len;
	status = hscan_store_begin(run->sync->store, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_responses(run->sync->store,
	    run->sync->name->host, run->repo_id, comments.at, comments.len,
	    err);
}

static enum hscan_status
store_bases(struct run *run, struct list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	struct hscan_bases bases = {0};
	enum hscan_status status;

	status = hscan_github_decode_bases(body, &run->arena, &bases, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < bases.len; i++) {
		int64_t updated = bases.at[i].updated_at;

		if (updated > page->newest)
			page->newest = updated;
		page->oldest = updated;
	}
	list->rows += (int64_t)bases.len;
	status = hscan_store_begin(run->sync->store, err);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_put_bases(
	    run->sync->store, run->repo_id, bases.at, bases.len, err);
}

/* Decodes a page and stores its rows; begins the transaction. */
static enum hscan_status
store_rows(struct run *run, struct list *list, struct hscan_text body,
    struct hscan_page *page, struct hscan_error *err)
{
	static const struct {
		enum hscan_stream stream;
		enum hscan_status (*store)(struct run *run, struct list *list,
		    struct hscan_text body, struct hscan_page *page,
		    struct hscan_error *err);
	} kinds[] = {
	    {HSCAN_STREAM_ISSUES, store_items},
	    {HSCAN_STREAM_EVENTS, store_events},
	    {HSCAN_STREAM_COMMENTS, store_comments},
	    {HSCAN_STREAM_BASES, store_bases},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].stream == list->stream)
			return kinds[i].store(run, list, body, page, err);
	return store_releases(run, list, body, page, err);
}

static enum hscan_status
store_state(struct run *run, struct list *list, struct hscan_error *err)
{
	return hscan_store_put_stream(
	    run->sync->store, run->repo_id, list->stream, &list->state, err);
}

/* A page and the place to go on from, together. The state borrows from the
 * answer; what outlives it is read back from the store. */
static enum hscan_status
store_page(struct run *run, struct list *list,
    const struct hscan_http_answer *answer, struct hscan_error *err)
{
	struct hscan_page page = {
	    .newest = HSCAN_NEVER,
	    .oldest = HSCAN_NEVER,
	    .has_next = answer->next.ptr != NULL,
	    .enough = HSCAN_NEVER,
	};
	enum hscan_status status;

	status = store_rows(run, list, answer->body, &page, err);
	if (status == HSCAN_OK) {
		list->state.note = (struct hscan_text){NULL, 0};
		list->done = hscan_walk_step(list->stream, &list->state, &page,
		    list->at_first, answer->etag, answer->next, run->sync->now);
		status = store_state(run, list, err);
	}
	if (status == HSCAN_OK)
		status = hscan_store_commit(run->sync->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(run->sync->store);
	hscan_arena_reset(&run->arena);
	return status;
}

/* --- the walk --- */

static enum hscan_status
reload(struct run *run, struct list *list, struct hscan_error *err)
{
	hscan_stream_state_clear(&list->state);
	return hscan_store_get_stream(
	    run->sync->store, run->repo_id, list->stream, &list->state, err);
}

/* Whether a page was asked for before. The mark moves ahead at powers of two
 * (Brent), so that a circle of any length comes upon it. */
static bool
is_circle(const struct list *list, struct hscan_text target)
{
	return hscan_text_equal(target, hscan_buf_text(&list->target)) ||
	       hscan_text_equal(target, hscan_buf_text(&list->mark));
}

/* Asks for the next page of a list, or for its first. */
static enum hscan_status
ask_page(struct run *run, struct list *list, struct hscan_error *err)
{
	struct hscan_text target = list->state.walk_next;
	struct hscan_text etag = {NULL, 0};
	enum hscan_status status;

	list->at_first = !target.ptr;
	if (list->at_first) {
		target = hscan_buf_text(&list->first_target);
		etag = list->state.etag;
		list->pages = 0;
	} else if (is_circle(list, target)) {
		return hscan_fail(err, HSCAN_EPARSE,
		    "the %s cannot be read to their end: the pages lead in a "
		    "circle; run again later",
		    hscan_stream_name(list->stream));
	}
	hscan_buf_reset(&list->target);
	(void)hscan_buf_add_text(&list->target, target);
	status = hscan_buf_check(&list->target, "the address of a page", err);
	if (status != HSCAN_OK)
		return status;
	list->pages++;
	if ((list->pages & (list->pages - 1)) == 0) {
		hscan_buf_reset(&list->mark);
		(void)hscan_buf_add_text(&list->mark, target);
		status =
		    hscan_buf_check(&list->mark, "the address of a page", err);
	}
	if (status == HSCAN_OK)
		status = sync_ask(run->sync->http, target, etag, list, err);
	return status;
}

static enum hscan_status
ask_again(struct run *run, struct list *list, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};

	return sync_ask(run->sync->http, hscan_buf_text(&list->target),
	    list->at_first ? list->state.etag : none, list, err);
}

/* A walk from the top, forgetting one that cannot go on. */
static enum hscan_status
start_over(struct run *run, struct list *list, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};
	enum hscan_status status;

	list->resumed = false;
	list->state.walk_next = none;
	list->state.walk_etag = none;
	list->state.walk_newest = HSCAN_NEVER;
	status = store_state(run, list, err);
	if (status == HSCAN_OK)
		status = ask_page(run, list, err);
	return status;
}

/* The list is as it was when it was read last. */
static enum hscan_status
finish_unchanged(struct run *run, struct list *list, struct hscan_error *err)
{
	list->done = true;
	list->state.synced_at = run->sync->now;
	return store_state(run, list, err);
}

static enum hscan_status
finish_disabled(struct run *run, struct list *list, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};

	list->done = true;
	list->state.finished = true;
	list->state.etag = none;
	list->state.synced_at = run->sync->now;
	list->state.note = hscan_text_of("issues disabled");
	return store_state(run, list, err);
}

/* GitHub serves no more than some ten thousand events or comments: the end.
 * How far back they go is said. */
static enum hscan_status
finish_capped(struct run *run, struct list *list, struct hscan_error *err)
{
	const struct hscan_page last = {
	    HSCAN_NEVER, HSCAN_NEVER, false, HSCAN_NEVER};
	const struct hscan_text none = {NULL, 0};

	list->done = hscan_walk_step(list->stream, &list->state, &last, false,
	    none, none, run->sync->now);
	if (list->stream == HSCAN_STREAM_COMMENTS)
		list->state.since = list->oldest;
	return store_state(run, list, err);
}

/* Anything but 200 and 304. */
static enum hscan_status
take_refusal(struct run *run, struct list *list,
    const struct hscan_http_answer *answer, struct hscan_error *err)
{
	bool gone = answer->status == 404 || answer->status == 410 ||
		    answer->status == 422;

	/* A place to go on from may have expired since. */
	if (list->resumed && !list->at_first && gone)
		return start_over(run, list, err);
	if (answer->status == 410 && list->at_first)
		return finish_disabled(run, list, err);
	if (answer->status == 422 && !list->at_first &&
	    (list->stream == HSCAN_STREAM_EVENTS ||
		(list->stream == HSCAN_STREAM_COMMENTS &&
		    list->oldest != HSCAN_NEVER)))
		return finish_capped(run, list, err);
	return hscan_explain(answer, run->sync, err);
}

static enum hscan_status
take_page(struct run *run, struct list *list,
    const struct hscan_http_answer *answer, struct hscan_error *err)
{
	enum hscan_status status;

	if (answer->status == 304 && list->at_first)
		return finish_unchanged(run, list, err);
	if (answer->status != 200)
		return take_refusal(run, list, answer, err);
	status = store_page(run, list, answer, err);
	if (status == HSCAN_EPARSE) {
		if (++list->bad_pages >= BAD_PAGES) {
			hscan_error_prefix(
			    err, "%s: ", hscan_stream_name(list->stream));
			return status;
		}
		status = reload(run, list, err);
		return status == HSCAN_OK ? ask_again(run, list, err) : status;
	}
	if (status == HSCAN_OK)
		status = reload(run, list, err);
	if (status != HSCAN_OK)
		return status;
	list->bad_pages = 0;
	if (run->sync->progress)
		run->sync->progress(
		    list->stream, list->rows, list->guess, run->sync->payload);
	if (!list->done)
		return ask_page(run, list, err);
	if (!list->resumed)
		return HSCAN_OK;
	/* The walk that went on began some time ago: look at the top again. */
	list->resumed = false;
	list->done = false;
	return ask_page(run, list, err);
}

static enum hscan_status
begin_list(struct run *run, struct list *list, struct hscan_error *err)
{
	const struct hscan_sync *sync = run->sync;
	enum hscan_status status;

	status =
	    hscan_github_target(list->stream, hscan_http_base_path(sync->http),
		sync->name, &list->first_target, err);
	if (status == HSCAN_OK)
		status = reload(run, list, err);
	if (status != HSCAN_OK)
		return status;
	if (sync->from_scratch)
		hscan_stream_state_clear(&list->state);
	/* That the newest page is the same says nothing of what is older. */
	if (list->stream == HSCAN_STREAM_COMMENTS &&
	    hscan_walk_deeper(&list->state, sync->from))
		list->state.etag = (struct hscan_text){NULL, 0};
	list->resumed = list->state.walk_next.ptr != NULL;
	return ask_page(run, list, err);
}

static void
init_lists(struct run *run, unsigned streams)
{
	static const enum hscan_stream all[MAX_LISTS] = {HSCAN_STREAM_ISSUES,
	    HSCAN_STREAM_RELEASES, HSCAN_STREAM_EVENTS, HSCAN_STREAM_COMMENTS,
	    HSCAN_STREAM_BASES};

	run->len = 0;
	for (size_t i = 0; i < MAX_LISTS; i++) {
		struct list *list = &run->lists[run->len];

		if (!(streams & all[i]))
			continue;
		*list = (struct list){
		    .stream = all[i], .guess = -1, .oldest = HSCAN_NEVER};
		hscan_stream_state_init(&list->state);
		hscan_buf_init(&list->first_target, MAX_TARGET_BYTES);
		hscan_buf_init(&list->target, MAX_TARGET_BYTES);
		hscan_buf_init(&list->mark, MAX_TARGET_BYTES);
		run->len++;
	}
}

static void
clear_lists(struct run *run)
{
	for (size_t i = 0; i < run->len; i++) {
		hscan_stream_state_clear(&run->lists[i].state);
		hscan_buf_clear(&run->lists[i].first_target);
		hscan_buf_clear(&run->lists[i].target);
		hscan_buf_clear(&run->lists[i].mark);
	}
}

static enum hscan_status
sync_lists(struct run *run, unsigned streams, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	init_lists(run, streams);
	for (size_t i = 0; i < run->len && status == HSCAN_OK; i++)
		status = begin_list(run, &run->lists[i], err);
	while (status == HSCAN_OK && hscan_http_pending(run->sync->http) > 0) {
		struct hscan_http_answer answer;

		status = hscan_http_next(run->sync->http, &answer, err);
		if (status == HSCAN_OK)
			status = take_page(run, answer.user, &answer, err);
	}
	clear_lists(run);
	return status;
}

/* --- the answers to pull requests --- */

/* Events that an item has, about: more than it is likely to. */
enum { EVENTS_AN_ITEM = 10, PAGE = 100 };

/* What of a pull request's answers the lists do not tell. */
static enum hscan_status
needed_parts(struct run *run, unsigned *need, struct hscan_error *err)
{
	struct hscan_stream_state comments, events;
	enum hscan_status status;

	hscan_stream_state_init(&comments);
	hscan_stream_state_init(&events);
	status = hscan_store_get_stream(run->sync->store, run->repo_id,
	    HSCAN_STREAM_COMMENTS, &comments, err);
	if (status == HSCAN_OK)
		status = hscan_store_get_stream(run->sync->store, run->repo_id,
		    HSCAN_STREAM_EVENTS, &events, err);
	*need = HSCAN_DETAIL_REVIEWS;
	if (hscan_walk_deeper(&comments, run->sync->from))
		*need |= HSCAN_DETAIL_COMMENTS;
	if (!events.finished)
		*need |= HSCAN_DETAIL_DRAFTS;
	hscan_stream_state_clear(&comments);
	hscan_stream_state_clear(&events);
	return status;
}

static enum hscan_status
plan_answers(
    struct run *run, unsigned need, bool *timelines, struct hscan_error *err)
{
	const struct hscan_sync *sync = run->sync;
	struct hscan_answers_task task = {0};
	struct hscan_unread unread = {0};
	int64_t items = 0;
	enum hscan_status status;

	status = hscan_store_count_unread(sync->store, run->repo_id, sync->from,
	    sync->to, need, &unread, err);
	if (status == HSCAN_OK)
		status = hscan_store_count(sync->store, run->repo_id,
		    HSCAN_STREAM_ISSUES, &items, err);
	task.pulls = unread.pulls;
	task.comments = unread.comments;
	/* A list that has been read is asked for its newest page at least. */
	if (!(sync->streams & HSCAN_STREAM_COMMENTS))
		task.comment_pages = need & HSCAN_DETAIL_COMMENTS
					 ? unread.comments / PAGE + 1
					 : 1;
	if (!(sync->streams & HSCAN_STREAM_EVENTS))
		task.event_pages = need & HSCAN_DETAIL_DRAFTS
				       ? items * EVENTS_AN_ITEM / PAGE + 1
				       : 1;
	*timelines = hscan_plan_timelines(&task);
	return status;
}

/* Reviews alone tell half: the comments and drafts then come from the lists,
 * which must be as new. */
static enum hscan_status
sync_answers(struct run *run, struct hscan_error *err)
{
	const unsigned lists = HSCAN_STREAM_COMMENTS | HSCAN_STREAM_EVENTS;
	bool timelines = false;
	unsigned need = 0;
	enum hscan_status status;

	if (!(run->sync->streams & HSCAN_STREAM_REVIEWS))
		return HSCAN_OK;
	status = needed_parts(run, &need, err);
	if (status == HSCAN_OK)
		status = plan_answers(run, need, &timelines, err);
	if (status == HSCAN_OK && !timelines)
		status = sync_lists(run, lists & ~run->sync->streams, err);
	if (status == HSCAN_OK)
		status = needed_parts(run, &need, err);
	if (status == HSCAN_OK)
		status =
		    sync_details(run->sync, run->repo_id, timelines, need, err);
	return status;
}

enum hscan_status
hscan_sync_forge(
    const struct hscan_sync *sync, int64_t *repo_id, struct hscan_error *err)
{
	struct run run = {.sync = sync};
	enum hscan_status status;

	hscan_arena_init(&run.arena);
	status = sync_repository(sync, &run.repo_id, err);
	if (status == HSCAN_OK)
		status = sync_lists(&run, sync->streams, err);
	if (status == HSCAN_OK)
		status = sync_answers(&run, err);
	if (run.repo_id != 0)
		*repo_id = run.repo_id;
	hscan_arena_clear(&run.arena);
	return status;
}
