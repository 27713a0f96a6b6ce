/* SPDX-License-Identifier: MIT */
/* Items of Perceval; see perceval.h. */
#include "source/backup/perceval.h"

#include <cjson/cJSON.h>

#include "base/text.h"
#include "source/backup/reading.h"

static const cJSON *
get(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field);
}

static bool
is(const cJSON *object, const char *field, const char *text)
{
	return hscan_text_is(
	    hscan_text_of(cJSON_GetStringValue(get(object, field))), text);
}

/* A list of the names of what was left out; or null. */
static bool
is_filtered(const cJSON *item)
{
	const cJSON *names = get(item, "classified_fields_filtered");

	return cJSON_IsArray(names) && cJSON_GetArraySize(names) > 0;
}

static void
read_item(struct backup_reading *r, const cJSON *item)
{
	const cJSON *data = get(item, "data");
	int64_t number;

	if (!is(item, "backend_name", "GitHub")) {
		hscan_json_refuse(&r->json, "backend_name", "not GitHub");
		return;
	}
	if (is_filtered(item)) {
		hscan_json_refuse(&r->json, "it",
		    "without its classified fields; fetch it again without "
		    "--filter-classified");
		return;
	}
	if (!cJSON_IsObject(data)) {
		hscan_json_refuse(&r->json, "data", "missing");
		return;
	}
	backup_read_row(r, data);
	number = r->out->item.number;
	if (number == 0)
		return;
	if (is(item, "category", "issue"))
		backup_read_comments(r, get(data, "comments_data"), number);
	else
		backup_read_reviews(r, get(data, "reviews_data"), number);
}

enum hscan_status
hscan_perceval_decode(struct hscan_text item, struct hscan_arena *arena,
    struct hscan_told *out, struct hscan_error *err)
{
	struct backup_reading r;
	cJSON *tree = backup_open(&r, item, arena, out, err);

	if (tree)
		read_item(&r, tree);
	return backup_close(&r, tree);
}
