/* SPDX-License-Identifier: MIT */
/* Looks up embedded SQL; see queries.h. */
#include "store/queries.h"

#include <string.h>

struct hscan_text
hscan_query_of(const struct hscan_query *query)
{
	return (struct hscan_text){(const char *)query->text, query->len};
}

struct hscan_text
hscan_query_text(const char *path)
{
	for (size_t i = 0; i < hscan_queries_len; i++)
		if (strcmp(hscan_queries[i].path, path) == 0)
			return hscan_query_of(&hscan_queries[i]);
	return (struct hscan_text){NULL, 0};
}
