/* SPDX-License-Identifier: MIT */
/* Parts of the report that more than one JSON document holds. Each gives false
 * when memory ran out. */
#ifndef HSCAN_REPORT_DATA_JSON_PARTS_H
#define HSCAN_REPORT_DATA_JSON_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/report.h>

struct cJSON;

/* Everything but "schema". */
bool json_add_report(struct cJSON *root, const struct hscan_report *report);

/* "group": {name, members}, or nothing where it is one repository. */
bool json_add_group(struct cJSON *root, const struct hscan_report_group *group);

/* "hours": {work, holidays, tz}, or nothing where all hours count. */
bool json_add_hours(struct cJSON *root, const struct hscan_business *business);
/* "slice": {labels, author, base}; null of the whole. */
bool json_add_slice(struct cJSON *root, const struct hscan_slice *slice);

/* "lifecycle": {class, evidence, reason, remarks}, or nothing where it was not
 * asked for. */
bool json_add_life(struct cJSON *object, const struct hscan_report *report);

/* "provisional": "webhook since T", or nothing where it is not. */
bool json_add_provisional(
    struct cJSON *object, bool provisional, int64_t since);

/* "policy": what it fails on, and what it lets pass. */
bool json_add_policy(struct cJSON *object, const struct hscan_gate *gate);

/* "gate": {policy, passed, failed, undecided, not_judged}. */
bool json_add_gate(struct cJSON *root, const struct hscan_gate *gate);

#endif
