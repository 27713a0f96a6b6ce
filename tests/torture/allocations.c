/* SPDX-License-Identifier: MIT */
/* Allocations that fail when they are told to; see allocations.h. */
#include "torture/allocations.h"
#include "support/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>
#include <sqlite3.h>

#define MARK 0xA5

/* More would be a scenario that never ends. */
#define RUNS_MAX 100000

/* So many are spread over a longer one. */
#define USUAL_RUNS 30

/* The walk of a history allocates in two threads. */
static struct {
	_Atomic bool on;
	bool for_good;        /* all from there on fail */
	int64_t chosen;       /* which one fails, from 1 */
	_Atomic int64_t made; /* in this run */
	_Atomic int64_t failed;
	_Atomic int64_t kept; /* that were not given back */
} state;

static bool
fails(void)
{
	int64_t number;

	if (!state.on)
		return false;
	number = ++state.made;
	if (number == state.chosen ||
	    (state.for_good && number > state.chosen)) {
		state.failed++;
		return true;
	}
	return false;
}

static void *
kept(void *memory)
{
	state.kept += memory != NULL;
	return memory;
}

/* --- ours --- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *string);
char *__real_strndup(const char *string, size_t size);
void __real_free(void *memory);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *string);
char *__wrap_strndup(const char *string, size_t size);
void __wrap_free(void *memory);

void *
__wrap_malloc(size_t size)
{
	return fails() ? NULL : kept(__real_malloc(size));
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : kept(__real_calloc(count, size));
}

void *
__wrap_realloc(void *memory, size_t size)
{
	void *more = fails() ? NULL : __real_realloc(memory, size);

	return memory ? more : kept(more);
}

char *
__wrap_strdup(const char *string)
{
	return fails() ? NULL : kept(__real_strdup(string));
}

char *
__wrap_strndup(const char *string, size_t size)
{
	return fails() ? NULL : kept(__real_strndup(string, size));
}

void
__wrap_free(void *memory)
{
	state.kept -= memory != NULL;
	__real_free(memory);
}

/* --- SQLite's --- */

static sqlite3_mem_methods theirs;

static void *
sqlite_malloc(int size)
{
	return fails() ? NULL : kept(theirs.xMalloc(size));
}

static void *
sqlite_realloc(void *memory, int size)
{
	return fails() ? NULL : theirs.xRealloc(memory, size);
}

static void
sqlite_free(void *memory)
{
	state.kept -= memory != NULL;
	theirs.xFree(memory);
}

void
torture_begin(void)
{
	/* With calls of its own cJSON does without realloc, as for anybody
	 * who has memory of another kind. */
	cJSON_Hooks hooks = {__wrap_malloc, __wrap_free};
	sqlite3_mem_methods mine;

	assert_int_equal(
	    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &theirs), SQLITE_OK);
	mine = theirs;
	mine.xMalloc = sqlite_malloc;
	mine.xRealloc = sqlite_realloc;
	mine.xFree = sqlite_free;
	assert_int_equal(
	    sqlite3_config(SQLITE_CONFIG_MALLOC, &mine), SQLITE_OK);
	cJSON_InitHooks(&hooks);
}

/* Scenarios by the thousand: a long memory of what was freed would cost more
 * than all of them. Not used without the sanitizer, whose library has to see
 * it. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

/* --- running --- */

void
torture_tell(struct torture_answer *answer, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	/* FNV-1a */
	for (size_t i = 0; i < len; i++)
		answer->hash = (answer->hash ^ at[i]) * 0x100000001B3;
}

void
torture_tell_i64(struct torture_answer *answer, int64_t value)
{
	torture_tell(answer, &value, sizeof(value));
}

void
torture_tell_text(struct torture_answer *answer, struct hscan_text text)
{
	torture_tell_i64(answer, text.ptr ? (int64_t)text.len : -1);
	torture_tell(answer, text.ptr, text.len);
}

void
torture_go(void)
{
	state.on = true;
}

void
torture_rest(void)
{
	state.on = false;
}

/* One run, in which the nth allocation fails; 0: none. */
static enum hscan_status
run_once(torture_fn *run, void *payload, int64_t nth, bool for_good,
    struct torture_answer *answer)
{
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t before = state.kept;
	enum hscan_status status;

	state.made = 0;
	state.failed = 0;
	state.chosen = nth;
	state.for_good = for_good;
	*answer = (struct torture_answer){0xCBF29CE484222325};
	status = run(payload, answer, &err);
	torture_rest();
	if (state.kept != before)
		fail_msg("%lld of %lld made were not given back",
		    (long long)(state.kept - before), (long long)state.made);
	if (status == HSCAN_OK)
		return status;
	if (status != HSCAN_ENOMEM || state.failed == 0 ||
	    err.status != HSCAN_ENOMEM || !strstr(err.message, "memory"))
		fail_msg("%s: %s", hscan_status_name(status), err.message);
	return status;
}

/* Lets every `step`th allocation fail. */
static void
fail_in_turn(torture_fn *run, void *payload, bool for_good, int64_t step,
    const struct torture_answer *expected)
{
	struct torture_answer answer;
	int64_t nth = for_good ? 1 + step / 2 : 1;

	do {
		if (run_once(run, payload, nth, for_good, &answer) ==
			HSCAN_OK &&
		    answer.hash != expected->hash)
			fail_msg("another answer without allocation %lld",
			    (long long)nth);
		nth += step;
		assert_within(nth, 1, RUNS_MAX);
	} while (state.failed > 0);
}

void
torture_allocations(torture_fn *run, void *payload)
{
	const char *full = getenv("HSCAN_TORTURE");
	struct torture_answer expected;
	int64_t step;

	/* The first one also makes what lives as long as the program. */
	(void)run(payload, &expected, NULL);
	assert_int_equal(run_once(run, payload, 0, false, &expected), HSCAN_OK);
	assert_within(state.made, 1, RUNS_MAX);
	step = full ? 1 : state.made / USUAL_RUNS + 1;
	print_message("%lld allocations, of which every %lldth fails\n",
	    (long long)state.made, (long long)step);
	fail_in_turn(run, payload, false, step, &expected);
	fail_in_turn(run, payload, true, step, &expected);
}

void
torture_mark(void *out, size_t size)
{
	memset(out, MARK, size);
}

void
torture_unmarked(const void *out, size_t size)
{
	const unsigned char *bytes = out;

	for (size_t i = 0; i < size; i++)
		assert_int_equal(bytes[i], MARK);
}
