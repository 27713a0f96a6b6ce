/* SPDX-License-Identifier: MIT */
/* The address of a database: http(s)://HOST:PORT/DB, read strictly. */
#ifndef HSCAN_CLICKHOUSE_URL_H
#define HSCAN_CLICKHOUSE_URL_H

#include <stdbool.h>

#include <healthscan/status.h>

#include "http/url.h"

#define HSCAN_CLICKHOUSE_EXAMPLE \
	"https://clickhouse.example.org:8443/healthscan"

/* The longest name of a database, and the NUL. */
#define HSCAN_DATABASE_SIZE 64

struct hscan_clickhouse_url {
	struct hscan_url server; /* its path: what stands before the database,
				  * behind a proxy; usually "" */
	char database[HSCAN_DATABASE_SIZE]; /* letters, digits, '_' */
};

/**
 * Reads one. With `password` there will be one to be sent, which plain http
 * takes to this machine only. Fails with HSCAN_EINVAL: no such address, no
 * database in it, a user name or password in it (which is not repeated).
 */
HSCAN_CHECK enum hscan_status hscan_clickhouse_url_parse(const char *text,
    bool password, struct hscan_clickhouse_url *out, struct hscan_error *err);

#endif
