/* SPDX-License-Identifier: MIT */
/* The parts of a form come out of it as they went in, whatever their bytes. */
#include "base/buf.h"
#include "clickhouse/form.h"
#include "fuzz/fuzz.h"

/* Up to the next `mark`, which is taken too. */
static struct hscan_text
take(struct hscan_text *rest, const char *mark)
{
	size_t len = strlen(mark);

	for (size_t at = 0; at + len <= rest->len; at++) {
		struct hscan_text part = {rest->ptr, at};

		if (memcmp(rest->ptr + at, mark, len) != 0)
			continue;
		rest->ptr += at + len;
		rest->len -= at + len;
		return part;
	}
	/* The mark is not there. */
	abort();
}

static void
expect_part(struct hscan_text *rest, const char *line, const char *head,
    struct hscan_text value)
{
	struct hscan_text headers = take(rest, "\r\n\r\n");

	ENSURE(headers.len >= strlen(head) &&
	       memcmp(headers.ptr, head, strlen(head)) == 0);
	ENSURE(fuzz_compare(take(rest, line), value) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t cut = size > 0 ? data[0] % size : 0;
	const struct hscan_text sql = fuzz_text(data, cut);
	const struct hscan_clickhouse_table table = {.name = "ask_repo",
	    .structure = "k Int64",
	    .rows = fuzz_text(data + cut, size - cut)};
	char type[CLICKHOUSE_FORM_TYPE_SIZE], line[100];
	const char *boundary;
	struct hscan_text rest;
	struct hscan_buf out;

	hscan_buf_init(&out, SIZE_MAX);
	ENSURE(clickhouse_form(sql, &table, 1, &out, type, NULL) == HSCAN_OK);
	boundary = strstr(type, "boundary=");
	ENSURE(boundary != NULL);
	(void)snprintf(line, sizeof(line), "\r\n--%s", boundary + 9);
	rest = hscan_buf_text(&out);
	ENSURE(take(&rest, line + 2).len == 0);
	expect_part(&rest, line,
	    "\r\nContent-Disposition: form-data; name=\"query\"", sql);
	expect_part(&rest, line,
	    "\r\nContent-Disposition: form-data; name=\"ask_repo_structure\"",
	    hscan_text_of("k Int64"));
	expect_part(&rest, line,
	    "\r\nContent-Disposition: form-data; name=\"ask_repo_format\"",
	    hscan_text_of("RowBinary"));
	expect_part(&rest, line,
	    "\r\nContent-Disposition: form-data; name=\"ask_repo\"; filename",
	    table.rows);
	ENSURE(hscan_text_is(rest, "--"));
	hscan_buf_clear(&out);
	return 0;
}
