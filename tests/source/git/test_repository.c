/* SPDX-License-Identifier: MIT */
/* Repositories of every kind that there is, and of kinds that there should
 * not be: what opens, what does not and why, and damaged objects. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <git2.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/git.h"
#include "support/support.h"

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

/* A repository "clone" with a commit on main, in a folder of its own. */
static int
set_up(void **state)
{
	char *dir = support_temp_dir();

	assert_true(
	    try(dir, "git init -q -b main clone && cd clone && mkdir sub && "
		     "echo x > sub/x && git add . && git commit -q -m one"));
	*state = dir;
	return 0;
}

static int
tear_down(void **state)
{
	support_remove_dir(*state);
	return 0;
}

static enum hscan_status
open_in(const char *dir, const char *name, bool search,
    struct hscan_git_head *head, struct hscan_error *err)
{
	char *path = support_join(dir, name);
	struct hscan_git *git = NULL;
	enum hscan_status status = hscan_git_open(path, search, &git, err);

	memset(head, 0, sizeof(*head));
	if (status == HSCAN_OK)
		status = hscan_git_head(git, NULL, head, err);
	hscan_git_close(git);
	free(path);
	return status;
}

/* Has to come first: once begun, the library stays. */
static void
no_repository_needs_no_library(void **state)
{
	static const char *const places[] = {"nothing", "nothing/below"};
	struct hscan_git_head head;
	struct hscan_error err;

	assert_true(try(*state, "mkdir -p nothing/below"));
	assert_int_equal(git_libgit2_init(), 1);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		for (int search = 0; search < 2; search++)
			assert_int_equal(open_in(*state, places[i], search != 0,
					     &head, &err),
			    HSCAN_ENOTFOUND);
	assert_int_equal(git_libgit2_init(), 2);
	assert_int_equal(
	    open_in(*state, "clone", false, &head, &err), HSCAN_OK);
	assert_int_equal(git_libgit2_init(), 4);
	for (int i = 0; i < 3; i++)
		assert_true(git_libgit2_shutdown() > 0);
}

static void
every_place_opens(void **state)
{
	static const struct {
		const char *name;
		bool search;
		const char *ref; /* NULL: it does not open */
	} cases[] = {
	    {"clone", false, "refs/heads/main"},
	    {"clone/.git", false, "refs/heads/main"},
	    {"clone/sub", false, NULL},
	    {"clone/sub", true, "refs/heads/main"},
	    {"bare", false, "refs/heads/main"},
	    {"tree", false, "refs/heads/other"},
	    {"tree/.git", false, "refs/heads/other"},
	    {"tree/sub", true, "refs/heads/other"},
	    {"copy", false, "refs/remotes/origin/main"},
	    {"detached", false, "HEAD"},
	    {"blobless", false, "refs/heads/main"},
	    {"nothing", true, NULL},
	    {"nothing", false, NULL},
	    {"clone/sub/x", false, NULL},
	    {"clone/sub/x", true, "refs/heads/main"},
	    {"missing", true, NULL},
	};
	struct hscan_git_head head;
	struct hscan_error err;

	assert_true(try(*state,
	    "git clone -q --bare clone bare && mkdir nothing && "
	    "git -C clone worktree add -q -b other ../tree && "
	    "git clone -q clone copy && git -C copy checkout -q -b mine && "
	    "git -C copy commit -q --allow-empty -m mine && "
	    "cp -r clone detached && git -C detached checkout -q --detach && "
	    "git -C clone config uploadpack.allowFilter true && "
	    "git clone -q --bare --filter=blob:none \"file://$PWD/clone\" "
	    "blobless"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum hscan_status status = open_in(
		    *state, cases[i].name, cases[i].search, &head, &err);

		if (cases[i].ref) {
			assert_int_equal(status, HSCAN_OK);
			assert_string_equal(head.ref, cases[i].ref);
		} else {
			assert_int_equal(status, HSCAN_ENOTFOUND);
			assert_non_null(strstr(err.message, cases[i].name));
		}
	}
}

static void
formats_are_told_apart(void **state)
{
	static const struct {
		const char *config;
		enum hscan_status status;
		const char *says;
	} cases[] = {
	    {"[core]\\nrepositoryformatversion=0\\n", HSCAN_OK, NULL},
	    {"[core]\\nrepositoryformatversion=1\\n[extensions]\\n"
	     "worktreeConfig=true\\npartialClone=origin\\n"
	     "preciousObjects=true\\nrelativeWorktrees=true\\nnoop=1\\n",
		HSCAN_OK, NULL},
	    {"[core]\\nrepositoryformatversion=1\\n[extensions]\\n"
	     "submodulePathConfig=true\\nrefStorage=files\\n"
	     "objectFormat=sha1\\nnoop-v1=1\\n",
		HSCAN_OK, NULL},
	    {"[core]\\nrepositoryformatversion=1\\n[extensions]\\n"
	     "refStorage=reftable\\n",
		HSCAN_EINVAL, "format cannot be read: its references"},
	    {"[core]\\nrepositoryformatversion=1\\n[extensions]\\n"
	     "refStorage=reftable\\n",
		HSCAN_EINVAL, "run git refs migrate --ref-format=files there"},
	    {"[core]\\nrepositoryformatversion=1\\n[extensions]\\n"
	     "objectFormat=sha256\\n",
		HSCAN_EINVAL,
		"format cannot be read: its objects are named by "
		"SHA-256"},
	    {"[core]\\nrepositoryformatversion=1\\n[extensions]\\n"
	     "compatObjectFormat=sha256\\n",
		HSCAN_EINVAL, "format cannot be read"},
	    {"[core]\\nrepositoryformatversion=2\\n", HSCAN_EINVAL, NULL},
	    {"[core\\n", HSCAN_EPARSE, NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_git_head head;
		struct hscan_error err;
		char command[400];

		(void)snprintf(command, sizeof(command),
		    "printf '%s' > clone/.git/config", cases[i].config);
		assert_true(try(*state, command));
		assert_int_equal(open_in(*state, "clone", false, &head, &err),
		    cases[i].status);
		if (cases[i].status != HSCAN_OK)
			assert_non_null(strstr(err.message, "clone: "));
		if (cases[i].says)
			assert_non_null(strstr(err.message, cases[i].says));
	}
}

/* The message names what git wants to be told, wherever one stands. */
static void
foreign_owners_are_not_trusted(void **state)
{
	static const char *const names[] = {"clone", "clone/.git", "clone/sub"};
	struct hscan_git_head head;
	struct hscan_error err;
	char *path;

	if (!try(*state, "chown -R 12345 clone 2>/dev/null"))
		skip();
	path = realpath(*state, NULL);
	assert_non_null(path);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char wanted[300];

		(void)snprintf(
		    wanted, sizeof(wanted), "safe.directory '%s/clone'", path);
		assert_int_equal(open_in(*state, names[i], i == 2, &head, &err),
		    HSCAN_EREFUSED);
		assert_non_null(strstr(err.message, wanted));
	}
	free(path);
}

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	(void)index;
	(void)name;
	(void)email;
	(void)payload;
	(void)err;
	return HSCAN_OK;
}

static enum hscan_status
count_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	(void)commit;
	(void)err;
	(*(int *)payload)++;
	return HSCAN_OK;
}

/* Walks from `name`'s head, with a glob that has every folder opened. */
static enum hscan_status
walk(const char *dir, const char *name, int *commits, struct hscan_error *err)
{
	const struct hscan_text glob = hscan_text_of("**/*.md");
	const struct hscan_git_visitor visitor = {
	    .author = take_author, .commit = count_commit, .payload = commits};
	char *path = support_join(dir, name);
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git *git = NULL;
	struct hscan_git_head head;
	enum hscan_status status;

	*commits = 0;
	assert_int_equal(hscan_git_open(path, false, &git, err), HSCAN_OK);
	assert_int_equal(hscan_doc_paths_new(&glob, 1, &paths, err), HSCAN_OK);
	status = hscan_git_head(git, NULL, &head, err);
	if (status == HSCAN_OK)
		status = hscan_git_walk(git, head.sha, paths, &visitor, err);
	hscan_doc_paths_free(paths);
	hscan_git_close(git);
	free(path);
	return status;
}

static void
cut_histories_are_told(void **state)
{
	struct hscan_error err;
	int commits;

	assert_true(try(*state,
	    "git -C clone commit -q --allow-empty -m two && "
	    "git clone -q --depth 1 \"file://$PWD/clone\" shallow"));
	assert_int_equal(walk(*state, "clone", &commits, &err), HSCAN_OK);
	assert_int_equal(commits, 2);
	assert_int_equal(walk(*state, "shallow", &commits, &err), HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "shallow"));
}

static bool
is_treeless(const char *dir, const char *name)
{
	char *path = support_join(dir, name);
	struct hscan_git *git = NULL;
	struct hscan_error err;
	bool treeless;

	assert_int_equal(hscan_git_open(path, false, &git, &err), HSCAN_OK);
	treeless = hscan_git_is_treeless(git);
	hscan_git_close(git);
	free(path);
	return treeless;
}

/* What is missing counts, not what was asked for once. */
static void
clones_without_folders_are_told(void **state)
{
	assert_true(try(*state,
	    "git -C clone rm -q -r sub && git -C clone commit -q -m two && "
	    "git -C clone config uploadpack.allowFilter true && "
	    "git -C clone config uploadpack.allowAnySHA1InWant true && "
	    "git clone -q --filter=tree:0 \"file://$PWD/clone\" tree && "
	    "git clone -q --filter=blob:none \"file://$PWD/clone\" blob && "
	    "git clone -q --bare --filter=tree:0 \"file://$PWD/clone\" bare && "
	    "git clone -q --bare --filter=combine:blob:none+tree:0 "
	    "\"file://$PWD/clone\" both && "
	    "git clone -q --bare --filter=object:type=commit "
	    "\"file://$PWD/clone\" commits"));
	assert_false(is_treeless(*state, "clone"));
	assert_false(is_treeless(*state, "blob"));
	assert_true(is_treeless(*state, "tree"));
	assert_true(is_treeless(*state, "bare"));
	assert_true(is_treeless(*state, "both"));
	assert_true(is_treeless(*state, "commits"));
	assert_true(try(
	    *state, "cd tree && git fetch -q --refetch --filter=blob:none"));
	assert_false(is_treeless(*state, "tree"));
	assert_true(
	    try(*state, "cd bare && git config remote.origin."
			"partialclonefilter blob:none && git fetch -q "
			"--refetch && git rev-parse -q --verify HEAD^{tree} "
			">/dev/null"));
	assert_false(is_treeless(*state, "bare"));
}

/* Each makes a commit and prints its id; git writes what it is given. */
static void
damaged_objects_are_told(void **state)
{
	static const char *const heads[] = {
	    /* a folder's tree that ends within an entry */
	    "t=$(printf '100644 a.md\\0short' | git hash-object -t tree -w "
	    "--stdin --literally); t=$(printf '040000 tree %s\\tdir\\n' $t | "
	    "git mktree); git commit-tree -m x -p main $t",
	    /* a root that is a file */
	    "printf 'tree %s\\n' "
	    "$(git rev-parse main:sub/x) | git hash-object -t commit -w "
	    "--stdin --literally",
	    /* a folder that is not there */
	    "t=$(printf '040000 tree %040d\\tdir\\n' 7 | git mktree "
	    "--missing); git commit-tree -m x -p main $t",
	    /* a parent that is no id, that is a tree, and none */
	    "printf 'tree %s\\nparent xyz\\nauthor A <a@x> 1 +0000\\n' "
	    "$(git rev-parse main:) | git hash-object -t commit -w --stdin "
	    "--literally",
	    "printf 'tree %s\\nparent %s\\n' $(git rev-parse main: main:) | "
	    "git hash-object -t commit -w --stdin --literally",
	    "printf 'tree %s\\nparent %040d\\n' $(git rev-parse main:) 7 | "
	    "git hash-object -t commit -w --stdin --literally",
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct hscan_error err = {.status = HSCAN_OK};
		struct hscan_buf command;
		int commits;

		hscan_buf_init(&command, 4096);
		(void)hscan_buf_add_format(&command,
		    "cd clone && c=$(%s) && "
		    "echo $c > .git/refs/heads/bad && "
		    "git symbolic-ref HEAD refs/heads/bad",
		    heads[i]);
		assert_true(try(*state, hscan_buf_string(&command)));
		hscan_buf_clear(&command);
		assert_int_equal(
		    walk(*state, "clone", &commits, &err), HSCAN_EPARSE);
		assert_non_null(strstr(err.message, "git fsck"));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(no_repository_needs_no_library),
	    TEST(every_place_opens),
	    TEST(formats_are_told_apart),
	    TEST(foreign_owners_are_not_trusted),
	    TEST(cut_histories_are_told),
	    TEST(clones_without_folders_are_told),
	    TEST(damaged_objects_are_told),
	};

	return cmocka_run_group_tests_name("repository", tests, NULL, NULL);
}
