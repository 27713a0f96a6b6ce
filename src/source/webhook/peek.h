/* SPDX-License-Identifier: MIT */
/* Whose a delivery says it is, before anything in it is believed: by that its
 * secret is chosen. Pure. */
#ifndef HSCAN_SOURCE_WEBHOOK_PEEK_H
#define HSCAN_SOURCE_WEBHOOK_PEEK_H

#include <stdbool.h>

#include <healthscan/repo.h>
#include <healthscan/text.h>

/* Sets the name of the repository that the JSON says it is of; `name` of it is
 * "" where it is of an organization alone. False: it says neither. */
bool hscan_delivery_peek(
    struct hscan_text payload, const char *host, struct hscan_repo_name *out);

/* Reads "owner/name", and nothing else that could be a name. */
bool hscan_full_name_parse(
    struct hscan_text full_name, const char *host, struct hscan_repo_name *out);

#endif
