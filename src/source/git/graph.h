/* SPDX-License-Identifier: MIT */
/*
 * Reads git's commit-graph file (gitformat-commit-graph(5)) for the one thing
 * in it that the commits do not say: which paths a commit may have changed,
 * a Bloom filter for each. Pure: bytes in, and they may be any.
 */
#ifndef HSCAN_SOURCE_GIT_GRAPH_H
#define HSCAN_SOURCE_GIT_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/text.h>

/* Git makes seven bits of a path; no file that says many more is believed. */
#define GIT_GRAPH_MAX_HASHES 32

/* What is read of one file; all is borrowed from its bytes. */
struct git_graph {
	const unsigned char *fanout; /* 256 numbers: ids up to a first byte */
	const unsigned char *ids;    /* `len` ids, in order */
	const unsigned char *ends;   /* `len` numbers: where filters end */
	struct hscan_text filters;
	uint32_t len;
	uint32_t version, hashes; /* of the filters */
};

/* A path as filters are asked for it. */
struct git_graph_key {
	uint32_t first, second;
};

/**
 * Reads a file. False: it is damaged (its checksum included), of a format
 * that is not known, or without filters. `out` is written on success only.
 */
bool git_graph_read(struct hscan_text bytes, struct git_graph *out);

/* A file or folder, without '/' at the end. Git's first version takes bytes
 * above 127 as the machine that wrote the file does, which it does not say:
 * false for a path with such. */
bool git_graph_key(
    uint32_t version, struct hscan_text path, struct git_graph_key *out);

/* The filter of a commit; false when there is none. */
bool git_graph_find(const struct git_graph *graph,
    const unsigned char sha[HSCAN_SHA_SIZE], struct hscan_text *filter);

/* Whether the commit may have changed that path, or something in it, beside
 * its first parent. */
bool git_graph_may_change(const struct git_graph *graph,
    struct hscan_text filter, const struct git_graph_key *key);

/* MurmurHash3 (32 bits), as the filters use it. */
uint32_t git_graph_hash(uint32_t seed, struct hscan_text text);

#endif
