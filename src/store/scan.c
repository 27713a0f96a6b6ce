/* SPDX-License-Identifier: MIT */
/* Counts and sums up what is there of a repository, in its tables and in their
 * indexes; see digest.c for the numbers. */
#include <string.h>

#include "base/text.h"
#include "store/internal.h"

#define FOLDER "digest/"

/* A part's table, and the columns that tell its rows of a repository from each
 * other: so many from one on. */
static const struct {
	const char *path;
	struct store_key key;
} parts[STORE_PARTS] = {
    [STORE_SCHEMA] = {FOLDER "sqlite_schema.sql", {0, 2}},
    [STORE_REPO] = {FOLDER "repo.sql", {0, 1}},
    [STORE_ACCOUNT] = {FOLDER "account.sql", {0, 2}},
    [STORE_ITEM] = {FOLDER "item.sql", {1, 2}},
    [STORE_EVENT] = {FOLDER "event.sql", {1, 5}},
    [STORE_RELEASE] = {FOLDER "release.sql", {1, 2}},
    [STORE_STREAM] = {FOLDER "stream.sql", {1, 2}},
    [STORE_RESPONSE] = {FOLDER "response.sql", {1, 5}},
    [STORE_ITEM_DETAIL] = {FOLDER "item_detail.sql", {1, 2}},
    [STORE_ITEM_LABEL] = {FOLDER "item_label.sql", {1, 3}},
    [STORE_PULL_BASE] = {FOLDER "pull_base.sql", {1, 2}},
    [STORE_GIT_HEAD] = {FOLDER "git_head.sql", {0, 1}},
    [STORE_GIT_AUTHOR] = {FOLDER "git_author.sql", {0, 1}},
    [STORE_GIT_COMMIT] = {FOLDER "git_commit.sql", {1, 2}},
    [STORE_GIT_TAG] = {FOLDER "git_tag.sql", {1, 2}},
    [STORE_LISTING] = {FOLDER "listing.sql", {0, 1}},
    [STORE_LISTED_COMMIT] = {FOLDER "listed_commit.sql", {1, 3}},
    [STORE_ALERT_RUN] = {FOLDER "alert_run.sql", {1, 2}},
    [STORE_ALERT] = {FOLDER "alert.sql", {1, 4}},
    [STORE_ALERT_TURN] = {FOLDER "alert_turn.sql", {1, 5}},
    [STORE_GATE_PASS] = {FOLDER "gate_pass.sql", {1, 4}},
    [STORE_NAME] = {FOLDER "repo_name.sql", {0, 3}},
    [STORE_DOUBT] = {FOLDER "doubt.sql", {1, 4}},
    [STORE_NOTIFICATION] = {FOLDER "notification.sql", {0, 1}},
    [STORE_REMOVAL] = {FOLDER "removal.sql", {1, 4}},
    [STORE_SPAN] = {FOLDER "span.sql", {1, 5}},
    [STORE_DELIVERY] = {FOLDER "delivery.sql", {0, 1}},
    [STORE_SCAN_RESULT] = {FOLDER "scan_result.sql", {1, 3}},
    [STORE_MAINTAINER] = {FOLDER "maintainer.sql", {1, 2}},
};

/* A look at some columns only: at a table's key and what its indexes have of
 * it, or at an index, which has the rows of its table that have something, or
 * a number, in the column `only`. The columns are as the statement names them,
 * by their number in the table. */
struct aspect {
	const char *path;
	enum store_part part;
	int len;
	int columns[8];
	int only; /* -1: all rows */
	int is;   /* what is there; -1: something */
};

static const struct aspect indexes[STORE_INDEXES] = {
    {FOLDER "repo_by_name.sql", STORE_REPO, 3, {1, 3, 0}, -1, -1},
    {FOLDER "sqlite_autoindex_repo_1.sql", STORE_REPO, 3, {1, 2, 0}, -1, -1},
    {FOLDER "item_by_creation.sql", STORE_ITEM, 6, {2, 12, 14, 5, 16, 1}, -1,
	-1},
    {FOLDER "item_by_close.sql", STORE_ITEM, 6, {2, 14, 12, 5, 16, 1}, 14, -1},
    {FOLDER "item_by_merge.sql", STORE_ITEM, 5, {2, 15, 12, 5, 1}, 15, -1},
    {FOLDER "item_by_untold.sql", STORE_ITEM, 2, {14, 1}, 18, 1},
    {FOLDER "sqlite_autoindex_git_author_1.sql", STORE_GIT_AUTHOR, 4,
	{1, 3, 2, 0}, -1, -1},
    {FOLDER "git_commit_by_time.sql", STORE_GIT_COMMIT, 5, {5, 2, 3, 4, 1}, 4,
	0},
    {FOLDER "notification_by_repo.sql", STORE_NOTIFICATION, 2, {1, 0}, -1, -1},
    {FOLDER "delivery_by_time.sql", STORE_DELIVERY, 2, {1, 0}, -1, -1},
};

/* Of what may be large, or has indexes. */
static const struct aspect quick[STORE_PARTS] = {
    [STORE_REPO] = {FOLDER "quick_repo.sql", STORE_REPO, 4, {0, 1, 2, 3}, -1,
	-1},
    [STORE_ACCOUNT] = {FOLDER "quick_account.sql", STORE_ACCOUNT, 2, {0, 1}, -1,
	-1},
    [STORE_ITEM] = {FOLDER "quick_item.sql", STORE_ITEM, 8,
	{1, 2, 12, 14, 15, 5, 16, 18}, -1, -1},
    [STORE_EVENT] = {FOLDER "quick_event.sql", STORE_EVENT, 4, {1, 2, 3, 4}, -1,
	-1},
    [STORE_RESPONSE] = {FOLDER "quick_response.sql", STORE_RESPONSE, 4,
	{1, 2, 3, 4}, -1, -1},
    [STORE_ITEM_DETAIL] = {FOLDER "quick_item_detail.sql", STORE_ITEM_DETAIL, 1,
	{1}, -1, -1},
    [STORE_ITEM_LABEL] = {FOLDER "quick_item_label.sql", STORE_ITEM_LABEL, 2,
	{1, 2}, -1, -1},
    [STORE_PULL_BASE] = {FOLDER "quick_pull_base.sql", STORE_PULL_BASE, 1, {1},
	-1, -1},
    [STORE_GIT_AUTHOR] = {FOLDER "quick_git_author.sql", STORE_GIT_AUTHOR, 5,
	{0, 1, 2, 3, 4}, -1, -1},
    [STORE_GIT_COMMIT] = {FOLDER "quick_git_commit.sql", STORE_GIT_COMMIT, 5,
	{1, 5, 2, 3, 4}, -1, -1},
    [STORE_LISTED_COMMIT] = {FOLDER "quick_listed_commit.sql",
	STORE_LISTED_COMMIT, 2, {1, 2}, -1, -1},
    [STORE_NOTIFICATION] = {FOLDER "quick_notification.sql", STORE_NOTIFICATION,
	2, {0, 1}, -1, -1},
    [STORE_DELIVERY] = {FOLDER "quick_delivery.sql", STORE_DELIVERY, 2, {0, 1},
	-1, -1},
};

struct store_key
store_part_key(enum store_part part)
{
	return parts[part].key;
}

bool
store_is_of_repo(enum store_part part)
{
	return part != STORE_SCHEMA && part != STORE_ACCOUNT &&
	       part != STORE_NAME && part != STORE_DELIVERY;
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
store_index_name(int index)
{
	return name_in(indexes[index].path);
}

enum store_part
store_index_part(int index)
{
	return indexes[index].part;
}

bool
store_part_is_large(enum store_part part)
{
	return quick[part].path != NULL;
}

sqlite3_stmt *
store_scan_of(struct hscan_store *store, enum store_part part)
{
	return store_statement_of(store, &store->scans[part], parts[part].path)
	    .stmt;
}

struct store_call
store_scan_begin(
    struct hscan_store *store, int64_t repo_id, enum store_part part)
{
	struct store_call call =
	    store_statement_of(store, &store->scans[part], parts[part].path);

	store_bind_i64(&call, ":repo_id", repo_id);
	return call;
}

static const char cannot[] = "the store cannot be checked";

enum hscan_status
store_scan(struct hscan_store *store, int64_t repo_id, enum store_part part,
    struct store_tally *out, struct hscan_error *err)
{
	struct store_call call =
	    store_statement_of(store, &store->scans[part], parts[part].path);
	int columns = sqlite3_column_count(call.stmt);
	struct store_tally tally = {0};
	enum hscan_status status;

	if (columns > STORE_COLUMNS)
		return hscan_store_failed(store->db, cannot, err);
	store_bind_i64(&call, ":repo_id", repo_id);
	while (store_statement_row(&call)) {
		uint64_t values[STORE_COLUMNS], key;

		for (int i = 0; i < columns; i++)
			values[i] =
			    store_value(sqlite3_column_value(call.stmt, i));
		key = store_row_key(values, parts[part].key);
		tally.rows++;
		tally.keys += key;
		tally.sum += key + store_row_cells(key, values,
				       parts[part].key.to, columns);
	}
	status = store_statement_end(&call, cannot, err);
	if (status == HSCAN_OK)
		*out = tally;
	return status;
}

/* --- some columns only --- */

/* What is being looked at, for digest_tally(): to sum up inside SQLite takes
 * half as long as to fetch each row. */
struct glance {
	const struct aspect *aspect;
	struct store_key key;
	bool of_index;
	int from, to; /* which indexes of the table are to be summed up, too */
	struct store_tally tally;
	struct store_tally should[STORE_INDEXES];
	/* Of the row at hand: here, as to clear them for each takes longer
	 * than to fill them. */
	uint64_t values[STORE_COLUMNS];
};

/* A row of an index, for its sum: one number for all, not one for each column,
 * as both sides are of the same look. */
static uint64_t
index_row(const struct aspect *index, const uint64_t *values)
{
	uint64_t row = HSCAN_GOLDEN;

	for (int i = 0; i < index->len; i++)
		row = store_add_value(row, values[index->columns[i]]);
	return hscan_mix(row);
}

/* What an index should say of a row. */
static void
add_to_index(const struct aspect *index, const uint64_t *values,
    struct store_tally *tally)
{
	if (index->only >= 0 &&
	    (index->is >= 0
		    ? values[index->only] != store_digest_integer(index->is)
		    : values[index->only] == 0))
		return;
	tally->rows++;
	tally->sum += index_row(index, values);
}

static inline uint64_t
value_of(sqlite3_value *value)
{
	return sqlite3_value_type(value) == SQLITE_INTEGER
		   ? store_digest_integer(sqlite3_value_int64(value))
		   : store_value(value);
}

static void
tally_row(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct hscan_store *store = sqlite3_user_data(context);
	struct glance *glance = store->glance;
	const struct aspect *aspect;
	uint64_t *values;

	if (!glance || argc != glance->aspect->len) {
		sqlite3_result_error(context, "of statements of ours only", -1);
		return;
	}
	aspect = glance->aspect;
	values = glance->values;
	for (int i = 0; i < argc; i++)
		values[aspect->columns[i]] = value_of(argv[i]);
	glance->tally.rows++;
	if (glance->of_index) {
		glance->tally.sum += index_row(aspect, values);
		return;
	}
	glance->tally.keys += store_row_key(values, glance->key);
	for (int i = glance->from; i < glance->to; i++)
		add_to_index(&indexes[i], values, &glance->should[i]);
}

static void
tally_end(sqlite3_context *context)
{
	sqlite3_result_int(context, 1);
}

int
store_scan_functions(struct hscan_store *store)
{
	return sqlite3_create_function_v2(store->db, "digest_tally", -1,
	    SQLITE_UTF8 | SQLITE_DIRECTONLY, store, NULL, tally_row, tally_end,
	    NULL);
}

static enum hscan_status
look_at(struct hscan_store *store, int64_t repo_id,
    struct store_prepared *prepared, struct glance *glance,
    struct hscan_error *err)
{
	struct store_call call =
	    store_statement_of(store, prepared, glance->aspect->path);
	enum hscan_status status;

	glance->key = parts[glance->aspect->part].key;
	store->glance = glance;
	store_bind_i64(&call, ":repo_id", repo_id);
	status = store_statement_end(&call, cannot, err);
	store->glance = NULL;
	return status;
}

enum hscan_status
store_scan_quick(struct hscan_store *store, int64_t repo_id,
    enum store_part part, struct store_tally *out,
    struct store_tally should[STORE_INDEXES], struct hscan_error *err)
{
	struct glance glance = {.aspect = &quick[part]};
	enum hscan_status status;

	/* Those of one table stand together. */
	while (glance.from < STORE_INDEXES && indexes[glance.from].part != part)
		glance.from++;
	glance.to = glance.from;
	while (glance.to < STORE_INDEXES && indexes[glance.to].part == part)
		glance.to++;
	status =
	    look_at(store, repo_id, &store->quick_scans[part], &glance, err);
	if (status != HSCAN_OK)
		return status;
	*out = glance.tally;
	memcpy(should, glance.should, sizeof(glance.should));
	return HSCAN_OK;
}

enum hscan_status
store_scan_index(struct hscan_store *store, int64_t repo_id, int index,
    struct store_tally *out, struct hscan_error *err)
{
	struct glance glance = {.aspect = &indexes[index], .of_index = true};
	enum hscan_status status =
	    look_at(store, repo_id, &store->index_scans[index], &glance, err);

	if (status == HSCAN_OK)
		*out = glance.tally;
	return status;
}
