/* SPDX-License-Identifier: MIT */
/* From two values to their change; see change.h. */
#include "judge/change.h"

#include <math.h>

#include "base/round.h"
#include "metric/statistic.h"

static const double LEVEL = 0.05;
static const double Z = 1.959963984540054; /* 97.5 % of the normal */
/* More than any project has: the test takes as many steps as their root. */
static const double MOST = 1e9;

/* --- counts --- */

/* log(C(whole, part) * share^part * (1 - share)^(whole - part)) */
static double
log_term(int64_t part, int64_t whole, double share)
{
	double k = (double)part, n = (double)whole;

	return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) +
	       k * log(share) + (n - k) * log1p(-share);
}

/* P(X < part), and that of `part` itself, which is at or below the middle:
 * what is further off is less likely, and ends in nothing. */
static double
lower_tail(int64_t part, int64_t whole, double share, double *at)
{
	double term = exp(log_term(part, whole, share)), sum = 0.0;

	*at = term;
	for (int64_t k = part; k > 0; k--) {
		term *=
		    (double)k / (double)(whole - k + 1) * (1.0 - share) / share;
		sum += term;
		if (!(term > sum * 1e-12))
			break;
	}
	return sum;
}

double
hscan_binomial_mid_p(int64_t part, int64_t whole, double share)
{
	double at, below, tail;

	/* The tail that it lies in; the other one mirrored. */
	if ((double)part > (double)whole * share) {
		part = whole - part;
		share = 1.0 - share;
	}
	below = lower_tail(part, whole, share, &at);
	tail = 2.0 * (below + 0.5 * at);
	return tail < 1.0 ? tail : 1.0;
}

static bool
is_count(struct hscan_number number)
{
	return number.known && number.value >= 0.0 && number.value < MOST &&
	       floor(number.value) >= number.value;
}

static double
length_of(const struct hscan_value *value)
{
	return (double)(value->window.end - value->window.start);
}

static const char *
test_counts(const struct hscan_change_pair *pair, enum hscan_tristate *beyond)
{
	bool rate = pair->metric->statistic == HSCAN_STAT_RATE;
	struct hscan_number now = rate ? pair->now_count : pair->now->value;
	struct hscan_number before =
	    rate ? pair->before_count : pair->before->value;
	double length = length_of(pair->now);
	int64_t part, whole;

	if (!pair->metric->counts_events)
		return "not a count of independent events";
	if (!is_count(now) || !is_count(before))
		return "not a whole count";
	part = (int64_t)now.value;
	whole = part + (int64_t)before.value;
	*beyond = hscan_binomial_mid_p(part, whole,
		      length / (length + length_of(pair->before))) < LEVEL
		      ? HSCAN_YES
		      : HSCAN_NO;
	return NULL;
}

/* --- shares and medians --- */

/* From the lower value down, from the higher one up: each end of the interval
 * of the difference takes from either window the side that faces the other. */
static bool
shares_differ(const struct hscan_value *a, const struct hscan_value *b)
{
	const struct hscan_value *low = a->value.value < b->value.value ? a : b;
	const struct hscan_value *high = low == a ? b : a;

	return high->value.value - low->value.value >
	       hypot(high->value.value - high->ci95.low,
		   low->ci95.high - low->value.value);
}

/* How many standard errors the interval of a median of so many reaches to
 * either side: it covers more than 95 %, as ranks are whole. */
static double
reach_of(int64_t n)
{
	double coverage = hscan_median_coverage((size_t)n), low = 0, high = 8;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (erf(middle / sqrt(2.0)) < coverage)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

static double
error_of(double low, double high, int64_t n)
{
	return (high - low) / 2 / reach_of(n);
}

static bool
medians_differ(const struct hscan_value *a, const struct hscan_value *b)
{
	double difference, error;

	/* Times are told apart by how many times longer they are. */
	if (a->ci95.low > 0.0 && b->ci95.low > 0.0) {
		difference = log(a->value.value) - log(b->value.value);
		error =
		    hypot(error_of(log(a->ci95.low), log(a->ci95.high), a->n),
			error_of(log(b->ci95.low), log(b->ci95.high), b->n));
	} else {
		difference = a->value.value - b->value.value;
		error = hypot(error_of(a->ci95.low, a->ci95.high, a->n),
		    error_of(b->ci95.low, b->ci95.high, b->n));
	}
	return fabs(difference) > Z * error;
}

static const char *
test_intervals(
    const struct hscan_change_pair *pair, enum hscan_tristate *beyond)
{
	const struct hscan_value *now = pair->now, *before = pair->before;
	bool differ;

	/* The open ones of a backlog are those of the window before, too. */
	if (pair->metric->needs &
	    ((unsigned)HSCAN_NEED_HISTORY | (unsigned)HSCAN_NEED_BACKLOG))
		return "the windows share samples";
	if (!now->ci95.known || !before->ci95.known)
		return "low n";
	differ = hscan_is_share(pair->metric->statistic)
		     ? shares_differ(now, before)
		     : medians_differ(now, before);
	*beyond = differ ? HSCAN_YES : HSCAN_NO;
	return NULL;
}

/* --- both --- */

/* Why there is no telling, whatever the statistic. */
static const char *
why_untold(const struct hscan_change_pair *pair)
{
	if (pair->now->reason)
		return pair->now->reason;
	if (pair->before->reason)
		return pair->before->reason;
	return pair->in_doubt ? "records may be missing" : NULL;
}

static const char *
test(const struct hscan_change_pair *pair, enum hscan_tristate *beyond)
{
	const char *why = why_untold(pair);

	if (why)
		return why;
	switch (pair->metric->statistic) {
	case HSCAN_STAT_COUNT:
	case HSCAN_STAT_RATE: return test_counts(pair, beyond);
	case HSCAN_STAT_SHARE:
	case HSCAN_STAT_WITHIN:
	case HSCAN_STAT_MEDIAN: return test_intervals(pair, beyond);
	case HSCAN_STAT_GAUGE:
	case HSCAN_STAT_RATIO:
	case HSCAN_STAT_HALF:
	case HSCAN_STAT_LARGEST:
	case HSCAN_STAT_LARGEST_THREE: break;
	}
	return "no test for this statistic";
}

static struct hscan_number
rounded(double value)
{
	if (!isfinite(value))
		return (struct hscan_number){.known = false};
	return (struct hscan_number){true, hscan_round4(value)};
}

const struct hscan_change hscan_change_none = {
    .beyond_chance = HSCAN_UNKNOWN_YET,
    .reason = "no window before; use --windows",
};

struct hscan_change
hscan_change_of(const struct hscan_change_pair *pair)
{
	struct hscan_change change = {.beyond_chance = HSCAN_UNKNOWN_YET};
	double difference, from;

	change.window = pair->before->window;
	change.from = pair->before->value;
	if (!pair->now->value.known || !change.from.known) {
		change.reason = pair->now->value.known
				    ? "no value in the window before"
				    : "no value";
		return change;
	}
	from = change.from.value;
	difference = pair->now->value.value - from;
	change.difference = rounded(difference);
	if (fabs(from) > 0.0)
		change.percent = rounded(100.0 * difference / fabs(from));
	change.reason = test(pair, &change.beyond_chance);
	return change;
}
