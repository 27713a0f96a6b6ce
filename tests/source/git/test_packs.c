/* SPDX-License-Identifier: MIT */
/* Commits are read from packs as libgit2 reads them: whole, as deltas, loose,
 * behind indices of every kind, and where something is wrong. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/number.h"
#include "base/text.h"
#include "source/git/internal.h"
#include "source/git/pack.h"
#include "support/support.h"

/* Commits of all sorts, their ids in "ids": plain ones, some with the same long
 * message (which git packs as deltas), and by hand without a committer, with
 * headers behind it, with one before it, with a name longer than is read from a
 * pack, with nothing but a tree, and one whose message begins like a header. */
static const char make[] =
    "git init -q --bare -b main . && "
    "tree=$(git hash-object -w -t tree /dev/null) && "
    "who='N <n@x> 1700000000 +0000' && "
    "put() { git hash-object -t commit -w --literally --stdin >> ids; } && "
    "for i in 1 2 3; do "
    "printf 'tree %s\\nauthor A%s <a@x> 160000000%s +0100\\ncommitter %s\\n\\n"
    "message\\n' $tree $i $i \"$who\" | put || exit 1; done && "
    "for i in 1 2 3 4 5 6; do { "
    "printf 'tree %s\\nauthor B%s <b@x> 1 +0000\\ncommitter %s\\n\\n' $tree $i "
    "\"$who\"; seq 1 4000; } | put || exit 1; done && "
    "printf 'tree %s\\nauthor %s\\n\\nno committer\\n' $tree \"$who\" | put && "
    "printf 'tree %s\\nauthor %s\\n\\ncommitter X <x@x> 5 +0000\\n' $tree "
    "\"$who\" | put && "
    "printf 'tree %s\\nauthor %s\\ncommitter %s\\nencoding x\\n\\nm\\n' $tree "
    "\"$who\" \"$who\" | put && "
    "{ printf 'tree %s\\nauthor ' $tree; seq -s _ 1 900; } | "
    "tr '\\n' ' ' | sed 's/^tree \\([0-9a-f]*\\) /tree \\1\\n/' > part && "
    "{ cat part; printf '<l@x> 7 +0000\\ncommitter %s\\n\\nm\\n' \"$who\"; } | "
    "put && "
    "{ printf 'tree %s\\nauthor ' $tree; seq -s _ 1 30000 | tr '\\n' ' '; "
    "printf '<l@x> 7 +0000\\ncommitter %s\\n\\nm\\n' \"$who\"; } | put && "
    "printf 'tree %s\\n' $tree | put";

#define START \
	"rm -rf copy && mkdir copy && GIT_DIR=copy git init -q --bare && " \
	"cp -r objects ids copy/"

struct fixture {
	char *dir;
};

static void
run(const char *dir, const char *command)
{
	char line[8192];
	int len;

	len = snprintf(line, sizeof(line),
	    "cd '%s' && export GIT_CONFIG_GLOBAL=/dev/null "
	    "GIT_CONFIG_NOSYSTEM=1 GIT_DIR=. && { %s; } >/dev/null 2>&1",
	    dir, command);
	assert_within(len, 1, (int)sizeof(line) - 1);
	assert_int_equal(system(line), 0);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->dir = support_temp_dir();
	run(f->dir, make);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	support_remove_dir(f->dir);
	free(f);
	return 0;
}

static void
assert_text_equal(struct hscan_text a, struct hscan_text b)
{
	assert_int_equal(a.len, b.len);
	if (a.len > 0)
		assert_memory_equal(a.ptr, b.ptr, a.len);
}

/* Reads a commit with and without packs: the status of both, which is one. */
static enum hscan_status
read_both(struct git_reader *packed, struct git_reader *plain,
    const unsigned char *sha)
{
	struct git_raw_commit a = {0}, b = {0};
	struct hscan_error err;
	enum hscan_status status = git_reader_commit(plain, sha, &b, &err);

	assert_int_equal(git_reader_commit(packed, sha, &a, &err), status);
	if (status != HSCAN_OK)
		return status;
	assert_memory_equal(a.tree, b.tree, HSCAN_SHA_SIZE);
	assert_text_equal(a.parents, b.parents);
	assert_text_equal(a.author_name, b.author_name);
	assert_text_equal(a.author_email, b.author_email);
	assert_int_equal(a.committed_at, b.committed_at);
	return HSCAN_OK;
}

/* Does so for every commit; how many could be read. */
static int
read_all(const char *dir)
{
	struct hscan_git *git = NULL;
	struct git_packs *packs;
	struct git_reader *packed = NULL, *plain = NULL;
	struct hscan_error err;
	char *path = support_join(dir, "ids"), *ids;
	size_t len;
	int count = 0;
	struct hscan_text rest;

	ids = support_read(path, &len);
	rest = (struct hscan_text){ids, len};
	assert_int_equal(hscan_git_open(dir, false, &git, &err), HSCAN_OK);
	packs = git_packs_open(git);
	assert_non_null(packs);
	assert_int_equal(git_reader_new(git, packs, &packed, &err), HSCAN_OK);
	assert_int_equal(git_reader_new(git, NULL, &plain, &err), HSCAN_OK);
	while (rest.len > 0) {
		unsigned char sha[HSCAN_SHA_SIZE];

		assert_true(hscan_parse_hex(
		    hscan_text_split(&rest, '\n'), sha, sizeof(sha)));
		count += read_both(packed, plain, sha) == HSCAN_OK;
	}
	git_reader_free(packed);
	git_reader_free(plain);
	git_packs_close(packs);
	hscan_git_close(git);
	free(ids);
	free(path);
	return count;
}

/* A line each: what becomes of the objects. */
static void
every_kind_of_pack(void **state)
{
	static const char *const kinds[] = {
	    "true",
	    "git pack-objects -q objects/pack/pack < ids && git prune-packed",
	    "git pack-objects -q --index-version=1 objects/pack/pack < ids && "
	    "git prune-packed",
	    "git pack-objects -q --index-version=2,0x40 objects/pack/pack < "
	    "ids && git prune-packed",
	    /* two packs, and a commit in both */
	    "tail -n +5 ids | git pack-objects -q objects/pack/pack && "
	    "head -n 6 ids | git pack-objects -q objects/pack/pack && "
	    "git prune-packed",
	    /* an index without its pack, one of nothing, and a folder */
	    "git pack-objects -q objects/pack/pack < ids && "
	    "cp objects/pack/*.idx objects/pack/lost.idx && "
	    ": > objects/pack/empty.idx && mkdir objects/pack/folder.idx",
	};
	struct fixture *f = *state;

	char *copy = support_join(f->dir, "copy");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		run(f->dir, START);
		run(copy, kinds[i]);
		assert_int_equal(read_all(copy), 15);
	}
	free(copy);
}

/* What is damaged is not read otherwise than libgit2 reads it, if at all. */
static void
damage_is_left_to_libgit2(void **state)
{
	struct fixture *f = *state;
	char *copy = support_join(f->dir, "copy");

	run(f->dir, START);
	run(copy, "git pack-objects -q objects/pack/pack < ids && "
		  "git prune-packed && chmod u+w objects/pack/*.pack && "
		  "truncate -s 1500 objects/pack/*.pack");
	assert_within(read_all(copy), 0, 14);
	free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_kind_of_pack),
	    cmocka_unit_test(damage_is_left_to_libgit2),
	};

	return cmocka_run_group_tests_name("packs", tests, set_up, tear_down);
}
