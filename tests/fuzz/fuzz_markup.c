/* SPDX-License-Identifier: MIT */
/* Text in HTML, SVG and XML cannot break out of its place, and nothing of it
 * is lost: undone, it is what was to be shown. */
#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "report/markup.h"

/* What an escape at the front of `rest` stands for; takes it off. */
static char
take_escape(struct hscan_text *rest)
{
	static const struct {
		const char *written;
		char meant;
	} escapes[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'},
	    {"&quot;", '"'}, {"&#39;", '\''}};

	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		size_t len = strlen(escapes[i].written);

		if (hscan_text_starts(*rest, escapes[i].written)) {
			rest->ptr += len;
			rest->len -= len;
			return escapes[i].meant;
		}
	}
	ENSURE(false); /* no escape that is known */
	return '\0';
}

static void
ensure_text(struct hscan_text text)
{
	struct hscan_buf out, undone, safe;
	struct hscan_text rest;

	hscan_buf_init(&out, SIZE_MAX);
	hscan_buf_init(&undone, SIZE_MAX);
	hscan_buf_init(&safe, SIZE_MAX);
	markup_text(&out, text);
	hscan_add_safe(&safe, text, false);
	rest = hscan_buf_text(&out);
	while (rest.len > 0) {
		ENSURE(!strchr("<>\"'", *rest.ptr) || *rest.ptr == '\0');
		if (*rest.ptr == '&') {
			ENSURE(hscan_buf_add_char(&undone, take_escape(&rest)));
			continue;
		}
		ENSURE(hscan_buf_add_char(&undone, *rest.ptr));
		rest.ptr++;
		rest.len--;
	}
	ENSURE(
	    hscan_text_equal(hscan_buf_text(&undone), hscan_buf_text(&safe)));
	hscan_buf_clear(&out);
	hscan_buf_clear(&undone);
	hscan_buf_clear(&safe);
}

/* Percent signs undone, it is the text again. */
static void
ensure_segment(struct hscan_text text)
{
	struct hscan_buf out;
	size_t at = 0;

	hscan_buf_init(&out, 3 * text.len);
	markup_segment(&out, text);
	ENSURE(out.failed == HSCAN_OK);
	for (size_t i = 0; i < text.len; i++) {
		char hex[4];

		(void)snprintf(hex, sizeof(hex), "%%%02X",
		    (unsigned)(unsigned char)text.ptr[i]);
		ENSURE(at < out.len);
		if (out.ptr[at] != '%') {
			ENSURE(out.ptr[at++] == text.ptr[i]);
			ENSURE(!strchr("<>\"'& \n", text.ptr[i]));
			continue;
		}
		ENSURE(memcmp(out.ptr + at, hex, 3) == 0);
		at += 3;
	}
	ENSURE(at == out.len);
	hscan_buf_clear(&out);
}

static void
ensure_base64(const uint8_t *data, size_t size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct hscan_buf out;
	unsigned bits = 0, count = 0;
	size_t at = 0;

	hscan_buf_init(&out, size / 3 * 4 + 4);
	markup_base64(&out, data, size);
	ENSURE(out.failed == HSCAN_OK && out.len == (size + 2) / 3 * 4);
	for (size_t i = 0; i < out.len && out.ptr[i] != '='; i++) {
		const char *digit = strchr(digits, out.ptr[i]);

		ENSURE(digit != NULL && *digit != '\0');
		bits = bits << 6 | (unsigned)(digit - digits);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		ENSURE(at < size && (bits >> count & 0xFF) == data[at]);
		at++;
		bits &= (1U << count) - 1;
	}
	ENSURE(at == size && bits == 0);
	hscan_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ensure_text(fuzz_text(data, size));
	ensure_segment(fuzz_text(data, size));
	ensure_base64(data, size);
	return 0;
}
