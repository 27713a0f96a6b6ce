/* SPDX-License-Identifier: MIT */
/* Percentiles within a scan, and the order of its rows; see rank.h. */
#include "judge/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/round.h"
#include "base/text.h"
#include "model/overall.h"
#include "model/unbound.h"

/* --- percentiles --- */

static int
compare(double x, double y)
{
	return (x > y) - (x < y);
}

static int
by_value(const void *a, const void *b)
{
	return compare(*(const double *)a, *(const double *)b);
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
		const struct hscan_number own = values[i];
		double worse, equal;

		out[i] = (struct hscan_number){.known = false};
		if (!own.known || known < 2)
			continue;
		worse = (double)count_below(sorted, known, own.value, false);
		equal =
		    (double)count_below(sorted, known, own.value, true) - worse;
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

/* The first report, for its metrics; NULL if there is none. */
static const struct hscan_report *
first_report(const struct hscan_scan_entry *entries, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (entries[i].report)
			return entries[i].report;
	return NULL;
}

/* Whether it may be almost anything, as nobody says whose most of it is: the
 * less is known of a project, the smaller is the largest that it knows. */
static bool
is_nobodys(const struct hscan_measure *measure)
{
	return measure->unknown.known && measure->unknown.value > 50.0;
}

/* A value of few samples is shown, but not compared. */
static struct hscan_scan_value
value_to_note(const struct hscan_measure *measure)
{
	return (struct hscan_scan_value){measure->now.value,
	    !hscan_reason_against(measure) && !is_nobodys(measure)};
}

/* What was noted, or else what the report says: of thousands, both would be
 * much. */
static struct hscan_scan_value
value_at(const struct hscan_scan_entry *entry, size_t metric)
{
	return entry->values ? entry->values[metric]
			     : value_to_note(&entry->report->measures[metric]);
}

static struct hscan_number
value_of(const struct hscan_scan_entry *entry, size_t metric)
{
	struct hscan_scan_value value;

	if (!entry->report)
		return (struct hscan_number){.known = false};
	value = value_at(entry, metric);
	return value.compared ? value.value
			      : (struct hscan_number){.known = false};
}

static enum hscan_status
rank_metric(const struct hscan_scan_entry *entries, size_t len, size_t metric,
    enum hscan_better better, struct hscan_number *const *percentiles,
    struct hscan_number *room, struct hscan_error *err)
{
	enum hscan_status status;

	for (size_t i = 0; i < len; i++)
		room[i] = value_of(&entries[i], metric);
	status = hscan_percentile_ranks(room, len, better, room, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		percentiles[i][metric] = room[i];
	return status;
}

static void
judge_entry(struct hscan_scan_entry *entry)
{
	entry->verdict = hscan_overall(entry->report->measures,
	    entry->report->measures_len, entry->counts);
}

enum hscan_status
hscan_rank_note(struct hscan_scan_entry *entry, struct hscan_arena *arena,
    struct hscan_error *err)
{
	const struct hscan_report *report = entry->report;
	struct hscan_scan_value *values;

	if (!report)
		return HSCAN_OK;
	values =
	    hscan_arena_alloc(arena, report->measures_len, sizeof(*values));
	if (!values)
		return hscan_no_memory(err);
	for (size_t i = 0; i < report->measures_len; i++)
		values[i] = value_to_note(&report->measures[i]);
	judge_entry(entry);
	entry->values = values;
	return HSCAN_OK;
}

static void
score(struct hscan_scan_entry *entry)
{
	const struct hscan_report *report = entry->report;
	double sum = 0.0;
	size_t count = 0;

	for (size_t i = 0; i < report->measures_len; i++) {
		if (report->measures[i].metric->better ==
			HSCAN_BETTER_NEUTRAL ||
		    !entry->percentiles[i].known)
			continue;
		sum += entry->percentiles[i].value;
		count++;
	}
	if (count > 0)
		entry->score = (struct hscan_number){
		    true, hscan_round4(sum / (double)count)};
}

/* --- their order --- */

/* What comparing needs besides the two entries. */
struct sorted {
	const struct hscan_scan_entry *entry;
	struct hscan_text name;
	enum { KNOWN, UNKNOWN, NO_REPORT } group; /* whatever the order */
	double first, second;                     /* ascending */
	bool reversed;
};

/* From healthy to risk; unknown comes last. */
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
	const struct hscan_metric *metric;
	struct hscan_number value;
	struct sorted out = {
	    .entry = entry,
	    .name = entry->name,
	    .group = NO_REPORT,
	    .reversed = order->reversed,
	};
	bool known = true;

	if (!report)
		return out;
	out.name = report->repo.full_name;
	if (order->key != HSCAN_RANK_NAME)
		out.second = down(&entry->score);
	switch (order->key) {
	case HSCAN_RANK_AS_GIVEN:
	case HSCAN_RANK_NAME: break;
	case HSCAN_RANK_HEALTH: out.first = gravity(entry->verdict); break;
	case HSCAN_RANK_SCORE:
		known = entry->score.known;
		out.first = out.second;
		break;
	case HSCAN_RANK_CLASS:
		known = report->life != NULL;
		if (known)
			out.first = report->life->life_class;
		break;
	case HSCAN_RANK_METRIC:
		metric = report->measures[order->metric].metric;
		value = value_at(entry, order->metric).value;
		known = value.known;
		out.first = value.value;
		if (metric->better == HSCAN_BETTER_HIGHER)
			out.first = -out.first;
		break;
	}
	out.group = known ? KNOWN : UNKNOWN;
	return out;
}

static int
by_text(struct hscan_text a, struct hscan_text b)
{
	int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

	return order != 0 ? order : compare((double)a.len, (double)b.len);
}

static int
by_order(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = 0;

	if (x->group != y->group)
		return (int)x->group - (int)y->group;
	if (x->group == KNOWN)
		order = compare(x->first, y->first);
	if (x->group == KNOWN && order == 0)
		order = compare(x->second, y->second);
	if (order == 0)
		order = by_text(x->name, y->name);
	return x->group == KNOWN && x->reversed ? -order : order;
}

static void
order_copy(struct hscan_scan_entry *entries, size_t len,
    const struct hscan_rank_order *order, struct sorted *sorted,
    struct hscan_scan_entry *copy)
{
	for (size_t i = 0; i < len; i++)
		sorted[i] = sorted_of(&entries[i], order);
	qsort(sorted, len, sizeof(*sorted), by_order);
	for (size_t i = 0; i < len; i++) {
		copy[i] = *sorted[i].entry;
		copy[i].rank = copy[i].report ? i + 1 : 0;
	}
	memcpy(entries, copy, len * sizeof(*copy));
}

static enum hscan_status
put_in_order(struct hscan_scan_entry *entries, size_t len,
    const struct hscan_rank_order *order, struct hscan_error *err)
{
	/* Not of the arena: the table needs its room. */
	struct sorted *sorted = calloc(len + 1, sizeof(*sorted));
	struct hscan_scan_entry *copy = calloc(len + 1, sizeof(*copy));
	enum hscan_status status = HSCAN_OK;

	if (!sorted || !copy)
		status = hscan_no_memory(err);
	else
		order_copy(entries, len, order, sorted, copy);
	free(sorted);
	free(copy);
	return status;
}

enum hscan_status
hscan_rank(struct hscan_scan_entry *entries, size_t len,
    const struct hscan_rank_order *order, struct hscan_arena *arena,
    struct hscan_error *err)
{
	const struct hscan_report *first = first_report(entries, len);
	size_t metrics = first ? first->measures_len : 0;
	struct hscan_number **percentiles =
	    hscan_arena_alloc(arena, len, sizeof(struct hscan_number *));
	struct hscan_number *room =
	    hscan_arena_alloc(arena, len, sizeof(*room));
	enum hscan_status status = HSCAN_OK;

	if (!percentiles || !room)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		percentiles[i] = hscan_arena_alloc(
		    arena, metrics, sizeof(struct hscan_number));
		if (!percentiles[i])
			return hscan_no_memory(err);
		entries[i].percentiles = percentiles[i];
		if (!entries[i].values && entries[i].report)
			judge_entry(&entries[i]);
	}
	for (size_t i = 0; i < metrics && status == HSCAN_OK; i++)
		status = rank_metric(entries, len, i,
		    first->measures[i].metric->better, percentiles, room, err);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < len; i++)
		if (entries[i].report)
			score(&entries[i]);
	if (order->key == HSCAN_RANK_AS_GIVEN)
		return HSCAN_OK;
	return put_in_order(entries, len, order, err);
}
