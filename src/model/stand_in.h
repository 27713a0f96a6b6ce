/* SPDX-License-Identifier: MIT */
/*
 * Repositories and releases of which no source has told the forge's number: an
 * export of what the forge no longer has is all that there is of it. It is kept
 * under a number of our own until somebody tells the forge's. Pure.
 */
#ifndef HSCAN_MODEL_STAND_IN_H
#define HSCAN_MODEL_STAND_IN_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/text.h>

/* The number that stands in for the forge's: made of host, owner and name, in
 * small letters, so that whoever names the repository finds it. */
int64_t hscan_repo_stand_in(const struct hscan_repo_name *name);

/* Whether a number is such a one, and neither a forge's nor a clone's. */
bool hscan_repo_is_stand_in(int64_t number);

/* Likewise for a release of which the tag alone is told; it is below 0, too,
 * and counts only where no release of that tag has a number. */
int64_t hscan_tag_stand_in(struct hscan_text tag);

/* Whether two rows of one name can be the same repository: a name may have gone
 * over to another one, but when a repository was made never changes. `named`:
 * somebody who asked by that name says so where a row does not tell it. */
bool hscan_repo_may_be_one(
    const struct hscan_repo *a, const struct hscan_repo *b, bool named);

#endif
