/* SPDX-License-Identifier: MIT */
/* Whatever comes in, what comes out is valid UTF-8 that may be shown. */
#include "base/buf.h"
#include "fuzz/fuzz.h"

/* The longest escape, \U0010FFFF, stands for four bytes at least; the worst
 * is a byte that becomes four. */
#define GROWTH 4

static void
ensure_ascii(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++)
		ENSURE(text.ptr[i] >= 0x20 && text.ptr[i] <= 0x7E);
}

/* What is safe is left alone. */
static void
ensure_stable(struct hscan_text text)
{
	struct hscan_buf again;

	hscan_buf_init(&again, text.len);
	hscan_add_safe(&again, text, false);
	ENSURE(again.failed == HSCAN_OK);
	ENSURE(hscan_text_equal(hscan_buf_text(&again), text));
	hscan_buf_clear(&again);
}

/* An array holds the beginning, as much as fits without cutting anything. */
static void
ensure_array(struct hscan_text text, const char *whole, size_t size)
{
	char *out = malloc(size);
	size_t len;

	ENSURE(out != NULL);
	ENSURE(hscan_safe(text, out, size) == out);
	len = strlen(out);
	ENSURE(len < size);
	ENSURE(strncmp(out, whole, len) == 0);
	ENSURE(fuzz_is_shown(hscan_text_of(out)));
	ENSURE(whole[len] == '\0' || len + sizeof("\\U0010FFFF") > size);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t sizes[] = {1, 2, 7, 16, 64, 512};
	const struct hscan_text text = fuzz_text(data, size);
	struct hscan_buf buf;

	hscan_buf_init(&buf, size * GROWTH);
	hscan_add_safe(&buf, text, true);
	ENSURE(buf.failed == HSCAN_OK);
	ensure_ascii(hscan_buf_text(&buf));
	hscan_buf_reset(&buf);
	hscan_add_safe(&buf, text, false);
	ENSURE(buf.failed == HSCAN_OK);
	ENSURE(fuzz_is_shown(hscan_buf_text(&buf)));
	ensure_stable(hscan_buf_text(&buf));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		ensure_array(text, hscan_buf_string(&buf), sizes[i]);
	hscan_buf_clear(&buf);
	return 0;
}
