/* SPDX-License-Identifier: MIT */
/* How a server answers us, for those who look for what is wrong. */
#ifndef HSCAN_APP_SERVER_H
#define HSCAN_APP_SERVER_H

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "http/client.h"
#include "source/github/decode.h"

enum server_reply {
	SERVER_IS_SILENT, /* see `why` */
	SERVER_REFUSES,   /* likewise */
	SERVER_ANSWERS,
};

struct server {
	enum server_reply reply;
	struct hscan_error why;
	bool limited; /* else it is an Enterprise server without rate limits */
	struct hscan_rate_limit rate; /* if `limited` */
	struct hscan_error unread;    /* why that cannot be read, or HSCAN_OK */
	int64_t date; /* by its clock; HSCAN_NEVER: it does not tell */
};

/* Asks for the rate limit, on behalf of a name of which but the host may be
 * known. */
void server_ask(struct hscan_http *http, const struct hscan_repo_name *name,
    struct hscan_arena *arena, struct server *out);

/* Asks for the repository; `out` is of the arena. Fails as
 * hscan_sync_forge(). */
HSCAN_CHECK enum hscan_status server_ask_repo(struct hscan_http *http,
    const struct hscan_repo_name *name, struct hscan_arena *arena,
    struct hscan_repo *out, struct hscan_error *err);

#endif
