/* SPDX-License-Identifier: MIT */
/* What the files of the git source share. */
#ifndef HSCAN_SOURCE_GIT_INTERNAL_H
#define HSCAN_SOURCE_GIT_INTERNAL_H

#include <git2.h>
#if __has_include(<git2/sys/errors.h>)
#include <git2/sys/errors.h> /* where libgit2 1.8 and newer set errors */
#endif

#include "base/buf.h"
#include "base/mix.h"
#include "source/git/git.h"
#include "source/git/graph.h"

struct git_stand_ins;

struct hscan_git {
	git_repository *repo;
	git_odb *odb;
	char *dir;     /* as it was given, safe to print */
	bool promised; /* a partial clone: what is missing is at the server */
	bool treeless;
	struct git_stand_ins *stand_ins; /* NULL: none, or not looked for */
	bool looked;
};

/* Turns libgit2's last failure into a message. Returns `status`. */
enum hscan_status git_failed(const struct hscan_git *git,
    enum hscan_status status, const char *doing, struct hscan_error *err);

/* Appends the folder of the repository's objects and what is in it. False: it
 * cannot be had. */
bool git_add_objects_path(
    struct hscan_git *git, const char *inside, struct hscan_buf *out);

/* The commit that a reference leads to, and what the last symbolic one is
 * called; sets `sha` and `ref`. False when it leads to nothing. */
bool git_resolve_ref(
    struct hscan_git *git, const char *name, struct hscan_git_head *out);

/* Finds the branch wished for, and sets `wished`, `sha` and `ref` when there is
 * one. Always sets `sought`. Fails when the configuration cannot be read. */
HSCAN_CHECK enum hscan_status git_find_branch(struct hscan_git *git,
    const struct hscan_git_wish *wish, struct hscan_git_head *head,
    struct hscan_error *err);

/* A whole file, to be freed; NULL when there is none, or it is no file. */
char *git_read_file(const char *path, size_t *len);

/* --- objects, and what stands in for them --- */

/* Replace refs and grafts: other objects for some, other parents for some
 * commits. A commit-graph knows nothing of them, so with any it is left alone,
 * as by git. Those that take them take NULL for none. */
struct git_stand_ins *git_stand_ins_new(void); /* NULL: out of memory */
void git_stand_ins_free(struct git_stand_ins *stand_ins);

/* Takes in what the file of grafts says; it may be any bytes. */
HSCAN_CHECK enum hscan_status git_stand_ins_graft(
    struct git_stand_ins *stand_ins, struct hscan_text file,
    struct hscan_error *err);

/* Looks for them once, before anything is read. */
HSCAN_CHECK enum hscan_status git_find_stand_ins(
    struct hscan_git *git, struct hscan_error *err);

/* Equal for equal ones and different otherwise; zeroes for none. */
HSCAN_CHECK enum hscan_status git_stand_ins_digest(
    const struct git_stand_ins *stand_ins, unsigned char out[HSCAN_SHA_SIZE],
    struct hscan_error *err);

/* What to read for an object, as a rule itself. NULL: they lead from one to the
 * next without end. */
const unsigned char *git_stand_in(const struct git_stand_ins *stand_ins,
    const unsigned char sha[HSCAN_SHA_SIZE]);

/* Sets a commit's parents, as lines "parent <hex>\n", if it has others. */
void git_stand_in_parents(const struct git_stand_ins *stand_ins,
    const unsigned char sha[HSCAN_SHA_SIZE], struct hscan_text *parents);

/* Reads an object, or what stands in for it. HSCAN_EPARSE: it is missing, or
 * of another type. */
HSCAN_CHECK enum hscan_status git_read_object(struct hscan_git *git,
    const unsigned char sha[HSCAN_SHA_SIZE], git_object_t type,
    git_odb_object **out, struct hscan_error *err);

/* All of it; borrowed. */
struct hscan_text git_object_text(git_odb_object *object);

/* Whether a file below `folder`, which ends with '/', can be one. */
bool git_doc_paths_reach(
    const struct hscan_doc_paths *paths, struct hscan_text folder);

/* Whether whatever lies below `folder`, which ends with '/', is one. False
 * where that takes a longer look. */
bool git_doc_paths_cover(
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

/* --- the commit-graph --- */

/* What the repository's commit-graph files say. Commits are counted through all
 * of them: each has an index below GIT_NOT_IN_GRAPH, or is not there. */
struct git_graphs;
#define GIT_NOT_IN_GRAPH UINT32_MAX

/* NULL: there are none that can be read. */
struct git_graphs *git_graphs_open(
    struct hscan_git *git, const struct hscan_doc_paths *paths);
void git_graphs_close(struct git_graphs *graphs); /* NULL is fine */

/* GIT_NOT_IN_GRAPH when it is not there; NULL: none is. */
uint32_t git_graphs_find(
    const struct git_graphs *graphs, const unsigned char sha[HSCAN_SHA_SIZE]);

/* Of the commit with an index. What is said of its tree and its parents need
 * not be so. False: its parents are not known. */
const unsigned char *git_graphs_id(
    const struct git_graphs *graphs, uint32_t graph_index);
const unsigned char *git_graphs_tree(
    const struct git_graphs *graphs, uint32_t graph_index);
bool git_graphs_parents(const struct git_graphs *graphs, uint32_t graph_index,
    uint32_t parents[GIT_GRAPH_MAX_PARENTS], size_t *len);

/* They have said of a commit what it does not. Returns HSCAN_EPARSE. */
enum hscan_status git_graphs_failed(
    const struct hscan_git *git, struct hscan_error *err);

/* Whether it touches documentation, or, of a merge, differs in it from its
 * first parent, as far as a filter tells. */
enum git_touch {
	GIT_NOT_KNOWN, /* there is none */
	GIT_UNTOUCHED, /* it does not */
	GIT_TOUCHED,   /* it does, but for one in a hundred that do not */
};
enum git_touch git_graphs_touch(
    const struct git_graphs *graphs, uint32_t graph_index);

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
 *
 * `claimed`: a filter says so already. Then a folder that is documentation as a
 * whole, and is another, is not opened either: all that could be found is that
 * it is the same to git but for how modes are spelt, as in commits of old, and
 * that is nothing that a filter would have claimed.
 */
struct git_differ;
HSCAN_CHECK enum hscan_status git_differ_new(struct hscan_git *git,
    const struct hscan_doc_paths *paths, struct git_differ **out,
    struct hscan_error *err);
void git_differ_free(struct git_differ *differ);
HSCAN_CHECK enum hscan_status git_differ_run(struct git_differ *differ,
    const unsigned char *before, const unsigned char *after, bool claimed,
    bool *differs, struct hscan_error *err);

/* --- raw commits --- */

/* The name of an author of whom nothing can be read, not even an e-mail: no
 * name has that sign. */
#define GIT_NO_PERSON "<"

/* What a raw commit says. Text is borrowed from it. */
struct git_raw_commit {
	unsigned char tree[HSCAN_SHA_SIZE];
	struct hscan_text parents; /* lines "parent <hex>\n" */
	struct hscan_text author_name, author_email;
	int64_t committed_at; /* 0 when it cannot be read */
};

/* False for something that is no commit. Author and date may be anything. */
bool git_parse_commit(struct hscan_text raw, struct git_raw_commit *out);

/* Takes the next parent off; false at the end, and when the rest is damaged:
 * then `parents` is not empty. */
bool git_next_parent(
    struct hscan_text *parents, unsigned char out[HSCAN_SHA_SIZE]);

/* What a raw annotated tag says; no tagger or no time: HSCAN_NEVER. */
struct git_raw_tag {
	unsigned char target[HSCAN_SHA_SIZE];
	int64_t tagged_at;
};

/* False for something that is no tag. */
bool git_parse_tag(struct hscan_text raw, struct git_raw_tag *out);

/* Reads a commit. `raw` borrows from *object, which is freed first (NULL is
 * fine) and is the caller's to free last. HSCAN_EPARSE: it is missing or
 * damaged. */
HSCAN_CHECK enum hscan_status git_read_commit(struct hscan_git *git,
    const unsigned char sha[HSCAN_SHA_SIZE], git_odb_object **object,
    struct git_raw_commit *raw, struct hscan_error *err);

/* --- blocks --- */

/* A commit whose flag is still to be found out. */
struct git_item {
	struct hscan_commit record;
	uint32_t commit, parent; /* the walk's; the first parent */
	uint32_t graph_index;    /* in the commit-graph */
	enum git_touch touch;
	bool unread; /* all is from there, author and date are to
		      * be read, and the rest to be checked */
	bool has_parent;
	uint64_t parents; /* the sum of those that were listed */
	unsigned char tree[HSCAN_SHA_SIZE], parent_tree[HSCAN_SHA_SIZE];
	size_t name, name_len, email_len; /* in the block's text, of one that
					   * was unread; the e-mail follows */
};

/* The sum of some parents and one more, which tells whether two lists of them
 * are the same without a look at far memory. */
static inline uint64_t
git_add_parent(uint64_t sum, const unsigned char sha[HSCAN_SHA_SIZE])
{
	return hscan_mix(
	    sum + (git_long_at(sha) ^ git_long_at(sha + HSCAN_SHA_SIZE - 8)) +
	    HSCAN_GOLDEN);
}

/* Some thousand of them: a piece of work. */
struct git_block {
	struct git_item *items; /* owned */
	size_t len, size;
	struct hscan_buf text;
};

/* What one thread works on blocks with. */
struct git_worker {
	struct hscan_git *git;     /* borrowed */
	git_odb_object *object;    /* owned: the commit read last; or NULL */
	struct git_differ *differ; /* owned */
};
HSCAN_CHECK enum hscan_status git_worker_set_up(struct git_worker *worker,
    struct hscan_git *git, const struct hscan_doc_paths *paths,
    struct hscan_error *err);
void git_worker_clear(struct git_worker *worker);

void git_block_init(struct git_block *block);
void git_block_clear(struct git_block *block);

/* Appends an item; false: out of memory. */
bool git_block_add(struct git_block *block, const struct git_item *item);

/* Reads what is unread, and compares trees. */
HSCAN_CHECK enum hscan_status git_block_run(struct git_block *block,
    struct git_worker *worker, struct hscan_error *err);

/* --- the helper --- */

/* A thread that works on one block at a time beside the walk, with a reader of
 * objects of its own: libgit2 lets two threads at one wait for each other. */
struct git_helper;

/* NULL: there can be none, and all is left to the walk. */
struct git_helper *git_helper_start(
    struct hscan_git *git, const struct hscan_doc_paths *paths);
/* Waits for its block. NULL is fine. */
void git_helper_stop(struct git_helper *helper);

/* Hands a block over; it must have none. */
void git_helper_give(struct git_helper *helper, struct git_block *block);
/* Whether git_helper_take() would not have to wait. */
bool git_helper_is_done(struct git_helper *helper);
/* Waits for the block, and says how it went. */
HSCAN_CHECK enum hscan_status git_helper_take(
    struct git_helper *helper, struct hscan_error *err);

/* --- sets --- */

/* Commits met so far, with their trees; index counts up from 0. */
struct git_seen {
	unsigned char (*shas)[HSCAN_SHA_SIZE];
	unsigned char (*trees)[HSCAN_SHA_SIZE]; /* zeroes: not known yet */
	uint32_t *graph_indexes;                /* in the commit-graph */
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
