/* SPDX-License-Identifier: MIT */
/* Walks the lists of a repository, page by page, into the store. */
#include <string.h>

#include "base/text.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"

static const struct hscan_text absent = {NULL, 0};

static struct sync_list *
list_of(struct sync_ticket *ticket)
{
	return (struct sync_list *)ticket;
}

/* --- pages --- */

static const char *
stored_as(const struct sync_list *list, char out[SYNC_STREAM_SIZE])
{
	return list->of->walk == HSCAN_WALK_DOCS
		   ? sync_docs_stream(list->root, out)
		   : list->of->stream;
}

static enum hscan_status
store_state(struct sync_list *list, struct hscan_error *err)
{
	const struct sync_job *job = list->ticket.job;
	char stream[SYNC_STREAM_SIZE];

	return hscan_store_put_stream(job->sync->store, job->repo_id,
	    stored_as(list, stream), &list->state, err);
}

static enum hscan_status
reload(struct sync_list *list, struct hscan_error *err)
{
	const struct sync_job *job = list->ticket.job;
	char stream[SYNC_STREAM_SIZE];

	hscan_stream_state_clear(&list->state);
	return hscan_store_get_stream(job->sync->store, job->repo_id,
	    stored_as(list, stream), &list->state, err);
}

/* The walk from the top has come to its end: the one from the bottom too. */
static enum hscan_status
end_other(struct sync_list *list, struct hscan_error *err)
{
	struct sync_list *other = list->other;

	if (!other)
		return HSCAN_OK;
	other->done = true;
	hscan_stream_state_clear(&other->state);
	return store_state(other, err);
}

/* It was switched off before it had ever been read to its end. */
static bool
was_never_read(const struct hscan_stream_state *state)
{
	return state->note.len > 0 && state->watermark == HSCAN_NEVER;
}

/* A page of the walk from the top, or of a list with one walk. */
static enum hscan_status
note_page(struct sync_list *list, const struct hscan_http_reply *answer,
    struct hscan_page *page, struct hscan_error *err)
{
	/* The ETag of a small page is of no use to the next run. */
	struct hscan_text etag = list->small ? absent : answer->etag;
	bool begins = list->at_first &&
		      (!list->small || list->state.walk_newest == HSCAN_NEVER);
	int64_t reach = hscan_walk_reach(list->of, &list->state, page);
	enum hscan_status status;

	if (sync_docs_is_newest(list))
		return sync_docs_note_newest(list, answer, err);
	list->ends.head_oldest = page->oldest;
	list->ends.head_span = page->newest - page->oldest;
	if (list->other && hscan_ends_met(&list->ends))
		page->has_next = false;
	if (list->of->walk != HSCAN_WALK_DOCS && was_never_read(&list->state))
		list->state.finished = false;
	list->state.note = absent;
	if (begins)
		list->state.walk_credential = answer->credential;
	list->done = hscan_walk_step(list->of, &list->state, page, begins, etag,
	    answer->next, list->ticket.job->sync->now);
	status = store_state(list, err);
	if (status == HSCAN_OK && list->done)
		status = list->of->walk == HSCAN_WALK_DOCS
			     ? sync_docs_end_walk(list, reach, err)
			     : end_other(list, err);
	return status;
}

/* A page of the walk from the bottom. */
static enum hscan_status
note_tail_page(struct sync_list *tail, const struct hscan_http_reply *answer,
    const struct hscan_page *page, struct hscan_error *err)
{
	const struct hscan_page last = {
	    HSCAN_NEVER, HSCAN_NEVER, false, HSCAN_NEVER};
	struct sync_list *head = tail->other;
	enum hscan_status status;

	if (page->newest > tail->state.walk_newest)
		tail->state.walk_newest = page->newest;
	head->ends.tail_newest = tail->state.walk_newest;
	head->ends.tail_span = page->newest - page->oldest;
	if (page->has_next && !hscan_ends_met(&head->ends)) {
		tail->state.walk_next = answer->next;
		return store_state(tail, err);
	}
	head->done = hscan_walk_step(head->of, &head->state, &last, false,
	    absent, absent, head->ticket.job->sync->now);
	status = store_state(head, err);
	return status == HSCAN_OK ? end_other(head, err) : status;
}

/* A page and the place to go on from, together. The state borrows from the
 * answer; what outlives it is read back from the store, before another process
 * that reads the same list can write its own place there. */
static enum hscan_status
store_page(struct sync_list *list, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	struct hscan_page page = {
	    .newest = HSCAN_NEVER,
	    .oldest = HSCAN_NEVER,
	    .has_next = answer->next.ptr != NULL,
	    .enough = HSCAN_NEVER,
	};
	enum hscan_status status;

	status = sync_page_rows(list, answer->body, &page, err);
	if (status == HSCAN_OK)
		status = list->of->walk == HSCAN_WALK_TAIL
			     ? note_tail_page(list, answer, &page, err)
			     : note_page(list, answer, &page, err);
	if (status == HSCAN_OK)
		status = reload(list, err);
	if (status == HSCAN_OK && list->other)
		status = reload(list->other, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(job->sync->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(job->sync->store);
	hscan_arena_reset(&job->arena);
	return status;
}

/* --- asking --- */

/* Whether a page was asked for before. The mark moves ahead at powers of two
 * (Brent), so that a circle of any length comes upon it. */
static bool
is_circle(const struct sync_list *list, struct hscan_text target)
{
	return hscan_text_equal(target, hscan_buf_text(&list->target)) ||
	       hscan_text_equal(target, hscan_buf_text(&list->mark));
}

/* Asks for the page that list->target names. */
static enum hscan_status
ask_target(struct sync_list *list, struct hscan_error *err)
{
	bool conditional = list->at_first && !list->small;

	list->awaited = true;
	return sync_ask(&list->ticket, hscan_buf_text(&list->target),
	    conditional ? &list->state : NULL, err);
}

/* Asks for the next page of a list, or for its first. */
static enum hscan_status
ask_page(struct sync_list *list, struct hscan_error *err)
{
	struct hscan_text target = list->state.walk_next;
	enum hscan_status status;

	list->at_first = !target.ptr;
	if (list->at_first) {
		target = hscan_buf_text(&list->first_target);
		list->pages = 0;
	} else if (is_circle(list, target)) {
		return hscan_fail(err, HSCAN_EPARSE,
		    "the %s cannot be read to their end: the pages lead in a "
		    "circle; run again later",
		    hscan_list_title(list->of));
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
	return status == HSCAN_OK ? ask_target(list, err) : status;
}

/* A walk from the top, in place of one that cannot go on. The store keeps the
 * old one's place until the first page is there. */
static enum hscan_status
start_over(struct sync_list *list, struct hscan_error *err)
{
	list->resumed = false;
	list->state.walk_next = absent;
	/* What the first page was is not forgotten when it is only read again
	 * in pieces. */
	if (!list->small) {
		list->state.walk_etag = absent;
		list->state.walk_credential = absent;
		list->state.walk_newest = HSCAN_NEVER;
	}
	return ask_page(list, err);
}

/* --- both ends of the issues at once --- */

/* A page of items that a cursor leads to begins right behind the last one,
 * whatever moves meanwhile; with page numbers a walk from the bottom would
 * skip what slides down. */
static bool
is_cursor(struct hscan_text target)
{
	static const char mark[] = "after=";
	size_t len = sizeof(mark) - 1;

	for (size_t i = 0; i + len < target.len; i++)
		if (memcmp(target.ptr + i, mark, len) == 0)
			return true;
	return false;
}

/* How many rows there may be that were not read yet, at most: numbers count
 * the items, and more. */
static int64_t
unseen(const struct sync_list *head)
{
	int64_t rows = head->guess - head->held - head->rows;

	return head->other ? rows - head->other->rows : rows;
}

/* Asks at each end that is idle, as long as the pages that are on their way
 * already will not close the gap. */
static enum hscan_status
ask_both(
    struct sync_list *head, struct sync_list *tail, struct hscan_error *err)
{
	struct sync_list *const ends[] = {head, tail};
	int64_t under_way = 0;
	enum hscan_status status = HSCAN_OK;

	head->ends.unseen = unseen(head);
	for (size_t i = 0; i < 2; i++)
		under_way += ends[i]->awaited ? HSCAN_PAGE : 0;
	for (size_t i = 0; i < 2 && status == HSCAN_OK; i++) {
		if (ends[i]->awaited || ends[i]->done)
			continue;
		/* One extra page: the estimate is rough. */
		if (under_way > 0 &&
		    hscan_ends_between(&head->ends) <= under_way + HSCAN_PAGE)
			continue;
		status = ask_page(ends[i], err);
		under_way += HSCAN_PAGE;
	}
	return status;
}

static struct sync_list *
find_list(struct sync_job *job, enum hscan_walk_kind walk)
{
	for (size_t i = 0; i < job->lists_len; i++)
		if (job->lists[i].of->walk == walk)
			return &job->lists[i];
	return NULL;
}

/* Whether a list that is read to its end may be walked from there too. */
static bool
may_have_tail(const struct sync_list *list)
{
	const struct sync_job *job = list->ticket.job;

	return list->of->walk == HSCAN_WALK_ISSUES && !list->other &&
	       !list->done && !list->small && job->sync->whole &&
	       hscan_walk_deeper(&list->state, HSCAN_NEVER) &&
	       list->state.walk_next.ptr && is_cursor(list->state.walk_next);
}

/* Worth it for a long list, and where a walk that broke had begun at the
 * bottom. */
static enum hscan_status
begin_tail(struct sync_list *head, struct hscan_error *err)
{
	struct sync_list *tail = find_list(head->ticket.job, HSCAN_WALK_TAIL);
	enum hscan_status status;

	if (!tail)
		return HSCAN_OK;
	status = reload(tail, err);
	if (status != HSCAN_OK)
		return status;
	if (head->ticket.job->sync->from_scratch)
		hscan_stream_state_clear(&tail->state);
	if (tail->state.walk_newest == HSCAN_NEVER &&
	    unseen(head) <= 2 * (int64_t)HSCAN_PAGE)
		return HSCAN_OK;
	tail->done = false;
	tail->other = head;
	head->other = tail;
	head->ends.tail_newest = tail->state.walk_newest;
	return hscan_github_target(tail->of->target,
	    hscan_http_base_path(head->ticket.job->sync->http),
	    head->ticket.job->sync->name, &tail->first_target, err);
}

/* Asks for what is next in a list that has not come to its end. */
static enum hscan_status
go_on(struct sync_list *list, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (may_have_tail(list))
		status = begin_tail(list, err);
	if (status != HSCAN_OK)
		return status;
	if (!list->other)
		return ask_page(list, err);
	if (list->of->walk == HSCAN_WALK_TAIL)
		return ask_both(list->other, list, err);
	return ask_both(list, list->other, err);
}

/* The place to go on from at the bottom has expired: from the top alone. */
static enum hscan_status
drop_tail(struct sync_list *tail, struct hscan_error *err)
{
	struct sync_list *head = tail->other;
	enum hscan_status status = end_other(head, err);

	head->other = NULL;
	if (status == HSCAN_OK && !head->awaited && !head->done)
		status = ask_page(head, err);
	return status;
}

/* --- answers that are no page --- */

/* The list is as it was when it was read last. */
static enum hscan_status
finish_unchanged(struct sync_list *list, struct hscan_error *err)
{
	enum hscan_status status;

	list->done = true;
	list->state.synced_at = list->ticket.job->sync->now;
	status = store_state(list, err);
	if (status == HSCAN_OK && list->of->walk == HSCAN_WALK_DOCS &&
	    list->root > 0)
		status = sync_docs_settle(list, err);
	return status;
}

/* How far back it had been read stays, for when it is switched on again. */
static enum hscan_status
finish_disabled(struct sync_list *list, struct hscan_error *err)
{
	enum hscan_status status;

	list->done = true;
	/* It stands before the list of all, which is not asked for then. */
	if (list->of->walk == HSCAN_WALK_BACKLOG) {
		list = find_list(list->ticket.job, HSCAN_WALK_ISSUES);
		if (!list)
			return HSCAN_OK;
		status = reload(list, err);
		if (status != HSCAN_OK)
			return status;
	}
	if (!list->state.finished)
		list->state.since = HSCAN_NEVER;
	list->state.finished = true;
	list->state.etag = absent;
	list->state.synced_at = list->ticket.job->sync->now;
	list->state.note = hscan_text_of("issues disabled");
	return store_state(list, err);
}

/* GitHub serves no more than some ten thousand events or comments: the end.
 * How far back they go is said. */
static enum hscan_status
finish_capped(struct sync_list *list, struct hscan_error *err)
{
	const struct hscan_page last = {
	    HSCAN_NEVER, HSCAN_NEVER, false, HSCAN_NEVER};

	list->done = hscan_walk_step(list->of, &list->state, &last, false,
	    absent, absent, list->ticket.job->sync->now);
	if (list->of->bounded)
		list->state.since = list->oldest;
	return store_state(list, err);
}

static enum hscan_status
explain_no_pulls(const struct sync_list *list, struct hscan_error *err)
{
	const struct hscan_sync *sync = list->ticket.job->sync;

	return hscan_fail(err, HSCAN_ENOTFOUND,
	    "%s/%s: HTTP 404 for its pull requests: they are switched off, or "
	    "%s; ask without --base",
	    sync->name->owner, sync->name->name,
	    hscan_http_has_token(sync->http) ? "the token may not see them"
					     : "a token is needed to see them");
}

/* The list would have filled in what another leaves out; what is computed from
 * that has no number now. */
static enum hscan_status
do_without(struct sync_list *list)
{
	list->done = true;
	return HSCAN_OK;
}

/* Anything but 200 and 304. */
static enum hscan_status
take_refusal(struct sync_list *list, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	bool gone = answer->status == 404 || answer->status == 410 ||
		    answer->status == 422;
	bool taken = false;
	enum hscan_status status;

	if (list->of->walk == HSCAN_WALK_DOCS) {
		status = sync_docs_refused(list, answer->status, &taken, err);
		if (taken || status != HSCAN_OK)
			return status;
	}
	if (list->of->walk == HSCAN_WALK_TAIL && gone)
		return drop_tail(list, err);
	if (list->of->optional)
		return do_without(list);
	/* A place to go on from may have expired since. */
	if (list->resumed && !list->at_first && gone)
		return start_over(list, err);
	if (answer->status == 410 && list->at_first && list->of->of_issues &&
	    hscan_is_gone(answer))
		return finish_disabled(list, err);
	if (answer->status == 422 && !list->at_first && list->of->capped &&
	    (!list->of->bounded || list->oldest != HSCAN_NEVER))
		return finish_capped(list, err);
	/* The repository itself is there. */
	if (answer->status == 404 && list->of->needs == HSCAN_NEED_BASES)
		return explain_no_pulls(list, err);
	return hscan_explain(answer, list->ticket.job->sync, err);
}

static enum hscan_status
take_bad_page(struct sync_list *list, struct hscan_error *err)
{
	enum hscan_status status;

	if (++list->ticket.bad_pages >= BAD_PAGES) {
		if (list->of->optional)
			return do_without(list);
		hscan_error_prefix(err, "%s: ", hscan_list_title(list->of));
		return HSCAN_EPARSE;
	}
	status = reload(list, err);
	return status == HSCAN_OK ? ask_target(list, err) : status;
}

/* --- the walk --- */

static void
tell(const struct sync_list *walked)
{
	bool is_tail = walked->of->walk == HSCAN_WALK_TAIL;
	const struct sync_list *list =
	    is_tail && walked->other ? walked->other : walked;
	const struct hscan_sync *sync = list->ticket.job->sync;
	int64_t rows = list->rows + (list->other ? list->other->rows : 0);
	int64_t guess = list->guess;

	if (list->other && list->other->guess > guess)
		guess = list->other->guess;
	if (sync->progress)
		sync->progress(
		    hscan_list_title(list->of), rows, guess, sync->payload);
}

static enum hscan_status begin_list(
    struct sync_list *list, struct hscan_error *err);

/* The open items come before what has changed: what is closed meanwhile
 * moves the rest of them up a page, and one may slip by. The changes tell. */
static bool
may_have_slipped(
    const struct sync_list *backlog, const struct sync_list *issues)
{
	return backlog->pages > 1 &&
	       !is_cursor(hscan_buf_text(&backlog->target)) &&
	       issues->newest_close >= issues->ticket.job->backlog_began;
}

/* The newest commit is another one: what of it is documentation? */
static enum hscan_status
begin_docs(struct sync_list *head, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 1;
	     i <= head->ticket.job->roots_len && status == HSCAN_OK; i++) {
		head[i].done = false;
		status = begin_list(&head[i], err);
	}
	return status;
}

static enum hscan_status
begin_next(struct sync_list *list, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	struct sync_list *issues = find_list(job, HSCAN_WALK_ISSUES);
	struct sync_list *backlog = find_list(job, HSCAN_WALK_BACKLOG);
	enum hscan_status status;

	if (sync_docs_is_newest(list))
		return begin_docs(list, err);
	if (!issues || !backlog)
		return HSCAN_OK;
	if (list->of->walk == HSCAN_WALK_BACKLOG) {
		issues->done = false;
		return begin_list(issues, err);
	}
	if (list != issues || !may_have_slipped(backlog, issues))
		return HSCAN_OK;
	hscan_stream_state_clear(&backlog->state);
	status = store_state(backlog, err);
	if (status != HSCAN_OK || job->backlog_walks >= BAD_PAGES)
		return status;
	backlog->done = false;
	return begin_list(backlog, err);
}

/* Whether everything that has changed since `from` has been read. */
static bool
knows_window(const struct sync_list *list)
{
	return list->of->walk == HSCAN_WALK_ISSUES &&
	       (list->done ||
		   (list->ends.head_oldest != HSCAN_NEVER &&
		       list->ends.head_oldest < list->ticket.job->sync->from));
}

/* After a page. */
static enum hscan_status
follow(struct sync_list *list, struct hscan_error *err)
{
	if (list->done && list->of->walk == HSCAN_WALK_TAIL && list->other)
		list = list->other;
	if (!list->done)
		return go_on(list, err);
	if (!list->resumed || list->of->walk == HSCAN_WALK_RECHECK)
		return begin_next(list, err);
	/* The walk that went on began some time ago: look at the top again. */
	list->resumed = false;
	list->done = false;
	list->other = NULL;
	return ask_page(list, err);
}

static enum hscan_status
take_page(struct sync_ticket *ticket, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct sync_list *list = list_of(ticket);
	enum hscan_status status = HSCAN_OK;

	/* What was asked for before the other end had come so far. */
	if (list->done ||
	    !hscan_text_equal(answer->target, hscan_buf_text(&list->target)))
		return HSCAN_OK;
	list->awaited = false;
	if (answer->status == 304 || answer->status == 200)
		status = sync_doubt_header(list, answer, err);
	if (status != HSCAN_OK)
		return status;
	if (answer->status == 304 && list->at_first)
		return finish_unchanged(list, err);
	if (answer->status != 200)
		return take_refusal(list, answer, err);
	if (list->of->walk == HSCAN_WALK_BACKLOG && list->at_first)
		list->ticket.job->backlog_began =
		    answer->date == HSCAN_NEVER ? list->ticket.job->sync->now
						: answer->date;
	status = store_page(list, answer, err);
	if (status == HSCAN_EPARSE)
		return take_bad_page(list, err);
	if (status != HSCAN_OK)
		return status;
	list->ticket.bad_pages = 0;
	tell(list);
	status = follow(list, err);
	if (status == HSCAN_OK && knows_window(list))
		status = sync_details_early(list->ticket.job, err);
	return status;
}

/* Large pages can take the server longer than it allows itself. */
static enum hscan_status
take_failure(struct sync_ticket *ticket, int code, struct hscan_error *err)
{
	struct sync_list *list = list_of(ticket);
	enum hscan_status status = err->status;

	(void)code;

	list->awaited = false;
	if (list->of->walk == HSCAN_WALK_TAIL && list->other)
		return drop_tail(list, err);
	if (list->small || !hscan_github_small(&list->first_target))
		return list->of->optional ? do_without(list) : status;
	list->small = true;
	status = list->other ? end_other(list, err) : HSCAN_OK;
	list->other = NULL;
	if (status == HSCAN_OK)
		status = reload(list, err);
	return status == HSCAN_OK ? start_over(list, err) : status;
}

static enum hscan_status
begin_list(struct sync_list *list, struct hscan_error *err)
{
	struct sync_job *job = list->ticket.job;
	const struct hscan_sync *sync = job->sync;
	enum hscan_status status;

	status = list->of->walk == HSCAN_WALK_DOCS
		     ? sync_docs_target(list, &list->first_target, err)
		     : hscan_github_target(list->of->target,
			   hscan_http_base_path(sync->http), sync->name,
			   &list->first_target, err);
	if (status == HSCAN_OK)
		status = reload(list, err);
	if (status != HSCAN_OK)
		return status;
	if (sync->from_scratch || list->of->walk == HSCAN_WALK_BACKLOG)
		hscan_stream_state_clear(&list->state);
	if (list->of->walk == HSCAN_WALK_BACKLOG)
		job->backlog_walks++;
	/* Only a walk that has two ends asks how many are between them. */
	if (list->of->walk == HSCAN_WALK_ISSUES &&
	    hscan_walk_deeper(&list->state, HSCAN_NEVER))
		status = hscan_store_count(sync->store, job->repo_id,
		    HSCAN_STREAM_ISSUES, &list->held, err);
	if (status != HSCAN_OK)
		return status;
	if (list->of->walk == HSCAN_WALK_DOCS) {
		status = sync_docs_begin(list, &list->done, err);
		if (status != HSCAN_OK || list->done)
			return status;
	} else if (list->of->bounded &&
		   hscan_walk_deeper(&list->state, sync_list_enough(list))) {
		/* That the newest page is the same says nothing of what is
		 * older. */
		list->state.etag = absent;
	}
	list->resumed = list->state.walk_next.ptr != NULL;
	if (list->of->walk == HSCAN_WALK_RECHECK) {
		list->state.etag = absent;
		if (!list->resumed)
			list->state.since = sync->now;
	}
	return ask_page(list, err);
}

static void
init_list(struct sync_job *job, const struct hscan_list *of, int root)
{
	struct sync_list *list = &job->lists[job->lists_len++];

	*list = (struct sync_list){
	    .ticket = {.take = take_page, .failed = take_failure, .job = job},
	    .of = of,
	    .root = root,
	    .guess = -1,
	    .oldest = HSCAN_NEVER,
	    .newest_close = HSCAN_NEVER,
	    .ends = {.head_oldest = HSCAN_NEVER, .tail_newest = HSCAN_NEVER},
	    /* Until it is begun. */
	    .done = true,
	};
	hscan_stream_state_init(&list->state);
	hscan_buf_init(&list->first_target, MAX_TARGET_BYTES);
	hscan_buf_init(&list->target, MAX_TARGET_BYTES);
	hscan_buf_init(&list->mark, MAX_TARGET_BYTES);
}

enum hscan_status
sync_lists_want_backlog(
    const struct sync_job *job, bool *out, struct hscan_error *err)
{
	const struct hscan_sync *sync = job->sync;
	struct hscan_stream_state issues, backlog;
	enum hscan_status status;

	*out = false;
	if (sync->whole || !(sync->needs & HSCAN_NEED_BACKLOG))
		return HSCAN_OK;
	hscan_stream_state_init(&backlog);
	status = hscan_store_get_stream(
	    sync->store, job->repo_id, HSCAN_STREAM_ISSUES, &issues, err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_stream(
	    sync->store, job->repo_id, HSCAN_STREAM_BACKLOG, &backlog, err);
	*out =
	    sync->from_scratch || ((hscan_walk_deeper(&issues, HSCAN_NEVER) ||
				       was_never_read(&issues)) &&
				      !backlog.finished);
	hscan_stream_state_clear(&issues);
	hscan_stream_state_clear(&backlog);
	return status;
}

/* The list of pull requests is not there where they are switched off. */
static enum hscan_status
leave_out_disabled(
    const struct sync_job *job, unsigned *needs, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	if (!(*needs & HSCAN_NEED_BASES))
		return HSCAN_OK;
	status =
	    hscan_store_get_repo(job->sync->store, job->repo_id, &stored, err);
	if (status == HSCAN_OK && stored.repo.pulls_disabled)
		*needs &= ~(unsigned)HSCAN_NEED_BASES;
	hscan_stored_repo_clear(&stored);
	return status;
}

/* Whether it is begun now, and not by another one that ends. */
static bool
begins_now(const struct sync_list *list, bool backlog)
{
	switch (list->of->walk) {
	case HSCAN_WALK_ISSUES: return !backlog;
	case HSCAN_WALK_BACKLOG: return backlog;
	case HSCAN_WALK_TAIL: return false;
	case HSCAN_WALK_DOCS: return list->root == 0;
	case HSCAN_WALK_ALONE:
	case HSCAN_WALK_RECHECK:
	case HSCAN_WALK_NONE: break;
	}
	return true;
}

static enum hscan_status
begin_all(struct sync_job *job, bool backlog, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < job->lists_len && status == HSCAN_OK; i++) {
		if (!begins_now(&job->lists[i], backlog))
			continue;
		job->lists[i].done = false;
		status = begin_list(&job->lists[i], err);
	}
	return status;
}

enum hscan_status
sync_lists_begin(struct sync_job *job, unsigned needs, struct hscan_error *err)
{
	bool backlog = false;
	enum hscan_status status = leave_out_disabled(job, &needs, err);

	job->lists_len = 0;
	job->backlog_began = INT64_MAX;
	if (status == HSCAN_OK && (needs & HSCAN_NEED_DOCS))
		status = sync_docs_lay(job, err);
	if (status == HSCAN_OK && (needs & HSCAN_NEED_ISSUES))
		status = sync_lists_want_backlog(job, &backlog, err);
	if (status != HSCAN_OK)
		return status;
	for (const struct hscan_list *of = hscan_lists; of->stream; of++) {
		size_t roots = of->walk == HSCAN_WALK_DOCS ? job->roots_len : 0;

		for (size_t root = 0;
		     (of->needs & needs) && of->decode && root <= roots; root++)
			init_list(job, of, (int)root);
	}
	return begin_all(job, backlog, err);
}

enum hscan_status
sync_lists_begin_one(
    struct sync_job *job, enum hscan_walk_kind walk, struct hscan_error *err)
{
	job->lists_len = 0;
	for (const struct hscan_list *of = hscan_lists; of->stream; of++)
		if (of->walk == walk)
			init_list(job, of, 0);
	return begin_all(job, false, err);
}

void
sync_lists_end(struct sync_job *job)
{
	for (size_t i = 0; i < job->lists_len; i++) {
		hscan_stream_state_clear(&job->lists[i].state);
		hscan_buf_clear(&job->lists[i].first_target);
		hscan_buf_clear(&job->lists[i].target);
		hscan_buf_clear(&job->lists[i].mark);
	}
	job->lists_len = 0;
}
