/* SPDX-License-Identifier: MIT */
/* A value never gets out of its quotes, and is the same within them. Read here
 * as ClickHouse reads it. */
#include "base/buf.h"
#include "clickhouse/literal.h"
#include "fuzz/fuzz.h"

/* What stands within quotes, without its escapes. */
static void
read_quoted(struct hscan_text text, char quote, struct hscan_buf *out)
{
	ENSURE(text.len >= 2);
	ENSURE(text.ptr[0] == quote && text.ptr[text.len - 1] == quote);
	for (size_t i = 1; i + 1 < text.len; i++) {
		char c = text.ptr[i];

		ENSURE(c != quote && c != '\0');
		if (c == '\\') {
			i++;
			ENSURE(i + 1 < text.len);
			c = text.ptr[i];
			ENSURE(c == quote || c == '\\' || c == '0');
			if (c == '0')
				c = '\0';
		}
		ENSURE(hscan_buf_add_char(out, c));
	}
}

static void
check(struct hscan_text text, char quote,
    bool (*add)(struct hscan_buf *out, struct hscan_text text))
{
	struct hscan_buf literal, again;

	hscan_buf_init(&literal, SIZE_MAX);
	hscan_buf_init(&again, SIZE_MAX);
	ENSURE(add(&literal, text));
	read_quoted(hscan_buf_text(&literal), quote, &again);
	ENSURE(fuzz_compare(hscan_buf_text(&again), text) == 0);
	hscan_buf_clear(&literal);
	hscan_buf_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);

	check(text, '\'', hscan_clickhouse_add_string);
	check(text, '`', hscan_clickhouse_add_name);
	return 0;
}
