/* SPDX-License-Identifier: MIT */
/* The addresses that a forge makes up for who does not want to tell theirs:
 * they name an account. */
#ifndef HSCAN_MODEL_NOREPLY_H
#define HSCAN_MODEL_NOREPLY_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

/* Whose "…@users.noreply.HOST" is, in any case: "49699333+dependabot[bot]@…"
 * is dependabot[bot], whose number is 49699333; older ones have no number, and
 * then `*id` is 0. False: it is no such address. The login borrows from
 * `email`. */
bool hscan_noreply(struct hscan_text email, struct hscan_text host,
    struct hscan_text *login, int64_t *id);

#endif
