/* SPDX-License-Identifier: MIT */
/* Which tool has written a file; see kind.h. */
#include "source/backup/kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/backup/migration.h"
#include "source/github/decode_json.h"

#define INSTEAD \
	"; list the same with gh api --paginate " \
	"'repos/OWNER/NAME/issues?state=all&per_page=100', and import that"

static bool
has(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field) != NULL;
}

/* Each has all of its members; the first that fits counts. */
static const struct {
	const char *members[3];
	bool unread;
	enum hscan_backup_kind kind;
	const char *why; /* of what is not read; NULL: gh --json */
} rules[] = {
    {{"headers", "body"}, false, HSCAN_BACKUP_WEBHOOK, NULL},
    {{"type", "events", "issue"}, false, HSCAN_BACKUP_METADATA, NULL},
    {{"type", "events", "pull"}, false, HSCAN_BACKUP_METADATA, NULL},
    {{"magic", "issues"}, true, HSCAN_BACKUP_REST,
	"it is an archive of i-d-template, which has neither the numbers of "
	"accounts nor events" INSTEAD},
    {{"backend_name", "category", "data"}, false, HSCAN_BACKUP_PERCEVAL, NULL},
    {{"actor", "payload", "public"}, false, HSCAN_BACKUP_HOUR, NULL},
    {{"createdAt"}, true, HSCAN_BACKUP_REST, NULL},
    {{"updatedAt"}, true, HSCAN_BACKUP_REST, NULL},
    {{"closedAt"}, true, HSCAN_BACKUP_REST, NULL},
    {{"mergedAt"}, true, HSCAN_BACKUP_REST, NULL},
    {{"comment_data"}, false, HSCAN_BACKUP_GITHUB, NULL},
    {{"comment_regular_data"}, false, HSCAN_BACKUP_GITHUB, NULL},
    {{"review_data"}, false, HSCAN_BACKUP_GITHUB, NULL},
    {{"event_data"}, false, HSCAN_BACKUP_GITHUB, NULL},
    {{"timeline_data"}, false, HSCAN_BACKUP_GITHUB, NULL},
    {{"commit_data"}, false, HSCAN_BACKUP_GITHUB, NULL},
};

static bool
fits(const cJSON *object, const char *const members[3])
{
	for (size_t i = 0; i < 3 && members[i]; i++)
		if (!has(object, members[i]))
			return false;
	return true;
}

/* Whatever fields were asked for, GraphQL writes states in capitals. */
static bool
has_capital_state(const cJSON *object)
{
	const char *state = cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(object, "state"));

	return state &&
	       (strcmp(state, "OPEN") == 0 || strcmp(state, "CLOSED") == 0 ||
		   strcmp(state, "MERGED") == 0);
}

static enum hscan_status
refuse_gh(struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EREFUSED,
	    "it is not read: it is of gh with --json, which leaves out the "
	    "numbers of accounts" INSTEAD);
}

static enum hscan_status
kind_of(
    const cJSON *object, enum hscan_backup_kind *out, struct hscan_error *err)
{
	*out = HSCAN_BACKUP_REST;
	if (hscan_migration_has_made(object)) {
		*out = HSCAN_BACKUP_MIGRATION;
		return HSCAN_OK;
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (!fits(object, rules[i].members))
			continue;
		*out = rules[i].kind;
		if (!rules[i].unread)
			return HSCAN_OK;
		if (!rules[i].why)
			return refuse_gh(err);
		return hscan_fail(
		    err, HSCAN_EREFUSED, "it is not read: %s", rules[i].why);
	}
	return has_capital_state(object) ? refuse_gh(err) : HSCAN_OK;
}

enum hscan_status
hscan_backup_kind_of(struct hscan_text object, enum hscan_backup_kind *out,
    struct hscan_error *err)
{
	/* Of what is in these no member is read. */
	static const char *const names[] = {"headers", "body", "type", "events",
	    "issue", "pull", "magic", "issues", "backend_name", "category",
	    "data", "actor", "payload", "public", "createdAt", "updatedAt",
	    "closedAt", "mergedAt", "comment_data", "comment_regular_data",
	    "review_data", "event_data", "timeline_data", "commit_data",
	    "state", "url", "id", NULL};
	struct hscan_json_reader reader = {
	    .err = err,
	    .what = "the file",
	    .names = names,
	    .sift_object = true,
	    .kept = true,
	    .status = HSCAN_OK,
	};
	cJSON *tree = hscan_json_parse_object(&reader, object);
	enum hscan_status status = reader.status;

	if (tree)
		status = kind_of(tree, out, err);
	cJSON_Delete(tree);
	return status;
}

/* A line of words and numbers with commas between them. */
static bool
is_table(struct hscan_text line)
{
	bool commas = line.len > 0 && memchr(line.ptr, ',', line.len);

	if (hscan_text_ends(line, "\r"))
		line.len--;
	while (commas && line.len > 0) {
		int32_t c = hscan_utf8_next(&line);

		if (c != '\t' && !hscan_is_printable(c))
			return false;
	}
	return commas;
}

enum hscan_status
hscan_backup_no_json(struct hscan_text beginning, struct hscan_error *err)
{
	if (hscan_text_starts(beginning, "\x1F\x8B"))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it is not read: it is compressed; healthscan import "
		    "gharchive reads an hour of GH Archive as it is, "
		    "healthscan import migration an archive of GitHub's; "
		    "anything else is unpacked first, such as with zcat FILE | "
		    "healthscan import -");
	if (is_table(hscan_text_split(&beginning, '\n')))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "it is not read: it is a table of comma-separated values, "
		    "such as GHTorrent's, whose numbers are its own" INSTEAD);
	return hscan_fail(err, HSCAN_EPARSE,
	    "it cannot be used: it is neither a list nor an object of JSON; "
	    "see healthscan-import(1) for what is read");
}
