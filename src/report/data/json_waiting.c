/* SPDX-License-Identifier: MIT */
/* What is open and who has to move, for programs; the grammar is the schema in
 * src/report, and fields are only ever added. */
#include <cjson/cJSON.h>

#include "report/data/json_parts.h"
#include "report/data/json_value.h"
#include "report/formats.h"
#include "report/waiting.h"

static bool
add_repo(cJSON *root, const struct hscan_waiting *waiting)
{
	cJSON *object = json_add_object(root, "repo");

	return object && json_add_string(object, "host", waiting->host) &&
	       /* A clone that is on no forge has no number of one. */
	       (waiting->repo.id > 0
		       ? json_add_i64(object, "id", waiting->repo.id)
		       : json_add_string(object, "id", NULL)) &&
	       json_add_text(object, "full_name", waiting->repo.full_name);
}

static bool
add_counts(cJSON *root, const struct hscan_waiting *waiting)
{
	const struct {
		const char *key;
		size_t count;
	} rows[] = {
	    {"maintainer", waiting->maintainers},
	    {"author", waiting->authors},
	    {"not_read", waiting->unread},
	};
	cJSON *object = json_add_object(root, "counts");
	bool good = object != NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && good; i++)
		good =
		    json_add_i64(object, rows[i].key, (int64_t)rows[i].count);
	object = good ? json_add_object(root, "excluded") : NULL;
	return object && json_add_i64(object, "bots", waiting->excluded_bots) &&
	       json_add_i64(object, "unreadable", waiting->unreadable);
}

static bool
add_head(cJSON *root, const struct hscan_waiting *waiting)
{
	return json_add_string(root, "schema", "healthscan.waiting/1") &&
	       json_add_string(root, "healthscan", waiting->version) &&
	       json_add_time(root, "generated_at", waiting->generated_at) &&
	       json_add_time(root, "as_of", waiting->as_of) &&
	       json_add_time(root, "synced_at", waiting->synced_at) &&
	       add_repo(root, waiting) &&
	       json_add_bool(root, "complete", waiting->complete) &&
	       json_add_string(root, "reason", waiting->reason) &&
	       json_add_string(root, "history",
		   waiting->history_events ? "events" : "snapshot") &&
	       json_add_string(root, "bots",
		   waiting->bots_included ? "include" : "exclude") &&
	       json_add_slice(root, &waiting->slice) &&
	       json_add_string(root, "for", waiting_for(waiting->only)) &&
	       json_add_i64(root, "over_s", waiting->over_s) &&
	       add_counts(root, waiting) &&
	       json_add_i64(root, "items_total", (int64_t)waiting->len);
}

static bool
add_item(cJSON *list, const struct hscan_waiting_item *item)
{
	bool known = item->waits_for != HSCAN_WAITS_UNKNOWN;
	const struct hscan_number days = {known, (double)item->days};
	cJSON *object = json_append_object(list);

	return object &&
	       json_add_string(object, "kind",
		   item->kind == HSCAN_PULL_REQUEST ? "pull_request"
						    : "issue") &&
	       json_add_i64(object, "number", item->number) &&
	       json_add_text(object, "title", item->title) &&
	       json_add_text(object, "author", item->author) &&
	       json_add_string(
		   object, "waits_for", waiting_for(item->waits_for)) &&
	       json_add_time(
		   object, "since", known ? item->since : HSCAN_NEVER) &&
	       json_add_number(object, "days", days) &&
	       json_add_string(
		   object, "after", known ? waiting_after(item->why) : NULL) &&
	       json_add_string(
		   object, "reason", known ? NULL : waiting_unread) &&
	       json_add_bool(object, "draft", item->draft) &&
	       json_add_time(object, "created_at", item->created_at) &&
	       json_add_time(object, "last_at", item->last_at) &&
	       json_add_text(object, "last_by", item->last_by) &&
	       json_add_text(object, "link", item->link);
}

static enum hscan_status
write_json(const struct hscan_waiting *waiting, size_t shown, bool one_line,
    struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	bool good = root && add_head(root, waiting);
	cJSON *list = good ? json_add_array(root, "items") : NULL;

	good = list != NULL;
	for (size_t i = 0; i < shown && good; i++)
		good = add_item(list, &waiting->items[i]);
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}

enum hscan_status
hscan_waiting_json(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* JSON looks the same everywhere */
	return write_json(waiting, shown, false, out, err);
}

enum hscan_status
hscan_waiting_ndjson(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_json(waiting, shown, true, out, err);
}
