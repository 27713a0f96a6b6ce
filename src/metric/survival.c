/* SPDX-License-Identifier: MIT */
/* The Kaplan-Meier curve; see survival.h. */
#include "metric/survival.h"

#include <math.h>
#include <stdlib.h>

/* The 97.5 % quantile of the normal distribution. */
static const double NORMAL = 1.959963984540054;

static int
by_time(const void *a, const void *b)
{
	double x = ((const struct hscan_duration *)a)->value;
	double y = ((const struct hscan_duration *)b)->value;

	return (x > y) - (x < y);
}

/* `hazard`: Greenwood's sum, the variance of log S. */
static struct hscan_interval
interval_of(double survival, double hazard)
{
	struct hscan_interval ci95 = {.known = false};
	double size;

	if (survival <= 0.0 || survival >= 1.0)
		return ci95;
	size = NORMAL * sqrt(hazard) / -log(survival);
	ci95.known = true;
	ci95.low = pow(survival, exp(size));
	ci95.high = pow(survival, exp(-size));
	return ci95;
}

size_t
hscan_survival_curve(
    struct hscan_duration *values, size_t len, struct hscan_survival *out)
{
	double survival = 1.0, hazard = 0.0;
	size_t steps = 0, i = 0;

	if (len > 0)
		qsort(values, len, sizeof(*values), by_time);
	while (i < len) {
		struct hscan_survival *step = &out[steps++];
		double left;

		*step = (struct hscan_survival){
		    .at = values[i].value, .at_risk = (int64_t)(len - i)};
		for (; i < len && !(values[i].value > step->at); i++) {
			step->ended += values[i].ended;
			step->censored += !values[i].ended;
		}
		left = (double)(step->at_risk - step->ended);
		survival *= left / (double)step->at_risk;
		if (left > 0.0)
			hazard += (double)step->ended /
				  ((double)step->at_risk * left);
		step->survival = survival;
		step->ci95 = interval_of(survival, hazard);
	}
	return steps;
}

double
hscan_survival_at(const struct hscan_survival *curve, size_t len, double at)
{
	double survival = 1.0;

	for (size_t i = 0; i < len && curve[i].at <= at; i++)
		survival = curve[i].survival;
	return survival;
}
