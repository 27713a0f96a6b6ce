/* SPDX-License-Identifier: MIT */
/* Lengths of time and windows: what was read is written as the same again,
 * and windows of it lie back to back. */
#include "base/time.h"
#include "fuzz/fuzz.h"
#include "model/window.h"

enum { WINDOWS = 14 };

static const int64_t untouched = INT64_C(-4711);

static const int64_t longest = 366000 * HSCAN_DAY_S;

/* Some instants to look back from, the first and the last of them too. */
static const int64_t instants[] = {HSCAN_FIRST_YEAR, 0, INT64_C(1709164800),
    INT64_C(1782892800), INT64_C(253402300799)};

static void
ensure_windows(const struct hscan_window_spec *spec, int64_t as_of)
{
	struct hscan_window windows[WINDOWS];
	struct hscan_error err;
	enum hscan_status status =
	    hscan_windows_lay(spec, as_of, windows, WINDOWS, &err);

	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
		return;
	}
	ENSURE(windows[0].end <= as_of);
	ENSURE(spec->calendar || windows[0].end == as_of);
	for (size_t i = 0; i < WINDOWS; i++) {
		ENSURE(windows[i].start < windows[i].end);
		if (i > 0)
			ENSURE(windows[i].end == windows[i - 1].start);
		if (spec->seconds > 0)
			ENSURE(
			    windows[i].end - windows[i].start == spec->seconds);
	}
}

static void
ensure_spec(const struct hscan_window_spec *spec)
{
	struct hscan_window_spec again = {.seconds = untouched};
	char name[HSCAN_WINDOW_NAME_SIZE];

	ENSURE((spec->seconds > 0) != (spec->months > 0));
	ENSURE(spec->seconds <= longest && spec->months <= 12000);
	ENSURE(hscan_window_name(spec, name) == name);
	ENSURE(hscan_window_parse(hscan_text_of(name), &again));
	ENSURE(again.seconds == spec->seconds && again.months == spec->months &&
	       again.calendar == spec->calendar);
	for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++)
		ensure_windows(spec, instants[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	struct hscan_window_spec spec = {.seconds = untouched};
	int64_t seconds = untouched;
	bool is_duration = hscan_parse_duration(text, &seconds);

	if (is_duration)
		ENSURE(seconds > 0 && seconds <= longest);
	else
		ENSURE(seconds == untouched);
	if (hscan_window_parse(text, &spec))
		ensure_spec(&spec);
	else
		ENSURE(spec.seconds == untouched);
	/* Every length of time is one of a window. */
	ENSURE(!is_duration || spec.seconds == seconds);
	return 0;
}
