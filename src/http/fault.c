/* SPDX-License-Identifier: MIT */
/* Success that is none; see fault.h. */
#include "http/fault.h"

#include <string.h>

#include "base/text.h"
#include "http/credential.h"

const char *
hscan_fault_of(const struct hscan_http_dialect *dialect,
    const struct hscan_wire_reply *reply)
{
	/* It has no body, which would be taken for an empty list. */
	if (reply->status == 304 && !reply->request->etag)
		return "304 (not modified), which nobody had asked";
	return dialect->fault(reply->status, hscan_buf_text(&reply->headers),
	    hscan_buf_text(&reply->body));
}

static bool
contains(struct hscan_text text, struct hscan_text part)
{
	const char *at = text.ptr, *end;

	if (text.len == 0 || part.len == 0)
		return false;
	end = at + text.len;
	while (at && (size_t)(end - at) >= part.len) {
		at = memchr(at, part.ptr[0], (size_t)(end - at) - part.len + 1);
		if (at && memcmp(at, part.ptr, part.len) == 0)
			return true;
		at = at ? at + 1 : NULL;
	}
	return false;
}

static bool
repeats(const struct hscan_wire_reply *reply, const char *line)
{
	static const char mark[] = "Authorization: Bearer ";
	struct hscan_text token = {NULL, 0};

	if (line && strncmp(line, mark, strlen(mark)) == 0)
		token = hscan_text_of(line + strlen(mark));
	/* A shorter word occurs by chance; no token is that short. */
	return token.len >= 8 &&
	       (contains(hscan_buf_text(&reply->headers), token) ||
		   contains(hscan_buf_text(&reply->body), token));
}

bool
hscan_fault_repeats_token(const struct hscan_wire_reply *reply)
{
	const struct credentials *all = reply->request->credentials;

	for (size_t i = 0; all && i < all->len; i++)
		if (repeats(reply, all->at[i].line))
			return true;
	return false;
}
