/* SPDX-License-Identifier: MIT */
/* What the facts of a project's life prove: whether there was a sign of life
 * since an instant, or what would have to be read to tell. Pure. */
#ifndef HSCAN_JUDGE_LIFE_FACTS_H
#define HSCAN_JUDGE_LIFE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/lifecycle.h"

/* A pulse: this many in HSCAN_LIFE_RECENT_S, one a week. */
enum { LIFE_PULSE = 13 };

/* What was not read; a set. */
enum life_lack {
	LIFE_LACKS_COMMITS = 1 << 0,
	LIFE_LACKS_HEAD = 1 << 1,    /* the commits are of another branch */
	LIFE_LACKS_REPLIES = 1 << 2, /* they were not asked for */
	LIFE_LACKS_LISTS = 1 << 3,   /* of the forge, to their end */
	LIFE_LACKS_PAST = 1 << 4,    /* they were, but not so far back */
	LIFE_LACKS_MERGES = 1 << 5,  /* the server does not say */
	LIFE_LACKS_DOUBTS = 1 << 6,  /* single things could not be read */
	LIFE_LACKS_BIRTH = 1 << 7,   /* it was created after that */
	LIFE_LACKS_AGE = 1 << 8,     /* a clone without any commit */
};

/* NO: it is certain that there was none. */
enum life_answer { LIFE_NO, LIFE_YES, LIFE_MAYBE };

/* Commits of another head prove neither life nor silence. */
bool life_has_commits(const struct hscan_life_facts *facts);

/* Releases, and where there are none tags. */
bool life_knows_releases(const struct hscan_life_facts *facts);

/* Whether there was one at or after `at`; on LIFE_MAYBE what it would need is
 * added to `*lacks`. */
enum life_answer life_committed(
    const struct hscan_life_facts *facts, int64_t at, unsigned *lacks);
enum life_answer life_merged(
    const struct hscan_life_facts *facts, int64_t at, unsigned *lacks);
enum life_answer life_released(
    const struct hscan_life_facts *facts, int64_t at, unsigned *lacks);
enum life_answer life_replied(
    const struct hscan_life_facts *facts, int64_t at, unsigned *lacks);

/* Whether it has a pulse. */
enum life_answer life_beats(
    const struct hscan_life_facts *facts, unsigned *lacks);

#endif
