/* SPDX-License-Identifier: MIT */
/* Borrowed text, absent text, and text without a NUL behind it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/exact.h"

#define ABSENT         ((struct hscan_text){NULL, 0})
#define BYTES(literal) ((struct hscan_text){(literal), sizeof(literal) - 1})

static void
assert_text(struct hscan_text text, const char *expected)
{
	assert_non_null(text.ptr);
	assert_true(hscan_text_is(text, expected));
}

static void
strings_are_borrowed(void **state)
{
	const char *string = "abc";
	struct hscan_text text = hscan_text_of(string);

	(void)state;
	assert_ptr_equal(text.ptr, string);
	assert_int_equal(text.len, 3);
	text = hscan_text_of("");
	assert_non_null(text.ptr);
	assert_int_equal(text.len, 0);
	text = hscan_text_of(NULL);
	assert_null(text.ptr);
	assert_int_equal(text.len, 0);
}

static void
texts_are_compared(void **state)
{
	static const struct {
		const char *a, *b;
		bool same, nocase, starts, ends;
	} rows[] = {
	    {"", "", true, true, true, true},
	    {"a", "", false, false, true, true},
	    {"", "a", false, false, false, false},
	    {"abc", "abc", true, true, true, true},
	    {"abc", "ABC", false, true, false, false},
	    {"abc", "ab", false, false, true, false},
	    {"abc", "bc", false, false, false, true},
	    {"ab", "abc", false, false, false, false},
	    {"bc", "abc", false, false, false, false},
	    {"abc", "b", false, false, false, false},
	    /* Neighbours of the letters in ASCII are not letters. */
	    {"@[", "`{", false, false, false, false},
	    /* Only ASCII has case: U+00C4 and U+00E4. */
	    {"\xC3\x84", "\xC3\xA4", false, false, false, false},
	    {"K", "\xE2\x84\xAA", false, false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text a = exact(rows[i].a);
		struct hscan_text b = exact(rows[i].b);

		assert_int_equal(hscan_text_equal(a, b), rows[i].same);
		assert_int_equal(hscan_text_equal(b, a), rows[i].same);
		assert_int_equal(hscan_text_is(a, rows[i].b), rows[i].same);
		assert_int_equal(
		    hscan_text_is_nocase(a, rows[i].b), rows[i].nocase);
		assert_int_equal(
		    hscan_text_starts(a, rows[i].b), rows[i].starts);
		assert_int_equal(hscan_text_ends(a, rows[i].b), rows[i].ends);
		exact_free(a);
		exact_free(b);
	}
}

static void
absent_is_empty(void **state)
{
	(void)state;
	assert_true(hscan_text_equal(ABSENT, ABSENT));
	assert_true(hscan_text_equal(ABSENT, hscan_text_of("")));
	assert_false(hscan_text_equal(ABSENT, hscan_text_of("a")));
	assert_true(hscan_text_is(ABSENT, ""));
	assert_true(hscan_text_is_nocase(ABSENT, ""));
	assert_false(hscan_text_is_nocase(ABSENT, "a"));
	assert_true(hscan_text_starts(ABSENT, ""));
	assert_false(hscan_text_starts(ABSENT, "a"));
	assert_true(hscan_text_ends(ABSENT, ""));
	assert_false(hscan_text_ends(ABSENT, "a"));
	assert_int_equal(hscan_text_trim(ABSENT).len, 0);
}

static void
a_nul_is_a_byte(void **state)
{
	(void)state;
	assert_false(hscan_text_is(BYTES("a\0"), "a"));
	assert_false(hscan_text_is_nocase(BYTES("a\0"), "a"));
	assert_false(hscan_text_equal(BYTES("a\0b"), BYTES("a\0c")));
	assert_true(hscan_text_equal(BYTES("a\0b"), BYTES("a\0b")));
	assert_true(hscan_text_starts(BYTES("a\0b"), "a"));
	assert_false(hscan_text_ends(BYTES("a\0"), "a"));
	assert_int_equal(hscan_text_trim(BYTES("\0 ")).len, 1);
}

static void
white_space_is_trimmed(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} rows[] = {
	    {"", ""},
	    {"a", "a"},
	    {" \t\n\v\f\r", ""},
	    {" a", "a"},
	    {"a ", "a"},
	    {"\r\n a b\t\v\f", "a b"},
	    /* NEL and the no-break space are not ASCII. */
	    {"\xC2\x85 a \xC2\xA0", "\xC2\x85 a \xC2\xA0"},
	    {"\x1F", "\x1F"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = exact(rows[i].text);

		assert_text(hscan_text_trim(text), rows[i].trimmed);
		exact_free(text);
	}
}

static void
a_split_ends(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *parts[4];
	} rows[] = {
	    {"", 1, {""}},
	    {"a", 1, {"a"}},
	    {",", 2, {"", ""}},
	    {"a,", 2, {"a", ""}},
	    {",a", 2, {"", "a"}},
	    {"a,b,c", 3, {"a", "b", "c"}},
	    {"a,,b,", 4, {"a", "", "b", ""}},
	    {"a;b", 1, {"a;b"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text text = exact(rows[i].text);
		struct hscan_text rest = text;
		size_t count = 0;

		for (; rest.ptr; count++) {
			struct hscan_text part = hscan_text_split(&rest, ',');

			assert_true(count < rows[i].count);
			assert_text(part, rows[i].parts[count]);
		}
		assert_int_equal(count, rows[i].count);
		assert_int_equal(rest.len, 0);
		exact_free(text);
	}
}

static void
splitting_nothing_gives_nothing(void **state)
{
	struct hscan_text rest = ABSENT;
	struct hscan_text part = hscan_text_split(&rest, ',');

	(void)state;
	assert_null(part.ptr);
	assert_int_equal(part.len, 0);
	assert_null(rest.ptr);
	rest = BYTES("a\0b");
	assert_text(hscan_text_split(&rest, '\0'), "a");
	assert_text(rest, "b");
}

static bool
is_in(unsigned c, unsigned from, unsigned to)
{
	return c >= from && c <= to;
}

static void
bytes_are_classified_as_ascii(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		bool upper = is_in(c, 'A', 'Z');
		bool alpha = upper || is_in(c, 'a', 'z');
		bool digit = is_in(c, '0', '9');
		char byte = (char)(unsigned char)c;
		unsigned lower = (unsigned char)hscan_to_lower(byte);

		assert_int_equal(hscan_is_alpha(byte), alpha);
		assert_int_equal(hscan_is_digit(byte), digit);
		assert_int_equal(hscan_is_alnum(byte), alpha || digit);
		assert_int_equal(
		    hscan_is_space(byte), c == 0x20 || is_in(c, 0x09, 0x0D));
		assert_int_equal(lower, upper ? c + 32 : c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(strings_are_borrowed),
	    cmocka_unit_test(texts_are_compared),
	    cmocka_unit_test(absent_is_empty),
	    cmocka_unit_test(a_nul_is_a_byte),
	    cmocka_unit_test(white_space_is_trimmed),
	    cmocka_unit_test(a_split_ends),
	    cmocka_unit_test(splitting_nothing_gives_nothing),
	    cmocka_unit_test(bytes_are_classified_as_ascii),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
