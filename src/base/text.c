/* SPDX-License-Identifier: MIT */
/* Borrowed text; see text.h. */
#include "base/text.h"

#include <string.h>

struct hscan_text
hscan_text_of(const char *string)
{
	if (!string)
		return (struct hscan_text){NULL, 0};
	return (struct hscan_text){string, strlen(string)};
}

bool
hscan_text_equal(struct hscan_text a, struct hscan_text b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool
hscan_text_is(struct hscan_text text, const char *string)
{
	return hscan_text_equal(text, hscan_text_of(string));
}

bool
hscan_text_is_nocase(struct hscan_text text, const char *string)
{
	if (strlen(string) != text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (hscan_to_lower(text.ptr[i]) != hscan_to_lower(string[i]))
			return false;
	return true;
}

bool
hscan_text_ends(struct hscan_text text, const char *suffix)
{
	size_t len = strlen(suffix);

	return text.len >= len && (len == 0 || memcmp(text.ptr + text.len - len,
						   suffix, len) == 0);
}

struct hscan_text
hscan_text_trim(struct hscan_text text)
{
	while (text.len > 0 && hscan_is_space(text.ptr[0])) {
		text.ptr++;
		text.len--;
	}
	while (text.len > 0 && hscan_is_space(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

struct hscan_text
hscan_text_split(struct hscan_text *rest, char separator)
{
	struct hscan_text head = *rest;
	const char *at = NULL;

	if (rest->len > 0)
		at = memchr(rest->ptr, separator, rest->len);
	if (!at) {
		*rest = (struct hscan_text){NULL, 0};
		return head;
	}
	head.len = (size_t)(at - rest->ptr);
	rest->len -= head.len + 1;
	rest->ptr = at + 1;
	return head;
}

bool
hscan_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
hscan_is_alnum(char c)
{
	return hscan_is_alpha(c) || hscan_is_digit(c);
}

bool
hscan_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char
hscan_to_lower(char c)
{
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz";

	if (c < 'A' || c > 'Z')
		return c;
	return lower[c - 'A'];
}
