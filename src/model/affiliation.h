/* SPDX-License-Identifier: MIT */
/*
 * Whose work a commit is: from the address of its author and its date to an
 * organization, by what files and settings say. Pure.
 */
#ifndef HSCAN_MODEL_AFFILIATION_H
#define HSCAN_MODEL_AFFILIATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "model/gitdm.h"

/* What a commit is to the organizations of a project; the numbers are those of
 * v_affiliation. */
enum hscan_standing {
	HSCAN_STANDING_COUNTED, /* one of theirs */
	HSCAN_STANDING_UNKNOWN, /* nobody says whose it is */
	HSCAN_STANDING_ROBOT,   /* nobody's: a program made it */
};

/* Who somebody is of, for a while. */
struct hscan_affiliation {
	int64_t from, until; /* half-open; INT64_MIN, INT64_MAX: always */
	enum hscan_standing standing;
	struct hscan_text organization; /* absent: not known */
	int percent;                    /* so much of it is theirs: 1 to 100 */
};

struct hscan_affiliations;

/* Everything of it is of `arena`. Of several domains the shortest counts with
 * `gitdm_order`, as gitdm has it; else the longest. NULL: no memory. */
struct hscan_affiliations *hscan_affiliations_new(
    struct hscan_arena *arena, bool gitdm_order);

/* Adds what a line says, but of a file that it names; its texts are copied. Of
 * two that say another of the same time the first counts. HSCAN_EINVAL, naming
 * `path` and the line: it contradicts an earlier one. */
HSCAN_CHECK enum hscan_status hscan_affiliations_add(
    struct hscan_affiliations *all, const struct hscan_gitdm_line *line,
    const char *path, struct hscan_error *err);

/* "Old name = Name": that an organization is the same as another.
 * HSCAN_EINVAL: it is no such line. */
HSCAN_CHECK enum hscan_status hscan_affiliations_rename(
    struct hscan_affiliations *all, struct hscan_text line,
    struct hscan_error *err);

/* Once, after all was added. HSCAN_EINVAL: aliases go round in a circle, or
 * more is said of one address than anybody can mean. */
HSCAN_CHECK enum hscan_status hscan_affiliations_finish(
    struct hscan_affiliations *all, struct hscan_error *err);

typedef enum hscan_status hscan_affiliation_fn(
    const struct hscan_affiliation *one, void *payload,
    struct hscan_error *err);

/**
 * Tells who the owner of an address is of, from ever to ever: in order of time,
 * without a gap, and of one time several where what they do is split. Who is of
 * no organization is one of their own, by their address. Fails as `take`, and
 * HSCAN_ENOMEM.
 */
HSCAN_CHECK enum hscan_status hscan_affiliate(
    const struct hscan_affiliations *all, struct hscan_text email,
    hscan_affiliation_fn *take, void *payload, struct hscan_error *err);

#endif
