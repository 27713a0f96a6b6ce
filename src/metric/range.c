/* SPDX-License-Identifier: MIT */
/* Between what a number lies, whatever could not be read; see range.h. */
#include "metric/range.h"

#include <math.h>
#include <stdlib.h>

#include "base/time.h"
#include "metric/statistic.h"

static int
ascending(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* Type 7, over `below` samples that are less than all, the sorted values from
 * `first` on, `len` of them, and `above` that are more. */
static double
median_among(
    const double *values, size_t first, size_t len, size_t below, size_t above)
{
	size_t all = below + len + above;
	size_t at[2] = {(all - 1) / 2, all / 2};
	double sum = 0;

	for (size_t i = 0; i < 2; i++) {
		if (at[i] < below)
			return -(double)INFINITY;
		if (at[i] >= below + len)
			return (double)INFINITY;
		sum += values[first + at[i] - below] / 2;
	}
	return sum;
}

/* Of what is missing all may be less than what is there, or more; of what is
 * there some may be so, too. */
static struct hscan_interval
median_range(
    const struct hscan_range_samples *samples, size_t missing, size_t changed)
{
	size_t len = samples->len, off = changed < len ? changed : len;

	if (len + missing == 0)
		return (struct hscan_interval){
		    true, -(double)INFINITY, (double)INFINITY};
	if (len > 0)
		qsort(samples->values, len, sizeof(double), ascending);
	return (struct hscan_interval){true,
	    median_among(samples->values, 0, len - off, off + missing, 0),
	    median_among(samples->values, off, len - off, 0, off + missing)};
}

/* What is there and changes may also begin to count, or cease to, as an open
 * sample does: that moves the share less. */
static struct hscan_interval
share_range(
    const struct hscan_range_samples *samples, int64_t missing, int64_t changed)
{
	double n = (double)(samples->n + missing);
	double least = (double)(samples->nonzero - changed);
	double most = (double)(samples->nonzero + changed + missing);

	if (samples->n + missing == 0)
		return (struct hscan_interval){true, 0, 100};
	return (struct hscan_interval){true, 100 * (least > 0 ? least / n : 0),
	    100 * (most < n ? most / n : 1)};
}

/* An item may stand above the line, below it, or both. */
static struct hscan_interval
ratio_range(const struct hscan_range_samples *samples, int64_t missing)
{
	double below = (double)samples->n;
	double above = (double)samples->nonzero;
	double more = (double)missing;

	return (struct hscan_interval){true,
	    below + more > 0 ? above / (below + more) : 0,
	    below > 0 ? (above + more) / below : (double)INFINITY};
}

struct hscan_interval
hscan_range(const struct hscan_metric *metric,
    const struct hscan_window *window,
    const struct hscan_range_samples *samples,
    const struct hscan_engine_missing *missing, struct hscan_number value)
{
	const struct hscan_interval anything = {
	    true, -(double)INFINITY, (double)INFINITY};
	const unsigned answers = HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	double weeks = (double)(window->end - window->start) / HSCAN_WEEK_S;
	double more = (double)missing->samples;

	if (missing->samples + missing->changed == 0 && !missing->any_number)
		return (struct hscan_interval){.known = false};
	/* What a metric of the user's makes of an item is not known, nor how
	 * many events or answers an item has. */
	if (missing->any_number || metric->own ||
	    (metric->needs & HSCAN_NEED_EVENTS) ||
	    (metric->statistic == HSCAN_STAT_COUNT &&
		(metric->needs & answers)))
		return anything;
	switch (metric->statistic) {
	case HSCAN_STAT_MEDIAN:
		return median_range(samples, (size_t)missing->samples,
		    (size_t)missing->changed);
	case HSCAN_STAT_SHARE:
	case HSCAN_STAT_WITHIN:
		return share_range(samples, missing->samples, missing->changed);
	case HSCAN_STAT_RATIO:
		return missing->changed > 0
			   ? anything
			   : ratio_range(samples, missing->samples);
	case HSCAN_STAT_RATE:
		return (struct hscan_interval){
		    true, samples->sum / weeks, (samples->sum + more) / weeks};
	case HSCAN_STAT_COUNT:
		more += (double)missing->changed;
		return (struct hscan_interval){true,
		    samples->sum - (double)missing->changed,
		    samples->sum + more};
	case HSCAN_STAT_GAUGE:
		/* The time since the last of something: another one can but
		 * shorten it. */
		return (struct hscan_interval){
		    true, 0, value.known ? value.value : (double)INFINITY};
	case HSCAN_STAT_HALF:
	case HSCAN_STAT_LARGEST:
	case HSCAN_STAT_LARGEST_THREE: break;
	}
	return anything;
}
