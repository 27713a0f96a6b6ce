/* SPDX-License-Identifier: MIT */
/* How samples become a number. Pure. */
#ifndef HSCAN_METRIC_STATISTIC_H
#define HSCAN_METRIC_STATISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>

/* Whether it is a percentage of the samples, with a numerator and Wilson's
 * interval. */
static inline bool
hscan_is_share(enum hscan_statistic statistic)
{
	return statistic == HSCAN_STAT_SHARE || statistic == HSCAN_STAT_WITHIN;
}

/* Whether it is of how a whole is divided: the samples are parts, which are
 * added up where several are of one. */
static inline bool
hscan_is_division(enum hscan_statistic statistic)
{
	return statistic == HSCAN_STAT_HALF ||
	       statistic == HSCAN_STAT_LARGEST ||
	       statistic == HSCAN_STAT_LARGEST_THREE;
}

/**
 * The p-quantile (0 <= p <= 1) of `len` > 0 values in ascending order, by
 * linear interpolation between the two nearest: type 7 of R. J. Hyndman and
 * Y. Fan, "Sample Quantiles in Statistical Packages" (The American
 * Statistician, 1996), as numpy, pandas and R do by default.
 */
double hscan_quantile(const double *sorted, size_t len, double p);

/**
 * Three quantiles (0 <= p <= 1, ascending) of `len` > 0 values in any order,
 * which are moved about; in linear time.
 */
void hscan_quantiles(
    double *values, size_t len, const double p[3], double out[3]);

/* The value of a rank (from 0) < len, likewise. */
double hscan_select(double *values, size_t len, size_t rank);

/**
 * The ranks (from 0) of the distribution-free interval of the median: the
 * narrowest symmetric pair of order statistics with coverage of at least
 * 95 %. False for fewer than 6 values. H. A. David and H. N. Nagaraja, "Order
 * Statistics" (2003), section 7.1.
 */
bool hscan_median_ranks(size_t len, size_t *low, size_t *high);

/* Which part of all samples' intervals by those ranks holds the true median; 0
 * where there is none. */
double hscan_median_coverage(size_t len);

/**
 * The 95 % interval of a share of `part` in `whole` > 0, as fractions. E. B.
 * Wilson, "Probable Inference, the Law of Succession, and Statistical
 * Inference" (1927), without correction for continuity.
 */
void hscan_wilson(int64_t part, int64_t whole, double *low, double *high);

/* A duration, and whether it has ended. */
struct hscan_duration {
	double value;
	bool ended; /* else it is censored at `value` */
};

/**
 * The Kaplan-Meier median: the least t at which the survival function is at
 * most 0.5. False where the curve stays above. Sorts in place. E. L. Kaplan
 * and P. Meier, "Nonparametric Estimation from Incomplete Observations"
 * (1958); of a tie, what ended comes before what is censored.
 */
bool hscan_km_median(struct hscan_duration *values, size_t len, double *out);

/* How many of the greatest values make up at least half of the sum of all and
 * `beside`; 0 when they do not. Sorts in place. Nothing is negative. */
size_t hscan_half(double *values, size_t len, double beside);

/* Which percentage of that sum the `most` greatest values make up; 0 where it
 * is none. Sorts in place. Nothing is negative. */
double hscan_largest(double *values, size_t len, size_t most, double beside);

/* Sorts ascending, in place. No value may be a NaN. */
void hscan_sort(double *values, size_t len);

#endif
