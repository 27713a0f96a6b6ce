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

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void
hscan_sort(double *values, size_t len)
{
	qsort(values, len, sizeof(*values), compare);
}
