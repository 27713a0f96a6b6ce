/* SPDX-License-Identifier: MIT */
/* The SQL of queries/, embedded by the build; see queries/README.md. */
#ifndef HSCAN_STORE_QUERIES_H
#define HSCAN_STORE_QUERIES_H

#include <stddef.h>

#include <healthscan/text.h>

struct hscan_query {
	const char *path;          /* below queries/: "metrics/x.sql" */
	const unsigned char *text; /* NUL-terminated */
	size_t len;
};

/* Sorted by path. */
extern const struct hscan_query hscan_queries[];
extern const size_t hscan_queries_len;

/* The text of one file; absent when there is none of that path. */
struct hscan_text hscan_query_text(const char *path);

/* The text of a row of hscan_queries. */
struct hscan_text hscan_query_of(const struct hscan_query *query);

#endif
