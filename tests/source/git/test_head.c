/* SPDX-License-Identifier: MIT */
/* At which ref the history begins, when the forge has told what its default
 * branch is called: in clones of every kind, and by names of every kind. */
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
#include "source/git/git.h"
#include "support/support.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define URL        "https://github.com/acme/w.git"

/* Runs a line of shell in a folder; true when it succeeds. */
static bool
try(const char *dir, const char *command)
{
	struct hscan_buf line;
	int code;

	hscan_buf_init(&line, 8192);
	(void)hscan_buf_add_format(&line,
	    "cd '%s' && export GIT_CONFIG_GLOBAL=/dev/null "
	    "GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES='%s' "
	    "GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C "
	    "GIT_COMMITTER_EMAIL=c@x && (%s)",
	    dir, dir, command);
	assert_int_equal(line.failed, HSCAN_OK);
	code = system(hscan_buf_string(&line));
	hscan_buf_clear(&line);
	return code == 0;
}

/* "forge": the repository, with two commits on main and three on dev; and
 * "clone", a clone of it when its default branch was "master", of one commit.
 * "git fetch" there would bring the rest. */
static int
set_up(void **state)
{
	char *dir = support_temp_dir();

	assert_true(try(dir,
	    "commit() { git -C forge commit -q --allow-empty -m c; };"
	    "git init -q -b master forge && commit && git clone -q forge clone "
	    "&& git -C clone remote set-url origin " URL " && "
	    "git -C forge branch -m main && commit && "
	    "git -C forge checkout -q -b dev && commit && "
	    "git -C forge checkout -q main"));
	*state = dir;
	return 0;
}

static int
tear_down(void **state)
{
	support_remove_dir(*state);
	return 0;
}

/* The head of `name`, where the branch is told to be `branch`. */
static enum hscan_status
find(const char *dir, const char *name, const char *branch,
    struct hscan_git_head *head, struct hscan_error *err)
{
	const struct hscan_repo_name now = {"github.com", "acme", "w"};
	const struct hscan_repo_name before = {"github.com", "acme", "old"};
	const struct hscan_repo_name *const names[] = {&now, &before};
	const struct hscan_git_wish wish = {
	    hscan_text_of(branch), names, LEN(names)};
	char *path = support_join(dir, name);
	struct hscan_git *git = NULL;
	enum hscan_status status;

	memset(head, 0, sizeof(*head));
	assert_int_equal(hscan_git_open(path, false, &git, err), HSCAN_OK);
	status = hscan_git_head(git, &wish, head, err);
	hscan_git_close(git);
	free(path);
	return status;
}

/* A clone is made by a line of shell; its head is `ref`. */
static void
check(const char *dir, const char *make, const char *branch, const char *ref,
    const char *sought)
{
	struct hscan_git_head head;
	struct hscan_error err;

	assert_true(try(dir, make));
	assert_int_equal(find(dir, "clone", branch, &head, &err), HSCAN_OK);
	assert_string_equal(head.ref, ref);
	assert_int_equal(head.wished, !sought);
	if (sought)
		assert_string_equal(head.sought, sought);
}

#define FETCH \
	"git -C clone fetch -q ../forge " \
	"'+refs/heads/*:refs/remotes/origin/*'"
#define BARE \
	"rm -rf clone && git clone -q --bare forge clone && " \
	"git -C clone remote set-url origin " URL

static void
clones_of_every_kind(void **state)
{
	static const struct {
		const char *make;
		const char *ref;
		const char *sought; /* NULL: it is the branch */
	} cases[] = {
	    /* made before the branch was renamed, and fetched since, or not */
	    {FETCH, "refs/remotes/origin/main", NULL},
	    {"true", "refs/remotes/origin/master", "refs/remotes/origin/main"},
	    /* as a pull request is checked out, with its target and without */
	    {"rm -rf clone && git init -q clone && cd clone && git remote add "
	     "origin " URL " && git fetch -q ../forge "
	     "+refs/heads/dev:refs/remotes/pull/7/merge && "
	     "git checkout -q --detach refs/remotes/pull/7/merge",
		"HEAD", "refs/remotes/origin/main"},
	    {"rm -rf clone && git init -q clone && cd clone && git remote add "
	     "origin " URL " && git fetch -q ../forge "
	     "+refs/heads/dev:refs/remotes/pull/7/merge "
	     "+refs/heads/main:refs/remotes/origin/main && "
	     "git checkout -q --detach refs/remotes/pull/7/merge",
		"refs/remotes/origin/main", NULL},
	    /* a branch of one's own of that name is none of the forge's */
	    {"git -C clone branch -m master main", "refs/remotes/origin/master",
		"refs/remotes/origin/main"},
	    /* a tag of that name is no branch */
	    {"git -C clone tag main", "refs/remotes/origin/master",
		"refs/remotes/origin/main"},
	    /* the remote may be called anything */
	    {FETCH " && git -C clone remote rename origin upstream && "
		   "git -C clone remote add origin "
		   "https://github.com/me/w.git",
		"refs/remotes/upstream/main", NULL},
	    {FETCH " && git -C clone remote rename origin a/b.c",
		"refs/remotes/a/b.c/main", NULL},
	    {FETCH " && git -C clone config remote.origin.url "
		   "git@github.com:Acme/W.git",
		"refs/remotes/origin/main", NULL},
	    /* what the repository was called when it was asked for */
	    {FETCH " && git -C clone config remote.origin.url "
		   "https://github.com/acme/old",
		"refs/remotes/origin/main", NULL},
	    /* several, of which one was fetched later */
	    {"git -C clone remote add ssh ssh://git@github.com/acme/w && "
	     "git -C clone update-ref refs/remotes/origin/main HEAD && "
	     "git -C clone fetch -q ../forge main:refs/remotes/ssh/main",
		"refs/remotes/ssh/main", NULL},
	    {"git -C clone remote add ssh ssh://git@github.com/acme/w && "
	     "git -C clone update-ref refs/remotes/ssh/main HEAD && "
	     "git -C clone fetch -q ../forge main:refs/remotes/origin/main",
		"refs/remotes/origin/main", NULL},
	    {"git -C clone remote add ssh ssh://git@github.com/acme/w && "
	     "git -C clone fetch -q ../forge main:refs/remotes/ssh/main",
		"refs/remotes/ssh/main", NULL},
	    /* what is fetched to another place than usual */
	    {"git -C clone config remote.origin.fetch "
	     "'+refs/heads/*:refs/theirs/*' && "
	     "git -C clone fetch -q ../forge main:refs/theirs/main",
		"refs/theirs/main", NULL},
	    {"git -C clone config remote.origin.fetch "
	     "'+refs/heads/dev:refs/remotes/origin/dev' && " FETCH,
		"refs/remotes/origin/main", NULL},
	    /* symbolic, and dangling in either way */
	    {FETCH " && git -C clone update-ref -d refs/remotes/origin/main && "
		   "git -C clone symbolic-ref refs/remotes/origin/main "
		   "refs/remotes/origin/dev",
		"refs/remotes/origin/dev", NULL},
	    {"git -C clone symbolic-ref refs/remotes/origin/main "
	     "refs/remotes/origin/none",
		"refs/remotes/origin/master", "refs/remotes/origin/main"},
	    {"printf '%040d\\n' 7 > clone/.git/refs/remotes/origin/main",
		"refs/remotes/origin/master", "refs/remotes/origin/main"},
	    {"echo rubbish > clone/.git/refs/remotes/origin/main",
		"refs/remotes/origin/master", "refs/remotes/origin/main"},
	    {"mkdir -p clone/.git/refs/remotes/origin/main/x",
		"refs/remotes/origin/master", "refs/remotes/origin/main"},
	    /* no commit */
	    {"cd clone && git update-ref refs/remotes/origin/main "
	     "$(git rev-parse 'HEAD^{tree}')",
		"refs/remotes/origin/master", "refs/remotes/origin/main"},
	    /* of another repository: the user has been warned */
	    {FETCH " && git -C clone remote set-url origin "
		   "https://github.com/me/w",
		"refs/remotes/origin/master", ""},
	    /* of no forge, and without a remote: nothing says otherwise */
	    {FETCH " && git -C clone remote set-url origin ../forge",
		"refs/remotes/origin/main", NULL},
	    {"git -C clone remote remove origin && "
	     "git -C clone branch -m master main",
		"refs/heads/main", NULL},
	    {"git -C clone remote remove origin", "refs/heads/master",
		"refs/heads/main"},
	    /* bare ones */
	    {BARE, "refs/heads/main", NULL},
	    {BARE " && git -C clone symbolic-ref HEAD refs/heads/dev",
		"refs/heads/main", NULL},
	    {BARE " && git -C clone branch -M main dev", "refs/heads/dev",
		"refs/heads/main"},
	    {"rm -rf clone && git clone -q --mirror forge clone && "
	     "git -C clone remote set-url origin " URL " && "
	     "git -C clone symbolic-ref HEAD refs/heads/dev",
		"refs/heads/main", NULL},
	    /* a bare one that fetches as others do: its own are left behind */
	    {BARE " && cd clone && git update-ref refs/heads/main dev && "
		  "git config remote.origin.fetch "
		  "'+refs/heads/*:refs/remotes/origin/*' && git fetch -q "
		  "../forge '+refs/heads/*:refs/remotes/origin/*'",
		"refs/remotes/origin/main", NULL},
	    /* a work tree of a bare one */
	    {BARE " && mv clone bare && git -C bare worktree add -q ../clone "
		  "dev",
		"refs/heads/main", NULL},
	};

	for (size_t i = 0; i < LEN(cases); i++) {
		void *fresh = NULL;

		assert_int_equal(set_up(&fresh), 0);
		check(fresh, cases[i].make, "main", cases[i].ref,
		    cases[i].sought);
		support_remove_dir(fresh);
	}
	(void)state;
}

/* Which may be anything: the forge is not trusted. */
static void
names_of_every_kind(void **state)
{
	static const char *const good[] = {
	    "feature/x", "a.b", "v1", "caf\xc3\xa9", "$(id)", "it's", "a@b"};
	static const char *const bad[] = {"", "HEAD", "-x", "..", "a..b", "/x",
	    "x/", "x//y", ".x", "x/.y", "x.lock", "a b", "a~1", "a^", "a:b",
	    "a?", "a*", "[a]", "a\\b", "a\nb", "a\x7f", "@{1}", "x.",
	    "../../heads/master", "origin/../master"};
	char *dir = *state;
	struct hscan_git_head head;
	struct hscan_error err;

	for (size_t i = 0; i < LEN(good); i++) {
		char ref[80], line[200];

		(void)snprintf(
		    ref, sizeof(ref), "refs/remotes/origin/%s", good[i]);
		(void)snprintf(line, sizeof(line),
		    "cd clone && git update-ref \"$(printf '%%b' '%s')\" HEAD",
		    good[i][0] == 'i' ? "refs/remotes/origin/it\\047s" : ref);
		assert_true(try(dir, line));
		assert_true(hscan_git_is_branch(hscan_text_of(good[i])));
		assert_int_equal(
		    find(dir, "clone", good[i], &head, &err), HSCAN_OK);
		assert_true(head.wished);
		assert_string_equal(head.ref, ref);
	}
	for (size_t i = 0; i < LEN(bad); i++) {
		assert_false(hscan_git_is_branch(hscan_text_of(bad[i])));
		assert_int_equal(
		    find(dir, "clone", bad[i], &head, &err), HSCAN_OK);
		assert_false(head.wished);
		assert_string_equal(head.ref, "refs/remotes/origin/master");
		assert_string_equal(head.sought, "");
	}
}

/* What is cut off, at a NUL or for its length, would be another branch. */
static void
names_are_not_cut(void **state)
{
	char longest[6000];

	(void)state;
	assert_false(hscan_git_is_branch((struct hscan_text){"master\0x", 8}));
	assert_false(hscan_git_is_branch((struct hscan_text){NULL, 0}));
	memset(longest, 'x', sizeof(longest));
	assert_false(
	    hscan_git_is_branch((struct hscan_text){longest, sizeof(longest)}));
	assert_true(hscan_git_is_branch((struct hscan_text){longest, 1000}));
}

/* Nobody told, or there is nothing at all. */
static void
without_a_wish(void **state)
{
	struct hscan_git_head head;
	struct hscan_error err;

	assert_true(try(*state,
	    "git init -q -b main empty && git -C empty remote add origin " URL
	    " && git init -q -b trunk lost && cd lost && "
	    "git remote add origin " URL " && git fetch -q ../forge "
	    "main:refs/remotes/origin/main"));
	assert_int_equal(find(*state, "empty", "main", &head, &err), HSCAN_OK);
	assert_true(head.unborn);
	assert_false(head.wished);
	assert_string_equal(head.sought, "refs/remotes/origin/main");
	assert_string_equal(head.remote, "origin");
	/* HEAD leads to nothing yet, the branch does. */
	assert_int_equal(find(*state, "lost", "main", &head, &err), HSCAN_OK);
	assert_false(head.unborn);
	assert_string_equal(head.ref, "refs/remotes/origin/main");
	assert_int_equal(find(*state, "clone", NULL, &head, &err), HSCAN_OK);
	assert_false(head.wished);
	assert_string_equal(head.ref, "refs/remotes/origin/master");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(clones_of_every_kind),
	    TEST(names_of_every_kind),
	    TEST(names_are_not_cut),
	    TEST(without_a_wish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
