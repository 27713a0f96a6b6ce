/* SPDX-License-Identifier: MIT */
/* Lone surrogates and NUL escapes in JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/repair.h"

static void
escapes_are_repaired(void **state)
{
	static const struct {
		const char *json, *repaired;
	} rows[] = {
	    {"", ""},
	    {"plain", "plain"},
	    {"\\u00e9", "\\u00e9"},
	    {"\\ud83d\\ude00", "\\ud83d\\ude00"},
	    {"\\uD83D\\uDE00", "\\uD83D\\uDE00"},
	    {"\\ud83d", "\\ufffd"},
	    {"\\ude00", "\\ufffd"},
	    {"a\\ud83dz", "a\\ufffdz"},
	    {"\\ude00\\ud83d", "\\ufffd\\ufffd"},
	    {"\\ud83d\\ud83d\\ude00", "\\ufffd\\ud83d\\ude00"},
	    {"\\ud83d\\ude00\\ude00", "\\ud83d\\ude00\\ufffd"},
	    {"\\ud83d\\u0000", "\\ufffd\\ufffd"},
	    {"\\ud83d\\n", "\\ufffd\\n"},
	    {"\\ud83d\\\\ude00", "\\ufffd\\\\ude00"},
	    {"\\u0000", "\\ufffd"},
	    {"\\\\u0000", "\\\\u0000"},
	    {"\\\\\\u0000", "\\\\\\ufffd"},
	    {"\\\\\\\\ud83d", "\\\\\\\\ud83d"},
	    {"\\\"\\u0000\\\"", "\\\"\\ufffd\\\""},
	    {"\\u", "\\u"},
	    {"\\u000", "\\u000"},
	    {"\\ud83", "\\ud83"},
	    {"\\ud83x", "\\ud83x"},
	    {"\\u00\\u0000", "\\u00\\ufffd"},
	    {"\\", "\\"},
	    {"\\U0000", "\\U0000"},
	    {"\\ud7ff\\ue000", "\\ud7ff\\ue000"},
	    {"\\udbff\\udfff", "\\udbff\\udfff"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text json = hscan_text_of(rows[i].json);
		struct hscan_buf out;

		/* The length never changes, so that much room is enough. */
		hscan_buf_init(&out, json.len);
		hscan_json_repair(json, &out);
		assert_int_equal(out.failed, HSCAN_OK);
		assert_string_equal(hscan_buf_string(&out), rows[i].repaired);
		hscan_buf_clear(&out);
	}
}

static void
unicode_escapes_are_found(void **state)
{
	(void)state;
	assert_false(hscan_json_has_unicode_escape(hscan_text_of("")));
	assert_false(hscan_json_has_unicode_escape(hscan_text_of("u\\n\\")));
	assert_true(hscan_json_has_unicode_escape(hscan_text_of("\\n\\u")));
	/* No escape, but looking twice does no harm. */
	assert_true(hscan_json_has_unicode_escape(hscan_text_of("\\\\u")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(escapes_are_repaired),
	    cmocka_unit_test(unicode_escapes_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
