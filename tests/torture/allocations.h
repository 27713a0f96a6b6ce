/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out, at every place where it can: a scenario is run again
 * and again, and each time the next allocation fails, ours or one of SQLite
 * or cJSON; once that one alone, and once all from there on. Every run has to
 * say HSCAN_ENOMEM, or come to the answer of an undisturbed one all the same
 * (SQLite does without some memory); none may lose any.
 *
 * A scenario with thousands of allocations is run thirty times each way, spread
 * over them; with HSCAN_TORTURE=1 in the environment each of them fails.
 *
 * A program that links this is linked with --wrap for malloc and its like;
 * see tests/CMakeLists.txt.
 */
#ifndef HSCAN_TESTS_ALLOCATIONS_H
#define HSCAN_TESTS_ALLOCATIONS_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* What a run has come to; it holds no memory. */
struct torture_answer {
	uint64_t hash;
};

void torture_tell(struct torture_answer *answer, const void *bytes, size_t len);
void torture_tell_text(struct torture_answer *answer, struct hscan_text text);
void torture_tell_i64(struct torture_answer *answer, int64_t value);

/* A scenario. What it does between torture_go() and torture_rest() is what may
 * fail; it gives back everything before it returns. */
typedef enum hscan_status torture_fn(
    void *payload, struct torture_answer *answer, struct hscan_error *err);
void torture_go(void);
void torture_rest(void);

/* Runs it until nothing is left to fail; fails the test where one of the
 * promises above is broken. The first run is not looked at. */
void torture_allocations(torture_fn *run, void *payload);

/* An output that a function which failed must not have touched. */
void torture_mark(void *out, size_t size);
void torture_unmarked(const void *out, size_t size);

/* For main(): before anything else. */
void torture_begin(void);

#endif
