/* SPDX-License-Identifier: MIT */
/*
 * The answer to "is this project healthy?" as plain data. Every output format
 * is written from it alone. Text and arrays are borrowed from whoever made the
 * report, and live as long as it does.
 */
#ifndef HEALTHSCAN_REPORT_H
#define HEALTHSCAN_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>

/* Half-open: `start` belongs to it, `end` does not. Seconds since 1970, UTC. */
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
HSCAN_API const char *hscan_verdict_name(enum hscan_verdict verdict);

/* The limits of a 95 % interval, both within it. */
struct hscan_interval {
	bool known;
	double low, high;
};

/* A metric over one window. */
struct hscan_value {
	struct hscan_window window;
	struct hscan_number value; /* rounded to 4 decimals, half to even */
	int64_t n;                 /* number of samples */
	const char *reason; /* why the value is absent, or why it is not judged
			     * ("low n"); NULL otherwise */
	struct hscan_interval ci95; /* medians and shares; rounded */
};

/* How the baseline is computed from a project's past. */
enum hscan_baseline_method {
	HSCAN_BASELINE_SIGMA, /* mean and sample standard deviation */
	HSCAN_BASELINE_MAD,   /* median and 1.4826 times the median deviation */
};

enum hscan_deviation {
	HSCAN_DEVIATION_NONE,
	HSCAN_DEVIATION_WORSE,  /* an alert */
	HSCAN_DEVIATION_BETTER, /* a note */
};

/* What is usual: of the windows before the one reported, by the rule of
 * judge/baseline.h. Rounded. */
struct hscan_baseline {
	struct hscan_number z; /* unknown without a value or a spread */
	double center, spread;
	size_t windows; /* how many have a value that counts */
	bool known;     /* enough of them */
	enum hscan_baseline_method method;
	enum hscan_deviation deviation;
};

/* From the window before to the one reported. */
struct hscan_change {
	struct hscan_window window; /* the one before; empty: there is none */
	struct hscan_number from;   /* its value */
	struct hscan_number difference; /* in the unit of the metric; rounded */
	struct hscan_number percent;    /* of `from`, which is not 0; rounded */
	enum hscan_tristate beyond_chance;
	const char *reason; /* why that is not known; else NULL */
};

/* What the author of an issue or pull request is to the project; of these the
 * first that holds, but a deleted account is unknown. */
enum hscan_role {
	HSCAN_ROLE_NONE,  /* not asked for, or not of an item */
	HSCAN_ROLE_AGENT, /* a program that a person has write for them */
	HSCAN_ROLE_BOT,
	HSCAN_ROLE_MAINTAINER,
	HSCAN_ROLE_NEWCOMER, /* it is the first item of theirs there */
	HSCAN_ROLE_REGULAR,
	HSCAN_ROLE_UNKNOWN,
};

/* How many there are, but for HSCAN_ROLE_NONE. */
enum { HSCAN_ROLES = HSCAN_ROLE_UNKNOWN };

/* "agent", "bot", "maintainer", ... */
HSCAN_API const char *hscan_role_name(enum hscan_role role);

/* A metric over what authors of one role have opened; as in a measure. */
struct hscan_role_value {
	enum hscan_role role;
	struct hscan_value now;
	struct hscan_number p75, p90, count, numerator;
	int64_t open;
	struct hscan_number km_median;
	const struct hscan_value *trend;
	size_t trend_len;
};

/* A metric over the window asked for, and over those before it. */
struct hscan_measure {
	const struct hscan_metric *metric;
	struct hscan_value now;
	struct hscan_number p75, p90;  /* medians only */
	struct hscan_number count;     /* rates only: the plain count; and the
					* whole of what organizations have */
	struct hscan_number numerator; /* shares only: samples that count */
	/* Organizations only: of which share of the whole, in percent, nobody
	 * says whose it is. Then `range` is of whosever it may be. */
	struct hscan_number unknown;
	int64_t excluded_bots;       /* samples left out: made by bots */
	int64_t excluded_unreadable; /* may be missing: could not be read */
	/* The limits of the value, whatever the missing records are; infinite
	 * if unbounded. Not known: nothing is missing. */
	struct hscan_interval range;
	const struct hscan_change *change; /* NULL: not kept */
	enum hscan_verdict verdict;
	/* There may be thousands of measures: these are packed. The verdicts
	 * possible within `range` are a set of 1 << enum hscan_verdict. */
	unsigned verdicts : 8;
	bool past_in_doubt : 1; /* something may be missing from an earlier
				 * window */
	bool censors : 1;       /* the metric may have open samples */
	bool other_head : 1;    /* from commits that are not of the default
				 * branch: shown, with a reason, not judged */
	/* Rests on what a receiver of webhooks alone has told since then; the
	 * next sync confirms it, or not. */
	bool provisional : 1;
	int64_t provisional_since;
	int64_t ended_before_began;    /* left out: durations below zero */
	int64_t open;                  /* samples that have not ended */
	struct hscan_number km_median; /* of the cohort opened in the window */
	struct hscan_baseline baseline;
	/* Another metric of the report that is at risk for the same cause:
	 * headline, alerts, gate, rank and totals count that one alone. NULL as
	 * a rule. */
	const struct hscan_metric *because;
	struct hscan_bound healthy; /* in force: after configuration */
	struct hscan_bound risk; /* in force; of risk_from where that is set */
	const struct hscan_value *trend; /* oldest first; the last is `now` */
	size_t trend_len;
	/* HSCAN_ROLES of them, in the order of their enum; NULL: not asked for,
	 * or the metric is not about issues or pull requests. */
	const struct hscan_role_value *roles;
	/* NONE, but where a format shows the roles as measures of their own. */
	enum hscan_role role;
};

/* Whether the commits are of the branch that the forge calls default. */
enum hscan_head_kind {
	HSCAN_HEAD_NONE,    /* no commits: another stream, or not read */
	HSCAN_HEAD_UNTOLD,  /* the forge does not name its default branch */
	HSCAN_HEAD_DEFAULT, /* yes */
	HSCAN_HEAD_OTHER,   /* no; not judged */
	HSCAN_HEAD_UNKNOWN, /* read by an older version; not judged either */
};

/* How much of a list or history is in the store. */
struct hscan_coverage {
	const char *stream; /* "repository", "issues", "releases", ... */
	bool complete;  /* read to its end, and up to date as of synced_at */
	bool collected; /* the store has some of it */
	int64_t rows;   /* how many records the store holds */
	int64_t unreadable; /* how many more could not be read */
	bool cut;           /* the forge leaves out an unknown number */
	int64_t synced_at;  /* HSCAN_NEVER if never */
	int64_t since; /* records go back to here; HSCAN_NEVER: to the start */
	const char *source;     /* "rest": from the forge's lists instead of a
				 * clone; else NULL */
	struct hscan_text note; /* head of git, "issues disabled"; or absent */
	enum hscan_head_kind head_kind;
	struct hscan_text head; /* the ref that the commits were read from;
				 * absent: there are none */
	/* Who else has told of it, from when to when; ascending by source and
	 * time. */
	const struct hscan_span *spans;
	size_t spans_len;
	int64_t told_until; /* with spans: up to when they and the syncs tell
			     * all of it; HSCAN_NEVER: never */
};

/* The working hours that durations are counted in. */
struct hscan_business {
	const struct hscan_text *work; /* "Mon-Fri 09:00-17:00 Europe/Berlin" */
	size_t work_len;
	size_t holidays;      /* how many are left out */
	struct hscan_text tz; /* release of the tz data, "2025b"; "unknown" */
};

/* Which part of the records was used; nothing set: all of them. */
struct hscan_slice {
	const struct hscan_text *labels; /* an item has all; without case */
	size_t labels_len;
	struct hscan_text author; /* a glob over logins; without case */
	struct hscan_text base;   /* a glob over branch names */
};

/* Stored; the numbers never change. */
enum hscan_alert_kind {
	HSCAN_ALERT_THRESHOLD = 1,
	HSCAN_ALERT_DEVIATION = 2,
};

struct hscan_alert {
	const struct hscan_measure *measure; /* NULL: not in this report */
	struct hscan_text metric;
	enum hscan_alert_kind kind;
	bool firing;   /* false: it cleared at `since` */
	bool turned;   /* it fired or cleared in this evaluation */
	int64_t since; /* as_of of the evaluation in which it turned */
	struct hscan_number value;
	struct hscan_text message; /* "PR merge cycle is at risk: ..." */
};

/* A set. */
enum hscan_gate_fail {
	HSCAN_FAIL_RISK = 1 << 0,
	HSCAN_FAIL_WATCH = 1 << 1, /* or risk */
	HSCAN_FAIL_DEVIATION = 1 << 2,
	HSCAN_FAIL_REGRESSION = 1 << 3,
	HSCAN_FAIL_UNREACHABLE = 1 << 4, /* it could not be read */
};

enum hscan_gate_result {
	HSCAN_GATE_PASSED,
	HSCAN_GATE_FAILED,
	HSCAN_GATE_UNDECIDED,   /* not enough data to decide */
	HSCAN_GATE_UNREACHABLE, /* of many: it could not be read, so that it was
				 * not judged */
};

enum hscan_gate_finding {
	HSCAN_FINDING_GOOD,
	HSCAN_FINDING_RISK,
	HSCAN_FINDING_WATCH,
	HSCAN_FINDING_DEVIATION,
	HSCAN_FINDING_REGRESSION,
	HSCAN_FINDING_MISSING,     /* no value, or too few samples */
	HSCAN_FINDING_STALE,       /* older than allowed */
	HSCAN_FINDING_NOT_JUDGED,  /* not named by the policy, and no finding;
				    * or its cause has failed already */
	HSCAN_FINDING_OTHER_HEAD,  /* commits are not of the default branch */
	HSCAN_FINDING_PROVISIONAL, /* see hscan_measure.provisional */
	HSCAN_FINDING_CLASS,       /* its class is one that fails */
	HSCAN_FINDING_UNREACHABLE, /* it could not be read */
};

/* The gate's finding about one metric, or about the repository itself. */
struct hscan_gate_row {
	const struct hscan_measure *measure; /* NULL: the repository itself */
	enum hscan_gate_finding finding;
	struct hscan_text why; /* one line, complete; may be absent */
};

struct hscan_gate {
	enum hscan_gate_result result;
	unsigned fail_on;      /* set of enum hscan_gate_fail */
	unsigned fail_classes; /* set of 1 << enum hscan_life_class */
	int64_t min_samples;
	bool allow_unknown;
	bool allow_provisional;
	int64_t max_age_s; /* 0: any */
	bool named;        /* the policy names its metrics */
	/* One for each measure of the report, in its order, and then those
	 * about the repository itself. */
	const struct hscan_gate_row *rows;
	size_t rows_len;
};

/* What a project is in the middle of; healthscan-scan(1) has the rules. */
enum hscan_life_class {
	HSCAN_LIFE_UNKNOWN, /* what was read does not prove any */
	HSCAN_LIFE_ACTIVE,
	HSCAN_LIFE_NEW,
	HSCAN_LIFE_MAINTENANCE,
	HSCAN_LIFE_QUIET,
	HSCAN_LIFE_DORMANT,
	HSCAN_LIFE_ARCHIVED,
};
enum { HSCAN_LIFE_CLASSES = HSCAN_LIFE_ARCHIVED + 1 };

/* Whether people commit less than they used to. */
struct hscan_declining {
	const char *reason; /* why it is not known; else NULL, and then: */
	bool holds;
	int64_t commits; /* by people, in the last 90 days */
	double usual;    /* median of the four stretches of 90 days before */
};

/* Open issues and pull requests of people who are no maintainers that have
 * waited for any answer of a person for over 90 days. */
struct hscan_unanswered {
	const char *reason; /* why it is not known; else NULL, and then: */
	int64_t issues, pull_requests;
	int64_t untold; /* how many more may be: their answers were not read */
	int64_t since;  /* of the oldest; HSCAN_NEVER: there is none */
};

struct hscan_life {
	enum hscan_life_class life_class;
	const char *reason; /* of HSCAN_LIFE_UNKNOWN: what would tell; else
			     * NULL */
	bool wants_replies; /* likewise: replies that were not asked for are
			     * some of that */
	struct hscan_text evidence; /* words, safe to print */
	struct hscan_declining declining;
	struct hscan_unanswered unanswered;
	struct hscan_text remarks; /* what of these two holds, in words, safe to
				    * print; absent: neither, or not known */
};

/* "active", "new", ...; "unknown". */
HSCAN_API const char *hscan_life_name(enum hscan_life_class life_class);

/* Whether a sample counts for the value, or why not. */
enum hscan_sample_role {
	HSCAN_SAMPLE_COUNTED, /* it counts */
	HSCAN_SAMPLE_OPEN,    /* not ended yet */
	HSCAN_SAMPLE_ENDED,   /* ended otherwise: closed without a merge */
	HSCAN_SAMPLE_BOT,     /* made by a bot */
	HSCAN_SAMPLE_BEFORE,  /* ended before it began */
	HSCAN_SAMPLE_UNKNOWN, /* of the whole, and nobody says whose it is */
};

/* One of the rows that a value is computed from. */
struct hscan_sample {
	struct hscan_text subject; /* "123", a commit, a tag, a person */
	int64_t number;            /* of an item; 0 for anything else */
	bool pull_request;         /* of an item */
	struct hscan_text title;   /* of an item; or absent */
	struct hscan_text author;  /* login, or name for commits; or absent */
	double value;              /* in the unit of the samples; rounded */
	enum hscan_sample_role role;
	struct hscan_text link; /* https://...; or absent */
	/* Who told it, a set of 1 << enum hscan_source; 0: not said, as REST
	 * alone told of the repository, or as it is not a forge's. */
	unsigned sources;
	/* When what it is about began and ended: an issue was opened and
	 * closed; or was made: a commit, a release. HSCAN_NEVER: it has not by
	 * the window's end, or that is not known. */
	int64_t began_at, ended_at;
	/* In a report of a group, whose it is, as its member is named there;
	 * absent of a person, and where one repository is reported. */
	struct hscan_text repo;
	enum hscan_role author_role; /* where that was asked for */
	/* Of an organization: how many, and its share of the whole in percent;
	 * 0 and not known for anything else. */
	int64_t people;
	struct hscan_number share;
};

/* The rows behind one value, as many as were asked for. */
struct hscan_evidence {
	const struct hscan_sample *samples;
	size_t len;
	size_t all; /* how many there are in total */
};

/* Repositories that are reported as one. */
struct hscan_report_group {
	struct hscan_text name; /* without the "@" */
	/* "owner/name", with "host/" before it unless that is
	 * HSCAN_DEFAULT_HOST; in the order they were named, each once. */
	const struct hscan_text *members;
	size_t len;
};

/* A person answers later than that. */
enum { HSCAN_QUICK_S = 120 };

/* An account that counts as a person, and gave most of its first answers
 * faster than people do: it may be a robot, and the waits for an answer
 * shorter than they are for people. */
struct hscan_suspect {
	struct hscan_text login;
	int64_t answers; /* first ones, to what was opened in the window */
	int64_t quick;   /* of these, after less than HSCAN_QUICK_S */
};

struct hscan_report {
	const char *version; /* of healthscan */
	int64_t generated_at;
	int64_t as_of;
	int64_t synced_at; /* of the oldest stream; HSCAN_NEVER if never */
	bool complete;     /* everything that a metric here needs was read */
	bool settled; /* all but single records that could not be read: what
		       * these cannot change is final */
	bool bots_included;
	bool history_events; /* --history events, else snapshot */
	const char *engine;  /* what computed it; NULL: the store's own. Any
			      * other keeps no alerts */
	struct hscan_window window;
	const char *host; /* "github.com"; lives as long as the rest. NULL: of
			   * a group */
	struct hscan_repo repo; /* of a group: its full_name is "@" and its
				 * name, its id is 0 and its times are unknown;
				 * nothing else is set */
	const struct hscan_coverage *coverage;
	size_t coverage_len;
	const struct hscan_measure *measures;
	size_t measures_len;
	const struct hscan_evidence *evidence; /* one a measure; or NULL */
	struct hscan_slice slice;
	/* NULL: every metric here is of calendar hours. */
	const struct hscan_business *business;
	/* Of several domains of an address the shortest says whose it is, as in
	 * gitdm; else the longest. */
	bool gitdm_order;
	int64_t min_samples;
	const struct hscan_alert *alerts;
	size_t alerts_len;
	const struct hscan_gate *gate; /* check only; else NULL */
	const struct hscan_life *life; /* scan and compare only; else NULL */
	bool provisional;              /* a measure is */
	int64_t provisional_since;     /* the earliest of theirs */
	const struct hscan_report_group *group; /* NULL: of one repository */
	/* Looked for where a measure rests on answers. */
	const struct hscan_suspect *suspects;
	size_t suspects_len;
	bool by_role; /* measures of items have `roles` */
};

/* A metric of one repository, with the rows behind it. */
struct hscan_explanation {
	const struct hscan_report *report; /* of that one metric */
	const struct hscan_sample *samples;
	size_t samples_len;
};

#endif
