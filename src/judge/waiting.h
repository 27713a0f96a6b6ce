/* SPDX-License-Identifier: MIT */
/* Who has to move on an open issue or pull request, and since when. Pure. */
#ifndef HSCAN_JUDGE_WAITING_H
#define HSCAN_JUDGE_WAITING_H

#include <healthscan/waiting.h>

#include "judge/reach.h"
#include "metric/open_items.h"

/* What is told of all items, beside those that were read by themselves. */
struct hscan_words_reach {
	struct hscan_reach comments, reviews, drafts;
};

/**
 * Tells of an item that is open at `end`: waits_for, and where that is known
 * why, since and days; draft, last_at and last_by as far as they are known. The
 * rest of `out` stays as it is; last_by is borrowed from the item.
 *
 * A draft waits for its author, since it became one. After a comment or review
 * by a maintainer who is not its author the turn is the author's; after any
 * other, and after a draft was made ready, a maintainer's; at first a
 * maintainer's, since it was opened. Whoever has the turn has it since it came
 * to them: what their side says again does not begin it anew. What bots say is
 * nobody's.
 */
void hscan_wait_for(const struct hscan_open_item *item, int64_t end,
    const struct hscan_words_reach *reach, struct hscan_waiting_item *out);

#endif
