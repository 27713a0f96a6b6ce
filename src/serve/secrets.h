/* SPDX-License-Identifier: MIT */
/*
 * Which secret signs deliveries of which repository. Whoever knows the secret
 * of one repository can write facts of that one and of no other. Pure.
 */
#ifndef HSCAN_SERVE_SECRETS_H
#define HSCAN_SERVE_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"

/* Shorter ones can be guessed. */
enum { SERVE_SECRET_SHORT = 16 };

struct serve_secret {
	struct hscan_buf scope;  /* in lower case; empty: all repositories */
	struct hscan_buf secret; /* wiped when it is cleared */
};

/* Zero to begin with. */
struct serve_secrets {
	struct serve_secret *items; /* owned */
	size_t len;
	size_t room;
};

void serve_secrets_clear(struct serve_secrets *secrets);

/**
 * Adds one for "owner/name", "owner" or, if `scope` is absent, everything. A
 * scope may have several, while its secret is being changed. HSCAN_EINVAL: the
 * scope is none, or the secret is empty.
 */
HSCAN_CHECK enum hscan_status serve_secrets_add(struct serve_secrets *secrets,
    struct hscan_text scope, struct hscan_text secret, struct hscan_error *err);

/* Adds each line of a file of secrets but the empty ones. HSCAN_EINVAL: as
 * serve_secrets_add(), or there is no line. */
HSCAN_CHECK enum hscan_status serve_secrets_add_lines(
    struct serve_secrets *secrets, struct hscan_text scope,
    struct hscan_text lines, struct hscan_error *err);

/* Whether a scope can be one: "owner/name" or "owner". */
bool serve_scope_is_one(struct hscan_text scope);

/* Whether a scope is that of `name`, which is "owner/name", or "owner" where a
 * delivery is of an owner alone, or absent; without case. */
bool serve_scope_covers(struct hscan_text scope, struct hscan_text name);

/* Whether `signature` is that of `body` under a secret for `name`. */
bool serve_secrets_verify(const struct serve_secrets *secrets,
    struct hscan_text name, struct hscan_text signature,
    struct hscan_text body);

#endif
