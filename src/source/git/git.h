/* SPDX-License-Identifier: MIT */
/*
 * Reads the history of a local repository: every commit reachable from its
 * head, with committer time, author, and whether it touches documentation.
 * Never writes to the repository, never goes to the network.
 */
#ifndef HSCAN_SOURCE_GIT_GIT_H
#define HSCAN_SOURCE_GIT_GIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"

struct hscan_git;

/**
 * Opens the repository at `dir`: a work tree, a bare repository, a worktree
 * or a .git directory; with `search`, also one that `dir` lies in.
 * HSCAN_ENOTFOUND: there is none. HSCAN_EREFUSED: it belongs to another user
 * (the message says what git says: safe.directory). HSCAN_EINVAL: its format
 * is not supported (SHA-256, reftable), and the message says what can be done.
 * Messages name the directory.
 */
HSCAN_CHECK enum hscan_status hscan_git_open(const char *dir, bool search,
    struct hscan_git **out, struct hscan_error *err);

void hscan_git_close(struct hscan_git *git); /* NULL is fine */

/* Whether one of its remotes names that repository (fetch URL; any scheme). */
bool hscan_git_has_remote(
    struct hscan_git *git, const struct hscan_repo_name *name);

/* The repository that the remote "origin" names; false when there is none. */
bool hscan_git_origin(struct hscan_git *git, struct hscan_repo_name *out);

/**
 * What an address of git's calls a repository, on whatever host and with
 * however many parts: "owner/name" on the default host, else "host/path"
 * without ".git", the host in lower case and with the port of a web server.
 * False, with nothing appended: it is a path of this machine. The text is from
 * outside.
 */
bool hscan_git_origin_name(struct hscan_text url, struct hscan_buf *out);

/* The same of the remote "origin"; false, too, when there is none. */
bool hscan_git_called(struct hscan_git *git, struct hscan_buf *out);

/* Its folder, as git tells it: the root of its work tree, or of one that has
 * none the repository; absolute, without a '/' at its end. Borrowed. */
struct hscan_text hscan_git_folder(const struct hscan_git *git);

/* A clone whose history was cut (--depth): what is there is not all. */
bool hscan_git_is_shallow(struct hscan_git *git);

/* A clone without the folders of its history (--filter=tree:0): git gets them
 * from the server when it needs them, and we do not. */
bool hscan_git_is_treeless(const struct hscan_git *git);

/* What to run in one, "git fetch ...". */
#define HSCAN_GIT_REFETCH \
	"git fetch --refetch --filter=blob:none && git config " \
	"remote.origin.partialclonefilter blob:none"

/* Which branch the history is wanted of. */
struct hscan_git_wish {
	struct hscan_text branch; /* that the forge calls default; absent: it
				   * did not tell */
	/* What the repository is called, and was: its remotes are those that
	 * name one of these. */
	const struct hscan_repo_name *const *names;
	size_t names_len;
};

/* Where the walk begins. */
struct hscan_git_head {
	bool unborn; /* the repository has no commit yet; nothing below is set
		      * but `sought` */
	bool wished; /* it is the branch that was wished for */
	unsigned char sha[HSCAN_SHA_SIZE];
	char ref[256];                         /* what it was found by */
	unsigned char mailmap[HSCAN_SHA_SIZE]; /* blob of .mailmap in its tree;
						* all zero: none */
	char sought[256]; /* where the branch was looked for first; "": its
			   * name is none, or the clone is of another
			   * repository */
	char
	    remote[128]; /* of which remote; "": of none. Safe to print, both */
	/* Of the replace refs and grafts that the walk follows: equal for equal
	 * ones, all zero without any. */
	unsigned char stand_ins[HSCAN_SHA_SIZE];
};

/**
 * Finds the head: of the branch wished for, where a remote that names the
 * repository puts it (refs/remotes/NAME/BRANCH as a rule), else, in a bare
 * repository or one without remotes, its own branch of that name. In a clone
 * whose remotes are no forge's, that of any of them. Where there is none, and
 * without a wish (NULL, or one without a branch): HEAD of a bare repository,
 * else refs/remotes/origin/HEAD, else HEAD. HSCAN_EPARSE: these lead nowhere.
 */
HSCAN_CHECK enum hscan_status hscan_git_head(struct hscan_git *git,
    const struct hscan_git_wish *wish, struct hscan_git_head *out,
    struct hscan_error *err);

/* Whether git takes it for the name of a branch. */
bool hscan_git_is_branch(struct hscan_text name);

/* Which paths are documentation; see METRICS: pathspec globs as after git's
 * `:(glob)`, or, with none, the default set. Compiled once, used for a walk. */
struct hscan_doc_paths;
HSCAN_CHECK enum hscan_status hscan_doc_paths_new(
    const struct hscan_text *globs, size_t globs_len,
    struct hscan_doc_paths **out, struct hscan_error *err);
void hscan_doc_paths_free(struct hscan_doc_paths *paths); /* NULL is fine */

/* Whether a path (of a file, from the root, '/' between) is documentation. */
bool hscan_doc_paths_match(
    const struct hscan_doc_paths *paths, struct hscan_text path);

/* A text that is equal for equal sets and different otherwise; borrowed. To
 * be stored beside what a walk found, so that a change is noticed. */
const char *hscan_doc_paths_key(const struct hscan_doc_paths *paths);

/* The files and folders to ask a forge for, in whose histories every commit
 * is that touches documentation, and others: a forge takes no patterns. None
 * lies in another. Borrowed from `paths`. False when there are more than
 * `most`, or nothing but the whole repository would do. */
bool hscan_doc_paths_roots(const struct hscan_doc_paths *paths,
    struct hscan_text *roots, size_t most, size_t *len);

/* What a walk gives. Any status but HSCAN_OK stops it and is its result. */
struct hscan_git_visitor {
	/* Is this commit, and so all behind it, known from an earlier walk? May
	 * be NULL: nothing is. */
	bool (*known)(const unsigned char sha[HSCAN_SHA_SIZE], void *payload);
	/* An author not met before in this walk; `index` counts up from 0. As
	 * written in the commit: not mapped, any bytes. Called before the first
	 * commit that refers to it. */
	enum hscan_status (*author)(uint32_t index, struct hscan_text name,
	    struct hscan_text email, void *payload, struct hscan_error *err);
	/* Each commit once, in no particular order. */
	enum hscan_status (*commit)(const struct hscan_commit *commit,
	    void *payload, struct hscan_error *err);
	void *payload;
};

/**
 * Walks every commit reachable from `head` that is not known. HSCAN_EPARSE: an
 * object is damaged or missing, as in a shallow clone. Replace refs and grafts
 * are followed as git follows them: a commit keeps its name, whatever is read
 * in its place.
 */
HSCAN_CHECK enum hscan_status hscan_git_walk(struct hscan_git *git,
    const unsigned char head[HSCAN_SHA_SIZE],
    const struct hscan_doc_paths *paths,
    const struct hscan_git_visitor *visitor, struct hscan_error *err);

/* Gives every tag of a commit, in no particular order; the name is borrowed
 * until the callback returns. Annotated tags have their tagger's time, others
 * (and those that say no tagger) the committer's. Tags of anything but a
 * commit, and those whose object is missing, are passed over. */
typedef enum hscan_status hscan_git_tag_fn(
    const struct hscan_tag *tag, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_git_tags(struct hscan_git *git,
    hscan_git_tag_fn *take, void *payload, struct hscan_error *err);

/* Who an author is after the .mailmap of a head. */
struct hscan_mailmap;
HSCAN_CHECK enum hscan_status hscan_mailmap_open(struct hscan_git *git,
    const struct hscan_git_head *head, struct hscan_mailmap **out,
    struct hscan_error *err);
void hscan_mailmap_close(struct hscan_mailmap *mailmap); /* NULL is fine */

/* The head has a .mailmap that is not there to be read, as in a clone without
 * the contents of files: no one is mapped, and who is who is not known. */
bool hscan_mailmap_is_unread(const struct hscan_mailmap *mailmap);

/* The lower-cased (ASCII) e-mail; borrowed until the next call. */
HSCAN_CHECK enum hscan_status hscan_mailmap_email(struct hscan_mailmap *mailmap,
    struct hscan_text name, struct hscan_text email, struct hscan_text *out,
    struct hscan_error *err);

/* "libgit2 1.5.1", for the version. Returns `out`. */
enum { HSCAN_GIT_LIBRARY_SIZE = 48 };
const char *hscan_git_library(char out[HSCAN_GIT_LIBRARY_SIZE]);

#endif
