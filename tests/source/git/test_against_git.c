/* SPDX-License-Identifier: MIT */
/* The documentation flag must be git's, to the commit: a generated history is
 * walked with many globs and compared with what `git log` lists for them. */
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
#include "source/git/git.h"
#include "support/support.h"

enum { COMMITS = 300, BRANCHES = 4, HEX = 2 * HSCAN_SHA_SIZE };

static const char *const files[] = {"docs/a.md", "docs/b.txt", "docs/x/c.md",
    "docs/x/y/d.md", "docs/x/y/CMakeLists.txt", "docs2/e.md", "docsx", "doc",
    "lib/docs/f.md", "lib/g.c", "lib-h/i.c", "lib.c", "README", "README.md",
    "CONTRIBUTING.rst", "src/README.md", "a[b]/j.md", "ab/k.md", "*/l.md",
    "Documentation/m.adoc", "zz/z.md", "docs/.hidden/n.md"};
enum { FILES = sizeof(files) / sizeof(files[0]) };

/* What "module" is changes: a submodule, a link, a file, a folder. */
static const char *const modules[] = {
    "M 160000 1111111111111111111111111111111111111111 module\n",
    "M 160000 2222222222222222222222222222222222222222 module\n",
    "M 120000 inline module\ndata 4\ndocs\n",
    "M 100644 inline module\ndata 4\nfile\n", "D module\n",
    "M 100644 inline module/in\ndata 2\nin\n"};
enum { MODULES = sizeof(modules) / sizeof(modules[0]) };

struct fixture {
	char *dir;
	struct hscan_git *git;
	uint64_t random;
};

static unsigned
dice(struct fixture *f, unsigned sides)
{
	f->random =
	    f->random * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned)(f->random >> 33) % sides;
}

static void
add_change(struct fixture *f, struct hscan_buf *out)
{
	const char *file = files[dice(f, FILES)];

	switch (dice(f, 8)) {
	case 0: (void)hscan_buf_add_format(out, "D %s\n", file); break;
	case 1:
		(void)hscan_buf_add_string(out, modules[dice(f, MODULES)]);
		break;
	default: /* few contents and modes: some changes are none */
		(void)hscan_buf_add_format(out,
		    "M %s inline %s\ndata 2\n%u\n\n",
		    dice(f, 4) ? "100644" : "100755", file, dice(f, 3));
	}
}

/* One commit; some begin a history of their own, some merge. */
static void
add_commit(struct fixture *f, struct hscan_buf *out, unsigned number)
{
	unsigned branch = dice(f, BRANCHES), other = dice(f, BRANCHES);
	static const char ref[] = "refs/heads/b";

	if (number < BRANCHES)
		branch = other = number;
	if (number == COMMITS / 2)
		(void)hscan_buf_add_format(out, "reset %s%u\n\n", ref, branch);
	(void)hscan_buf_add_format(out,
	    "commit %s%u\nauthor A <a@x> %u +0000\n"
	    "committer C <c@x> %u +0000\ndata 0\n",
	    ref, branch, number, number);
	if (branch != other && dice(f, 3) == 0)
		(void)hscan_buf_add_format(out, "merge %s%u\n", ref, other);
	for (unsigned i = dice(f, 4); i > 0; i--)
		add_change(f, out);
	(void)hscan_buf_add_string(out, "\n");
}

static void
run(const char *dir, const char *command)
{
	struct hscan_buf line;

	hscan_buf_init(&line, 8192);
	(void)hscan_buf_add_format(&line,
	    "cd '%s' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
	    "GIT_DIR=. %s",
	    dir, command);
	assert_int_equal(line.failed, HSCAN_OK);
	assert_int_equal(system(hscan_buf_string(&line)), 0);
	hscan_buf_clear(&line);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_buf out;
	struct hscan_error err;
	char *path;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->random = 20;
	hscan_buf_init(&out, (size_t)1024 * 1024);
	for (unsigned i = 0; i < COMMITS; i++)
		add_commit(f, &out, i);
	(void)hscan_buf_add_string(&out,
	    "commit refs/heads/main\ncommitter C <c@x> 999 +0000\ndata 0\n"
	    "from refs/heads/b0\nmerge refs/heads/b1\n"
	    "merge refs/heads/b2\nmerge refs/heads/b3\n\ndone\n");
	assert_int_equal(out.failed, HSCAN_OK);
	path = support_join(f->dir, "history");
	support_write(path, out.ptr, out.len);
	free(path);
	hscan_buf_clear(&out);
	run(f->dir, "git init -q --bare -b main .");
	run(f->dir, "git fast-import --quiet --done < history");
	assert_int_equal(
	    hscan_git_open(f->dir, false, &f->git, &err), HSCAN_OK);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_git_close(f->git);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

struct found {
	char shas[COMMITS + 1][HEX + 2]; /* each with a line feed */
	size_t len;
};

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
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct found *found = payload;
	char *line = found->shas[found->len];

	(void)err;
	if (!commit->documentation)
		return HSCAN_OK;
	assert_true(found->len < COMMITS);
	assert_false(commit->merge);
	for (size_t i = 0; i < HSCAN_SHA_SIZE; i++)
		(void)snprintf(
		    line + 2 * i, 3, "%02x", (unsigned)commit->sha[i]);
	(void)snprintf(line + HEX, 2, "\n");
	found->len++;
	return HSCAN_OK;
}

static int
by_sha(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The commits found by a walk, sorted, one a line. */
static void
walk(struct fixture *f, const struct hscan_text *globs, size_t globs_len,
    struct hscan_buf *out)
{
	struct found *found = calloc(1, sizeof(*found));
	const struct hscan_git_visitor visitor = {
	    .author = take_author, .commit = take_commit, .payload = found};
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git_head head;
	struct hscan_error err;

	assert_non_null(found);
	assert_int_equal(
	    hscan_doc_paths_new(globs, globs_len, &paths, &err), HSCAN_OK);
	assert_int_equal(hscan_git_head(f->git, NULL, &head, &err), HSCAN_OK);
	assert_int_equal(
	    hscan_git_walk(f->git, head.sha, paths, &visitor, &err), HSCAN_OK);
	qsort(found->shas, found->len, sizeof(found->shas[0]), by_sha);
	hscan_buf_reset(out);
	for (size_t i = 0; i < found->len; i++)
		(void)hscan_buf_add_string(out, found->shas[i]);
	hscan_doc_paths_free(paths);
	free(found);
}

/* `pathspecs` is for the shell. Gives how many there are. */
static size_t
compare(struct fixture *f, const struct hscan_text *globs, size_t globs_len,
    const char *pathspecs)
{
	struct hscan_buf out, command;
	char *path = support_join(f->dir, "expected"), *expected;
	size_t count;

	hscan_buf_init(&out, (size_t)1024 * 1024);
	hscan_buf_init(&command, 8192);
	(void)hscan_buf_add_format(&command,
	    "git log --no-merges --full-history --format=%%H HEAD -- %s"
	    " | LC_ALL=C sort > expected",
	    pathspecs);
	run(f->dir, hscan_buf_string(&command));
	expected = support_read(path, NULL);
	walk(f, globs, globs_len, &out);
	if (strcmp(hscan_buf_string(&out), expected) != 0)
		fail_msg("%s: git has %zu, we %zu", pathspecs,
		    strlen(expected) / (HEX + 1), out.len / (HEX + 1));
	count = out.len / (HEX + 1);
	hscan_buf_clear(&out);
	hscan_buf_clear(&command);
	free(expected);
	free(path);
	return count;
}

static void
each_glob_is_as_in_git(void **state)
{
	static const char *const globs[] = {"docs/**/*.md", "docs/**", "docs",
	    "docs/", "docs/.", "docs//x/", "./docs/x/../a.md", "doc", "docsx",
	    "docsx/", "do*", "do**", "do*/*", "do**/*.md", "docs/*", "docs/*/",
	    "*", "**", "**/", "*.md", "**/*.md", "**/docs/**", "**/README*",
	    "README*", "README", "lib", "lib/**", "lib*/**", "?ib/*.c",
	    "l[h-j]b/**", "a[b]", "a[b]/**", "a\\[b]/**", "a\\[b\\]",
	    "[!d]*/**", "\\*", "*/l.md", "module", "module/", "module/*",
	    "module/in", "mod*", "mod*/", "m?dule/in", "zz/**", "docs/.hidden",
	    "docs/[.]*/*", "docs/x/y/[[:upper:]]*", "DOCS/**", "nothing", "[",
	    "docs/[", "docs/\\"};
	size_t found = 0;

	for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++) {
		struct hscan_text glob = hscan_text_of(globs[i]);
		char pathspec[100];

		(void)snprintf(
		    pathspec, sizeof(pathspec), "':(glob)%s'", globs[i]);
		found += compare(*state, &glob, 1, pathspec);
	}
	assert_true(found > COMMITS);
}

static void
several_globs_are_united(void **state)
{
	const struct hscan_text globs[] = {hscan_text_of("zz/*.md"),
	    hscan_text_of("docs/x/**"), hscan_text_of("README")};

	assert_true(
	    compare(*state, globs, 3,
		"':(glob)zz/*.md' ':(glob)docs/x/**' ':(glob)README'") > 0);
}

static void
the_default_is_spelt_out(void **state)
{
	/* The shell makes all pairs of them. */
	assert_true(compare(*state, NULL, 0,
			"$(for d in docs doc Documentation; do for s in md mdx "
			"markdown rst adoc txt; do echo \":(glob)$d/**/*.$s\"; "
			"done; done) ':(glob)README*' ':(glob)CONTRIBUTING*' "
			"':(exclude,glob)**/CMakeLists.txt'") > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_glob_is_as_in_git),
	    cmocka_unit_test(several_globs_are_united),
	    cmocka_unit_test(the_default_is_spelt_out),
	};

	return cmocka_run_group_tests_name(
	    "against git", tests, set_up, tear_down);
}
