/* SPDX-License-Identifier: MIT */
/* The formats a report can be written in; a new one is a row here. */
#include <string.h>

#include "report/formats.h"

const struct hscan_format hscan_formats[] = {
    {"table", "for a person at a terminal", hscan_table_write},
    {"json", "for programs; healthscan.report/1", hscan_json_write},
    {"ndjson", "the same on one line; of a scan, a line a repository",
	hscan_ndjson_write},
    {"csv", "for spreadsheets; a line a metric and window", hscan_csv_write},
    {NULL, NULL, NULL},
};

const struct hscan_format *
hscan_format_find(const char *name)
{
	for (const struct hscan_format *row = hscan_formats; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
