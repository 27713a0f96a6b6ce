/* SPDX-License-Identifier: MIT */
/* The name of a repository, and what a forge says about it. */
#ifndef HEALTHSCAN_REPO_H
#define HEALTHSCAN_REPO_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* The host of a repository that is named without one. */
#define HSCAN_DEFAULT_HOST "github.com"

/* A time that is unknown or has not come. Every time is in seconds since
 * 1970-01-01T00:00:00Z. */
#define HSCAN_NEVER INT64_MIN

/* A checked name. Owner and name keep the spelling they were given in; the host
 * is lower case. GitHub compares owner and name without case. */
struct hscan_repo_name {
	char host[256];
	char owner[64];
	char name[128];
};

/**
 * Parses OWNER/NAME, HOST/OWNER/NAME, the address of a repository or of a page
 * of it (https, ssh, git, with "git+" or "scm:git:" before it or not), git's
 * "git@host:owner/name.git", npm's "github:owner/name" and a package URL,
 * "pkg:github/owner/name@version". A trailing ".git" or "/", a query, a
 * fragment and a version are dropped. HSCAN_EINVAL: it is none of these; the
 * message says what a name looks like.
 */
HSCAN_CHECK enum hscan_status hscan_repo_name_parse(struct hscan_text text,
    struct hscan_repo_name *out, struct hscan_error *err);

/* The host of an address, whatever lies there; false: it is none. `out` is as
 * the host of a name. */
bool hscan_repo_host_parse(struct hscan_text text, char out[256]);

/* Same host, owner and name, compared without case. */
bool hscan_repo_name_equal(
    const struct hscan_repo_name *a, const struct hscan_repo_name *b);

/* The columns of a repository that a source may not tell; a set, stored. */
enum hscan_repo_column {
	HSCAN_REPO_CREATED = 1 << 0,
	HSCAN_REPO_HAS_ISSUES = 1 << 1,
	HSCAN_REPO_ARCHIVED = 1 << 2,
	HSCAN_REPO_FORK = 1 << 3,
};

/* The members of GitHub's repository object that are used. Borrowed text. */
struct hscan_repo {
	int64_t id;                       /* of the forge; never changes */
	struct hscan_text full_name;      /* "owner/name", as spelt there */
	struct hscan_text default_branch; /* absent for an empty repository */
	int64_t created_at;
	int64_t pushed_at; /* HSCAN_NEVER when nothing was pushed */
	bool has_issues;
	bool pulls_disabled; /* has_pull_requests is false */
	bool archived;
	bool fork;
	unsigned unknown; /* set of enum hscan_repo_column: what nobody has
			   * told; those members are 0 or false */
};

#endif
