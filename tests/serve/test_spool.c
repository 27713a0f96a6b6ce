/* SPDX-License-Identifier: MIT */
/* What was appended is there, whole and in order, however the writer ended. */
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
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "serve/spool.h"
#include "support/support.h"

enum { ROOM = 1024 * 1024 };

struct fixture {
	char *folder;
	char *store;
	char *file; /* of the first process */
	struct serve_spool *spool;
	struct hscan_error err;
};

static void
open_spool(struct fixture *f)
{
	assert_int_equal(
	    serve_spool_open(f->store, ROOM, &f->spool, &f->err), HSCAN_OK);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->folder = support_temp_dir();
	f->store = support_join(f->folder, "x.db");
	f->file = support_join(f->folder, "x.db-spool-0");
	open_spool(f);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	serve_spool_close(f->spool);
	free(f->file);
	free(f->store);
	support_remove_dir(f->folder);
	free(f);
	return 0;
}

static enum hscan_status
add(struct fixture *f, const char *line)
{
	struct hscan_text text = hscan_text_of(line);

	return serve_spool_append(f->spool, &text, 1, &f->err);
}

/* Fails at the line that it has to fail at; else joins them with '|'. */
struct taking {
	struct hscan_buf got;
	const char *fail_at;
};

static enum hscan_status
take(struct hscan_text line, void *payload, struct hscan_error *err)
{
	struct taking *taking = payload;

	if (taking->fail_at && hscan_text_is(line, taking->fail_at))
		return hscan_fail(err, HSCAN_ESTORE, "locked");
	(void)hscan_buf_add_text(&taking->got, line);
	(void)hscan_buf_add_char(&taking->got, '|');
	return HSCAN_OK;
}

static void
check_read(
    struct fixture *f, int64_t most, const char *fail_at, const char *expected)
{
	struct taking taking = {.fail_at = fail_at};

	hscan_buf_init(&taking.got, ROOM);
	assert_int_equal(
	    serve_spool_read(f->spool, most, take, &taking, &f->err),
	    fail_at ? HSCAN_ESTORE : HSCAN_OK);
	assert_string_equal(hscan_buf_string(&taking.got), expected);
	hscan_buf_clear(&taking.got);
}

static void
check_file(const char *path, const char *expected)
{
	size_t len;
	char *text = support_read(path, &len);

	assert_string_equal(text, expected);
	free(text);
}

/* --- in and out --- */

static void
lines_come_out_in_order(void **state)
{
	const struct hscan_text three[] = {{"b\n", 2}, {"\n", 1}, {"cc\n", 3}};
	struct fixture *f = *state;

	assert_int_equal(serve_spool_waiting(f->spool), 0);
	check_read(f, 100, NULL, "");
	assert_int_equal(add(f, "a\n"), HSCAN_OK);
	assert_int_equal(
	    serve_spool_append(f->spool, three, 3, &f->err), HSCAN_OK);
	assert_int_equal(serve_spool_waiting(f->spool), 4);
	check_file(f->file, "a\nb\n\ncc\n");
	check_read(f, 100, NULL, "a|b||cc|");
	assert_int_equal(serve_spool_waiting(f->spool), 4);
	/* Again, as nobody has said that they are in the store. */
	check_read(f, 4, NULL, "a|b|");
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	assert_int_equal(serve_spool_waiting(f->spool), 2);
	assert_int_equal(add(f, "d\n"), HSCAN_OK);
	check_read(f, 100, NULL, "|cc|d|");
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	assert_int_equal(serve_spool_waiting(f->spool), 0);
	check_file(f->file, "");
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	assert_int_equal(add(f, "e\n"), HSCAN_OK);
	check_read(f, 1, NULL, "e|");
}

static void
one_at_least_is_read(void **state)
{
	static char line[100001];
	struct fixture *f = *state;
	struct taking taking = {.fail_at = NULL};

	memset(line, 'x', sizeof(line) - 2);
	line[sizeof(line) - 2] = '\n';
	assert_int_equal(add(f, line), HSCAN_OK);
	assert_int_equal(add(f, "b\n"), HSCAN_OK);
	hscan_buf_init(&taking.got, ROOM);
	assert_int_equal(
	    serve_spool_read(f->spool, 10, take, &taking, &f->err), HSCAN_OK);
	assert_int_equal(taking.got.len, sizeof(line) - 1);
	hscan_buf_clear(&taking.got);
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	check_read(f, 10, NULL, "b|");
}

static void
what_a_failure_left_is_taken_again(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "a\nb\nc\n"), HSCAN_OK);
	assert_int_equal(serve_spool_waiting(f->spool), 3);
	check_read(f, 100, "b", "a|");
	/* The transaction held the first one. */
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	check_read(f, 100, NULL, "b|c|");
}

static void
it_has_a_bound(void **state)
{
	static char line[ROOM / 2 + 1];
	struct fixture *f = *state;

	memset(line, 'x', sizeof(line) - 2);
	line[sizeof(line) - 2] = '\n';
	assert_int_equal(add(f, line), HSCAN_OK);
	assert_int_equal(add(f, line), HSCAN_OK);
	assert_int_equal(add(f, "\n"), HSCAN_ELIMIT);
	assert_non_null(strstr(f->err.message, "x.db-spool-0 is full (1 MiB)"));
	assert_int_equal(serve_spool_waiting(f->spool), 2);
}

/* --- the file --- */

static void
it_is_for_its_owner_alone(void **state)
{
	struct fixture *f = *state;
	struct stat info;

	assert_int_equal(stat(f->file, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	/* Also when it was there before, open to all. */
	assert_int_equal(add(f, "a\n"), HSCAN_OK);
	serve_spool_close(f->spool);
	assert_int_equal(chmod(f->file, 0666), 0);
	open_spool(f);
	assert_int_equal(stat(f->file, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	check_read(f, 100, NULL, "a|");
}

static void
links_are_not_followed(void **state)
{
	struct fixture *f = *state;
	char *other = support_join(f->folder, "other");

	serve_spool_close(f->spool);
	f->spool = NULL;
	support_write(other, "kept\n", 5);
	assert_int_equal(access(f->file, F_OK), -1);
	assert_int_equal(symlink(other, f->file), 0);
	assert_int_equal(
	    serve_spool_open(f->store, ROOM, &f->spool, &f->err), HSCAN_EIO);
	assert_int_equal(unlink(f->file), 0);
	assert_int_equal(link(other, f->file), 0);
	assert_int_equal(
	    serve_spool_open(f->store, ROOM, &f->spool, &f->err), HSCAN_EIO);
	assert_int_equal(unlink(f->file), 0);
	assert_int_equal(mkfifo(f->file, 0600), 0);
	assert_int_equal(
	    serve_spool_open(f->store, ROOM, &f->spool, &f->err), HSCAN_EIO);
	check_file(other, "kept\n");
	free(other);
}

static void
nothing_is_left_when_nothing_waits(void **state)
{
	struct fixture *f = *state;

	serve_spool_close(f->spool);
	f->spool = NULL;
	assert_int_equal(access(f->file, F_OK), -1);
	serve_spool_close(NULL);
}

/* A folder that is not there, and a name that is too long. */
static void
it_says_what_is_wrong(void **state)
{
	struct fixture *f = *state;
	struct serve_spool *spool = NULL;
	char *store = support_join(f->folder, "no/x.db");

	assert_int_equal(
	    serve_spool_open(store, ROOM, &spool, &f->err), HSCAN_EIO);
	assert_non_null(strstr(f->err.message, "cannot open"));
	assert_non_null(strstr(f->err.message, "no/x.db-spool-0"));
	assert_null(spool);
	free(store);
}

/* --- kills and full disks --- */

/* The file as a kill may have left it. */
static void
half_a_line_was_not_accepted(void **state)
{
	static const struct {
		const char *left, *read;
	} cases[] = {
	    {"a\nb", "a|new|"},
	    {"a", "new|"},
	    {"", "new|"},
	    {"a\nb\n", "a|b|new|"},
	    {"\n\n{", "||new|"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		serve_spool_close(f->spool);
		support_write(f->file, cases[i].left, strlen(cases[i].left));
		open_spool(f);
		assert_int_equal(add(f, "new\n"), HSCAN_OK);
		check_read(f, 100, NULL, cases[i].read);
		assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	}
}

/* How long a file may become, as if the disk were full then. */
static void
limit_files(rlim_t most)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = most == RLIM_INFINITY ? limit.rlim_max : most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_full_disk_keeps_none_of_them(void **state)
{
	const struct hscan_text lines[] = {
	    {"one\n", 4}, {"two\n", 4}, {"three\n", 6}};
	struct fixture *f = *state;

	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(add(f, "before\n"), HSCAN_OK);
	for (rlim_t room = 0; room < 14; room++) {
		limit_files(7 + room);
		assert_int_equal(
		    serve_spool_append(f->spool, lines, 3, &f->err), HSCAN_EIO);
		limit_files(RLIM_INFINITY);
		assert_non_null(strstr(f->err.message, "cannot write"));
		assert_int_equal(serve_spool_waiting(f->spool), 1);
		check_file(f->file, "before\n");
	}
	assert_int_equal(
	    serve_spool_append(f->spool, lines, 3, &f->err), HSCAN_OK);
	check_read(f, 100, NULL, "before|one|two|three|");
}

/* The linker puts these between. */
static int failing_syncs, failing_cuts;
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_ftruncate64(int fd, off_t len);
int __wrap_ftruncate64(int fd, off_t len);

int
__wrap_fdatasync(int fd)
{
	if (failing_syncs > 0 && failing_syncs--) {
		errno = EIO;
		return -1;
	}
	return __real_fdatasync(fd);
}

int
__wrap_ftruncate64(int fd, off_t len)
{
	if (failing_cuts > 0 && failing_cuts--) {
		errno = EIO;
		return -1;
	}
	return __real_ftruncate64(fd, len);
}

/* What is not on the disk is not accepted. */
static void
a_failed_sync_keeps_none_of_them(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "a\n"), HSCAN_OK);
	failing_syncs = 1;
	assert_int_equal(add(f, "b\n"), HSCAN_EIO);
	check_file(f->file, "a\n");
	assert_int_equal(add(f, "c\n"), HSCAN_OK);
	check_read(f, 100, NULL, "a|c|");
}

/* Where not even that can be taken back, nothing comes behind it. */
static void
a_torn_line_is_cut_before_the_next(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "a\n"), HSCAN_OK);
	failing_syncs = 1;
	failing_cuts = 2;
	assert_int_equal(add(f, "a longer one\n"), HSCAN_EIO);
	check_file(f->file, "a\na longer one\n");
	assert_int_equal(add(f, "b\n"), HSCAN_EIO);
	check_read(f, 100, NULL, "a|");
	assert_int_equal(add(f, "c\n"), HSCAN_OK);
	check_file(f->file, "a\nc\n");
	check_read(f, 100, NULL, "a|c|");
	/* Nor is it a loss if the room is not given back. */
	failing_cuts = 1;
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_EIO);
	assert_int_equal(serve_spool_waiting(f->spool), 0);
	assert_int_equal(add(f, "d\n"), HSCAN_OK);
	check_read(f, 100, NULL, "d|");
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
	check_file(f->file, "");
}

/* --- several processes --- */

/* Another process: it appends "PREFIX0\n", "PREFIX1\n", … and tells each once
 * it is accepted, until it is killed, or `most` of them are there; then it
 * stays, to be killed. */
static pid_t
begin_writer(struct fixture *f, const char *prefix, int most, int *told)
{
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct serve_spool *spool;

		if (serve_spool_open(f->store, ROOM, &spool, NULL) != HSCAN_OK)
			_exit(1);
		for (int i = 0; i < most; i++) {
			char line[32];
			struct hscan_text text = {line, 0};

			text.len = (size_t)snprintf(
			    line, sizeof(line), "%s%d\n", prefix, i);
			if (serve_spool_append(spool, &text, 1, NULL) !=
				HSCAN_OK ||
			    write(ends[1], &i, sizeof(i)) != sizeof(i))
				_exit(1);
		}
		(void)pause();
		_exit(0);
	}
	(void)close(ends[1]);
	*told = ends[0];
	return pid;
}

/* Ends it; how many it has told of. */
static int
kill_writer(pid_t pid, int told)
{
	int number, count = 0, ended;

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &ended, 0), pid);
	assert_true(WIFSIGNALED(ended));
	while (read(told, &number, sizeof(number)) == sizeof(number))
		assert_int_equal(number, count++);
	(void)close(told);
	return count;
}

/* All that were told are there, once and in order; of the others at most the
 * one that was on its way. */
static void
check_numbers(struct fixture *f, int told)
{
	struct taking taking = {.fail_at = NULL};
	const char *at;
	int count = 0;

	hscan_buf_init(&taking.got, ROOM);
	assert_int_equal(
	    serve_spool_read(f->spool, ROOM, take, &taking, &f->err), HSCAN_OK);
	for (at = hscan_buf_string(&taking.got); *at; count++) {
		char *end;

		assert_int_equal(strtol(at, &end, 10), count);
		assert_int_equal(*end, '|');
		at = end + 1;
	}
	assert_within(count, told, told + 1);
	hscan_buf_clear(&taking.got);
	assert_int_equal(serve_spool_drop(f->spool, &f->err), HSCAN_OK);
}

static void
a_kill_loses_nothing_that_was_accepted(void **state)
{
	struct fixture *f = *state;

	for (long i = 0; i < 40; i++) {
		struct timespec pause = {0, (i * 397 % 40) * 100000};
		int told;
		pid_t pid;

		serve_spool_close(f->spool);
		f->spool = NULL;
		pid = begin_writer(f, "", 100000, &told);
		(void)nanosleep(&pause, NULL);
		told = kill_writer(pid, told);
		open_spool(f);
		check_numbers(f, told);
	}
}

static void
wait_for_lines(int told, int most)
{
	int number = -1;

	while (number + 1 < most)
		assert_int_equal(
		    read(told, &number, sizeof(number)), sizeof(number));
}

static void
each_process_has_its_own(void **state)
{
	struct fixture *f = *state;
	char *second = support_join(f->folder, "x.db-spool-1");
	bool adopted = true;
	int told;
	pid_t pid = begin_writer(f, "b", 2, &told);

	wait_for_lines(told, 2);
	check_file(second, "b0\nb1\n");
	assert_int_equal(add(f, "a\n"), HSCAN_OK);
	/* It lives. */
	assert_int_equal(
	    serve_spool_adopt(f->spool, &adopted, &f->err), HSCAN_OK);
	assert_false(adopted);
	check_read(f, 100, NULL, "a|");
	(void)kill_writer(pid, told);
	assert_int_equal(
	    serve_spool_adopt(f->spool, &adopted, &f->err), HSCAN_OK);
	assert_true(adopted);
	assert_int_equal(access(second, F_OK), -1);
	check_read(f, 100, NULL, "a|b0|b1|");
	assert_int_equal(serve_spool_waiting(f->spool), 3);
	assert_int_equal(
	    serve_spool_adopt(f->spool, &adopted, &f->err), HSCAN_OK);
	assert_false(adopted);
	free(second);
}

/* What does not fit stays with the one that has ended. */
static void
what_does_not_fit_is_left(void **state)
{
	static char line[ROOM - 3];
	struct fixture *f = *state;
	char *third = support_join(f->folder, "x.db-spool-2");
	bool adopted = true;

	memset(line, 'x', sizeof(line) - 2);
	line[sizeof(line) - 2] = '\n';
	assert_int_equal(add(f, line), HSCAN_OK);
	support_write(third, "left\nhalf", 9);
	assert_int_equal(
	    serve_spool_adopt(f->spool, &adopted, &f->err), HSCAN_OK);
	assert_false(adopted);
	check_file(third, "left\n");
	free(third);
}

#define WITH_SPOOL(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_SPOOL(lines_come_out_in_order),
	    WITH_SPOOL(one_at_least_is_read),
	    WITH_SPOOL(what_a_failure_left_is_taken_again),
	    WITH_SPOOL(it_has_a_bound),
	    WITH_SPOOL(it_is_for_its_owner_alone),
	    WITH_SPOOL(links_are_not_followed),
	    WITH_SPOOL(nothing_is_left_when_nothing_waits),
	    WITH_SPOOL(it_says_what_is_wrong),
	    WITH_SPOOL(half_a_line_was_not_accepted),
	    WITH_SPOOL(a_full_disk_keeps_none_of_them),
	    WITH_SPOOL(a_failed_sync_keeps_none_of_them),
	    WITH_SPOOL(a_torn_line_is_cut_before_the_next),
	    WITH_SPOOL(a_kill_loses_nothing_that_was_accepted),
	    WITH_SPOOL(each_process_has_its_own),
	    WITH_SPOOL(what_does_not_fit_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
