/* SPDX-License-Identifier: MIT */
/*
 * Another store, of another collector, into this one. Facts unite: what either
 * has is there afterwards, once. Of what is not a fact (how far a stream was
 * read, what was said of alerts, passed gates) that of the newer sync counts.
 * It goes in pieces, each of which leaves the store as a sync that was stopped
 * would; whoever is stopped begins again, and nothing is there twice.
 */
#ifndef HSCAN_STORE_MERGE_H
#define HSCAN_STORE_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct hscan_store;

/**
 * Opens another store only to read it, of one moment, and looks at it: nobody
 * knows who has made it. Nothing is changed in it. HSCAN_EINVAL: there is no
 * such file, it is no regular file, or it is the file of `into`. HSCAN_ESTORE:
 * it is no store of this version, or has other tables than a store has.
 */
HSCAN_CHECK enum hscan_status hscan_store_open_other(const char *path,
    const struct hscan_store *into, struct hscan_store **out,
    struct hscan_error *err);

/* Whether two of these are of one file. */
bool hscan_store_is_same(
    const struct hscan_store *a, const struct hscan_store *b);

/* Whether another process has changed it since it was opened, and was not kept
 * from that: what was read of it need not be of one moment. None of that was
 * written. */
bool hscan_store_is_stale(const struct hscan_store *other);

/* When the newest part of all that it holds was read; HSCAN_NEVER. */
HSCAN_CHECK enum hscan_status hscan_store_newest_sync(
    struct hscan_store *store, int64_t *out, struct hscan_error *err);

/* Who watches over it; text is borrowed. Each function may be NULL. */
struct hscan_merge_watch {
	/* Whether the lock has been held long enough; asked for each row. */
	bool (*is_time)(void *payload);
	/* Others may write now. Any status but HSCAN_OK ends it all. */
	enum hscan_status (*pause)(void *payload, struct hscan_error *err);
	/* A repository of the other store has been dealt with, of so many. */
	void (*on_repo)(int64_t done, int64_t all, void *payload);
	void *payload;
};

/* What came of it. */
struct hscan_merged {
	int64_t repositories; /* of the other store */
	int64_t added;        /* that this one did not have */
	int64_t united;       /* that both had, in which something changed */
};

/* Whether what the other store holds is undamaged, as far as it differs from
 * what is here. HSCAN_ESTORE: it is damaged. */
HSCAN_CHECK enum hscan_status hscan_store_check_other(struct hscan_store *store,
    struct hscan_store *other, struct hscan_error *err);

/**
 * Unites a store that hscan_store_open_other() has opened with this one.
 * `newer`: of an account that both know it has the later word. After a failure
 * some of it may be there.
 */
HSCAN_CHECK enum hscan_status hscan_store_merge(struct hscan_store *store,
    struct hscan_store *other, bool newer,
    const struct hscan_merge_watch *watch, struct hscan_merged *out,
    struct hscan_error *err);

/* What is kept under a name (model/stand_in.h) becomes that of the repository
 * which goes by it, if that is there and they can be the same one. */
HSCAN_CHECK enum hscan_status hscan_store_join_stand_ins(
    struct hscan_store *store, struct hscan_error *err);

#endif
