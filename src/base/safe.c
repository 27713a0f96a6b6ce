/* SPDX-License-Identifier: MIT */
/* Text from outside, made fit to be shown; see safe.h. */
#include "base/safe.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

int32_t
hscan_utf8_next(struct hscan_text *rest)
{
	const unsigned char *p = (const unsigned char *)rest->ptr;
	static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	int32_t code;
	size_t len;

	if (p[0] < 0x80) {
		len = 1;
		code = p[0];
	} else if (p[0] >= 0xC2 && p[0] < 0xE0) {
		len = 2;
		code = p[0] & 0x1F;
	} else if (p[0] >= 0xE0 && p[0] < 0xF0) {
		len = 3;
		code = p[0] & 0x0F;
	} else if (p[0] >= 0xF0 && p[0] < 0xF5) {
		len = 4;
		code = p[0] & 0x07;
	} else {
		goto invalid;
	}
	if (rest->len < len)
		goto invalid;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			goto invalid;
		code = (int32_t)((uint32_t)code << 6 | (p[i] & 0x3FU));
	}
	if (code < least[len] || code > 0x10FFFF ||
	    (code >= 0xD800 && code <= 0xDFFF))
		goto invalid;
	rest->ptr += len;
	rest->len -= len;
	return code;
invalid:
	rest->ptr++;
	rest->len--;
	return -1;
}

bool
hscan_is_printable(int32_t c)
{
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return false;
	/* U+061C, U+200B…F, U+2028…E, U+2060…F, BOM, tags: they draw nothing
	 * and can reorder or hide what does. ZWJ (200D) is part of emoji. */
	if (c == 0x061C || (c >= 0x200B && c <= 0x200F && c != 0x200D) ||
	    (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
	    c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
	    (c >= 0xE0000 && c <= 0xE0FFF))
		return false;
	return (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF);
}

static void
escape(struct hscan_buf *out, int32_t code)
{
	static const struct {
		int32_t code;
		const char *shown;
	} named[] = {{'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}};

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (named[i].code == code) {
			(void)hscan_buf_add_string(out, named[i].shown);
			return;
		}
	}
	if (code < 0xA0)
		(void)hscan_buf_add_format(out, "\\x%02X", (unsigned)code);
	else if (code < 0x10000)
		(void)hscan_buf_add_format(out, "\\u%04X", (unsigned)code);
	else
		(void)hscan_buf_add_format(out, "\\U%08X", (unsigned)code);
}

size_t
hscan_count_plain(struct hscan_text text)
{
	size_t len = 0;

	while (len < text.len && text.ptr[len] >= ' ' && text.ptr[len] <= '~')
		len++;
	return len;
}

static void
add_plain(struct hscan_buf *out, struct hscan_text *text)
{
	size_t len = hscan_count_plain(*text);

	if (len == 0)
		return;
	(void)hscan_buf_add(out, text->ptr, len);
	text->ptr += len;
	text->len -= len;
}

void
hscan_add_safe(struct hscan_buf *out, struct hscan_text text, bool ascii)
{
	for (add_plain(out, &text); text.len > 0; add_plain(out, &text)) {
		const char *start = text.ptr;
		int32_t code = hscan_utf8_next(&text);

		if (code < 0)
			(void)hscan_buf_add_format(
			    out, "\\x%02X", (unsigned)(unsigned char)start[0]);
		else if (!hscan_is_printable(code) || (ascii && code > 0x7E))
			escape(out, code);
		else
			(void)hscan_buf_add(
			    out, start, (size_t)(text.ptr - start));
	}
}

/* Where the host begins, after "//"; the user, if any, is before it. */
static size_t
host_at(struct hscan_text text, size_t at)
{
	size_t host = at;

	for (; at < text.len && !strchr("/?# \t\n", text.ptr[at]); at++)
		if (text.ptr[at] == '@')
			host = at + 1;
	return host;
}

/* Whether what stands before the '=' at `end` names a secret: "?access_token",
 * "&client_secret"; "?page" does not. */
static bool
names_secret(struct hscan_text text, size_t end)
{
	static const char *const words[] = {"token", "secret", "passw", "pwd",
	    "api_key", "apikey", "api-key", "credential", "signature", "jwt"};
	size_t start = end;

	while (start > 0 && !strchr("?&;# \t\n'\"", text.ptr[start - 1]))
		start--;
	if (start == 0 || !strchr("?&;#", text.ptr[start - 1]))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i]);

		for (size_t at = start; at + len <= end; at++)
			if (hscan_text_is_nocase(
				(struct hscan_text){text.ptr + at, len},
				words[i]))
				return true;
	}
	return false;
}

/* Where the value ends that begins there. */
static size_t
value_end(struct hscan_text text, size_t at)
{
	while (at < text.len && !strchr("&;# \t\n'\"", text.ptr[at]))
		at++;
	return at;
}

void
hscan_add_without_secrets(struct hscan_buf *out, struct hscan_text text)
{
	size_t done = 0, at = 0;

	while (at < text.len) {
		size_t next = at + 1;

		if (at + 3 <= text.len && memcmp(text.ptr + at, "://", 3) == 0)
			next = host_at(text, at += 3);
		else if (text.ptr[at] == '=' && names_secret(text, at))
			next = value_end(text, ++at);
		else {
			at = next;
			continue;
		}
		(void)hscan_buf_add(out, text.ptr + done, at - done);
		if (text.ptr[at - 1] == '=' && next > at)
			(void)hscan_buf_add_string(out, "***");
		done = at = next;
	}
	if (text.len > done)
		(void)hscan_buf_add(out, text.ptr + done, text.len - done);
}

const char *
hscan_safe(struct hscan_text text, char *out, size_t size)
{
	struct hscan_buf buf;
	size_t used = 0;

	hscan_buf_init(&buf, 64);
	used = hscan_count_plain(text);
	if (used >= size)
		used = size - 1;
	if (used > 0) {
		memcpy(out, text.ptr, used);
		text.ptr += used;
		text.len -= used;
	}
	out[used] = '\0';
	/* One character at a time, so that an escape is never cut in half. */
	while (text.len > 0) {
		struct hscan_text one = text;

		(void)hscan_utf8_next(&text);
		one.len = (size_t)(text.ptr - one.ptr);
		hscan_buf_reset(&buf);
		hscan_add_safe(&buf, one, false);
		if (buf.failed != HSCAN_OK || buf.len >= size - used)
			break;
		memcpy(out + used, buf.ptr, buf.len + 1);
		used += buf.len;
	}
	hscan_buf_clear(&buf);
	return out;
}
