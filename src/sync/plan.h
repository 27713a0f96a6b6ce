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
 * Whether to ask for one timeline a pull request, which tells of comments,
 * reviews and drafts, or (false) for its reviews, with the comments and the
 * drafts from the lists of the whole repository.
 */
bool hscan_plan_timelines(const struct hscan_answers_task *task);

#endif
