/* SPDX-License-Identifier: MIT */
/* When a repository last showed a sign of life, and what waits there for an
 * answer; what its lifecycle class and the remarks on it are told from. */
#ifndef HSCAN_METRIC_SIGNS_H
#define HSCAN_METRIC_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "metric/engine.h"

/* How far back a pulse is counted, somebody answers, and a silence makes a
 * project dormant; see healthscan-scan(1). */
#define HSCAN_LIFE_RECENT_S ((int64_t)90 * 86400)
#define HSCAN_LIFE_ANSWER_S ((int64_t)180 * 86400)
#define HSCAN_LIFE_YEAR_S   ((int64_t)365 * 86400)

/* The last HSCAN_LIFE_RECENT_S, and as much four times before. */
enum { HSCAN_LIFE_STRETCHES = 5 };

/* Everything before an instant; HSCAN_NEVER: there was none. Without what bots
 * wrote, unless the engine's scope includes it. "Recent" is since
 * HSCAN_LIFE_RECENT_S. */
struct hscan_signs {
	int64_t first_commit; /* by anyone */
	int64_t last_commit;
	int64_t commits[HSCAN_LIFE_STRETCHES]; /* newest first */
	int64_t last_merge, recent_merges;
	int64_t last_untold; /* a close that may have been a merge */
	int64_t last_release, year_releases;
	bool by_tags; /* these are tags: no release is known */
	int64_t last_reply, recent_replies, year_replies; /* of maintainers, to
							   * others */
	/* After this, none can have escaped us. Where that is within
	 * HSCAN_LIFE_ANSWER_S and not before the last reply, it may be any
	 * instant that is so. */
	int64_t last_unread;
	/* Open ones by people who are no maintainers, older than recent, that
	 * no person has answered; `waiting_untold` may have been. */
	int64_t waiting_issues, waiting_pulls, waiting_untold;
	int64_t waiting_since; /* the oldest of those that surely wait */
};

/* Whose signs, and what they are told from. Maintainers are the accounts whose
 * association the forge says, and the `logins`, compared without case. */
struct hscan_signs_question {
	int64_t repo_id; /* one that the engine was asked for */
	int64_t end;
	int64_t comments_from; /* all comments since then were read;
				* HSCAN_NEVER: all; INT64_MAX: only those that
				* were read item by item */
	const struct hscan_text *logins;
	size_t logins_len;
};

/* Says what hscan_engine_signs() will be asked, one question a repository: some
 * engines answer all at once. Fails as the store. */
HSCAN_CHECK enum hscan_status hscan_engine_expect_signs(
    struct hscan_engine *engine, const struct hscan_signs_question *questions,
    size_t len, struct hscan_error *err);

/* Fails as the store. */
HSCAN_CHECK enum hscan_status hscan_engine_signs(struct hscan_engine *engine,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err);

#endif
