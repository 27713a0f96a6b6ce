/* SPDX-License-Identifier: MIT */
/* What clones are called: by their origin or their folder, no two alike, and
 * found by what is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/local_names.h"
#include "base/text.h"
#include "sync/local.h"

struct fixture {
	struct hscan_store *store;
	struct hscan_arena arena;
	struct local_names names;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	hscan_arena_init(&f->arena);
	assert_int_equal(
	    hscan_store_open(":memory:", &f->store, NULL), HSCAN_OK);
	assert_int_equal(
	    local_names_load(&f->names, f->store, &f->arena, NULL), HSCAN_OK);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_store_close(f->store);
	hscan_arena_clear(&f->arena);
	free(f);
	return 0;
}

/* The name that a clone is given, as a string of the arena. */
static const char *
give(struct fixture *f, const char *path, const char *called)
{
	const struct clone clone = {.path = path, .called = called};
	struct local_name name;

	assert_int_equal(
	    local_names_give(&f->names, &clone, &name, NULL), HSCAN_OK);
	assert_true(name.number == hscan_local_number(path));
	return name.name.ptr;
}

/* What a sync would have stored, and a later run loads. */
static void
store(struct fixture *f, const char *path, const char *name)
{
	const struct hscan_teller teller = {
	    HSCAN_LOCAL_HOST, HSCAN_SOURCE_REST, 1};
	const struct hscan_repo repo = {.id = hscan_local_number(path),
	    .full_name = hscan_text_of(name),
	    .created_at = 1,
	    .pushed_at = HSCAN_NEVER};
	int64_t repo_id;

	assert_int_equal(
	    hscan_store_put_repo(f->store, &teller, &repo, &repo_id, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    local_names_load(&f->names, f->store, &f->arena, NULL), HSCAN_OK);
}

static void
the_origin_is_the_name(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(give(f, "/a/b/c", "acme/widget"), "acme/widget");
	assert_string_equal(
	    give(f, "/a/b/lab", "gitlab.com/g/s/p"), "gitlab.com/g/s/p");
	assert_string_equal(give(f, "/a/b/plain", NULL), "b/plain");
	assert_string_equal(give(f, "/top", NULL), "/top");
	assert_string_equal(give(f, "/a/b/gr\xc3\xb6\xc3\x9f\x65 x", NULL),
	    "b/gr\xc3\xb6\xc3\x9f\x65 x");
	assert_string_equal(give(f, "/a/b/\x1b[31m", NULL), "b/\\x1B[31m");
}

static void
no_two_are_alike(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(give(f, "/x/clones/p", NULL), "clones/p");
	assert_string_equal(give(f, "/y/clones/p", NULL), "y/clones/p");
	assert_string_equal(give(f, "/z/y/clones/p", NULL), "z/y/clones/p");
	assert_string_equal(give(f, "/Y/Clones/P", NULL), "/Y/Clones/P");
	assert_string_equal(give(f, "/s/one", "acme/w"), "acme/w");
	assert_string_equal(give(f, "/s/two", "Acme/W"), "Acme/W@two");
	assert_string_equal(give(f, "/t/two", "acme/w"), "acme/w@t/two");
	/* A folder that happens to be called as another's origin. */
	assert_string_equal(give(f, "/u/acme/w", NULL), "u/acme/w");
	/* Asked again, each keeps its name. */
	assert_string_equal(give(f, "/z/y/clones/p", NULL), "z/y/clones/p");
	assert_string_equal(give(f, "/s/two", "Acme/W"), "Acme/W@two");
	assert_int_equal(f->names.len, 8);
}

static void
a_stored_name_stays_while_it_fits(void **state)
{
	struct fixture *f = *state;

	store(f, "/y/clones/p", "y/clones/p");
	assert_string_equal(give(f, "/y/clones/p", NULL), "y/clones/p");
	/* It was stored without its origin. */
	store(f, "/s/old", "s/old");
	assert_string_equal(give(f, "/s/old", "acme/w"), "acme/w");
	/* Older versions called two alike. */
	store(f, "/1/c/q", "c/q");
	store(f, "/2/c/q", "c/q");
	assert_string_equal(give(f, "/2/c/q", NULL), "2/c/q");
	assert_string_equal(give(f, "/1/c/q", NULL), "c/q");
}

static const char *
found(struct fixture *f, const char *word, bool any)
{
	const struct local_name *name = local_names_find(&f->names, word, any);

	return name ? name->name.ptr : "none";
}

static void
what_is_printed_is_found(void **state)
{
	struct fixture *f = *state;

	store(f, "/a/clones/gio", "clones/gio");
	store(f, "/a/s p", "a/s p");
	store(f, "/a/\xc3\xb6", "a/\xc3\xb6");
	store(f, "/a/w", "acme/w@b");
	store(f, "/a/l", "gitlab.com/g/p");
	store(f, "/a/m", "git.corp.example/g/s/p");
	assert_string_equal(found(f, "local/clones/gio", false), "clones/gio");
	assert_string_equal(found(f, "local/Clones/GIO", false), "clones/gio");
	assert_string_equal(found(f, "local/a/s p", false), "a/s p");
	assert_string_equal(found(f, "local/a/\xc3\xb6", false), "a/\xc3\xb6");
	/* As a terminal without UTF-8 shows it. */
	assert_string_equal(found(f, "local/a/\\u00F6", false), "a/\xc3\xb6");
	assert_string_equal(found(f, "local/acme/w@b", false), "acme/w@b");
	/* Where a forge cannot be meant, the name will do. */
	assert_string_equal(found(f, "acme/w@b", false), "acme/w@b");
	assert_string_equal(
	    found(f, "gitlab.com/g/p", false), "gitlab.com/g/p");
	assert_string_equal(found(f, "git.corp.example/g/s/p", false),
	    "git.corp.example/g/s/p");
	/* One that can is asked, unless only the store is looked into. */
	assert_string_equal(found(f, "clones/gio", false), "none");
	assert_string_equal(found(f, "clones/gio", true), "clones/gio");
	assert_string_equal(found(f, "local/clones/other", true), "none");
	assert_string_equal(found(f, "local/", true), "none");
	assert_string_equal(found(f, "", true), "none");
}

static void
forges_of_another_kind_are_known(void **state)
{
	(void)state;
	assert_int_equal(local_names_is_other_forge("gitlab.com"), true);
	assert_int_equal(local_names_is_other_forge("gitlab.corp.test"), true);
	assert_int_equal(
	    local_names_is_other_forge("android.googlesource.com"), true);
	assert_int_equal(local_names_is_other_forge("github.com"), false);
	assert_int_equal(local_names_is_other_forge("acme.ghe.com"), false);
	assert_int_equal(local_names_is_other_forge("git.corp.test"), false);
	assert_int_equal(local_names_is_other_forge("localhost:80"), false);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(the_origin_is_the_name),
	    CASE(no_two_are_alike),
	    CASE(a_stored_name_stays_while_it_fits),
	    CASE(what_is_printed_is_found),
	    CASE(forges_of_another_kind_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
