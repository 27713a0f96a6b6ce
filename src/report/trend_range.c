/* SPDX-License-Identifier: MIT */
/* The range of a trend; see trend_range.h. */
#include "report/trend_range.h"

#include <math.h>

/* Times what has enough samples. */
static const double FAR = 4.0;

bool
trend_is_drawn(const struct hscan_number *number)
{
	return number->known && isfinite(number->value);
}

/* Of the windows that have enough samples, or of all of them, up to `most`. */
static size_t
span(const struct hscan_value *trend, size_t len, bool enough, double most,
    double *least, double *greatest)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		double value = trend[i].value.value;

		if (!trend_is_drawn(&trend[i].value) || value > most ||
		    (enough && trend[i].reason))
			continue;
		if (count == 0 || value < *least)
			*least = value;
		if (count == 0 || value > *greatest)
			*greatest = value;
		count++;
	}
	return count;
}

size_t
trend_range(const struct hscan_value *trend, size_t len, double *least,
    double *greatest)
{
	double most = (double)INFINITY;

	if (span(trend, len, true, most, least, greatest) >= 2 &&
	    *greatest > 0.0)
		most = *greatest * FAR;
	return span(trend, len, false, most, least, greatest);
}
