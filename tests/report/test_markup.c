/* SPDX-License-Identifier: MIT */
/* Text on its way into HTML, SVG and XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/markup.h"
#include "report/words.h"

static void
base64_is_that_of_the_rfc(void **state)
{
	static const char *const rows[][2] = {
	    {"", ""},
	    {"f", "Zg=="},
	    {"fo", "Zm8="},
	    {"foo", "Zm9v"},
	    {"foob", "Zm9vYg=="},
	    {"fooba", "Zm9vYmE="},
	    {"foobar", "Zm9vYmFy"},
	    {"\xFB\xEF\xFF", "++//"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf out;

		hscan_buf_init(&out, 100);
		markup_base64(&out, (const unsigned char *)rows[i][0],
		    strlen(rows[i][0]));
		assert_string_equal(hscan_buf_string(&out), rows[i][1]);
		hscan_buf_clear(&out);
	}
}

static void
text_stays_text(void **state)
{
	static const char *const rows[][2] = {
	    {"plain", "plain"},
	    {"<script>alert('x' & \"y\")</script>",
		"&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)"
		"&lt;/script&gt;"},
	    {"a\nb\x1B[31m", "a\\nb\\x1B[31m"},
	    {"\xE2\x80\xAE", "\\u202E"},
	    {"\xC3(", "\\xC3("},
	    {"\x1F", "\\x1F"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf out;

		hscan_buf_init(&out, 1000);
		markup_string(&out, rows[i][0]);
		assert_string_equal(hscan_buf_string(&out), rows[i][1]);
		hscan_buf_clear(&out);
	}
}

static void
our_words_keep_together(void **state)
{
	struct hscan_buf out, words;

	(void)state;
	hscan_buf_init(&out, 100);
	hscan_buf_init(&words, 100);
	(void)hscan_buf_add_string(&words, "<" WORDS_GLUE "72 h");
	markup_take(&out, &words);
	assert_string_equal(hscan_buf_string(&out), "&lt;\xC2\xA0"
						    "72 h");
	assert_int_equal(words.len, 0);
	hscan_buf_clear(&out);
}

static void
what_failed_before_is_not_lost(void **state)
{
	struct hscan_buf out, words;

	(void)state;
	hscan_buf_init(&out, 100);
	hscan_buf_init(&words, 2);
	(void)hscan_buf_add_string(&words, "too long");
	markup_take(&out, &words);
	assert_int_equal(out.failed, HSCAN_EREFUSED);
	hscan_buf_clear(&out);
}

static void
segments_are_encoded(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 100);
	markup_segment(&out, hscan_text_of("a-b/c.d~_\" <%\xE2"));
	assert_string_equal(hscan_buf_string(&out), "a-b/c.d~_%22%20%3C%25%E2");
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base64_is_that_of_the_rfc),
	    cmocka_unit_test(text_stays_text),
	    cmocka_unit_test(our_words_keep_together),
	    cmocka_unit_test(what_failed_before_is_not_lost),
	    cmocka_unit_test(segments_are_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
