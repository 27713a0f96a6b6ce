/* SPDX-License-Identifier: MIT */
/* A made-up repository that is written into a store as a sync does it: in
 * steps, each a transaction that holds its rows and the place to go on from. */
#ifndef HSCAN_TESTS_HISTORY_H
#define HSCAN_TESTS_HISTORY_H

#include <stdint.h>

#include <healthscan/status.h>

#include "store/store.h"

#define HISTORY_HOST  "github.com"
#define HISTORY_PAGES 3
#define HISTORY_ROWS  6 /* of a page */

/* The repository, its pages, its commits, what was said of it, and what a
 * webhook told besides. */
#define HISTORY_STEPS (1 + HISTORY_PAGES + 3)

/* How many steps a store holds, by what it says of itself. */
HSCAN_CHECK enum hscan_status history_steps(
    struct hscan_store *store, int *steps, struct hscan_error *err);

/* Goes on from there for as many steps as `most`; `*done` counts them, unless
 * it is NULL. */
HSCAN_CHECK enum hscan_status history_write(
    struct hscan_store *store, int most, int *done, struct hscan_error *err);

/* How many steps the store holds; fails the test where it is damaged, or holds
 * a part of one. */
int history_check(struct hscan_store *store);

/* All that is in it, a row a line; the caller frees it. */
char *history_dump(struct hscan_store *store);

#endif
