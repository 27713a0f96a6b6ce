/* SPDX-License-Identifier: MIT */
/* What a run would ask for, of all its repositories. */
#ifndef HSCAN_APP_FORECAST_H
#define HSCAN_APP_FORECAST_H

#include "app/target_sync.h"
#include "source/github/protocol.h"

/* What GitHub allows in an hour. */
enum {
	FORECAST_TOKEN_AN_HOUR = HSCAN_GITHUB_AN_HOUR,
	FORECAST_NOBODY_AN_HOUR = HSCAN_GITHUB_AN_HOUR_WITHOUT,
};

struct forecast_part {
	const struct target_run *run; /* borrowed */
	struct hscan_forecast found;
};

struct forecast {
	struct forecast_part *parts; /* without those that failed */
	size_t len;
	int64_t requests;            /* of all */
	int64_t probes, spent_ms;    /* sent to find out, and for how long */
	struct hscan_http_rate rate; /* as the last answer said */
};

/* Asks a few requests of each; `out` is of the arena. One that fails
 * is dealt with by target_run_failed(), and is not in it. */
HSCAN_CHECK enum hscan_status forecast_all(struct target_run *runs, size_t len,
    struct hscan_arena *arena, struct forecast *out, struct hscan_error *err);

/* Whether the first look at a repository asks for comments, reviews or events
 * without a token: what it costs is then to be said before. */
HSCAN_CHECK enum hscan_status forecast_is_due(
    struct target_run *run, bool *due, struct hscan_error *err);

/* About how long all of it takes, with a token or without. */
int64_t forecast_seconds(const struct forecast *forecast, bool token);

#endif
