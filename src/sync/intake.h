/* SPDX-License-Identifier: MIT */
/*
 * A webhook's delivery, once its signature is right, into the store. Whoever
 * has it calls this: the receiver, the spool, an import of what another server
 * has kept. In any order, and again, it gives the same facts.
 */
#ifndef HSCAN_SYNC_INTAKE_H
#define HSCAN_SYNC_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "source/webhook/peek.h"
#include "source/webhook/post.h"
#include "store/store.h"

/* What holds for all deliveries of one sender. */
struct hscan_intake_from {
	const char *host; /* of --host; another in the header is refused */
	/* Kept by another server, and read from a file: when it was received
	 * there is not known, and its id is not looked at. */
	bool kept;
	/* Whether this sender's secret is good for facts about a repository. It
	 * is asked for the name in the delivery, for the one that the store has
	 * for the same number, for the one an issue was transferred to, and,
	 * unless kept, for the one that the repository had before. NULL: for
	 * any. */
	bool (*may)(const struct hscan_repo_name *name, void *payload);
	void *payload;
};

enum hscan_intake_outcome {
	HSCAN_INTAKE_TAKEN,
	HSCAN_INTAKE_PASSED_OVER, /* an event or action that tells nothing */
	HSCAN_INTAKE_KNOWN,       /* its id was taken within 30 days */
};

/* "pull_request.review_request_removed" is the longest there is. */
#define HSCAN_INTAKE_EVENT 64

/* What came of one. */
struct hscan_intake {
	enum hscan_intake_outcome outcome;
	/* Its repository in the store; 0: it is of none, or of one that the
	 * store has not, and nothing was taken. */
	int64_t repo_id;
	struct hscan_repo_name repo; /* set where repo_id is */
	bool changed;      /* it told facts, not only of the repository */
	bool hook_deleted; /* no more will come: the caller's span ends */
	/* The greatest time in it, which is when it was sent, or earlier;
	 * HSCAN_NEVER. */
	int64_t told_at;
	/* "issues.closed", for counting: what is not known is "other". */
	char event[HSCAN_INTAKE_EVENT];
};

/**
 * Takes in a delivery, within the caller's transaction. `payload` is that of
 * hscan_post_payload(). A repository that has no span of webhooks' yet gets
 * one, of the second in which the delivery was received (kept: told); to
 * lengthen it is up to the caller. `received_at` is now, also for a kept one: a
 * time of more than a day after it is refused. HSCAN_EPARSE: it is refused,
 * with the reason; HSCAN_EREFUSED: this sender may not tell that. Nothing of it
 * is stored then, and the transaction is as good as before. Other failures are
 * the store's.
 */
HSCAN_CHECK enum hscan_status hscan_intake_delivery(struct hscan_store *store,
    const struct hscan_intake_from *from, const struct hscan_post *post,
    struct hscan_text payload, int64_t received_at, struct hscan_intake *out,
    struct hscan_error *err);

/* What is known of a span of time in which webhooks have told. */
enum hscan_intake_span {
	HSCAN_INTAKE_LIVE,     /* a receiver was there all the time */
	HSCAN_INTAKE_KEPT,     /* some were kept; whether all is not known */
	HSCAN_INTAKE_COMPLETE, /* somebody says that these are all */
};

/* Notes that webhooks have told of a repository from then to then, in every
 * stream that a webhook tells of. */
HSCAN_CHECK enum hscan_status hscan_intake_put_span(struct hscan_store *store,
    int64_t repo_id, int64_t from, int64_t to, enum hscan_intake_span how,
    struct hscan_error *err);

#endif
