/* SPDX-License-Identifier: MIT */
/* The badge as what shields.io draws one from:
 * https://shields.io/badges/endpoint-badge */
#include <cjson/cJSON.h>

#include "report/badge.h"
#include "report/data/json_value.h"
#include "report/formats.h"

enum hscan_status
hscan_shields_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	/* As shields.io calls them. */
	static const char *const colours[] = {
	    [HSCAN_VERDICT_NONE] = "blue",
	    [HSCAN_VERDICT_UNKNOWN] = "lightgrey",
	    [HSCAN_VERDICT_HEALTHY] = "brightgreen",
	    [HSCAN_VERDICT_WATCH] = "yellow",
	    [HSCAN_VERDICT_RISK] = "red",
	};
	cJSON *root = cJSON_CreateObject();
	struct badge badge;
	bool good;

	(void)look;
	badge_make(&badge, report);
	good = root && badge.label.failed == HSCAN_OK &&
	       badge.message.failed == HSCAN_OK &&
	       json_add_i64(root, "schemaVersion", 1) &&
	       json_add_text(root, "label", hscan_buf_text(&badge.label)) &&
	       json_add_text(root, "message", hscan_buf_text(&badge.message)) &&
	       json_add_string(root, "color", colours[badge.verdict]);
	badge_clear(&badge);
	return json_finish(root, good, out, err);
}
