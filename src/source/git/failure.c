/* SPDX-License-Identifier: MIT */
/* What libgit2 says has gone wrong, with what to do about it. */
#include "base/safe.h"
#include "base/text.h"
#include "source/git/internal.h"

enum hscan_status
git_failed(const struct hscan_git *git, enum hscan_status status,
    const char *doing, struct hscan_error *err)
{
	const git_error *why = git_error_last();
	char shown[200] = "unknown error";

	if (why && why->message)
		(void)hscan_safe(
		    hscan_text_of(why->message), shown, sizeof(shown));
	if (git->promised && why && why->klass == GIT_ERROR_ODB)
		return hscan_fail(err, status,
		    "%s: %s: %s; this clone has left it at the server: run %s "
		    "there",
		    git->dir, doing, shown, HSCAN_GIT_REFETCH);
	return hscan_fail(err, status, "%s: %s: %s; run git fsck there",
	    git->dir, doing, shown);
}
