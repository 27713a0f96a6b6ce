/* SPDX-License-Identifier: MIT */
/* Finds out where the history of a repository begins. */
#include <string.h>

#include "base/text.h"
#include "source/git/internal.h"

/* The blob of .mailmap in a tree; zeroes without one. */
static enum hscan_status
find_in_tree(struct hscan_git *git, const unsigned char *tree,
    unsigned char *out, struct hscan_error *err)
{
	git_odb_object *object = NULL;
	struct git_entry entry;
	struct hscan_text rest;
	enum hscan_status status;
	bool found = false;

	memset(out, 0, HSCAN_SHA_SIZE);
	status = git_read_object(git, tree, GIT_OBJECT_TREE, &object, err);
	if (status != HSCAN_OK)
		return status;
	rest = git_object_text(object);
	while (!found && git_next_entry(&rest, &entry))
		found = hscan_text_is(entry.name, ".mailmap");
	if (found && !git_entry_is_tree(&entry) && !git_entry_is_link(&entry))
		memcpy(out, entry.sha, HSCAN_SHA_SIZE);
	if (!found && rest.len > 0)
		status = hscan_fail(err, HSCAN_EPARSE,
		    "%s: a tree is damaged; run git fsck", git->dir);
	git_odb_object_free(object);
	return status;
}

static enum hscan_status
find_mailmap(
    struct hscan_git *git, struct hscan_git_head *head, struct hscan_error *err)
{
	git_odb_object *object = NULL;
	struct git_raw_commit commit;
	enum hscan_status status =
	    git_read_commit(git, head->sha, &object, &commit, err);

	if (status == HSCAN_OK)
		status = find_in_tree(git, commit.tree, head->mailmap, err);
	git_odb_object_free(object);
	return status;
}

/* Where the forge names no branch, or the clone has none of that name. */
static bool
find_usual(struct hscan_git *git, struct hscan_git_head *head)
{
	return (!git_repository_is_bare(git->repo) &&
		   git_resolve_ref(git, "refs/remotes/origin/HEAD", head)) ||
	       git_resolve_ref(git, "HEAD", head);
}

enum hscan_status
hscan_git_head(struct hscan_git *git, const struct hscan_git_wish *wish,
    struct hscan_git_head *out, struct hscan_error *err)
{
	struct hscan_git_head head = {0};
	enum hscan_status status = git_find_stand_ins(git, err);

	if (status == HSCAN_OK)
		status =
		    git_stand_ins_digest(git->stand_ins, head.stand_ins, err);
	if (status == HSCAN_OK && wish && wish->branch.ptr)
		status = git_find_branch(git, wish, &head, err);
	if (status != HSCAN_OK)
		return status;
	if (!head.wished && !find_usual(git, &head)) {
		if (git_repository_head_unborn(git->repo) != 1)
			return git_failed(
			    git, HSCAN_EPARSE, "HEAD leads to no commit", err);
		head.unborn = true;
		*out = head;
		return HSCAN_OK;
	}
	status = find_mailmap(git, &head, err);
	if (status == HSCAN_OK)
		*out = head;
	return status;
}
