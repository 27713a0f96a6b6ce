/* SPDX-License-Identifier: MIT */
/* Whose file it is, and of which version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

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
		"written by a newer healthscan (schema 99, this one knows 10)"},
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
	assert_query(store, "PRAGMA user_version", "10\n");
	assert_query(store, "SELECT count(*) FROM item", "0\n");
	hscan_store_close(store);
	free(path);
	support_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(other_databases_are_refused_untouched),
	    cmocka_unit_test(a_store_of_our_own_without_tables_is_migrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
