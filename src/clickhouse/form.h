/* SPDX-License-Identifier: MIT */
/* A question with its tables as one body, multipart/form-data. Pure. */
#ifndef HSCAN_CLICKHOUSE_FORM_H
#define HSCAN_CLICKHOUSE_FORM_H

#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "clickhouse/client.h"

/* "multipart/form-data; boundary=…", and the NUL. */
#define CLICKHOUSE_FORM_TYPE_SIZE 80

/* Appends the body to `out`, and writes its type. Fails with HSCAN_EREFUSED
 * when it is more than `out` takes, HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status clickhouse_form(struct hscan_text sql,
    const struct hscan_clickhouse_table *tables, size_t count,
    struct hscan_buf *out, char type[CLICKHOUSE_FORM_TYPE_SIZE],
    struct hscan_error *err);

#endif
