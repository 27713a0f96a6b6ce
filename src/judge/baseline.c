/* SPDX-License-Identifier: MIT */
/* What is usual for a project; see baseline.h. */
#include "judge/baseline.h"

#include <math.h>

#include "metric/statistic.h"

/* Scales the median deviation of a normal distribution to its standard
 * deviation. */
#define MAD_SCALE 1.4826

static bool
all_equal(const double *values, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (values[i] < values[0] || values[i] > values[0])
			return false;
	return true;
}

static void
take_sigma(const double *past, size_t len, struct hscan_baseline *out)
{
	double sum = 0.0, squares = 0.0;

	for (size_t i = 0; i < len; i++)
		sum += past[i];
	out->center = sum / (double)len;
	for (size_t i = 0; i < len; i++)
		squares += (past[i] - out->center) * (past[i] - out->center);
	out->spread = sqrt(squares / (double)(len - 1));
}

static void
take_mad(double *past, size_t len, struct hscan_baseline *out)
{
	hscan_sort(past, len);
	out->center = hscan_quantile(past, len, 0.5);
	for (size_t i = 0; i < len; i++)
		past[i] = fabs(past[i] - out->center);
	hscan_sort(past, len);
	out->spread = MAD_SCALE * hscan_quantile(past, len, 0.5);
}

static enum hscan_deviation
direction(double distance, enum hscan_better better)
{
	bool more = distance > 0.0;

	if (better == HSCAN_BETTER_NEUTRAL)
		return HSCAN_DEVIATION_NONE;
	return more == (better == HSCAN_BETTER_LOWER) ? HSCAN_DEVIATION_WORSE
						      : HSCAN_DEVIATION_BETTER;
}

static void
compare(struct hscan_baseline *baseline, double now, enum hscan_better better,
    double sigma)
{
	double distance = now - baseline->center;

	if (baseline->spread > 0.0) {
		baseline->z =
		    (struct hscan_number){true, distance / baseline->spread};
		if (fabs(baseline->z.value) >= sigma)
			baseline->deviation = direction(distance, better);
	} else if (distance < 0.0 || distance > 0.0) {
		baseline->deviation = direction(distance, better);
		/* A change for the better from a constant is no news. */
		if (baseline->deviation == HSCAN_DEVIATION_BETTER)
			baseline->deviation = HSCAN_DEVIATION_NONE;
	}
}

struct hscan_baseline
hscan_baseline_of(struct hscan_number now, double *past, size_t len,
    enum hscan_better better, enum hscan_baseline_method method, double sigma)
{
	struct hscan_baseline baseline = {.windows = len, .method = method};

	if (len < HSCAN_MIN_BASELINE_WINDOWS)
		return baseline;
	baseline.known = true;
	if (all_equal(past, len))
		baseline.center = past[0]; /* rounding must not make it vary */
	else if (method == HSCAN_BASELINE_MAD)
		take_mad(past, len, &baseline);
	else
		take_sigma(past, len, &baseline);
	if (now.known)
		compare(&baseline, now.value, better, sigma);
	return baseline;
}
