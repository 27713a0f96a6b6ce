/* SPDX-License-Identifier: MIT */
/* What a request says, and what it is refused for; see request.h. */
#include "serve/request.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"

#define SIGNATURE_LEN (strlen("sha256=") + 64)

/* A body that is thrown away is read to its end if it is short: so the sender
 * sees the answer, and can use the connection again. */
enum { SHORT_BODY = 64 * 1024, LONGEST_ANSWER = 1024 * 1024 };

void
serve_request_init(struct serve_request *request, int64_t now_ms)
{
	*request = (struct serve_request){.length = -1, .began_ms = now_ms};
	hscan_buf_init(&request->body, HSCAN_POST_BODY_MAX);
	hscan_buf_init(&request->form, SERVE_PAYLOAD);
	hscan_buf_init(&request->answer, LONGEST_ANSWER);
}

static void
drop(struct serve_request *request, struct serve_traffic *traffic)
{
	hscan_buf_clear(&request->body);
	hscan_buf_clear(&request->form);
	serve_traffic_release(traffic, request->held);
	request->held = 0;
}

void
serve_request_clear(
    struct serve_request *request, struct serve_traffic *traffic)
{
	drop(request, traffic);
	hscan_buf_clear(&request->answer);
}

void
serve_request_answer(
    struct serve_request *request, enum serve_status status, const char *why)
{
	if (request->status != 0)
		return;
	request->status = status;
	(void)hscan_safe(hscan_text_of(why), request->why, SERVE_WHY);
}

/* --- headers --- */

void
serve_request_header(struct serve_request *request, struct hscan_text name,
    struct hscan_text value)
{
	if (hscan_text_is_nocase(name, "Content-Length")) {
		if (request->lengths++ == 0)
			(void)hscan_parse_i64(
			    value, 0, INT64_MAX, &request->length);
	} else if (hscan_text_is_nocase(name, "Transfer-Encoding")) {
		request->chunked = true;
	} else if (hscan_text_is_nocase(name, "Expect")) {
		request->expects = true;
	} else if (!hscan_post_set(&request->post, name, value)) {
		request->twice = true;
	}
}

static bool
is_path(const struct serve_request *request)
{
	return hscan_text_is(request->path, "/") ||
	       hscan_text_is(request->path, "/webhook");
}

static bool
is_of_type(const struct serve_request *request, const char *type)
{
	struct hscan_text rest = request->post.content_type;

	return hscan_text_is_nocase(
	    hscan_text_trim(hscan_text_split(&rest, ';')), type);
}

static void
check_target(struct serve_request *request)
{
	bool look = hscan_text_is(request->method, "GET") ||
		    hscan_text_is(request->method, "HEAD");

	if (!is_path(request))
		serve_request_answer(
		    request, SERVE_NOT_FOUND, "deliveries go to / or /webhook");
	else if (look && hscan_text_is(request->path, "/"))
		serve_request_answer(request, SERVE_NO_CONTENT, "");
	else if (!hscan_text_is(request->method, "POST"))
		serve_request_answer(
		    request, SERVE_NO_METHOD, "a delivery is a POST");
}

static void
check_form(struct serve_request *request)
{
	bool json = is_of_type(request, "application/json");
	bool form = is_of_type(request, "application/x-www-form-urlencoded");

	if (request->lengths > 1 || (request->chunked && request->lengths > 0))
		serve_request_answer(
		    request, SERVE_BAD, "how long the body is is said twice");
	else if (request->twice)
		serve_request_answer(
		    request, SERVE_BAD, "a header is there twice");
	else if (!json && !form)
		serve_request_answer(request, SERVE_NO_TYPE,
		    "the Content-Type of a delivery is application/json or "
		    "application/x-www-form-urlencoded");
	else if (request->length >
		 (int64_t)(json ? SERVE_PAYLOAD : HSCAN_POST_BODY_MAX))
		serve_request_answer(
		    request, SERVE_TOO_LARGE, "the body is too large");
}

void
serve_request_check(struct serve_request *request, bool insecure)
{
	check_target(request);
	check_form(request);
	if (!insecure && request->post.signature.len != SIGNATURE_LEN)
		serve_request_answer(request, SERVE_UNSIGNED,
		    "there is no X-Hub-Signature-256 as GitHub writes it; give "
		    "the hook a secret");
	if (request->post.event.len == 0)
		serve_request_answer(
		    request, SERVE_BAD, "there is no X-GitHub-Event");
	if (request->post.id.len > SERVE_ID)
		serve_request_answer(
		    request, SERVE_BAD, "its X-GitHub-Delivery is too long");
}

bool
serve_request_is_early(const struct serve_request *request)
{
	return request->status >= SERVE_BAD &&
	       (request->expects || request->length > SHORT_BODY);
}

/* --- body --- */

void
serve_request_take(struct serve_request *request, struct serve_traffic *traffic,
    const char *bytes, size_t len)
{
	bool json = is_of_type(request, "application/json");
	size_t most = json ? SERVE_PAYLOAD : HSCAN_POST_BODY_MAX;

	if (request->status != 0)
		return;
	if (len > most - request->body.len) {
		serve_request_answer(
		    request, SERVE_TOO_LARGE, "the body is too large");
	} else if (!serve_traffic_hold(traffic, len)) {
		serve_request_answer(request, SERVE_TOO_MANY,
		    "too much is under way; send it again later");
	} else {
		request->held += len;
		if (!hscan_buf_add(&request->body, bytes, len))
			serve_request_answer(
			    request, SERVE_UNAVAILABLE, "out of memory");
	}
	if (request->status != 0)
		drop(request, traffic);
}

bool
serve_request_is_late(const struct serve_request *request, int64_t now_ms)
{
	return now_ms - request->began_ms > SERVE_BODY_MS;
}

bool
serve_request_payload(struct serve_request *request,
    struct serve_traffic *traffic, struct hscan_text *out)
{
	enum hscan_status status;

	request->post.body = hscan_buf_text(&request->body);
	if (request->body.len == 0) {
		serve_request_answer(request, SERVE_BAD, "it has no body");
		return false;
	}
	status = hscan_post_payload(&request->post, &request->form, out, NULL);
	if (status == HSCAN_ENOMEM)
		serve_request_answer(
		    request, SERVE_UNAVAILABLE, "out of memory");
	else if (status == HSCAN_EREFUSED)
		serve_request_answer(
		    request, SERVE_TOO_LARGE, "the payload is too large");
	else if (status != HSCAN_OK)
		serve_request_answer(request, SERVE_BAD,
		    "the form has no payload that can be decoded");
	else if (!serve_traffic_hold(traffic, request->form.len))
		serve_request_answer(request, SERVE_TOO_MANY,
		    "too much is under way; send it again later");
	else
		request->held += request->form.len;
	if (request->status != 0)
		drop(request, traffic);
	return request->status == 0;
}
