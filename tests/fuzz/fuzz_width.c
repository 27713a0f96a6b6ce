/* SPDX-License-Identifier: MIT */
/* How wide text is: it is cut where it fits, never within a character, and
 * no more than has to be. */
#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "report/width.h"

enum { LONG = 4096 };

static void
ensure_fit(struct hscan_text text)
{
	const size_t width = hscan_text_width(text);
	size_t last = 0;

	if (text.len == 0)
		return;
	ENSURE(width <= text.len);
	for (size_t columns = 0; columns <= width; columns += 1 + columns / 8) {
		struct hscan_text fit = hscan_text_fit(text, columns);
		struct hscan_text rest = text;

		ENSURE(fuzz_lies_within(fit, text));
		ENSURE(fit.len == 0 || fit.ptr == text.ptr);
		ENSURE(fit.len >= last);
		ENSURE(hscan_text_width(fit) <= columns);
		/* What is left begins a new character, so it adds up. */
		rest.ptr += fit.len;
		rest.len -= fit.len;
		ENSURE(hscan_text_width(fit) + hscan_text_width(rest) == width);
		ENSURE(rest.len == 0 || hscan_text_width(rest) > 0);
		last = fit.len;
	}
	ENSURE(hscan_text_fit(text, width).len == text.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text =
	    fuzz_text(data, size < LONG ? size : LONG);
	struct hscan_buf safe;
	int32_t code = 0;

	hscan_buf_init(&safe, SIZE_MAX);
	hscan_add_safe(&safe, text, false);
	ensure_fit(hscan_buf_text(&safe));
	hscan_buf_reset(&safe);
	/* In ASCII a byte is a column. */
	hscan_add_safe(&safe, text, true);
	ENSURE(hscan_text_width(hscan_buf_text(&safe)) == safe.len);
	hscan_buf_clear(&safe);
	if (size >= sizeof(code)) {
		memcpy(&code, data, sizeof(code));
		ENSURE(hscan_char_width(code) <= 2);
	}
	return 0;
}
