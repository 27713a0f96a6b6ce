/* SPDX-License-Identifier: MIT */
/* What a word of the user's names; see target.h. */
#include "app/target.h"

#include <string.h>
#include <sys/stat.h>

#include "app/groups.h"
#include "base/text.h"
#include "source/git/git.h"

static bool
is_there(const char *word)
{
	struct stat info;

	return strcmp(word, "-") != 0 && !groups_is(word) &&
	       stat(word, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Whether it is "a/b" and nothing more, which may be a path as well. */
static bool
is_either(const char *word, struct hscan_repo_name *name)
{
	const char *slash = strchr(word, '/');

	return slash && slash[1] != '\0' && !strchr(slash + 1, '/') &&
	       !strchr(word, ':') &&
	       hscan_repo_name_parse(hscan_text_of(word), name, NULL) ==
		   HSCAN_OK;
}

/* What a git repository of that path is to the name. */
static enum {
	NO_CLONE,
	OTHER_CLONE,
	OWN_CLONE
} look_at(const char *word, const struct hscan_repo_name *name)
{
	struct hscan_git *git = NULL;
	enum hscan_status status = hscan_git_open(word, false, &git, NULL);
	bool own = status == HSCAN_OK && hscan_git_has_remote(git, name);

	hscan_git_close(git);
	if (status == HSCAN_ENOTFOUND || status == HSCAN_ENOMEM)
		return NO_CLONE;
	return own ? OWN_CLONE : OTHER_CLONE;
}

bool
target_is_folder(const char *word)
{
	struct hscan_repo_name name;

	if (!is_there(word))
		return false;
	if (is_either(word, &name))
		return look_at(word, &name) == OTHER_CLONE;
	return hscan_repo_name_parse(hscan_text_of(word), &name, NULL) !=
	       HSCAN_OK;
}

bool
target_is_both(const char *word)
{
	struct hscan_repo_name name;

	return is_there(word) && is_either(word, &name) &&
	       look_at(word, &name) == OWN_CLONE;
}

bool
target_might_be_name(const char *word)
{
	struct hscan_repo_name name;

	return is_either(word, &name);
}

bool
target_is_list(const char *word)
{
	struct hscan_repo_name name;
	struct stat info;

	if (strcmp(word, "-") == 0)
		return true;
	if (groups_is(word))
		return false;
	if (hscan_repo_name_parse(hscan_text_of(word), &name, NULL) == HSCAN_OK)
		return false;
	/* What is not there might be a list whose name has a slip in it. */
	if (stat(word, &info) != 0)
		return strchr(word, '.') && !strchr(word, '/');
	return !S_ISDIR(info.st_mode);
}
