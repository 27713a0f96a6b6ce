/* SPDX-License-Identifier: MIT */
/*
 * Reads git's commit-graph file (gitformat-commit-graph(5)): each commit's tree
 * and parents without the commit, and, where it has them, which paths a commit
 * may have changed, a Bloom filter for each. Pure: bytes in, and they may be
 * any.
 */
#ifndef HSCAN_SOURCE_GIT_GRAPH_H
#define HSCAN_SOURCE_GIT_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/text.h>

#include "source/git/ids.h"

/* Git makes seven bits of a path; no file that says many more is believed. */
#define GIT_GRAPH_MAX_HASHES 32
/* Commits with more parents are left to be read. */
#define GIT_GRAPH_MAX_PARENTS 16

/* What is read of one file; all is borrowed from its bytes. */
struct git_graph {
	struct git_ids ids;           /* of its commits */
	const unsigned char *commits; /* a tree and the parents of each */
	const unsigned char *ends;    /* a number each: where filters end;
				       * NULL: it has no filters */
	struct hscan_text edges;      /* parents of those with many */
	struct hscan_text filters;
	uint32_t bases;           /* how many files of a chain come before it */
	uint32_t version, hashes; /* of the filters */
};

/* A path as filters are asked for it. */
struct git_graph_key {
	uint32_t first, second;
};

/**
 * Reads a file. False: it is damaged (its checksum included), or of a format
 * that is not known. `out` is written on success only.
 */
bool git_graph_read(struct hscan_text bytes, struct git_graph *out);

/* The tree of the commit at a place below `ids.len`. */
const unsigned char *git_graph_tree(const struct git_graph *graph, uint32_t at);

/* Its parents' places, counted from the first file of the chain: any numbers.
 * False when they are too many or damaged. */
bool git_graph_parents(const struct git_graph *graph, uint32_t at,
    uint32_t parents[GIT_GRAPH_MAX_PARENTS], size_t *len);

/* Its filter; false when there is none. */
bool git_graph_filter(
    const struct git_graph *graph, uint32_t at, struct hscan_text *filter);

/* A file or folder, without '/' at the end. Git's first version takes bytes
 * above 127 as the machine that wrote the file does, which it does not say:
 * false for a path with such. */
bool git_graph_key(
    uint32_t version, struct hscan_text path, struct git_graph_key *out);

/* Whether the commit may have changed that path, or something in it, beside
 * its first parent. */
bool git_graph_may_change(const struct git_graph *graph,
    struct hscan_text filter, const struct git_graph_key *key);

/* MurmurHash3 (32 bits), as the filters use it. */
uint32_t git_graph_hash(uint32_t seed, struct hscan_text text);

#endif
