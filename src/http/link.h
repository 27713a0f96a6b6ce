/* SPDX-License-Identifier: MIT */
/* The Link header: how a server says where the next page is (RFC 8288). */
#ifndef HSCAN_HTTP_LINK_H
#define HSCAN_HTTP_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

struct hscan_link {
	struct hscan_text url;    /* between the angle brackets */
	struct hscan_text params; /* "; rel=\"next\"; …", as it was written */
};

/* Takes the next link off the front of the value of a Link field. Commas
 * and semicolons within <…> and within quotes are not separators; what is
 * malformed is passed over. False at the end. */
bool hscan_link_take(struct hscan_text *rest, struct hscan_link *out);

/* Whether the link's first rel parameter holds this relation, in any case. */
bool hscan_link_is(const struct hscan_link *link, const char *relation);

/* URL of the first rel="next" among all Link fields of a header block, as it
 * was written; absent when there is none. */
struct hscan_text hscan_link_next(struct hscan_text headers);

/* How many pages there are, by the page= of rel="last"; -1 where the server
 * does not say, as on the last page itself or for a list paged by cursor. */
int64_t hscan_link_pages(struct hscan_text headers);

#endif
