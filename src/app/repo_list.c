/* SPDX-License-Identifier: MIT */
/* Reads a list of repositories; see repo_list.h. */
#include "app/repo_list.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"

/* Without its comment and the white space around. */
static struct hscan_text
take_line(struct hscan_text *rest)
{
	struct hscan_text line = hscan_text_split(rest, '\n');

	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] == '#' &&
		    (i == 0 || hscan_is_space(line.ptr[i - 1])))
			line.len = i;
	return hscan_text_trim(line);
}

/* A list goes from machine to machine, and so names no folders, nor groups of
 * one's own configuration. */
static enum hscan_status
parse(struct hscan_text line, struct hscan_repo_name *out,
    struct hscan_error *err)
{
	char shown[200];

	if (hscan_text_starts(line, "@"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is a group, and a list names repositories; give the "
		    "group as an argument, or write its members",
		    hscan_safe(line, shown, sizeof(shown)));
	if (!hscan_text_starts(line, "/") && !hscan_text_starts(line, "./") &&
	    !hscan_text_starts(line, "../"))
		return hscan_repo_name_parse(line, out, err);
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is a folder, and a list names repositories; give clones as "
	    "arguments, or their folder with --git-root",
	    hscan_safe(line, shown, sizeof(shown)));
}

enum hscan_status
repo_list_read(struct hscan_text text, const char *source,
    repo_list_fn *on_name, void *payload, struct hscan_error *err)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t number = 0;

	if (hscan_text_starts(text, mark)) {
		text.ptr += strlen(mark);
		text.len -= strlen(mark);
	}
	while (text.ptr) {
		struct hscan_text line = take_line(&text);
		struct hscan_repo_name name;
		enum hscan_status status;

		number++;
		if (line.len == 0)
			continue;
		status = parse(line, &name, err);
		if (status != HSCAN_OK) {
			hscan_error_prefix(err, "%s:%zu: ", source, number);
			return status;
		}
		status = on_name(&name, payload, err);
		if (status != HSCAN_OK)
			return status;
	}
	return HSCAN_OK;
}
