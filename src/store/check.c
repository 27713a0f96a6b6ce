/* SPDX-License-Identifier: MIT */
/* Looks for damage: what there is against the digests, each index against its
 * table, and SQLite's own check of the whole file. */
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/shadow.h"

/* What to do about it. Nothing that stands in a store is nowhere else. */
static const char go_back[] = "go back to a backup, or move the file away and "
			      "run again: everything is fetched anew";

/* A look at one repository. */
struct look {
	struct hscan_store *store;
	int64_t repo_id;
	bool slices;   /* what tells items of a slice, too */
	bool thorough; /* each value, else keys and indexes */
	struct hscan_error *err;
};

/* "OWNER/NAME", or what can be said instead. */
static const char *
name_of(const struct look *look, char *out, size_t size)
{
	struct hscan_stored_repo stored = {0};

	(void)snprintf(out, size, "repository %lld", (long long)look->repo_id);
	if (hscan_store_get_repo(look->store, look->repo_id, &stored, NULL) ==
	    HSCAN_OK)
		(void)hscan_safe(stored.repo.full_name, out, size);
	hscan_stored_repo_clear(&stored);
	return out;
}

/* A table is not as it was written. */
static enum hscan_status
tell_table(const struct look *look, enum store_part part,
    const struct store_tally *found, const struct store_tally *wanted)
{
	struct hscan_text table = store_part_name(part);
	char name[120], what[120];

	if (found->rows != wanted->rows)
		(void)snprintf(what, sizeof(what),
		    "has %lld rows where %lld were written",
		    (long long)found->rows, (long long)wanted->rows);
	else
		(void)snprintf(what, sizeof(what),
		    "has not the %lld rows that were written",
		    (long long)found->rows);
	if (!store_is_of_repo(part))
		return hscan_fail(look->err, HSCAN_ESTORE,
		    "the store is damaged: the table %.*s %s; %s",
		    (int)table.len, table.ptr, what, go_back);
	(void)name_of(look, name, sizeof(name));
	return hscan_fail(look->err, HSCAN_ESTORE,
	    "the store is damaged: of %s, the table %.*s %s; go back to a "
	    "backup, or say healthscan forget %s and run again: it is fetched "
	    "anew",
	    name, (int)table.len, table.ptr, what, name);
}

static enum hscan_status
tell_index(const struct look *look, int which)
{
	struct hscan_text index = store_index_name(which);
	struct hscan_text table = store_part_name(store_index_part(which));
	const char *path = sqlite3_db_filename(look->store->db, "main");
	char name[120], file[400];

	return hscan_fail(look->err, HSCAN_ESTORE,
	    "the store is damaged: of %s, the index %.*s is not as its table "
	    "%.*s; go back to a backup, or mend it with sqlite3 %s REINDEX",
	    name_of(look, name, sizeof(name)), (int)index.len, index.ptr,
	    (int)table.len, table.ptr,
	    hscan_safe(hscan_text_of(path), file, sizeof(file)));
}

/* That all rows are there and no others, and that each index has what it
 * should of them. */
static enum hscan_status
check_quickly(const struct look *look, int64_t repo_id, enum store_part part,
    const struct store_tally *wanted)
{
	struct store_tally found = {0}, has = {0};
	struct store_tally should[STORE_INDEXES];
	enum hscan_status status;

	status = store_scan_quick(
	    look->store, repo_id, part, &found, should, look->err);
	if (status == HSCAN_OK &&
	    (found.rows != wanted->rows || found.keys != wanted->keys))
		return tell_table(look, part, &found, wanted);
	for (int i = 0; i < STORE_INDEXES && status == HSCAN_OK; i++) {
		if (store_index_part(i) != part)
			continue;
		status =
		    store_scan_index(look->store, repo_id, i, &has, look->err);
		if (status == HSCAN_OK &&
		    (has.rows != should[i].rows || has.sum != should[i].sum))
			return tell_index(look, i);
	}
	return status;
}

/* That all rows are there and no others and, of what is `whole`, that nothing
 * in them has changed. */
static enum hscan_status
check_rows(const struct look *look, int64_t repo_id, enum store_part part,
    const struct store_tally *wanted, bool whole)
{
	struct store_tally found = {0};
	enum hscan_status status =
	    store_scan(look->store, repo_id, part, &found, look->err);

	return status == HSCAN_OK && (found.rows != wanted->rows ||
					 found.keys != wanted->keys ||
					 (whole && found.sum != wanted->sum))
		   ? tell_table(look, part, &found, wanted)
		   : status;
}

static enum hscan_status
check_part(const struct look *look, enum store_part part)
{
	int64_t repo_id = store_is_of_repo(part) ? look->repo_id : 0;
	bool large = store_part_is_large(part);
	struct store_tally wanted = {0};
	enum hscan_status status;

	status =
	    store_digest_get(look->store, repo_id, part, &wanted, look->err);
	if (status == HSCAN_OK && large)
		status = check_quickly(look, repo_id, part, &wanted);
	if (status == HSCAN_OK && (!large || look->thorough))
		status = check_rows(look, repo_id, part, &wanted,
		    look->thorough || part == STORE_SCHEMA);
	return status;
}

/* Everything of a repository, and what is of none when that was not looked at
 * before. */
static enum hscan_status
check_parts(const struct look *look, bool of_none)
{
	enum hscan_status status = HSCAN_OK;

	for (int i = STORE_NO_PART + 1; i < STORE_PARTS && status == HSCAN_OK;
	     i++) {
		enum store_part part = (enum store_part)i;

		/* What was read of each pull request is for syncs alone, and
		 * which deliveries there were only for more of them. */
		if (!look->slices &&
		    (part == STORE_ITEM_LABEL || part == STORE_PULL_BASE ||
			part == STORE_ITEM_DETAIL || part == STORE_DELIVERY))
			continue;
		if (store_is_of_repo(part) ? look->repo_id != 0 : of_none)
			status = check_part(look, part);
	}
	return status;
}

/* Does something of one moment: another process may write meanwhile. */
static enum hscan_status
check_at_once(const struct look *look, bool of_none)
{
	sqlite3 *db = look->store->db;
	enum hscan_status status;

	if (sqlite3_exec(db, "SAVEPOINT look", NULL, NULL, NULL) != SQLITE_OK)
		return hscan_store_failed(
		    db, "the store cannot be checked", look->err);
	status = check_parts(look, of_none);
	(void)sqlite3_exec(db, "RELEASE look", NULL, NULL, NULL);
	return status;
}

/* How the store can be told from what it was: what others have written, and
 * what we have. */
static struct store_checked
state_of(struct hscan_store *store, int64_t repo_id, bool slices)
{
	struct store_call call = store_call_begin(store, STORE_FILE_VERSION);
	struct store_checked state = {.repo_id = repo_id,
	    .slices = slices,
	    .changes = sqlite3_total_changes(store->db)};

	if (store_call_row(&call))
		state.version = sqlite3_column_int64(call.stmt, 0);
	/* It has no number then, and is looked at again. */
	if (store_call_end(&call, "", NULL) != HSCAN_OK)
		state.version = -1;
	return state;
}

enum hscan_status
hscan_store_check(struct hscan_store *store, int64_t repo_id, bool slices,
    struct hscan_error *err)
{
	const struct look look = {store, repo_id, slices, false, err};
	const struct store_checked *last = &store->checked;
	struct store_checked now = state_of(store, repo_id, slices);
	bool same = now.version >= 0 && now.version == last->version;
	enum hscan_status status;

	/* What it holds was checked where it came from. */
	if (hscan_store_is_shadow(store))
		return HSCAN_OK;
	if (same && now.repo_id == last->repo_id &&
	    now.changes == last->changes && now.slices <= last->slices)
		return HSCAN_OK;
	/* The accounts are many, and a scan of many repositories comes by each
	 * time: what we write ourselves is digested as it is written. */
	status = check_at_once(&look, !same);
	if (status == HSCAN_OK)
		store->checked = now;
	return status;
}

/* --- all of the file --- */

static enum hscan_status
check_file(struct hscan_store *store, struct hscan_error *err)
{
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status = HSCAN_OK;
	const char *found = NULL;
	char said[300];

	if (sqlite3_prepare_v2(store->db, "PRAGMA integrity_check(1)", -1,
		&stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		found = (const char *)sqlite3_column_text(stmt, 0);
	if (!found)
		status = hscan_store_failed(
		    store->db, "the store cannot be checked", err);
	else if (strcmp(found, "ok") != 0)
		status = hscan_fail(err, HSCAN_ESTORE,
		    "the store is damaged: %s; %s",
		    hscan_safe(hscan_text_of(found), said, sizeof(said)),
		    go_back);
	(void)sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
check_digests(struct hscan_store *store, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_DIGEST_REPOS);
	struct look look = {store, 0, true, true, err};
	enum hscan_status status, ended;

	status = check_parts(&look, true);
	while (status == HSCAN_OK && store_call_row(&call)) {
		look.repo_id = sqlite3_column_int64(call.stmt, 0);
		status = check_parts(&look, false);
	}
	ended = store_call_end(&call, "the store cannot be checked",
	    status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

static enum hscan_status
check_all(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status;

	if (sqlite3_exec(store->db, "SAVEPOINT look", NULL, NULL, NULL) !=
	    SQLITE_OK)
		return hscan_store_failed(
		    store->db, "the store cannot be checked", err);
	/* First by name what is damaged: a repository can be fetched anew. */
	status = check_digests(store, err);
	if (status == HSCAN_OK)
		status = check_file(store, err);
	(void)sqlite3_exec(store->db, "RELEASE look", NULL, NULL, NULL);
	return status;
}

enum hscan_status
hscan_store_verify(struct hscan_store *store, struct hscan_error *err)
{
	/* A page that could not be read for once, were it for want of memory,
	 * is told as damage, too: what counts is what is found twice. */
	if (check_all(store, NULL) == HSCAN_OK)
		return HSCAN_OK;
	return check_all(store, err);
}
