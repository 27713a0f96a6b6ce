/* SPDX-License-Identifier: MIT */
/*
 * Which of several collectors reads a repository. Each works it out by itself,
 * from the name alone; one more of them takes from each of the others what is
 * its own share, and moves nothing else. Pure.
 */
#ifndef HSCAN_MODEL_SHARD_H
#define HSCAN_MODEL_SHARD_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/* More collectors than anybody has. */
enum { HSCAN_SHARDS_MAX = 10000 };

/* One of some shares, counted from 1; of 0: everything is its own. */
struct hscan_shard {
	int64_t index, of;
};

/* "2/4". HSCAN_EINVAL: it is no such share, and what to write. */
HSCAN_CHECK enum hscan_status hscan_shard_parse(
    struct hscan_text text, struct hscan_shard *out, struct hscan_error *err);

/* In which of `of` shares a repository is, from 1: by host, owner and name, in
 * small letters. */
int64_t hscan_shard_of(const struct hscan_repo_name *name, int64_t of);

bool hscan_shard_has(
    const struct hscan_shard *shard, const struct hscan_repo_name *name);

#endif
