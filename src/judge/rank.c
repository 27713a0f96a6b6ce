/* SPDX-License-Identifier: MIT */
/* Percentiles within a scan, and the order of its rows; see rank.h. */
#include "judge/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/round.h"
#include "base/text.h"

/* --- percentiles --- */

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* How many of the sorted values lie below `value`, or (with `equal`) at most
 * there. */
static size_t
count_below(const double *sorted, size_t len, double value, bool equal)
{
	size_t low = 0, high = len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] < value ||
		    (equal && sorted[middle] <= value))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum hscan_status
hscan_percentile_ranks(const struct hscan_number *values, size_t len,
    enum hscan_better better, struct hscan_number *out, struct hscan_error *err)
{
	double *sorted = malloc((len + 1) * sizeof(*sorted));
	size_t known = 0;

	if (!sorted)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		if (values[i].known)
			sorted[known++] = values[i].value;
	qsort(sorted, known, sizeof(*sorted), by_value);
	for (size_t i = 0; i < len; i++) {
		double value = values[i].value, worse, equal;

		out[i] = (struct hscan_number){false, 0.0};
		if (!values[i].known || known < 2)
			continue;
		worse = (double)count_below(sorted, known, value, false);
		equal = (double)count_below(sorted, known, value, true) - worse;
		if (better == HSCAN_BETTER_LOWER)
			worse = (double)known - worse - equal;
		out[i].known = true;
		out[i].value =
		    hscan_round4(100.0 * (worse + (equal - 1.0) / 2.0) /
				 ((double)known - 1.0));
	}
	free(sorted);
	return HSCAN_OK;
}

/* --- entries --- */

static size_t
metrics_of(const struct hscan_scan_entry *entries, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (entries[i].report)
			return entries[i].report->measures_len;
	return 0;
}

/* A value of few samples is shown, but stands in no comparison. */
static struct hscan_number
value_of(const struct hscan_scan_entry *entry, size_t metric)
{
	const struct hscan_number none = {false, 0.0};
	const struct hscan_value *now;

	if (!entry->report)
		return none;
	now = &entry->report->measures[metric].now;
	return now->reason ? none : now->value;
}

static enum hscan_better
better_of(const struct hscan_scan_entry *entries, size_t len, size_t metric)
{
	for (size_t i = 0; i < len; i++)
		if (entries[i].report)
			return entries[i]
			    .report->measures[metric]
			    .metric->better;
	return HSCAN_BETTER_NEUTRAL;
}

static enum hscan_status
rank_metric(const struct hscan_scan_entry *entries, size_t len, size_t metric,
    struct hscan_number *const *percentiles, struct hscan_number *room,
    struct hscan_error *err)
{
	enum hscan_status status;

	for (size_t i = 0; i < len; i++)
		room[i] = value_of(&entries[i], metric);
	status = hscan_percentile_ranks(
	    room, len, better_of(entries, len, metric), room + len, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		percentiles[i][metric] = room[len + i];
	return status;
}

static void
judge(struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;
	double sum = 0.0, count = 0.0;

	entry->verdict = HSCAN_VERDICT_NONE;
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		entry->counts[measure->verdict]++;
		/* They are in the order of gravity. */
		if (measure->verdict > entry->verdict)
			entry->verdict = measure->verdict;
		if (measure->metric->better == HSCAN_BETTER_NEUTRAL ||
		    !entry->percentiles[i].known)
			continue;
		sum += entry->percentiles[i].value;
		count += 1.0;
	}
	entry->score = (struct hscan_number){
	    count > 0.0, count > 0.0 ? hscan_round4(sum / count) : 0.0};
}

/* --- their order --- */

/* What qsort() has to be told beside the two entries. */
struct sorted {
	const struct hscan_scan_entry *entry;
	struct hscan_text name;
	bool known;
	double first, second; /* ascending */
	bool reversed;
};

/* From well to ill; what is not known is behind all that is. */
static double
gravity(enum hscan_verdict verdict)
{
	static const double places[] = {
	    [HSCAN_VERDICT_HEALTHY] = 0,
	    [HSCAN_VERDICT_WATCH] = 1,
	    [HSCAN_VERDICT_RISK] = 2,
	    [HSCAN_VERDICT_UNKNOWN] = 3,
	    [HSCAN_VERDICT_NONE] = 4,
	};

	return places[verdict];
}

static double
down(const struct hscan_number *number)
{
	return number->known ? -number->value : (double)INFINITY;
}

static struct sorted
sorted_of(
    const struct hscan_scan_entry *entry, const struct hscan_rank_order *order)
{
	const struct hscan_report *report = entry->report;
	struct sorted out = {
	    .entry = entry,
	    .name = entry->name,
	    .known = report != NULL,
	    .reversed = order->reversed,
	};

	if (!report)
		return out;
	out.name = report->repo.full_name;
	out.second = down(&entry->score);
	if (order->key == HSCAN_RANK_HEALTH) {
		out.first = gravity(entry->verdict);
	} else if (order->key == HSCAN_RANK_SCORE) {
		out.known = entry->score.known;
		out.first = out.second;
	} else if (order->key == HSCAN_RANK_CLASS) {
		out.known = report->life != NULL;
		out.first = report->life ? report->life->life_class : 0;
	} else if (order->key == HSCAN_RANK_METRIC) {
		const struct hscan_measure *measure =
		    &report->measures[order->metric];

		out.known = measure->now.value.known;
		out.first = measure->now.value.value;
		if (measure->metric->better == HSCAN_BETTER_HIGHER)
			out.first = -out.first;
	} else {
		out.second = 0.0;
	}
	return out;
}

static int
by_text(struct hscan_text a, struct hscan_text b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int
by_order(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = 0;

	if (!x->entry->report != !y->entry->report)
		return x->entry->report ? -1 : 1;
	if (x->known != y->known)
		return x->known ? -1 : 1;
	if (x->known)
		order = (x->first > y->first) - (x->first < y->first);
	if (x->known && order == 0)
		order = (x->second > y->second) - (x->second < y->second);
	if (order == 0)
		order = by_text(x->name, y->name);
	return x->known && x->reversed ? -order : order;
}

static enum hscan_status
put_in_order(struct hscan_scan_entry *entries, size_t len,
    const struct hscan_rank_order *order, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct sorted *sorted =
	    hscan_arena_alloc(arena, len + 1, sizeof(*sorted));
	struct hscan_scan_entry *copy =
	    hscan_arena_alloc(arena, len + 1, sizeof(*copy));

	if (!sorted || !copy)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		sorted[i] = sorted_of(&entries[i], order);
	qsort(sorted, len, sizeof(*sorted), by_order);
	for (size_t i = 0; i < len; i++) {
		copy[i] = *sorted[i].entry;
		copy[i].rank = copy[i].report ? i + 1 : 0;
	}
	memcpy(entries, copy, len * sizeof(*copy));
	return HSCAN_OK;
}

enum hscan_status
hscan_rank(struct hscan_scan_entry *entries, size_t len,
    const struct hscan_rank_order *order, struct hscan_arena *arena,
    struct hscan_error *err)
{
	size_t metrics = metrics_of(entries, len);
	struct hscan_number **percentiles =
	    hscan_arena_alloc(arena, len + 1, sizeof(struct hscan_number *));
	struct hscan_number *room =
	    hscan_arena_alloc(arena, 2 * len + 1, sizeof(*room));
	enum hscan_status status = HSCAN_OK;

	if (!percentiles || !room)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		percentiles[i] = hscan_arena_alloc(
		    arena, metrics + 1, sizeof(struct hscan_number));
		if (!percentiles[i])
			return hscan_no_memory(err);
		entries[i].percentiles = percentiles[i];
	}
	for (size_t i = 0; i < metrics && status == HSCAN_OK; i++)
		status = rank_metric(entries, len, i, percentiles, room, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < len; i++)
		if (entries[i].report)
			judge(&entries[i]);
	if (order->key == HSCAN_RANK_AS_GIVEN)
		return HSCAN_OK;
	return put_in_order(entries, len, order, arena, err);
}
