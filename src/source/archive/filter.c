/* SPDX-License-Identifier: MIT */
/* A look at the first bytes of a line; see filter.h. */
#include "source/archive/filter.h"

#include <string.h>

#include "base/text.h"

/* The names and logins before it are not long. */
enum { ENVELOPE = 2048 };

/* Without what it begins with; false: it begins otherwise. */
static bool
skip(struct hscan_text *rest, const char *prefix)
{
	if (!hscan_text_starts(*rest, prefix))
		return false;
	rest->ptr += strlen(prefix);
	rest->len -= strlen(prefix);
	return true;
}

/* The text up to a quote; false: it has an escape, or no end. */
static bool
take_text(struct hscan_text *rest, struct hscan_text *out)
{
	*out = (struct hscan_text){rest->ptr, 0};
	while (out->len < rest->len && rest->ptr[out->len] != '"') {
		if (rest->ptr[out->len] == '\\')
			return false;
		out->len++;
	}
	if (out->len == rest->len)
		return false;
	rest->ptr += out->len + 1;
	rest->len -= out->len + 1;
	return true;
}

/* {"id":"2489582596","type":"PushEvent", as it has been since 2015. */
static bool
is_of_no_use(struct hscan_text line)
{
	static const char *const used[] = {"PullRequestEvent",
	    "PullRequestReviewEvent", "IssuesEvent", "IssueCommentEvent",
	    "ReleaseEvent"};
	struct hscan_text id, type;

	if (!skip(&line, "{\"id\":\"") || !take_text(&line, &id) ||
	    !skip(&line, ",\"type\":\"") || !take_text(&line, &type))
		return false;
	for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++)
		if (hscan_text_is(type, used[i]))
			return false;
	return true;
}

/* A mark in the first bytes of a line; NULL: it is not there. */
static const char *
find(struct hscan_text line, const char *mark)
{
	size_t len = strlen(mark);
	size_t most = line.len < ENVELOPE ? line.len : ENVELOPE;
	const char *at = line.ptr, *end = line.ptr + most;

	while (at && (size_t)(end - at) >= len) {
		at = memchr(at, mark[0], (size_t)(end - at) - len + 1);
		if (!at || memcmp(at, mark, len) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* Digits and what follows them; false: there is something else. */
static bool
take_number(struct hscan_text *rest, int64_t *out)
{
	size_t digits = 0;

	*out = 0;
	while (digits < rest->len && digits < 18 &&
	       hscan_is_digit(rest->ptr[digits]))
		*out = *out * 10 + (rest->ptr[digits++] - '0');
	rest->ptr += digits;
	rest->len -= digits;
	return digits > 0 && rest->len > 0 && *rest->ptr == ',';
}

/* "repo":{"id":12433734,"name":"szwacz/sputnik", before the payload, in which
 * other repositories may be spoken of. */
static bool
is_of_another(struct hscan_text line, const struct hscan_hour_wanted *wanted)
{
	static const char mark[] = "\"repo\":{\"id\":";
	const char *at = find(line, mark);
	const char *payload = find(line, "\"payload\"");
	struct hscan_text rest, name;
	int64_t id;

	if (!at || (payload && payload < at))
		return false;
	rest.ptr = at + strlen(mark);
	rest.len = line.len - (size_t)(rest.ptr - line.ptr);
	if (!take_number(&rest, &id))
		return false;
	if (wanted->id != 0)
		return id != wanted->id;
	return skip(&rest, ",\"name\":\"") && take_text(&rest, &name) &&
	       !hscan_text_is_nocase(name, wanted->full_name);
}

bool
hscan_hour_may_tell(
    struct hscan_text line, const struct hscan_hour_wanted *wanted)
{
	return !is_of_no_use(line) && !(wanted && is_of_another(line, wanted));
}
