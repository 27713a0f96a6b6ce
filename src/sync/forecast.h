/* SPDX-License-Identifier: MIT */
/* What a sync would ask for, found out by a few requests. */
#ifndef HSCAN_SYNC_FORECAST_H
#define HSCAN_SYNC_FORECAST_H

#include "source/github/lists.h"
#include "sync/sync.h"

enum { HSCAN_FORECAST_ROWS = HSCAN_LISTS_MOST + 3 };

struct hscan_forecast_row {
	const char *endpoint; /* below /repos/OWNER/NAME; static */
	int64_t requests;     /* about */
};

struct hscan_forecast {
	struct hscan_forecast_row rows[HSCAN_FORECAST_ROWS];
	size_t len;
	int64_t requests;            /* of all rows */
	int64_t probes;              /* sent to find out */
	struct hscan_http_rate rate; /* as the last answer said */
};

/**
 * Looks at the beginning of each list that hscan_sync_forges() would walk, and
 * at the pull requests that it would read one by one. The store is as it was
 * before. Fails as one of its
 * jobs.
 */
HSCAN_CHECK enum hscan_status hscan_sync_forecast(const struct hscan_sync *sync,
    struct hscan_forecast *out, struct hscan_error *err);

#endif
