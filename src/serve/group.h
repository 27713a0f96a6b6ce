/* SPDX-License-Identifier: MIT */
/*
 * Deliveries that share a transaction, and so the one wait for the disk. What
 * the store does not take in time goes to the spool, and from there into the
 * store later. Nobody gets an answer before it is in one of them.
 */
#ifndef HSCAN_SERVE_GROUP_H
#define HSCAN_SERVE_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "serve/claim.h"
#include "serve/gauges.h"
#include "serve/log.h"
#include "serve/request.h"
#include "serve/spool.h"
#include "sync/intake.h"

struct serve_keep;

/* One whose signature is right. */
struct serve_delivery {
	struct serve_request *request; /* gets the answer; borrowed */
	struct hscan_text payload;     /* of the request */
	struct hscan_repo_name name;   /* that it was signed for */
	int64_t since_ms;              /* when its body was there */
	struct hscan_intake taken;
	bool stored;                 /* else the answer says why not */
	struct serve_delivery *next; /* in the group */
};

/* Zero but for what is borrowed to begin with. */
struct serve_group {
	struct hscan_store *store;
	struct serve_spool *spool;
	struct serve_keep *keep; /* NULL: they are not kept */
	const struct serve_rule *rule;
	const char *host;
	const struct serve_hooks *hooks;
	struct serve_gauges *gauges;
	struct serve_log *log;

	struct serve_delivery *first; /* in order of arrival */
	struct serve_delivery **last;
	size_t len;
	bool behind;      /* the store has failed: the spool is first */
	int64_t retry_ms; /* not before then */
	int64_t oldest_s; /* of what lies in the spool */
};

void serve_group_add(struct serve_group *group, struct serve_delivery *one);

/* Whether serve_group_settle() would do anything now, or when it will. */
int64_t serve_group_due(const struct serve_group *group, int64_t now_ms);

/* Writes what is there, if that can be done without a long wait. Returns those
 * that have an answer now, by `next`; the others stay. */
struct serve_delivery *serve_group_settle(struct serve_group *group);

/* Takes a part of what lies in the spool into the store. */
void serve_group_drain(struct serve_group *group);

#endif
