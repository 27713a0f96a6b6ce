/* SPDX-License-Identifier: MIT */
/* What the sender of a delivery may tell of, by the secrets that its signature
 * is right under. Pure. */
#ifndef HSCAN_SERVE_CLAIM_H
#define HSCAN_SERVE_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/text.h>

#include "serve/secrets.h"
#include "source/webhook/post.h"

/* Whose deliveries are taken. Borrowed. */
struct serve_rule {
	const struct serve_secrets *secrets;
	bool insecure;                 /* no signature is needed */
	const struct hscan_text *only; /* scopes; 0: all */
	size_t only_len;
};

/* Whether the rule has room for that repository at all; `name` as in
 * serve_scope_covers(). */
bool serve_rule_wants(const struct serve_rule *rule, struct hscan_text name);

/* Whether the signature of `post` is right for it. */
bool serve_rule_trusts(const struct serve_rule *rule, struct hscan_text name,
    const struct hscan_post *post);

/* "owner/name"; "owner" where the name is not told. */
enum { SERVE_FULL_NAME = 200 };
struct hscan_text serve_full_name(
    const struct hscan_repo_name *name, char out[SERVE_FULL_NAME]);

/* A delivery under a rule, for hscan_intake_from.may. */
struct serve_claim {
	const struct serve_rule *rule;
	const struct hscan_post *post;
	/* That it was found to be right for already; "" for none. */
	const struct hscan_repo_name *name;
};

/* `payload` is a struct serve_claim. */
bool serve_claim_may(const struct hscan_repo_name *name, void *payload);

#endif
