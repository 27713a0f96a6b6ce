/* SPDX-License-Identifier: MIT */
/* What a repository is called on a server that holds those of many stores. */
#ifndef HSCAN_CLICKHOUSE_KEY_H
#define HSCAN_CLICKHOUSE_KEY_H

#include <stdint.h>

#include <healthscan/text.h>

/* The key of a repository: a number from 0 on that is made of the host, in
 * whatever case, and the forge's number, so that every store gives the same.
 * Two repositories may have one, though hardly: who writes has to look. */
int64_t hscan_clickhouse_key(struct hscan_text host, int64_t forge_id);

#endif
