/* SPDX-License-Identifier: MIT */
/* Commits must be what git says they are: who and when in headers that are odd,
 * and with other objects and parents in the place of what is written (replace
 * refs, grafts); single, packed, and with a commit-graph that tells of none of
 * it. Measured against git log in the same repository. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/internal.h"
#include "support/support.h"

struct fixture {
	char *dir;
	struct hscan_buf authors; /* e-mails, a line each */
	struct hscan_buf lines;   /* of the walk */
};

/* `odd PARENTS HEADER` makes a commit and prints its name; each changes what
 * the one before has said of docs/. */
static const char prelude[] =
    "set -e; export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1\n"
    "n=$(cat n 2>/dev/null || echo 0)\n"
    "tree() { n=$((n + 1)); echo $n >n; b=$(echo $n | git hash-object -w "
    "--stdin); d=$(printf \"100644 blob $b\\ta.md\\n\" | git mktree); "
    "printf \"040000 tree $d\\t$1\\n\" | git mktree; }\n"
    "odd() { t=$(tree ${3:-docs}); { echo tree $t; for p in $1; do echo parent "
    "$p; done; printf \"$2\\n\\nm\\n\"; } | git hash-object -t commit -w "
    "--literally --stdin; }\n"
    "A='author A <a@x> 1 +0000\\n' C='committer C <c@x> 1000 +0000'\n";

static void
run(struct fixture *f, const char *commands)
{
	struct hscan_buf line;

	hscan_buf_init(&line, 65536);
	(void)hscan_buf_add_format(
	    &line, "cd '%s'\n%s%s", f->dir, prelude, commands);
	assert_int_equal(line.failed, HSCAN_OK);
	assert_int_equal(system(hscan_buf_string(&line)), 0);
	hscan_buf_clear(&line);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->dir = support_temp_dir();
	hscan_buf_init(&f->authors, (size_t)1024 * 1024);
	hscan_buf_init(&f->lines, (size_t)1024 * 1024);
	run(f, "git init -q --bare -b main .\n"
	       "git config advice.graftFileDeprecated false");
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_buf_clear(&f->authors);
	hscan_buf_clear(&f->lines);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	struct fixture *f = payload;

	(void)index;
	(void)name;
	(void)err;
	(void)hscan_buf_add_text(&f->authors, email);
	(void)hscan_buf_add_char(&f->authors, '\n');
	return HSCAN_OK;
}

static enum hscan_status
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct fixture *f = payload;
	struct hscan_text rest = hscan_buf_text(&f->authors), email;

	(void)err;
	for (uint32_t i = 0; i < commit->author; i++)
		(void)hscan_text_split(&rest, '\n');
	email = hscan_text_split(&rest, '\n');
	for (size_t i = 0; i < HSCAN_SHA_SIZE; i++)
		(void)hscan_buf_add_format(&f->lines, "%02x", commit->sha[i]);
	(void)hscan_buf_add_format(&f->lines, " %lld %.*s%s%s\n",
	    (long long)commit->committed_at, (int)email.len, email.ptr,
	    commit->merge ? " merge" : "",
	    commit->documentation ? " docs" : "");
	return HSCAN_OK;
}

/* Writes what the walk says to the file "ours"; gives the digest of what stands
 * in for what. */
static void
walk(struct fixture *f, unsigned char digest[HSCAN_SHA_SIZE])
{
	const struct hscan_git_visitor visitor = {
	    .author = take_author, .commit = take_commit, .payload = f};
	char *path = support_join(f->dir, "ours");
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git *git = NULL;
	struct hscan_git_head head;
	struct hscan_error err = {.status = HSCAN_OK};

	hscan_buf_reset(&f->authors);
	hscan_buf_reset(&f->lines);
	assert_int_equal(hscan_doc_paths_new(NULL, 0, &paths, &err), HSCAN_OK);
	assert_int_equal(hscan_git_open(f->dir, false, &git, &err), HSCAN_OK);
	if (hscan_git_head(git, NULL, &head, &err) != HSCAN_OK ||
	    hscan_git_walk(git, head.sha, paths, &visitor, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	memcpy(digest, head.stand_ins, HSCAN_SHA_SIZE);
	hscan_git_close(git);
	hscan_doc_paths_free(paths);
	support_write(path, f->lines.ptr, f->lines.len);
	free(path);
}

static void
check(struct fixture *f)
{
	unsigned char digest[HSCAN_SHA_SIZE];

	walk(f, digest);
	run(f,
	    "git log --full-history --no-merges --format=%H main -- docs "
	    ">docs 2>/dev/null\n"
	    "git log --format='%H|%ct|%ae|%P' main 2>/dev/null |\n"
	    "awk -F'|' 'BEGIN { while ((getline l <\"docs\") > 0) d[l] = 1 }\n"
	    "     { print $1, $2, $3 ($4 ~ / / ? \" merge\" : \"\") \\\n"
	    "       ($1 in d ? \" docs\" : \"\") }' | sort >theirs\n"
	    "sort ours | diff - theirs >&2\n"
	    "test -s theirs");
}

/* Single, packed, and with a commit-graph. */
static void
check_all_ways(struct fixture *f)
{
	check(f);
	run(f, "git -c core.useReplaceRefs=false repack -a -d -q 2>/dev/null");
	check(f);
	run(f, "git repack -q -a -d -F --depth=0 2>/dev/null; "
	       "git -c core.useReplaceRefs=false commit-graph write "
	       "--reachable 2>/dev/null || :");
	check(f);
}

/* Enough commits for the commit-graph to be looked for. */
static const char many[] =
    "{ for i in $(seq 1 1500); do printf 'commit refs/heads/main\\n"
    "author M <m%d@x> %d +0000\\ncommitter C <c@x> %d +0000\\ndata 0\\n' "
    "$((i % 7)) $i $i; if test $i = 1 -a -n \"$FROM\"; then echo from $FROM; "
    "fi; echo \"M 100644 inline docs/$((i % 9)).md\"; echo data 5; "
    "printf '%05d\\n' $i; done; } | git fast-import --quiet --force\n";

static void
odd_headers_are_read_as_git_reads_them(void **state)
{
	struct fixture *f = *state;
	char *commands;

	run(f, "p=$(odd '' \"$A$C\")\n"
	       "p=$(odd $p \"${A}author B <b@x> 2 +0000\\n$C\")\n"
	       "p=$(odd $p \"$A$C\\ncommitter D <d@x> 2000 +0000\")\n"
	       "p=$(odd $p \"$C\\nauthor B <b@x> 2 +0000\")\n"
	       "p=$(odd $p \"$A$C\\ngpgsig $(seq 300 | sed 's/^/ /')\\n"
	       "author S <s@x> 3 +0000\\ncommitter S <s@x> 3000 +0000\")\n"
	       "p=$(odd $p \"author  E  <e <e> x@x> 4 +0000\\n$C\")\n"
	       "p=$(odd $p \"author A <> 4 +0000\\n$C\")\n"
	       "p=$(odd $p \"$A$C\\nauthor nobody\")\n"
	       "git update-ref refs/heads/main $p");
	check_all_ways(f);
	commands = malloc(sizeof(many) + 100);
	assert_non_null(commands);
	(void)snprintf(commands, sizeof(many) + 100,
	    "FROM=$(git rev-parse main)\n%s", many);
	run(f, commands);
	free(commands);
	check_all_ways(f);
}

/* libgit2 would refuse it. */
static void
a_head_may_be_as_odd_as_the_others(void **state)
{
	struct fixture *f = *state;

	run(f, "p=$(odd '' \"author nobody\\n$C\")\n"
	       "git update-ref refs/heads/main $p");
	check(f);
	run(f,
	    "p=$(odd \"$(git rev-parse main)\" \"${A}committer C <c@x> "
	    "9223372036854775807 +0000\")\ngit update-ref refs/heads/main $p");
	check(f);
}

static void
replaced_objects_are_followed(void **state)
{
	struct fixture *f = *state;
	static const unsigned char none[HSCAN_SHA_SIZE];
	unsigned char digest[HSCAN_SHA_SIZE], other[HSCAN_SHA_SIZE];

	run(f, many);
	walk(f, digest);
	assert_memory_equal(digest, none, HSCAN_SHA_SIZE);
	/* Another author; other parents; the head; one that is replaced in
	 * turn; another tree, which git takes for the old one. */
	run(f, "c=$(odd \"$(git rev-parse main~6)\" 'author R <r@x> 1 "
	       "+0000\\ncommitter C <c@x> 77 +0000')\n"
	       "git replace main~5 $c\n"
	       "c=$(odd \"$(git rev-parse main~20 main~25)\" \"$A$C\")\n"
	       "git replace main~10 $c");
	check_all_ways(f);
	walk(f, digest);
	assert_memory_not_equal(digest, none, HSCAN_SHA_SIZE);
	run(f,
	    "c=$(odd \"$(git rev-parse main~3)\" \"$A$C\")\n"
	    "git replace main~2 $c\n"
	    "git replace $c $(odd \"$(git rev-parse main~4)\" \"$A$C\")\n"
	    "git replace main $(odd \"$(git rev-parse main~1)\" \"$A$C\" x)\n"
	    "git replace $(git rev-parse main~30^{tree}) $(git rev-parse "
	    "main~900^{tree})\n"
	    "git update-ref refs/replace/no-id main\n"
	    "git pack-refs --all");
	check_all_ways(f);
	walk(f, other);
	assert_memory_not_equal(digest, other, HSCAN_SHA_SIZE);
	run(f, "git config core.useReplaceRefs false");
	check_all_ways(f);
	walk(f, digest);
	assert_memory_equal(digest, none, HSCAN_SHA_SIZE);
}

static void
grafts_are_followed(void **state)
{
	struct fixture *f = *state;

	run(f, many);
	run(f,
	    "mkdir -p info; { "
	    "echo \"$(git rev-parse main~3 main~7 main~9 | paste -sd' ' -)\"; "
	    "echo \"$(git rev-parse main~3)\"; } >info/grafts");
	check_all_ways(f);
	run(f, "git replace --graft main~5 main~8");
	check_all_ways(f);
}

/* Lines that git passes over with a word, or takes though they are odd. From
 * version 1.8 on libgit2 does not open such a repository: then that is told. */
static void
odd_lines_of_grafts_are_read_or_told(void **state)
{
	struct fixture *f = *state;
	struct hscan_git *git = NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	int major = 0, minor = 0, patch = 0;

	run(f, many);
	run(f,
	    "mkdir -p info; { echo '# comment'; echo bad; "
	    "echo \"$(git rev-parse main~3 main~7 main~9 | paste -sd' ' -)\"; "
	    "echo \"$(git rev-parse main~12 main~13 main~14 | tr '\\n' "
	    "'\\t')\"; "
	    "echo \"$(git rev-parse main~40)  $(git rev-parse main~44)\"; "
	    "echo \"$(git rev-parse main~50)x\"; "
	    "git rev-parse main~1000 | tr a-f A-F; } >info/grafts");
	(void)git_libgit2_version(&major, &minor, &patch);
	if (major == 1 && minor < 8) {
		check_all_ways(f);
		return;
	}
	assert_int_equal(
	    hscan_git_open(f->dir, false, &git, &err), HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "--convert-graft-file"));
	run(f, "git replace --convert-graft-file 2>/dev/null || true; "
	       "rm -f info/grafts");
	check_all_ways(f);
}

/* Git gives up as well. */
static void
what_leads_to_itself_is_told(void **state)
{
	struct fixture *f = *state;
	struct hscan_git *git = NULL;
	struct hscan_git_head head;
	struct hscan_error err = {.status = HSCAN_OK};

	run(f, "p=$(odd '' \"$A$C\"); q=$(odd $p \"$A$C\")\n"
	       "git update-ref refs/heads/main $q\n"
	       "git update-ref refs/replace/$p $q\n"
	       "git update-ref refs/replace/$q $p\n"
	       "! git log main >/dev/null 2>&1");
	assert_int_equal(hscan_git_open(f->dir, false, &git, &err), HSCAN_OK);
	assert_int_equal(hscan_git_head(git, NULL, &head, &err), HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "replace refs"));
	hscan_git_close(git);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		odd_headers_are_read_as_git_reads_them, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_head_may_be_as_odd_as_the_others, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		replaced_objects_are_followed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		grafts_are_followed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		odd_lines_of_grafts_are_read_or_told, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_leads_to_itself_is_told, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("git, as git", tests, NULL, NULL);
}
