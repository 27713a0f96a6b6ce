/* SPDX-License-Identifier: MIT */
/* How many columns of a screen text takes; see width.h. */
#include "report/width.h"

#include <stdbool.h>

#include "base/safe.h"
#include "report/width_ranges.h"

/* Asks for the picture of the character before it. */
#define EMOJI_STYLE 0xFE0F

/* The ranges are in order. */
static bool
is_in(const struct range *ranges, size_t len, int32_t code)
{
	while (len > 0) {
		size_t half = len / 2;

		if (code < ranges[half].first) {
			len = half;
		} else if (code > ranges[half].last) {
			ranges += half + 1;
			len -= half + 1;
		} else {
			return true;
		}
	}
	return false;
}

size_t
hscan_char_width(int32_t code)
{
	if (code < 0x0300)
		return 1;
	if (is_in(zero, sizeof(zero) / sizeof(zero[0]), code))
		return 0;
	return is_in(wide, sizeof(wide) / sizeof(wide[0]), code) ? 2 : 1;
}

/* Takes one character with all that joins it, and gives their width. */
static size_t
take_cluster(struct hscan_text *rest)
{
	int32_t first = hscan_utf8_next(rest);
	size_t width = hscan_char_width(first);

	while (rest->len > 0) {
		struct hscan_text next = *rest;
		int32_t code = hscan_utf8_next(&next);

		if (code < 0 || hscan_char_width(code) != 0)
			break;
		if (code == EMOJI_STYLE && first > 0x7F && width == 1)
			width = 2;
		*rest = next;
	}
	return width;
}

/* How much of the front is one column a byte: nothing joins what is ASCII, but
 * what follows it may join the last of it. */
static size_t
count_plain(struct hscan_text text)
{
	size_t len = 0;

	while (len < text.len && (unsigned char)text.ptr[len] < 0x80)
		len++;
	return len == text.len || len == 0 ? len : len - 1;
}

size_t
hscan_text_width(struct hscan_text text)
{
	size_t width = count_plain(text);

	if (width > 0)
		text.ptr += width;
	text.len -= width;
	while (text.len > 0)
		width += take_cluster(&text);
	return width;
}

struct hscan_text
hscan_text_fit(struct hscan_text text, size_t columns)
{
	struct hscan_text rest = text;
	size_t width = 0, kept = 0;

	while (rest.len > 0) {
		width += take_cluster(&rest);
		if (width > columns)
			break;
		kept = text.len - rest.len;
	}
	return (struct hscan_text){text.ptr, kept};
}
