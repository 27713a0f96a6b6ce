/* SPDX-License-Identifier: MIT */
/* Reads objects by way of libgit2, or what stands in for them. */
#include <stdio.h>
#include <string.h>

#include "source/git/internal.h"

struct hscan_text
git_object_text(git_odb_object *object)
{
	return (struct hscan_text){
	    git_odb_object_data(object), git_odb_object_size(object)};
}

static enum hscan_status
endless(const struct hscan_git *git, struct hscan_error *err)
{
	(void)git_error_set_str(GIT_ERROR_OBJECT,
	    "its replace refs lead from one to the next without end");
	return git_failed(git, HSCAN_EPARSE, "an object cannot be read", err);
}

enum hscan_status
git_read_object(struct hscan_git *git, const unsigned char sha[HSCAN_SHA_SIZE],
    git_object_t type, git_odb_object **out, struct hscan_error *err)
{
	const char *kind = git_object_type2string(type);
	const unsigned char *found;
	git_odb_object *object = NULL;
	char doing[64];
	git_oid oid;

	found = git_stand_in(git->stand_ins, sha);
	if (!found)
		return endless(git, err);
	memcpy(oid.id, found, HSCAN_SHA_SIZE);
	if (git_odb_read(&object, git->odb, &oid) != 0) {
		(void)snprintf(
		    doing, sizeof(doing), "a %s cannot be read", kind);
		return git_failed(git, HSCAN_EPARSE, doing, err);
	}
	if (type != GIT_OBJECT_ANY && git_odb_object_type(object) != type) {
		git_odb_object_free(object);
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s: an object that should be a %s is none; run git fsck",
		    git->dir, kind);
	}
	*out = object;
	return HSCAN_OK;
}

enum hscan_status
git_read_commit(struct hscan_git *git, const unsigned char sha[HSCAN_SHA_SIZE],
    git_odb_object **object, struct git_raw_commit *raw,
    struct hscan_error *err)
{
	enum hscan_status status;

	git_odb_object_free(*object);
	*object = NULL;
	status = git_read_object(git, sha, GIT_OBJECT_COMMIT, object, err);
	if (status != HSCAN_OK)
		return status;
	if (!git_parse_commit(git_object_text(*object), raw))
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s: a commit is damaged; run git fsck", git->dir);
	git_stand_in_parents(git->stand_ins, sha, &raw->parents);
	return HSCAN_OK;
}
