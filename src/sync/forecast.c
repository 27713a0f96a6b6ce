/* SPDX-License-Identifier: MIT */
/* Looks at the beginnings of lists to tell what walking them costs; see
 * forecast.h. */
#include "sync/forecast.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "source/github/decode.h"
#include "source/github/target.h"
#include "sync/explain.h"
#include "sync/internal.h"
#include "sync/plan.h"

enum {
	/* Pages looked at where the server says how many there are, where
	 * that has to be guessed, and where the rows themselves tell more. */
	FEW = 1,
	SOME = 3,
	MANY = 10,
	/* Entries that a timeline has for each comment, about; as plan.c. */
	ENTRIES_A_COMMENT = 2,
};

struct forecaster {
	const struct hscan_sync *sync;
	struct hscan_forecast *out;
	unsigned needs;      /* of sync, and what they turn out to need */
	struct sync_job job; /* which repository; not driven */
	struct hscan_arena arena;
	struct hscan_repo repo;
	struct hscan_items items[MANY]; /* the pages of issues looked at */
	size_t items_len;
	int64_t window_pages;            /* of issues that the windows need */
	int64_t pages;                   /* of issues that are read */
	int64_t open_pages, open_looked; /* of what is open: all, and those that
					  * were looked at */
	struct hscan_buf target;
	struct hscan_error *err;
};

static enum hscan_status
ask(struct forecaster *f, struct hscan_http_reply *answer)
{
	struct hscan_http *http = f->sync->http;
	const struct hscan_http_request request = {
	    .target = hscan_buf_text(&f->target),
	};
	enum hscan_status status = hscan_http_submit(http, &request, f->err);

	if (status == HSCAN_OK)
		status = hscan_http_next(http, answer, f->err);
	f->out->probes++;
	if (status == HSCAN_OK && answer->rate.limit >= 0)
		f->out->rate = answer->rate;
	return status;
}

static void
add_row(struct forecaster *f, const char *endpoint, int64_t requests)
{
	struct hscan_forecast *out = f->out;

	if (requests <= 0)
		return;
	out->requests += requests;
	if (out->len > 0 &&
	    strcmp(out->rows[out->len - 1].endpoint, endpoint) == 0) {
		out->rows[out->len - 1].requests += requests;
		return;
	}
	out->rows[out->len++] = (struct hscan_forecast_row){endpoint, requests};
}

/* --- the repository --- */

static enum hscan_status
look_at_repo(struct forecaster *f)
{
	const struct hscan_sync *sync = f->sync;
	struct hscan_stored_repo stored = {0};
	struct hscan_http_reply answer;
	enum hscan_status status;
	char who[200];

	(void)snprintf(
	    who, sizeof(who), "%s/%s", sync->name->owner, sync->name->name);
	status = hscan_github_target("", hscan_http_base_path(sync->http),
	    sync->name, &f->target, f->err);
	if (status == HSCAN_OK)
		status = ask(f, &answer);
	if (status != HSCAN_OK)
		return status;
	if (answer.status != 200)
		return hscan_explain(&answer, sync, f->err);
	status =
	    hscan_github_decode_repo(answer.body, &f->arena, &f->repo, f->err);
	if (status != HSCAN_OK)
		return hscan_explain_bad_page(who, f->err);
	add_row(f, "", 1);
	status = hscan_store_find_number(
	    sync->store, sync->name->host, f->repo.id, &stored, f->err);
	f->job.repo_id = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

/* --- lists --- */

/* What a page shows of its list. The issues are kept: they tell more. */
static enum hscan_status
look_at_page(struct forecaster *f, const struct hscan_list *list,
    struct hscan_text body, struct hscan_page *page)
{
	bool open = list->walk == HSCAN_WALK_BACKLOG &&
		    (f->needs & HSCAN_NEED_OPEN_ANSWERS);
	bool kept =
	    (open || list->walk == HSCAN_WALK_ISSUES) && f->items_len < MANY;
	struct hscan_rows rows;
	enum hscan_status status;

	/* Those that are always read to their end need no look. */
	if (!open && !list->since && list->order != HSCAN_ORDER_NUMBER)
		return HSCAN_OK;
	status = hscan_list_decode(
	    list, body, kept ? &f->arena : &f->job.arena, &rows, f->err);
	if (status == HSCAN_OK) {
		page->newest = rows.newest;
		page->oldest = rows.oldest;
		if (rows.commits.len > 0)
			page->oldest =
			    rows.commits.at[rows.commits.len - 1].committed_at;
		if (kept && rows.items.len > 0)
			f->items[f->items_len++] = rows.items;
	}
	hscan_arena_reset(&f->job.arena);
	return status;
}

/* The numbers count what there is, and more: discussions, and what is gone.
 * How much more, the newest ones tell: everything that was opened since the
 * oldest row looked at was changed is among the rows looked at. */
static int64_t
guess_rows(const struct forecaster *f, int64_t oldest)
{
	int64_t highest = 0, lowest = INT64_MAX, met = 0;

	for (size_t i = 0; i < f->items_len; i++) {
		for (size_t j = 0; j < f->items[i].len; j++) {
			const struct hscan_item *item = &f->items[i].at[j];

			if (item->number > highest)
				highest = item->number;
			if (item->created_at < oldest)
				continue;
			met++;
			if (item->number < lowest)
				lowest = item->number;
		}
	}
	if (met == 0)
		return highest;
	return (int64_t)((double)highest * (double)met /
			 (double)(highest - lowest + 1));
}

/* The next page becomes f->target. */
static enum hscan_status
turn(struct forecaster *f, const struct hscan_http_reply *answer)
{
	hscan_buf_reset(&f->target);
	(void)hscan_buf_add_text(&f->target, answer->next);
	return hscan_buf_check(&f->target, "the address of a page", f->err);
}

/* Of issues, what lies before the windows adds nothing. */
static bool
is_far_enough(const struct forecaster *f, const struct hscan_list *list,
    const struct hscan_survey *survey)
{
	if (survey->bound != HSCAN_NEVER)
		return survey->oldest < survey->bound;
	return list->walk == HSCAN_WALK_ISSUES && survey->said > 0 &&
	       survey->oldest < f->sync->from;
}

/* Looks at pages from f->target on. */
static enum hscan_status
look(struct forecaster *f, const struct hscan_list *list, int64_t most,
    struct hscan_survey *survey)
{
	struct hscan_http_reply answer;
	enum hscan_status status = HSCAN_OK;

	do {
		struct hscan_page page = {
		    .newest = HSCAN_NEVER, .oldest = HSCAN_NEVER};

		status = ask(f, &answer);
		if (status != HSCAN_OK)
			return status;
		survey->pages++;
		/* Disabled, or as far as the server goes. */
		if (answer.status == 410 || answer.status == 422) {
			survey->ends = true;
			return HSCAN_OK;
		}
		if (answer.status != 200)
			return hscan_explain(&answer, f->sync, f->err);
		status = look_at_page(f, list, answer.body, &page);
		if (status != HSCAN_OK)
			return hscan_explain_bad_page(
			    hscan_list_title(list), f->err);
		survey->said = answer.pages;
		survey->ends = !answer.next.ptr;
		survey->oldest = page.oldest;
		survey->span = page.newest - page.oldest;
		if (!survey->ends)
			status = turn(f, &answer);
		/* Without a count there is more to find out. */
		if (most == FEW && answer.pages < 0)
			most = list->walk == HSCAN_WALK_ISSUES ? SOME : MANY;
	} while (status == HSCAN_OK && !survey->ends && survey->pages < most &&
		 !is_far_enough(f, list, survey));
	return status;
}

/* How far back a list will be read; HSCAN_NEVER: to its end. */
static int64_t
bound_of(const struct forecaster *f, const struct hscan_list *list,
    const struct hscan_stream_state *state)
{
	bool all = f->sync->from_scratch || !state->finished;
	int64_t enough = HSCAN_NEVER;

	if (list->since && !(list->walk == HSCAN_WALK_ISSUES && f->sync->whole))
		enough = f->sync->from;
	if (all || (list->since && hscan_walk_deeper(state, enough)))
		return enough;
	if (state->watermark == HSCAN_NEVER)
		return HSCAN_NEVER;
	return list->order == HSCAN_ORDER_NUMBER
		   ? state->watermark + 1
		   : state->watermark - list->overlap;
}

/* The server itself leaves out what is older, and can count the rest. */
static void
add_since(struct forecaster *f, const struct hscan_list *list,
    struct hscan_survey *survey)
{
	char since[HSCAN_TIME_SIZE];

	if (survey->bound == HSCAN_NEVER || !list->since)
		return;
	hscan_format_time(survey->bound, since);
	(void)hscan_buf_add_string(&f->target, "&since=");
	(void)hscan_buf_add_string(&f->target, since);
	survey->counted = true;
}

/* How many of the pages show pull requests of the windows. */
static int64_t
pages_of_windows(const struct forecaster *f, const struct hscan_survey *survey)
{
	struct hscan_survey windows = *survey;

	if (windows.bound < f->sync->from) {
		windows.bound = f->sync->from;
		windows.counted = false;
	}
	return hscan_plan_pages(&windows);
}

static enum hscan_status
look_at_list(struct forecaster *f, const struct hscan_list *list, int64_t most)
{
	const struct hscan_sync *sync = f->sync;
	struct hscan_survey survey = {
	    .said = -1, .oldest = HSCAN_NEVER, .rows = -1};
	struct hscan_stream_state state;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    sync->store, f->job.repo_id, list->stream, &state, f->err);
	if (status != HSCAN_OK)
		return status;
	survey.bound = bound_of(f, list, &state);
	status = hscan_github_target(list->target,
	    hscan_http_base_path(sync->http), sync->name, &f->target, f->err);
	add_since(f, list, &survey);
	hscan_stream_state_clear(&state);
	if (status == HSCAN_OK)
		status = look(f, list, most, &survey);
	if (status != HSCAN_OK)
		return status;
	if (list->walk == HSCAN_WALK_ISSUES) {
		survey.rows = guess_rows(f, survey.oldest);
		f->window_pages = pages_of_windows(f, &survey);
		f->pages = hscan_plan_pages(&survey);
	}
	if (list->walk == HSCAN_WALK_BACKLOG) {
		f->open_pages = hscan_plan_pages(&survey);
		f->open_looked = survey.pages;
	}
	add_row(f, list->endpoint, hscan_plan_pages(&survey));
	return HSCAN_OK;
}

/* A list that is asked for whole, or for its first page alone when that is
 * the same. */
static enum hscan_status
look_at_unordered(struct forecaster *f, const struct hscan_list *list)
{
	struct hscan_stream_state state;
	bool finished;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    f->sync->store, f->job.repo_id, list->stream, &state, f->err);
	if (status != HSCAN_OK)
		return status;
	finished = state.finished && !f->sync->from_scratch;
	hscan_stream_state_clear(&state);
	if (!finished)
		return look_at_list(f, list, FEW);
	add_row(f, list->endpoint, 1);
	return HSCAN_OK;
}

/* As far as is known before the issues are read: of a server that says which
 * pull requests were merged, never. */
static enum hscan_status
look_at_merges(struct forecaster *f, const struct hscan_list *list)
{
	int64_t untold = 0;
	enum hscan_status status;

	/* With the branches that they are for, merges are read. */
	if (f->needs & HSCAN_NEED_BASES)
		return HSCAN_OK;
	status = hscan_store_count_untold(
	    f->sync->store, f->job.repo_id, f->sync->from, &untold, f->err);
	if (status != HSCAN_OK || untold == 0)
		return status;
	return look_at_unordered(f, list);
}

/* --- commits to the documentation --- */

/* Whether the newest commit is still the one that the lists were read by. */
static enum hscan_status
is_newest_known(
    struct forecaster *f, const struct hscan_http_reply *answer, bool *out)
{
	struct hscan_stream_state state;
	bool same = false;
	enum hscan_status status = sync_docs_look(&f->job, &same, f->err);

	*out = same;
	if (status == HSCAN_OK && same)
		status = sync_docs_are_settled(&f->job, out, f->err);
	if (status != HSCAN_OK || !*out)
		return status;
	status = hscan_store_get_stream(
	    f->sync->store, f->job.repo_id, HSCAN_STREAM_DOCS, &state, f->err);
	if (status != HSCAN_OK)
		return status;
	*out = hscan_text_equal(state.etag, answer->etag);
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

static enum hscan_status
look_at_root(struct forecaster *f, const struct hscan_list *list, size_t root,
    int64_t *pages)
{
	const struct hscan_sync *sync = f->sync;
	struct hscan_survey survey = {
	    .said = -1, .oldest = HSCAN_NEVER, .rows = -1};
	struct hscan_stream_state state;
	char stream[SYNC_STREAM_SIZE];
	enum hscan_status status;

	status = hscan_store_get_stream(sync->store, f->job.repo_id,
	    sync_docs_stream((int)root + 1, stream), &state, f->err);
	if (status != HSCAN_OK)
		return status;
	if (f->job.docs_anew)
		state.finished = false;
	survey.bound = bound_of(f, list, &state);
	hscan_stream_state_clear(&state);
	status = hscan_github_commits_target(f->job.roots[root],
	    hscan_http_base_path(sync->http), sync->name, &f->target, f->err);
	add_since(f, list, &survey);
	if (status == HSCAN_OK)
		status = look(f, list, FEW, &survey);
	*pages += hscan_plan_pages(&survey);
	return status;
}

static enum hscan_status
look_at_docs(struct forecaster *f, const struct hscan_list *list)
{
	const struct hscan_text newest = {NULL, 0};
	struct hscan_http_reply answer = {0};
	int64_t pages = 1;
	bool known = false;
	enum hscan_status status;

	status = hscan_github_commits_target(newest,
	    hscan_http_base_path(f->sync->http), f->sync->name, &f->target,
	    f->err);
	if (status == HSCAN_OK)
		status = ask(f, &answer);
	if (status == HSCAN_OK)
		status = is_newest_known(f, &answer, &known);
	if (answer.status != 200)
		known = true;
	for (size_t i = 0; i < f->job.roots_len && !known && status == HSCAN_OK;
	     i++)
		status = look_at_root(f, list, i, &pages);
	if (status == HSCAN_OK && f->job.roots_len > 0)
		add_row(f, list->endpoint, pages);
	return status;
}

/* --- pull requests, one by one --- */

/* Pages of timelines behind the first, of the pull requests looked at. */
static int64_t
further_pages(const struct forecaster *f)
{
	const struct hscan_sync *sync = f->sync;
	int64_t pages = 0;

	for (size_t i = 0; i < f->items_len; i++) {
		for (size_t j = 0; j < f->items[i].len; j++) {
			const struct hscan_item *item = &f->items[i].at[j];
			bool opened = item->created_at >= sync->from &&
				      item->created_at < sync->to;
			bool merged = item->merged_at >= sync->from &&
				      item->merged_at < sync->to;

			if (item->kind == HSCAN_PULL_REQUEST &&
			    (opened || merged))
				pages += item->comments * ENTRIES_A_COMMENT /
					 HSCAN_PAGE;
		}
	}
	return pages;
}

/* As if the pages that were looked at had been read; rolled back by the
 * caller. */
static enum hscan_status
try_on(struct forecaster *f, unsigned *needs, struct hscan_unread *before,
    struct hscan_unread *after)
{
	const struct hscan_sync *sync = f->sync;
	const struct hscan_teller teller = sync_teller(sync);
	unsigned need = 0;
	enum hscan_status status = HSCAN_OK;

	if (f->job.repo_id == 0)
		status = hscan_store_put_repo(
		    sync->store, &teller, &f->repo, &f->job.repo_id, f->err);
	if (status == HSCAN_OK)
		status = sync_answers_need(&f->job, &need, f->err);
	if (status == HSCAN_OK)
		status = hscan_store_count_unread(sync->store, f->job.repo_id,
		    sync->from, sync->to, need, before, f->err);
	for (size_t i = 0; i < f->items_len && status == HSCAN_OK; i++)
		status = hscan_store_put_items(sync->store, &teller,
		    f->job.repo_id, f->items[i].at, f->items[i].len, f->err);
	if (status == HSCAN_OK)
		status = hscan_store_count_unread(sync->store, f->job.repo_id,
		    sync->from, sync->to, need, after, f->err);
	if (status == HSCAN_OK)
		status = sync_answers_plan(&f->job, needs, f->err);
	return status;
}

static enum hscan_status
look_at_pulls(struct forecaster *f)
{
	const struct hscan_sync *sync = f->sync;
	struct hscan_unread before = {0}, after = {0};
	int64_t looked_at = (int64_t)f->items_len, repo_id = f->job.repo_id;
	int64_t requests;
	unsigned more = 0;
	enum hscan_status status = hscan_store_begin(sync->store, f->err);

	if (status != HSCAN_OK)
		return status;
	status = try_on(f, &more, &before, &after);
	hscan_store_rollback(sync->store);
	f->job.repo_id = repo_id;
	f->needs |= more;
	if (status != HSCAN_OK || looked_at == 0)
		return status;
	requests = after.pulls - before.pulls;
	if (f->job.details.timelines)
		requests += further_pages(f);
	/* The rest is taken to be as what was looked at. */
	if (f->window_pages > looked_at)
		requests = requests * f->window_pages / looked_at;
	add_row(f,
	    f->job.details.timelines ? "/issues/N/timeline"
				     : "/pulls/N/reviews",
	    requests + before.pulls);
	return HSCAN_OK;
}

/* How many pull requests are read for their reviews alone. */
static enum hscan_status
count_beyond(struct forecaster *f, unsigned need, int64_t *out)
{
	const struct hscan_sync *sync = f->sync;
	struct hscan_pull_mark *marks = NULL;
	size_t len = 0;
	enum hscan_status status =
	    hscan_store_unread_pulls(sync->store, f->job.repo_id, sync->from,
		sync->to, need, true, &f->arena, &marks, &len, f->err);

	*out = 0;
	for (size_t i = 0; i < len; i++)
		*out += marks[i].beyond;
	return status;
}

/* As try_on(). */
static enum hscan_status
try_on_every(struct forecaster *f, int64_t *before, int64_t *after)
{
	const struct hscan_sync *sync = f->sync;
	const struct hscan_teller teller = sync_teller(sync);
	unsigned need =
	    f->needs & HSCAN_NEED_REVIEWS ? HSCAN_DETAIL_REVIEWS : 0;
	enum hscan_status status = HSCAN_OK;

	if (f->job.repo_id == 0)
		status = hscan_store_put_repo(
		    sync->store, &teller, &f->repo, &f->job.repo_id, f->err);
	if (status == HSCAN_OK)
		status = count_beyond(f, need, before);
	for (size_t i = 0; i < f->items_len && status == HSCAN_OK; i++)
		status = hscan_store_put_items(sync->store, &teller,
		    f->job.repo_id, f->items[i].at, f->items[i].len, f->err);
	return status == HSCAN_OK ? count_beyond(f, need, after) : status;
}

/* Beside those of the windows: what was not looked at is taken to be as the
 * last page that was. */
static int64_t
beyond_pages(const struct forecaster *f, int64_t found, int64_t looked_at)
{
	const struct hscan_items *last = &f->items[looked_at - 1];
	int64_t pulls = 0, known = looked_at;

	for (size_t i = 0; i < last->len; i++)
		pulls += last->at[i].kind == HSCAN_PULL_REQUEST;
	if ((f->needs & HSCAN_NEED_REVIEWS) && f->window_pages > known)
		known = f->window_pages;
	return f->pages > known ? found + pulls * (f->pages - known) : found;
}

static enum hscan_status
look_at_every(struct forecaster *f)
{
	int64_t before = 0, after = 0, repo_id = f->job.repo_id;
	int64_t looked_at = (int64_t)f->items_len, more;
	enum hscan_status status = hscan_store_begin(f->sync->store, f->err);

	if (status != HSCAN_OK)
		return status;
	status = try_on_every(f, &before, &after);
	hscan_store_rollback(f->sync->store);
	f->job.repo_id = repo_id;
	if (status != HSCAN_OK)
		return status;
	more = after - before;
	if (looked_at > 0)
		more = beyond_pages(f, more, looked_at);
	add_row(f, "/pulls/N/reviews", before + more);
	return HSCAN_OK;
}

/* --- items that are open, one by one --- */

static enum hscan_status
count_open(struct forecaster *f, int64_t *out)
{
	struct hscan_open_question question = {0};
	struct hscan_pull_mark *marks = NULL;
	size_t len = 0;
	enum hscan_status status =
	    sync_open_question(&f->job, &question, f->err);

	if (status == HSCAN_OK)
		status = hscan_store_unread_open(f->sync->store, f->job.repo_id,
		    &question, &f->arena, &marks, &len, f->err);
	*out = (int64_t)len;
	return status;
}

/* As try_on(). */
static enum hscan_status
try_on_open(
    struct forecaster *f, unsigned *needs, int64_t *before, int64_t *after)
{
	const struct hscan_sync *sync = f->sync;
	const struct hscan_teller teller = sync_teller(sync);
	enum hscan_status status = HSCAN_OK;

	if (f->job.repo_id == 0)
		status = hscan_store_put_repo(
		    sync->store, &teller, &f->repo, &f->job.repo_id, f->err);
	if (status == HSCAN_OK)
		status = count_open(f, before);
	for (size_t i = 0; i < f->items_len && status == HSCAN_OK; i++)
		status = hscan_store_put_items(sync->store, &teller,
		    f->job.repo_id, f->items[i].at, f->items[i].len, f->err);
	if (status == HSCAN_OK)
		status = count_open(f, after);
	return status == HSCAN_OK ? sync_open_plan(&f->job, needs, f->err)
				  : status;
}

static enum hscan_status
look_at_open(struct forecaster *f)
{
	struct hscan_store *store = f->sync->store;
	int64_t before = 0, after = 0, repo_id = f->job.repo_id, more;
	unsigned needs = 0;
	enum hscan_status status = hscan_store_begin(store, f->err);

	if (status != HSCAN_OK)
		return status;
	status = try_on_open(f, &needs, &before, &after);
	hscan_store_rollback(store);
	f->job.repo_id = repo_id;
	f->needs |= needs;
	if (status != HSCAN_OK)
		return status;
	more = after - before;
	if (f->open_pages > f->open_looked && f->open_looked > 0)
		more = more * f->open_pages / f->open_looked;
	add_row(f, "/issues/N/timeline", before + more);
	return HSCAN_OK;
}

/* --- the whole --- */

static enum hscan_status
look_at_issues(struct forecaster *f, const struct hscan_list *list)
{
	bool backlog = false, pulls = sync_reads_pulls(&f->job);
	enum sync_due recheck = SYNC_NOT_DUE;
	enum hscan_status status = look_at_list(f, list, pulls ? MANY : FEW);

	if (status == HSCAN_OK)
		status = sync_lists_want_backlog(&f->job, &backlog, f->err);
	if (status == HSCAN_OK && backlog)
		status =
		    look_at_list(f, hscan_list_of(HSCAN_STREAM_BACKLOG), FEW);
	if (status == HSCAN_OK)
		status = sync_recheck_due(&f->job, &recheck, f->err);
	if (status == HSCAN_OK && recheck == SYNC_DUE)
		status =
		    look_at_list(f, hscan_list_of(HSCAN_STREAM_RECHECK), FEW);
	return status;
}

static enum hscan_status
look_at_details(struct forecaster *f)
{
	enum hscan_status status = HSCAN_OK;

	if (!sync_reads_pulls(&f->job))
		return look_at_open(f);
	if (f->needs & HSCAN_NEED_REVIEWS)
		status = look_at_pulls(f);
	if (status == HSCAN_OK && (f->needs & HSCAN_NEED_EVERY_REVIEW))
		status = look_at_every(f);
	return status;
}

static enum hscan_status
look_at_one(struct forecaster *f, const struct hscan_list *list)
{
	switch (list->walk) {
	case HSCAN_WALK_ISSUES: return look_at_issues(f, list);
	case HSCAN_WALK_DOCS: return look_at_docs(f, list);
	case HSCAN_WALK_NONE: return look_at_details(f);
	case HSCAN_WALK_BACKLOG:
	case HSCAN_WALK_TAIL:
	case HSCAN_WALK_RECHECK: return HSCAN_OK;
	case HSCAN_WALK_ALONE: break;
	}
	if (list->optional)
		return look_at_merges(f, list);
	return list->since || list->order == HSCAN_ORDER_NUMBER
		   ? look_at_list(f, list, FEW)
		   : look_at_unordered(f, list);
}

/* In the order of their turns: what is read of the pull requests says which
 * lists have to be read for the rest. */
static enum hscan_status
look_at_all(struct forecaster *f)
{
	enum hscan_status status = look_at_repo(f);

	for (int turn = 0; turn <= HSCAN_LAST_TURN; turn++)
		for (const struct hscan_list *of = hscan_lists;
		     of->stream && status == HSCAN_OK; of++)
			if (of->turn == turn && (of->needs & f->needs))
				status = look_at_one(f, of);
	return status;
}

enum hscan_status
hscan_sync_forecast(const struct hscan_sync *sync, struct hscan_forecast *out,
    struct hscan_error *err)
{
	struct forecaster f = {
	    .sync = sync, .out = out, .err = err, .needs = sync->needs};
	enum hscan_status status;

	*out = (struct hscan_forecast){.rate = {-1, -1, -1}};
	f.job.sync = sync;
	hscan_arena_init(&f.arena);
	hscan_arena_init(&f.job.arena);
	hscan_buf_init(&f.target, MAX_TARGET_BYTES);
	status = look_at_all(&f);
	hscan_buf_clear(&f.target);
	hscan_arena_clear(&f.job.arena);
	hscan_arena_clear(&f.arena);
	return status;
}
