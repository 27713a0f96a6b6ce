/* SPDX-License-Identifier: MIT */
/* Quoting; see literal.h. A backslash and the quote itself are all that has to
 * be escaped: any other byte stands for itself. NUL is written as \0 all the
 * same, as what stands between may take it for an end. */
#include "clickhouse/literal.h"

static bool
add_quoted(struct hscan_buf *out, struct hscan_text text, char quote)
{
	(void)hscan_buf_add_char(out, quote);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == quote || c == '\\')
			(void)hscan_buf_add_char(out, '\\');
		if (c == '\0')
			(void)hscan_buf_add_string(out, "\\0");
		else
			(void)hscan_buf_add_char(out, c);
	}
	return hscan_buf_add_char(out, quote);
}

bool
hscan_clickhouse_add_string(struct hscan_buf *out, struct hscan_text text)
{
	return add_quoted(out, text, '\'');
}

bool
hscan_clickhouse_add_name(struct hscan_buf *out, struct hscan_text name)
{
	return add_quoted(out, name, '`');
}
