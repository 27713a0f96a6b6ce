/* SPDX-License-Identifier: MIT */
/*
 * HTTP by libmicrohttpd, and the only place that knows it. There is no thread:
 * the caller waits on a descriptor and gives it its turns. A request whose
 * answer has to wait costs nothing until it is there.
 */
#ifndef HSCAN_SERVE_HTTP_H
#define HSCAN_SERVE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "serve/limits.h"
#include "serve/request.h"

struct serve_http;

/* Who answers. A request is given with its headers first, then whole, if
 * `begin` has left its status 0; `finish` may do so as well:
 * serve_http_resume() is then called when it is set. `request->payload` is
 * theirs. */
struct serve_http_use {
	void (*begin)(struct serve_request *request, void *payload);
	void (*finish)(struct serve_request *request, void *payload);
	/* The request is over, answered or not; may be NULL. */
	void (*end)(struct serve_request *request, void *payload);
	int64_t (*now_ms)(void *payload);
	void *payload;
};

/* Serves on a listening socket, which stays the caller's. HSCAN_EIO: it
 * cannot. */
HSCAN_CHECK enum hscan_status serve_http_open(int fd,
    const struct serve_http_use *use, struct serve_http **out,
    struct hscan_error *err);

/* No request may be waiting. NULL is fine. */
void serve_http_close(struct serve_http *http);

/* Readable when there is something to do, or in so many milliseconds; -1: not
 * before. */
int serve_http_fd(const struct serve_http *http);
int serve_http_wait_ms(const struct serve_http *http);

/* Does what can be done without waiting. */
void serve_http_turn(struct serve_http *http);

/* The status of a request that was left waiting is set now. */
void serve_http_resume(struct serve_request *request);

/* Accepts no more connections. */
void serve_http_quiesce(struct serve_http *http);

/* Requests that were begun and are not answered yet. */
size_t serve_http_under_way(const struct serve_http *http);

struct serve_traffic *serve_http_traffic(struct serve_http *http);

#endif
