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

/* What the gate has said of one of many. */
struct hscan_entry_gate {
	enum hscan_gate_result result;
	/* A line for each finding that failed; else, where it has not passed,
	 * one that says why. Any bytes. */
	const struct hscan_text *why;
	size_t why_len;
};

/* What a metric is ranked by. */
struct hscan_scan_value {
	struct hscan_number value;
	bool compared; /* with the others: there are enough samples */
};

/* The page of a repository, in the folder that has one for each. */
struct hscan_scan_page {
	const char *file; /* its name; needs no escape in a link */
	/* One a metric, as the report has them: its trend as a small picture,
	 * in the markup of the page; or absent. NULL: there is none. */
	const struct hscan_text *sparks;
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
	int64_t repo_id; /* in the store; 0: it is not there */
	size_t asked;    /* its place among all, from 0, before the ranking */
	const struct hscan_entry_gate *gate; /* NULL: there is no gate */
	const struct hscan_scan_page *page;  /* NULL: it has none */
};

/* The order of the entries. */
struct hscan_rank_order {
	enum hscan_rank_key {
		HSCAN_RANK_AS_GIVEN,
		HSCAN_RANK_HEALTH, /* verdict, then score */
		HSCAN_RANK_SCORE,
		HSCAN_RANK_NAME,
		HSCAN_RANK_CLASS,
		HSCAN_RANK_METRIC, /* the best of it first */
	} key;
	size_t metric; /* its index in the reports */
	bool reversed;
};

/* A verdict or a class that is another one than in the last scan that asked
 * the same. */
struct hscan_scan_turn {
	const char *host;
	struct hscan_text repo; /* "owner/name" */
	bool life;              /* it is the class */
	const char *from, *to;  /* "healthy", "active", ... */
};

/* How many repositories there are of each kind. */
struct hscan_scan_totals {
	size_t verdicts[HSCAN_VERDICT_RISK + 1];
	size_t lives[HSCAN_LIFE_CLASSES];
	size_t compared; /* with what an earlier scan said of them */
	const struct hscan_scan_turn *turns; /* by rank */
	size_t turns_len;
};

/* What came of the gate over all of them. */
struct hscan_scan_gate {
	struct hscan_gate policy; /* without a result, and without rows */
	size_t passed, failed, undecided, unreachable; /* repositories */
	size_t findings; /* of those that have failed */
	/* "not computed: a (--profile full)": rules that were held against
	 * nobody; or absent. */
	struct hscan_text remark;
};

/* A file of the user's with repositories in it, of whose entries not all need
 * name one: a bill of materials or a table; a list of names only where it has
 * such entries. */
struct hscan_scan_input {
	struct hscan_text file;   /* as the user names it; any bytes */
	const char *kind;         /* "cyclonedx", "spdx", "csv", "json" or
				   * "list" */
	struct hscan_text column; /* of a table; else absent */
	size_t entries;           /* packages, or rows */
	size_t named;        /* that name a repository which is asked for */
	size_t guessed;      /* of those: by their home page, which may be
			      * another project's */
	size_t repositories; /* those, each once */
	size_t without;      /* that name none */
	size_t elsewhere;    /* that name one on a host that is not asked */
};

/* An entry of an input that is not in the scan. */
struct hscan_scan_unlisted {
	size_t input;            /* index of that */
	struct hscan_text entry; /* a package, or "line 7"; any bytes */
	struct hscan_text host;  /* that is not asked; absent: it names none */
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
	struct hscan_rank_order order; /* of the entries */
	bool verbose; /* all that there is to say is wanted, however long */
	const struct hscan_scan_totals *totals; /* NULL: not counted */
	const struct hscan_scan_gate *gate;     /* NULL: there is none */
	/* The share that was asked for, from 1, and of how many there are; 0:
	 * it is of all. How many repositories are in others. */
	int64_t share, shares;
	size_t elsewhere;
	/* What files of the user's have said. */
	const struct hscan_scan_input *inputs;
	size_t inputs_len;
	const struct hscan_scan_unlisted *not_listed; /* in their order */
	size_t not_listed_len;
};

#endif
