/* SPDX-License-Identifier: MIT */
/* The parts of a form; see form.h. */
#include "clickhouse/form.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define BOUNDARY_SIZE 40

static bool
holds(struct hscan_text text, const char *word)
{
	size_t len = strlen(word);

	for (size_t at = 0; at + len <= text.len; at++)
		if (text.ptr[at] == word[0] &&
		    memcmp(text.ptr + at, word, len) == 0)
			return true;
	return false;
}

/* A line that none of the parts has in it: rows hold any bytes, and people name
 * things as they like. */
static void
choose_boundary(struct hscan_text sql,
    const struct hscan_clickhouse_table *tables, size_t count,
    char out[BOUNDARY_SIZE])
{
	bool taken = true;

	for (uint32_t try = 0; taken; try++) {
		(void)snprintf(out, BOUNDARY_SIZE,
		    "healthscan-part-of-%08" PRIx32, try * 2654435761U);
		taken = holds(sql, out);
		for (size_t i = 0; i < count && !taken; i++)
			taken = holds(tables[i].rows, out);
	}
}

static void
add_part(struct hscan_buf *out, const char *boundary, const char *name,
    const char *suffix, struct hscan_text value)
{
	(void)hscan_buf_add_format(out,
	    "--%s\r\nContent-Disposition: form-data; name=\"%s%s\"\r\n\r\n",
	    boundary, name, suffix);
	(void)hscan_buf_add_text(out, value);
	(void)hscan_buf_add_string(out, "\r\n");
}

/* What a table is like has to be known before its rows come. */
static void
add_table(struct hscan_buf *out, const char *boundary,
    const struct hscan_clickhouse_table *table)
{
	add_part(out, boundary, table->name, "_structure",
	    hscan_text_of(table->structure));
	add_part(
	    out, boundary, table->name, "_format", hscan_text_of("RowBinary"));
	(void)hscan_buf_add_format(out,
	    "--%s\r\nContent-Disposition: form-data; name=\"%s\"; "
	    "filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n",
	    boundary, table->name, table->name);
	(void)hscan_buf_add_text(out, table->rows);
	(void)hscan_buf_add_string(out, "\r\n");
}

enum hscan_status
clickhouse_form(struct hscan_text sql,
    const struct hscan_clickhouse_table *tables, size_t count,
    struct hscan_buf *out, char type[CLICKHOUSE_FORM_TYPE_SIZE],
    struct hscan_error *err)
{
	char boundary[BOUNDARY_SIZE];

	choose_boundary(sql, tables, count, boundary);
	(void)snprintf(type, CLICKHOUSE_FORM_TYPE_SIZE,
	    "multipart/form-data; boundary=%s", boundary);
	add_part(out, boundary, "query", "", sql);
	for (size_t i = 0; i < count; i++)
		add_table(out, boundary, &tables[i]);
	/* Nothing behind it, not even the end of the line: a server reads up to
	 * here, and 18.16 takes what comes later for the next request. */
	(void)hscan_buf_add_format(out, "--%s--", boundary);
	return hscan_buf_check(out, "a question with its tables", err);
}
