/* SPDX-License-Identifier: MIT */
/* Names that are found again in any case, however many there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "app/name_index.h"

static void
names_are_found_again(void **state)
{
	enum { MANY = 20000 };
	struct name_index index = {.slots = NULL};
	struct hscan_repo_name name = {"github.com", "Owner", ""};
	struct hscan_repo_name other = {"github.com", "oWNER", ""};
	struct hscan_arena arena;
	size_t at = 7;

	(void)state;
	hscan_arena_init(&arena);
	assert_false(name_index_find(&index, &name, &at));
	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(name.name, sizeof(name.name), "n%zu", i);
		assert_false(name_index_find(&index, &name, &at));
		assert_true(name_index_add(&index, &arena, &name, i));
	}
	assert_int_equal(index.len, MANY);
	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(other.name, sizeof(other.name), "N%zu", i);
		assert_true(name_index_find(&index, &other, &at));
		assert_int_equal(at, i);
	}
	other.host[0] = 'h';
	assert_false(name_index_find(&index, &other, &at));
	hscan_arena_clear(&arena);
}

/* "a/b" and "c" is not "a" and "b/c", though no name has a slash. */
static void
parts_are_kept_apart(void **state)
{
	struct name_index index = {.slots = NULL};
	const struct hscan_repo_name name = {"github.com", "ab", "c"};
	const struct hscan_repo_name other = {"github.com", "a", "bc"};
	struct hscan_arena arena;
	size_t at;

	(void)state;
	hscan_arena_init(&arena);
	assert_true(name_index_add(&index, &arena, &name, 0));
	assert_false(name_index_find(&index, &other, &at));
	hscan_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_found_again),
	    cmocka_unit_test(parts_are_kept_apart),
	};

	return cmocka_run_group_tests_name("name_index", tests, NULL, NULL);
}
