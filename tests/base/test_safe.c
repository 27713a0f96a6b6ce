/* SPDX-License-Identifier: MIT */
/* Nothing that moves a cursor, hides or reorders text gets through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/safe.h"
#include "base/text.h"
#include "support/exact.h"

/* The UTF-8 of a code point, by the book; its length. */
static size_t
encode(uint32_t code, char out[4])
{
	unsigned char *p = (unsigned char *)out;

	if (code < 0x80) {
		p[0] = (unsigned char)code;
		return 1;
	}
	if (code < 0x800) {
		p[0] = (unsigned char)(0xC0 | code >> 6);
		p[1] = (unsigned char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		p[0] = (unsigned char)(0xE0 | code >> 12);
		p[1] = (unsigned char)(0x80 | (code >> 6 & 0x3F));
		p[2] = (unsigned char)(0x80 | (code & 0x3F));
		return 3;
	}
	p[0] = (unsigned char)(0xF0 | code >> 18);
	p[1] = (unsigned char)(0x80 | (code >> 12 & 0x3F));
	p[2] = (unsigned char)(0x80 | (code >> 6 & 0x3F));
	p[3] = (unsigned char)(0x80 | (code & 0x3F));
	return 4;
}

static void
every_character_is_decoded(void **state)
{
	(void)state;
	for (uint32_t code = 0; code < 0x120000; code++) {
		char bytes[4];
		size_t len = encode(code, bytes);
		struct hscan_text rest = {bytes, len};
		bool surrogate = code >= 0xD800 && code <= 0xDFFF;
		int32_t got = hscan_utf8_next(&rest);

		if (code > 0x10FFFF || surrogate) {
			assert_int_equal(got, -1);
			assert_int_equal(rest.len, len - 1);
		} else {
			assert_int_equal(got, code);
			assert_int_equal(rest.len, 0);
		}
		assert_ptr_equal(rest.ptr, bytes + len - rest.len);
	}
}

static void
every_cut_character_is_invalid(void **state)
{
	static const uint32_t codes[] = {
	    0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		char bytes[4];
		size_t len = encode(codes[i], bytes);

		for (size_t cut = 1; cut < len; cut++) {
			struct hscan_text text = exact_bytes(bytes, cut);
			struct hscan_text rest = text;

			for (size_t n = 0; n < cut; n++) {
				assert_int_equal(hscan_utf8_next(&rest), -1);
				assert_int_equal(rest.len, cut - n - 1);
			}
			exact_free(text);
		}
	}
}

struct shown {
	const char *bytes;
	size_t len;
	const char *safe;
	const char *ascii; /* NULL: the same */
};

#define B(literal) literal, sizeof(literal) - 1

static const struct shown rows[] = {
    {B(""), "", NULL},
    {B("plain text"), "plain text", NULL},
    {B("back\\slash \"quoted\""), "back\\slash \"quoted\"", NULL},
    {B("a\nb\r\tc"), "a\\nb\\r\\tc", NULL},
    {B("\0"), "\\x00", NULL},
    {B("a\0b"), "a\\x00b", NULL},
    {B("\a\b\v\f\x1F\x7F"), "\\x07\\x08\\x0B\\x0C\\x1F\\x7F", NULL},
    {B("\x1B[31mred"), "\\x1B[31mred", NULL},
    {B("\x1B]0;title\a"), "\\x1B]0;title\\x07", NULL},
    /* The C1 controls: CSI as a character, and as a byte of Latin 1. */
    {B("\xC2\x9B"
       "31m"),
	"\\x9B31m", NULL},
    {B("\x9B"
       "31m"),
	"\\x9B31m", NULL},
    {B("\xC2\x80\xC2\x85\xC2\x9F"), "\\x80\\x85\\x9F", NULL},
    {B("\xC2\xA0"), "\xC2\xA0", "\\u00A0"},
    {B("gr\xC3\xBC\xC3\x9F"), "gr\xC3\xBC\xC3\x9F", "gr\\u00FC\\u00DF"},
    /* The same letters in Latin 1 are bytes, not characters. */
    {B("gr\xFC\xDF"), "gr\\xFC\\xDF", NULL},
    {B("\xE2\x82\xAC"), "\xE2\x82\xAC", "\\u20AC"},
    {B("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80", "\\U0001F600"},
    /* Overlong: NUL, '/', ESC, and U+20AC in four bytes. */
    {B("\xC0\x80"), "\\xC0\\x80", NULL},
    {B("\xC0\xAF"), "\\xC0\\xAF", NULL},
    {B("\xC1\xBF"), "\\xC1\\xBF", NULL},
    {B("\xE0\x80\x9B"), "\\xE0\\x80\\x9B", NULL},
    {B("\xE0\x9F\xBF"), "\\xE0\\x9F\\xBF", NULL},
    {B("\xF0\x82\x82\xAC"), "\\xF0\\x82\\x82\\xAC", NULL},
    {B("\xF0\x8F\xBF\xBF"), "\\xF0\\x8F\\xBF\\xBF", NULL},
    /* Surrogates, and beyond the last code point. */
    {B("\xED\xA0\x80\xED\xB0\x80"), "\\xED\\xA0\\x80\\xED\\xB0\\x80", NULL},
    {B("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80", NULL},
    {B("\xF5\x80\x80\x80"), "\\xF5\\x80\\x80\\x80", NULL},
    {B("\xF8\x88\x80\x80\x80"), "\\xF8\\x88\\x80\\x80\\x80", NULL},
    {B("\xFE\xFF"), "\\xFE\\xFF", NULL},
    /* Truncated at the end, and by a character that is to be shown. */
    {B("a\xC3"), "a\\xC3", NULL},
    {B("a\xE2\x82"), "a\\xE2\\x82", NULL},
    {B("a\xF0\x9F\x98"), "a\\xF0\\x9F\\x98", NULL},
    {B("\xE2\x82"
       "a"),
	"\\xE2\\x82"
	"a",
	NULL},
    {B("\xF0\x9F\xC3\xBC"), "\\xF0\\x9F\xC3\xBC", "\\xF0\\x9F\\u00FC"},
    {B("\x80\xBF"), "\\x80\\xBF", NULL},
    /* Bidi controls, separators, what draws nothing. */
    {B("\xE2\x80\xAE"
       "cod.exe"),
	"\\u202Ecod.exe", NULL},
    {B("\xE2\x80\xAA\xE2\x80\xAB\xE2\x80\xAC\xE2\x80\xAD"),
	"\\u202A\\u202B\\u202C\\u202D", NULL},
    {B("\xE2\x81\xA6\xE2\x81\xA7\xE2\x81\xA8\xE2\x81\xA9"),
	"\\u2066\\u2067\\u2068\\u2069", NULL},
    {B("\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C"), "\\u200E\\u200F\\u061C", NULL},
    {B("\xE2\x80\xA8\xE2\x80\xA9"), "\\u2028\\u2029", NULL},
    {B("\xE2\x80\x8B\xEF\xBB\xBF"), "\\u200B\\uFEFF", NULL},
    {B("\xF3\xA0\x81\x81"), "\\U000E0041", NULL},
    /* Noncharacters. */
    {B("\xEF\xBF\xBE\xEF\xBF\xBF"), "\\uFFFE\\uFFFF", NULL},
    {B("\xEF\xB7\x90"), "\\uFDD0", NULL},
    {B("\xF4\x8F\xBF\xBF"), "\\U0010FFFF", NULL},
    /* The replacement character and the joiner of emoji may be shown. */
    {B("\xEF\xBF\xBD"), "\xEF\xBF\xBD", "\\uFFFD"},
    {B("\xE2\x80\x8D"), "\xE2\x80\x8D", "\\u200D"},
};

static void
text_is_made_safe(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text =
		    exact_bytes(rows[i].bytes, rows[i].len);
		const char *ascii =
		    rows[i].ascii ? rows[i].ascii : rows[i].safe;
		char out[200];
		struct hscan_buf buf;

		hscan_buf_init(&buf, 1000);
		hscan_add_safe(&buf, text, false);
		assert_string_equal(hscan_buf_string(&buf), rows[i].safe);
		hscan_buf_reset(&buf);
		hscan_add_safe(&buf, text, true);
		assert_string_equal(hscan_buf_string(&buf), ascii);
		assert_int_equal(buf.failed, HSCAN_OK);
		hscan_buf_clear(&buf);
		assert_ptr_equal(hscan_safe(text, out, sizeof(out)), out);
		assert_string_equal(out, rows[i].safe);
		exact_free(text);
	}
}

static void
absent_text_is_nothing(void **state)
{
	const struct hscan_text absent = {NULL, 0};
	struct hscan_buf buf;
	char out[4] = "abc";

	(void)state;
	hscan_buf_init(&buf, 10);
	hscan_add_safe(&buf, absent, false);
	assert_int_equal(buf.len, 0);
	assert_string_equal(hscan_safe(absent, out, sizeof(out)), "");
	hscan_buf_clear(&buf);
}

/* Ranges that must be hidden, and a few around them that must not. */
static void
printable_is_what_shows(void **state)
{
	static const struct {
		int32_t from, to;
		bool printable;
	} ranges[] = {
	    {-1, 0x1F, false},
	    {0x20, 0x7E, true},
	    {0x7F, 0x9F, false},
	    {0xA0, 0xAC, true},
	    {0x61C, 0x61C, false},
	    {0x200B, 0x200C, false},
	    {0x200D, 0x200D, true},
	    {0x200E, 0x200F, false},
	    {0x2010, 0x2027, true},
	    {0x2028, 0x202E, false},
	    {0x202F, 0x205F, true},
	    {0x2066, 0x2069, false},
	    {0x2070, 0x2070, true},
	    {0xFDCF, 0xFDCF, true},
	    {0xFDD0, 0xFDEF, false},
	    {0xFDF0, 0xFDF0, true},
	    {0xFEFF, 0xFEFF, false},
	    {0xFFF9, 0xFFFB, false},
	    {0xFFFC, 0xFFFD, true},
	    {0xFFFE, 0xFFFF, false},
	    {0x10000, 0x10000, true},
	    {0x1F600, 0x1F64F, true},
	    {0x1FFFE, 0x1FFFF, false},
	    {0xE0001, 0xE007F, false},
	    {0x10FFFD, 0x10FFFD, true},
	    {0x10FFFE, 0x10FFFF, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		for (int32_t c = ranges[i].from; c <= ranges[i].to; c++)
			assert_int_equal(
			    hscan_is_printable(c), ranges[i].printable);
}

/* At every size: as much as fits, whole characters and whole escapes. */
static void
arrays_are_cut_at_a_character(void **state)
{
	static const char *const units[] = {"a", "\xC3\xBC", "\\n",
	    "\xE2\x82\xAC", "\\x1B", "\xF0\x9F\x98\x80", "\\u202E", "z"};
	const struct hscan_text text = hscan_text_of(
	    "a\xC3\xBC\n\xE2\x82\xAC\x1B\xF0\x9F\x98\x80\xE2\x80\xAEz");

	(void)state;
	for (size_t size = 1; size < 40; size++) {
		char *out = malloc(size);
		char expected[64] = "";
		size_t used = 0;

		assert_non_null(out);
		for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
			size_t len = strlen(units[i]);

			if (used + len >= size)
				break;
			memcpy(expected + used, units[i], len + 1);
			used += len;
		}
		assert_ptr_equal(hscan_safe(text, out, size), out);
		assert_string_equal(out, expected);
		free(out);
	}
}

static void
addresses_are_without_secrets(void **state)
{
	static const char *const cases[][2] = {
	    {"'https://me:pw@host/a/b' is none", "'https://host/a/b' is none"},
	    {"git+https://me:p@w@host", "git+https://host"},
	    {"a https://x@y b ssh://u@z:22/c@d",
		"a https://y b ssh://z:22/c@d"},
	    {"https://host/a@b", "https://host/a@b"},
	    {"https://host mail@example.org", "https://host mail@example.org"},
	    {"git@host:a/b pkg:npm/c@1", "git@host:a/b pkg:npm/c@1"},
	    {"https://me:pw@", "https://"},
	    {"'https://h/o?token=a1' is", "'https://h/o?token=***' is"},
	    {"o/n?page=2&Access_Token=a/b=c&x=y#z",
		"o/n?page=2&Access_Token=***&x=y#z"},
	    {"https://me:pw@h/a?client_secret=a https://u@h/?jwt=b c",
		"https://h/a?client_secret=*** https://h/?jwt=*** c"},
	    {"h/#access_token=a;password=b",
		"h/#access_token=***;password=***"},
	    {"?token=", "?token="},
	    {"?token=?token=b", "?token=***"},
	    {"--token-file=f token=x ?page=2&per_page=100",
		"--token-file=f token=x ?page=2&per_page=100"},
	    {"=", "="},
	    {"://", "://"},
	    {":/", ":/"},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_text text =
		    exact_bytes(cases[i][0], strlen(cases[i][0]));
		struct hscan_buf buf;

		hscan_buf_init(&buf, 200);
		hscan_add_without_secrets(&buf, text);
		assert_string_equal(hscan_buf_string(&buf), cases[i][1]);
		hscan_buf_clear(&buf);
		exact_free(text);
	}
}

static void
a_full_buffer_says_so(void **state)
{
	struct hscan_buf buf;

	(void)state;
	hscan_buf_init(&buf, 5);
	hscan_add_safe(&buf, hscan_text_of("ab\x1Bz"), false);
	/* An escape is never cut, and nothing follows what is missing. */
	assert_string_equal(hscan_buf_string(&buf), "ab");
	assert_int_equal(buf.failed, HSCAN_EREFUSED);
	hscan_buf_clear(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_character_is_decoded),
	    cmocka_unit_test(every_cut_character_is_invalid),
	    cmocka_unit_test(text_is_made_safe),
	    cmocka_unit_test(absent_text_is_nothing),
	    cmocka_unit_test(printable_is_what_shows),
	    cmocka_unit_test(arrays_are_cut_at_a_character),
	    cmocka_unit_test(addresses_are_without_secrets),
	    cmocka_unit_test(a_full_buffer_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
