/* SPDX-License-Identifier: MIT */
/* Lists of the repositories of an account; see decode.h for what decoding
 * holds to. */
#ifndef HSCAN_SOURCE_GITHUB_DECODE_REPOS_H
#define HSCAN_SOURCE_GITHUB_DECODE_REPOS_H

#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "source/github/decode.h"

struct hscan_repos {
	struct hscan_repo *at;
	size_t len;
	struct hscan_bad_rows bad; /* by their names, or their numbers */
};

/* Of these, created_at and all but name and number may be missing.
 * GET /orgs/{org}/repos, GET /users/{user}/repos */
HSCAN_CHECK enum hscan_status hscan_github_decode_repos(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_repos *out,
    struct hscan_error *err);

#endif
