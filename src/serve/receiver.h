/* SPDX-License-Identifier: MIT */
/* Requests to the receiver: what is refused at once, and what joins the group
 * of those that wait for the disk. */
#ifndef HSCAN_SERVE_RECEIVER_H
#define HSCAN_SERVE_RECEIVER_H

#include "serve/group.h"
#include "serve/http.h"

/* For serve_http_open(); all is borrowed. */
struct serve_receiver {
	struct serve_group *group;
	struct serve_traffic *traffic; /* of the connection; set behind it */
};

struct serve_http_use serve_receiver_use(struct serve_receiver *receiver);

/* Writes the group, and answers those that are durable then. */
void serve_receiver_settle(struct serve_receiver *receiver);

#endif
