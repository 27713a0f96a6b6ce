/* SPDX-License-Identifier: MIT */
/*
 * How samples become a number, compared with the same done by sorting or by
 * counting. The first three bytes are the quantiles to ask for; then every
 * two are a value, in quarters, so that sums are exact and ties are many.
 */
#include <math.h>

#include "fuzz/fuzz.h"
#include "metric/statistic.h"

enum { HEAD = 3, MOST = 512 };

static void
ensure_quantiles(const double *values, const double *sorted, size_t len,
    const uint8_t head[HEAD])
{
	double p[3], out[3], scratch[MOST];

	for (int i = 0; i < 3; i++)
		p[i] = head[i] / 255.0;
	hscan_sort(p, 3);
	memcpy(scratch, values, len * sizeof(*values));
	hscan_quantiles(scratch, len, p, out);
	for (int i = 0; i < 3; i++) {
		ENSURE(
		    fabs(out[i] - hscan_quantile(sorted, len, p[i])) <= 1e-9);
		ENSURE(out[i] >= sorted[0] && out[i] <= sorted[len - 1]);
	}
	/* Nothing is lost by being moved about. */
	hscan_sort(scratch, len);
	ENSURE(memcmp(scratch, sorted, len * sizeof(*sorted)) == 0);
}

static void
ensure_ranks(const double *values, const double *sorted, size_t len)
{
	double scratch[MOST];
	size_t low, high;

	for (size_t rank = 0; rank < len; rank += 1 + len / 8) {
		memcpy(scratch, values, len * sizeof(*values));
		ENSURE(hscan_select(scratch, len, rank) == sorted[rank]);
	}
	if (hscan_median_ranks(len, &low, &high)) {
		ENSURE(len >= 6 && low < high && high < len);
		ENSURE(low + high == len - 1);
	} else {
		ENSURE(len < 6);
	}
}

/* How many of the greatest make up half: added one after the other. */
static void
ensure_half(const double *sorted, size_t len)
{
	double values[MOST], sum = 0.0, reached = 0.0;
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		sum += values[i] = fabs(sorted[i]);
	count = hscan_half(values, len, 0);
	for (size_t i = 0; i < count; i++)
		reached += values[len - 1 - i];
	ENSURE(2.0 * reached >= sum);
	ENSURE(count == 0 || 2.0 * (reached - values[len - count]) < sum);
}

/* The share that lasts longer than t, by the definition: every time at which
 * something ended, anew. */
static double
survival_at(const struct hscan_duration *all, size_t len, double t)
{
	double survival = 1.0, at = -HUGE_VAL;

	for (;;) {
		double next = HUGE_VAL, ended = 0.0, at_risk = 0.0;

		for (size_t i = 0; i < len; i++)
			if (all[i].ended && all[i].value > at)
				next = fmin(next, all[i].value);
		if (next > t || !isfinite(next))
			return survival;
		at = next;
		for (size_t i = 0; i < len; i++) {
			at_risk += all[i].value >= at;
			ended += all[i].ended && !(all[i].value > at) &&
				 !(all[i].value < at);
		}
		survival *= 1.0 - ended / at_risk;
	}
}

static void
ensure_kaplan_meier(const double *values, size_t len, uint8_t seed)
{
	struct hscan_duration all[64];
	double out = -4711.5, greatest = -HUGE_VAL;

	len = len < 64 ? len : 64;
	for (size_t i = 0; i < len; i++) {
		all[i] = (struct hscan_duration){
		    values[i], (i * 7 + seed) % 5 > seed % 4};
		greatest = fmax(greatest, values[i]);
	}
	if (hscan_km_median(all, len, &out)) {
		ENSURE(survival_at(all, len, out) <= 0.5 + 2e-9);
		/* A little before, it was above. */
		ENSURE(survival_at(all, len, out - 0.125) > 0.5);
	} else {
		ENSURE(out == -4711.5);
		ENSURE(len == 0 || survival_at(all, len, greatest) > 0.5);
	}
}

static void
ensure_wilson(uint8_t part, uint8_t more)
{
	int64_t whole = (int64_t)part + more;
	double low, high, share;

	if (whole == 0)
		return;
	share = (double)part / (double)whole;
	hscan_wilson(part, whole, &low, &high);
	ENSURE(low >= 0.0 && low <= share + 1e-12);
	ENSURE(high >= share - 1e-12 && high <= 1.0 && low < high);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	double values[MOST], sorted[MOST];
	size_t len = 0;

	if (size < HEAD)
		return 0;
	ensure_wilson(data[0], data[1]);
	for (size_t i = HEAD; i + 1 < size && len < MOST; i += 2) {
		unsigned two = (unsigned)data[i] << 8 | data[i + 1];

		values[len++] = ((double)two - 32768.0) / 4.0;
	}
	ensure_kaplan_meier(values, len, data[2]);
	if (len == 0)
		return 0;
	memcpy(sorted, values, len * sizeof(*values));
	hscan_sort(sorted, len);
	for (size_t i = 1; i < len; i++)
		ENSURE(sorted[i - 1] <= sorted[i]);
	ensure_quantiles(values, sorted, len, data);
	ensure_ranks(values, sorted, len);
	ensure_half(sorted, len);
	return 0;
}
