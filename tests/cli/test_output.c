/* SPDX-License-Identifier: MIT */
/* The result goes out whole, or not at all. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "cli/screen/output.h"
#include "support/support.h"

static char *dir;
static char *file;

static int
setup(void **state)
{
	(void)state;
	dir = support_temp_dir();
	file = support_join(dir, "report");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(file);
	support_remove_dir(dir);
	return 0;
}

static void
expect_file(const char *path, const char *text)
{
	size_t len;
	char *got = support_read(path, &len);

	assert_int_equal(len, strlen(text));
	assert_memory_equal(got, text, len);
	free(got);
}

static void
stdout_is_the_default(void **state)
{
	static const char *const names[] = {NULL, "-"};
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char *text = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&text, &len);

		assert_non_null(out);
		assert_int_equal(output_write(names[i], out,
				     hscan_text_of("result\n"), &err),
		    HSCAN_OK);
		assert_string_equal(text, "result\n");
		assert_int_equal(output_close(out, &err), HSCAN_OK);
		free(text);
	}
}

static void
a_file_is_made_and_replaced(void **state)
{
	char *link = support_join(dir, "link");
	mode_t mask = umask(027);
	struct hscan_error err;
	struct stat info;

	(void)state;
	assert_int_equal(
	    output_write(file, stdout, hscan_text_of("one\n"), &err), HSCAN_OK);
	expect_file(file, "one\n");
	assert_int_equal(stat(file, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0640);
	(void)umask(mask);
	assert_int_equal(chmod(file, 0604), 0);
	assert_int_equal(symlink("report", link), 0);
	assert_int_equal(
	    output_write(link, stdout, hscan_text_of("two\n"), &err), HSCAN_OK);
	expect_file(file, "two\n");
	assert_int_equal(stat(file, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0604);
	assert_int_equal(lstat(link, &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	/* Nothing else is left in the folder. */
	assert_int_equal(unlink(link), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(mkdir(dir, 0700), 0);
	free(link);
}

static void
what_cannot_be_written_is_told(void **state)
{
	struct hscan_error err;
	char *below = support_join(dir, "none/report");

	(void)state;
	assert_int_equal(
	    output_write(below, stdout, hscan_text_of("x"), &err), HSCAN_EIO);
	assert_non_null(strstr(err.message, "No such file or directory; "
					    "check the path given to"));
	assert_int_equal(
	    output_write(dir, stdout, hscan_text_of("x"), &err), HSCAN_EIO);
	assert_non_null(strstr(err.message, "Is a directory"));
	free(below);
}

static void
a_full_disk_is_told(void **state)
{
	struct hscan_error err;
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	if (!full)
		skip();
	assert_int_equal(
	    output_write(NULL, full, hscan_text_of("x"), &err), HSCAN_EIO);
	assert_string_equal(err.message,
	    "cannot write the result: No space left on device; make room, or "
	    "write elsewhere with --output FILE");
	/* Told once. */
	assert_int_equal(output_close(full, &err), HSCAN_OK);
	assert_int_equal(
	    output_write("/dev/full", stdout, hscan_text_of("x"), &err),
	    HSCAN_EIO);
	assert_non_null(strstr(err.message, "to /dev/full: No space left"));
	/* What was not flushed before shows when the stream is closed. */
	full = fopen("/dev/full", "w");
	assert_non_null(full);
	assert_int_equal(fputs("x", full) >= 0, 1);
	assert_int_equal(output_close(full, &err), HSCAN_EIO);
	assert_non_null(strstr(err.message, "No space left"));
}

static void
a_reader_that_went_away_is_no_error(void **state)
{
	struct hscan_error err;
	int ends[2];
	FILE *out;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(close(ends[0]), 0);
	assert_true(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
	out = fdopen(ends[1], "w");
	assert_non_null(out);
	assert_int_equal(
	    output_write(NULL, out, hscan_text_of("x"), &err), HSCAN_ECLOSED);
	assert_int_equal(output_close(out, &err), HSCAN_OK);
}

static void
a_pipe_is_written_as_it_is(void **state)
{
	char *fifo = support_join(dir, "fifo");
	struct hscan_error err;
	struct stat info;
	char got[8] = "";
	FILE *reader;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	/* Opened for both, so that neither side waits for the other. */
	reader = fopen(fifo, "r+");
	assert_non_null(reader);
	assert_int_equal(
	    output_write(fifo, stdout, hscan_text_of("abc\n"), &err), HSCAN_OK);
	assert_non_null(fgets(got, sizeof(got), reader));
	assert_string_equal(got, "abc\n");
	(void)fclose(reader);
	assert_int_equal(lstat(fifo, &info), 0);
	assert_true(S_ISFIFO(info.st_mode));
	free(fifo);
}

/* The old file is whole until the new one is. */
static void
a_file_in_steps_appears_at_its_end(void **state)
{
	struct output output;
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    output_write(file, stdout, hscan_text_of("old"), &err), HSCAN_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(output_begin(&output, file, &err), HSCAN_OK);
		assert_int_equal(
		    output_add(&output, hscan_text_of("a\n"), &err), HSCAN_OK);
		expect_file(file, "old");
		expect_file(output.beside, "a\n");
		if (i == 0)
			output_drop(&output);
	}
	assert_int_equal(
	    output_add(&output, hscan_text_of("b\n"), &err), HSCAN_OK);
	assert_int_equal(output_end(&output, &err), HSCAN_OK);
	expect_file(file, "a\nb\n");
	assert_int_equal(output.fd, -1);
	output_drop(&output);
	/* What was dropped is gone, or else its folder could not be. */
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(mkdir(dir, 0700), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stdout_is_the_default),
	    cmocka_unit_test_setup_teardown(
		a_file_is_made_and_replaced, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_file_in_steps_appears_at_its_end, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		what_cannot_be_written_is_told, setup, teardown),
	    cmocka_unit_test(a_full_disk_is_told),
	    cmocka_unit_test(a_reader_that_went_away_is_no_error),
	    cmocka_unit_test_setup_teardown(
		a_pipe_is_written_as_it_is, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
