/* SPDX-License-Identifier: MIT */
/* The arena: zeroed, aligned, whole, and reused after a reset. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "support/exact.h"
#include "support/support.h"

#define KIB ((size_t)1 << 10)
#define MIB ((size_t)1 << 20)

static struct hscan_arena arena;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

static void
assert_zeroed(const unsigned char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		assert_int_equal(at[i], 0);
}

static void
memory_is_aligned_zeroed_and_apart(void **state)
{
	unsigned char *at[300];

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		at[i] = hscan_arena_alloc(&arena, 1, i * 7 + 1);
		assert_non_null(at[i]);
		assert_int_equal((uintptr_t)at[i] % alignof(max_align_t), 0);
		assert_zeroed(at[i], i * 7 + 1);
		memset(at[i], (int)(i % 255 + 1), i * 7 + 1);
	}
	/* Nobody wrote into a neighbour. */
	for (size_t i = 0; i < 300; i++)
		for (size_t j = 0; j < i * 7 + 1; j++)
			assert_int_equal(at[i][j], i % 255 + 1);
}

static void
an_overflow_is_no_memory(void **state)
{
	static const struct {
		size_t count, size;
	} rows[] = {
	    {SIZE_MAX, 2},
	    {2, SIZE_MAX},
	    {SIZE_MAX, SIZE_MAX},
	    {1, SIZE_MAX},
	    {SIZE_MAX, 1},
	    {1, SIZE_MAX - 1},
	    /* These do not overflow; the header or the rounding would. */
	    {1, SIZE_MAX - alignof(max_align_t)},
	    {1, SIZE_MAX - 2 * alignof(max_align_t)},
	    {SIZE_MAX / 16, 16},
	    {SIZE_MAX / 2 + 1, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_null(
		    hscan_arena_alloc(&arena, rows[i].count, rows[i].size));
	assert_non_null(hscan_arena_alloc(&arena, 1, 1));
	assert_null(hscan_arena_alloc(&arena, SIZE_MAX, 2));
	assert_non_null(hscan_arena_alloc(&arena, 1, 1));
}

static void
nothing_can_be_asked_for(void **state)
{
	(void)state;
	assert_non_null(hscan_arena_alloc(&arena, 0, 8));
	assert_non_null(hscan_arena_alloc(&arena, 8, 0));
	assert_non_null(hscan_arena_alloc(&arena, SIZE_MAX, 0));
	assert_non_null(hscan_arena_alloc(&arena, 0, SIZE_MAX));
	assert_non_null(hscan_arena_alloc(&arena, 0, 0));
}

static void
big_things_fit(void **state)
{
	unsigned char *small, *big;

	(void)state;
	small = hscan_arena_alloc(&arena, 1, 10);
	assert_non_null(small);
	memset(small, 1, 10);
	big = hscan_arena_alloc(&arena, 3, MIB);
	assert_non_null(big);
	assert_int_equal(big[0], 0);
	assert_int_equal(big[3 * MIB - 1], 0);
	big[3 * MIB - 1] = 1;
	assert_int_equal(small[9], 1);
}

static void
a_reset_zeroes_and_keeps_memory(void **state)
{
	unsigned char *first, *again;

	(void)state;
	first = hscan_arena_alloc(&arena, 1, 1000);
	assert_non_null(first);
	memset(first, 0xFF, 1000);
	hscan_arena_reset(&arena);
	again = hscan_arena_alloc(&arena, 1, 1000);
	assert_ptr_equal(again, first);
	assert_zeroed(again, 1000);
}

/* Whether everything asked for between two resets comes out of the memory
 * that the arena kept: then its addresses are the same again. */
static void
a_reset_keeps_the_largest_block(void **state)
{
	static const size_t biggest_first[] = {40 * MIB, 100 * KIB, 10};
	static const size_t biggest_last[] = {10, 100 * KIB, 40 * MIB};
	const size_t *orders[] = {biggest_first, biggest_last};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		unsigned char *all, *kept, *next;

		for (size_t j = 0; j < 3; j++)
			assert_non_null(
			    hscan_arena_alloc(&arena, 1, orders[i][j]));
		hscan_arena_reset(&arena);
		all = hscan_arena_alloc(&arena, 40, MIB);
		assert_non_null(all);
		hscan_arena_reset(&arena);
		kept = hscan_arena_alloc(&arena, 1, 10);
		assert_ptr_equal(kept, all);
		/* It was no new block that had to be asked for. */
		next = hscan_arena_alloc(&arena, 39, MIB);
		assert_within(
		    (uintptr_t)next, (uintptr_t)all + 10, (uintptr_t)all + MIB);
		hscan_arena_clear(&arena);
	}
}

/* Pages of one size: after the first, the arena asks for nothing. */
static void
resets_settle_down(void **state)
{
	struct hscan_arena_block *block = NULL;

	(void)state;
	for (size_t round = 0; round < 10; round++) {
		for (size_t i = 0; i < 3000; i++)
			assert_non_null(hscan_arena_alloc(&arena, 4, 1000));
		hscan_arena_reset(&arena);
		if (round > 3)
			assert_ptr_equal(arena.blocks, block);
		block = arena.blocks;
	}
}

static void
text_is_copied(void **state)
{
	struct hscan_text text = exact_bytes("a\0b", 3);
	struct hscan_text copy = hscan_arena_dup(&arena, text);

	(void)state;
	exact_free(text);
	assert_int_equal(copy.len, 3);
	assert_memory_equal(copy.ptr, "a\0b", 4);
	copy = hscan_arena_dup(&arena, hscan_text_of(""));
	assert_non_null(copy.ptr);
	assert_int_equal(copy.len, 0);
	assert_int_equal(copy.ptr[0], '\0');
	copy = hscan_arena_dup(&arena, (struct hscan_text){NULL, 0});
	assert_null(copy.ptr);
	assert_int_equal(copy.len, 0);
}

static void
text_that_is_too_long_is_absent(void **state)
{
	static const size_t lengths[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 32};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct hscan_text copy = hscan_arena_dup(
		    &arena, (struct hscan_text){"x", lengths[i]});

		assert_null(copy.ptr);
		assert_int_equal(copy.len, 0);
	}
}

static void
an_empty_arena_can_be_cleared_and_reset(void **state)
{
	(void)state;
	hscan_arena_reset(&arena);
	hscan_arena_clear(&arena);
	hscan_arena_clear(&arena);
	assert_null(arena.blocks);
	assert_non_null(hscan_arena_alloc(&arena, 1, 1));
	hscan_arena_clear(&arena);
	assert_null(arena.blocks);
	assert_non_null(hscan_arena_alloc(&arena, 1, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		memory_is_aligned_zeroed_and_apart, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		an_overflow_is_no_memory, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		nothing_can_be_asked_for, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(big_things_fit, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_reset_zeroes_and_keeps_memory, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_reset_keeps_the_largest_block, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		resets_settle_down, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(text_is_copied, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		text_that_is_too_long_is_absent, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		an_empty_arena_can_be_cleared_and_reset, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
