/* SPDX-License-Identifier: MIT */
/* Names of pages: as one expects them, safe, and no two alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mix.h"
#include "base/text.h"
#include "report/page_name.h"

static const struct {
	const char *host, *full_name, *page;
} cases[] = {
    {NULL, "sample/meadow", "sample--meadow.html"},
    {NULL, "Sample/.github", "Sample--.github.html"},
    {NULL, "a-b/c-d_e.f", "a-b--c-d_e.f.html"},
    {NULL, "a/b--c", "a--b-~2Dc.html"},
    {NULL, "a-/b", "a---b.html"},
    {NULL, "a/-b", "a--~2Db.html"},
    {NULL, "@mine", "@mine.html"},
    {"ghe.example", "team/x", "ghe.example--team--x.html"},
    {"ghe.example:8443", "team/x", "ghe.example~3A8443--team--x.html"},
    {"local", "src/\x1B[31mred", "local--src--~1B~5B31mred.html"},
    {"local", "alone", "local----alone.html"},
    {NULL, "local/alone", "local--alone.html"},
    {NULL, "../../etc/passwd", "~2E.--..--etc--passwd.html"},
    {NULL, "x~2Dy\xC3\xA9", "x~7E2Dy~C3~A9.html"},
};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static char *
name_of(const char *host, struct hscan_text full_name)
{
	struct hscan_buf out;
	char *copy;

	hscan_buf_init(&out, 1000);
	page_name(&out, host, full_name, ".html");
	assert_int_equal(out.failed, HSCAN_OK);
	assert_true(out.len < 256);
	copy = strdup(hscan_buf_string(&out));
	assert_non_null(copy);
	hscan_buf_clear(&out);
	return copy;
}

static void
as_expected(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		char *name =
		    name_of(cases[i].host, hscan_text_of(cases[i].full_name));

		assert_string_equal(name, cases[i].page);
		free(name);
	}
}

static void
long_ones_differ_too(void **state)
{
	char text[2][5000], *names[2];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		memset(text[i], 'a', sizeof(text[i]));
		text[i][2] = '/';
		text[i][4999] = i ? 'b' : 'a';
		names[i] = name_of(
		    NULL, (struct hscan_text){text[i], sizeof(text[i])});
		assert_memory_equal(names[i], "aa--aaaa", 8);
		assert_true(hscan_text_ends(hscan_text_of(names[i]), ".html"));
	}
	assert_string_not_equal(names[0], names[1]);
	free(names[0]);
	free(names[1]);
}

/* --- no two alike --- */

enum { NAMES = 40000, LEN = 5 };

struct named {
	char host[2], full_name[LEN + 1];
	char *page;
};

static int
by_page(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return strcmp(x->page, y->page);
}

static void
check_safe(const char *page)
{
	assert_true(page[0] != '.' && page[0] != '\0');
	for (const char *c = page; *c; c++)
		assert_true(hscan_is_alnum(*c) || strchr("-._~@", *c));
}

/* Short ones of the letters that matter. */
static void
others_are_other_ones(void **state)
{
	static const char letters[] = "aA/--.~_2";
	static struct named all[NAMES];
	size_t checked = 0;

	(void)state;
	for (uint64_t i = 0; i < NAMES; i++) {
		uint64_t bits = hscan_mix(i + 1);
		size_t len = 1 + bits % LEN;

		bits /= LEN;
		all[i].host[0] = bits % 2 ? 'h' : '\0';
		for (size_t j = 0; j < len; j++) {
			bits /= 16;
			all[i].full_name[j] =
			    letters[bits % (sizeof(letters) - 1)];
		}
		/* None of its parts is empty. */
		if (all[i].full_name[0] == '/' ||
		    strstr(all[i].full_name, "//") ||
		    all[i].full_name[len - 1] == '/')
			memcpy(all[i].full_name, "a", 2);
		all[i].page = name_of(all[i].host[0] ? all[i].host : NULL,
		    hscan_text_of(all[i].full_name));
		check_safe(all[i].page);
	}
	qsort(all, NAMES, sizeof(all[0]), by_page);
	for (size_t i = 1; i < NAMES; i++) {
		bool same =
		    strcmp(all[i].full_name, all[i - 1].full_name) == 0 &&
		    all[i].host[0] == all[i - 1].host[0];

		checked += !same;
		if ((strcmp(all[i].page, all[i - 1].page) == 0) != same)
			fail_msg("%s%s and %s%s: %s", all[i].host,
			    all[i].full_name, all[i - 1].host,
			    all[i - 1].full_name, all[i].page);
	}
	assert_true(checked > 5000);
	for (size_t i = 0; i < NAMES; i++)
		free(all[i].page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_expected),
	    cmocka_unit_test(long_ones_differ_too),
	    cmocka_unit_test(others_are_other_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
