/* SPDX-License-Identifier: MIT */
/* The numbers within a node_id; see node_id.h. */
#include "source/backup/node_id.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum {
	BYTES = 48, /* a list of four numbers of eight bytes, and more */
	LIST = 0x90,
	LIST_LEN = 0x0F,
};

/* By RFC 4648, section 5, without '=' at its end. -1: that it is not. */
static int
letter_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (hscan_is_digit(c))
		return c - '0' + 52;
	if (c == '-')
		return 62;
	return c == '_' ? 63 : -1;
}

/* How many bytes; 0: it is no base64, or too long. */
static size_t
decode(struct hscan_text text, unsigned char out[BYTES])
{
	unsigned bits = 0;
	size_t len = 0;
	int have = 0;

	if (text.len > (size_t)BYTES / 3 * 4)
		return 0;
	for (size_t i = 0; i < text.len; i++) {
		int value = letter_value(text.ptr[i]);

		if (value < 0)
			return 0;
		bits = (bits << 6 | (unsigned)value) & 0xFFFF;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[len++] = (unsigned char)(bits >> have);
		}
	}
	return len;
}

/* A number that is not negative, of which MessagePack has five forms. */
static bool
read_number(const unsigned char **at, const unsigned char *end, uint64_t *out)
{
	unsigned char head;
	size_t size;

	if (*at == end)
		return false;
	head = *(*at)++;
	*out = head;
	if (head < 0x80)
		return true;
	if (head < 0xCC || head > 0xCF)
		return false;
	size = (size_t)1 << (head - 0xCC);
	if ((size_t)(end - *at) < size)
		return false;
	*out = 0;
	for (; size > 0; size--)
		*out = *out << 8 | *(*at)++;
	return true;
}

int64_t
hscan_node_id_repo(struct hscan_text node_id, int64_t own_id)
{
	unsigned char bytes[BYTES];
	struct hscan_text letters = node_id;
	const unsigned char *at = bytes, *end;
	uint64_t number = 0, repo = 0;
	int len;

	(void)hscan_text_split(&letters, '_');
	end = bytes + (letters.ptr ? decode(letters, bytes) : 0);
	if (at == end || own_id <= 0 || (*at & ~LIST_LEN) != LIST)
		return 0;
	len = *at++ & LIST_LEN;
	for (int i = 0; i < len; i++) {
		if (!read_number(&at, end, &number) || (i == 0 && number != 0))
			return 0;
		if (i == 1)
			repo = number;
	}
	if (len < 3 || at != end || number != (uint64_t)own_id ||
	    repo > INT64_MAX)
		return 0;
	return (int64_t)repo;
}
