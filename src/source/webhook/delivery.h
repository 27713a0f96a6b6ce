/* SPDX-License-Identifier: MIT */
/*
 * A delivery of a webhook, turned into records. Pure: the event's name and the
 * body in, records out. The rows are read as those of GitHub's lists are; times
 * are those of the object that the delivery is about, as a delivery has none
 * of its own. Order of arrival means nothing.
 */
#ifndef HSCAN_SOURCE_WEBHOOK_DELIVERY_H
#define HSCAN_SOURCE_WEBHOOK_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

/* What one delivery tells; text is of the arena. Nothing at all where neither
 * event nor action is one that is read. */
struct hscan_delivery {
	struct hscan_text action; /* absent: the event has none */
	bool known;               /* event and action are ones that are read */
	int64_t told_at;          /* the newest time in it; HSCAN_NEVER */
	struct hscan_repo repo;   /* id 0: it is of no repository */
	int64_t repo_told_at;     /* of the repository's row; HSCAN_NEVER */
	struct hscan_text old_name; /* "owner/name" before; or absent */

	struct hscan_item items[2];
	size_t items_len;
	struct hscan_base base; /* of items[0]; number 0: not told */
	struct hscan_event events[2];
	size_t events_len;
	struct hscan_response response; /* number 0: none */
	struct hscan_release release;   /* id 0: none */
	struct hscan_removal removal;   /* id 0: none */

	/* Where an issue was transferred to; id 0: it was not. */
	struct hscan_repo other_repo;
	struct hscan_item other_item;

	bool hook_deleted; /* no more deliveries will come */
};

/**
 * `event` is the value of X-GitHub-Event. HSCAN_EPARSE: the body is no JSON
 * object, does not fit the event, or lacks what a fact cannot do without.
 */
HSCAN_CHECK enum hscan_status hscan_delivery_decode(struct hscan_text event,
    struct hscan_text body, struct hscan_arena *arena,
    struct hscan_delivery *out, struct hscan_error *err);

#endif
