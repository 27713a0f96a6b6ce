/* SPDX-License-Identifier: MIT */
/* Counts and sums up what is there of a repository, in its tables and in their
 * indexes; see digest.c for the numbers. */
#include <string.h>

#include "base/mix.h"
#include "base/text.h"
#include "store/internal.h"

#define FOLDER "digest/"

/* A part's table, and how many columns, from the first, are its key. */
static const struct {
	const char *path;
	int keys;
} parts[STORE_PARTS] = {
    [STORE_SCHEMA] = {FOLDER "sqlite_schema.sql", 2},
    [STORE_REPO] = {FOLDER "repo.sql", 1},
    [STORE_ACCOUNT] = {FOLDER "account.sql", 2},
    [STORE_ITEM] = {FOLDER "item.sql", 2},
    [STORE_EVENT] = {FOLDER "event.sql", 5},
    [STORE_RELEASE] = {FOLDER "release.sql", 2},
    [STORE_STREAM] = {FOLDER "stream.sql", 2},
    [STORE_RESPONSE] = {FOLDER "response.sql", 5},
    [STORE_ITEM_DETAIL] = {FOLDER "item_detail.sql", 2},
    [STORE_ITEM_LABEL] = {FOLDER "item_label.sql", 3},
    [STORE_PULL_BASE] = {FOLDER "pull_base.sql", 2},
    [STORE_GIT_HEAD] = {FOLDER "git_head.sql", 1},
    [STORE_GIT_AUTHOR] = {FOLDER "git_author.sql", 1},
    [STORE_GIT_COMMIT] = {FOLDER "git_commit.sql", 2},
    [STORE_GIT_TAG] = {FOLDER "git_tag.sql", 2},
    [STORE_LISTING] = {FOLDER "listing.sql", 1},
    [STORE_LISTED_COMMIT] = {FOLDER "listed_commit.sql", 3},
    [STORE_ALERT_RUN] = {FOLDER "alert_run.sql", 2},
    [STORE_ALERT] = {FOLDER "alert.sql", 4},
    [STORE_ALERT_TURN] = {FOLDER "alert_turn.sql", 5},
    [STORE_GATE_PASS] = {FOLDER "gate_pass.sql", 4},
};

const struct store_index store_indexes[STORE_INDEXES] = {
    {FOLDER "repo_by_name.sql", STORE_REPO, NULL, false},
    {FOLDER "sqlite_autoindex_repo_1.sql", STORE_REPO, NULL, false},
    {FOLDER "item_by_creation.sql", STORE_ITEM, NULL, false},
    {FOLDER "item_by_close.sql", STORE_ITEM, "closed_at", false},
    {FOLDER "item_by_merge.sql", STORE_ITEM, "merged_at", false},
    {FOLDER "sqlite_autoindex_git_author_1.sql", STORE_GIT_AUTHOR, NULL, false},
    {FOLDER "git_commit_by_time.sql", STORE_GIT_COMMIT, "merge", true},
};

int
store_part_keys(enum store_part part)
{
	return parts[part].keys;
}

bool
store_is_of_repo(enum store_part part)
{
	return part != STORE_SCHEMA && part != STORE_ACCOUNT;
}

/* "digest/item.sql" is of "item". */
static struct hscan_text
name_in(const char *path)
{
	const size_t around = strlen(FOLDER) + strlen(".sql");

	return (struct hscan_text){
	    path + strlen(FOLDER), strlen(path) - around};
}

struct hscan_text
store_part_name(enum store_part part)
{
	return name_in(parts[part].path);
}

struct hscan_text
store_index_name(size_t index)
{
	return name_in(store_indexes[index].path);
}

sqlite3_stmt *
store_scan_of(struct hscan_store *store, enum store_part part)
{
	return store_call_of(store, &store->scans[part], parts[part].path).stmt;
}

/* Which columns of a part an index has. */
struct layout {
	const struct store_index *index;
	int columns;
	int column[STORE_COLUMNS];
	int only; /* -1: all rows */
};

static int
column_of(sqlite3_stmt *scan, const char *name)
{
	int columns = sqlite3_column_count(scan);

	for (int i = 0; i < columns; i++) {
		const char *found = sqlite3_column_name(scan, i);

		if (found && name && strcmp(found, name) == 0)
			return i;
	}
	return -1;
}

static bool
lay_out(struct hscan_store *store, size_t which, struct layout *layout)
{
	const struct store_index *index = &store_indexes[which];
	sqlite3_stmt *scan = store_scan_of(store, index->part);
	sqlite3_stmt *stmt =
	    store_call_of(store, &store->index_scans[which], index->path).stmt;

	*layout = (struct layout){.index = index, .only = -1};
	layout->columns = sqlite3_column_count(stmt);
	if (!scan || !stmt || layout->columns > STORE_COLUMNS)
		return false;
	for (int i = 0; i < layout->columns; i++) {
		layout->column[i] =
		    column_of(scan, sqlite3_column_name(stmt, i));
		if (layout->column[i] < 0)
			return false;
	}
	if (index->only)
		layout->only = column_of(scan, index->only);
	return !index->only || layout->only >= 0;
}

/* A row: the numbers of its values, and of its key and other cells, which make
 * its number together. The key's stands in the first cell. */
struct row {
	int columns, keys;
	uint64_t values[STORE_COLUMNS];
	uint64_t cells[STORE_COLUMNS];
};

/* What an index should say of a row of the table. */
static void
add_to_index(const struct layout *layout, const struct row *row,
    struct store_tally *tally)
{
	uint64_t only = layout->only < 0 ? 0 : row->values[layout->only];

	if (layout->only >= 0 &&
	    (layout->index->zero ? only != store_digest_integer(0) : only == 0))
		return;
	tally->rows++;
	tally->sum += row->cells[0];
	for (int i = 0; i < layout->columns; i++)
		if (layout->column[i] >= row->keys)
			tally->sum += row->cells[layout->column[i]];
}

static uint64_t
read_row(sqlite3_stmt *stmt, struct row *row)
{
	uint64_t sum;

	for (int i = 0; i < row->columns; i++)
		row->values[i] = store_value(sqlite3_column_value(stmt, i));
	sum = row->cells[0] = store_row_key(row->values, row->keys);
	for (int i = row->keys; i < row->columns; i++) {
		row->cells[i] =
		    store_row_cell(row->cells[0], i, row->values[i]);
		sum += row->cells[i];
	}
	return sum;
}

/* The layouts of a part's indexes; how many there are, or -1. */
static int
lay_out_all(
    struct hscan_store *store, enum store_part part, struct layout *layouts)
{
	int len = 0;

	for (size_t i = 0; i < STORE_INDEXES; i++) {
		if (store_indexes[i].part != part)
			continue;
		if (!lay_out(store, i, &layouts[len++]))
			return -1;
	}
	return len;
}

static const char cannot[] = "the store cannot be checked";

enum hscan_status
store_scan(struct hscan_store *store, int64_t repo_id, enum store_part part,
    struct store_tally *out, struct store_tally *indexes,
    struct hscan_error *err)
{
	struct layout layouts[STORE_INDEXES];
	int len = indexes ? lay_out_all(store, part, layouts) : 0;
	struct store_call call =
	    store_call_of(store, &store->scans[part], parts[part].path);
	struct row row = {.keys = parts[part].keys};
	struct store_tally tally = {0};
	enum hscan_status status;

	row.columns = sqlite3_column_count(call.stmt);
	if (len < 0 || row.columns > STORE_COLUMNS)
		return hscan_store_failed(store->db, cannot, err);
	store_bind_i64(&call, repo_id);
	while (store_call_row(&call)) {
		tally.rows++;
		tally.sum += read_row(call.stmt, &row);
		for (int i = 0; i < len; i++)
			add_to_index(&layouts[i], &row,
			    &indexes[layouts[i].index - store_indexes]);
	}
	status = store_call_end(&call, cannot, err);
	if (status == HSCAN_OK)
		*out = tally;
	return status;
}

enum hscan_status
store_scan_index(struct hscan_store *store, int64_t repo_id, size_t which,
    struct store_tally *out, struct hscan_error *err)
{
	int keys = parts[store_indexes[which].part].keys;
	struct store_tally tally = {0};
	struct layout layout;
	struct store_call call;
	enum hscan_status status;

	if (!lay_out(store, which, &layout))
		return hscan_store_failed(store->db, cannot, err);
	call = store_call_of(
	    store, &store->index_scans[which], store_indexes[which].path);
	store_bind_i64(&call, repo_id);
	while (store_call_row(&call)) {
		uint64_t values[STORE_COLUMNS] = {0};
		uint64_t key;

		for (int i = 0; i < layout.columns; i++)
			values[layout.column[i]] =
			    store_value(sqlite3_column_value(call.stmt, i));
		key = store_row_key(values, keys);
		tally.rows++;
		tally.sum += key;
		for (int i = 0; i < layout.columns; i++)
			if (layout.column[i] >= keys)
				tally.sum += store_row_cell(key,
				    layout.column[i], values[layout.column[i]]);
	}
	status = store_call_end(&call, cannot, err);
	if (status == HSCAN_OK)
		*out = tally;
	return status;
}
