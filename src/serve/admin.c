/* SPDX-License-Identifier: MIT */
/* What the receiver tells those who run it; see admin.h. */
#include "serve/admin.h"

#include "base/text.h"

static int64_t
now_ms(void *payload)
{
	const struct serve_admin *admin = payload;
	const struct serve_hooks *hooks = admin->group->hooks;

	return hooks->monotonic_ms(hooks->payload);
}

/* Healthy is whoever can make deliveries durable: with a store that is locked,
 * too, but behind then. */
static void
tell_health(const struct serve_group *group, struct serve_request *request)
{
	(void)hscan_buf_add_string(&request->answer,
	    group->behind ? "ok, but deliveries wait in the spool\n" : "ok\n");
	serve_request_answer(request, SERVE_OK, "");
}

static void
tell_metrics(const struct serve_admin *admin, struct serve_request *request)
{
	const struct serve_group *group = admin->group;
	struct serve_gauges *gauges = group->gauges;
	int64_t now = group->hooks->now_s(group->hooks->payload);

	gauges->connections = admin->traffic->connections;
	gauges->bodies = admin->traffic->bodies;
	gauges->waiting = group->len;
	gauges->spooled = serve_spool_waiting(group->spool);
	gauges->oldest_s = 0;
	if (gauges->spooled > 0 && now > group->oldest_s)
		gauges->oldest_s = now - group->oldest_s;
	else if (group->first)
		gauges->oldest_s =
		    (group->hooks->monotonic_ms(group->hooks->payload) -
			group->first->since_ms) /
		    1000;
	serve_gauges_write(gauges, &request->answer);
	request->type = "text/plain; version=0.0.4; charset=utf-8";
	if (request->answer.failed == HSCAN_OK)
		serve_request_answer(request, SERVE_OK, "");
	else
		serve_request_answer(
		    request, SERVE_UNAVAILABLE, "out of memory");
}

static void
begin(struct serve_request *request, void *payload)
{
	const struct serve_admin *admin = payload;
	bool health = hscan_text_is(request->path, "/healthz");

	if (!health && !hscan_text_is(request->path, "/metrics"))
		serve_request_answer(request, SERVE_NOT_FOUND,
		    "there are /healthz and /metrics");
	else if (!hscan_text_is(request->method, "GET") &&
		 !hscan_text_is(request->method, "HEAD"))
		serve_request_answer(request, SERVE_NO_METHOD, "GET it");
	else if (request->status == 0 && health)
		tell_health(admin->group, request);
	else if (request->status == 0)
		tell_metrics(admin, request);
}

static void
finish(struct serve_request *request, void *payload)
{
	(void)payload;
	/* Whatever was asked for has its answer from the start. */
	serve_request_answer(request, SERVE_BAD, "");
}

struct serve_http_use
serve_admin_use(struct serve_admin *admin)
{
	return (struct serve_http_use){
	    .begin = begin,
	    .finish = finish,
	    .now_ms = now_ms,
	    .payload = admin,
	};
}
