/* SPDX-License-Identifier: MIT */
/*
 * The header block of an answer as plain text, one "Name: value" a line,
 * whether it came over the wire or out of a recording.
 */
#ifndef HSCAN_HTTP_HEADERS_H
#define HSCAN_HTTP_HEADERS_H

#include <stdbool.h>

#include <healthscan/text.h>

struct hscan_header {
	struct hscan_text name;
	struct hscan_text value; /* trimmed; never absent, maybe empty */
};

/* Takes the next field off the front of `*rest`; lines that are no field are
 * passed over. False at the end. */
bool hscan_header_take(struct hscan_text *rest, struct hscan_header *out);

/* Value of the first field of that name in any case; absent when there is
 * none, empty but present when it has no value. */
struct hscan_text hscan_header_get(struct hscan_text headers, const char *name);

#endif
