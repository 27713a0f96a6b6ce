/* SPDX-License-Identifier: MIT */
/* What a word of the user's names; see target.h. */
#include "app/target.h"

#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

bool
target_is_folder(const char *word)
{
	struct hscan_repo_name name;
	struct stat info;

	return strcmp(word, "-") != 0 &&
	       hscan_repo_name_parse(hscan_text_of(word), &name, NULL) !=
		   HSCAN_OK &&
	       stat(word, &info) == 0 && S_ISDIR(info.st_mode);
}

bool
target_is_list(const char *word)
{
	struct hscan_repo_name name;
	struct stat info;

	return strcmp(word, "-") == 0 ||
	       (hscan_repo_name_parse(hscan_text_of(word), &name, NULL) !=
		       HSCAN_OK &&
		   stat(word, &info) == 0 && !S_ISDIR(info.st_mode));
}
