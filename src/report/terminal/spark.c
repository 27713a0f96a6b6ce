/* SPDX-License-Identifier: MIT */
/* Small bars; see spark.h. */
#include "report/terminal/spark.h"

#include "report/trend_range.h"

enum { LEVELS = 8 };

static const char *const bars[2][LEVELS] = {
    {"_", ".", "-", "=", "+", "*", "%", "#"},
    {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83", "\xE2\x96\x84",
	"\xE2\x96\x85", "\xE2\x96\x86", "\xE2\x96\x87", "\xE2\x96\x88"},
};
static const char *const gaps[2] = {" ", "\xC2\xB7"};

static size_t
level(double value, double least, double greatest)
{
	/* Halved, since the difference of two large numbers may overflow. */
	double range = greatest / 2 - least / 2;
	double share;

	if (value < least)
		return 0;
	if (value > greatest)
		return LEVELS - 1;
	if (range <= 0.0)
		return LEVELS / 2 - 1;
	share = (value / 2 - least / 2) / range;
	return (size_t)(share * (LEVELS - 1) + 0.5);
}

void
hscan_add_spark(struct hscan_buf *out, const struct hscan_value *trend,
    size_t len, bool utf8)
{
	double least = 0.0, greatest = 0.0;

	(void)trend_range(trend, len, &least, &greatest);
	for (size_t i = 0; i < len; i++) {
		const struct hscan_number *value = &trend[i].value;

		(void)hscan_buf_add_string(
		    out, trend_is_drawn(value)
			     ? bars[utf8][level(value->value, least, greatest)]
			     : gaps[utf8]);
	}
}
