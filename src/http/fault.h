/* SPDX-License-Identifier: MIT */
/* Answers that are of no use although their status says success. */
#ifndef HSCAN_HTTP_FAULT_H
#define HSCAN_HTTP_FAULT_H

#include <stdbool.h>

#include "http/dialect.h"
#include "http/transport.h"

/* What is wrong with an answer that may be right the next time, as the end of
 * "the server answered …"; NULL: nothing. */
const char *hscan_fault_of(const struct hscan_http_dialect *dialect,
    const struct hscan_wire_reply *reply);

/* Whether an answer repeats a token, as a proxy may that shows what it was
 * sent: the one that it was asked with, or another, which it may have seen
 * before. */
bool hscan_fault_repeats_token(const struct hscan_wire_reply *reply);

#endif
