/* SPDX-License-Identifier: MIT */
/* A request to the receiver: its method and path in the first line, headers a
 * line each, and after an empty line the body. */
#include "fuzz/fuzz.h"
#include "serve/listen.h"
#include "serve/request.h"
#include "serve/secrets.h"

enum { MANY = 2048 };

static void
read_body(struct serve_request *request, struct serve_traffic *traffic,
    struct hscan_text body)
{
	struct serve_secrets secrets = {.items = NULL};
	struct hscan_text json = {NULL, 0};
	size_t half = body.len / 2;

	serve_request_take(request, traffic, body.ptr, half);
	serve_request_take(request, traffic, body.ptr + half, body.len - half);
	if (serve_request_payload(request, traffic, &json)) {
		fuzz_touch(json);
		ENSURE(json.len <= SERVE_PAYLOAD);
		ENSURE(request->held >= body.len);
	} else {
		ENSURE(request->status >= SERVE_BAD && request->held == 0);
	}
	/* Whatever lines there are, they are secrets or none; each is a code
	 * of the whole body to reckon. */
	if (body.len < MANY &&
	    serve_secrets_add_lines(
		&secrets, (struct hscan_text){NULL, 0}, body, NULL) == HSCAN_OK)
		ENSURE(secrets.len > 0 &&
		       !serve_secrets_verify(&secrets, request->path,
			   request->post.signature, body));
	serve_secrets_clear(&secrets);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct serve_traffic traffic;
	struct hscan_text rest = fuzz_text(data, size);
	struct hscan_text line = hscan_text_split(&rest, '\n');
	struct serve_request request;
	struct serve_place place;
	char where[64] = "";

	serve_request_init(&request, 0);
	if (line.len < sizeof(where) && line.len > 0)
		memcpy(where, line.ptr, line.len);
	if (serve_place_parse(where, "listen", &place, NULL) == HSCAN_OK)
		ENSURE(place.fd >= 3 || (place.host[0] && place.port[0]));
	request.method = hscan_text_split(&line, ' ');
	request.path = line;
	while (rest.ptr) {
		struct hscan_text name;

		line = hscan_text_split(&rest, '\n');
		if (line.len == 0)
			break;
		name = hscan_text_split(&line, ':');
		serve_request_header(&request, name, hscan_text_trim(line));
	}
	serve_request_check(&request, size % 2 == 0);
	(void)serve_request_is_early(&request);
	if (rest.ptr && request.status == 0)
		read_body(&request, &traffic, rest);
	serve_request_clear(&request, &traffic);
	ENSURE(traffic.bodies == 0);
	return 0;
}
