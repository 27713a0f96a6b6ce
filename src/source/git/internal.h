/* SPDX-License-Identifier: MIT */
/* What the files of the git source share. */
#ifndef HSCAN_SOURCE_GIT_INTERNAL_H
#define HSCAN_SOURCE_GIT_INTERNAL_H

#include <git2.h>

#include "source/git/git.h"

struct hscan_git {
	git_repository *repo;
	git_odb *odb;
	char *dir; /* as it was given, safe to print */
};

/* Turns libgit2's last failure into a message. Returns `status`. */
enum hscan_status git_failed(const struct hscan_git *git,
    enum hscan_status status, const char *doing, struct hscan_error *err);

/* Whether a file below `folder`, which ends with '/', can be one. */
bool git_doc_paths_reach(
    const struct hscan_doc_paths *paths, struct hscan_text folder);

/* As hscan_doc_paths_match() for a submodule, which "docs/" stands for too. */
bool git_doc_paths_match_link(
    const struct hscan_doc_paths *paths, struct hscan_text path);

/* In the root, no name that sorts behind this one and does not begin with it
 * matters; empty: any may. */
struct hscan_text git_doc_paths_last(const struct hscan_doc_paths *paths);

/* Whether anything that matters has a name in the root with its first byte. */
bool git_doc_paths_may_begin(
    const struct hscan_doc_paths *paths, struct hscan_text name);

/* As hscan_doc_paths_roots(), but false too when what matters may lie beside
 * them, as README* does. */
bool git_doc_paths_all_roots(const struct hscan_doc_paths *paths,
    struct hscan_text *roots, size_t most, size_t *len);

/* --- filters --- */

/* What the repository's commit-graph says of which commits changed which
 * paths. NULL: nothing, or nothing that answers for these paths. */
struct git_filters;
struct git_filters *git_filters_open(
    struct hscan_git *git, const struct hscan_doc_paths *paths);
void git_filters_close(struct git_filters *filters); /* NULL is fine */

/* Whether a commit is known not to touch documentation; of a merge, that its
 * first parent has the same. NULL: none is. */
bool git_filters_rule_out(
    const struct git_filters *filters, const unsigned char sha[HSCAN_SHA_SIZE]);

/* --- raw trees --- */

/* One entry of a raw tree object. */
struct git_entry {
	struct hscan_text name;
	const unsigned char *sha;
	uint32_t mode;
};

/* Takes the next entry off; false at the end, and when the rest is damaged:
 * then `rest` is not empty. */
bool git_next_entry(struct hscan_text *rest, struct git_entry *entry);

bool git_entry_is_tree(const struct git_entry *entry);
bool git_entry_is_link(const struct git_entry *entry); /* a submodule */

/**
 * Whether documentation differs between two trees; `before` NULL is the empty
 * tree. Opens no subtree that is the same on both sides or in which nothing
 * can match.
 */
struct git_differ;
HSCAN_CHECK enum hscan_status git_differ_new(struct hscan_git *git,
    const struct hscan_doc_paths *paths, struct git_differ **out,
    struct hscan_error *err);
void git_differ_free(struct git_differ *differ);
HSCAN_CHECK enum hscan_status git_differ_run(struct git_differ *differ,
    const unsigned char *before, const unsigned char *after, bool *differs,
    struct hscan_error *err);

/* --- raw commits --- */

/* What a raw commit says. Text is borrowed from it. */
struct git_raw_commit {
	unsigned char tree[HSCAN_SHA_SIZE];
	struct hscan_text parents; /* lines "parent <hex>\n" */
	struct hscan_text author_name, author_email;
	int64_t committed_at; /* 0 when it cannot be read */
};

/* False for something that is no commit. Author and date may be anything. */
bool git_parse_commit(struct hscan_text raw, struct git_raw_commit *out);

/* Takes the next parent off. */
bool git_next_parent(
    struct hscan_text *parents, unsigned char out[HSCAN_SHA_SIZE]);

/* What a raw annotated tag says; no tagger or no time: HSCAN_NEVER. */
struct git_raw_tag {
	unsigned char target[HSCAN_SHA_SIZE];
	int64_t tagged_at;
};

/* False for something that is no tag. */
bool git_parse_tag(struct hscan_text raw, struct git_raw_tag *out);

/* --- sets --- */

/* Commits met so far, with their trees; index counts up from 0. */
struct git_seen {
	unsigned char (*shas)[HSCAN_SHA_SIZE];
	unsigned char (*trees)[HSCAN_SHA_SIZE]; /* zeroes: not read yet */
	uint32_t *slots;                        /* index + 1; 0 is free */
	size_t len, size, slots_len;
};
void git_seen_clear(struct git_seen *seen);
/* The index of a commit, adding it when it is new. False: out of memory. */
bool git_seen_add(struct git_seen *seen,
    const unsigned char sha[HSCAN_SHA_SIZE], uint32_t *index, bool *added);

/* Authors met so far, by name and e-mail. */
struct git_authors {
	char *bytes; /* "name\0email\0" one after the other */
	size_t bytes_len, bytes_size;
	size_t *starts; /* of each author in `bytes` */
	uint32_t *slots;
	size_t len, size, slots_len;
};
void git_authors_clear(struct git_authors *authors);
bool git_authors_add(struct git_authors *authors, struct hscan_text name,
    struct hscan_text email, uint32_t *index, bool *added);

#endif
