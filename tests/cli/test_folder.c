/* SPDX-License-Identifier: MIT */
/* A folder of results: what is ours is replaced and removed, and nothing else,
 * wherever a run may have broken off. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "cli/screen/folder.h"
#include "support/support.h"

static char *dir;  /* what the test has */
static char *site; /* the folder in it, not there at first */

static int
setup(void **state)
{
	(void)state;
	dir = support_temp_dir();
	site = support_join(dir, "a/site");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(site);
	support_remove_dir(dir);
	return 0;
}

static void
expect(const char *name, const char *text)
{
	char *path = support_join(site, name), *got;
	size_t len;

	got = support_read(path, &len);
	assert_string_equal(got, text);
	assert_int_equal(len, strlen(text));
	free(got);
	free(path);
}

static void
expect_none(const char *name)
{
	char *path = support_join(site, name);
	struct stat info;

	assert_int_equal(lstat(path, &info), -1);
	assert_int_equal(errno, ENOENT);
	free(path);
}

static void
put(const char *name, const char *text)
{
	char *path = support_join(site, name);

	support_write(path, text, strlen(text));
	free(path);
}

/* One run that writes these files, up to a NULL. */
static enum hscan_status
write_run(const char *const *names, const char *text, struct hscan_error *err)
{
	struct folder folder;
	enum hscan_status status = folder_open(&folder, site, err);

	for (size_t i = 0; names[i] && status == HSCAN_OK; i++)
		status =
		    folder_write(&folder, names[i], hscan_text_of(text), err);
	if (status == HSCAN_OK)
		status = folder_finish(&folder, ".html", err);
	folder_close(&folder);
	return status;
}

static void
run(const char *const *names, const char *text)
{
	struct hscan_error err = {.message = ""};

	if (write_run(names, text, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

static const char *const two[] = {"index.html", "a--b.html", NULL};
static const char *const other[] = {"index.html", "c--d.html", NULL};
static const char *const notes[] = {"index.md", NULL};

static void
what_is_a_folder(void **state)
{
	char *file = support_join(dir, "file");

	(void)state;
	support_write(file, "", 0);
	assert_true(folder_is_meant(dir));
	assert_true(folder_is_meant("not/there/"));
	assert_false(folder_is_meant("not/there"));
	assert_false(folder_is_meant(file));
	assert_false(folder_is_meant("-"));
	assert_false(folder_is_meant(NULL));
	free(file);
}

static void
only_our_old_files_go(void **state)
{
	(void)state;
	run(two, "one");
	expect("index.html", "one");
	expect("a--b.html", "one");
	put("mine.html", "mine");
	put("mine", "mine");
	run(notes, "note");
	run(other, "two");
	expect("index.html", "two");
	expect("c--d.html", "two");
	expect_none("a--b.html");
	expect_none(".healthscan-new");
	expect("mine.html", "mine");
	expect("mine", "mine");
	expect("index.md", "note");
}

static void
what_is_not_ours_is_refused(void **state)
{
	struct hscan_error err;
	char *path;

	(void)state;
	run(notes, "note");
	put("index.html", "mine");
	assert_int_equal(write_run(two, "x", &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message,
	    "/a/site was not written by healthscan: it is not in its "
	    ".healthscan-pages; move it away, or name another folder"));
	expect("index.html", "mine");
	expect_none("a--b.html");
	path = support_join(site, "index.html");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(write_run(two, "x", &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "index.html in "));
	assert_non_null(strstr(err.message, "is no file"));
	free(path);
}

/* Nobody is led out of the folder, neither to write nor to remove. */
static void
links_are_not_followed(void **state)
{
	struct hscan_error err;
	char *outside = support_join(dir, "outside"), *path;

	(void)state;
	run(two, "one");
	support_write(outside, "mine", 4);
	path = support_join(site, "a--b.html");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("../../outside", path), 0);
	assert_int_equal(write_run(two, "x", &err), HSCAN_EINVAL);
	assert_non_null(
	    strstr(err.message, "is a link, which is not followed"));
	/* Left where it would be removed, and forgotten. */
	run(other, "two");
	assert_int_equal(unlink(path), 0);
	free(path);
	expect("../../outside", "mine");
	put(FOLDER_LIST,
	    "# Written by healthscan, which replaces and removes these files "
	    "alone.\n../../outside\n/etc/motd\n.hidden.html\nc--d.html\n"
	    "index.html\n");
	put(".hidden.html", "mine");
	run(two, "three");
	expect("../../outside", "mine");
	expect(".hidden.html", "mine");
	expect_none("c--d.html");
	free(outside);
}

static void
a_list_that_is_not_ours(void **state)
{
	struct hscan_error err;
	char *path;

	(void)state;
	run(two, "one");
	put(FOLDER_LIST, "index.html\na--b.html\n");
	assert_int_equal(write_run(other, "x", &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "is no list of the files"));
	expect("a--b.html", "one");
	path = support_join(site, FOLDER_LIST);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("../../outside", path), 0);
	assert_int_equal(write_run(other, "x", &err), HSCAN_EIO);
	free(path);
	path = support_join(dir, "outside");
	assert_int_equal(access(path, F_OK), -1);
	free(path);
}

static void
what_is_no_folder_is_told(void **state)
{
	struct hscan_error err;
	char *file = support_join(dir, "a");
	struct folder folder;

	(void)state;
	support_write(file, "mine", 4);
	assert_int_equal(folder_open(&folder, site, &err), HSCAN_EIO);
	assert_non_null(strstr(err.message, "Not a directory"));
	folder_close(&folder);
	assert_int_equal(folder_open(&folder, file, &err), HSCAN_EIO);
	folder_close(&folder);
	free(file);
}

/* In another process, as locks are of one. */
static void
one_run_at_a_time(void **state)
{
	struct hscan_error err = {.message = ""};
	struct folder folder;
	int told = 0;
	pid_t child;

	(void)state;
	assert_int_equal(folder_open(&folder, site, &err), HSCAN_OK);
	child = fork();
	if (child == 0) {
		struct folder second;

		_exit(folder_open(&second, site, &err) == HSCAN_EIO &&
			      strstr(err.message, "another run is writing to")
			  ? 7
			  : 1);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &told, 0), child);
	assert_true(WIFEXITED(told));
	assert_int_equal(WEXITSTATUS(told), 7);
	folder_close(&folder);
	run(two, "one");
}

/* A disk that is full at each byte: the old file or the new one, and in the end
 * the list is whole again. */
static void
a_full_disk(void **state)
{
	static const char text[] = "0123456789012345678901234567890123456789"
				   "012345678901234567890123456789";
	struct rlimit limit, old;
	struct hscan_error err;
	int refused = 0;

	(void)state;
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	limit = old;
	for (rlim_t most = 0; most < 160; most++) {
		char *path = support_join(site, "a--b.html");
		enum hscan_status status;
		struct stat info;

		limit.rlim_cur = most;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
		status = write_run(two, text, &err);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
		if (status != HSCAN_OK) {
			assert_int_equal(status, HSCAN_EIO);
			assert_non_null(strstr(err.message, "make room"));
			refused++;
		}
		if (stat(path, &info) == 0)
			expect("a--b.html", text);
		free(path);
		expect_none(".healthscan-new");
		run(other, "short");
		expect_none("a--b.html");
	}
	assert_within(refused, 80, 159);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_is_a_folder, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		only_our_old_files_go, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		what_is_not_ours_is_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		links_are_not_followed, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_list_that_is_not_ours, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		what_is_no_folder_is_told, setup, teardown),
	    cmocka_unit_test_setup_teardown(one_run_at_a_time, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_full_disk, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
