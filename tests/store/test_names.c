/* SPDX-License-Identifier: MIT */
/* A name is one repository's at a time, and leads to no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/text.h"
#include "store/queries.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

static const char HOST[] = "github.com";

struct fixture {
	char *dir, *path;
	struct hscan_store *store;
};

static void
ok(enum hscan_status status, const struct hscan_error *err)
{
	if (status != HSCAN_OK)
		fail_msg("%s", err->message);
}

static void
open_store(struct fixture *f)
{
	struct hscan_error err = {.status = HSCAN_OK};

	ok(hscan_store_open(f->path, &f->store, &err), &err);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "store.db");
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

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

static int64_t
count(const struct fixture *f, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t found;

	assert_int_equal(
	    sqlite3_prepare_v2(hscan_store_db(f->store), sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return found;
}

/* "owner/name" on HOST. */
static struct hscan_repo_name
named(const char *full_name)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_repo_name name;

	ok(hscan_repo_name_parse(hscan_text_of(full_name), &name, &err), &err);
	return name;
}

static void
put_name(struct fixture *f, const char *full_name, int64_t number, int64_t now)
{
	struct hscan_repo_name name = named(full_name);
	struct hscan_error err = {.status = HSCAN_OK};

	ok(hscan_store_put_name(f->store, &name, number, now, &err), &err);
}

/* As a sync stores it: by what it was asked for, and by what it is called. */
static int64_t
answer(struct fixture *f, const char *asked, const char *full_name,
    int64_t number, int64_t now)
{
	const struct hscan_repo repo = {
	    .id = number,
	    .full_name = hscan_text_of(full_name),
	    .created_at = 1000,
	    .pushed_at = HSCAN_NEVER,
	};
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t repo_id = 0;

	ok(hscan_store_put_repo(f->store, BY_REST(HOST), &repo, &repo_id, &err),
	    &err);
	put_name(f, asked, number, now);
	put_name(f, full_name, number, now);
	return repo_id;
}

/* The number of the stored repository that a name leads to; 0: to none. */
static int64_t
leads_to(struct fixture *f, const char *full_name)
{
	struct hscan_repo_name name = named(full_name);
	struct hscan_stored_repo found = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int64_t number = 0;

	status = hscan_store_find_repo(f->store, &name, &found, &err);
	if (status == HSCAN_OK)
		number = found.repo.id;
	else
		assert_int_equal(status, HSCAN_ENOTFOUND);
	hscan_stored_repo_clear(&found);
	return number;
}

static int64_t
known_as(struct fixture *f, const char *full_name)
{
	struct hscan_repo_name name = named(full_name);
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t number = -1;

	ok(hscan_store_get_name(f->store, &name, &number, &err), &err);
	return number;
}

static void
an_old_name_leads_to_the_repository(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	(void)answer(f, "acme/old", "acme/old", 7, 100);
	(void)answer(f, "acme/old", "acme/w", 7, 200);
	assert_int_equal(leads_to(f, "acme/w"), 7);
	assert_int_equal(leads_to(f, "acme/old"), 7);
	assert_int_equal(leads_to(f, "ACME/Old"), 7);
	assert_int_equal(leads_to(f, "ghe.example.org/acme/old"), 0);
	assert_int_equal(leads_to(f, "acme/older"), 0);
	/* From when to when it was seen, spelt as it was last. */
	put_name(f, "Acme/Old", 7, 300);
	assert_int_equal(
	    count(f, "SELECT first_seen * 1000 + last_seen FROM repo_name"
		     " WHERE full_name = 'acme/old'"),
	    100300);
	assert_int_equal(count(f, "SELECT count(*) FROM repo_name"
				  " WHERE full_name = 'Acme/Old'"
				  " COLLATE BINARY"),
	    1);
	assert_int_equal(count(f, "SELECT count(*) FROM repo_name"), 2);
}

static void
a_name_is_of_who_was_met_under_it_last(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	(void)answer(f, "acme/old", "acme/w", 7, 200);
	/* Another one has taken the old name, in the same second. */
	(void)answer(f, "acme/old", "acme/old", 8, 200);
	assert_int_equal(leads_to(f, "acme/old"), 8);
	assert_int_equal(leads_to(f, "acme/w"), 7);
	/* And was renamed in turn: now the name leads to that one. */
	(void)answer(f, "acme/old", "acme/new", 8, 201);
	assert_int_equal(leads_to(f, "acme/old"), 8);
	/* A clock that went back changes nothing in the order. */
	(void)answer(f, "acme/old", "acme/old", 7, 50);
	assert_int_equal(leads_to(f, "acme/old"), 7);
	assert_int_equal(known_as(f, "acme/old"), 7);
	assert_int_equal(count(f, "SELECT count(*) FROM repo_name"
				  " WHERE first_seen > last_seen"),
	    0);
}

static void
names_may_be_swapped(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	(void)answer(f, "acme/a", "acme/a", 7, 100);
	(void)answer(f, "acme/b", "acme/b", 8, 100);
	(void)answer(f, "acme/a", "acme/a", 8, 100);
	assert_int_equal(leads_to(f, "acme/a"), 8);
	(void)answer(f, "acme/b", "acme/b", 7, 100);
	assert_int_equal(leads_to(f, "acme/a"), 8);
	assert_int_equal(leads_to(f, "acme/b"), 7);
}

static void
a_name_of_one_that_is_not_stored_leads_nowhere(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	(void)answer(f, "acme/old", "acme/w", 7, 200);
	put_name(f, "acme/old", 9, 200);
	assert_int_equal(known_as(f, "acme/old"), 9);
	assert_int_equal(known_as(f, "acme/none"), 0);
	assert_int_equal(leads_to(f, "acme/old"), 0);
	/* Also where the store still calls somebody so. */
	put_name(f, "acme/w", 9, 200);
	assert_int_equal(leads_to(f, "acme/w"), 0);
}

static void
a_repository_is_found_by_its_number(void **state)
{
	struct fixture *f = *state;
	struct hscan_stored_repo found = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t repo_id;

	open_store(f);
	repo_id = answer(f, "acme/w", "acme/w", 7, 200);
	ok(hscan_store_find_number(f->store, HOST, 7, &found, &err), &err);
	assert_int_equal(found.repo_id, repo_id);
	assert_true(hscan_text_is(found.repo.full_name, "acme/w"));
	hscan_stored_repo_clear(&found);
	assert_int_equal(
	    hscan_store_find_number(f->store, HOST, 8, &found, &err),
	    HSCAN_ENOTFOUND);
	assert_non_null(strstr(err.message, "repository 8 of github.com"));
	assert_int_equal(
	    hscan_store_find_number(f->store, "x.example", 7, &found, &err),
	    HSCAN_ENOTFOUND);
}

static void
names_go_with_their_repository(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t rows = 0;

	open_store(f);
	(void)answer(f, "acme/other", "acme/other", 8, 200);
	put_name(f, "acme/unstored", 9, 200);
	ok(hscan_store_forget(f->store, answer(f, "acme/old", "acme/w", 7, 200),
	       NULL, &rows, &err),
	    &err);
	assert_int_equal(rows, 3);
	assert_int_equal(
	    count(f, "SELECT count(*) FROM repo_name WHERE forge_id = 7"), 0);
	assert_int_equal(leads_to(f, "acme/other"), 8);
	/* Whose repository is not there is but a note: pruned. */
	assert_int_equal(known_as(f, "acme/unstored"), 9);
	ok(hscan_store_prune(f->store, &err), &err);
	assert_int_equal(known_as(f, "acme/unstored"), 0);
	assert_int_equal(known_as(f, "acme/other"), 8);
}

/* A store as version 7 left it. */
static void
make_version_7(const char *path, const char *rows)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < hscan_queries_len; i++) {
		const char *file = hscan_queries[i].path;

		if (strncmp(file, "schema/", 7) == 0 &&
		    strncmp(file, "schema/0008", 11) < 0)
			exec(db, hscan_query_of(&hscan_queries[i]).ptr);
	}
	exec(db, "PRAGMA application_id = 1752392558; PRAGMA user_version = 7");
	exec(db, rows);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
stores_of_before_get_the_names_of_now(void **state)
{
	struct fixture *f = *state;

	make_version_7(f->path,
	    "INSERT INTO repo (host, forge_id, full_name, created_at,"
	    " has_issues, archived, fork) VALUES"
	    " ('github.com', 7, 'acme/w', 0, 1, 0, 0),"
	    " ('github.com', 8, 'Acme/W', 0, 1, 0, 0),"
	    " ('github.com', 9, 'acme/x', 0, 1, 0, 0),"
	    " ('local', -5, 'src/w', 0, 0, 0, 0);"
	    "INSERT INTO stream (repo_id, stream, finished, synced_at) VALUES"
	    " (1, 1, 1, 500), (2, 1, 1, 400), (2, 2, 1, 900);");
	open_store(f);
	assert_int_equal(count(f, "PRAGMA user_version"), 13);
	assert_int_equal(count(f, "SELECT count(*) FROM repo_name"), 3);
	assert_int_equal(count(f, "SELECT first_seen = 500 AND last_seen = 500"
				  " FROM repo_name WHERE forge_id = 7"),
	    1);
	/* As it was before: of two the one that was asked for last. */
	assert_int_equal(leads_to(f, "acme/w"), 7);
	assert_int_equal(leads_to(f, "acme/x"), 9);
	(void)answer(f, "acme/x", "acme/y", 9, 1000);
	assert_int_equal(leads_to(f, "acme/x"), 9);
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(an_old_name_leads_to_the_repository),
	    WITH_STORE(a_name_is_of_who_was_met_under_it_last),
	    WITH_STORE(names_may_be_swapped),
	    WITH_STORE(a_name_of_one_that_is_not_stored_leads_nowhere),
	    WITH_STORE(a_repository_is_found_by_its_number),
	    WITH_STORE(names_go_with_their_repository),
	    WITH_STORE(stores_of_before_get_the_names_of_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
