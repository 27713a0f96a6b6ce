/* SPDX-License-Identifier: MIT */
/*
 * Whether people who contributed to a repository for the first time came again,
 * as plain data. Text and arrays are borrowed from whoever made it, and live as
 * long as it does; times are seconds since 1970, UTC.
 */
#ifndef HEALTHSCAN_RETENTION_H
#define HEALTHSCAN_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>

/* The curve by Kaplan and Meier, from one time on up to the next. */
struct hscan_return_step {
	double days;      /* since the first contribution */
	int64_t at_risk;  /* had not come again, and were watched, before it */
	int64_t returned; /* came again after just that time */
	int64_t censored; /* were watched no longer */
	double survival;  /* share that has not come again, 0 to 1 */
	struct hscan_interval ci95; /* log-log, as R's survfit() has it */
};

/* What the curve says of some time. */
struct hscan_return_at {
	int64_t days;
	int64_t at_risk;            /* just before it */
	struct hscan_number value;  /* % that came again by then; not known:
				     * nobody was watched for so long */
	struct hscan_interval ci95; /* likewise */
};
enum { HSCAN_RETURN_TIMES = 5 }; /* 7, 30, 90, 180 and 365 days */

/* The people whose first contribution was in a month of the calendar. */
struct hscan_cohort {
	int64_t month; /* when it began */
	int64_t n;     /* how many; up to the end, where it is not over */
	bool over;
	/* How many of them contributed in it, in the next, ...: of the months
	 * that are over. Of the first it is all of them. */
	const int64_t *came;
	size_t len;
};

struct hscan_retention {
	/* Of the metric conversion alone: what it is of, as of when, and what
	 * was read. */
	const struct hscan_report *report;
	const char *reason; /* why it is not known who came again; or NULL */
	/* Those whose first contribution was in [since, report->as_of). */
	int64_t since;
	int64_t n, returned, excluded_bots;
	struct hscan_number median_days; /* by when half had come again */
	const struct hscan_return_step *steps;
	size_t steps_len;
	struct hscan_return_at at[HSCAN_RETURN_TIMES];
	const struct hscan_cohort *cohorts; /* the oldest first */
	size_t cohorts_len;
};

#endif
