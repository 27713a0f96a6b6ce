/* SPDX-License-Identifier: MIT */
/* Globs: what matches, as git's own matcher has it, and what must be entered
 * to find it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/glob.h"
#include "base/text.h"

struct glob_case {
	const char *pattern, *text;
	bool matches;
};

static const struct glob_case path_cases[] = {
    {"", "", true},
    {"", "a", false},
    {"a", "a", true},
    {"a", "ab", false},
    {"a", "A", false},
    {"?", "a", true},
    {"?", "/", false},
    {"?", "", false},
    {"*", "", true},
    {"*", "abc", true},
    {"*", "a/b", false},
    {"*/b", "a/b", true},
    {"*/b", "a/c/b", false},
    {"*.md", ".md", true},
    {"*.md", "a.mdx", false},
    {"a*b*c", "aXbYbZc", true},
    {"a*b*c", "aXbYbZ", false},
    /* Two stars between slashes. */
    {"**", "a/b/c", true},
    {"**/a", "a", true},
    {"**/a", "x/y/a", true},
    {"**/a", "xa", false},
    {"a/**", "a/b", true},
    {"a/**", "a/b/c", true},
    {"a/**", "a", false},
    {"a/**/b", "a/b", true},
    {"a/**/b", "a/x/y/b", true},
    {"a/**/b", "a/xb", false},
    {"a/**/**/b", "a/b", true},
    {"a/***/b", "a/x/y/b", true},
    {"**/*.md", "a.md", true},
    {"**/*.md", "a/b.c/d.md", true},
    {"docs/**/*.md", "docs/.md", true},
    /* And elsewhere: they are one. */
    {"a**/b", "ax/b", true},
    {"a**/b", "ax/y/b", false},
    {"**a", "x/a", false},
    {"a/b**", "a/bc", true},
    {"a/b**", "a/b/c", false},
    /* An escaped slash ends them too, but is not left out. */
    {"**\\/a", "x/y/a", true},
    {"**\\/a", "a", false},
    /* Backslashes. */
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"\\a", "a", true},
    {"a\\", "a", false},
    {"a\\", "a\\", false},
    /* Classes. */
    {"[ab]", "b", true},
    {"[ab]", "c", false},
    {"[a-c]x", "bx", true},
    {"[a-c]x", "dx", false},
    {"[!a-c]", "d", true},
    {"[^a-c]", "b", false},
    {"[!a]", "/", false},
    {"[/]", "/", false},
    {"[]a]", "]", true},
    {"[!]a]", "]", false},
    {"[!]a]", "b", true},
    {"[a-]", "-", true},
    {"[-a]", "-", true},
    {"[a-c-e]", "d", false},
    {"[c-a]", "c", true}, /* git: the first of a range counts always */
    {"[c-a]", "b", false},
    {"[\\]]", "]", true},
    {"[\\a-\\c]", "b", true},
    {"[[:digit:]x]", "7", true},
    {"[[:digit:]x]", "x", true},
    {"[![:digit:]]", "7", false},
    {"[[:alpha:][:space:]]", " ", true},
    {"[[:upper:]]", "a", false},
    {"[[:punct:]]", ".", true},
    {"[[:xdigit:]]", "F", true},
    {"[[:cntrl:]]", "\x7F", true},
    {"[[:blank:]]", "\n", false},
    {"[[:nothing:]]", "n", false},
    {"[[:digit]", ":", true},
    {"[a-[:b]", "a", true},
    {"[a", "a", false},
    {"[a", "[a", false},
    {"[", "[", false},
    {"[]", "]", false},
    {"[[:alpha:]", "a", false},
    {"\xC3\xA4?", "\xC3\xA4x", true},
};

static void
paths_match_as_in_git(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(path_cases) / sizeof(path_cases[0]);
	     i++) {
		const struct glob_case *c = &path_cases[i];

		if (hscan_glob_match_path(hscan_text_of(c->pattern),
			hscan_text_of(c->text)) != c->matches)
			fail_msg("%s against %s", c->pattern, c->text);
	}
}

/* What matches can be reached from each of its beginnings. */
static void
beginnings_of_matches_reach(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(path_cases) / sizeof(path_cases[0]);
	     i++) {
		const struct glob_case *c = &path_cases[i];
		size_t len = strlen(c->text);

		for (size_t at = 0; c->matches && at < len; at++)
			if (!hscan_glob_reaches(hscan_text_of(c->pattern),
				(struct hscan_text){c->text, at}))
				fail_msg("%s from %zu bytes of %s", c->pattern,
				    at, c->text);
	}
}

static void
what_cannot_match_is_not_reached(void **state)
{
	static const struct {
		const char *pattern, *prefix;
		bool reaches;
	} cases[] = {
	    {"docs/**/*.md", "docs/", true},
	    {"docs/**/*.md", "docs/a/b/", true},
	    {"docs/**/*.md", "src/", false},
	    {"docs/*.md", "docs/", true},
	    {"docs/*.md", "docs/a/", false},
	    {"*.md", "a/", false},
	    {"*/x", "a/", true},
	    {"*/x", "a/b/", false},
	    {"**/x", "a/b/c/", true},
	    {"a/**", "b/", false},
	    {"a", "a", false}, /* it must be longer */
	    {"[", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (hscan_glob_reaches(hscan_text_of(cases[i].pattern),
			hscan_text_of(cases[i].prefix)) != cases[i].reaches)
			fail_msg(
			    "%s from %s", cases[i].pattern, cases[i].prefix);
}

static void
logins_match_without_case(void **state)
{
	static const struct glob_case cases[] = {
	    {"*-bot", "sample-bot", true},
	    {"*-bot", "Sample-BOT", true},
	    {"*-BOT", "sample-bot", true},
	    {"*-bot", "bot", false},
	    {"*-bot", "a-bot2", false},
	    {"bot*", "bot/a", true},
	    {"**", "a/b", true},
	    {"?ot", "/ot", true},
	    {"[a-c]x", "BX", true},
	    {"[A-C]x", "bx", true},
	    {"*\\[bot\\]", "mend[bot]", true},
	    {"*[bot]", "mend[bot]", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (hscan_glob_match_nocase(hscan_text_of(cases[i].pattern),
			hscan_text_of(cases[i].text)) != cases[i].matches)
			fail_msg(
			    "%s against %s", cases[i].pattern, cases[i].text);
}

/* A pattern that makes a matcher that backtracks run for ages. */
static void
long_patterns_end(void **state)
{
	char *stars = malloc(HSCAN_GLOB_MAX + 1);
	char text[201];
	struct hscan_text pattern = {stars, HSCAN_GLOB_MAX};

	(void)state;
	assert_non_null(stars);
	for (size_t i = 0; i < HSCAN_GLOB_MAX; i++)
		stars[i] = i % 2 ? 'a' : '*';
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 'b';
	assert_false(hscan_glob_match_path(
	    pattern, (struct hscan_text){text, sizeof(text)}));
	pattern.len = 200;
	assert_true(hscan_glob_match_path(
	    pattern, (struct hscan_text){text, sizeof(text) - 1}));
	memset(stars, 'a', HSCAN_GLOB_MAX + 1);
	pattern.len = HSCAN_GLOB_MAX + 1;
	assert_false(hscan_glob_match_path(pattern, pattern));
	pattern.len = HSCAN_GLOB_MAX;
	assert_true(hscan_glob_match_path(pattern, pattern));
	free(stars);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(paths_match_as_in_git),
	    cmocka_unit_test(beginnings_of_matches_reach),
	    cmocka_unit_test(what_cannot_match_is_not_reached),
	    cmocka_unit_test(logins_match_without_case),
	    cmocka_unit_test(long_patterns_end),
	};

	return cmocka_run_group_tests_name("glob", tests, NULL, NULL);
}
