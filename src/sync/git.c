/* SPDX-License-Identifier: MIT */
/* Brings the commits of the store up to date with a local repository. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "sync/sync.h"

enum { LONGEST_WARNING = 4096 };

/* One walk, and where it writes to. */
struct git_walk {
	const struct hscan_sync *sync;
	int64_t repo_id;
	const unsigned char *old_head; /* NULL: nothing is known */
	bool met_old_head;
	int64_t *authors; /* index of the walk -> id in the store; owned */
	size_t authors_len, authors_size;
	int64_t commits;
};

static bool
known(const unsigned char sha[HSCAN_SHA_SIZE], void *payload)
{
	struct git_walk *walk = payload;

	if (memcmp(sha, walk->old_head, HSCAN_SHA_SIZE) == 0) {
		walk->met_old_head = true;
		return true;
	}
	return hscan_store_knows_commit(walk->sync->store, walk->repo_id, sha);
}

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	struct git_walk *walk = payload;

	if (index >= walk->authors_size) {
		size_t size = walk->authors_size ? walk->authors_size * 2 : 256;
		int64_t *more;

		while (size <= index)
			size *= 2;
		more = realloc(walk->authors, size * sizeof(*more));
		if (!more)
			return hscan_no_memory(err);
		walk->authors = more;
		walk->authors_size = size;
	}
	walk->authors_len++;
	return hscan_store_put_author(walk->sync->store, walk->repo_id, name,
	    email, &walk->authors[index], err);
}

static enum hscan_status
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct git_walk *walk = payload;
	const struct hscan_sync *sync = walk->sync;

	if (sync->interrupted && *sync->interrupted)
		return hscan_fail(err, HSCAN_EINTR,
		    "interrupted while reading the git history; run again");
	walk->commits++;
	if (sync->progress && walk->commits % 1000 == 0)
		sync->progress(
		    HSCAN_STREAM_GIT, walk->commits, -1, sync->payload);
	return hscan_store_put_commit(sync->store, walk->repo_id, commit,
	    walk->authors[commit->author], err);
}

static enum hscan_status
map_author(struct hscan_text name, struct hscan_text email,
    struct hscan_text *mapped, void *payload, struct hscan_error *err)
{
	return hscan_mailmap_email(payload, name, email, mapped, err);
}

static enum hscan_status
map_authors(const struct hscan_sync *sync, int64_t repo_id,
    struct hscan_git *git, const struct hscan_git_head *head, bool *unmapped,
    struct hscan_error *err)
{
	struct hscan_mailmap *mailmap = NULL;
	enum hscan_status status;

	status = hscan_mailmap_open(git, head, &mailmap, err);
	if (status == HSCAN_OK) {
		*unmapped = hscan_mailmap_is_unread(mailmap);
		status = hscan_store_map_authors(
		    sync->store, repo_id, map_author, mailmap, err);
	}
	hscan_mailmap_close(mailmap);
	return status;
}

static enum hscan_status
walk_from(struct git_walk *walk, struct hscan_git *git,
    const struct hscan_git_head *head, const struct hscan_doc_paths *paths,
    struct hscan_error *err)
{
	const struct hscan_git_visitor visitor = {
	    .known = walk->old_head ? known : NULL,
	    .author = take_author,
	    .commit = take_commit,
	    .payload = walk,
	};

	return hscan_git_walk(git, head->sha, paths, &visitor, err);
}

/* Whether what is stored was read as it would be now: by the same rules, with
 * the same replace refs and grafts. */
static bool
is_same_reading(const struct hscan_stored_head *stored,
    const struct hscan_git_head *head, const char *key)
{
	return stored->walked && !stored->old &&
	       hscan_text_is(stored->doc_paths, key) &&
	       memcmp(stored->stand_ins, head->stand_ins, HSCAN_SHA_SIZE) == 0;
}

/* Everything between begin and commit. */
static enum hscan_status
update(const struct hscan_sync *sync, int64_t repo_id, struct hscan_git *git,
    const struct hscan_doc_paths *paths, const struct hscan_git_head *head,
    const struct hscan_stored_head *stored, bool *unmapped,
    struct hscan_error *err)
{
	const char *key = hscan_doc_paths_key(paths);
	struct git_walk walk = {.sync = sync, .repo_id = repo_id};
	enum hscan_status status = HSCAN_OK;
	bool all = stored->unborn || head->unborn ||
		   !is_same_reading(stored, head, key);

	if (!all) {
		walk.old_head = stored->sha;
		status = walk_from(&walk, git, head, paths, err);
		/* The old head is no longer behind the new one: the history
		 * was rewritten, and some commits of it may be gone. */
		all = !walk.met_old_head;
	}
	if (status == HSCAN_OK && all) {
		walk.old_head = NULL;
		walk.authors_len = 0;
		status = hscan_store_forget_commits(sync->store, repo_id, err);
		if (status == HSCAN_OK && !head->unborn)
			status = walk_from(&walk, git, head, paths, err);
	}
	if (status == HSCAN_OK && !head->unborn &&
	    (walk.authors_len > 0 ||
		memcmp(head->mailmap, stored->mailmap, HSCAN_SHA_SIZE) != 0))
		status = map_authors(sync, repo_id, git, head, unmapped, err);
	free(walk.authors);
	return status;
}

/* Where the tags go. */
struct tag_target {
	const struct hscan_sync *sync;
	int64_t repo_id;
};

static enum hscan_status
take_tag(const struct hscan_tag *tag, void *payload, struct hscan_error *err)
{
	const struct tag_target *target = payload;

	return hscan_store_put_tag(
	    target->sync->store, target->repo_id, tag, err);
}

/* Tags come, move and go without the head, and are few: all of them. */
static enum hscan_status
update_tags(const struct hscan_sync *sync, int64_t repo_id,
    struct hscan_git *git, struct hscan_error *err)
{
	struct tag_target target = {sync, repo_id};
	enum hscan_status status;

	status = hscan_store_drop_tags(sync->store, repo_id, err);
	if (status == HSCAN_OK)
		status = hscan_git_tags(git, take_tag, &target, err);
	return status;
}

static bool
is_current(const struct hscan_stored_head *stored,
    const struct hscan_git_head *head, const char *key)
{
	return is_same_reading(stored, head, key) &&
	       stored->unborn == head->unborn &&
	       (head->unborn ||
		   (memcmp(stored->sha, head->sha, HSCAN_SHA_SIZE) == 0 &&
		       memcmp(stored->mailmap, head->mailmap, HSCAN_SHA_SIZE) ==
			   0));
}

/* What is known of the head now; a .mailmap that was not there is none that has
 * been read, so that the next run looks again. */
static enum hscan_status
put_head(const struct hscan_sync *sync, int64_t repo_id,
    const struct hscan_git_head *head, struct hscan_text branch,
    const char *key, bool unmapped, struct hscan_error *err)
{
	struct hscan_stored_head now = {
	    .branch = branch,
	    .unborn = head->unborn,
	    .unmapped = unmapped,
	    .ref = hscan_text_of(head->ref),
	    .doc_paths = hscan_text_of(key),
	    .synced_at = sync->now,
	};

	memcpy(now.sha, head->sha, HSCAN_SHA_SIZE);
	memcpy(now.stand_ins, head->stand_ins, HSCAN_SHA_SIZE);
	if (!unmapped)
		memcpy(now.mailmap, head->mailmap, HSCAN_SHA_SIZE);
	return hscan_store_put_head(sync->store, repo_id, &now, err);
}

static void
warn_of_mailmap(const struct hscan_sync *sync)
{
	struct hscan_buf line;

	if (!sync->say)
		return;
	hscan_buf_init(&line, LONGEST_WARNING);
	(void)hscan_buf_add_format(&line,
	    "%s/%s: the .mailmap of the clone's head cannot be read, as in a "
	    "clone without the contents of files: authors are not mapped, and "
	    "people cannot be counted; run in it: git cat-file -e "
	    "HEAD:.mailmap",
	    sync->name->owner, sync->name->name);
	sync->say(true, hscan_buf_string(&line), sync->payload);
	hscan_buf_clear(&line);
}

static enum hscan_status
sync_head(const struct hscan_sync *sync, int64_t repo_id, struct hscan_git *git,
    const struct hscan_doc_paths *paths, const struct hscan_git_head *head,
    struct hscan_text branch, struct hscan_error *err)
{
	const char *key = hscan_doc_paths_key(paths);
	struct hscan_stored_head stored = {0};
	bool unmapped = false;
	enum hscan_status status;

	status = hscan_store_get_head(sync->store, repo_id, &stored, err);
	if (status == HSCAN_OK)
		status = hscan_store_begin(sync->store, err);
	if (status != HSCAN_OK)
		goto out;
	if (!is_current(&stored, head, key))
		status = update(
		    sync, repo_id, git, paths, head, &stored, &unmapped, err);
	if (status == HSCAN_OK)
		status = update_tags(sync, repo_id, git, err);
	if (status == HSCAN_OK)
		status =
		    put_head(sync, repo_id, head, branch, key, unmapped, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(sync->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(sync->store);
	else if (unmapped)
		warn_of_mailmap(sync);
out:
	hscan_stored_head_clear(&stored);
	return status;
}

/* --- which head --- */

/* Words that a shell takes as they are. */
static bool
is_plain(const char *word)
{
	for (; *word; word++)
		if (!hscan_is_alnum(*word) && !strchr("/._-", *word))
			return false;
	return word[0] != '-';
}

static void
add_counted(struct hscan_buf *line, const struct hscan_git_head *head)
{
	char ref[120];

	if (head->unborn) {
		(void)hscan_buf_add_string(line, "no commits are counted");
		return;
	}
	(void)hscan_buf_add_format(line,
	    "commits are counted from %s at %02x%02x%02x%02x%02x",
	    hscan_safe(hscan_text_of(head->ref), ref, sizeof(ref)),
	    head->sha[0], head->sha[1], head->sha[2], head->sha[3],
	    head->sha[4]);
}

static void
add_remedy(struct hscan_buf *line, const struct hscan_git_head *head,
    const char *branch)
{
	if (head->remote[0] != '\0' && is_plain(head->remote) &&
	    is_plain(head->sought) && is_plain(branch))
		(void)hscan_buf_add_format(line,
		    "run there: git fetch %s +refs/heads/%s:%s", head->remote,
		    branch, head->sought);
	else if (head->sought[0] != '\0')
		(void)hscan_buf_add_string(line, "fetch that branch");
	else
		(void)hscan_buf_add_string(
		    line, "add a remote that names the repository, and fetch");
}

/* The numbers are of this head all the same. */
static void
warn_of_head(const struct hscan_sync *sync, struct hscan_text branch,
    const struct hscan_git_head *head)
{
	struct hscan_buf line;
	char name[120];

	if (!sync->say)
		return;
	(void)hscan_safe(branch, name, sizeof(name));
	hscan_buf_init(&line, LONGEST_WARNING);
	(void)hscan_buf_add_format(&line,
	    "%s/%s: the default branch is '%s', and the clone has ",
	    sync->name->owner, sync->name->name, name);
	if (head->sought[0] == '\0')
		(void)hscan_buf_add_string(
		    &line, "no remote that tells which commit that is");
	else
		(void)hscan_buf_add_format(
		    &line, "no commit at %s", head->sought);
	(void)hscan_buf_add_string(&line, ": ");
	add_counted(&line, head);
	(void)hscan_buf_add_string(&line, ", and nothing is judged by them; ");
	add_remedy(&line, head, name);
	sync->say(true, hscan_buf_string(&line), sync->payload);
	hscan_buf_clear(&line);
}

static enum hscan_status
sync_branch(const struct hscan_sync *sync, int64_t repo_id,
    struct hscan_git *git, const struct hscan_doc_paths *paths,
    struct hscan_text branch, struct hscan_error *err)
{
	const struct hscan_repo_name *names[] = {sync->name, sync->asked};
	const struct hscan_git_wish wish = {
	    .branch = branch,
	    .names = names,
	    .names_len = sync->name ? sync->asked ? 2 : 1 : 0,
	};
	struct hscan_git_head head = {0};
	enum hscan_status status = hscan_git_head(git, &wish, &head, err);
	bool other = branch.ptr && !head.wished;

	if (status == HSCAN_OK)
		status = sync_head(sync, repo_id, git, paths, &head,
		    other ? hscan_text_of("") : branch, err);
	if (status == HSCAN_OK && other)
		warn_of_head(sync, branch, &head);
	return status;
}

enum hscan_status
hscan_sync_git(const struct hscan_sync *sync, int64_t repo_id,
    struct hscan_git *git, const struct hscan_doc_paths *paths,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	if (hscan_git_is_shallow(git))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "the clone is shallow: its history was cut, so commits "
		    "cannot be counted; run: git fetch --unshallow");
	if (hscan_git_is_treeless(git))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "the clone is treeless: the folders of its history are "
		    "left at the server, so commits to documentation cannot be "
		    "told; run: " HSCAN_GIT_REFETCH);
	status = hscan_store_get_repo(sync->store, repo_id, &stored, err);
	if (status == HSCAN_OK)
		status = sync_branch(
		    sync, repo_id, git, paths, stored.repo.default_branch, err);
	hscan_stored_repo_clear(&stored);
	return status;
}
