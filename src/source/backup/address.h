/* SPDX-License-Identifier: MIT */
/* The web addresses that a migration archive has in place of numbers. Pure. */
#ifndef HSCAN_SOURCE_BACKUP_ADDRESS_H
#define HSCAN_SOURCE_BACKUP_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

/* "https://HOST/OWNER/NAME/issues/5#issuecomment-7": its parts, which are of
 * the address. What is missing is absent, or 0. */
struct hscan_address {
	struct hscan_text host;
	struct hscan_text full_name; /* "OWNER/NAME" */
	int64_t number;              /* behind issues/ or pull/ */
	bool pull;                   /* behind pull/ */
	struct hscan_text anchor;    /* "issuecomment-7" */
};

/* False: it is no address of a server. */
bool hscan_address_parse(struct hscan_text url, struct hscan_address *out);

/* The number behind "issuecomment-"; 0: there is none. */
int64_t hscan_address_id(
    const struct hscan_address *address, const char *before);

#endif
