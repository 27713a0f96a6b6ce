/* SPDX-License-Identifier: MIT */
/* A store in a folder of its own, for a test that looks at what it keeps. */
#ifndef HSCAN_TESTS_STORED_H
#define HSCAN_TESTS_STORED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/text.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define HOST       "github.com"

struct fixture {
	char *dir, *path;
	struct hscan_store *store;
	int64_t repo_id;
	bool tampered; /* it was written past the functions of the store */
};

static inline struct hscan_text
text(const char *string)
{
	return hscan_text_of(string);
}

static inline void
ok(enum hscan_status status, const struct hscan_error *err)
{
	if (status != HSCAN_OK)
		fail_msg("%s", err->message);
}

static inline struct hscan_store *
open_store(const char *path)
{
	struct hscan_store *store = NULL;
	struct hscan_error err = {.status = HSCAN_OK};

	ok(hscan_store_open(path, &store, &err), &err);
	assert_non_null(store);
	return store;
}

static inline struct hscan_repo
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

static inline int64_t
put_repo(struct hscan_store *store, const char *host, int64_t id,
    const char *full_name)
{
	struct hscan_repo repo = a_repo(id, full_name);
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t repo_id = 0;

	ok(hscan_store_put_repo(store, BY_REST(host), &repo, &repo_id, &err),
	    &err);
	assert_true(repo_id > 0);
	return repo_id;
}

static inline int
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
static inline int
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

static inline void
exec(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

static inline int
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
static inline char *
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

/* Fails unless the rows are these. */
#define assert_query(store, sql, expected) \
	do { \
		char *got = query(store, sql); \
\
		assert_string_equal(got, expected); \
		free(got); \
	} while (0)

/* Fails unless a call fails so, with a message that has that part; it is given
 * `&err`. */
#define assert_fails(call, expected_status, part) \
	do { \
		struct hscan_error err = {.status = HSCAN_OK}; \
\
		assert_int_equal((call), (expected_status)); \
		assert_int_equal(err.status, (expected_status)); \
		if (!strstr(err.message, (part))) \
			fail_msg("'%s' lacks '%s'", err.message, (part)); \
	} while (0)

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
