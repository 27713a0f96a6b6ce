/* SPDX-License-Identifier: MIT */
/* Bounds as people write them: the first line is the value, the second the
 * unit of the metric. */
#include <math.h>

#include "fuzz/fuzz.h"
#include "model/threshold.h"

static void
ensure_value(struct hscan_text value, struct hscan_text unit)
{
	const double untouched = -4711.5;
	double out = untouched;
	struct hscan_error err;
	enum hscan_status status =
	    hscan_threshold_value(value, unit, &out, &err);

	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EINVAL && out == untouched);
		fuzz_ensure_failure(&err, status);
		return;
	}
	/* What is a value of some metric, is a value. */
	ENSURE(hscan_threshold_is_value(value));
	ENSURE(isfinite(out));
}

/* What is taken is a comparison, and never more than there was. */
static void
ensure_comparison(struct hscan_text bound)
{
	struct hscan_text rest = bound;
	enum hscan_comparison comparison =
	    hscan_threshold_take_comparison(&rest);

	fuzz_touch(rest);
	if (comparison == HSCAN_NO_BOUND) {
		ENSURE(rest.ptr == bound.ptr && rest.len == bound.len);
		return;
	}
	ENSURE(rest.len < bound.len);
	ENSURE(rest.ptr + rest.len == bound.ptr + bound.len);
	ENSURE(comparison <= HSCAN_MORE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const units[] = {
	    "hours", "days", "weeks", "%", "commits/week", ""};
	struct hscan_text unit = fuzz_text(data, size);
	const struct hscan_text value = hscan_text_split(&unit, '\n');
	bool known = false;
	double out = 0.0;

	ensure_comparison(value);
	ensure_value(value, unit);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		ensure_value(value, hscan_text_of(units[i]));
		known |= hscan_threshold_value(value, hscan_text_of(units[i]),
			     &out, NULL) == HSCAN_OK;
	}
	/* And the other way round. */
	ENSURE(hscan_threshold_is_value(value) == known);
	return 0;
}
