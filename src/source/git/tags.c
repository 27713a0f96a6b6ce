/* SPDX-License-Identifier: MIT */
/* The tags of a local repository; see git.h. They are read at every run, so
 * each annotated tag is read once and its commit, which it names, not at all
 * unless its time is wanted. */
#include <git2.h>
#include <string.h>

#include "base/text.h"
#include "source/git/internal.h"

/* Tags of tags of tags are followed so far. */
enum { MAX_DEPTH = 64 };

struct tags {
	struct hscan_git *git;
	hscan_git_tag_fn *take;
	void *payload;
	enum hscan_status status;
	struct hscan_error *err;
};

static bool
is_commit(struct hscan_git *git, const git_oid *oid)
{
	const unsigned char *sha = git_stand_in(git->stand_ins, oid->id);
	git_object_t type;
	git_oid object;
	size_t size;

	if (!sha)
		return false;
	memcpy(object.id, sha, sizeof(object.id));
	return git_odb_read_header(&size, &type, git->odb, &object) == 0 &&
	       type == GIT_OBJECT_COMMIT;
}

/* Takes one step from `oid`, an object of a tag, to what it is a tag of: true
 * at a commit. The time is the outermost tagger's, or else the commit's. */
static bool
step(struct tags *tags, git_oid *oid, bool outermost, bool *further,
    int64_t *when)
{
	git_odb_object *object = NULL;
	struct git_raw_commit commit;
	struct git_raw_tag tag;
	struct hscan_text raw;
	bool reached = false;

	*further = false;
	if (git_read_object(
		tags->git, oid->id, GIT_OBJECT_ANY, &object, NULL) != HSCAN_OK)
		return false;
	raw = git_object_text(object);
	if (git_odb_object_type(object) == GIT_OBJECT_COMMIT &&
	    git_parse_commit(raw, &commit)) {
		reached = true;
		if (*when == HSCAN_NEVER)
			*when = commit.committed_at;
	} else if (git_odb_object_type(object) == GIT_OBJECT_TAG &&
		   git_parse_tag(raw, &tag)) {
		memcpy(oid->id, tag.target, HSCAN_SHA_SIZE);
		if (outermost)
			*when = tag.tagged_at;
		reached = *when != HSCAN_NEVER && is_commit(tags->git, oid);
		*further = !reached;
	}
	git_odb_object_free(object);
	return reached;
}

static int
visit(const char *name, git_oid *oid, void *payload)
{
	static const char prefix[] = "refs/tags/";
	struct tags *tags = payload;
	struct hscan_tag tag = {
	    .name = hscan_text_of(name), .tagged_at = HSCAN_NEVER};
	git_oid at = *oid;
	bool further = true, reached = false;

	for (int depth = 0; further && depth < MAX_DEPTH; depth++)
		reached = step(tags, &at, depth == 0, &further, &tag.tagged_at);
	if (!reached)
		return 0;
	if (hscan_text_starts(tag.name, prefix)) {
		tag.name.ptr += sizeof(prefix) - 1;
		tag.name.len -= sizeof(prefix) - 1;
	}
	tags->status = tags->take(&tag, tags->payload, tags->err);
	return tags->status == HSCAN_OK ? 0 : GIT_EUSER;
}

enum hscan_status
hscan_git_tags(struct hscan_git *git, hscan_git_tag_fn *take, void *payload,
    struct hscan_error *err)
{
	struct tags tags = {git, take, payload, HSCAN_OK, err};
	enum hscan_status status = git_find_stand_ins(git, err);

	if (status != HSCAN_OK)
		return status;
	if (git_tag_foreach(git->repo, visit, &tags) != 0 &&
	    tags.status == HSCAN_OK)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the tags of the repository cannot be read: %s; run git "
		    "fsck there",
		    git_error_last() ? git_error_last()->message
				     : "unknown error");
	return tags.status;
}
