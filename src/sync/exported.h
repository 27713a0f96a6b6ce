/* SPDX-License-Identifier: MIT */
/*
 * An object of an export, as its decoder has told it, into the store. In any
 * order, and again, it gives the same facts. Nothing is removed by it, and no
 * list counts as read: an export does not say what it lacks.
 */
#ifndef HSCAN_SYNC_EXPORTED_H
#define HSCAN_SYNC_EXPORTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "source/backup/told.h"
#include "store/store.h"

/* The repository that objects have told the number of, by its name. */
struct hscan_exported_place {
	size_t part;
	struct hscan_repo_name name;
	int64_t repo_id; /* 0: two have told different ones */
};

/* What holds for all objects of one import. Zero but for the first five to
 * begin with: the rest is kept from one object to the next. */
struct hscan_exported_from {
	const char *host; /* of --host; objects of another are refused */
	int64_t now;      /* what has a time of a day later is refused */
	enum hscan_source source; /* that tells */
	/* The repository that the operator names: others' objects are passed
	 * over. Objects that do not tell the number of theirs are taken as its,
	 * if it is in the store. NULL: none is named. */
	const struct hscan_repo_name *named;
	/* The source never tells a number: where none is named, the name is
	 * that of the repository which the store has under it. */
	bool by_name;
	/* Which file or backup is being read. Without a number the name counts
	 * for as much as its other objects have told of it. */
	size_t part;

	struct hscan_exported_place *places; /* owned */
	size_t places_len, places_room;
	int64_t number, repo_id; /* whose row was put last */
	int64_t told_at;
};
void hscan_exported_from_clear(struct hscan_exported_from *from);

/* What came of one. */
struct hscan_exported {
	bool taken;      /* false: it is passed over */
	bool unknown;    /* as its repository is not in the store */
	int64_t repo_id; /* where it was taken */
};

/**
 * Puts what was told, within the caller's transaction; a repository that has no
 * span of another source than REST gets one first. A repository that the store
 * has not is put there, if its number is told. HSCAN_EPARSE: it is refused, and
 * nothing of it is stored, as it does not say which repository it is of, is of
 * another host, or has a time that is yet to come. Other failures are the
 * store's.
 */
HSCAN_CHECK enum hscan_status hscan_exported_put(struct hscan_store *store,
    struct hscan_exported_from *from, const struct hscan_told *told,
    struct hscan_exported *out, struct hscan_error *err);

/* What an import has told of one repository. */
struct hscan_exported_sum {
	int64_t repo_id;
	enum hscan_source source;
	unsigned parts, lacks;  /* sets of enum hscan_told_part */
	int64_t oldest, newest; /* HSCAN_NEVER: no time */
};

/* Adds an object that was taken. */
void hscan_exported_add(
    struct hscan_exported_sum *sum, const struct hscan_told *told);

/* Notes from when to when the streams of a repository were told of: those of
 * which there was any record. */
HSCAN_CHECK enum hscan_status hscan_exported_put_spans(
    struct hscan_store *store, const struct hscan_exported_sum *sum,
    struct hscan_error *err);

/* The same, as the operator says that this was all from then to then: of the
 * streams that were collected for every object. */
HSCAN_CHECK enum hscan_status hscan_exported_put_complete(
    struct hscan_store *store, const struct hscan_exported_sum *sum,
    int64_t from, int64_t to, struct hscan_error *err);

#endif
