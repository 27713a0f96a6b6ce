/* SPDX-License-Identifier: MIT */
/* The samples of a metric as a person reads them: which columns say something,
 * how they are headed and what stands in them. Data for programs has all of
 * them, as they are. */
#ifndef HSCAN_REPORT_EVIDENCE_H
#define HSCAN_REPORT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>
#include <healthscan/text.h>

#include "base/buf.h"

enum evidence_column {
	EVIDENCE_REPO, /* of a group: whose it is */
	EVIDENCE_SUBJECT,
	EVIDENCE_VALUE,
	EVIDENCE_SHARE,  /* of the whole, where that is told */
	EVIDENCE_PEOPLE, /* of an organization */
	EVIDENCE_AGE,    /* of what is open, at the window's end */
	EVIDENCE_ROLE,
	EVIDENCE_BEGAN,
	EVIDENCE_ENDED,
	EVIDENCE_AUTHOR,
	EVIDENCE_AUTHOR_ROLE, /* where it was asked for */
	EVIDENCE_TITLE,
	EVIDENCE_SOURCES,
	EVIDENCE_COLUMNS,
};

struct evidence {
	const struct hscan_metric *metric;
	int64_t end; /* of the window */
	bool times;  /* the values are times that something took */
	enum evidence_column columns[EVIDENCE_COLUMNS]; /* that are shown */
	size_t columns_len;
};

/* By the samples that there are: a column in which nothing differs or stands is
 * left out. */
struct evidence evidence_of(const struct hscan_metric *metric, int64_t end,
    const struct hscan_sample *samples, size_t len);

/* Shows the age of what is open beside its value, where some of it is. */
void evidence_want_age(
    struct evidence *evidence, const struct hscan_sample *samples, size_t len);

/* "value", "opened", ... */
const char *evidence_heading(
    const struct evidence *evidence, enum evidence_column column);

/* Whether it is a number, which stands to the right. */
bool evidence_is_number(enum evidence_column column);

/* What stands there: text from outside as it came, or words of ours, which are
 * in `words`; valid as long as both. */
struct hscan_text evidence_cell(const struct evidence *evidence,
    enum evidence_column column, const struct hscan_sample *sample,
    struct hscan_buf *words);

/* "Roles: counted, it is in the value; ...": of those that there are; "" where
 * all count. */
void evidence_add_roles(
    struct hscan_buf *out, const struct hscan_sample *samples, size_t len);

/* "446.6 d", "3.2 h", "12 min": a time in a unit of a fixed length, in the unit
 * in which a person reads it. */
void evidence_add_time(
    struct hscan_buf *out, double value, struct hscan_text unit);

#endif
