/* SPDX-License-Identifier: MIT */
/* Which way costs fewer requests; see plan.h. */
#include "sync/plan.h"

/* Pages are of a hundred. A timeline has about as much again beside every
 * comment: commits, labels, mentions. */
enum { PAGE = 100, ENTRIES_A_COMMENT = 2 };

bool
hscan_plan_timelines(const struct hscan_answers_task *task)
{
	int64_t more_pages = task->comments * ENTRIES_A_COMMENT / PAGE;

	/* One request a pull request either way. */
	return more_pages <= task->comment_pages + task->event_pages &&
	       task->comment_pages + task->event_pages > 0;
}
