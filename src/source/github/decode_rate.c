/* SPDX-License-Identifier: MIT */
/* The body of GitHub's /rate_limit; see decode.h. */
#include <cjson/cJSON.h>

#include "source/github/decode.h"
#include "source/github/decode_json.h"

enum hscan_status
hscan_github_decode_rate(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_rate_limit *out, struct hscan_error *err)
{
	struct hscan_json_reader reader = {
	    .arena = arena,
	    .err = err,
	    .what = "the rate limit",
	    .status = HSCAN_OK,
	};
	cJSON *tree = hscan_json_parse_object(&reader, body);
	const cJSON *core;
	struct hscan_rate_limit limit;

	if (!tree)
		return reader.status;
	core = cJSON_GetObjectItemCaseSensitive(
	    cJSON_GetObjectItemCaseSensitive(tree, "resources"), "core");
	limit.limit = hscan_json_need_number(&reader, core, "limit", 0);
	limit.remaining = hscan_json_need_number(&reader, core, "remaining", 0);
	limit.reset = hscan_json_need_number(&reader, core, "reset", 0);
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = limit;
	return reader.status;
}
