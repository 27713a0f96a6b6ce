/* SPDX-License-Identifier: MIT */
/* "Q1 2026"; see period.h. */
#include "report/period.h"

#include <stdint.h>

#include "base/time.h"

/* The first of a month at midnight, and which. */
static bool
begins_month(int64_t when, int *month)
{
	int64_t year;
	int day;

	hscan_civil_of(when, &year, month, &day);
	return hscan_civil_to(year, *month, 1) == when;
}

static enum period
kind_of(const struct hscan_window *window)
{
	/* 1970-01-05 was a Monday. */
	int64_t since = window->start - 4 * HSCAN_DAY_S;
	int month;

	if (since % HSCAN_WEEK_S == 0 &&
	    window->end - window->start == HSCAN_WEEK_S)
		return PERIOD_WEEK;
	if (!begins_month(window->start, &month))
		return PERIOD_NONE;
	if (window->end == hscan_add_months(window->start, 1))
		return PERIOD_MONTH;
	if (month % 3 == 1 && window->end == hscan_add_months(window->start, 3))
		return PERIOD_QUARTER;
	if (month == 1 && window->end == hscan_add_months(window->start, 12))
		return PERIOD_YEAR;
	return PERIOD_NONE;
}

enum period
period_of(const struct hscan_value *trend, size_t len)
{
	enum period period = len > 0 ? kind_of(&trend[0].window) : PERIOD_NONE;

	for (size_t i = 1; i < len; i++)
		if (kind_of(&trend[i].window) != period)
			return PERIOD_NONE;
	return period;
}

/* The week's Thursday says of which year it is. */
static void
add_week(struct hscan_buf *out, int64_t monday)
{
	int64_t thursday = monday + 3 * HSCAN_DAY_S, year, week;
	int month, day;

	hscan_civil_of(thursday, &year, &month, &day);
	week = (thursday - hscan_civil_to(year, 1, 1)) / HSCAN_WEEK_S + 1;
	(void)hscan_buf_add_format(
	    out, "%lld-W%02lld", (long long)year, (long long)week);
}

void
period_add(struct hscan_buf *out, enum period period,
    const struct hscan_window *window)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t year;
	int month, day;

	hscan_civil_of(window->start, &year, &month, &day);
	switch (period) {
	case PERIOD_NONE: break;
	case PERIOD_WEEK: add_week(out, window->start); break;
	case PERIOD_MONTH:
		(void)hscan_buf_add_format(
		    out, "%s %lld", months[month - 1], (long long)year);
		break;
	case PERIOD_QUARTER:
		(void)hscan_buf_add_format(
		    out, "Q%d %lld", (month + 2) / 3, (long long)year);
		break;
	case PERIOD_YEAR:
		(void)hscan_buf_add_format(out, "%lld", (long long)year);
		break;
	}
}
