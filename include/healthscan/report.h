/* SPDX-License-Identifier: MIT */
/*
 * The answer to "is this project healthy?" as plain data: what every output
 * format is written from, and nothing else. Text and arrays are borrowed
 * from whoever made the report and live as long as it does.
 */
#ifndef HEALTHSCAN_REPORT_H
#define HEALTHSCAN_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/repo.h>

/* Half-open: start belongs to it, end does not. */
struct hscan_window {
	int64_t start;
	int64_t end;
};

/* A number that may be absent. */
struct hscan_number {
	bool known;
	double value;
};

/* What a value means for the project. */
enum hscan_verdict {
	HSCAN_VERDICT_NONE,    /* the metric has no bounds */
	HSCAN_VERDICT_UNKNOWN, /* no value, or too few samples to judge */
	HSCAN_VERDICT_HEALTHY,
	HSCAN_VERDICT_WATCH,
	HSCAN_VERDICT_RISK,
};

/* "healthy", "watch", "risk", "unknown"; "none" without bounds. */
const char *hscan_verdict_name(enum hscan_verdict verdict);

/* A metric over one window. */
struct hscan_value {
	struct hscan_window window;
	struct hscan_number value; /* rounded to 4 decimals, half to even */
	int64_t n;                 /* number of samples */
	const char *reason; /* why the value is absent, or why it is not judged
			     * ("low n"); NULL otherwise */
};

/* A metric over the window asked for, and over those before it. */
struct hscan_measure {
	const struct hscan_metric *metric;
	struct hscan_value now;
	struct hscan_number p75, p90;  /* medians only */
	struct hscan_number count;     /* rates only: the plain count */
	struct hscan_number numerator; /* shares only: samples that count */
	int64_t excluded_bots;         /* samples left out: bot-authored */
	enum hscan_verdict verdict;
	struct hscan_bound healthy; /* in force: after configuration */
	struct hscan_bound risk; /* in force; of risk_from where that is set */
	const struct hscan_value *trend; /* oldest first; the last is `now` */
	size_t trend_len;
};

/* How much of a stream is in the store. */
struct hscan_coverage {
	const char *stream; /* "repository", "issues", "releases", ... */
	bool complete;     /* read to its end, and up to date as of synced_at */
	bool collected;    /* there is something of it in the store */
	int64_t rows;      /* how many records the store holds */
	int64_t synced_at; /* HSCAN_NEVER if never */
	int64_t since; /* records go back to here; HSCAN_NEVER: to the start */
	struct hscan_text note; /* head of git, "issues disabled"; or absent */
};

struct hscan_report {
	const char *version; /* of healthscan */
	int64_t generated_at;
	int64_t as_of;
	int64_t synced_at; /* of the oldest stream; HSCAN_NEVER if never */
	bool complete;     /* every stream that a metric here needs */
	bool bots_included;
	bool history_events; /* --history events, else snapshot */
	struct hscan_window window;
	const char *host;
	struct hscan_repo repo;
	const struct hscan_coverage *coverage;
	size_t coverage_len;
	const struct hscan_measure *measures;
	size_t measures_len;
};

#endif
