/* SPDX-License-Identifier: MIT */
/* From a request to a delivery whose signature is right; see receiver.h. */
#include "serve/receiver.h"

#include <stdlib.h>

#include "base/text.h"
#include "source/webhook/peek.h"

static int64_t
now_ms(void *payload)
{
	const struct serve_receiver *receiver = payload;
	const struct serve_hooks *hooks = receiver->group->hooks;

	return hooks->monotonic_ms(hooks->payload);
}

static void
begin(struct serve_request *request, void *payload)
{
	const struct serve_receiver *receiver = payload;

	serve_request_check(request, receiver->group->rule->insecure);
}

/* Nothing of a body is believed before its signature is right, but for whose it
 * says it is: by that the secrets are chosen that may have signed it. */
static bool
is_trusted(const struct serve_receiver *receiver, struct serve_request *request,
    struct hscan_text payload, struct hscan_repo_name *name)
{
	const struct serve_group *group = receiver->group;
	char room[SERVE_FULL_NAME];
	struct hscan_text full = {NULL, 0};

	*name = (struct hscan_repo_name){.host = ""};
	if (hscan_delivery_peek(payload, group->host, name))
		full = serve_full_name(name, room);
	if (!serve_rule_trusts(group->rule, full, &request->post))
		serve_request_answer(request, SERVE_UNSIGNED,
		    "the signature is not right for what it is about");
	else if (!serve_rule_wants(group->rule, full))
		serve_request_answer(request, SERVE_FORBIDDEN,
		    "deliveries of that repository are not taken");
	return request->status == 0;
}

static void
finish(struct serve_request *request, void *payload)
{
	const struct serve_receiver *receiver = payload;
	struct hscan_repo_name name;
	struct serve_delivery *one;
	struct hscan_text json;

	if (!serve_request_payload(request, receiver->traffic, &json) ||
	    !is_trusted(receiver, request, json, &name))
		return;
	one = calloc(1, sizeof(*one));
	if (!one) {
		serve_request_answer(
		    request, SERVE_UNAVAILABLE, "out of memory");
		return;
	}
	one->request = request;
	one->payload = json;
	one->name = name;
	one->since_ms = now_ms(payload);
	request->payload = one;
	serve_group_add(receiver->group, one);
}

static void
end(struct serve_request *request, void *payload)
{
	const struct serve_receiver *receiver = payload;
	struct serve_group *group = receiver->group;

	if (request->status >= SERVE_BAD) {
		serve_gauges_refuse(group->gauges, request->status);
		serve_log_warn(group->log, request->status, now_ms(payload),
		    "a request was refused (%u): %s", request->status,
		    request->why);
	}
	free(request->payload);
}

struct serve_http_use
serve_receiver_use(struct serve_receiver *receiver)
{
	return (struct serve_http_use){
	    .begin = begin,
	    .finish = finish,
	    .end = end,
	    .now_ms = now_ms,
	    .payload = receiver,
	};
}

void
serve_receiver_settle(struct serve_receiver *receiver)
{
	struct serve_delivery *one = serve_group_settle(receiver->group);

	while (one) {
		struct serve_delivery *next = one->next;

		serve_http_resume(one->request);
		one = next;
	}
}
