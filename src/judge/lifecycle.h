/* SPDX-License-Identifier: MIT */
/* Which class a project is of, the evidence for it, and the remarks beside it.
 * Pure; the rules are in healthscan-scan(1). What was not read decides
 * nothing. */
#ifndef HSCAN_JUDGE_LIFECYCLE_H
#define HSCAN_JUDGE_LIFECYCLE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "metric/signs.h"

/* Since when something is known: HSCAN_NEVER, from the start; INT64_MAX, it was
 * not read. */
struct hscan_life_facts {
	int64_t end;         /* as things were at this instant */
	int64_t created_at;  /* HSCAN_NEVER: nobody has told */
	int64_t pushed_at;   /* as of the newest sync; HSCAN_NEVER */
	bool never_pushed;   /* and that means that nobody has pushed */
	int64_t archived_at; /* when it was seen to be; HSCAN_NEVER: it is not,
			      * or nobody has told */
	bool clone_alone;    /* no forge is asked: the clone is all there is */
	bool commits_read;
	bool other_head;    /* but not of the default branch: no sign of life */
	bool pulls_off;     /* pull requests are switched off */
	bool replies_asked; /* comments and reviews belong to the question */
	bool in_doubt;      /* something could not be read */
	int64_t issues_from, releases_from, comments_from;
	const char *backlog_missing; /* why not all that is open is known; or
				      * NULL */
	struct hscan_signs signs;
};

/**
 * The first that holds: archived; new, younger than 90 days; dormant, no sign
 * of life for 365 days; active, 13 human commits in 90 days (without commits as
 * many merges and maintainer replies); maintenance, a release in 365 days, or a
 * merge or maintainer reply in 180; quiet. Where something that was not read
 * could make it another one: unknown, with what it would need. The result and
 * its words are of the arena. HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_lifecycle(
    const struct hscan_life_facts *facts, struct hscan_arena *arena,
    const struct hscan_life **out, struct hscan_error *err);

#endif
