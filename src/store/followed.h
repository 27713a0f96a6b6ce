/* SPDX-License-Identifier: MIT */
/* The repositories that deliveries come from, and what is to be done about
 * them. */
#ifndef HSCAN_STORE_FOLLOWED_H
#define HSCAN_STORE_FOLLOWED_H

#include "store/store.h"

/* Text is borrowed. */
struct hscan_followed {
	int64_t repo_id;
	struct hscan_text host, full_name;
	int64_t waiting;   /* notifications that no command has taken */
	bool firing;       /* an alert of it is */
	int64_t synced_at; /* of its newest part; HSCAN_NEVER */
};
typedef enum hscan_status hscan_followed_fn(
    const struct hscan_followed *followed, void *payload,
    struct hscan_error *err);

/* That repository, whatever its source; 0: each that has a span of a webhook.
 */
HSCAN_CHECK enum hscan_status hscan_store_each_followed(
    struct hscan_store *store, int64_t repo_id, hscan_followed_fn *take,
    void *payload, struct hscan_error *err);

#endif
