/* SPDX-License-Identifier: MIT */
/* The tags of a local repository; see git.h. */
#include <git2.h>

#include "base/text.h"
#include "source/git/internal.h"

struct tags {
	struct hscan_git *git;
	hscan_git_tag_fn *take;
	void *payload;
	enum hscan_status status;
	struct hscan_error *err;
};

/* The tagger's time of an annotated tag; HSCAN_NEVER for a light one. */
static int64_t
tagger_time(git_repository *repo, const git_oid *oid)
{
	git_tag *tag = NULL;
	const git_signature *tagger;
	int64_t when = HSCAN_NEVER;

	if (git_tag_lookup(&tag, repo, oid) != 0)
		return HSCAN_NEVER;
	tagger = git_tag_tagger(tag);
	if (tagger)
		when = (int64_t)tagger->when.time;
	git_tag_free(tag);
	return when;
}

/* The commit that an object leads to; NULL when it leads to none. */
static git_commit *
commit_of(git_repository *repo, const git_oid *oid)
{
	git_object *object = NULL, *commit = NULL;

	if (git_object_lookup(&object, repo, oid, GIT_OBJECT_ANY) == 0 &&
	    git_object_peel(&commit, object, GIT_OBJECT_COMMIT) != 0)
		commit = NULL;
	git_object_free(object);
	return (git_commit *)commit;
}

static int
visit(const char *name, git_oid *oid, void *payload)
{
	static const char prefix[] = "refs/tags/";
	struct tags *tags = payload;
	git_repository *repo = tags->git->repo;
	git_commit *commit = commit_of(repo, oid);
	struct hscan_tag tag = {.name = hscan_text_of(name)};

	if (!commit)
		return 0;
	if (hscan_text_starts(tag.name, prefix)) {
		tag.name.ptr += sizeof(prefix) - 1;
		tag.name.len -= sizeof(prefix) - 1;
	}
	tag.tagged_at = tagger_time(repo, oid);
	if (tag.tagged_at == HSCAN_NEVER)
		tag.tagged_at = (int64_t)git_commit_time(commit);
	git_commit_free(commit);
	tags->status = tags->take(&tag, tags->payload, tags->err);
	return tags->status == HSCAN_OK ? 0 : GIT_EUSER;
}

enum hscan_status
hscan_git_tags(struct hscan_git *git, hscan_git_tag_fn *take, void *payload,
    struct hscan_error *err)
{
	struct tags tags = {git, take, payload, HSCAN_OK, err};

	if (git_tag_foreach(git->repo, visit, &tags) != 0 &&
	    tags.status == HSCAN_OK)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the tags of the repository cannot be read: %s; run git "
		    "fsck there",
		    git_error_last() ? git_error_last()->message
				     : "unknown error");
	return tags.status;
}
