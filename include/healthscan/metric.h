/* SPDX-License-Identifier: MIT */
/*
 * The description of a metric. A metric is one SQL file: its header comment
 * says what the number means, its body yields the samples. Nothing about a
 * metric is anywhere else.
 */
#ifndef HEALTHSCAN_METRIC_H
#define HEALTHSCAN_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* How the samples become the number. */
enum hscan_statistic {
	HSCAN_STAT_MEDIAN, /* type-7 median; with p75 and p90 */
	HSCAN_STAT_SHARE,  /* percentage of samples that are not 0 */
	HSCAN_STAT_RATE,   /* sum of the values per week of the window */
	HSCAN_STAT_COUNT,  /* sum of the values */
	HSCAN_STAT_GAUGE,  /* the one sample's value */
	HSCAN_STAT_RATIO,  /* samples that are not 0 / samples that are 0 */
	HSCAN_STAT_HALF,   /* fewest samples that make up half of the sum */
};

enum hscan_better {
	HSCAN_BETTER_NEUTRAL,
	HSCAN_BETTER_LOWER,
	HSCAN_BETTER_HIGHER,
};

/* What must have been collected; a set of flags. */
enum hscan_stream {
	HSCAN_STREAM_REPO = 1 << 0,
	HSCAN_STREAM_ISSUES = 1 << 1,
	HSCAN_STREAM_RELEASES = 1 << 2,
	HSCAN_STREAM_EVENTS = 1 << 3,
	HSCAN_STREAM_GIT = 1 << 4,
	HSCAN_STREAM_PULLS = 1 << 5, /* pull requests, read with the issues */
	HSCAN_STREAM_STATE = 1
			     << 6, /* events, but only with --history events */
	HSCAN_STREAM_COMMENTS = 1 << 7, /* comments on issues */
	/* Everything a pull request's first answer is told from: comments,
	 * reviews, and when it was a draft. */
	HSCAN_STREAM_REVIEWS = 1 << 8,
	HSCAN_STREAM_BASES = 1 << 9, /* the branches pull requests are for */
	/* Commits to the documentation: of a local history, or as the forge
	 * lists them. */
	HSCAN_STREAM_DOCS = 1 << 10,
	/* Which pull requests were merged, where the list of issues does not
	 * say it: the list of pull requests. */
	HSCAN_STREAM_MERGES = 1 << 11,
	/* Of issues and pull requests: the whole list, or beside what has
	 * changed in the windows all those that are open. */
	HSCAN_STREAM_HISTORY = 1 << 12,
	HSCAN_STREAM_OPEN = 1 << 13,
	/* The list of issues from its other end; no metric needs it. */
	HSCAN_STREAM_TAIL = 1 << 14,
	/* Who an author is, of a local history: needs its .mailmap. */
	HSCAN_STREAM_AUTHORS = 1 << 16,
	/* The list of issues once more, to find what has vanished from it. */
	HSCAN_STREAM_SWEEP = 1 << 15,
};

/* What a metric that needs one of these is not of the core profile. */
#define HSCAN_STREAMS_FULL \
	((unsigned)HSCAN_STREAM_COMMENTS | (unsigned)HSCAN_STREAM_REVIEWS | \
	    (unsigned)HSCAN_STREAM_EVENTS)

/* What the subject of a sample is. */
enum hscan_subject {
	HSCAN_SUBJECT_TEXT,    /* any text, or none */
	HSCAN_SUBJECT_ITEM,    /* the number of an issue or pull request */
	HSCAN_SUBJECT_COMMIT,  /* the hexadecimal name of a commit */
	HSCAN_SUBJECT_RELEASE, /* the name of a tag */
	HSCAN_SUBJECT_PERSON,  /* the e-mail address of an author */
};

enum hscan_comparison {
	HSCAN_NO_BOUND,
	HSCAN_AT_MOST,  /* <= */
	HSCAN_LESS,     /* <  */
	HSCAN_AT_LEAST, /* >= */
	HSCAN_MORE,     /* >  */
};

/* "<= 72": the operator is the metric's; configuration may replace the value.
 */
struct hscan_bound {
	enum hscan_comparison comparison;
	double value; /* in the unit of the metric */
};

/* The order of a metric that names none: last. */
#define HSCAN_METRIC_ORDER 999

/* Every text borrows from the SQL text that was parsed. */
struct hscan_metric {
	struct hscan_text id;         /* words joined by '_'; the file's name */
	struct hscan_text title;      /* short noun phrase for tables */
	struct hscan_text unit;       /* "hours", "%", "commits/week", ... */
	struct hscan_text chaoss;     /* CHAOSS name; may be absent */
	struct hscan_text chaoss_url; /* its page there; may be absent */
	struct hscan_text risk_from;  /* id: at risk when that metric is */
	struct hscan_text definition; /* the prose, comment marks and all */
	struct hscan_text sql;        /* the whole file */
	enum hscan_better better;
	enum hscan_statistic statistic;
	enum hscan_subject subject;
	int order;        /* in lists, ascending; equal ones by id */
	unsigned streams; /* set of enum hscan_stream */
	struct hscan_bound healthy;
	struct hscan_bound risk;
	bool own; /* a user's file, not built in */
};

#endif
