/* SPDX-License-Identifier: MIT */
/* Whose file it is, and of which version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/queries.h"
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
		"written by a newer healthscan (schema 99, this one knows 13)"},
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
	assert_query(store, "PRAGMA user_version", "13\n");
	assert_query(store, "SELECT count(*) FROM item", "0\n");
	hscan_store_close(store);
	free(path);
	support_remove_dir(dir);
}

/* Its statements in the order in which they stand in the file. */
static char *
schema_of(sqlite3 *db)
{
	sqlite3_stmt *stmt = NULL;
	char *text;

	assert_int_equal(
	    sqlite3_prepare_v2(db,
		"SELECT group_concat(sql || ';\n', '') FROM (SELECT sql FROM"
		" sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid)",
		-1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	text = strdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	assert_non_null(text);
	return text;
}

/* All migrations, one after the other. */
static char *
migrated(void)
{
	sqlite3 *db = NULL;
	char *schema;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (size_t i = 0; i < hscan_queries_len; i++)
		if (strncmp(hscan_queries[i].path, "schema/0", 8) == 0)
			exec(db, hscan_query_of(&hscan_queries[i]).ptr);
	schema = schema_of(db);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return schema;
}

/* With HSCAN_UPDATE=1 the file is written instead. */
static void
a_new_store_is_as_migrations_leave_it(void **state)
{
	static const char head[] = "-- What all migrations come to, for a new "
				   "file. A test writes this: HSCAN_UPDATE=1\n"
				   "-- ctest -R '^store/migrate'.\n";
	const char *update = getenv("HSCAN_UPDATE");
	char *dir = support_temp_dir(), *path = support_join(dir, "new.db");
	char *wanted = migrated(), *made;
	struct hscan_store *store;

	(void)state;
	if (update && strcmp(update, "1") == 0) {
		char *file = sqlite3_mprintf("%s%s", head, wanted);

		support_write(HSCAN_SOURCE_DIR "/queries/schema/new.sql", file,
		    strlen(file));
		sqlite3_free(file);
	} else {
		store = open_store(path);
		made = schema_of(hscan_store_db(store));
		assert_string_equal(made, wanted);
		hscan_store_close(store);
		free(made);
	}
	free(wanted);
	free(path);
	support_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(other_databases_are_refused_untouched),
	    cmocka_unit_test(a_store_of_our_own_without_tables_is_migrated),
	    cmocka_unit_test(a_new_store_is_as_migrations_leave_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
