/* SPDX-License-Identifier: MIT */
/* Writes and finds repositories. */
#include <string.h>

#include "base/text.h"
#include "store/merging.h"

/* A repository as it is stored, and as somebody tells it. */
struct told_repo {
	int64_t repo_id; /* 0: it is not stored */
	struct hscan_repo repo;
	enum hscan_source source;
	int64_t told_at; /* HSCAN_NEVER: at a time that is not known */
};

/* By the text, where all else is the same; which of the two is no matter. */
static int
compare(struct hscan_text a, struct hscan_text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* What leaves fewer columns unknown counts: those that are told by all who tell
 * less are told by those who tell more. Then the later one, then that of the
 * better source. Of REST it is the one that arrives last. */
static bool
beats(const struct told_repo *told, const struct told_repo *stored)
{
	bool rest = told->source == HSCAN_SOURCE_REST;
	int order;

	if (stored->source == HSCAN_SOURCE_REST && rest)
		return true;
	if (told->repo.unknown != stored->repo.unknown)
		return told->repo.unknown < stored->repo.unknown;
	if (stored->source == HSCAN_SOURCE_REST &&
	    stored->told_at == HSCAN_NEVER)
		return false;
	if (told->told_at != stored->told_at)
		return told->told_at > stored->told_at;
	if (told->source != stored->source)
		return told->source < stored->source;
	if (told->repo.pushed_at != stored->repo.pushed_at)
		return told->repo.pushed_at > stored->repo.pushed_at;
	if (told->repo.archived != stored->repo.archived)
		return told->repo.archived;
	if (told->repo.has_issues != stored->repo.has_issues)
		return told->repo.has_issues;
	order = compare(told->repo.full_name, stored->repo.full_name);
	if (order == 0)
		order = compare(
		    told->repo.default_branch, stored->repo.default_branch);
	return order > 0;
}

/* The text is of the statement, which the caller ends. */
static struct hscan_repo
repo_of(sqlite3_stmt *stmt)
{
	return (struct hscan_repo){
	    .id = sqlite3_column_int64(stmt, 1),
	    .full_name = store_text(stmt, 2),
	    .default_branch = store_text(stmt, 3),
	    .created_at = sqlite3_column_int64(stmt, 4),
	    .pushed_at = store_time(stmt, 5),
	    .has_issues = sqlite3_column_int(stmt, 6) != 0,
	    .archived = sqlite3_column_int(stmt, 7) != 0,
	    .fork = sqlite3_column_int(stmt, 8) != 0,
	    .pulls_disabled = sqlite3_column_int(stmt, 9) != 0,
	    .unknown = (unsigned)sqlite3_column_int(stmt, 10),
	};
}

static enum hscan_status
keep_texts(
    struct hscan_arena *arena, struct hscan_repo *repo, struct hscan_error *err)
{
	enum hscan_status status = store_keep(arena, &repo->full_name, err);

	return status == HSCAN_OK
		   ? store_keep(arena, &repo->default_branch, err)
		   : status;
}

/* --- writing --- */

static enum hscan_status
put(struct hscan_store *store, const char *host, const struct told_repo *told,
    bool timed, int64_t *repo_id, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_REPO);
	const struct hscan_repo *repo = &told->repo;
	int64_t id = 0;
	enum hscan_status status;

	store_bind_text(&call, ":host", hscan_text_of(host));
	store_bind_i64(&call, ":forge_id", repo->id);
	store_bind_text(&call, ":full_name", repo->full_name);
	store_bind_text(&call, ":default_branch", repo->default_branch);
	store_bind_i64(&call, ":created_at", repo->created_at);
	store_bind_time(&call, ":pushed_at", repo->pushed_at);
	store_bind_i64(&call, ":has_issues", repo->has_issues);
	store_bind_i64(&call, ":archived", repo->archived);
	store_bind_i64(&call, ":fork", repo->fork);
	store_bind_i64(&call, ":pulls_disabled", repo->pulls_disabled);
	store_bind_time(&call, ":told_at", timed ? told->told_at : HSCAN_NEVER);
	store_bind_id(&call, ":source", (int64_t)told->source);
	store_bind_id(&call, ":unknown", repo->unknown);
	if (store_call_row(&call)) {
		id = sqlite3_column_int64(call.stmt, 0);
		store_digest_key(&call, id);
	}
	/* RETURNING has written its row only when the statement is done. */
	(void)store_call_row(&call);
	status = store_call_end(&call, "cannot store the repository", err);
	if (status == HSCAN_OK)
		*repo_id = id;
	return status;
}

/* Of one that was not stored, told->repo_id is 0; the text is of the arena. */
static enum hscan_status
find_told(struct hscan_store *store, const char *host, int64_t number,
    struct hscan_arena *arena, struct told_repo *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIND_NUMBER);
	enum hscan_status status = HSCAN_OK, ended;

	*out = (struct told_repo){0};
	store_bind_text(&call, ":host", hscan_text_of(host));
	store_bind_i64(&call, ":forge_id", number);
	if (store_call_row(&call)) {
		*out = (struct told_repo){
		    .repo_id = sqlite3_column_int64(call.stmt, 0),
		    .repo = repo_of(call.stmt),
		    .source =
			(enum hscan_source)sqlite3_column_int(call.stmt, 11),
		    .told_at = store_time(call.stmt, 12),
		};
		status = keep_texts(arena, &out->repo, err);
	}
	ended = store_call_end(&call, "cannot read the repository",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

enum hscan_status
hscan_store_put_repo(struct hscan_store *store,
    const struct hscan_teller *teller, const struct hscan_repo *repo,
    int64_t *repo_id, struct hscan_error *err)
{
	bool rest = teller->source == HSCAN_SOURCE_REST, mixed = !rest;
	struct told_repo told = {0, *repo, teller->source, teller->told_at};
	struct told_repo stored;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = find_told(store, teller->host, repo->id, &arena, &stored, err);
	if (status == HSCAN_OK && rest && stored.repo_id != 0)
		status =
		    hscan_store_is_mixed(store, stored.repo_id, &mixed, err);
	if (stored.repo_id != 0 && !beats(&told, &stored))
		told = stored;
	/* No other source tells it. */
	told.repo.pulls_disabled =
	    rest ? repo->pulls_disabled : stored.repo.pulls_disabled;
	if (status == HSCAN_OK)
		status = put(store, teller->host, &told,
		    mixed || told.source != HSCAN_SOURCE_REST, repo_id, err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- from one store to another --- */

/* When it was told is kept where several tell of it, and where it is: what is
 * not, was so when its list was read last. */
static bool
is_timed(const struct merging *m, const struct told_repo *told)
{
	return m->mixed || told->source != HSCAN_SOURCE_REST;
}

static bool
is_same_row(const struct told_repo *a, const struct told_repo *b)
{
	const struct hscan_repo *x = &a->repo, *y = &b->repo;

	return compare(x->full_name, y->full_name) == 0 &&
	       compare(x->default_branch, y->default_branch) == 0 &&
	       x->created_at == y->created_at && x->pushed_at == y->pushed_at &&
	       x->has_issues == y->has_issues && x->archived == y->archived &&
	       x->fork == y->fork && x->pulls_disabled == y->pulls_disabled &&
	       x->unknown == y->unknown && a->source == b->source;
}

enum hscan_status
merging_repo(struct merging *m, int64_t number)
{
	struct told_repo told, stored, row;
	struct hscan_arena arena;
	enum hscan_status status;
	bool rest, newer;

	hscan_arena_init(&arena);
	status = find_told(m->from, m->host, number, &arena, &told, m->err);
	if (status == HSCAN_OK)
		status =
		    find_told(m->to, m->host, number, &arena, &stored, m->err);
	if (status != HSCAN_OK)
		goto out;
	rest = told.source == HSCAN_SOURCE_REST &&
	       stored.source == HSCAN_SOURCE_REST;
	newer = stored.repo_id == 0 || m->newer;
	row = stored.repo_id == 0 || (rest ? m->newer : beats(&told, &stored))
		  ? told
		  : stored;
	/* REST alone tells it. */
	row.repo.pulls_disabled =
	    newer ? told.repo.pulls_disabled : stored.repo.pulls_disabled;
	m->to_id = stored.repo_id;
	if (stored.repo_id == 0 || !is_same_row(&row, &stored))
		status = put(
		    m->to, m->host, &row, is_timed(m, &row), &m->to_id, m->err);
out:
	hscan_arena_clear(&arena);
	return status;
}

/* --- reading --- */

void
hscan_stored_repo_clear(struct hscan_stored_repo *stored)
{
	hscan_arena_clear(&stored->arena);
	memset(stored, 0, sizeof(*stored));
}

static enum hscan_status
read_repo(
    sqlite3_stmt *stmt, struct hscan_stored_repo *out, struct hscan_error *err)
{
	*out = (struct hscan_stored_repo){
	    .repo_id = sqlite3_column_int64(stmt, 0),
	    .repo = repo_of(stmt),
	    .told_at = store_time(stmt, 12),
	};
	hscan_arena_init(&out->arena);
	return keep_texts(&out->arena, &out->repo, err);
}

/* Ends a call that gives one repository. HSCAN_ENOTFOUND, without a message:
 * it gives none. */
static enum hscan_status
take_repo(struct store_call *call, struct hscan_stored_repo *out,
    struct hscan_error *err)
{
	struct hscan_stored_repo found = {0};
	enum hscan_status status = HSCAN_ENOTFOUND, ended;

	if (store_call_row(call))
		status = read_repo(call->stmt, &found, err);
	ended = store_call_end(call, "cannot read the repository",
	    status == HSCAN_OK || status == HSCAN_ENOTFOUND ? err : NULL);
	if (status == HSCAN_OK || status == HSCAN_ENOTFOUND)
		status = ended == HSCAN_OK ? status : ended;
	if (status == HSCAN_OK)
		*out = found;
	else
		hscan_stored_repo_clear(&found);
	return status;
}

enum hscan_status
hscan_store_find_repo(struct hscan_store *store,
    const struct hscan_repo_name *name, struct hscan_stored_repo *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIND_REPO);
	char full[STORE_FULL_NAME];
	enum hscan_status status;

	store_bind_text(&call, ":host", hscan_text_of(name->host));
	store_bind_text(&call, ":full_name", store_full_name(name, full));
	status = take_repo(&call, out, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, status, "%s/%s is not in the store",
		    name->owner, name->name);
	return status;
}

enum hscan_status
hscan_store_find_number(struct hscan_store *store, const char *host,
    int64_t number, struct hscan_stored_repo *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_FIND_NUMBER);
	enum hscan_status status;

	store_bind_text(&call, ":host", hscan_text_of(host));
	store_bind_i64(&call, ":forge_id", number);
	status = take_repo(&call, out, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, status,
		    "repository %lld of %s is not in the store",
		    (long long)number, host);
	return status;
}

enum hscan_status
hscan_store_get_repo(struct hscan_store *store, int64_t repo_id,
    struct hscan_stored_repo *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_REPO);
	enum hscan_status status;

	store_bind_i64(&call, ":repo_id", repo_id);
	status = take_repo(&call, out, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, status,
		    "repository %lld is not in the store", (long long)repo_id);
	return status;
}

enum hscan_status
hscan_store_each_repo(struct hscan_store *store, hscan_store_repo_fn *take,
    void *payload, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_EACH_REPO);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_call_row(&call))
		status = take(sqlite3_column_int64(call.stmt, 0), payload, err);
	ended = store_call_end(&call, "cannot list the repositories",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}
