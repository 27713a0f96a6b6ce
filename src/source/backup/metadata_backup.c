/* SPDX-License-Identifier: MIT */
/* Files of github-metadata-backup; see metadata_backup.h. */
#include "source/backup/metadata_backup.h"

#include <cjson/cJSON.h>

#include "source/backup/reading.h"

static const cJSON *
get(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field);
}

/* Its merged_at is left out where it is null, which would be told as unknown.
 * The timeline has all merges. */
static void
settle_merge(struct backup_reading *r, const cJSON *row, bool timeline)
{
	struct hscan_told *out = r->out;

	if (!out->item.merge_untold)
		return;
	if (!cJSON_IsTrue(get(row, "merged")))
		out->item.merge_untold = !timeline && !get(row, "merged");
	for (size_t i = 0; i < out->events_len; i++) {
		if (out->events[i].kind != HSCAN_EVENT_MERGED)
			continue;
		out->item.merged_at = out->events[i].occurred_at;
		out->item.merge_untold = false;
	}
	out->base.merge_untold = out->item.merge_untold;
	out->base.merged_at = out->item.merged_at;
}

static void
read_file(struct backup_reading *r, const cJSON *file)
{
	const unsigned all =
	    HSCAN_TOLD_COMMENTS | HSCAN_TOLD_EVENTS | HSCAN_TOLD_REVIEWS;
	const cJSON *row = get(file, "pull");
	const cJSON *events = get(file, "events");

	if (!cJSON_IsObject(row))
		row = get(file, "issue");
	if (!cJSON_IsObject(row)) {
		hscan_json_refuse(&r->json, "issue", "missing");
		return;
	}
	backup_read_row(r, row);
	if (r->json.status != HSCAN_OK)
		return;
	if (r->out->item.number == 0) {
		hscan_json_refuse(
		    &r->json, "it", "neither an issue nor a pull request");
		return;
	}
	backup_read_timeline(r, events, r->out->item.number);
	if (cJSON_IsArray(events))
		r->out->parts |= all;
	else
		r->out->lacks |= all;
	settle_merge(r, row, cJSON_IsArray(events));
}

enum hscan_status
hscan_metadata_backup_decode(struct hscan_text file, struct hscan_arena *arena,
    struct hscan_told *out, struct hscan_error *err)
{
	struct backup_reading r;
	cJSON *tree = backup_open(&r, file, arena, out, err);

	if (tree)
		read_file(&r, tree);
	return backup_close(&r, tree);
}

static size_t
count(const cJSON *list)
{
	return cJSON_IsArray(list) ? (size_t)cJSON_GetArraySize(list) : 0;
}

size_t
hscan_metadata_backup_missing(struct hscan_text state)
{
	struct hscan_json_reader reader = {
	    .what = "the state",
	    .kept = true,
	    .status = HSCAN_OK,
	};
	cJSON *tree = hscan_json_parse_object(&reader, state);
	size_t missing = count(get(tree, "failed_issues")) +
			 count(get(tree, "failed_pulls"));

	cJSON_Delete(tree);
	return missing;
}
