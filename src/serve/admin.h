/* SPDX-License-Identifier: MIT */
/* /healthz and /metrics, on an address of their own: they name repositories,
 * and are none of a sender's business. */
#ifndef HSCAN_SERVE_ADMIN_H
#define HSCAN_SERVE_ADMIN_H

#include "serve/group.h"
#include "serve/http.h"

/* For serve_http_open(); all is borrowed. */
struct serve_admin {
	const struct serve_group *group;
	const struct serve_traffic *traffic; /* of the receiver */
};

struct serve_http_use serve_admin_use(struct serve_admin *admin);

#endif
