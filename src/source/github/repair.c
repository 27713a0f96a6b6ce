/* SPDX-License-Identifier: MIT */
/* Lone surrogates and NUL escapes; see repair.h. */
#include "source/github/repair.h"

#include <stdint.h>
#include <string.h>

#define ESCAPE_LEN 6 /* \uXXXX */

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)((at - digits) % 16) : -1;
}

/* The code of the \uXXXX that `rest` begins with; -1: it does not. */
static int32_t
escape_at(struct hscan_text rest)
{
	int32_t code = 0;

	if (rest.len < ESCAPE_LEN || rest.ptr[0] != '\\' || rest.ptr[1] != 'u')
		return -1;
	for (size_t i = 2; i < ESCAPE_LEN; i++) {
		int digit = hex_digit(rest.ptr[i]);

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

static bool
is_high(int32_t code)
{
	return code >= 0xD800 && code <= 0xDBFF;
}

static bool
is_low(int32_t code)
{
	return code >= 0xDC00 && code <= 0xDFFF;
}

static struct hscan_text
skip(struct hscan_text text, size_t count)
{
	return (struct hscan_text){text.ptr + count, text.len - count};
}

/* Copies one escape (`rest` begins with a backslash); the bytes it took. */
static size_t
copy_escape(struct hscan_text rest, struct hscan_buf *out)
{
	int32_t code = escape_at(rest);
	size_t len = ESCAPE_LEN;

	if (code < 0)
		len = rest.len < 2 ? rest.len : 2;
	else if (is_high(code) && is_low(escape_at(skip(rest, ESCAPE_LEN))))
		len = (size_t)2 * ESCAPE_LEN;
	else if (code == 0 || is_high(code) || is_low(code))
		rest.ptr = "\\ufffd";
	(void)hscan_buf_add(out, rest.ptr, len);
	return len;
}

bool
hscan_json_has_unicode_escape(struct hscan_text json)
{
	while (json.len > 1) {
		const char *at = memchr(json.ptr, '\\', json.len - 1);

		if (!at)
			return false;
		if (at[1] == 'u')
			return true;
		json = skip(json, (size_t)(at - json.ptr) + 1);
	}
	return false;
}

void
hscan_json_repair(struct hscan_text json, struct hscan_buf *out)
{
	/* A backslash outside a string is an error that the parser finds, so
	 * where strings begin and end does not matter here. */
	while (json.len > 0) {
		const char *at = memchr(json.ptr, '\\', json.len);
		size_t plain = at ? (size_t)(at - json.ptr) : json.len;

		(void)hscan_buf_add(out, json.ptr, plain);
		json = skip(json, plain);
		if (json.len > 0)
			json = skip(json, copy_escape(json, out));
	}
}
