/* SPDX-License-Identifier: MIT */
/* Of healthscan doctor: the server that --engine names. */
#include <inttypes.h>

#include "app/engine_look.h"
#include "base/safe.h"
#include "base/time.h"
#include "cli/command/doctor.h"
#include "cli/setting/engine.h"
#include "clickhouse/client.h"

static enum hscan_status
check_server(struct doctor *doctor, struct hscan_clickhouse *server)
{
	struct engine_server found;
	struct hscan_error why;

	if (engine_look_server(server, &found, &why) != HSCAN_OK) {
		doctor_fail(doctor, "engine", &why);
		return why.status;
	}
	doctor_print(doctor, "engine", "ok", "",
	    "%s answers: ClickHouse %s; this user may %s",
	    hscan_clickhouse_name(server), found.version,
	    found.readonly == 0 ? "write, too" : "only read");
	return HSCAN_OK;
}

static enum hscan_status
check_tables(struct doctor *doctor, struct hscan_clickhouse *server)
{
	struct hscan_error why = {.status = HSCAN_OK};
	struct hscan_buf missing;

	hscan_buf_init(&missing, HSCAN_ERROR_SIZE);
	if (engine_look_missing(server, &missing, &why) == HSCAN_OK &&
	    missing.len > 0)
		(void)hscan_fail(&why, HSCAN_ENOTFOUND,
		    "not there: %s; make them with 'healthscan export "
		    "clickhouse URL --init'",
		    hscan_buf_string(&missing));
	hscan_buf_clear(&missing);
	if (why.status != HSCAN_OK)
		doctor_fail(doctor, "tables", &why);
	else
		doctor_print(doctor, "tables", "ok", "", "all are there");
	return why.status;
}

static void
check_exported(struct doctor *doctor, struct hscan_clickhouse *server)
{
	struct engine_exported found;
	struct hscan_error why;
	char newest[HSCAN_TIME_SIZE];

	if (engine_look_exported(server, &found, &why) != HSCAN_OK) {
		doctor_fail(doctor, "exported", &why);
		return;
	}
	if (found.repos == 0) {
		doctor_print(doctor, "exported", "warn",
		    "run healthscan export clickhouse URL",
		    "nothing is there yet");
		return;
	}
	hscan_format_time(found.synced_at, newest);
	doctor_print(doctor, "exported", "ok", "",
	    "%" PRId64 " repositories with %" PRId64
	    " issues and pull requests; the newest was read at %s",
	    found.repos, found.items, newest);
}

/* A failure makes what follows of no use. */
void
doctor_check_engine(struct doctor *doctor)
{
	static const char *const rest[] = {"tables", "exported", NULL};
	const char *url = doctor->cli->app.settings.engine;
	struct hscan_clickhouse *server = NULL;
	struct hscan_error why;

	if (!url)
		return;
	if (engine_open(&doctor->cli->app, url, &server, &why) != HSCAN_OK) {
		doctor_fail(doctor, "engine", &why);
		doctor_skip(doctor, rest, "the address is of no use");
	} else if (check_server(doctor, server) != HSCAN_OK) {
		doctor_skip(doctor, rest, "the server does not answer us");
	} else if (check_tables(doctor, server) != HSCAN_OK) {
		doctor_skip(doctor, &rest[1], "tables are missing");
	} else {
		check_exported(doctor, server);
	}
	hscan_clickhouse_close(server);
}
