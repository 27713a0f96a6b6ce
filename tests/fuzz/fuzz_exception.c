/* SPDX-License-Identifier: MIT */
/* Whatever a server says, it becomes one line that can be shown. */
#include "clickhouse/exception.h"
#include "fuzz/fuzz.h"

static void
check(int http_status, struct hscan_text body)
{
	struct hscan_error err = {.message = ""};
	enum hscan_status status = hscan_clickhouse_explain(
	    http_status, body, "127.0.0.1:8123/healthscan", "reader", &err);
	struct hscan_text rest = hscan_text_of(err.message);

	ENSURE(status != HSCAN_OK && status == err.status);
	ENSURE(rest.len > 0 && strstr(err.message, "; "));
	while (rest.len > 0)
		ENSURE(hscan_is_printable(hscan_utf8_next(&rest)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = {200, 301, 401, 403, 404, 500, 502};
	const struct hscan_text text = fuzz_text(data, size);
	struct hscan_text found = hscan_clickhouse_find_exception(text);

	ENSURE(fuzz_lies_within(found, text));
	if (found.len > 0) {
		ENSURE(hscan_clickhouse_code(found) > 0);
		ENSURE(found.ptr + found.len == text.ptr + text.len);
	}
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		check(statuses[i], text);
	return 0;
}
