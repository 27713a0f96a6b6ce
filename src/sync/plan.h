/* SPDX-License-Identifier: MIT */
/* Which way to read the answers to pull requests costs fewer requests. Pure. */
#ifndef HSCAN_SYNC_PLAN_H
#define HSCAN_SYNC_PLAN_H

#include <stdbool.h>
#include <stdint.h>

/* What is to be read, as far as it is known beforehand. */
struct hscan_answers_task {
	int64_t pulls;    /* pull requests to read one by one */
	int64_t comments; /* that they have together */
	/* What the lists of comments and of events would cost, in pages; 0 for
	 * one that is read anyway. */
	int64_t comment_pages;
	int64_t event_pages;
};

/**
 * Whether to ask for one timeline a pull request, which has comments,
 * reviews and drafts, or (false) for its reviews, with the comments and the
 * drafts from the lists of the whole repository.
 */
bool hscan_plan_timelines(const struct hscan_answers_task *task);

/* What the first pages of a list show; newest first. */
struct hscan_survey {
	int64_t pages;  /* looked at; at least 1 */
	int64_t said;   /* that the server says there are; -1: it does not */
	bool counted;   /* it leaves out what is older than `bound` */
	bool ends;      /* the last page looked at is the last one */
	int64_t bound;  /* what is older is not read; HSCAN_NEVER: all is */
	int64_t oldest; /* on the last page looked at; HSCAN_NEVER */
	int64_t span;   /* from its newest row to that */
	int64_t rows;   /* about how many there are in all; -1: not known */
};

/* How many pages a walk of the list will ask for, about. */
int64_t hscan_plan_pages(const struct hscan_survey *survey);

/* How long so many requests take, in seconds: so many at a time, each of so
 * many milliseconds, and no more than `an_hour` in an hour. */
int64_t hscan_plan_seconds(
    int64_t requests, int64_t an_hour, int64_t lines, int64_t request_ms);

#endif
