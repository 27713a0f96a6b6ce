/* SPDX-License-Identifier: MIT */
/* Tables of repositories: what is told stands in the text, line after line, and
 * who has heard enough hears no more. */
#include "app/repo_csv.h"
#include "fuzz/fuzz.h"

struct told {
	size_t cells, line, most;
};

static enum hscan_status
take(struct hscan_text cell, size_t line, struct hscan_text column,
    void *payload, struct hscan_error *err)
{
	struct told *told = payload;

	ENSURE(line > told->line && column.len > 0);
	ENSURE(cell.len <= told->most);
	told->line = line;
	if (told->cells++ == 100)
		return hscan_fail(err, HSCAN_EINTR, "enough");
	return HSCAN_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	struct told told = {.most = size};
	struct hscan_error err;
	enum hscan_status status;

	(void)repo_csv_is(text);
	status = repo_csv_read(text, "a list", take, &told, &err);
	ENSURE(told.cells <= 101);
	ENSURE((status == HSCAN_EINTR) == (told.cells == 101));
	if (status != HSCAN_OK && status != HSCAN_EINTR) {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
		ENSURE(strncmp(err.message, "a list:", 7) == 0);
	}
	return 0;
}
