/* SPDX-License-Identifier: MIT */
/* Breaks words into lines; see paragraph.h. */
#include "cli/command/paragraph.h"

#include "base/text.h"

enum { WIDTH = 79 };

static void
pad(struct hscan_buf *out, size_t from, size_t to)
{
	for (; from < to; from++)
		(void)hscan_buf_add_char(out, ' ');
}

void
paragraph_add(
    struct hscan_buf *out, struct hscan_text rest, size_t at, size_t column)
{
	pad(out, at, column);
	at = column;
	while (rest.len > 0) {
		struct hscan_text word = hscan_text_split(&rest, ' ');

		if (at > column && at + 1 + word.len > WIDTH) {
			(void)hscan_buf_add_char(out, '\n');
			pad(out, 0, column);
			at = column;
		} else if (at > column) {
			(void)hscan_buf_add_char(out, ' ');
			at++;
		}
		(void)hscan_buf_add_text(out, word);
		at += word.len;
	}
	(void)hscan_buf_add_char(out, '\n');
}
