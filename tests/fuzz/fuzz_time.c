/* SPDX-License-Identifier: MIT */
/* Whatever is read as an instant is written as that instant again. */
#include "base/time.h"
#include "fuzz/fuzz.h"

static const int64_t untouched = INT64_C(-4711);

static void
ensure_round_trip(int64_t when)
{
	char text[HSCAN_TIME_SIZE];
	int64_t again = untouched;

	hscan_format_time(when, text);
	ENSURE(hscan_parse_time(hscan_text_of(text), &again));
	ENSURE(again == when);
	again = untouched;
	ENSURE(hscan_parse_when(hscan_text_of(text), &again));
	ENSURE(again == when);
	hscan_format_date(when, text);
	ENSURE(hscan_parse_when(hscan_text_of(text), &again));
	ENSURE(again <= when && when - again < HSCAN_DAY_S);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	bool (*const parsers[])(struct hscan_text, int64_t *) = {
	    hscan_parse_time, hscan_parse_when, hscan_parse_http_date};
	int64_t out = untouched, other = untouched;

	for (size_t i = 0; i < sizeof(parsers) / sizeof(parsers[0]); i++) {
		out = untouched;
		if (parsers[i](text, &out))
			ensure_round_trip(out);
		else
			ENSURE(out == untouched);
	}
	if (hscan_parse_time(text, &out))
		ENSURE(hscan_parse_when(text, &other) && other == out);
	out = untouched;
	if (hscan_parse_duration(text, &out))
		ENSURE(out > 0 && out <= 366000 * HSCAN_DAY_S);
	else
		ENSURE(out == untouched);
	/* Any number can be written, if only clamped. */
	if (size >= sizeof(out)) {
		char shown[HSCAN_TIME_SIZE];

		memcpy(&out, data, sizeof(out));
		hscan_format_time(out, shown);
		ENSURE(hscan_parse_time(hscan_text_of(shown), &other));
		ensure_round_trip(other);
	}
	return 0;
}
