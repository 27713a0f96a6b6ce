/* SPDX-License-Identifier: MIT */
/* Tables of repositories: which column it is, what stands in it, and tables
 * that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/repo_csv.h"
#include "base/buf.h"
#include "base/text.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

/* "[line column|cell]" */
static enum hscan_status
write_down(struct hscan_text cell, size_t line, struct hscan_text column,
    void *payload, struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)hscan_buf_add_format(out, "[%zu %.*s|%.*s]", line,
	    (int)column.len, column.ptr, (int)cell.len, cell.ptr);
	return hscan_buf_check(out, "what was told", err);
}

static void
tables_are_read(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	    {"repo,stars\no/n,5\np/q,6\n", "[2 repo|o/n][3 repo|p/q]"},
	    {"stars;repo\r\n5;o/n\r\n6;p/q", "[2 repo|o/n][3 repo|p/q]"},
	    {"stars\trepo\n5\to/n\n", "[2 repo|o/n]"},
	    {"repo\no/n\n\n  \n# x\np/q # y\n", "[2 repo|o/n][6 repo|p/q # y]"},
	    {"\xEF\xBB\xBFRepo URL,x\no/n,1\n", "[2 Repo URL|o/n]"},
	    {"\n# made by hand\nrepo.url,repo.language\no/n,C\n",
		"[4 repo.url|o/n]"},
	    {"#,repo\n1,o/n\n", "[2 repo|o/n]"},
	    {"\"name\";\"repo\"\n\"a;b\";\"o/n\"\n", "[2 repo|o/n]"},
	    {"note,repo\n\"two\nlines, \"\"so\"\"\",o/n\n,p/q\n",
		"[2 repo|o/n][4 repo|p/q]"},
	    {"repo,x\n\"o/\"\"n\"\"\",1\n", "[2 repo|o/\"n\"]"},
	    {"repo,x\n \"o/n\" ,1\n", "[2 repo|o/n]"},
	    {"repo,x\no\"n,1\n", "[2 repo|o\"n]"},
	    /* The best of several, whatever their order. */
	    {"name,url,full_name\na,b,c\n", "[2 full_name|c]"},
	    {"name,stars\no/n,1\n", "[2 name|o/n]"},
	    {"nameWithOwner,url\no/n,u\n", "[2 nameWithOwner|o/n]"},
	    /* Short rows, and separators at the end. */
	    {"x,repo\n1\n2,o/n,,\n", "[2 repo|][3 repo|o/n]"},
	    {"x,repo\n,\n", "[2 repo|]"},
	    {"repo\n", ""},
	    {"repo", ""},
	    {"repo,repo,url\no/n", NULL},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_error err = {.message = ""};
		struct hscan_buf got;
		enum hscan_status status;

		hscan_buf_init(&got, 4096);
		assert_true(repo_csv_is(hscan_text_of(rows[i].text)));
		status = repo_csv_read(hscan_text_of(rows[i].text), "list",
		    write_down, &got, &err);
		if (!rows[i].expected)
			assert_non_null(strstr(err.message, "twice"));
		else if (status != HSCAN_OK)
			fail_msg("%s: %s", rows[i].text, err.message);
		else
			assert_string_equal(
			    hscan_buf_string(&got), rows[i].expected);
		hscan_buf_clear(&got);
	}
}

static void
lists_are_no_tables(void **state)
{
	static const char *const rows[] = {"", "\n", "o/n", "o/n\np/q,x\n",
	    "# repo,stars\no/n\n", "o/n # a, b\n", "o/n\t# a\n", "meadow",
	    "https://github.com/o/n\n", "repos\n", "pkg:github/o/n\n",
	    "o/n m\n"};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		if (repo_csv_is(hscan_text_of(rows[i])))
			fail_msg("a table: %s", rows[i]);
	assert_false(repo_csv_is((struct hscan_text){NULL, 0}));
	assert_false(repo_csv_is((struct hscan_text){"a\0,b", 4}));
}

static void
refuse(struct hscan_text text, const char *words)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf got;

	hscan_buf_init(&got, SIZE_MAX);
	assert_int_equal(
	    repo_csv_read(text, "list", write_down, &got, &err), HSCAN_EINVAL);
	if (!strstr(err.message, words))
		fail_msg("%s", err.message);
	hscan_buf_clear(&got);
}

static void
what_is_broken_is_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
	    {"id,stars\n1,2\n", "list:1: no column of this table says"},
	    {"id,stars\n1,2\n", "it has id, stars; call one"},
	    {"# x\n\nid;a,b;stars\n", "list:3: no column"},
	    {"id;a,b;stars\n", "it has id, a,b, stars;"},
	    {"a,b,c,d,e,f,g,h,i\n", "g, h, ...; call"},
	    {"a\x1b[31m,b\n", "it has a\\x1B[31m, b;"},
	    {"repo,x\no/n,1\n\"p/q,1\nr/s,1\n",
		"list:3: the quote that begins here is not closed"},
	    {"\"repo,x\no/n,1\n", "list:1: the quote"},
	    {"repo,x\n\"o/n\"m,1\n", "list:2: text follows a quote"},
	    {"repo,x\no/n,1\np/q,1,2\n", "list:3: this row has more values"},
	    {"Repo,repo\no/n,1\n", "list: the header of this table has 'repo'"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		refuse(hscan_text_of(rows[i].text), rows[i].words);
}

/* However much there is of it, it ends and says what is wrong. */
static void
large_ones_end(void **state)
{
	size_t size = (size_t)4 * 1024 * 1024;
	char *text = malloc(size);

	(void)state;
	assert_non_null(text);
	memset(text, ',', size);
	refuse((struct hscan_text){text, size}, "no column");
	memset(text, '"', size);
	memcpy(text, "repo,x\n\"", 8);
	text[size - 1] =
	    'x'; /* the quotes before it are pairs, or one is not */
	refuse((struct hscan_text){text, size},
	    (size - 9) % 2 == 0 ? "not closed" : "text follows");
	memset(text, '\n', size);
	memcpy(text, "\"", 1);
	refuse((struct hscan_text){text, size}, "list:1: the quote");
	free(text);
}

static enum hscan_status
stop_at_once(struct hscan_text cell, size_t line, struct hscan_text column,
    void *payload, struct hscan_error *err)
{
	(void)cell;
	(void)line;
	(void)column;
	++*(int *)payload;
	return hscan_no_memory(err);
}

static void
who_is_told_may_end_it(void **state)
{
	struct hscan_error err;
	int told = 0;

	(void)state;
	assert_int_equal(repo_csv_read(hscan_text_of("repo\no/n\np/q\n"),
			     "list", stop_at_once, &told, &err),
	    HSCAN_ENOMEM);
	assert_int_equal(told, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables_are_read),
	    cmocka_unit_test(lists_are_no_tables),
	    cmocka_unit_test(what_is_broken_is_refused),
	    cmocka_unit_test(large_ones_end),
	    cmocka_unit_test(who_is_told_may_end_it),
	};

	return cmocka_run_group_tests_name("repo_csv", tests, NULL, NULL);
}
