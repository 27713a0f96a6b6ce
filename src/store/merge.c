/* SPDX-License-Identifier: MIT */
/* Unites two stores, one repository after the other; see merge.h. What of it is
 * done by which rule stands in merge_facts.c, merge_git.c and merge_state.c. */
#include "store/merge.h"

#include <stdio.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "model/stand_in.h"
#include "store/merging.h"

static const char doing[] = "cannot take in another store";

/* --- what is of no repository --- */

static enum hscan_status
take_name(const struct merging *m, sqlite3_stmt *row)
{
	return merging_put_row(
	    m, STORE_UNITE_NAME, row, 0, "cannot store a name");
}

/* REST's word of an account counts, and of two of REST's that of the store
 * which was synced later: when each was told is not kept. */
static enum hscan_status
take_account(const struct merging *m, sqlite3_stmt *row)
{
	enum store_statement put = STORE_PUT_TOLD_ACCOUNT;

	if (sqlite3_column_type(row, 5) == SQLITE_NULL)
		put = m->newer ? STORE_PUT_ACCOUNT : STORE_UNITE_ACCOUNT;
	return merging_put_row(m, put, row, 0, "cannot store an account");
}

static enum hscan_status
take_delivery(const struct merging *m, sqlite3_stmt *row)
{
	return merging_put_row(
	    m, STORE_PUT_DELIVERY, row, 0, "cannot store a delivery");
}

static enum hscan_status
merge_part(const struct merging *m, enum store_part part, merging_row_fn *take)
{
	bool same = false;
	enum hscan_status status = hscan_store_begin(m->to, m->err);

	if (status == HSCAN_OK)
		status = merging_is_same(m, part, &same);
	if (status == HSCAN_OK && !same)
		status = merging_each_row(m, part, take);
	if (status == HSCAN_OK)
		status = merging_commit(m);
	if (status != HSCAN_OK)
		hscan_store_rollback(m->to);
	store_forget_accounts(m->to);
	return status;
}

/* --- a repository --- */

static enum hscan_status
newest_sync_of(struct hscan_store *store, int64_t first, int64_t last,
    int64_t *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_NEWEST_SYNC);

	*out = HSCAN_NEVER;
	store_bind_i64(&call, ":first", first);
	store_bind_i64(&call, ":last", last);
	if (store_call_row(&call))
		*out = store_time(call.stmt, 0);
	return store_call_end(&call, "cannot read when it was synced", err);
}

static enum hscan_status
newest_sync(struct hscan_store *store, int64_t repo_id, int64_t *out,
    struct hscan_error *err)
{
	return newest_sync_of(store, repo_id, repo_id, out, err);
}

enum hscan_status
hscan_store_newest_sync(
    struct hscan_store *store, int64_t *out, struct hscan_error *err)
{
	return newest_sync_of(store, INT64_MIN, INT64_MAX, out, err);
}

/* The repository of that number of the forge's in the store that is merged
 * into; 0: it is not there. */
static enum hscan_status
find_here(struct merging *m, int64_t number)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status =
	    hscan_store_find_number(m->to, m->host, number, &stored, m->err);

	m->to_id = status == HSCAN_OK ? stored.repo_id : 0;
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

static enum hscan_status
compare(struct merging *m)
{
	int64_t here = HSCAN_NEVER, there = HSCAN_NEVER;
	bool mixed = false;
	enum hscan_status status =
	    newest_sync(m->from, m->from_id, &there, m->err);

	if (status == HSCAN_OK && m->to_id != 0)
		status = newest_sync(m->to, m->to_id, &here, m->err);
	if (status == HSCAN_OK)
		status = hscan_store_is_mixed(
		    m->from, m->from_id, &m->mixed, m->err);
	if (status == HSCAN_OK && m->to_id != 0)
		status = hscan_store_is_mixed(m->to, m->to_id, &mixed, m->err);
	m->mixed = m->mixed || mixed;
	m->listing = false;
	m->stand_in.stream = NULL;
	m->newer = there > here;
	return status;
}

/* In a transaction, which need not be the same at the end. */
static enum hscan_status
merge_rows(struct merging *m, int64_t number)
{
	enum hscan_status status = find_here(m, number);

	if (status == HSCAN_OK)
		status = compare(m);
	if (status == HSCAN_OK)
		status = merging_repo(m, number);
	if (status == HSCAN_OK)
		status = merging_begin_spans(m);
	if (status == HSCAN_OK)
		status = merging_facts(m);
	if (status == HSCAN_OK)
		status = merging_git(m);
	if (status == HSCAN_OK)
		status = merging_listing(m);
	if (status == HSCAN_OK)
		status = merging_state(m);
	return status;
}

/* All of one repository. */
static enum hscan_status
merge_repo(struct merging *m, int64_t number, struct hscan_merged *out)
{
	int64_t before = m->to->moved;
	enum hscan_status status = hscan_store_begin(m->to, m->err);
	bool there;

	if (status != HSCAN_OK)
		return status;
	status = find_here(m, number);
	there = m->to_id != 0;
	m->added = !there;
	if (status == HSCAN_OK)
		status = merge_rows(m, number);
	if (status == HSCAN_OK)
		status = merging_commit(m);
	if (status != HSCAN_OK) {
		hscan_store_rollback(m->to);
		return status;
	}
	out->added += !there;
	out->united += there && m->to->moved != before;
	return HSCAN_OK;
}

/* --- all of them --- */

/* A repository of the other store: what it is called is somebody else's word.
 */
struct other_repo {
	int64_t repo_id, number;
	char host[256];
};

struct other_repos {
	struct hscan_store *other;
	struct other_repo *at; /* of the arena */
	size_t len, room;
	struct hscan_arena arena;
};

static enum hscan_status
add_repo(struct other_repos *repos, sqlite3_stmt *row, struct hscan_error *err)
{
	struct hscan_text host = store_text(row, 1);
	struct other_repo *more = hscan_grow_in(&repos->arena, repos->at,
	    &repos->room, repos->len + 1, sizeof(*more));
	struct other_repo *repo;

	if (!more)
		return hscan_no_memory(err);
	repos->at = more;
	repo = &more[repos->len++];
	*repo = (struct other_repo){
	    .repo_id = sqlite3_column_int64(row, 0),
	    .number = sqlite3_column_int64(row, 2),
	};
	if (host.len == 0 || host.len >= sizeof(repo->host) ||
	    memchr(host.ptr, '\0', host.len))
		return hscan_fail(err, HSCAN_ESTORE,
		    "it has a repository of a host that cannot be one; go back "
		    "to a backup of it");
	memcpy(repo->host, host.ptr, host.len);
	return HSCAN_OK;
}

static enum hscan_status
list_repos(struct other_repos *repos, struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(repos->other, STORE_EACH_REPO);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_call_row(&call)) {
		struct store_call one = store_scan_begin(repos->other,
		    sqlite3_column_int64(call.stmt, 0), STORE_REPO);

		if (store_statement_row(&one))
			status = add_repo(repos, one.stmt, err);
		ended = store_statement_end(
		    &one, doing, status == HSCAN_OK ? err : NULL);
		status = status == HSCAN_OK ? ended : status;
	}
	ended = store_call_end(&call, doing, status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

static void
close_repos(struct other_repos *repos)
{
	hscan_arena_clear(&repos->arena);
}

static enum hscan_status
open_repos(struct other_repos *repos, struct hscan_store *other,
    struct hscan_error *err)
{
	*repos = (struct other_repos){.other = other};
	hscan_arena_init(&repos->arena);
	return list_repos(repos, err);
}

static enum hscan_status
merge_repos(struct merging *m, const struct other_repos *repos,
    struct hscan_merged *out)
{
	const struct hscan_merge_watch *watch = m->watch;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < repos->len && status == HSCAN_OK; i++) {
		m->host = repos->at[i].host;
		m->from_id = repos->at[i].repo_id;
		status = merge_repo(m, repos->at[i].number, out);
		if (status == HSCAN_OK && watch->on_repo)
			watch->on_repo((int64_t)i + 1, (int64_t)repos->len,
			    watch->payload);
		if (status == HSCAN_OK && watch->is_time &&
		    watch->is_time(watch->payload) && watch->pause)
			status = watch->pause(watch->payload, m->err);
	}
	return status;
}

/* Accounts first, by the sync that was the newest before anything came of it;
 * deliveries last, when what they told is there. */
enum hscan_status
hscan_store_merge(struct hscan_store *store, struct hscan_store *other,
    bool newer, const struct hscan_merge_watch *watch, struct hscan_merged *out,
    struct hscan_error *err)
{
	struct merging m = {.to = store,
	    .from = other,
	    .newer = newer,
	    .watch = watch,
	    .err = err};
	struct other_repos repos;
	enum hscan_status status = open_repos(&repos, other, err);

	*out = (struct hscan_merged){.repositories = (int64_t)repos.len};
	if (status == HSCAN_OK)
		status = merge_part(&m, STORE_ACCOUNT, take_account);
	if (status == HSCAN_OK)
		status = merge_part(&m, STORE_NAME, take_name);
	if (status == HSCAN_OK)
		status = merge_repos(&m, &repos, out);
	if (status == HSCAN_OK)
		status = merge_part(&m, STORE_DELIVERY, take_delivery);
	close_repos(&repos);
	return status;
}

/* --- damage --- */

/* What is known of it here, and all the same, need not be looked at. */
static enum hscan_status
is_known(struct merging *m, int64_t number, bool *out)
{
	int64_t here = HSCAN_NEVER, there = HSCAN_NEVER;
	enum hscan_status status = find_here(m, number);

	*out = status == HSCAN_OK && m->to_id != 0;
	if (*out)
		status = newest_sync(m->to, m->to_id, &here, m->err);
	if (status == HSCAN_OK && *out)
		status = newest_sync(m->from, m->from_id, &there, m->err);
	*out = *out && here == there;
	for (int i = STORE_NO_PART + 1;
	     i < STORE_PARTS && status == HSCAN_OK && *out; i++) {
		enum store_part part = (enum store_part)i;

		/* Of these it has other numbers in each store. */
		if (!store_is_of_repo(part) || part == STORE_REPO ||
		    part == STORE_GIT_HEAD || part == STORE_GIT_AUTHOR ||
		    part == STORE_GIT_COMMIT || part == STORE_LISTING ||
		    part == STORE_LISTED_COMMIT || part == STORE_NOTIFICATION)
			continue;
		status = merging_is_same(m, part, out);
	}
	return status;
}

enum hscan_status
hscan_store_check_other(struct hscan_store *store, struct hscan_store *other,
    struct hscan_error *err)
{
	struct merging m = {.to = store, .from = other, .err = err};
	struct other_repos repos;
	enum hscan_status status = store_check_whole(other, 0, err);

	if (status != HSCAN_OK)
		return status;
	status = open_repos(&repos, other, err);
	for (size_t i = 0; i < repos.len && status == HSCAN_OK; i++) {
		bool known = false;

		m.host = repos.at[i].host;
		m.from_id = repos.at[i].repo_id;
		status = is_known(&m, repos.at[i].number, &known);
		if (status == HSCAN_OK && !known)
			status = store_check_whole(other, m.from_id, err);
	}
	close_repos(&repos);
	store_digest_forget(store);
	return status;
}

/* --- what has no number --- */

/* "owner/name" of a host, as it is stored; false: it is none. */
static bool
parse_name(const struct hscan_stored_repo *stored, const char *host,
    struct hscan_repo_name *out)
{
	char text[600];
	struct hscan_text full = stored->repo.full_name;

	(void)snprintf(text, sizeof(text), "%s/%.*s", host,
	    (int)(full.len < 256 ? full.len : 256), full.ptr);
	return hscan_repo_name_parse(hscan_text_of(text), out, NULL) ==
	       HSCAN_OK;
}

static enum hscan_status
join_stand_in(struct hscan_store *store, const struct other_repo *repo,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0}, real = {0};
	struct hscan_repo_name name;
	int64_t number = 0, taken = 0;
	enum hscan_status status =
	    hscan_store_get_repo(store, repo->repo_id, &stored, err);

	if (status == HSCAN_OK && parse_name(&stored, repo->host, &name))
		status = hscan_store_get_name(store, &name, &number, err);
	if (status == HSCAN_OK && number > 0)
		status = hscan_store_find_number(
		    store, repo->host, number, &real, err);
	if (status == HSCAN_OK && number > 0)
		status = hscan_store_take_stand_in(
		    store, &name, real.repo_id, false, &taken, err);
	hscan_stored_repo_clear(&stored);
	hscan_stored_repo_clear(&real);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

enum hscan_status
hscan_store_join_stand_ins(struct hscan_store *store, struct hscan_error *err)
{
	struct other_repos repos;
	enum hscan_status status = open_repos(&repos, store, err);

	for (size_t i = 0; i < repos.len && status == HSCAN_OK; i++)
		if (hscan_repo_is_stand_in(repos.at[i].number))
			status = join_stand_in(store, &repos.at[i], err);
	close_repos(&repos);
	return status;
}
