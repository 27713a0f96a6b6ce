/* SPDX-License-Identifier: MIT */
/* JSON that is mended before it is parsed: as long as it was, once and for
 * all, and different only where an escape stood. */
#include "fuzz/fuzz.h"
#include "source/github/repair.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text json = fuzz_text(data, size);
	struct hscan_buf once, twice;

	hscan_buf_init(&once, size);
	hscan_buf_init(&twice, size);
	hscan_json_repair(json, &once);
	ENSURE(once.failed == HSCAN_OK && once.len == size);
	hscan_json_repair(hscan_buf_text(&once), &twice);
	ENSURE(hscan_text_equal(hscan_buf_text(&once), hscan_buf_text(&twice)));
	if (!hscan_json_has_unicode_escape(json))
		ENSURE(hscan_text_equal(hscan_buf_text(&once), json));
	for (size_t i = 0; i < size; i++) {
		if (once.ptr[i] == json.ptr[i])
			continue;
		/* Within a \uXXXX, whose digits are the only ones changed. */
		ENSURE(hscan_is_alnum(json.ptr[i]));
		ENSURE(strchr("ufd", once.ptr[i]) && once.ptr[i] != '\0');
	}
	hscan_buf_clear(&once);
	hscan_buf_clear(&twice);
	return 0;
}
