/* SPDX-License-Identifier: MIT */
/* What is made, and what is refused as it is no store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/stored.h"

static void
a_new_store_is_made_with_its_folders(void **state)
{
	char *dir = support_temp_dir();
	char *path = support_join(dir, "a/b c/store.db");
	struct hscan_store *store = open_store(path);
	struct stat info;

	(void)state;
	assert_query(store, "PRAGMA application_id", "1752392558\n");
	assert_query(store, "PRAGMA user_version", "13\n");
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
	assert_query(store, "PRAGMA user_version", "13\n");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_new_store_is_made_with_its_folders),
	    cmocka_unit_test(what_is_no_database_is_refused),
	    WITH_STORE(a_damaged_store_is_told),
	    cmocka_unit_test(several_processes_may_make_it_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
