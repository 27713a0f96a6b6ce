/* SPDX-License-Identifier: MIT */
/* The URL of the next page comes out of the headers or not at all. */
#include "fuzz/fuzz.h"
#include "http/link.h"

/* Links are taken front to back, and nothing is taken twice. */
static void
ensure_links(struct hscan_text value)
{
	struct hscan_text rest = value;
	struct hscan_link link;
	size_t left = rest.len;

	while (hscan_link_take(&rest, &link)) {
		ENSURE(rest.len < left);
		left = rest.len;
		ENSURE(fuzz_lies_within(rest, value));
		ENSURE(fuzz_lies_within(link.url, value));
		ENSURE(fuzz_lies_within(link.params, value));
		ENSURE(
		    !link.url.len || !memchr(link.url.ptr, '>', link.url.len));
		/* Case does not count. */
		ENSURE(hscan_link_is(&link, "next") ==
		       hscan_link_is(&link, "NEXT"));
	}
	ENSURE(rest.len == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text headers = fuzz_text(data, size);

	int64_t pages = hscan_link_pages(headers);

	ENSURE(pages == -1 || pages > 0);
	ENSURE(fuzz_lies_within(hscan_link_next(headers), headers));
	ensure_links(headers);
	return 0;
}
