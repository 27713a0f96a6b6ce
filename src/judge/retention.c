/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again: the curve, and who still came in later months;
 * see retention.h. */
#include "judge/retention.h"

#include <string.h>

#include "base/grow.h"
#include "base/time.h"
#include "metric/survival.h"

enum { MONTHS_A_YEAR = 12 };

static const int64_t times[HSCAN_RETURN_TIMES] = {7, 30, 90, 180, 365};

/* --- months of the calendar, by UTC --- */

static int64_t
month_of(int64_t when)
{
	int64_t year;
	int month, day;

	hscan_civil_of(when, &year, &month, &day);
	return year * MONTHS_A_YEAR + month - 1;
}

static int64_t
start_of(int64_t month)
{
	return hscan_civil_to(
	    month / MONTHS_A_YEAR, (int)(month % MONTHS_A_YEAR) + 1, 1);
}

/* --- counting --- */

enum hscan_status
hscan_retention_begin(
    struct hscan_retention_count *count, struct hscan_error *err)
{
	size_t len = (size_t)count->months + 1;
	bool good;

	count->last_month = month_of(count->end);
	count->cohorts =
	    hscan_arena_alloc(count->arena, len, sizeof(*count->cohorts));
	count->came =
	    hscan_arena_alloc(count->arena, len, sizeof(*count->came));
	good = count->cohorts && count->came;
	for (size_t i = 0; i < len && good; i++) {
		struct hscan_cohort *cohort = &count->cohorts[i];

		cohort->month =
		    start_of(count->last_month - count->months + (int64_t)i);
		cohort->len = len - 1 - i;
		cohort->over = i + 1 < len;
		count->came[i] = hscan_arena_alloc(
		    count->arena, cohort->len + 1, sizeof(**count->came));
		cohort->came = count->came[i];
		good = count->came[i] != NULL;
	}
	return good ? HSCAN_OK : hscan_no_memory(err);
}

/* Each month counts once, and only where it is over. */
static void
add_months(struct hscan_retention_count *count, const int64_t *at, size_t len)
{
	int64_t first = month_of(at[0]), last = INT64_MIN;
	int64_t oldest = count->last_month - count->months;
	struct hscan_cohort *cohort;

	if (first < oldest)
		return;
	cohort = &count->cohorts[first - oldest];
	cohort->n++;
	for (size_t i = 0; i < len; i++) {
		int64_t month = month_of(at[i]);

		if (month == last || (size_t)(month - first) >= cohort->len)
			continue;
		last = month;
		count->came[first - oldest][month - first]++;
	}
}

static enum hscan_status
add_wait(struct hscan_retention_count *count, const int64_t *at, size_t len,
    struct hscan_error *err)
{
	int64_t again = hscan_came_again(at, len);
	bool ended = again != HSCAN_NEVER;
	struct hscan_duration *more = hscan_grow_in(count->arena, count->waits,
	    &count->waits_room, count->waits_len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	count->waits = more;
	more[count->waits_len++] = (struct hscan_duration){
	    (double)((ended ? again : count->end) - at[0]) / HSCAN_DAY_S,
	    ended};
	count->returned += ended;
	return HSCAN_OK;
}

enum hscan_status
hscan_retention_add(const struct hscan_contributor *contributor, void *payload,
    struct hscan_error *err)
{
	struct hscan_retention_count *count = payload;
	const int64_t *at = contributor->at;
	size_t len = contributor->len;
	bool recent;

	while (len > 0 && at[len - 1] >= count->end)
		len--;
	if (len == 0)
		return HSCAN_OK;
	recent = at[0] >= count->end - HSCAN_RETENTION_S;
	if (contributor->left_out) {
		count->excluded_bots += recent;
		return HSCAN_OK;
	}
	if (!count->any || at[0] < count->first_at)
		count->first_at = at[0];
	count->any = true;
	add_months(count, at, len);
	return recent ? add_wait(count, at, len, err) : HSCAN_OK;
}

/* --- what it comes to --- */

/* The step that holds at a time; NULL: none has come yet. */
static const struct hscan_survival *
step_at(const struct hscan_survival *curve, size_t len, int64_t days)
{
	const struct hscan_survival *found = NULL;

	for (size_t i = 0; i < len && curve[i].at <= (double)days; i++)
		found = &curve[i];
	return found;
}

static struct hscan_return_at
value_at(const struct hscan_survival *curve, size_t len, int64_t days)
{
	const struct hscan_survival *step = step_at(curve, len, days);
	struct hscan_return_at at = {.days = days};

	for (size_t i = len; i > 0 && curve[i - 1].at >= (double)days; i--)
		at.at_risk = curve[i - 1].at_risk;
	/* Behind the last who was watched nothing is known, unless all have
	 * come again. */
	if (at.at_risk == 0 && (len == 0 || curve[len - 1].survival > 0.0))
		return at;
	at.value.known = true;
	if (!step)
		return at;
	at.value.value = 100.0 * (1.0 - step->survival);
	if (step->ci95.known)
		at.ci95 = (struct hscan_interval){true,
		    100.0 * (1.0 - step->ci95.high),
		    100.0 * (1.0 - step->ci95.low)};
	return at;
}

static enum hscan_status
tell_curve(struct hscan_retention_count *count, struct hscan_retention *out,
    struct hscan_error *err)
{
	struct hscan_survival *curve = hscan_arena_alloc(
	    count->arena, count->waits_len + 1, sizeof(*curve));
	struct hscan_return_step *steps = hscan_arena_alloc(
	    count->arena, count->waits_len + 1, sizeof(*steps));
	size_t len;

	if (!curve || !steps)
		return hscan_no_memory(err);
	len = hscan_survival_curve(count->waits, count->waits_len, curve);
	for (size_t i = 0; i < len; i++) {
		steps[i] = (struct hscan_return_step){
		    .days = curve[i].at,
		    .at_risk = curve[i].at_risk,
		    .returned = curve[i].ended,
		    .censored = curve[i].censored,
		    .survival = curve[i].survival,
		    .ci95 = curve[i].ci95,
		};
		if (!out->median_days.known && curve[i].survival <= 0.5)
			out->median_days =
			    (struct hscan_number){true, curve[i].at};
	}
	for (size_t i = 0; i < HSCAN_RETURN_TIMES; i++)
		out->at[i] = value_at(curve, len, times[i]);
	out->steps = steps;
	out->steps_len = len;
	return HSCAN_OK;
}

/* From the month on in which anybody came at all. The month that `end` is in is
 * left out where it has not begun. */
static void
tell_cohorts(
    const struct hscan_retention_count *count, struct hscan_retention *out)
{
	size_t len = (size_t)count->months + 1, from = 0;
	int64_t oldest = count->last_month - count->months;

	if (!count->any)
		return;
	if (count->cohorts[len - 1].month == count->end)
		len--;
	while (from < len && month_of(count->first_at) > oldest + (int64_t)from)
		from++;
	out->cohorts = &count->cohorts[from];
	out->cohorts_len = len - from;
}

enum hscan_status
hscan_retention_end(struct hscan_retention_count *count,
    struct hscan_retention *out, struct hscan_error *err)
{
	struct hscan_retention found = {
	    .report = out->report,
	    .reason = out->reason,
	    .since = count->end - HSCAN_RETENTION_S,
	    .n = (int64_t)count->waits_len,
	    .returned = count->returned,
	    .excluded_bots = count->excluded_bots,
	};
	enum hscan_status status = tell_curve(count, &found, err);

	if (status != HSCAN_OK)
		return status;
	tell_cohorts(count, &found);
	*out = found;
	return HSCAN_OK;
}
