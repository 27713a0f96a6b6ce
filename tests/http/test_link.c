/* SPDX-License-Identifier: MIT */
/* Whatever a server makes of its Link header, the next page is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/link.h"

struct link_case {
	const char *name;
	const char *headers;
	const char *next; /* NULL: there is none */
};

static struct link_case cases[] = {
    {
	.name = "what GitHub sends for pages",
	.headers = "Link: <https://h/r?page=2>; rel=\"next\", "
		   "<https://h/r?page=9>; rel=\"last\"\n",
	.next = "https://h/r?page=2",
    },
    {
	.name = "what GitHub sends for cursors",
	.headers = "link: <https://h/repositories/1/issues?after=Y3Vy%3D%3D"
		   "&per_page=30&page=2>; rel=\"next\"\n",
	.next = "https://h/repositories/1/issues?after=Y3Vy%3D%3D&per_page=30"
		"&page=2",
    },
    {
	.name = "the last page",
	.headers = "Link: <https://h/1>; rel=\"prev\", <https://h/0>; "
		   "rel=\"first\"\n",
    },
    {
	.name = "no header",
	.headers = "ETag: \"x\"\n",
    },
    {
	.name = "a name in any case",
	.headers = "lInK: <a>; REL=\"NEXT\"\n",
	.next = "a",
    },
    {
	.name = "several fields",
	.headers = "Link: <a>; rel=last\nDate: x\nLink: <b>; rel=next\n",
	.next = "b",
    },
    {
	.name = "comma and semicolon in the address",
	.headers = "Link: </x?labels=a,b;c>; rel=\"last\",</y?l=d,e;f>; "
		   "rel=\"next\"\n",
	.next = "/y?l=d,e;f",
    },
    {
	.name = "comma, semicolon and escaped quote in a parameter",
	.headers = "Link: <a>; title=\"x, <z>; rel=next \\\" y\"; rel=prev, "
		   "<b>; rel=next\n",
	.next = "b",
    },
    {
	.name = "parameters in any order, with spaces, without quotes",
	.headers = "Link: <a> ;title=\"t\" ; rel = next ;type=x\n",
	.next = "a",
    },
    {
	.name = "a relation of several words",
	.headers = "Link: <a>; rel=\"last\tNext\"\n",
	.next = "a",
    },
    {
	.name = "a word that only begins like it",
	.headers = "Link: <a>; rel=\"nextish\", <b>; rel=\"xnext\"\n",
    },
    {
	.name = "a second rel does not count",
	.headers = "Link: <a>; rel=prev; rel=next\n",
    },
    {
	.name = "rev is not rel",
	.headers = "Link: <a>; rev=next; xrel=next\n",
    },
    {
	.name = "rel without a value",
	.headers = "Link: <a>; rel, <b>; rel=, <c>; rel=\"\"\n",
    },
    {
	.name = "the first next wins",
	.headers = "Link: <a>; rel=next, <b>; rel=next\n",
	.next = "a",
    },
    {
	.name = "empty members and noise between links",
	.headers = "Link: ,, noise, x=\"<c>, \", <a>; rel=next\n",
	.next = "a",
    },
    {
	.name = "an address cut off",
	.headers = "Link: <https://h/a; rel=\"next\"\n",
    },
    {
	.name = "a quote cut off",
	.headers = "Link: <a>; rel=\"next\n",
    },
    {
	.name = "a backslash at the end",
	.headers = "Link: <a>; rel=\"next\\\n",
    },
    {
	.name = "parameters cut off",
	.headers = "Link: <a>;\n",
    },
    {
	.name = "an empty address is there, and refused later",
	.headers = "Link: <>; rel=next\n",
	.next = "",
    },
    {
	.name = "an empty field",
	.headers = "Link:\nLink: <a>; rel=next",
	.next = "a",
    },
};

static void
find_next(void **state)
{
	const struct link_case *c = *state;
	/* Exactly as long as it is, so that reading on would be seen. */
	size_t len = strlen(c->headers);
	char *copy = malloc(len);
	struct hscan_text next;

	assert_non_null(copy);
	memcpy(copy, c->headers, len);
	next = hscan_link_next((struct hscan_text){copy, len});
	if (c->next) {
		assert_non_null(next.ptr);
		assert_int_equal(next.len, strlen(c->next));
		assert_memory_equal(next.ptr, c->next, next.len);
	} else {
		assert_null(next.ptr);
	}
	free(copy);
}

static void
the_last_page_is_a_count(void **state)
{
	static const struct {
		const char *headers;
		int64_t pages;
	} rows[] = {
	    {"", -1},
	    {"Link: <https://h/x?page=2>; rel=\"next\"\n", -1},
	    {"Link: <https://h/x?page=2>; rel=\"next\", "
	     "<https://h/x?per_page=100&page=19>; rel=\"last\"\n",
		19},
	    {"Link: <https://h/x?page=7&per_page=100>; rel=last\n", 7},
	    {"Link: <https://h/page=3>; rel=last\n", -1},
	    {"Link: <https://h/x?page=>; rel=last\n", -1},
	    {"Link: <https://h/x?page=0>; rel=last\n", -1},
	    {"Link: <https://h/x?page=-4>; rel=last\n", -1},
	    {"Link: <https://h/x?page=2x>; rel=last\n", -1},
	    {"Link: <https://h/x?page=99999999999999999999>; rel=last\n", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (hscan_link_pages((struct hscan_text){rows[i].headers,
			strlen(rows[i].headers)}) != rows[i].pages)
			fail_msg("row %zu", i);
}

/* Every beginning of a header is a header that was cut off. */
static void
truncation_is_harmless(void **state)
{
	static const char text[] =
	    "Link: <a>; title=\"\\\"<\"; rel=\"x next\" , <b>; rel=next";

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		char *copy = malloc(len ? len : 1);
		struct hscan_text next;

		assert_non_null(copy);
		memcpy(copy, text, len);
		next = hscan_link_next((struct hscan_text){copy, len});
		assert_true(!next.ptr || next.len == 1);
		free(copy);
	}
}

int
main(void)
{
	enum { N = sizeof(cases) / sizeof(cases[0]) };
	struct CMUnitTest tests[N + 2];

	for (size_t i = 0; i < N; i++)
		tests[i] = (struct CMUnitTest){
		    .name = cases[i].name,
		    .test_func = find_next,
		    .initial_state = &cases[i],
		};
	tests[N] = (struct CMUnitTest)cmocka_unit_test(truncation_is_harmless);
	tests[N + 1] =
	    (struct CMUnitTest)cmocka_unit_test(the_last_page_is_a_count);
	return cmocka_run_group_tests_name("http/link", tests, NULL, NULL);
}
