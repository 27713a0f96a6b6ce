/* SPDX-License-Identifier: MIT */
/*
 * Who sent a delivery: GitHub signs the body of each with the secret that its
 * hook was given, by HMAC-SHA256 (RFC 2104) over the base's SHA-256. Pure.
 */
#ifndef HSCAN_SOURCE_WEBHOOK_SIGNATURE_H
#define HSCAN_SOURCE_WEBHOOK_SIGNATURE_H

#include <stdbool.h>

#include <healthscan/text.h>

#include "base/sha256.h"

/* The code of `body` under `secret`. Leaves nothing of the secret behind. */
void hscan_hmac_sha256(struct hscan_text secret, struct hscan_text body,
    unsigned char out[HSCAN_SHA256_SIZE]);

/**
 * Whether `header`, the value of X-Hub-Signature-256, is that of the body under
 * the secret: "sha256=" and 64 hexadecimal digits, nothing before, between or
 * behind. Takes as long for a code that is nearly right as for any other. An
 * empty secret signs nothing.
 */
bool hscan_signature_is_right(
    struct hscan_text header, struct hscan_text secret, struct hscan_text body);

/* The next secret of a file that holds one a line, and cuts it off `lines`;
 * false: there is none. Blanks are part of it, as the forge takes them, the end
 * of a line is not. */
bool hscan_secret_next(struct hscan_text *lines, struct hscan_text *secret);

#endif
