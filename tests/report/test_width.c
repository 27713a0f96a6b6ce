/* SPDX-License-Identifier: MIT */
/* Columns of a terminal: what is wide, what is none, where a text is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/width.h"
#include "report/width_ranges.h"

static void
characters_have_their_width(void **state)
{
	static const struct {
		int32_t code_point;
		size_t width;
	} cases[] = {
	    {'a', 1},
	    {0xE9, 1},    /* é */
	    {0xAD, 1},    /* soft hyphen: terminals draw it */
	    {0x300, 0},   /* combining grave */
	    {0x36F, 0},   /* the last of that block */
	    {0x370, 1},   /* the first after it */
	    {0x200D, 0},  /* zero width joiner */
	    {0x10FF, 1},  /* the last before Hangul */
	    {0x1100, 2},  /* Hangul choseong */
	    {0x1161, 0},  /* Hangul jungseong: joins what precedes */
	    {0x2026, 1},  /* … */
	    {0x2588, 1},  /* █ */
	    {0x25B2, 1},  /* ▲ */
	    {0x25CF, 1},  /* ● */
	    {0x25D0, 1},  /* ◐ */
	    {0x231A, 2},  /* watch */
	    {0x231C, 1},  /* just after it */
	    {0x3042, 2},  /* あ */
	    {0x4E2D, 2},  /* 中 */
	    {0xAC00, 2},  /* 가 */
	    {0xFF21, 2},  /* full width A */
	    {0xFF61, 1},  /* half width full stop */
	    {0x1F600, 2}, /* grinning face */
	    {0x1F1E6, 1}, /* regional indicator: two make a flag of two */
	    {0x1FAF6, 2}, /* heart hands, of Unicode 14 */
	    {0x20000, 2}, /* CJK extension B */
	    {0x3FFFD, 2},
	    {0xE0100, 0}, /* variation selector 17 */
	    {0x10FFFF, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (hscan_char_width(cases[i].code_point) != cases[i].width)
			fail_msg("U+%04X is not %zu wide",
			    (unsigned)cases[i].code_point, cases[i].width);
}

static void
ranges_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < sizeof(zero) / sizeof(zero[0]); i++) {
		assert_true(zero[i].first > zero[i - 1].last + 1);
		assert_true(zero[i].last >= zero[i].first);
	}
	for (size_t i = 1; i < sizeof(wide) / sizeof(wide[0]); i++) {
		assert_true(wide[i].first > wide[i - 1].last);
		assert_true(wide[i].last >= wide[i].first);
	}
}

static void
texts_have_their_width(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} cases[] = {
	    {"", 0}, {"abc", 3}, {"e\xCC\x81", 1},
	    {"\xE4\xB8\xAD\xE6\x96\x87", 4},
	    {"\xE2\x9D\xA4", 1},             /* a heart as text */
	    {"\xE2\x9D\xA4\xEF\xB8\x8F", 2}, /* as a picture */
	    {"\xF0\x9F\x98\x80\xEF\xB8\x8F", 2},
	    {"a\xFF\xC3", 3}, /* bytes that are not UTF-8 */
	};

	(void)state;
	assert_int_equal(hscan_text_width(hscan_text_of(NULL)), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(hscan_text_width(hscan_text_of(cases[i].text)),
		    cases[i].width);
}

static void
texts_are_cut_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		size_t len;
	} cases[] = {
	    {"abc", 0, 0},
	    {"abc", 2, 2},
	    {"abc", 3, 3},
	    {"abc", 9, 3},
	    {"\xE4\xB8\xAD\xE6\x96\x87", 1, 0},
	    {"\xE4\xB8\xAD\xE6\x96\x87", 2, 3},
	    {"\xE4\xB8\xAD\xE6\x96\x87", 3, 3},
	    {"e\xCC\x81x", 1, 3}, /* the accent goes with its letter */
	    {"a\xFF\xFF", 2, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(hscan_text_fit(hscan_text_of(cases[i].text),
				     cases[i].columns)
				     .len,
		    cases[i].len);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(characters_have_their_width),
	    cmocka_unit_test(ranges_are_sorted),
	    cmocka_unit_test(texts_have_their_width),
	    cmocka_unit_test(texts_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
