/* SPDX-License-Identifier: MIT */
/* Which word was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/suggest.h"
#include "base/text.h"

static void
words_near_each_other(void **state)
{
	static const struct {
		const char *word, *known, *nearest;
	} rows[] = {
	    {"formt", "format", "format"},
	    {"fromat", "format", "format"},
	    {"form", "format", "format"},
	    {"json", "jsn", "jsn"},
	    {"q", "db", NULL},
	    {"", "db", NULL},
	    {"entirely", "format", NULL},
	    {"format", "format", "format"},
	    {"rpeo", "repo", "repo"},
	    {"yaml", "html", NULL},
	    {"repso", "repos", "repos"},
	    {"ba", "ab", "ab"},
	    {"xy", "ab", NULL},
	    {"a", "b", NULL},
	};
	struct suggestion two = {.word = hscan_text_of("windos")};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct suggestion s = {.word = hscan_text_of(rows[i].word)};

		suggestion_offer(&s, rows[i].known);
		if (rows[i].nearest)
			assert_string_equal(s.nearest, rows[i].nearest);
		else
			assert_null(s.nearest);
	}
	suggestion_offer(&two, "window");
	suggestion_offer(&two, "windows");
	suggestion_offer(&two, "format");
	assert_string_equal(two.nearest, "window");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_near_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
