/* SPDX-License-Identifier: MIT */
/* What files of the user's said, as a part of a scan in JSON. */
#ifndef HSCAN_REPORT_DATA_JSON_INPUTS_H
#define HSCAN_REPORT_DATA_JSON_INPUTS_H

#include <stdbool.h>

#include <healthscan/scan.h>

struct cJSON;

/* Adds "inputs" and "unlisted", where there was such a file. False: there is no
 * memory. */
bool json_add_inputs(struct cJSON *root, const struct hscan_scan *scan);

#endif
