/* SPDX-License-Identifier: MIT */
/* Reads what a metric file says of itself; the same code for built-in metrics
 * and a user's own. Pure. */
#ifndef HSCAN_METRIC_PARSE_H
#define HSCAN_METRIC_PARSE_H

#include <stdbool.h>

#include <healthscan/metric.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/* A key of the header. */
struct hscan_metric_key {
	const char *name;   /* NULL ends the table */
	const char *wanted; /* what is written behind it */
	bool required;
};

extern const struct hscan_metric_key hscan_metric_keys[];

/* What the SELECT behind the header yields, in one sentence. */
extern const char *const hscan_metric_columns;

/**
 * Reads the header of a metric file: lines "-- key: value" up to the first
 * other line, then the definition, comment lines up to the first that is none.
 * Keys: id, title, unit, better, statistic, streams, and optionally healthy,
 * risk, risk-from, clock, order, subject, chaoss (a name, and perhaps its URL),
 * reach (window or backlog: not every issue and pull request has to be read,
 * unless for roles),
 * profile (activity) and counts (events).
 *
 * `out` borrows from `text`. HSCAN_EPARSE names `path`, the line, what is
 * wrong and what is wanted: a key missing, repeated, empty or unknown, a value
 * that is not one, an id that is not the file's name.
 */
HSCAN_CHECK enum hscan_status hscan_metric_parse(const char *path,
    struct hscan_text text, struct hscan_metric *out, struct hscan_error *err);

/* Takes the next line of a definition, without its comment mark. False at
 * the end. `*rest` begins as metric.definition. */
bool hscan_definition_line(struct hscan_text *rest, struct hscan_text *line);

/* "core", "full" or "activity": which shows it; static storage. */
const char *hscan_metric_profile_name(const struct hscan_metric *metric);

/* "median", "share", ...; static storage. */
const char *hscan_statistic_name(enum hscan_statistic statistic);

#endif
