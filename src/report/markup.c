/* SPDX-License-Identifier: MIT */
/* Text on its way into HTML, SVG and XML; see markup.h. */
#include "report/markup.h"

#include <string.h>

#include "base/percent.h"
#include "base/safe.h"
#include "base/text.h"
#include "report/words.h"

/* More than any text that comes from outside. */
#define MAX_TEXT_BYTES ((size_t)64 * 1024 * 1024)

static void
add_escaped(struct hscan_buf *out, char c)
{
	switch (c) {
	case '&': (void)hscan_buf_add_string(out, "&amp;"); break;
	case '<': (void)hscan_buf_add_string(out, "&lt;"); break;
	case '>': (void)hscan_buf_add_string(out, "&gt;"); break;
	case '"': (void)hscan_buf_add_string(out, "&quot;"); break;
	case '\'': (void)hscan_buf_add_string(out, "&#39;"); break;
	default:
		if (c == WORDS_GLUE[0])
			(void)hscan_buf_add_string(out, "\xC2\xA0");
		else
			(void)hscan_buf_add_char(out, c);
		break;
	}
}

void
markup_take(struct hscan_buf *out, struct hscan_buf *words)
{
	struct hscan_text text = hscan_buf_text(words);

	for (size_t i = 0; i < text.len; i++)
		add_escaped(out, text.ptr[i]);
	words_drop(out, words);
}

void
markup_text(struct hscan_buf *out, struct hscan_text text)
{
	struct hscan_buf safe;

	hscan_buf_init(&safe, MAX_TEXT_BYTES);
	hscan_add_safe(&safe, text, false);
	markup_take(out, &safe);
}

void
markup_string(struct hscan_buf *out, const char *string)
{
	markup_text(out, hscan_text_of(string));
}

void
markup_segment(struct hscan_buf *out, struct hscan_text text)
{
	hscan_add_percent(out, text, "/");
}

void
markup_base64(struct hscan_buf *out, const unsigned char *bytes, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/=";
	enum { NONE = 64 }; /* where the '=' is */

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned three = (unsigned)bytes[i] << 16;

		if (left > 1)
			three |= (unsigned)bytes[i + 1] << 8;
		if (left > 2)
			three |= bytes[i + 2];
		(void)hscan_buf_add_char(out, digits[three >> 18]);
		(void)hscan_buf_add_char(out, digits[three >> 12 & 63]);
		(void)hscan_buf_add_char(
		    out, digits[left > 1 ? three >> 6 & 63 : NONE]);
		(void)hscan_buf_add_char(
		    out, digits[left > 2 ? three & 63 : NONE]);
	}
}
