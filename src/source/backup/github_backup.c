/* SPDX-License-Identifier: MIT */
/* Files of python-github-backup; see github_backup.h. */
#include "source/backup/github_backup.h"

#include <cjson/cJSON.h>

#include "source/backup/reading.h"

static const cJSON *
get(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field);
}

/* In the file of a pull request comment_data are the inline comments: their
 * time is when they were typed, and their review tells of them. */
static void
read_lists(struct backup_reading *r, const cJSON *file)
{
	struct hscan_told *out = r->out;
	int64_t number = out->item.number;
	bool pull = out->base.number != 0;

	backup_read_comments(r,
	    get(file, pull ? "comment_regular_data" : "comment_data"), number);
	backup_read_timeline(r, get(file, "event_data"), number);
	backup_read_timeline(r, get(file, "timeline_data"), number);
	if (pull)
		backup_read_reviews(r, get(file, "review_data"), number);
	out->lacks = (HSCAN_TOLD_COMMENTS | HSCAN_TOLD_EVENTS) & ~out->parts;
	if (out->item.kind == HSCAN_PULL_REQUEST)
		out->lacks |= HSCAN_TOLD_REVIEWS & ~out->parts;
}

enum hscan_status
hscan_github_backup_decode(struct hscan_text file, struct hscan_arena *arena,
    struct hscan_told *out, struct hscan_error *err)
{
	struct backup_reading r;
	cJSON *tree = backup_open(&r, file, arena, out, err);

	if (tree)
		backup_read_row(&r, tree);
	if (r.json.status == HSCAN_OK && out->item.number != 0)
		read_lists(&r, tree);
	return backup_close(&r, tree);
}
