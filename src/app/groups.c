/* SPDX-License-Identifier: MIT */
/* From "@NAME" to the repositories of a group; see groups.h. */
#include "app/groups.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"

enum { LONGEST_NAMES = 64 * 1024 };

static const char END_OF_NAME = '\t';

bool
groups_is(const char *word)
{
	return word[0] == '@' && word[1] != '\0';
}

/* The first repository of each, for the sake of its name. */
static bool
is_first(const struct settings *settings, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (hscan_text_equal(
			settings->scans[i].list, settings->scans[at].list))
			return false;
	return true;
}

size_t
groups_add_names(
    const struct settings *settings, const char *before, struct hscan_buf *out)
{
	size_t len = 0;

	for (size_t i = 0; i < settings->scans_len; i++) {
		if (!is_first(settings, i))
			continue;
		(void)hscan_buf_add_string(out, len++ > 0 ? ", " : "");
		(void)hscan_buf_add_string(out, before);
		(void)hscan_buf_add_text(out, settings->scans[i].list);
	}
	return len;
}

static enum hscan_status
no_such_group(const struct settings *settings, struct hscan_text name,
    struct hscan_error *err)
{
	struct hscan_buf names;
	char shown[120], known[160];

	hscan_buf_init(&names, LONGEST_NAMES);
	if (groups_add_names(settings, "@", &names) == 0) {
		(void)hscan_safe(name, shown, sizeof(shown));
		(void)hscan_fail(err, HSCAN_EINVAL,
		    "there is no group '%s' with members: the configuration "
		    "has none; write "
		    "[group \"%s\"] into it, and for each member a line "
		    "repo = OWNER/NAME",
		    shown, shown);
	} else {
		(void)hscan_fail(err, HSCAN_EINVAL,
		    "there is no group '%s' with members: the configuration "
		    "has %s",
		    hscan_safe(name, shown, sizeof(shown)),
		    hscan_safe(hscan_buf_text(&names), known, sizeof(known)));
	}
	hscan_buf_clear(&names);
	return HSCAN_EINVAL;
}

enum hscan_status
groups_each(const struct settings *settings, struct hscan_text name,
    bool *found, repo_list_fn *take, void *payload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*found = false;
	for (size_t i = 0; i < settings->scans_len && status == HSCAN_OK; i++) {
		const struct settings_scan *scan = &settings->scans[i];
		struct hscan_repo_name repo;

		if (!hscan_text_equal(scan->list, name))
			continue;
		*found = true;
		status = hscan_repo_name_parse(scan->repo, &repo, err);
		if (status == HSCAN_OK)
			status = take(&repo, payload, err);
	}
	return status;
}

enum hscan_status
groups_members(const struct settings *settings, const char *word,
    repo_list_fn *take, void *payload, struct hscan_error *err)
{
	const struct hscan_text name = hscan_text_of(word + 1);
	bool found = false;
	enum hscan_status status = HSCAN_OK;

	if (!memchr(name.ptr, END_OF_NAME, name.len))
		status =
		    groups_each(settings, name, &found, take, payload, err);
	return found ? status : no_such_group(settings, name, err);
}

/* A tab, which no such name has, is where it ends: a blank may be in it. */
void
groups_add_scope(struct hscan_buf *out, struct hscan_text name)
{
	(void)hscan_buf_add_char(out, '@');
	(void)hscan_buf_add_text(out, name);
	(void)hscan_buf_add_char(out, END_OF_NAME);
}

bool
groups_split_scope(
    struct hscan_text scope, struct hscan_text *name, struct hscan_text *rest)
{
	*name = (struct hscan_text){NULL, 0};
	*rest = scope;
	if (!hscan_text_starts(scope, "@") ||
	    !memchr(scope.ptr, END_OF_NAME, scope.len))
		return false;
	*name = hscan_text_split(rest, END_OF_NAME);
	return true;
}

static enum hscan_status
pass_over(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	(void)name;
	(void)payload;
	(void)err;
	return HSCAN_OK;
}

enum hscan_status
groups_check(
    const struct settings *settings, const char *word, struct hscan_error *err)
{
	return groups_members(settings, word, pass_over, NULL, err);
}
