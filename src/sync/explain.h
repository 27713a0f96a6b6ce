/* SPDX-License-Identifier: MIT */
/* What an answer that is no success means, in words a person can act on. */
#ifndef HSCAN_SYNC_EXPLAIN_H
#define HSCAN_SYNC_EXPLAIN_H

#include "sync/sync.h"

/* Returns the status for a failed response; never HSCAN_OK. */
enum hscan_status hscan_explain(const struct hscan_http_reply *answer,
    const struct hscan_sync *sync, struct hscan_error *err);

/* The same for any request: `who` is what was asked for. */
enum hscan_status hscan_explain_answer(const struct hscan_http_reply *answer,
    const char *who, bool with_token, struct hscan_error *err);

/* Of a refusal that names its own cause, which is not that the token lacks a
 * right: a block, a token or an address that the organization does not take, a
 * single sign-on, a proxy in between. `who` is what was asked for. Fills `err`
 * and returns true; false: it is none of those. */
bool hscan_explain_refusal(const struct hscan_http_reply *answer,
    const char *who, struct hscan_error *err);

/* Whether what was asked for is said to be gone: 404 or 410, unless it is the
 * version of the API that is. */
bool hscan_is_gone(const struct hscan_http_reply *answer);

/* `err` has the decoder's message: says of what, and what to do. Returns
 * HSCAN_EPARSE. */
enum hscan_status hscan_explain_bad_page(
    const char *what, struct hscan_error *err);

#endif
