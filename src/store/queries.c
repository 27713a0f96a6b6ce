/* SPDX-License-Identifier: MIT */
/* Looks up embedded SQL; see queries.h. */
#include "store/queries.h"

#include <stdlib.h>
#include <string.h>

struct hscan_text
hscan_query_of(const struct hscan_query *query)
{
	return (struct hscan_text){(const char *)query->text, query->len};
}

static int
by_path(const void *path, const void *query)
{
	return strcmp(path, ((const struct hscan_query *)query)->path);
}

struct hscan_text
hscan_query_text(const char *path)
{
	const struct hscan_query *found = bsearch(path, hscan_queries,
	    hscan_queries_len, sizeof(*hscan_queries), by_path);

	return found ? hscan_query_of(found) : (struct hscan_text){NULL, 0};
}
