/* SPDX-License-Identifier: MIT */
/* Hours that are days to a person; see scale.h. */
#include "report/scale.h"

#include <math.h>

#include "base/text.h"
#include "report/words.h"

/* In hours. */
static const double DAY = 24.0;
static const double LONG = 72.0;
/* A hundredth of a day: what two decimals tell apart. */
static const double CLOSE = 0.24;

static bool
is_in_the_way(const struct hscan_bound *bound, double value)
{
	double hundredths = bound->value / CLOSE;

	return bound->comparison != HSCAN_NO_BOUND &&
	       (fabs(bound->value - value) < CLOSE ||
		   fabs(hundredths - nearbyint(hundredths)) > 1e-6);
}

static bool
is_long(const struct hscan_measure *measure)
{
	bool own_risk = measure->metric->risk_from.len == 0;
	double value = 0.0;

	if (measure->now.value.known)
		value = measure->now.value.value;
	for (size_t i = 0; i < measure->trend_len; i++)
		if (!measure->now.value.known && measure->trend[i].value.known)
			value = fmax(value, measure->trend[i].value.value);
	return value >= LONG && !is_in_the_way(&measure->healthy, value) &&
	       !(own_risk && is_in_the_way(&measure->risk, value));
}

struct scale
scale_of(const struct hscan_measure *measure)
{
	struct hscan_text unit = measure->metric->unit;

	if (hscan_text_is(unit, "hours") && is_long(measure))
		return (struct scale){DAY, hscan_text_of("days")};
	return (struct scale){1.0, unit};
}

bool
scale_differs(const struct scale *scale)
{
	return scale->size > 1.0;
}

struct hscan_text
scale_unit(const struct scale *scale, const struct hscan_metric *metric)
{
	return scale_differs(scale) ? scale->unit : words_unit(metric);
}

void
scale_add_value(struct hscan_buf *out, const struct scale *scale, double value)
{
	words_add_value(out, value / scale->size);
}

void
scale_add_judged(struct hscan_buf *out, const struct scale *scale,
    const struct hscan_measure *measure)
{
	/* A value that is close to a bound keeps its unit. */
	if (scale_differs(scale))
		scale_add_value(out, scale, measure->now.value.value);
	else
		words_add_judged(out, measure);
}

void
scale_add_bound(struct hscan_buf *out, const struct scale *scale,
    const struct hscan_bound *bound, bool utf8)
{
	const struct hscan_bound scaled = {
	    .comparison = bound->comparison,
	    .value = bound->value / scale->size,
	};

	words_add_bound(out, &scaled, utf8);
}
