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
	HSCAN_STAT_MEDIAN,  /* type-7 median; with p75 and p90 */
	HSCAN_STAT_SHARE,   /* percentage of samples that are not 0 */
	HSCAN_STAT_RATE,    /* sum of the values per week of the window */
	HSCAN_STAT_COUNT,   /* sum of the values */
	HSCAN_STAT_GAUGE,   /* the one sample's value */
	HSCAN_STAT_RATIO,   /* samples that are not 0 / samples that are 0 */
	HSCAN_STAT_HALF,    /* fewest samples that make up half of the sum */
	HSCAN_STAT_WITHIN,  /* percentage of what has ended within a time */
	HSCAN_STAT_LARGEST, /* percentage of the sum that the greatest makes up
			     */
	HSCAN_STAT_LARGEST_THREE, /* that the three greatest make up */
};

/* In which hours durations are counted. */
enum hscan_clock {
	HSCAN_CLOCK_CALENDAR, /* in all of them, and no others */
	HSCAN_CLOCK_EITHER,   /* likewise, as no working hours are set */
	HSCAN_CLOCK_HOURS,    /* in working hours */
};

/* The unit of durations that are counted in working hours. */
#define HSCAN_BUSINESS_UNIT "business h"

enum hscan_better {
	HSCAN_BETTER_NEUTRAL,
	HSCAN_BETTER_LOWER,
	HSCAN_BETTER_HIGHER,
};

/* What a metric is computed from; a set of flags. */
enum hscan_need {
	HSCAN_NEED_ISSUES = 1 << 0,
	HSCAN_NEED_PULLS = 1 << 1, /* pull requests, read with the issues */
	HSCAN_NEED_RELEASES = 1 << 2,
	HSCAN_NEED_EVENTS = 1 << 3,
	HSCAN_NEED_STATE = 1 << 4, /* events, but only with --history events */
	HSCAN_NEED_COMMENTS = 1 << 5, /* comments on issues */
	/* Everything a pull request's first answer is computed from: comments,
	 * reviews, and when it was a draft. */
	HSCAN_NEED_REVIEWS = 1 << 6,
	HSCAN_NEED_BASES = 1 << 7, /* the branches pull requests are for */
	/* Which pull requests were merged, where the list of issues does not
	 * say it. */
	HSCAN_NEED_MERGES = 1 << 8,
	/* Commits to the documentation: of a local history, or as the forge
	 * lists them. */
	HSCAN_NEED_DOCS = 1 << 9,
	HSCAN_NEED_GIT = 1 << 10,
	HSCAN_NEED_AUTHORS = 1 << 11, /* with the .mailmap of the head */
	/* Of issues and pull requests: all of them, or beside what has changed
	 * in the windows all those that are open. */
	HSCAN_NEED_HISTORY = 1 << 12,
	HSCAN_NEED_BACKLOG = 1 << 13,
	/* What was written on those that are open, and when they were drafts.
	 */
	HSCAN_NEED_OPEN_ANSWERS = 1 << 14,
	/* What reviews say, beside HSCAN_NEED_REVIEWS: those that were read
	 * before this was kept are read again. */
	HSCAN_NEED_VERDICTS = 1 << 15,
	HSCAN_NEED_ROLES = 1 << 16, /* what the authors of items are */
	/* Who contributed, and when: all items, reviews and commits there ever
	 * were. */
	HSCAN_NEED_CONTRIBUTIONS = 1 << 17,
	/* That the reviews of all pull requests there ever were are read, which
	 * takes a request for each: where that was asked for by name. */
	HSCAN_NEED_EVERY_REVIEW = 1 << 18,
	/* Who works where, which the user has to say. */
	HSCAN_NEED_ORGANIZATIONS = 1 << 19,
};

/* What a metric that needs one of these is not of the core profile. */
#define HSCAN_NEEDS_FULL \
	((unsigned)HSCAN_NEED_COMMENTS | (unsigned)HSCAN_NEED_REVIEWS | \
	    (unsigned)HSCAN_NEED_EVENTS | (unsigned)HSCAN_NEED_OPEN_ANSWERS | \
	    (unsigned)HSCAN_NEED_ROLES | (unsigned)HSCAN_NEED_CONTRIBUTIONS)

/* Nor one that needs what only some users have. */
#define HSCAN_NEEDS_MORE (HSCAN_NEEDS_FULL | (unsigned)HSCAN_NEED_ORGANIZATIONS)

/* Who is shown it without asking for it by name. */
enum hscan_metric_profile {
	HSCAN_PROFILE_HEALTH,   /* core or full, by what it needs */
	HSCAN_PROFILE_ACTIVITY, /* how much was done; only --profile activity */
};

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

/* "<= 72": the metric's own, or what configuration has set in its place. */
struct hscan_bound {
	enum hscan_comparison comparison;
	double value; /* in the unit of the metric */
};

/* The time of HSCAN_STAT_WITHIN where the user sets none: two days. */
#define HSCAN_WITHIN_S 172800

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
	enum hscan_metric_profile profile;
	int order;      /* in lists, ascending; by id where it is the same */
	unsigned needs; /* set of enum hscan_need; "streams" of the header */
	struct hscan_bound healthy;
	struct hscan_bound risk;
	bool own; /* a user's file, not built in */
	/* A count or rate of things that happen independently of each other,
	 * so that the binomial test tells its change from chance. */
	bool counts_events;
	/* Its own bounds are of calendar hours, and so not in force. */
	bool unbound;
	enum hscan_clock clock;
	int64_t within_s; /* of HSCAN_STAT_WITHIN, by its clock */
};

#endif
