/* SPDX-License-Identifier: MIT */
/* Headers that say how often one may ask: whatever they say, no wait is
 * longer than it may be. Also what tells an answer that is none. */
#include "base/time.h"
#include "fuzz/fuzz.h"
#include "http/headers.h"
#include "http/rate.h"
#include "source/github/protocol.h"

/* 2026-07-01T08:00:00Z */
#define NOW INT64_C(1782892800)

static void
ensure_fields(struct hscan_text headers)
{
	struct hscan_text rest = headers;
	struct hscan_header header;

	while (hscan_header_take(&rest, &header)) {
		char *name = fuzz_string(header.name);

		ENSURE(fuzz_lies_within(header.name, headers));
		ENSURE(fuzz_lies_within(header.value, headers));
		ENSURE(header.value.ptr != NULL);
		ENSURE(hscan_text_equal(
		    hscan_text_trim(header.value), header.value));
		/* The first of its name is the one that is found. */
		if (strlen(name) == header.name.len)
			ENSURE(hscan_header_get(headers, name).ptr != NULL);
		free(name);
	}
	ENSURE(rest.len == 0);
}

static void
ensure_wait(int64_t seconds)
{
	ENSURE(seconds >= -1 && seconds <= HSCAN_RATE_WAIT_MAX_S);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t clocks[] = {
	    HSCAN_FIRST_YEAR, 0, NOW, INT64_C(253402300799)};
	const struct hscan_text headers = fuzz_text(data, size);
	const struct hscan_text none = {NULL, 0};
	const struct hscan_http_dialect *dialect = &hscan_github_dialect;
	struct hscan_http_rate rate = dialect->rate(headers);
	int64_t date = hscan_rate_date(headers);

	ensure_fields(headers);
	ENSURE(rate.limit >= -1 && rate.remaining >= -1 && rate.reset >= -1);
	ENSURE(date == HSCAN_NEVER || date >= HSCAN_FIRST_YEAR);
	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		ensure_wait(hscan_rate_retry_after(headers, clocks[i]));
		ensure_wait(hscan_rate_wait(headers, &rate, clocks[i]));
		ensure_wait(hscan_rate_until_reset(&rate, clocks[i]));
		ENSURE(hscan_rate_until_reset(&rate, clocks[i]) >= 0);
		ENSURE(!hscan_rate_is_used_up(&rate, clocks[i]) ||
		       rate.remaining == 0);
	}
	if (date != HSCAN_NEVER)
		ensure_wait(hscan_rate_wait(headers, &rate, date));
	ENSURE(dialect->limit(429, headers, none) != HSCAN_LIMIT_NONE);
	ENSURE(dialect->limit(200, headers, headers) == HSCAN_LIMIT_NONE);
	ENSURE(dialect->limit(404, headers, headers) == HSCAN_LIMIT_NONE);
	(void)dialect->limit(403, none, headers);
	(void)dialect->token_expiry(headers, &date);
	fuzz_touch(hscan_github_sign_on(headers));
	for (int status = 100; status < 600; status += 1 + status % 100) {
		const char *why = dialect->fault(status, headers, headers);

		ENSURE(!why || (why[0] && fuzz_is_shown(hscan_text_of(why))));
	}
	return 0;
}
