/* SPDX-License-Identifier: MIT */
/* Building JSON with cJSON: values of ours, and the layout on paper. Every
 * function that adds gives false when memory ran out. */
#ifndef HSCAN_REPORT_DATA_JSON_VALUE_H
#define HSCAN_REPORT_DATA_JSON_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/report.h>
#include <healthscan/status.h>

#include "base/buf.h"

struct cJSON;

/* Bytes that are not UTF-8, and NUL, become U+FFFD; absent text becomes null.
 */
bool json_add_text(
    struct cJSON *object, const char *key, struct hscan_text text);
bool json_add_string(struct cJSON *object, const char *key, const char *text);
bool json_add_bool(struct cJSON *object, const char *key, bool value);
bool json_add_i64(struct cJSON *object, const char *key, int64_t value);
bool json_add_double(struct cJSON *object, const char *key, double value);

/* null when it is not known. */
bool json_add_number(
    struct cJSON *object, const char *key, struct hscan_number number);

/* RFC 3339; null for HSCAN_NEVER. */
bool json_add_time(struct cJSON *object, const char *key, int64_t when);

/* {"op": "<=", "value": 72}, or null. */
bool json_add_bound(
    struct cJSON *object, const char *key, const struct hscan_bound *bound);

/* An empty object or array, borrowed; NULL: out of memory. */
struct cJSON *json_add_object(struct cJSON *object, const char *key);
struct cJSON *json_add_array(struct cJSON *object, const char *key);
struct cJSON *json_append_object(struct cJSON *array);
bool json_append_double(struct cJSON *array, double value);
bool json_append_text(struct cJSON *array, struct hscan_text text);

/* Words that more than one document uses. */
/* The clock of a metric where it is not the calendar's, and the time of
 * HSCAN_STAT_WITHIN. */
bool json_add_clock(struct cJSON *object, const struct hscan_metric *metric);

const char *json_better(enum hscan_better better);

/* Writes the document, indented by two, with a line break at its end, and
 * deletes it. `good` false: building it ran out of memory. */
HSCAN_CHECK enum hscan_status json_finish(struct cJSON *root, bool good,
    struct hscan_buf *out, struct hscan_error *err);

/* Appends compact JSON, put on lines as json_finish() does. */
void json_indent(struct hscan_buf *out, const char *at);

/* The same on one line. */
HSCAN_CHECK enum hscan_status json_finish_line(struct cJSON *root, bool good,
    struct hscan_buf *out, struct hscan_error *err);

/* The same of an array, without its brackets and the break behind it. */
HSCAN_CHECK enum hscan_status json_finish_items(struct cJSON *array, bool good,
    struct hscan_buf *out, struct hscan_error *err);

#endif
