/* SPDX-License-Identifier: MIT */
/* Three bytes are four letters; see base64.h. */
#include "base/base64.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
hscan_base64_encode(struct hscan_text bytes, struct hscan_buf *out)
{
	for (size_t at = 0; at < bytes.len; at += 3) {
		size_t len = bytes.len - at < 3 ? bytes.len - at : 3;
		unsigned char in[3] = {0};
		char four[4];
		uint32_t word;

		memcpy(in, bytes.ptr + at, len);
		word = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
		for (size_t i = 0; i < 4; i++)
			if (i <= len)
				four[i] = letters[word >> (18 - 6 * i) & 0x3f];
			else
				four[i] = '=';
		(void)hscan_buf_add(out, four, sizeof(four));
	}
}

/* What four letters stand for; how many bytes that is, 0 for none. */
static size_t
read_four(const char *four, unsigned char out[3])
{
	size_t padding = four[3] != '=' ? 0 : four[2] != '=' ? 1 : 2;
	uint32_t word = 0;

	for (size_t i = 0; i < 4; i++) {
		const char *letter =
		    memchr(letters, four[i], sizeof(letters) - 1);

		if (i >= 4 - padding)
			letter = letters;
		if (!letter)
			return 0;
		word = word << 6 | (uint32_t)(letter - letters);
	}
	/* There must be no second way to write the same bytes. */
	if ((word & ((UINT32_C(1) << (8 * padding)) - 1)) != 0)
		return 0;
	for (size_t i = 0; i < 3; i++)
		out[i] = (unsigned char)(word >> (16 - 8 * i));
	return 3 - padding;
}

bool
hscan_base64_decode(struct hscan_text text, struct hscan_buf *out)
{
	if (text.len % 4 != 0)
		return false;
	for (size_t at = 0; at < text.len; at += 4) {
		unsigned char bytes[3];
		size_t len = read_four(text.ptr + at, bytes);

		if (len == 0 || (len < 3 && at + 4 < text.len))
			return false;
		if (!hscan_buf_add(out, (const char *)bytes, len))
			return false;
	}
	return true;
}
