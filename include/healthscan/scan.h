/* SPDX-License-Identifier: MIT */
/*
 * Reports about many repositories, as plain data: the ranked table and the
 * comparison are written from it. Text and arrays are borrowed from whoever
 * made it, and live as long as it does.
 */
#ifndef HEALTHSCAN_SCAN_H
#define HEALTHSCAN_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/* What a metric is ranked by. */
struct hscan_scan_value {
	struct hscan_number value;
	bool compared; /* with the others: there are enough samples */
};

struct hscan_scan_entry {
	struct hscan_text name; /* as the user gave it */
	/* NULL: the store has no records of it. All reports of a scan have the
	 * same metrics in the same order. One that has been written, as a line
	 * of its own, may be but a head: its measures have a metric and no
	 * value, and there is no coverage. */
	const struct hscan_report *report;
	/* One a metric, as the report has them; with `verdict` and `counts` of
	 * hscan_rank_note(). NULL without a report. */
	const struct hscan_scan_value *values;
	enum hscan_status failed;   /* HSCAN_OK: it was read completely */
	struct hscan_text why;      /* the message of a failure; any bytes */
	size_t rank;                /* from 1; 0: there is no report */
	enum hscan_verdict verdict; /* the gravest of its metrics */
	size_t counts[HSCAN_VERDICT_RISK + 1]; /* metrics of each verdict */
	struct hscan_number score; /* mean of the percentiles; rounded */
	/* One for each metric, from 0 to 100; see hscan_percentile_ranks(). */
	const struct hscan_number *percentiles;
};

struct hscan_scan {
	const char *version; /* of healthscan */
	int64_t generated_at;
	int64_t as_of;
	struct hscan_window window;
	const struct hscan_scan_entry *entries; /* by rank; failures last */
	size_t len;
	size_t reports; /* entries that have one */
	size_t failed;  /* entries that have failed */
	/* What the list of an owner leaves out: entries that could not be used,
	 * and (`partial`) an unknown number that require single sign-on. */
	size_t unlisted;
	bool partial;
};

#endif
