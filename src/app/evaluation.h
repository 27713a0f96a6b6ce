/* SPDX-License-Identifier: MIT */
/* From the settings to the numbers, for every command that shows some: which
 * metrics, which streams they need, the sync, and the report. */
#ifndef HSCAN_APP_EVALUATION_H
#define HSCAN_APP_EVALUATION_H

#include <healthscan/report.h>
#include <healthscan/status.h>

#include "app/session.h"
#include "base/arena.h"
#include "cli/cli.h"
#include "judge/health.h"
#include "metric/registry.h"

struct answer {
	struct cli *cli;
	struct session session;
	struct hscan_metrics metrics; /* owned; the bounds in force */
	struct hscan_health_query
	    question;               /* borrows from settings and session */
	struct hscan_arena arena;   /* owned; of the report */
	struct hscan_report report; /* set by answer_report() */
	int64_t repo_id;            /* in the store; 0: not known yet */
	struct hscan_text scope;    /* names the question, for alerts */
};

/**
 * Loads the metrics (built in, and the files named in `ids`, whose paths are
 * replaced by the ids they hold), checks the names in `ids` (settings.metrics
 * as a rule; none: the profile's), finds the
 * repository named by the argument `repo_at` of the command, opens the store,
 * and fetches what these metrics need in the windows asked for, unless
 * --offline. As session_sync(): a source that failed has been told of. Call
 * answer_close() in either case.
 */
HSCAN_CHECK enum hscan_status answer_open(struct answer *answer,
    struct cli *cli, size_t repo_at, struct settings_list *ids,
    struct hscan_error *err);

/* The same for several repositories, each to be a session that joins
 * answer->session: nothing is fetched here. */
HSCAN_CHECK enum hscan_status answer_open_several(struct answer *answer,
    struct cli *cli, struct settings_list *ids, struct hscan_error *err);

/* Computes the report of one of them, which is of answer->arena and borrows
 * from the session. HSCAN_ENOTFOUND: the store has nothing of it. */
HSCAN_CHECK enum hscan_status answer_report_of(struct answer *answer,
    struct session *session, struct hscan_report *out, struct hscan_error *err);

/* Computes answer->report. HSCAN_ENOTFOUND: the store has nothing of it. */
HSCAN_CHECK enum hscan_status answer_report(
    struct answer *answer, struct hscan_error *err);

/* The exit code of a command that went well: 0, or that of a source that
 * failed. */
int answer_exit(const struct answer *answer);

void answer_close(struct answer *answer);

#endif
