/* SPDX-License-Identifier: MIT */
/* Texts on their way: few in memory, many in a file that nobody finds. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "cli/screen/spool.h"
#include "support/support.h"

#define LARGE ((size_t)3 * 1024 * 1024)
#define MUCH  ((size_t)64 * 1024 * 1024)

static struct hscan_text
large(char letter)
{
	static char text[LARGE];

	memset(text, letter, LARGE);
	return (struct hscan_text){text, LARGE};
}

static enum hscan_status
put_large(
    struct spool *spool, size_t number, char letter, struct hscan_error *err)
{
	return spool_put(spool, number, large(letter), err);
}

static void
assert_holds(struct spool *spool, size_t number, const char *text)
{
	struct hscan_buf out;

	hscan_buf_init(&out, MUCH);
	assert_int_equal(spool_add(spool, number, &out, NULL), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out), text);
	hscan_buf_clear(&out);
}

static void
assert_holds_large(struct spool *spool, size_t number, char letter)
{
	struct hscan_text text = large(letter);
	struct hscan_buf out;

	hscan_buf_init(&out, MUCH);
	assert_int_equal(spool_add(spool, number, &out, NULL), HSCAN_OK);
	assert_true(hscan_text_equal(hscan_buf_text(&out), text));
	hscan_buf_clear(&out);
}

/* Where there is no place for a file, few texts do without. */
static void
few_need_no_file(void **state)
{
	struct spool spool = {.len = 0};

	(void)state;
	assert_int_equal(setenv("TMPDIR", "/nonexistent", 1), 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(spool_put(&spool, 2 * i,
				     hscan_text_of(i == 1 ? "" : "some"), NULL),
		    HSCAN_OK);
	assert_int_equal(
	    spool_put(&spool, 4, hscan_text_of("others"), NULL), HSCAN_OK);
	assert_null(spool.file);
	assert_holds(&spool, 0, "some");
	assert_true(spool_has(&spool, 2));
	assert_holds(&spool, 2, "");
	assert_false(spool_has(&spool, 3));
	assert_holds(&spool, 3, "");
	assert_holds(&spool, 4, "others");
	assert_holds(&spool, 99, "");
	spool_clear(&spool);
}

static void
many_need_a_folder(void **state)
{
	struct spool spool = {.len = 0};
	struct hscan_error err = {.message = ""};

	(void)state;
	assert_int_equal(setenv("TMPDIR", "/nonexistent", 1), 0);
	assert_int_equal(put_large(&spool, 0, 'a', &err), HSCAN_OK);
	assert_int_equal(put_large(&spool, 1, 'b', &err), HSCAN_EIO);
	assert_non_null(strstr(err.message, "in /nonexistent: No such file"));
	assert_false(spool_has(&spool, 1));
	assert_holds_large(&spool, 0, 'a');
	spool_clear(&spool);
}

static void
many_lie_in_a_file(void **state)
{
	struct spool spool = {.len = 0};
	char *path;

	(void)state;
	assert_int_equal(unsetenv("TMPDIR"), 0);
	path = support_temp_dir();
	assert_int_equal(setenv("TMPDIR", path, 1), 0);
	assert_int_equal(
	    spool_put(&spool, 7, hscan_text_of("first"), NULL), HSCAN_OK);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(
		    put_large(&spool, i, (char)('a' + i), NULL), HSCAN_OK);
	assert_int_equal(
	    spool_put(&spool, 6, hscan_text_of("last"), NULL), HSCAN_OK);
	assert_non_null(spool.file);
	/* It has no name: the folder is empty. */
	assert_int_equal(rmdir(path), 0);
	free(path);
	for (size_t i = 5; i-- > 0;)
		assert_holds_large(&spool, i, (char)('a' + i));
	assert_holds(&spool, 6, "last");
	assert_holds(&spool, 7, "first");
	spool_clear(&spool);
}

/* As on a disk that is full: no file may be longer. */
static void
there_is_no_room(void **state)
{
	struct rlimit before, less;
	struct spool spool = {.len = 0};
	struct hscan_error err = {.message = ""};
	enum hscan_status status = HSCAN_OK;

	(void)state;
	assert_int_equal(unsetenv("TMPDIR"), 0);
	assert_int_not_equal(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	less = before;
	less.rlim_cur = LARGE / 2;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
	for (size_t i = 0; i < 3 && status == HSCAN_OK; i++)
		status = put_large(&spool, i, 'a', &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(status, HSCAN_EIO);
	assert_non_null(strstr(err.message, "in /tmp: "));
	spool_clear(&spool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(few_need_no_file),
	    cmocka_unit_test(many_need_a_folder),
	    cmocka_unit_test(many_lie_in_a_file),
	    cmocka_unit_test(there_is_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
