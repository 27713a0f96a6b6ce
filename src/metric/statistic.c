/* SPDX-License-Identifier: MIT */
/* How samples become a number; see statistic.h. */
#include "metric/statistic.h"

#include <math.h>
#include <stdlib.h>

double
hscan_quantile(const double *sorted, size_t len, double p)
{
	double rank = (double)(len - 1) * p;
	double below = floor(rank);
	size_t at = (size_t)below;

	if (at + 1 >= len)
		return sorted[len - 1];
	return sorted[at] + (rank - below) * (sorted[at + 1] - sorted[at]);
}

static double
middle_of(double a, double b, double c)
{
	return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Hoare's partition of values[low..high], the middle of three as pivot.
 * Returns j: [low, j] is at most the pivot, and what follows at least. */
static size_t
partition(double *values, size_t low, size_t high)
{
	double pivot = middle_of(
	    values[low], values[low + (high - low) / 2], values[high]);
	size_t i = low, j = high;

	for (;;) {
		double swap;

		while (values[i] < pivot)
			i++;
		while (values[j] > pivot)
			j--;
		if (i >= j)
			return j;
		swap = values[i];
		values[i++] = values[j];
		values[j--] = swap;
	}
}

/* Afterwards values[rank] is what sorting would put there, none before it is
 * greater, none behind it smaller. */
static void
select_rank(double *values, size_t len, size_t rank)
{
	size_t low = 0, high = len - 1;

	while (low < high) {
		size_t j = partition(values, low, high);

		if (rank <= j)
			high = j;
		else
			low = j + 1;
	}
}

double
hscan_select(double *values, size_t len, size_t rank)
{
	select_rank(values, len, rank);
	return values[rank];
}

void
hscan_quantiles(double *values, size_t len, const double p[3], double out[3])
{
	size_t from = 0;

	for (int i = 0; i < 3; i++) {
		double rank = (double)(len - 1) * p[i];
		double below = floor(rank);
		size_t at = (size_t)below;

		/* What is smaller was moved to the front by the one before. */
		out[i] = hscan_select(values + from, len - from, at - from);
		from = at;
		if (at + 1 < len)
			out[i] +=
			    (rank - below) *
			    (hscan_select(values + at, len - at, 1) - out[i]);
	}
}

/* The ranks, and what they cover; false for fewer than 6. */
static bool
cover_median(size_t len, size_t *low, size_t *high, double *coverage)
{
	/* Binomial terms relative to the middle one, C(len, k) / C(len, mid),
	 * from the middle down; the sum of all is found on the way. */
	size_t mid = len / 2, k = mid;
	double term = 1.0, total = len % 2 == 0 ? 1.0 : 2.0, inside;

	if (len < 6)
		return false;
	while (k > 0) {
		term *= (double)k / (double)(len - k + 1);
		k--;
		if (term < 1e-20)
			break;
		total += 2.0 * term;
	}
	/* Ranks r and len - 1 - r cover the terms r + 1 ... len - r - 1. */
	k = mid;
	term = 1.0;
	inside = len % 2 == 0 ? 1.0 : 2.0;
	/* From six samples on that is so before k is 0. */
	while (inside / total < 0.95 - 1e-12) {
		term *= (double)k / (double)(len - k + 1);
		k--;
		inside += 2.0 * term;
	}
	*low = k - 1;
	*high = len - k;
	*coverage = inside / total;
	return true;
}

bool
hscan_median_ranks(size_t len, size_t *low, size_t *high)
{
	double coverage;

	return cover_median(len, low, high, &coverage);
}

double
hscan_median_coverage(size_t len)
{
	size_t low, high;
	double coverage = 0.0;

	(void)cover_median(len, &low, &high, &coverage);
	return coverage;
}

void
hscan_wilson(int64_t part, int64_t whole, double *low, double *high)
{
	static const double z = 1.959963984540054; /* 97.5 % of the normal */
	double n = (double)whole, p = (double)part / n;
	double centre = p + z * z / (2.0 * n);
	double half = z * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
	double scale = 1.0 + z * z / n;

	*low = part == 0 ? 0.0 : (centre - half) / scale;
	*high = part == whole ? 1.0 : (centre + half) / scale;
}

static int
by_duration(const void *a, const void *b)
{
	const struct hscan_duration *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

bool
hscan_km_median(struct hscan_duration *values, size_t len, double *out)
{
	/* The curve is a product of fractions: one that should end at a half
	 * may miss it by a little. */
	static const double half = 0.5 + 1e-9;
	double survival = 1.0;
	size_t i = 0;

	if (len > 0)
		qsort(values, len, sizeof(*values), by_duration);
	while (i < len) {
		size_t at_risk = len - i, ended = 0;
		double t = values[i].value;

		/* Of a tie, what ended comes before what is censored. */
		for (; i < len && !(values[i].value > t); i++)
			ended += values[i].ended;
		survival *= 1.0 - (double)ended / (double)at_risk;
		if (ended > 0 && survival <= half) {
			*out = t;
			return true;
		}
	}
	return false;
}

size_t
hscan_half(double *values, size_t len, double beside)
{
	/* Hundredths do not add up exactly, and half is reached exactly. */
	static const double little = 1e-6;
	double sum = beside, reached = 0.0;
	size_t count = 0;

	hscan_sort(values, len);
	for (size_t i = 0; i < len; i++)
		sum += values[i];
	while (count < len && reached < sum / 2.0 - little)
		reached += values[len - 1 - count++];
	return reached < sum / 2.0 - little ? 0 : count;
}

double
hscan_largest(double *values, size_t len, size_t most, double beside)
{
	double sum = beside, part = 0.0;

	hscan_sort(values, len);
	for (size_t i = 0; i < len; i++) {
		sum += values[i];
		if (len - i <= most)
			part += values[i];
	}
	return sum > 0.0 ? 100.0 * part / sum : 0.0;
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void
hscan_sort(double *values, size_t len)
{
	if (len > 0)
		qsort(values, len, sizeof(*values), compare);
}
