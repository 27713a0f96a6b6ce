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

/* The calendar counts every day once, in order. */
static void
ensure_calendar(int64_t when, int64_t months)
{
	int64_t year, other_year, start, moved;
	int month, day, other_month, other_day;

	hscan_civil_of(when, &year, &month, &day);
	ENSURE(month >= 1 && month <= 12 && day >= 1 && day <= 31);
	start = hscan_civil_to(year, month, day);
	ENSURE(start <= when && when - start < HSCAN_DAY_S);
	hscan_civil_of(
	    start + HSCAN_DAY_S, &other_year, &other_month, &other_day);
	ENSURE(other_day == day + 1 || other_day == 1);
	moved = hscan_add_months(when, months);
	if (moved == HSCAN_NEVER)
		return;
	hscan_civil_of(moved, &other_year, &other_month, &other_day);
	ENSURE((other_year - year) * 12 + other_month - month == months);
	ENSURE(other_day == day || (other_day < day && other_day >= 28));
	ENSURE(moved - hscan_civil_to(other_year, other_month, other_day) ==
	       when - start);
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
	/* Any number can be written, if only clamped. */
	if (size >= sizeof(out)) {
		char shown[HSCAN_TIME_SIZE];

		memcpy(&out, data, sizeof(out));
		hscan_format_time(out, shown);
		ENSURE(hscan_parse_time(hscan_text_of(shown), &other));
		ensure_round_trip(other);
		ensure_calendar(other, out % 130000);
	}
	return 0;
}
