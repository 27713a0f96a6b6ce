/* SPDX-License-Identifier: MIT */
/* Package URLs, "pkg:github/o/n@v1.2", as far as they say where a package's
 * repository is. Pure. */
#ifndef HSCAN_MODEL_PURL_H
#define HSCAN_MODEL_PURL_H

#include <stdbool.h>

#include <healthscan/text.h>

/* Longer than any name and host together; a longer one names no repository. */
#define HSCAN_PURL_SIZE 512

/* Whether it begins as a package URL does. */
bool hscan_is_purl(struct hscan_text text);

/**
 * Where the repository is, as "host/owner/name" and what may follow, with
 * percent-encoding resolved, or as the address that a qualifier vcs_url gives.
 * False: it says nothing of a repository ("pkg:npm/express@4"), or is broken.
 * Whether the result is a name is for hscan_repo_name_parse().
 */
bool hscan_purl_place(struct hscan_text purl, char out[HSCAN_PURL_SIZE]);

#endif
