/* SPDX-License-Identifier: MIT */
/* What reading will cost; see plan.h. */
#include "sync/plan.h"

#include <healthscan/repo.h>

/* Pages are of a hundred. A timeline has about as much again beside every
 * comment: commits, labels, mentions. */
enum { PAGE = 100, ENTRIES_A_COMMENT = 2, HOUR_S = 3600 };

bool
hscan_plan_timelines(const struct hscan_answers_task *task)
{
	int64_t more_pages = task->comments * ENTRIES_A_COMMENT / PAGE;

	/* One request a pull request either way. */
	return more_pages <= task->comment_pages + task->event_pages &&
	       task->comment_pages + task->event_pages > 0;
}

/* Pages behind those looked at, as dense as the last of them. */
static int64_t
pages_to_bound(const struct hscan_survey *survey)
{
	int64_t span = survey->span > 0 ? survey->span : 1;

	return (survey->oldest - survey->bound) / span + 1;
}

int64_t
hscan_plan_pages(const struct hscan_survey *survey)
{
	bool bounded = survey->bound != HSCAN_NEVER;
	int64_t pages = survey->pages + 1;

	if (survey->ends || (bounded && survey->oldest != HSCAN_NEVER &&
				survey->oldest < survey->bound))
		return survey->pages;
	if (bounded && survey->oldest != HSCAN_NEVER)
		pages = survey->pages + pages_to_bound(survey);
	else if (survey->rows >= 0)
		pages = (survey->rows + PAGE - 1) / PAGE;
	if (survey->said > 0 &&
	    (!bounded || survey->counted || pages > survey->said))
		pages = survey->said;
	return pages > survey->pages ? pages : survey->pages + 1;
}

int64_t
hscan_plan_seconds(
    int64_t requests, int64_t an_hour, int64_t lines, int64_t request_ms)
{
	int64_t waits = requests > 0 ? (requests - 1) / an_hour : 0;
	int64_t rest = requests - waits * an_hour;

	/* What was spent before a wait is done with by its end. */
	return waits * HOUR_S +
	       (rest * request_ms + lines * 1000 - 1) / (lines * 1000);
}
