/* SPDX-License-Identifier: MIT */
/* Raw commits and trees: what is read of good ones, and that damaged ones are
 * told apart and never read beyond their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/git/internal.h"

#define TREE "tree 0123456789abcdef0123456789abcdef01234567\n"
#define P1   "parent 1111111111111111111111111111111111111111\n"
#define P2   "parent 2222222222222222222222222222222222222222\n"
#define NOW  "committer C <c@x> 1700000000 +0100\n\nsubject\n"

struct commit_case {
	const char *raw;
	int parents;
	const char *name, *email;
	int64_t committed_at;
};

static void
commits_are_read(void **state)
{
	static const struct commit_case cases[] = {
	    {TREE "author A B <a@x> 1 +0000\n" NOW, 0, "A B", "a@x",
		1700000000},
	    {TREE P1 P2 "author  <a@x> 1 +0000\n" NOW, 2, "", "a@x",
		1700000000},
	    {TREE P1 "author A <a <b> c> 1 +0000\n" NOW, 1, "A", "a <b",
		1700000000},
	    /* Git reads nothing of these, not even the name. */
	    {TREE "author nobody\n" NOW, 0, GIT_NO_PERSON, "", 1700000000},
	    {TREE "author A <a@x\n" NOW, 0, GIT_NO_PERSON, "", 1700000000},
	    /* Blanks before a name are a part of it, other than those behind.
	     */
	    {TREE "author  A \t <a@x> 1 +0000\n" NOW, 0, " A", "a@x",
		1700000000},
	    {TREE "author A\v <a@x> 1 +0000\n" NOW, 0, "A\v", "a@x",
		1700000000},
	    /* Of two the last counts, wherever in the header it stands. */
	    {TREE "author A <a@x> 1 +0000\nauthor B <b@x> 2 +0000\n" NOW, 0,
		"B", "b@x", 1700000000},
	    {TREE "author A <a@x> 1 +0000\ncommitter C <c@x> 2 +0000\n" NOW, 0,
		"A", "a@x", 1700000000},
	    {TREE "committer C <c@x> 3 +0000\nauthor B <b@x> 2 +0000\n", 0, "B",
		"b@x", 3},
	    {TREE "author A <a@x> 1 +0000\ncommitter C <c@x> 3 +0000\n"
		  "gpgsig x\n author X <x@x> 5 +0000\nauthor B <b@x> 2 +0000\n"
		  "committer D <d@x> 7 +0000\nencoding y\n\n"
		  "author E <e@x> 8 +0000\ncommitter E <e@x> 9 +0000\n",
		0, "B", "b@x", 7},
	    {TREE "author A <a@x>\ncommitter C <c@x> -5 +0000\n", 0, "A", "a@x",
		-5},
	    {TREE "author A <a@x> 1 +0000\ncommitter C <c@x>\n", 0, "A", "a@x",
		0},
	    {TREE "author A <a@x> 1 +0000\n"
		  "committer C <c@x> 99999999999999999999 +0000\n",
		0, "A", "a@x", 0},
	    {TREE, 0, "", "", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct git_raw_commit commit;
		struct hscan_text parents;
		unsigned char sha[HSCAN_SHA_SIZE];
		int count = 0;

		assert_true(
		    git_parse_commit(hscan_text_of(cases[i].raw), &commit));
		assert_int_equal(commit.tree[1], 0x23);
		parents = commit.parents;
		while (git_next_parent(&parents, sha))
			assert_int_equal(sha[0], ++count * 0x11);
		assert_int_equal(count, cases[i].parents);
		assert_true(hscan_text_is(commit.author_name, cases[i].name));
		assert_true(hscan_text_is(commit.author_email, cases[i].email));
		assert_int_equal(commit.committed_at, cases[i].committed_at);
	}
}

/* To git it ends a line, and what ends at once ends the header. */
static void
a_nul_ends_a_line(void **state)
{
	static const char more[] = TREE "author A <a@x> 1 +0000\n"
					"x\0committer C <c@x> 3 +0000\0y\n";
	static const char none[] = TREE "author A <a@x> 1 +0000\n"
					"\0committer C <c@x> 3 +0000\n";
	struct git_raw_commit commit;

	(void)state;
	assert_true(git_parse_commit(
	    (struct hscan_text){more, sizeof(more) - 1}, &commit));
	assert_int_equal(commit.committed_at, 3);
	assert_true(git_parse_commit(
	    (struct hscan_text){none, sizeof(none) - 1}, &commit));
	assert_int_equal(commit.committed_at, 0);
	assert_true(hscan_text_is(commit.author_email, "a@x"));
}

static void
what_is_no_commit_is_refused(void **state)
{
	static const char *const cases[] = {"", "tree", "tree abc\n",
	    "tree 0123456789ABCDEF0123456789abcdef01234567\n",
	    "object 0123456789abcdef0123456789abcdef01234567\n"};
	struct git_raw_commit commit;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_false(
		    git_parse_commit(hscan_text_of(cases[i]), &commit));
}

#define OBJECT "object 0123456789abcdef0123456789abcdef01234567\n"

static void
tags_are_read(void **state)
{
	static const struct {
		const char *raw;
		bool good;
		int64_t tagged_at;
	} cases[] = {
	    {OBJECT "type commit\ntag x\ntagger T <t@x> 7 +0000\n\nx\n", true,
		7},
	    {OBJECT "type tag\ntag x\ntagger T <t@x> x\n", true, HSCAN_NEVER},
	    {OBJECT "type tag\ntagger T <t@x> -7\n", true, -7},
	    {OBJECT "type commit\ntag x\n\ntagger T <t@x> 7\n", true,
		HSCAN_NEVER},
	    {OBJECT "type", false, 0},
	    {OBJECT, false, 0},
	    {TREE "type commit\n", false, 0},
	    {"object 0123\ntype commit\n", false, 0},
	    {"", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct git_raw_tag tag;

		assert_int_equal(
		    git_parse_tag(hscan_text_of(cases[i].raw), &tag),
		    cases[i].good);
		if (cases[i].good) {
			assert_int_equal(tag.target[1], 0x23);
			assert_int_equal(tag.tagged_at, cases[i].tagged_at);
		}
	}
}

static void
cut_commits_are_harmless(void **state)
{
	static const char raw[] = TREE P1 "author A <a@x> 1 +0000\n" NOW;

	(void)state;
	for (size_t len = 0; len < sizeof(raw); len++) {
		struct git_raw_commit commit;
		struct hscan_text parents;
		unsigned char sha[HSCAN_SHA_SIZE];
		char *copy = malloc(len ? len : 1);

		assert_non_null(copy);
		memcpy(copy, raw, len);
		if (git_parse_commit((struct hscan_text){copy, len}, &commit)) {
			parents = commit.parents;
			while (git_next_parent(&parents, sha))
				continue;
		}
		free(copy);
	}
}

#define SHA "abcdefghijklmnopqrst"

static void
entries_are_read(void **state)
{
	static const char raw[] = "100664 a\0" SHA "40000 dir\0" SHA
				  "120000 link\0" SHA "100755 run\0" SHA;
	static const struct {
		const char *name;
		uint32_t mode;
	} expected[] = {{"a", 0100644}, {"dir", 0040000}, {"link", 0120000},
	    {"run", 0100755}};
	struct hscan_text rest = {raw, sizeof(raw) - 1};
	struct git_entry entry;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_true(git_next_entry(&rest, &entry));
		assert_true(hscan_text_is(entry.name, expected[i].name));
		assert_int_equal(entry.mode, expected[i].mode);
		assert_int_equal(git_entry_is_tree(&entry), i == 1);
		assert_memory_equal(entry.sha, SHA, HSCAN_SHA_SIZE);
	}
	assert_false(git_next_entry(&rest, &entry));
	assert_int_equal(rest.len, 0);
}

static void
cut_trees_are_told(void **state)
{
	static const char raw[] = "100644 a\0" SHA;

	(void)state;
	for (size_t len = 1; len < sizeof(raw) - 1; len++) {
		char *copy = malloc(len);
		struct hscan_text rest = {copy, len};
		struct git_entry entry;

		assert_non_null(copy);
		memcpy(copy, raw, len);
		assert_false(git_next_entry(&rest, &entry));
		assert_int_equal(rest.len, len);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(commits_are_read),
	    cmocka_unit_test(a_nul_ends_a_line),
	    cmocka_unit_test(what_is_no_commit_is_refused),
	    cmocka_unit_test(tags_are_read),
	    cmocka_unit_test(cut_commits_are_harmless),
	    cmocka_unit_test(entries_are_read),
	    cmocka_unit_test(cut_trees_are_told),
	};

	return cmocka_run_group_tests_name("git raw", tests, NULL, NULL);
}
