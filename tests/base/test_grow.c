/* SPDX-License-Identifier: MIT */
/* Arrays that grow keep what is in them, double, and never ask for more bytes
 * than a size_t can count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/grow.h"
#include "support/support.h"

static void
what_is_in_it_stays(void **state)
{
	int *items = NULL, *in_arena = NULL;
	size_t room = 0, room_in_arena = 0, moves = 0;
	struct hscan_arena arena;

	(void)state;
	hscan_arena_init(&arena);
	for (size_t i = 0; i < 1000; i++) {
		const size_t before = room;

		items = hscan_grow(items, &room, i + 1, sizeof(*items));
		in_arena = hscan_grow_in(
		    &arena, in_arena, &room_in_arena, i + 1, sizeof(*in_arena));
		assert_non_null(items);
		assert_non_null(in_arena);
		assert_int_equal(in_arena[i], 0);
		items[i] = in_arena[i] = (int)i;
		assert_true(room > i);
		assert_int_equal(room, room_in_arena);
		moves += room != before;
	}
	assert_int_equal(room, 1024);
	assert_int_equal(moves, 7);
	for (size_t i = 0; i < 1000; i++) {
		assert_int_equal(items[i], i);
		assert_int_equal(in_arena[i], i);
	}
	free(items);
	hscan_arena_clear(&arena);
}

static void
many_at_once(void **state)
{
	char *bytes = NULL;
	size_t room = 0;

	(void)state;
	bytes = hscan_grow(bytes, &room, 1000, 1);
	assert_non_null(bytes);
	assert_int_equal(room, 1000);
	assert_ptr_equal(hscan_grow(bytes, &room, 1000, 1), bytes);
	assert_int_equal(room, 1000);
	bytes = hscan_grow(bytes, &room, 1001, 1);
	assert_int_equal(room, 2000);
	free(bytes);
}

static void
more_than_there_is(void **state)
{
	char item[8] = "stays";
	size_t room = 1;
	struct hscan_arena arena;

	(void)state;
	hscan_arena_init(&arena);
	assert_null(hscan_grow(item, &room, SIZE_MAX / 8 + 1, sizeof(item)));
	assert_null(
	    hscan_grow_in(&arena, item, &room, SIZE_MAX / 8 + 1, sizeof(item)));
	assert_null(
	    hscan_grow_in(&arena, item, &room, SIZE_MAX / 8, sizeof(item)));
	room = SIZE_MAX - 2;
	assert_null(hscan_grow_in(&arena, item, &room, SIZE_MAX - 1, 1));
	assert_int_equal(room, SIZE_MAX - 2);
	assert_string_equal(item, "stays");
	hscan_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_in_it_stays),
	    cmocka_unit_test(many_at_once),
	    cmocka_unit_test(more_than_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
