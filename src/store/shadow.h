/* SPDX-License-Identifier: MIT */
/*
 * A store without a file, of which another database has the many rows: it holds
 * what is small of a repository (how far each stream was read, what is in
 * doubt, its names), so that all code that looks there is the same, and asks
 * for the number of what it does not hold. It keeps nothing that is written,
 * and says that it cannot be written.
 */
#ifndef HSCAN_STORE_SHADOW_H
#define HSCAN_STORE_SHADOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "store/store.h"

/* Who has the rows. Each count as that of the store: hscan_store_count(), …;
 * all fail as they like. Borrowed, and outlives the store. */
struct hscan_shadowed {
	/* Puts what is small of some repositories there, in place of that of
	 * others; of the first of `ids` and as many behind it as go together:
	 * `*taken`, at least one. */
	enum hscan_status (*gather)(void *payload, struct hscan_store *store,
	    const int64_t *ids, size_t len, size_t *taken,
	    struct hscan_error *err);
	/* From `begin` to the other call counts are noted alone, and all are 0;
	 * then those that were noted are asked for, all at once. */
	enum hscan_status (*rehearse)(
	    void *payload, bool begin, struct hscan_error *err);
	enum hscan_status (*count)(void *payload, int64_t repo_id,
	    const char *stream, int64_t *out, struct hscan_error *err);
	enum hscan_status (*count_items)(void *payload, int64_t repo_id,
	    int64_t from, int64_t *out, struct hscan_error *err);
	enum hscan_status (*count_comments)(void *payload, int64_t repo_id,
	    int64_t from, int64_t *out, struct hscan_error *err);
	enum hscan_status (*count_reviews)(void *payload, int64_t repo_id,
	    int64_t from, int64_t to, int64_t *out, struct hscan_error *err);
	enum hscan_status (*count_unstated)(void *payload, int64_t repo_id,
	    int64_t from, int64_t to, int64_t *out, struct hscan_error *err);
	enum hscan_status (*count_unread)(void *payload, int64_t repo_id,
	    int64_t from, int64_t to, unsigned need, struct hscan_unread *out,
	    struct hscan_error *err);
	enum hscan_status (*count_listed)(void *payload, int64_t repo_id,
	    int64_t since, int64_t *out, struct hscan_error *err);
	void *payload;
};

HSCAN_CHECK enum hscan_status hscan_store_open_shadow(
    const struct hscan_shadowed *of, struct hscan_store **out,
    struct hscan_error *err);

bool hscan_store_is_shadow(const struct hscan_store *store);

/* See struct hscan_shadowed; of any other store all are there. */
HSCAN_CHECK enum hscan_status hscan_store_gather(struct hscan_store *store,
    const int64_t *ids, size_t len, size_t *taken, struct hscan_error *err);

/* See struct hscan_shadowed; nothing in any other store. */
HSCAN_CHECK enum hscan_status hscan_store_rehearse(
    struct hscan_store *store, bool begin, struct hscan_error *err);

/**
 * Puts a row of one of the tables that a shadow has: `row` is a JSON array of
 * all its columns in their order, blobs in hexadecimal, and `repo_id` takes the
 * place of what it says itself. HSCAN_EPARSE: there is no such table, or the
 * row is none of its.
 */
HSCAN_CHECK enum hscan_status hscan_store_put_shadow(struct hscan_store *store,
    struct hscan_text part, int64_t repo_id, struct hscan_text row,
    struct hscan_error *err);

/* Drops all but the repositories and their names. */
HSCAN_CHECK enum hscan_status hscan_store_drop_shadows(
    struct hscan_store *store, struct hscan_error *err);

#endif
