/* SPDX-License-Identifier: MIT */
/* The samples of several repositories as those of one; see pool.h. */
#include "metric/pool.h"

#include <stdio.h>
#include <string.h>

#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"

size_t
hscan_scope_len(const struct hscan_engine_scope *scope)
{
	return scope->pools ? scope->pools_len : scope->repos;
}

struct hscan_engine_pool
hscan_scope_pool(const struct hscan_engine_scope *scope, size_t at)
{
	return scope->pools ? scope->pools[at]
			    : (struct hscan_engine_pool){at, 1};
}

bool
hscan_scope_has(
    const struct hscan_engine_scope *scope, size_t repo, size_t window_no)
{
	return !scope->pools || window_no == 0 ||
	       scope->members[repo].created_at < scope->windows[window_no].end;
}

/* How they are joined. */
struct pooling {
	const struct hscan_metric *metric;
	bool instants;
};

/* Adds values of one repository to those of another. */
static bool
join_values(struct series *into, const struct series *from)
{
	double *values = hscan_grow(into->values, &into->size,
	    into->len + from->len + 1, sizeof(*values));

	if (!values)
		return false;
	into->values = values;
	if (from->len > 0)
		memcpy(values + into->len, from->values,
		    from->len * sizeof(*values));
	into->len += from->len;
	return true;
}

static bool
join_cohorts(struct series *into, const struct series *from)
{
	struct hscan_duration *cohort =
	    hscan_grow(into->cohort, &into->cohort_size,
		into->cohort_len + from->cohort_len + 1, sizeof(*cohort));

	if (!cohort)
		return false;
	into->cohort = cohort;
	if (from->cohort_len > 0)
		memcpy(cohort + into->cohort_len, from->cohort,
		    from->cohort_len * sizeof(*cohort));
	into->cohort_len += from->cohort_len;
	return true;
}

/* The better one of two gauges; of two times since something, the shorter. */
static void
join_gauges(
    const struct pooling *pooling, struct series *into, struct series *from)
{
	bool least = pooling->metric->better == HSCAN_BETTER_LOWER ||
		     (pooling->metric->better == HSCAN_BETTER_NEUTRAL &&
			 pooling->instants);

	if (into->n == 0)
		into->last = from->last;
	if (into->n == 0 || from->n == 0 || into->last == from->last)
		return;
	if (pooling->metric->better == HSCAN_BETTER_NEUTRAL && !least) {
		into->unknown = true;
		into->said_by_len = 0;
		(void)snprintf(into->reason, sizeof(into->reason),
		    "of several repositories neither value is the better one");
	} else if (least == (from->last < into->last)) {
		into->last = from->last;
	}
}

/* Why there is no number for one is why there is none for all. */
static void
join_reasons(struct series *into, const struct series *from)
{
	bool has = into->unknown || into->untold;

	if (!from->unknown && !from->untold)
		return;
	if (!has || (from->unknown && !into->unknown)) {
		into->said_by = from->said_by;
		into->said_by_len = 1;
		memcpy(into->reason, from->reason, sizeof(into->reason));
	} else if (from->unknown == into->unknown &&
		   strcmp(from->reason, into->reason) == 0) {
		into->said_by_len++;
	}
	into->unknown |= from->unknown;
	into->untold |= from->untold;
}

static bool
join(const struct pooling *pooling, struct series *into, struct series *from)
{
	join_reasons(into, from);
	if (pooling->metric->statistic == HSCAN_STAT_GAUGE)
		join_gauges(pooling, into, from);
	into->n += from->n;
	into->nonzero += from->nonzero;
	into->sum += from->sum;
	into->nobodys += from->nobodys;
	into->standing |= from->standing;
	into->excluded_bots += from->excluded_bots;
	into->ended_before_began += from->ended_before_began;
	into->open += from->open;
	return join_values(into, from) && join_cohorts(into, from);
}

bool
hscan_pools_join(const struct hscan_engine_scope *scope,
    const struct hscan_metric *metric, bool instants, struct series *all)
{
	const struct pooling pooling = {metric, instants};
	size_t len = scope->windows_len;
	bool good = true;

	for (size_t i = 0; i < scope->repos * len; i++) {
		all[i].said_by = i / len;
		all[i].said_by_len = 1;
	}
	for (size_t p = 0; p < scope->pools_len && good; p++) {
		const struct hscan_engine_pool *pool = &scope->pools[p];
		struct series *into = &all[pool->from * len];

		for (size_t i = len; i < pool->len * len && good; i++)
			good = join(&pooling, &into[i % len], &into[i]);
	}
	return good;
}

void
hscan_pool_name_reason(const struct hscan_engine_scope *scope,
    const struct hscan_engine_pool *pool, size_t window_no,
    const struct series *series, char reason[HSCAN_REASON_SIZE])
{
	char named[HSCAN_REASON_SIZE * 2], more[32] = "";
	size_t there = 0;

	for (size_t i = 0; i < pool->len; i++)
		there += hscan_scope_has(scope, pool->from + i, window_no);
	if (reason[0] == '\0' || pool->len < 2 || series->said_by_len == 0 ||
	    series->said_by_len >= there)
		return;
	if (series->said_by_len > 1)
		(void)snprintf(more, sizeof(more), " and %zu more",
		    series->said_by_len - 1);
	/* Of a name that is too long the end of the reason is cut off. */
	if (snprintf(named, sizeof(named), "%s%s: %s",
		scope->members[series->said_by].name, more, reason) > 0)
		(void)hscan_safe(
		    hscan_text_of(named), reason, HSCAN_REASON_SIZE);
}
