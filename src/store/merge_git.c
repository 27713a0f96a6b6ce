/* SPDX-License-Identifier: MIT */
/*
 * The history of a repository, and the commits to its documentation as a forge
 * lists them, from another store. Commits are those that one head reaches, so
 * those of two heads are not united: all are of the store that has walked it
 * later. While they are exchanged the history is one that was not read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "store/merging.h"

static const char doing[] = "cannot take in the commits of another store";

enum {
	CHUNK = 500, /* commits that are looked up at once */
	TRIES = 5,   /* while another process writes commits, too */
};

/* --- authors --- */

/* The same author in both stores. */
struct author {
	int64_t there, here;
};

struct authors {
	struct author *at; /* owned; by `there` */
	size_t len, room;
};

static int
by_number(const void *a, const void *b)
{
	const struct author *x = a, *y = b;

	return (x->there > y->there) - (x->there < y->there);
}

/* 0: there is none. */
static int64_t
find_author(const struct authors *authors, int64_t there)
{
	const struct author key = {there, 0};
	const struct author *found =
	    authors->len > 0 ? bsearch(&key, authors->at, authors->len,
				   sizeof(key), by_number)
			     : NULL;

	return found ? found->here : 0;
}

static enum hscan_status
map_author(const struct merging *m, int64_t here, struct hscan_text mapped)
{
	struct store_call call = store_call_begin(m->to, STORE_MAP_GIT_AUTHOR);

	store_bind_text(&call, ":mapped", mapped);
	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_i64(&call, ":author_id", here);
	return store_call_end(&call, "cannot store an author", m->err);
}

/* `map`: who it is says the .mailmap of the history that is taken in. */
static enum hscan_status
take_author(const struct merging *m, sqlite3_stmt *row, struct authors *authors,
    bool map)
{
	struct author *more = hscan_grow(
	    authors->at, &authors->room, authors->len + 1, sizeof(*more));
	struct author *author;
	enum hscan_status status;

	if (!more)
		return hscan_no_memory(m->err);
	authors->at = more;
	author = &more[authors->len];
	author->there = sqlite3_column_int64(row, 0);
	status = hscan_store_put_author(m->to, m->to_id, store_text(row, 2),
	    store_text(row, 3), &author->here, m->err);
	authors->len += status == HSCAN_OK;
	return status == HSCAN_OK && map
		   ? map_author(m, author->here, store_text(row, 4))
		   : status;
}

static enum hscan_status
take_authors(const struct merging *m, struct authors *authors, bool map)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, STORE_GIT_AUTHOR);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_statement_row(&call)) {
		status = take_author(m, call.stmt, authors, map);
		if (status == HSCAN_OK)
			status = merging_breathe(m);
	}
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	if (status == HSCAN_OK && ended == HSCAN_OK && authors->len > 0)
		qsort(
		    authors->at, authors->len, sizeof(*authors->at), by_number);
	return status == HSCAN_OK ? ended : status;
}

/* --- commits, of a history or of lists --- */

/* Puts all commits of a part, whose authors are known by then. */
static enum hscan_status
take_commits(const struct merging *m, const struct authors *authors,
    enum store_part part, int author_at, enum store_statement put)
{
	struct store_call call = store_scan_begin(m->from, m->from_id, part);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_statement_row(&call)) {
		int64_t author = find_author(
		    authors, sqlite3_column_int64(call.stmt, author_at));

		status = author == 0
			     ? hscan_fail(m->err, HSCAN_ESTORE,
				   "the other store has a commit without its "
				   "author; go back to a backup of it")
			     : merging_put_row(m, put, call.stmt, author,
				   "cannot store a commit");
		if (status == HSCAN_OK)
			status = merging_breathe(m);
	}
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Whether the commits of a part are the same in both, whatever their authors
 * are numbered by. */
static enum hscan_status
has_same(const struct merging *m, enum store_part part, bool *out)
{
	struct store_digest *here = NULL;
	struct store_tally there = {0};
	enum hscan_status status =
	    store_digest_find(m->to, m->to_id, part, &here, m->err);

	if (status == HSCAN_OK)
		status =
		    store_digest_get(m->from, m->from_id, part, &there, m->err);
	*out = status == HSCAN_OK && here->tally.rows == there.rows &&
	       here->tally.keys == there.keys;
	return status;
}

/* --- histories --- */

/* Some commits, in order. */
struct chunk {
	unsigned char sha[CHUNK][HSCAN_SHA_SIZE];
	size_t len;
};

/* Those behind the last one of the chunk; behind none, the first. */
static enum hscan_status
next_chunk(const struct merging *m, struct chunk *chunk)
{
	static const unsigned char none[1];
	struct store_call call = store_call_begin(m->to, STORE_EACH_GIT_COMMIT);
	unsigned char after[HSCAN_SHA_SIZE];
	size_t len = chunk->len > 0 ? HSCAN_SHA_SIZE : 0;

	if (len > 0)
		memcpy(after, chunk->sha[chunk->len - 1], HSCAN_SHA_SIZE);
	chunk->len = 0;
	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_blob(&call, ":after", len > 0 ? after : none, len);
	store_bind_i64(&call, ":most", CHUNK);
	while (store_call_row(&call)) {
		const void *sha = sqlite3_column_blob(call.stmt, 0);

		if (sha && sqlite3_column_bytes(call.stmt, 0) == HSCAN_SHA_SIZE)
			memcpy(chunk->sha[chunk->len++], sha, HSCAN_SHA_SIZE);
	}
	return store_call_end(&call, doing, m->err);
}

static enum hscan_status
drop_commit(const struct merging *m, const unsigned char *sha)
{
	struct store_call call = store_call_begin(m->to, STORE_DROP_GIT_COMMIT);

	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_blob(&call, ":sha", sha, HSCAN_SHA_SIZE);
	return store_call_end(&call, "cannot forget a commit", m->err);
}

/* What the other history does not have, as after a forced push. */
static enum hscan_status
drop_others(const struct merging *m)
{
	struct chunk *chunk = malloc(sizeof(*chunk));
	enum hscan_status status;

	if (!chunk)
		return hscan_no_memory(m->err);
	chunk->len = 0;
	do {
		status = next_chunk(m, chunk);
		for (size_t i = 0; i < chunk->len && status == HSCAN_OK; i++) {
			if (!hscan_store_knows_commit(
				m->from, m->from_id, chunk->sha[i]))
				status = drop_commit(m, chunk->sha[i]);
			if (status == HSCAN_OK)
				status = merging_breathe(m);
		}
	} while (status == HSCAN_OK && chunk->len > 0);
	free(chunk);
	return status;
}

/* Another process may have exchanged them meanwhile: the head is only put when
 * they are those that it reaches. */
static enum hscan_status
exchange(const struct merging *m)
{
	struct authors authors = {.at = NULL};
	enum hscan_status status = take_authors(m, &authors, true);
	bool same = false;

	for (int i = 0; i < TRIES && status == HSCAN_OK && !same; i++) {
		status = take_commits(
		    m, &authors, STORE_GIT_COMMIT, 3, STORE_UNITE_GIT_COMMIT);
		if (status == HSCAN_OK)
			status = has_same(m, STORE_GIT_COMMIT, &same);
		if (status == HSCAN_OK && !same)
			status = drop_others(m);
		if (status == HSCAN_OK && !same)
			status = has_same(m, STORE_GIT_COMMIT, &same);
	}
	free(authors.at);
	if (status == HSCAN_OK && !same)
		return hscan_fail(m->err, HSCAN_ESTORE,
		    "another process writes the same commits all the time; "
		    "end it, or run again later");
	return status;
}

static enum hscan_status
take_tag(const struct merging *m, sqlite3_stmt *row)
{
	return merging_put_row(m, STORE_PUT_TAG, row, 0, "cannot store a tag");
}

static enum hscan_status
take_tags(const struct merging *m)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, STORE_GIT_TAG);
	enum hscan_status status =
	    hscan_store_drop_tags(m->to, m->to_id, m->err);
	enum hscan_status ended;

	while (status == HSCAN_OK && store_statement_row(&call))
		status = take_tag(m, call.stmt);
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

static enum hscan_status
take_head(const struct merging *m)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, STORE_GIT_HEAD);
	enum hscan_status status = HSCAN_OK, ended;

	if (store_statement_row(&call))
		status = merging_put_row(m, STORE_PUT_GIT_HEAD, call.stmt, 0,
		    "cannot store the head of the history");
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Of a head that was walked by the same rules the commits are there. */
static bool
is_same_walk(
    const struct hscan_stored_head *a, const struct hscan_stored_head *b)
{
	return a->walked && b->walked && a->unborn == b->unborn &&
	       a->old == b->old && a->unmapped == b->unmapped &&
	       memcmp(a->sha, b->sha, HSCAN_SHA_SIZE) == 0 &&
	       memcmp(a->mailmap, b->mailmap, HSCAN_SHA_SIZE) == 0 &&
	       memcmp(a->stand_ins, b->stand_ins, HSCAN_SHA_SIZE) == 0 &&
	       hscan_text_equal(a->doc_paths, b->doc_paths);
}

static enum hscan_status
drop_head(const struct merging *m)
{
	struct store_call call = store_call_begin(m->to, STORE_DROP_GIT_HEAD);

	store_bind_i64(&call, ":repo_id", m->to_id);
	return store_call_end(&call, doing, m->err);
}

static enum hscan_status
take_history(const struct merging *m, bool same)
{
	enum hscan_status status = HSCAN_OK;

	if (!same)
		status = drop_head(m);
	if (status == HSCAN_OK && !same)
		status = exchange(m);
	if (status == HSCAN_OK)
		status = take_tags(m);
	return status == HSCAN_OK ? take_head(m) : status;
}

enum hscan_status
merging_git(const struct merging *m)
{
	struct hscan_stored_head here = {0}, there = {0};
	bool same = false;
	enum hscan_status status =
	    hscan_store_get_head(m->from, m->from_id, &there, m->err);

	if (status == HSCAN_OK && there.walked)
		status = hscan_store_get_head(m->to, m->to_id, &here, m->err);
	if (status == HSCAN_OK && is_same_walk(&here, &there))
		status = has_same(m, STORE_GIT_COMMIT, &same);
	if (status == HSCAN_OK && there.walked &&
	    (!here.walked || there.synced_at > here.synced_at))
		status = take_history(m, same);
	hscan_stored_head_clear(&here);
	hscan_stored_head_clear(&there);
	return status;
}

/* --- lists --- */

static enum hscan_status
put_listing(const struct merging *m, const struct hscan_listing *there)
{
	static const enum store_statement steps[] = {
	    STORE_FORGET_LISTED_COMMITS, STORE_FORGET_LISTED_STREAMS};
	enum hscan_status status = store_run_all(m->to, m->to_id, steps,
	    sizeof(steps) / sizeof(steps[0]), doing, m->err);
	struct store_call call;

	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(m->to, STORE_PUT_LISTING);
	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_text(&call, ":doc_paths", there->doc_paths);
	return store_call_end(&call, doing, m->err);
}

static enum hscan_status
take_listed(const struct merging *m, const struct hscan_listing *there)
{
	struct authors authors = {.at = NULL};
	enum hscan_status status = put_listing(m, there);
	bool same = false;

	if (status == HSCAN_OK)
		status = take_authors(m, &authors, false);
	for (int i = 0; i < TRIES && status == HSCAN_OK && !same; i++) {
		if (i > 0)
			status = put_listing(m, there);
		if (status == HSCAN_OK)
			status = take_commits(m, &authors, STORE_LISTED_COMMIT,
			    4, STORE_PUT_LISTED_COMMIT);
		if (status == HSCAN_OK)
			status = has_same(m, STORE_LISTED_COMMIT, &same);
	}
	free(authors.at);
	if (status == HSCAN_OK && !same)
		return hscan_fail(m->err, HSCAN_ESTORE,
		    "another process lists the same commits all the time; "
		    "end it, or run again later");
	return status;
}

/* All lists are of one store, and so are their streams. */
enum hscan_status
merging_listing(struct merging *m)
{
	struct hscan_listing here = {.since = HSCAN_NEVER};
	struct hscan_listing there = {.since = HSCAN_NEVER};
	bool further = false, same = false;
	enum hscan_status status =
	    hscan_store_get_listing(m->from, m->from_id, &there, m->err);

	if (status == HSCAN_OK && there.known)
		status =
		    hscan_store_get_listing(m->to, m->to_id, &here, m->err);
	if (status == HSCAN_OK && there.known)
		status = merging_is_further(m, HSCAN_STREAM_DOCS, &further);
	m->listing = there.known && (further || !here.known);
	if (status == HSCAN_OK && m->listing && here.known &&
	    hscan_text_equal(here.doc_paths, there.doc_paths))
		status = has_same(m, STORE_LISTED_COMMIT, &same);
	if (status == HSCAN_OK && m->listing && !same)
		status = take_listed(m, &there);
	hscan_listing_clear(&here);
	hscan_listing_clear(&there);
	return status;
}
