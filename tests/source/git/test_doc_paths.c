/* SPDX-License-Identifier: MIT */
/* Which paths are documentation, by the default set and by globs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/internal.h"

static struct hscan_doc_paths *
paths_of(const char *a, const char *b)
{
	const struct hscan_text globs[] = {hscan_text_of(a), hscan_text_of(b)};
	struct hscan_doc_paths *paths = NULL;
	struct hscan_error err;

	assert_int_equal(
	    hscan_doc_paths_new(globs, a ? b ? 2 : 1 : 0, &paths, &err),
	    HSCAN_OK);
	return paths;
}

static void
the_default_set(void **state)
{
	static const struct {
		const char *path;
		bool doc;
	} cases[] = {
	    {"README", true},
	    {"README.md", true},
	    {"READMEs.c", true},
	    {"CONTRIBUTING.rst", true},
	    {"readme.md", false},
	    {"src/README.md", false},
	    {"docs/a.md", true},
	    {"docs/a/b/c.rst", true},
	    {"doc/x.txt", true},
	    {"Documentation/git.adoc", true},
	    {"Documentation/x.mdx", true},
	    {"docs/x.markdown", true},
	    {"docs/x.png", false},
	    {"docs/x.MD", false},
	    {"docs/.md", true},
	    {"docs/CMakeLists.txt", false},
	    {"docs/a/CMakeLists.txt", false},
	    {"docs/aCMakeLists.txt", true},
	    {"Docs/a.md", false},
	    {"src/docs/a.md", false},
	    {"docs", false},
	    {"", false},
	};
	struct hscan_doc_paths *paths = paths_of(NULL, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (hscan_doc_paths_match(
			paths, hscan_text_of(cases[i].path)) != cases[i].doc)
			fail_msg("%s", cases[i].path);
	assert_true(git_doc_paths_reach(paths, hscan_text_of("docs/")));
	assert_true(git_doc_paths_reach(paths, hscan_text_of("doc/a/b/")));
	assert_false(git_doc_paths_reach(paths, hscan_text_of("src/")));
	assert_false(git_doc_paths_reach(paths, hscan_text_of("docsx/")));
	hscan_doc_paths_free(paths);
}

static void
globs_as_git_has_them(void **state)
{
	static const struct {
		const char *glob, *path;
		bool doc;
	} cases[] = {
	    {"docs", "docs/a.c", true},
	    {"docs", "docs", true},
	    {"docs/", "docs", false},
	    {"docs/", "docs/a", true},
	    {"docs", "docsx/a", false},
	    {"./docs", "docs/a", true},
	    {"docs/**/*.md", "docs/a.md", true},
	    {"docs/**/*.md", "docs/b/c/a.md", true},
	    {"docs/**/*.md", "docs/a.mdx", false},
	    {"*.md", "a.md", true},
	    {"*.md", "b/a.md", false},
	    {"**/*.md", "a.md", true},
	    {"**/*.md", "b/a.md", true},
	    {"do*", "docs/a", false},
	    {"do*/*", "docs/a", true},
	    {"docs/[a-c]?.md", "docs/b1.md", true},
	    {"docs/[!a-c]?.md", "docs/b1.md", false},
	    {"a\\*b", "a*b", true},
	    {"a\\*b", "axb", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_doc_paths *paths = paths_of(cases[i].glob, NULL);

		if (hscan_doc_paths_match(
			paths, hscan_text_of(cases[i].path)) != cases[i].doc)
			fail_msg("%s against %s", cases[i].glob, cases[i].path);
		hscan_doc_paths_free(paths);
	}
}

/* Wherever a path matches, each folder on the way to it must be entered. */
static void
folders_on_the_way_are_reached(void **state)
{
	static const char *const globs[] = {"docs", "docs/", "docs/**/*.md",
	    "**/*.md", "do*/**", "docs/a/b/*.md", "d?cs/[ab]/**/x.md",
	    "docs/a/b/x.md"};
	static const char path[] = "docs/a/b/x.md";

	(void)state;
	for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++) {
		struct hscan_doc_paths *paths = paths_of(globs[i], NULL);

		assert_true(hscan_doc_paths_match(paths, hscan_text_of(path)));
		for (size_t len = 1; len < sizeof(path); len++)
			if (path[len - 1] == '/')
				assert_true(git_doc_paths_reach(
				    paths, (struct hscan_text){path, len}));
		hscan_doc_paths_free(paths);
	}
}

static void
bad_globs_are_refused(void **state)
{
	static const char *const cases[] = {"", "/docs", ":(glob)docs"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_text glob = hscan_text_of(cases[i]);
		struct hscan_doc_paths *paths = NULL;
		struct hscan_error err;

		assert_int_equal(
		    hscan_doc_paths_new(&glob, 1, &paths, &err), HSCAN_EINVAL);
		assert_non_null(strstr(err.message, "documentation path"));
		assert_null(paths);
	}
}

static void
equal_sets_have_equal_keys(void **state)
{
	struct hscan_doc_paths *ab = paths_of("a/**", "b");
	struct hscan_doc_paths *ba = paths_of("b", "a/**");
	struct hscan_doc_paths *b_folder = paths_of("a/**", "b/");
	struct hscan_doc_paths *none = paths_of(NULL, NULL);

	(void)state;
	assert_string_equal(hscan_doc_paths_key(ab), hscan_doc_paths_key(ba));
	assert_string_not_equal(
	    hscan_doc_paths_key(ab), hscan_doc_paths_key(b_folder));
	assert_string_not_equal(
	    hscan_doc_paths_key(ab), hscan_doc_paths_key(none));
	hscan_doc_paths_free(ab);
	hscan_doc_paths_free(ba);
	hscan_doc_paths_free(b_folder);
	hscan_doc_paths_free(none);
}

/* What a forge is asked for, in order, a line each; "-" for nothing. */
static void
assert_roots(struct hscan_doc_paths *paths, const char *expected)
{
	struct hscan_text roots[5];
	struct hscan_buf all;
	size_t len = 0;

	hscan_buf_init(&all, 1000);
	if (!hscan_doc_paths_roots(paths, roots, 5, &len))
		(void)hscan_buf_add_string(&all, "-");
	else
		for (size_t i = 0; i < len; i++) {
			(void)hscan_buf_add_text(&all, roots[i]);
			(void)hscan_buf_add_char(&all, '\n');
		}
	assert_string_equal(hscan_buf_string(&all), expected);
	hscan_buf_clear(&all);
	hscan_doc_paths_free(paths);
}

static void
roots_hold_all_that_matches(void **state)
{
	(void)state;
	assert_roots(paths_of(NULL, NULL),
	    "docs\ndoc\nDocumentation\nREADME.md\nCONTRIBUTING.md\n");
	assert_roots(paths_of("docs/**/*.md", "a/b.md"), "a/b.md\ndocs\n");
	assert_roots(paths_of("docs/", "docs/api/*"), "docs\n");
	assert_roots(paths_of("docs/a", "docs/*"), "docs\n");
	assert_roots(paths_of("docs", "docs-old/x"), "docs\ndocs-old/x\n");
	/* Nothing but the whole repository holds them. */
	assert_roots(paths_of("**/*.md", NULL), "-");
	assert_roots(paths_of("docs", "READ*"), "-");
}

/* Only what is documentation to its last file. */
static void
whole_folders_are_known(void **state)
{
	static const struct {
		const char *glob, *folder;
		bool whole;
	} cases[] = {
	    {"docs/**", "docs/", true},
	    {"docs/**", "docs/a/b/", true},
	    {"docs/**", "docsx/", false},
	    {"docs", "docs/", true},
	    {"docs/", "docs/a/", true},
	    {"docs/a", "docs/", false},
	    {"docs/a/**", "docs/", false},
	    {"docs/**/*.md", "docs/", false},
	    {"docs/*", "docs/", false},
	    {"docs/?/**", "docs/a/", false},
	    {"docs**", "docs/", false},
	    {"**", "docs/", false},
	    {NULL, "docs/", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_doc_paths *paths = paths_of(cases[i].glob, NULL);

		assert_int_equal(
		    git_doc_paths_cover(paths, hscan_text_of(cases[i].folder)),
		    cases[i].whole);
		hscan_doc_paths_free(paths);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_default_set),
	    cmocka_unit_test(globs_as_git_has_them),
	    cmocka_unit_test(folders_on_the_way_are_reached),
	    cmocka_unit_test(whole_folders_are_known),
	    cmocka_unit_test(bad_globs_are_refused),
	    cmocka_unit_test(equal_sets_have_equal_keys),
	    cmocka_unit_test(roots_hold_all_that_matches),
	};

	return cmocka_run_group_tests_name("doc paths", tests, NULL, NULL);
}
