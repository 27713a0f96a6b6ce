/* SPDX-License-Identifier: MIT */
/*
 * One recorded answer as text, to be read by people and by the replayer:
 *
 *	GET /repos/o/n/issues?state=all
 *	If-None-Match: W/"…"		(only of a conditional request)
 *
 *	HTTP/1.1 200
 *	ETag: W/"abc"
 *
 *	body, decompressed, verbatim to the end
 *
 * A recording is a directory of such files, 0001.http and on.
 */
#ifndef HSCAN_HTTP_RECORDING_H
#define HSCAN_HTTP_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "base/buf.h"
#include "http/transport.h"
#include "http/url.h"

struct hscan_recording {
	struct hscan_text target;
	struct hscan_text if_none_match; /* absent: not conditional */
	int status;
	struct hscan_text headers; /* of the answer, see headers.h */
	struct hscan_text body;
};

/* Reads one. Everything borrows from `text`. NULL on success, else what is
 * wrong with it; `out` is written on success only. */
const char *hscan_recording_parse(
    struct hscan_text text, struct hscan_recording *out);

/* Appends one: only the headers that matter, which are some of HTTP's and
 * those that `kept` names (NULL after the last); URLs of `base`'s own origin
 * as path and query. False when the buffer failed. */
bool hscan_recording_add(struct hscan_buf *out, const struct hscan_url *base,
    const char *const *kept, const struct hscan_wire_reply *reply);

/* The number of a file name such as "0001.http"; 0 for any other name. */
int64_t hscan_recording_number(const char *name);

#endif
