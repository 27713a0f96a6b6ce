/* SPDX-License-Identifier: MIT */
/* The store keeps what it was told, once, whatever the order; and says what
 * is wrong with a file that it cannot use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/text.h"
#include "store/store.h"
#include "support/support.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static const char HOST[] = "github.com";

struct fixture {
	char *dir, *path;
	struct hscan_store *store;
	int64_t repo_id;
	bool tampered; /* it was written past the functions of the store */
};

static struct hscan_text
text(const char *string)
{
	return hscan_text_of(string);
}

static void
ok(enum hscan_status status, const struct hscan_error *err)
{
	if (status != HSCAN_OK)
		fail_msg("%s", err->message);
}

static struct hscan_store *
open_store(const char *path)
{
	struct hscan_store *store = NULL;
	struct hscan_error err = {.status = HSCAN_OK};

	ok(hscan_store_open(path, &store, &err), &err);
	assert_non_null(store);
	return store;
}

static struct hscan_repo
a_repo(int64_t id, const char *full_name)
{
	return (struct hscan_repo){
	    .id = id,
	    .full_name = text(full_name),
	    .default_branch = text("main"),
	    .created_at = 1000,
	    .pushed_at = HSCAN_NEVER,
	    .has_issues = true,
	};
}

static int64_t
put_repo(struct hscan_store *store, const char *host, int64_t id,
    const char *full_name)
{
	struct hscan_repo repo = a_repo(id, full_name);
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t repo_id = 0;

	ok(hscan_store_put_repo(store, host, &repo, &repo_id, &err), &err);
	assert_true(repo_id > 0);
	return repo_id;
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "store.db");
	f->store = open_store(f->path);
	f->repo_id = put_repo(f->store, HOST, 77, "o/n");
	*state = f;
	return 0;
}

/* Whatever a test has written is in the digests, unless it went past them. */
static int
tear_down(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err = {.status = HSCAN_OK};

	if (f->store && !f->tampered)
		ok(hscan_store_verify(f->store, &err), &err);
	hscan_store_close(f->store);
	free(f->path);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

static void
exec(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

static int
add_row(void *payload, int len, char **values, char **names)
{
	struct hscan_buf *out = payload;

	(void)names;
	for (int i = 0; i < len; i++) {
		(void)hscan_buf_add_string(out, values[i] ? values[i] : "~");
		(void)hscan_buf_add_char(out, i + 1 < len ? '|' : '\n');
	}
	return 0;
}

/* What a query gives, a row a line, NULL as "~"; the caller frees it. */
static char *
query(struct hscan_store *store, const char *sql)
{
	struct hscan_buf out;
	char *message = NULL, *copy;

	hscan_buf_init(&out, 1 << 20);
	if (sqlite3_exec(hscan_store_db(store), sql, add_row, &out, &message) !=
	    SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	copy = strdup(hscan_buf_string(&out));
	assert_non_null(copy);
	hscan_buf_clear(&out);
	return copy;
}

#define assert_query(store, sql, expected) \
	do { \
		char *got = query(store, sql); \
\
		assert_string_equal(got, expected); \
		free(got); \
	} while (0)

#define assert_fails(call, expected_status, part) \
	do { \
		struct hscan_error err = {.status = HSCAN_OK}; \
\
		assert_int_equal((call), (expected_status)); \
		assert_int_equal(err.status, (expected_status)); \
		if (!strstr(err.message, (part))) \
			fail_msg("'%s' lacks '%s'", err.message, (part)); \
	} while (0)

/* --- opening --- */

static void
a_new_store_is_made_with_its_folders(void **state)
{
	char *dir = support_temp_dir();
	char *path = support_join(dir, "a/b c/store.db");
	struct hscan_store *store = open_store(path);
	struct stat info;

	(void)state;
	assert_query(store, "PRAGMA application_id", "1752392558\n");
	assert_query(store, "PRAGMA user_version", "9\n");
	assert_query(store, "PRAGMA journal_mode", "wal\n");
	assert_query(store, "PRAGMA foreign_keys", "1\n");
	(void)put_repo(store, HOST, 1, "o/n");
	hscan_store_close(store);

	store = open_store(path);
	assert_query(store, "SELECT full_name FROM repo", "o/n\n");
	hscan_store_close(store);
	assert_int_equal(stat(path, &info), 0);
	free(path);

	path = support_join(dir, "a");
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	free(path);
	support_remove_dir(dir);
	hscan_store_close(NULL);
}

/* Makes a database that is not ours, or not of today. */
static void
make_database(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	exec(db, sql);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
other_databases_are_refused_untouched(void **state)
{
	static const struct {
		const char *sql, *part;
	} rows[] = {
	    {"CREATE TABLE t (a)", "another program's database"},
	    {"PRAGMA application_id = 7", "another program's database"},
	    {"PRAGMA user_version = 1", "another program's database"},
	    {"PRAGMA application_id = 7; CREATE TABLE t (a)",
		"another program's database"},
	    {"PRAGMA application_id = 1752392558; PRAGMA user_version = 99",
		"written by a newer healthscan (schema 99, this one knows 9)"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		char *dir = support_temp_dir();
		char *path = support_join(dir, "other.db");
		struct hscan_store *store = NULL;
		size_t before_len, after_len;
		char *before, *after;

		make_database(path, rows[i].sql);
		before = support_read(path, &before_len);
		assert_fails(hscan_store_open(path, &store, &err), HSCAN_ESTORE,
		    rows[i].part);
		assert_null(store);
		after = support_read(path, &after_len);
		assert_int_equal(before_len, after_len);
		assert_memory_equal(before, after, before_len);
		free(before);
		free(after);
		free(path);
		support_remove_dir(dir);
	}
}

static void
a_store_of_our_own_without_tables_is_migrated(void **state)
{
	char *dir = support_temp_dir();
	char *path = support_join(dir, "old.db");
	struct hscan_store *store;

	(void)state;
	make_database(path, "PRAGMA application_id = 1752392558");
	store = open_store(path);
	assert_query(store, "PRAGMA user_version", "9\n");
	assert_query(store, "SELECT count(*) FROM item", "0\n");
	hscan_store_close(store);
	free(path);
	support_remove_dir(dir);
}

static void
what_is_no_database_is_refused(void **state)
{
	char *dir = support_temp_dir();
	char *path = support_join(dir, "x.db");
	char *below = support_join(path, "y.db");
	struct hscan_store *store = NULL;
	char bytes[8192];
	char *after;
	size_t len;

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	support_write(path, bytes, sizeof(bytes));
	assert_fails(hscan_store_open(path, &store, &err), HSCAN_ESTORE,
	    "the file is not a database; use another --db");
	after = support_read(path, &len);
	assert_int_equal(len, sizeof(bytes));
	assert_memory_equal(after, bytes, len);
	free(after);
	assert_fails(
	    hscan_store_open(below, &store, &err), HSCAN_ESTORE, "--db");
	assert_fails(hscan_store_open(dir, &store, &err), HSCAN_ESTORE, dir);
	assert_fails(hscan_store_open("", &store, &err), HSCAN_ESTORE,
	    "the path of the store is empty");
	assert_null(store);

	/* An empty file is a database that nothing was written to. */
	support_write(path, "", 0);
	store = open_store(path);
	assert_query(store, "PRAGMA user_version", "9\n");
	hscan_store_close(store);
	free(below);
	free(path);
	support_remove_dir(dir);
}

static void
a_damaged_store_is_told(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo_name name = {"github.com", "o", "n"};
	struct hscan_stored_repo found = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	size_t len;
	char *bytes;

	hscan_store_close(f->store);
	f->store = NULL;
	bytes = support_read(f->path, &len);
	assert_true(len > 8192);
	memset(bytes + 4096, 0xA5, len - 4096);
	support_write(f->path, bytes, len);
	free(bytes);
	status = hscan_store_open(f->path, &f->store, &err);
	if (status == HSCAN_OK)
		status = hscan_store_find_repo(f->store, &name, &found, &err);
	assert_int_equal(status, HSCAN_ESTORE);
	assert_non_null(strstr(err.message, "damaged"));
}

static void
several_processes_may_make_it_at_once(void **state)
{
	char *dir = support_temp_dir();

	(void)state;
	for (int round = 0; round < 5; round++) {
		char name[] = "store-0.db";
		char *path;

		name[6] = (char)('0' + round);
		path = support_join(dir, name);
		for (int i = 0; i < 8; i++) {
			struct hscan_store *store;
			pid_t child = fork();

			assert_true(child >= 0);
			if (child > 0)
				continue;
			if (hscan_store_open(path, &store, NULL) != HSCAN_OK)
				_exit(1);
			hscan_store_close(store);
			_exit(0);
		}
		for (int i = 0; i < 8; i++) {
			int result = -1;

			assert_true(wait(&result) > 0);
			assert_int_equal(result, 0);
		}
		free(path);
	}
	support_remove_dir(dir);
}

/* --- failures while it is open --- */

static void
another_process_may_hold_it(void **state)
{
	struct fixture *f = *state;
	struct hscan_store *second;
	sqlite3 *other = NULL;

	(void)sqlite3_busy_timeout(hscan_store_db(f->store), 0);
	assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
	exec(other, "BEGIN IMMEDIATE");
	assert_fails(hscan_store_begin(f->store, &err), HSCAN_ESTORE,
	    "another process holds the store");
	hscan_store_rollback(f->store);
	/* Opening and reading do not wait for a writer. */
	second = open_store(f->path);
	assert_query(second, "SELECT full_name FROM repo", "o/n\n");
	hscan_store_close(second);

	exec(other, "COMMIT");
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
}

static void
a_store_that_cannot_be_written_says_so(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo repo = a_repo(78, "o/m");
	int64_t repo_id = -1;

	exec(hscan_store_db(f->store), "PRAGMA query_only = ON");
	assert_fails(
	    hscan_store_put_repo(f->store, HOST, &repo, &repo_id, &err),
	    HSCAN_ESTORE, "cannot be written; check its permissions");
	assert_int_equal(repo_id, -1);
	exec(hscan_store_db(f->store), "PRAGMA query_only = OFF");
	assert_int_equal(
	    hscan_store_put_repo(f->store, HOST, &repo, &repo_id, NULL),
	    HSCAN_OK);
}

static void
labels_are_those_of_the_newest_row(void **state)
{
	struct fixture *f = *state;
	struct hscan_text labels[] = {
	    hscan_text_of("bug"), hscan_text_of("easy"), hscan_text_of("old")};
	static const struct {
		int64_t updated_at;
		size_t from, len;
		const char *left;
	} rows[] = {
	    {10, 0, 0, ""},
	    {20, 1, 2, "7|easy\n7|old\n"},
	    {15, 0, 1, "7|easy\n7|old\n"},
	    {20, 0, 2, "7|bug\n7|easy\n"},
	    {30, 0, 0, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_item item = {.kind = HSCAN_ISSUE,
		    .id = 1,
		    .number = 7,
		    .updated_at = rows[i].updated_at,
		    .closed_at = HSCAN_NEVER,
		    .merged_at = HSCAN_NEVER,
		    .labels = labels + rows[i].from,
		    .labels_len = rows[i].len};

		assert_int_equal(hscan_store_put_items(f->store, HOST,
				     f->repo_id, &item, 1, NULL),
		    HSCAN_OK);
		assert_query(f->store,
		    "SELECT number, label FROM item_label ORDER BY label",
		    rows[i].left);
	}
}

static void
a_full_disk_loses_nothing_committed(void **state)
{
	struct fixture *f = *state;
	char *title = test_malloc(1 << 20);
	struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .id = 1,
	    .number = 1,
	    .title = {title, 1 << 20},
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};

	memset(title, 't', 1 << 20);
	exec(hscan_store_db(f->store), "PRAGMA max_page_count = 60");
	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	assert_fails(
	    hscan_store_put_items(f->store, HOST, f->repo_id, &item, 1, &err),
	    HSCAN_ESTORE, "the disk is full");
	hscan_store_rollback(f->store);
	item.title.len = 3;
	assert_int_equal(
	    hscan_store_put_items(f->store, HOST, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT number, title FROM item", "1|ttt\n");
	test_free(title);
}

static int
stop_at_once(void *unused)
{
	(void)unused;
	return 1;
}

static void
an_interruption_is_told_apart(void **state)
{
	struct fixture *f = *state;
	int64_t rows = -1;

	sqlite3_progress_handler(
	    hscan_store_db(f->store), 1, stop_at_once, NULL);
	assert_fails(hscan_store_count(f->store, f->repo_id,
			 HSCAN_STREAM_ISSUES, &rows, &err),
	    HSCAN_EINTR, "interrupted");
	sqlite3_progress_handler(hscan_store_db(f->store), 0, NULL, NULL);
	assert_int_equal(rows, -1);
	assert_int_equal(hscan_store_count(f->store, f->repo_id,
			     HSCAN_STREAM_ISSUES, &rows, NULL),
	    HSCAN_OK);
	assert_int_equal(rows, 0);
}

static void
a_table_that_is_gone_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo_name name = {"github.com", "o", "n"};
	struct hscan_stored_repo found = {0};
	struct hscan_stream_state stream;
	struct hscan_stored_head head = {0};
	struct hscan_commit commit = {.committed_at = 1};
	int64_t rows = 0;

	f->tampered = true;
	exec(hscan_store_db(f->store),
	    "PRAGMA foreign_keys = OFF; DROP TABLE repo; DROP TABLE stream;"
	    "DROP TABLE git_head; DROP TABLE git_commit");
	assert_fails(hscan_store_find_repo(f->store, &name, &found, &err),
	    HSCAN_ESTORE, "cannot read the repository: no such table");
	assert_fails(hscan_store_get_stream(f->store, f->repo_id,
			 HSCAN_STREAM_ISSUES, &stream, &err),
	    HSCAN_ESTORE, "cannot read the state of a stream");
	assert_fails(hscan_store_get_head(f->store, f->repo_id, &head, &err),
	    HSCAN_ESTORE, "cannot read the head");
	assert_fails(
	    hscan_store_put_commit(f->store, f->repo_id, &commit, 1, &err),
	    HSCAN_ESTORE, "cannot store a commit");
	assert_fails(hscan_store_count(
			 f->store, f->repo_id, HSCAN_STREAM_GIT, &rows, &err),
	    HSCAN_ESTORE, "a table is not as healthscan makes it");
	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
}

/* --- transactions --- */

static void
what_is_rolled_back_never_was(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	(void)put_repo(f->store, HOST, 78, "o/m");
	hscan_store_rollback(f->store);
	hscan_store_rollback(f->store);
	assert_query(f->store, "SELECT full_name FROM repo", "o/n\n");

	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	(void)put_repo(f->store, HOST, 79, "o/p");
	assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
	hscan_store_rollback(f->store);

	/* As if the process had been killed in the middle. */
	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	(void)put_repo(f->store, HOST, 80, "o/q");
	hscan_store_close(f->store);
	f->store = open_store(f->path);
	assert_query(
	    f->store, "SELECT full_name FROM repo ORDER BY 1", "o/n\no/p\n");
}

static void
a_failed_page_can_be_undone_as_a_whole(void **state)
{
	struct fixture *f = *state;
	const struct hscan_item items[] = {
	    {.kind = HSCAN_ISSUE, .id = 1, .number = 1},
	    {.kind = (enum hscan_item_kind)3, .id = 2, .number = 2},
	};

	assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
	assert_fails(
	    hscan_store_put_items(f->store, HOST, f->repo_id, items, 2, &err),
	    HSCAN_ESTORE, "cannot store an item: CHECK constraint failed");
	hscan_store_rollback(f->store);
	assert_query(f->store, "SELECT count(*) FROM item", "0\n");
	/* The statement is fit for its next use. */
	assert_int_equal(
	    hscan_store_put_items(f->store, HOST, f->repo_id, items, 1, NULL),
	    HSCAN_OK);
	assert_fails(
	    hscan_store_put_items(f->store, HOST, 12345, items, 1, &err),
	    HSCAN_ESTORE, "FOREIGN KEY constraint failed");
}

/* --- repositories --- */

static void
a_repository_is_its_number_not_its_name(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo_name name = {"github.com", "NEW", "Name"};
	struct hscan_stored_repo found = {0};
	int64_t other;

	assert_int_equal(put_repo(f->store, HOST, 77, "o/n"), f->repo_id);
	assert_int_equal(put_repo(f->store, HOST, 77, "new/name"), f->repo_id);
	other = put_repo(f->store, "ghe.example.org", 77, "new/name");
	assert_int_not_equal(other, f->repo_id);

	assert_int_equal(
	    hscan_store_find_repo(f->store, &name, &found, NULL), HSCAN_OK);
	assert_int_equal(found.repo_id, f->repo_id);
	assert_int_equal(found.repo.id, 77);
	assert_true(hscan_text_is(found.repo.full_name, "new/name"));
	assert_true(hscan_text_is(found.repo.default_branch, "main"));
	assert_int_equal(found.repo.created_at, 1000);
	assert_true(found.repo.pushed_at == HSCAN_NEVER);
	assert_true(found.repo.has_issues);
	assert_false(found.repo.archived);
	assert_false(found.repo.fork);
	hscan_stored_repo_clear(&found);
	assert_int_equal(found.repo_id, 0);

	/* Somebody else has taken the name: the newer one goes by it. */
	other = put_repo(f->store, HOST, 78, "New/Name");
	assert_int_equal(
	    hscan_store_find_repo(f->store, &name, &found, NULL), HSCAN_OK);
	assert_int_equal(found.repo_id, other);
	hscan_stored_repo_clear(&found);

	(void)memcpy(name.name, "gone", 5);
	assert_fails(hscan_store_find_repo(f->store, &name, &found, &err),
	    HSCAN_ENOTFOUND, "NEW/gone is not in the store");
}

/* --- records --- */

static const struct hscan_item versions[] = {
    {.kind = HSCAN_ISSUE,
	.id = INT64_C(5220762757),
	.number = 7,
	.title = {"first", 5},
	.author = {INT64_C(4294967297), {"alice", 5}, {"User", 4}},
	.open = true,
	.draft = HSCAN_UNKNOWN_YET,
	.created_at = 100,
	.updated_at = 100,
	.closed_at = HSCAN_NEVER,
	.merged_at = HSCAN_NEVER},
    {.kind = HSCAN_ISSUE,
	.id = INT64_C(5220762757),
	.number = 7,
	.title = {"closed", 6},
	.author = {INT64_C(4294967297), {"alice", 5}, {"User", 4}},
	.state_reason = {"completed", 9},
	.draft = HSCAN_UNKNOWN_YET,
	.comments = 1,
	.created_at = 100,
	.updated_at = 200,
	.closed_at = 200,
	.merged_at = HSCAN_NEVER},
    {.kind = HSCAN_ISSUE,
	.id = INT64_C(5220762757),
	.number = 7,
	.title = {"open again", 10},
	.author = {INT64_C(4294967297), {"alice", 5}, {"User", 4}},
	.state_reason = {"reopened", 8},
	.open = true,
	.locked = true,
	.draft = HSCAN_UNKNOWN_YET,
	.comments = 2,
	.created_at = 100,
	.updated_at = 300,
	.closed_at = HSCAN_NEVER,
	.merged_at = HSCAN_NEVER},
    {.kind = HSCAN_PULL_REQUEST,
	.id = 9,
	.number = 8,
	.title = {"", 0},
	.draft = HSCAN_NO,
	.created_at = 150,
	.updated_at = 160,
	.closed_at = 160,
	.merged_at = 160},
};

static const char items_sql[] =
    "SELECT number, kind, forge_id, title, author_id, state_reason, open,"
    "       locked, draft, comments, created_at, updated_at, closed_at,"
    "       merged_at"
    "  FROM item ORDER BY number";

static void
the_newest_row_of_an_item_wins_in_any_order(void **state)
{
	struct fixture *f = *state;

	for (size_t code = 0; code < 256; code++) {
		const size_t order[] = {
		    code % 4, code / 4 % 4, code / 16 % 4, code / 64};
		unsigned seen = 0;

		exec(hscan_store_db(f->store), "DELETE FROM item");
		f->tampered = true;
		for (size_t i = 0; i < 4; i++) {
			seen |= 1U << order[i];
			assert_int_equal(
			    hscan_store_put_items(f->store, HOST, f->repo_id,
				&versions[order[i]], 1, NULL),
			    HSCAN_OK);
		}
		if (seen != 15)
			continue;
		/* Twice makes no difference either. */
		assert_int_equal(hscan_store_put_items(f->store, HOST,
				     f->repo_id, versions, order[0] + 1, NULL),
		    HSCAN_OK);
		assert_query(f->store, items_sql,
		    "7|1|5220762757|open again|4294967297|reopened|1|1|~|2|100|"
		    "300|~|~\n"
		    "8|2|9||~|~|0|0|0|0|150|160|160|160\n");
	}
	assert_query(f->store,
	    "SELECT host, forge_id, login, type FROM account",
	    "github.com|4294967297|alice|User\n");
}

/* --- whether it was merged --- */

/* A row of a pull request; closed_at 0: open. */
static struct hscan_item
pull_row(int64_t updated_at, int64_t closed_at, int64_t merged_at, bool untold)
{
	return (struct hscan_item){.kind = HSCAN_PULL_REQUEST,
	    .id = 9,
	    .number = 8,
	    .open = closed_at == 0,
	    .created_at = 100,
	    .updated_at = updated_at,
	    .closed_at = closed_at ? closed_at : HSCAN_NEVER,
	    .merged_at = merged_at ? merged_at : HSCAN_NEVER,
	    .merge_untold = untold};
}

static const char merge_sql[] =
    "SELECT updated_at, closed_at, merged_at, merge_untold FROM item";

/* A merge is for ever, and the same close is no other merge; a row that does
 * not tell of it takes nothing away, and one that does fills it in. */
static void
what_is_known_of_a_merge_stays_known(void **state)
{
	static const struct {
		struct {
			int64_t updated, closed, merged;
			bool untold;
		} rows[3];
		const char *expected;
	} cases[] = {
	    /* The newest does not tell of the merge; the one before does. */
	    {{{100, 0, 0, false}, {200, 200, 200, false}, {300, 200, 0, true}},
		"300|200|200|0\n"},
	    /* The same close was no merge before, and is none now. */
	    {{{100, 0, 0, false}, {200, 200, 0, false}, {300, 200, 0, true}},
		"300|200|~|0\n"},
	    /* Closed again: nobody says whether by a merge. */
	    {{{200, 200, 0, false}, {250, 0, 0, false}, {400, 400, 0, true}},
		"400|400|~|1\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 0, true}},
		"300|200|~|1\n"},
	    /* The newest tells. */
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 200, false}},
		"300|200|200|0\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 0, false}},
		"300|200|~|0\n"},
	    {{{200, 200, 0, true}, {300, 0, 0, false}, {200, 200, 0, true}},
		"300|~|~|0\n"},
	    /* Two of one second. */
	    {{{200, 200, 0, true}, {200, 200, 200, false}, {200, 200, 0, true}},
		"200|200|200|0\n"},
	    {{{200, 200, 0, true}, {200, 200, 0, false}, {200, 200, 0, true}},
		"200|200|~|0\n"},
	};
	static const size_t orders[][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(cases) * LEN(orders); i++) {
		const size_t *order = orders[i % LEN(orders)];
		size_t at = i / LEN(orders);

		exec(hscan_store_db(f->store), "DELETE FROM item");
		f->tampered = true;
		for (size_t k = 0; k < 6; k++) {
			size_t row = order[k % 3];
			const struct hscan_item item =
			    pull_row(cases[at].rows[row].updated,
				cases[at].rows[row].closed,
				cases[at].rows[row].merged,
				cases[at].rows[row].untold);

			assert_int_equal(hscan_store_put_items(f->store, HOST,
					     f->repo_id, &item, 1, NULL),
			    HSCAN_OK);
		}
		assert_query(f->store, merge_sql, cases[at].expected);
	}
}

static void
put_untold(struct fixture *f)
{
	const struct hscan_item item = pull_row(300, 200, 0, true);

	exec(hscan_store_db(f->store),
	    "DELETE FROM item; DELETE FROM pull_base; DELETE FROM event;");
	f->tampered = true;
	assert_int_equal(
	    hscan_store_put_items(f->store, HOST, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
}

static void
settle(struct fixture *f, const char *expected, int64_t left)
{
	int64_t untold = -1;

	assert_int_equal(
	    hscan_store_settle_merges(f->store, f->repo_id, NULL), HSCAN_OK);
	assert_query(f->store, merge_sql, expected);
	assert_int_equal(
	    hscan_store_count_untold(f->store, f->repo_id, 200, &untold, NULL),
	    HSCAN_OK);
	assert_int_equal(untold, left);
	assert_int_equal(
	    hscan_store_count_untold(f->store, f->repo_id, 201, &untold, NULL),
	    HSCAN_OK);
	assert_int_equal(untold, 0);
}

static void
the_list_of_pull_requests_tells_of_merges(void **state)
{
	struct hscan_base base = {.number = 8,
	    .updated_at = 300,
	    .branch = hscan_text_of("main"),
	    .closed_at = 200,
	    .merged_at = HSCAN_NEVER};
	const struct {
		int64_t closed_at, merged_at;
		bool untold;
		const char *expected;
		int64_t left;
	} rows[] = {
	    {200, HSCAN_NEVER, true, "300|200|~|1\n", 1},
	    {200, HSCAN_NEVER, false, "300|200|~|0\n", 0},
	    {150, HSCAN_NEVER, false, "300|200|~|1\n", 1},
	    {HSCAN_NEVER, HSCAN_NEVER, false, "300|200|~|1\n", 1},
	    {200, 199, false, "300|200|199|0\n", 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		put_untold(f);
		settle(f, "300|200|~|1\n", 1);
		base.closed_at = rows[i].closed_at;
		base.merged_at = rows[i].merged_at;
		base.merge_untold = rows[i].untold;
		assert_int_equal(
		    hscan_store_put_bases(f->store, f->repo_id, &base, 1, NULL),
		    HSCAN_OK);
		settle(f, rows[i].expected, rows[i].left);
	}
	/* A row that does not tell takes nothing away. */
	base.merged_at = HSCAN_NEVER;
	base.merge_untold = true;
	assert_int_equal(
	    hscan_store_put_bases(f->store, f->repo_id, &base, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store,
	    "SELECT told, closed_at, merged_at FROM pull_base", "1|200|199\n");
}

static void
put_one_event(struct fixture *f, enum hscan_event_kind kind, int64_t at)
{
	const struct hscan_event event = {kind, at, 8, at, {0}, {NULL, 0}};

	assert_int_equal(
	    hscan_store_put_events(f->store, HOST, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

static void
events_tell_of_merges(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state events;

	put_untold(f);
	put_one_event(f, HSCAN_EVENT_CLOSED, 201);
	/* That of the merge may be on the next page. */
	settle(f, "300|200|~|1\n", 1);
	hscan_stream_state_init(&events);
	events.finished = true;
	events.walk_next = hscan_text_of("/next");
	assert_int_equal(hscan_store_put_stream(f->store, f->repo_id,
			     HSCAN_STREAM_EVENTS, &events, NULL),
	    HSCAN_OK);
	settle(f, "300|200|~|1\n", 1);
	put_one_event(f, HSCAN_EVENT_MERGED, 201);
	settle(f, "300|200|201|0\n", 0);
	/* All were read: one of this close, and none of a merge. */
	events.walk_next = hscan_text_of(NULL);
	assert_int_equal(hscan_store_put_stream(f->store, f->repo_id,
			     HSCAN_STREAM_EVENTS, &events, NULL),
	    HSCAN_OK);
	put_untold(f);
	put_one_event(f, HSCAN_EVENT_CLOSED, 194);
	settle(f, "300|200|~|1\n", 1);
	put_one_event(f, HSCAN_EVENT_CLOSED, 205);
	settle(f, "300|200|~|0\n", 0);
}

static void
a_change_within_the_same_second_is_taken(void **state)
{
	struct fixture *f = *state;
	struct hscan_item item = versions[2];

	item.comments = 5;
	assert_int_equal(hscan_store_put_items(
			     f->store, HOST, f->repo_id, &versions[2], 1, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_items(f->store, HOST, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT comments FROM item", "5\n");
}

static void
events_are_kept_once(void **state)
{
	static const struct hscan_event events[] = {
	    {HSCAN_EVENT_CLOSED, INT64_C(29715691813), 7, 200,
		{5, {"bob", 3}, {"User", 4}}, {NULL, 0}},
	    {HSCAN_EVENT_CLOSED, INT64_C(29715691900), 7, 200,
		{5, {"bob", 3}, {"User", 4}}, {"duplicate", 9}},
	    {HSCAN_EVENT_REOPENED, INT64_C(29715691901), 7, 200, {0},
		{NULL, 0}},
	};
	static const size_t orders[][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(orders); i++) {
		exec(hscan_store_db(f->store), "DELETE FROM event");
		f->tampered = true;
		for (size_t k = 0; k < 6; k++)
			assert_int_equal(
			    hscan_store_put_events(f->store, HOST, f->repo_id,
				&events[orders[i][k % 3]], 1, NULL),
			    HSCAN_OK);
		assert_query(f->store,
		    "SELECT number, kind, occurred_at, forge_id, actor_id,"
		    " reason FROM event ORDER BY forge_id",
		    "7|1|200|29715691813|5|~\n7|1|200|29715691900|5|duplicate\n"
		    "7|2|200|29715691901|~|~\n");
	}
}

static void
a_release_is_what_it_is_now(void **state)
{
	struct fixture *f = *state;
	struct hscan_release release = {
	    .id = INT64_C(4294967299),
	    .tag_name = {"v1", 2},
	    .author = {6, {"bot", 3}, {"Bot", 3}},
	    .draft = true,
	    .created_at = 10,
	    .published_at = HSCAN_NEVER,
	};

	for (int i = 0; i < 2; i++)
		assert_int_equal(hscan_store_put_releases(f->store, HOST,
				     f->repo_id, &release, 1, NULL),
		    HSCAN_OK);
	assert_query(f->store,
	    "SELECT forge_id, tag_name, name, author_id, draft, prerelease,"
	    " created_at, published_at FROM release",
	    "4294967299|v1|~|6|1|0|10|~\n");
	release.draft = false;
	release.name = text("One");
	release.published_at = 20;
	assert_int_equal(hscan_store_put_releases(
			     f->store, HOST, f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT name, draft, published_at FROM release",
	    "One|0|20\n");
}

static void
an_account_keeps_its_type(void **state)
{
	struct fixture *f = *state;
	struct hscan_event event = {.kind = HSCAN_EVENT_CLOSED,
	    .id = 1,
	    .number = 1,
	    .occurred_at = 1,
	    .actor = {3, {"robot", 5}, {"Bot", 3}}};

	assert_int_equal(
	    hscan_store_put_events(f->store, HOST, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
	event.actor.type = text(NULL);
	event.actor.login = text("robot-2");
	assert_int_equal(
	    hscan_store_put_events(f->store, HOST, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT forge_id, login, type FROM account",
	    "3|robot-2|Bot\n");
}

static void
put_event_by(struct fixture *f, const char *type)
{
	const struct hscan_event event = {.id = 1,
	    .kind = HSCAN_EVENT_CLOSED,
	    .number = 7,
	    .occurred_at = 5,
	    .actor = {.id = 3,
		.login = hscan_text_of("heron"),
		.type = hscan_text_of(type)}};

	assert_int_equal(
	    hscan_store_put_events(f->store, HOST, f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
}

/* That an account was put is remembered, but only as long as it is sure to be
 * there as it was. */
static void
accounts_are_put_again_when_need_be(void **state)
{
	struct fixture *f = *state;
	static const char all[] = "SELECT login, type FROM account";
	sqlite3 *other = NULL;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
		put_event_by(f, "User");
		put_event_by(f, "Bot");
		put_event_by(f, "Bot");
		assert_query(f->store, all, "heron|Bot\n");
		hscan_store_rollback(f->store);
		assert_query(f->store, all, "");
	}
	assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
		put_event_by(f, "Bot");
		assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
		assert_query(f->store, all, "heron|Bot\n");
		exec(other, "UPDATE account SET login = 'other'");
		f->tampered = true;
	}
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		put_event_by(f, "User");
		assert_int_equal(hscan_store_begin(f->store, NULL), HSCAN_OK);
		put_event_by(f, "Bot");
		assert_int_equal(hscan_store_commit(f->store, NULL), HSCAN_OK);
		assert_query(f->store, all, "heron|Bot\n");
	}
}

static void
odd_bytes_come_back_as_they_were(void **state)
{
	static const char odd[] = "a\0b\x1b[31m\xff\xc3'\"\n\xe2\x80\xae";
	struct fixture *f = *state;
	struct hscan_item item = versions[0];
	sqlite3_stmt *stmt = NULL;

	item.title = (struct hscan_text){odd, sizeof(odd) - 1};
	assert_int_equal(
	    hscan_store_put_items(f->store, HOST, f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(sqlite3_prepare_v2(hscan_store_db(f->store),
			     "SELECT title FROM item", -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_bytes(stmt, 0), sizeof(odd) - 1);
	assert_memory_equal(sqlite3_column_text(stmt, 0), odd, sizeof(odd) - 1);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

static void
records_are_counted_by_stream(void **state)
{
	static const struct {
		const char *stream;
		int64_t rows;
	} rows[] = {
	    {HSCAN_STREAM_REPO, 1},
	    {HSCAN_STREAM_ISSUES, 2},
	    {HSCAN_STREAM_RELEASES, 0},
	    {HSCAN_STREAM_EVENTS, 0},
	    {HSCAN_STREAM_GIT, 0},
	};
	struct fixture *f = *state;
	int64_t other = put_repo(f->store, HOST, 78, "o/m");

	assert_int_equal(hscan_store_put_items(
			     f->store, HOST, f->repo_id, versions, 4, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_put_items(f->store, HOST, other, versions, 1, NULL),
	    HSCAN_OK);
	for (size_t i = 0; i < LEN(rows); i++) {
		int64_t got = -1;

		assert_int_equal(hscan_store_count(f->store, f->repo_id,
				     rows[i].stream, &got, NULL),
		    HSCAN_OK);
		assert_int_equal(got, rows[i].rows);
	}
}

/* --- streams --- */

static void
a_stream_remembers_how_far_it_was_read(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state stream;
	struct hscan_error err;

	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	assert_false(stream.finished);
	assert_null(stream.etag.ptr);
	assert_true(stream.watermark == HSCAN_NEVER);
	assert_true(stream.synced_at == HSCAN_NEVER);
	assert_null(stream.walk_next.ptr);

	stream.walk_next = text("/repos/o/n/issues?page=2");
	stream.walk_etag = text("W/\"1\"");
	stream.walk_newest = INT64_C(29715691813);
	stream.walk_credential = text("0123456789abcdef");
	ok(hscan_store_put_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	hscan_stream_state_clear(&stream);
	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	assert_false(stream.finished);
	assert_true(
	    hscan_text_is(stream.walk_next, "/repos/o/n/issues?page=2"));
	assert_true(hscan_text_is(stream.walk_etag, "W/\"1\""));
	assert_true(stream.walk_newest == INT64_C(29715691813));
	assert_true(hscan_text_is(stream.walk_credential, "0123456789abcdef"));
	/* Not known is not the same as nobody's. */
	assert_null(stream.credential.ptr);
	hscan_stream_state_clear(&stream);

	stream.finished = true;
	stream.etag = text("\"x\"");
	stream.credential = text("");
	stream.watermark = 5;
	stream.since = 4;
	stream.synced_at = 6;
	stream.note = text("issues disabled");
	ok(hscan_store_put_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	hscan_stream_state_clear(&stream);
	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	assert_true(stream.finished);
	assert_true(hscan_text_is(stream.etag, "\"x\""));
	assert_non_null(stream.credential.ptr);
	assert_int_equal(stream.credential.len, 0);
	assert_null(stream.walk_credential.ptr);
	assert_int_equal(stream.watermark, 5);
	assert_int_equal(stream.since, 4);
	assert_int_equal(stream.synced_at, 6);
	assert_true(hscan_text_is(stream.note, "issues disabled"));
	assert_null(stream.walk_next.ptr);
	assert_true(stream.walk_newest == HSCAN_NEVER);
	hscan_stream_state_clear(&stream);

	/* Each stream is its own. */
	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_EVENTS, &stream, &err),
	    &err);
	assert_false(stream.finished);
	hscan_stream_state_clear(&stream);
}

/* --- git --- */

static void
the_head_is_kept(void **state)
{
	struct fixture *f = *state;
	struct hscan_stored_head head = {0}, got;
	struct hscan_error err;

	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_false(got.walked);
	memset(head.sha, 0xAB, sizeof(head.sha));
	memset(head.mailmap, 0xCD, sizeof(head.mailmap));
	memset(head.stand_ins, 0xEF, sizeof(head.stand_ins));
	head.unmapped = true;
	head.ref = text("refs/heads/main");
	head.branch = text("feature/x");
	head.doc_paths = text("docs/**");
	head.synced_at = 9;
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_true(got.walked);
	assert_false(got.unborn);
	assert_memory_equal(got.sha, head.sha, HSCAN_SHA_SIZE);
	assert_memory_equal(got.mailmap, head.mailmap, HSCAN_SHA_SIZE);
	assert_memory_equal(got.stand_ins, head.stand_ins, HSCAN_SHA_SIZE);
	assert_true(got.unmapped);
	assert_false(got.old);
	assert_true(hscan_text_is(got.ref, "refs/heads/main"));
	assert_true(hscan_text_is(got.branch, "feature/x"));
	assert_true(hscan_text_is(got.doc_paths, "docs/**"));
	assert_int_equal(got.synced_at, 9);
	hscan_stored_head_clear(&got);

	/* Another head is not the same as one of which nothing is known. */
	head.branch = text("");
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_non_null(got.branch.ptr);
	assert_int_equal(got.branch.len, 0);
	hscan_stored_head_clear(&got);
	head.branch = (struct hscan_text){NULL, 0};
	head.unborn = true;
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_true(got.walked);
	assert_true(got.unborn);
	assert_null(got.branch.ptr);
	hscan_stored_head_clear(&got);
	assert_false(got.walked);
}

static enum hscan_status
lower(struct hscan_text name, struct hscan_text email,
    struct hscan_text *mapped, void *payload, struct hscan_error *err)
{
	int *calls = payload;

	(void)email;
	if (hscan_text_is(name, "Broken"))
		return hscan_fail(err, HSCAN_EIO, "no mailmap");
	++*calls;
	*mapped = text("same@example.org");
	return HSCAN_OK;
}

static void
commits_and_authors_are_kept_once(void **state)
{
	struct fixture *f = *state;
	struct hscan_commit commit = {.sha = {1}, .committed_at = 50};
	struct hscan_error err;
	int64_t first = 0, second = 0, again = 0;
	int calls = 0;

	ok(hscan_store_put_author(f->store, f->repo_id, text("A"),
	       text("a@example.org"), &first, &err),
	    &err);
	ok(hscan_store_put_author(
	       f->store, f->repo_id, text(NULL), text(NULL), &second, &err),
	    &err);
	ok(hscan_store_put_author(f->store, f->repo_id, text("A"),
	       text("a@example.org"), &again, &err),
	    &err);
	assert_true(first > 0);
	assert_int_equal(first, again);
	assert_int_not_equal(first, second);

	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
	commit.documentation = true;
	for (int i = 0; i < 2; i++)
		ok(hscan_store_put_commit(
		       f->store, f->repo_id, &commit, first, &err),
		    &err);
	assert_true(hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id + 1, commit.sha));
	assert_query(f->store,
	    "SELECT hex(sha), committed_at, merge, documentation"
	    "  FROM git_commit",
	    "0100000000000000000000000000000000000000|50|0|1\n");

	ok(hscan_store_map_authors(f->store, f->repo_id, lower, &calls, &err),
	    &err);
	assert_int_equal(calls, 2);
	assert_query(f->store,
	    "SELECT name, email, mapped FROM git_author ORDER BY name",
	    "||same@example.org\nA|a@example.org|same@example.org\n");
	ok(hscan_store_put_author(f->store, f->repo_id, text("Broken"),
	       text("b@example.org"), &again, &err),
	    &err);
	assert_int_equal(
	    hscan_store_map_authors(f->store, f->repo_id, lower, &calls, &err),
	    HSCAN_EIO);
	assert_string_equal(err.message, "no mailmap");

	ok(hscan_store_forget_commits(f->store, f->repo_id, &err), &err);
	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
	assert_query(f->store, "SELECT count(*) FROM git_author", "0\n");
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_new_store_is_made_with_its_folders),
	    cmocka_unit_test(other_databases_are_refused_untouched),
	    cmocka_unit_test(a_store_of_our_own_without_tables_is_migrated),
	    cmocka_unit_test(what_is_no_database_is_refused),
	    WITH_STORE(a_damaged_store_is_told),
	    cmocka_unit_test(several_processes_may_make_it_at_once),
	    WITH_STORE(another_process_may_hold_it),
	    WITH_STORE(a_store_that_cannot_be_written_says_so),
	    WITH_STORE(labels_are_those_of_the_newest_row),
	    WITH_STORE(a_full_disk_loses_nothing_committed),
	    WITH_STORE(an_interruption_is_told_apart),
	    WITH_STORE(a_table_that_is_gone_is_an_error),
	    WITH_STORE(what_is_rolled_back_never_was),
	    WITH_STORE(a_failed_page_can_be_undone_as_a_whole),
	    WITH_STORE(a_repository_is_its_number_not_its_name),
	    WITH_STORE(the_newest_row_of_an_item_wins_in_any_order),
	    WITH_STORE(what_is_known_of_a_merge_stays_known),
	    WITH_STORE(the_list_of_pull_requests_tells_of_merges),
	    WITH_STORE(events_tell_of_merges),
	    WITH_STORE(a_change_within_the_same_second_is_taken),
	    WITH_STORE(events_are_kept_once),
	    WITH_STORE(a_release_is_what_it_is_now),
	    WITH_STORE(an_account_keeps_its_type),
	    WITH_STORE(accounts_are_put_again_when_need_be),
	    WITH_STORE(odd_bytes_come_back_as_they_were),
	    WITH_STORE(records_are_counted_by_stream),
	    WITH_STORE(a_stream_remembers_how_far_it_was_read),
	    WITH_STORE(the_head_is_kept),
	    WITH_STORE(commits_and_authors_are_kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
