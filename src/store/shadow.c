/* SPDX-License-Identifier: MIT */
/* A store of little; see shadow.h. */
#include "store/shadow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "store/internal.h"

enum { LARGEST_BLOB = 64 };

/* The tables it has; those behind the first two are of a batch. Of items those
 * that a doubt names. */
static const char *const parts[] = {"repo", "repo_name", "stream", "span",
    "doubt", "listing", "git_head", "item"};

enum { PARTS = sizeof(parts) / sizeof(parts[0]), LASTING_PARTS = 2 };

/* One of them, once a row has come. */
struct part {
	sqlite3_stmt *insert; /* NULL: none has */
	int columns;
	int repo_id;    /* which column that is; -1: none */
	unsigned blobs; /* a set of 1 << column */
};

struct store_shadow {
	const struct hscan_shadowed *of;
	sqlite3_stmt *each; /* the values of a row */
	struct part parts[PARTS];
};

/* --- to put a row --- */

static enum hscan_status
read_columns(
    sqlite3 *db, const char *name, struct part *part, struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	int rc = sqlite3_prepare_v2(db,
	    "SELECT cid, name, type FROM pragma_table_info(?1)", -1, &row,
	    NULL);

	part->repo_id = -1;
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(row, 1, name, -1, SQLITE_STATIC);
	while (rc == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW) {
		int at = sqlite3_column_int(row, 0);

		if (hscan_text_is(store_text(row, 1), "repo_id"))
			part->repo_id = at;
		if (hscan_text_is(store_text(row, 2), "BLOB"))
			part->blobs |= 1U << (unsigned)at;
		part->columns = at + 1;
	}
	if (sqlite3_finalize(row) != SQLITE_OK || rc != SQLITE_OK)
		return hscan_store_failed(db, "the store failed", err);
	return HSCAN_OK;
}

static enum hscan_status
prepare_insert(
    sqlite3 *db, const char *name, struct part *part, struct hscan_error *err)
{
	enum hscan_status status = read_columns(db, name, part, err);
	struct hscan_buf sql;

	hscan_buf_init(&sql, 1024);
	(void)hscan_buf_add_format(
	    &sql, "INSERT OR REPLACE INTO main.%s VALUES (?", name);
	for (int i = 1; i < part->columns; i++)
		(void)hscan_buf_add_string(&sql, ", ?");
	(void)hscan_buf_add_char(&sql, ')');
	if (status == HSCAN_OK)
		status = hscan_buf_check(&sql, "a statement", err);
	if (status == HSCAN_OK && sqlite3_prepare_v2(db, hscan_buf_string(&sql),
				      -1, &part->insert, NULL) != SQLITE_OK)
		status = hscan_store_failed(db, "the store failed", err);
	hscan_buf_clear(&sql);
	return status;
}

static enum hscan_status
find_part(struct hscan_store *store, struct hscan_text name, struct part **out,
    struct hscan_error *err)
{
	struct store_shadow *shadow = store->shadow;
	char shown[40];

	for (size_t i = 0; i < PARTS; i++) {
		if (!hscan_text_is(name, parts[i]))
			continue;
		*out = &shadow->parts[i];
		return (*out)->insert
			   ? HSCAN_OK
			   : prepare_insert(store->db, parts[i], *out, err);
	}
	return hscan_fail(err, HSCAN_EPARSE,
	    "'%s' is no part of a repository's state",
	    hscan_safe(name, shown, sizeof(shown)));
}

/* A blob is text in hexadecimal there. */
static int
bind_blob(sqlite3_stmt *insert, int at, sqlite3_stmt *value)
{
	struct hscan_text hex = store_text(value, 0);
	unsigned char blob[LARGEST_BLOB];

	if (sqlite3_column_type(value, 0) == SQLITE_NULL)
		return sqlite3_bind_null(insert, at + 1);
	if (hex.len > 2 * sizeof(blob) ||
	    !hscan_parse_hex(hex, blob, hex.len / 2) || hex.len % 2 != 0)
		return SQLITE_MISMATCH;
	return sqlite3_bind_blob(
	    insert, at + 1, blob, (int)(hex.len / 2), SQLITE_TRANSIENT);
}

static int
bind_value(
    const struct part *part, int at, int64_t repo_id, sqlite3_stmt *value)
{
	struct hscan_text type = store_text(value, 1);

	if (at >= part->columns || hscan_text_is(type, "array") ||
	    hscan_text_is(type, "object"))
		return SQLITE_MISMATCH;
	if (at == part->repo_id)
		return sqlite3_bind_int64(part->insert, at + 1, repo_id);
	if (part->blobs & 1U << (unsigned)at)
		return bind_blob(part->insert, at, value);
	return sqlite3_bind_value(
	    part->insert, at + 1, sqlite3_column_value(value, 0));
}

/* SQLITE_DONE: it is in. */
static int
insert_row(struct store_shadow *shadow, const struct part *part,
    int64_t repo_id, struct hscan_text row)
{
	sqlite3_stmt *each = shadow->each;
	int at = 0, rc, step = SQLITE_DONE;

	rc = sqlite3_bind_text(each, 1, row.ptr, (int)row.len, SQLITE_STATIC);
	while (rc == SQLITE_OK && (step = sqlite3_step(each)) == SQLITE_ROW)
		rc = bind_value(part, at++, repo_id, each);
	if (rc == SQLITE_OK && step != SQLITE_DONE)
		rc = step;
	(void)sqlite3_reset(each);
	(void)sqlite3_clear_bindings(each);
	if (rc == SQLITE_OK && at != part->columns)
		rc = SQLITE_MISMATCH;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(part->insert);
	(void)sqlite3_reset(part->insert);
	(void)sqlite3_clear_bindings(part->insert);
	return rc;
}

enum hscan_status
hscan_store_put_shadow(struct hscan_store *store, struct hscan_text part,
    int64_t repo_id, struct hscan_text row, struct hscan_error *err)
{
	struct part *found = NULL;
	enum hscan_status status = find_part(store, part, &found, err);
	char shown[40];
	int rc;

	if (status != HSCAN_OK)
		return status;
	rc = row.len <= INT32_MAX
		 ? insert_row(store->shadow, found, repo_id, row)
		 : SQLITE_TOOBIG;
	if (rc == SQLITE_DONE)
		return HSCAN_OK;
	if ((rc & 0xFF) == SQLITE_NOMEM)
		return hscan_no_memory(err);
	return hscan_fail(err, HSCAN_EPARSE,
	    "a row of '%s' is not one that this version has",
	    hscan_safe(part, shown, sizeof(shown)));
}

enum hscan_status
hscan_store_drop_shadows(struct hscan_store *store, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = LASTING_PARTS; i < PARTS && status == HSCAN_OK; i++) {
		char sql[64];

		if (!store->shadow->parts[i].insert)
			continue;
		(void)snprintf(
		    sql, sizeof(sql), "DELETE FROM main.%s", parts[i]);
		if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
			status = hscan_store_failed(
			    store->db, "the store failed", err);
	}
	return status;
}

/* --- the store --- */

enum hscan_status
store_shadow_new(struct hscan_store *store, const struct hscan_shadowed *of,
    struct hscan_error *err)
{
	store->shadow = calloc(1, sizeof(*store->shadow));
	if (!store->shadow)
		return hscan_no_memory(err);
	store->shadow->of = of;
	store->read_only = true;
	if (sqlite3_prepare_v2(store->db,
		"SELECT value, type FROM json_each(?1)", -1,
		&store->shadow->each, NULL) != SQLITE_OK)
		return hscan_store_failed(store->db, "the store failed", err);
	return HSCAN_OK;
}

void
store_shadow_close(struct hscan_store *store)
{
	struct store_shadow *shadow = store->shadow;

	if (!shadow)
		return;
	(void)sqlite3_finalize(shadow->each);
	for (size_t i = 0; i < PARTS; i++)
		(void)sqlite3_finalize(shadow->parts[i].insert);
	free(shadow);
}

bool
hscan_store_is_shadow(const struct hscan_store *store)
{
	return store->shadow;
}

const struct hscan_shadowed *
store_shadow_of(const struct hscan_store *store)
{
	return store->shadow ? store->shadow->of : NULL;
}

enum hscan_status
hscan_store_gather(struct hscan_store *store, const int64_t *ids, size_t len,
    size_t *taken, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);

	*taken = len;
	return of && len > 0
		   ? of->gather(of->payload, store, ids, len, taken, err)
		   : HSCAN_OK;
}

enum hscan_status
hscan_store_rehearse(
    struct hscan_store *store, bool begin, struct hscan_error *err)
{
	const struct hscan_shadowed *of = store_shadow_of(store);

	return of && of->rehearse ? of->rehearse(of->payload, begin, err)
				  : HSCAN_OK;
}
