/* SPDX-License-Identifier: MIT */
/*
 * The one place where a value becomes part of a statement for ClickHouse,
 * whose older versions have no parameters. Many values go in external tables
 * (client.h); what is left is a name here and a text there.
 */
#ifndef HSCAN_CLICKHOUSE_LITERAL_H
#define HSCAN_CLICKHOUSE_LITERAL_H

#include <stdbool.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* Appends 'text', quotes and all; any bytes. False: the buffer has failed. */
bool hscan_clickhouse_add_string(struct hscan_buf *out, struct hscan_text text);

/* Appends `name`, backquotes and all: of a table or a column; any bytes. */
bool hscan_clickhouse_add_name(struct hscan_buf *out, struct hscan_text name);

#endif
