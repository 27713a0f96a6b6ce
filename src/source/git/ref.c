/* SPDX-License-Identifier: MIT */
/* What commit a reference leads to, by way of tags too. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/git/internal.h"

/* Tags of tags of tags are followed so far. */
enum { MAX_DEPTH = 64 };

/* Goes from an object to the commit that it is, or is a tag of. libgit2 would
 * do it, but believes less of a commit than git does. */
static bool
peel(struct hscan_git *git, const git_oid *oid, unsigned char *sha)
{
	bool further = true, good = false;

	memcpy(sha, oid->id, HSCAN_SHA_SIZE);
	for (int depth = 0; further && depth < MAX_DEPTH; depth++) {
		git_odb_object *object = NULL;
		struct git_raw_commit commit;
		struct git_raw_tag tag;

		if (git_read_object(git, sha, GIT_OBJECT_ANY, &object, NULL) !=
		    HSCAN_OK)
			return false;
		good = git_odb_object_type(object) == GIT_OBJECT_COMMIT &&
		       git_parse_commit(git_object_text(object), &commit);
		further = git_odb_object_type(object) == GIT_OBJECT_TAG &&
			  git_parse_tag(git_object_text(object), &tag);
		if (further)
			memcpy(sha, tag.target, HSCAN_SHA_SIZE);
		git_odb_object_free(object);
	}
	if (!good)
		(void)git_error_set_str(
		    GIT_ERROR_OBJECT, "what it names is damaged, or no commit");
	return good;
}

bool
git_resolve_ref(
    struct hscan_git *git, const char *name, struct hscan_git_head *out)
{
	git_reference *ref = NULL, *direct = NULL;
	bool good = false;

	if (git_reference_lookup(&ref, git->repo, name) == 0 &&
	    git_reference_resolve(&direct, ref) == 0 &&
	    peel(git, git_reference_target(direct), out->sha)) {
		struct hscan_text found =
		    hscan_text_of(git_reference_name(direct));

		(void)hscan_safe(found, out->ref, sizeof(out->ref));
		good = true;
	}
	git_reference_free(direct);
	git_reference_free(ref);
	return good;
}
