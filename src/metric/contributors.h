/* SPDX-License-Identifier: MIT */
/*
 * Who contributed to a repository, and when: opened an issue or pull request,
 * submitted a review, or wrote a commit. Conversion and retention are told
 * from that. The rules are pure; an engine gives the people.
 */
#ifndef HSCAN_METRIC_CONTRIBUTORS_H
#define HSCAN_METRIC_CONTRIBUTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>

#include "metric/engine.h"

/* A person, by account or by the e-mail address of commits. */
struct hscan_contributor {
	int64_t repo_id;   /* one of the scope; of a pool one of its host */
	int64_t actor_id;  /* the account's, or an author's (v_commit) */
	bool left_out;     /* one of those who are not counted */
	const int64_t *at; /* the oldest first; at least one */
	size_t len;
};

/* A person; `at` is borrowed until the callback returns. */
typedef enum hscan_status hscan_contributor_fn(
    const struct hscan_contributor *contributor, void *payload,
    struct hscan_error *err);

/**
 * Gives the people of all repositories of the scope, or of each pool, whatever
 * its windows and slice. An account and the authors whose addresses a .mailmap
 * makes one, or that name the account (model/noreply.h), are one person, and
 * nobody else is: names are not gone by. A bot is not made one with a person.
 * Deleted accounts are nobody. HSCAN_EINVAL: this kind of
 * engine does not tell. Fails
 * as the store, and as the callback.
 */
HSCAN_CHECK enum hscan_status hscan_engine_contributors(
    struct hscan_engine *engine, hscan_contributor_fn *take, void *payload,
    struct hscan_error *err);

/* When a person came again: the first time on a later day, by UTC, than the
 * first, so that a pull request and its commits are one; HSCAN_NEVER: not yet.
 * `at` ascends, and has one at least. */
int64_t hscan_came_again(const int64_t *at, size_t len);

/* Sets of things that are the same: each is led by the least of its set. To
 * begin with each leads itself: leaders[i] == i. */
size_t hscan_same_leader(size_t *leaders, size_t of);
void hscan_same_join(size_t *leaders, size_t one, size_t other);

#endif
