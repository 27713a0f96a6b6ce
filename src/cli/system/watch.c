/* SPDX-License-Identifier: MIT */
/* Looks on while SQL is run, so that neither a user's own nor a store that is
 * larger than anybody thought has to be waited for. */
#include "cli/system/watch.h"

#include "cli/system/clock.h"

static void
begun(bool own, void *payload)
{
	struct watch *watch = payload;
	int64_t limit_s = watch->app->settings.time_limit_s;

	watch->end_ms = own && limit_s < INT32_MAX ? clock_ms() + limit_s * 1000
						   : INT64_MAX;
}

static enum hscan_status
expired(void *payload)
{
	const struct watch *watch = payload;
	const struct app *app = watch->app;

	if (app->interrupted && *app->interrupted)
		return HSCAN_EINTR;
	return clock_ms() >= watch->end_ms ? HSCAN_ELIMIT : HSCAN_OK;
}

const struct hscan_watch *
watch_over(struct watch *watch, const struct app *app)
{
	*watch = (struct watch){{begun, expired, watch}, app, INT64_MAX};
	return &watch->hooks;
}
