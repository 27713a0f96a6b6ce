/* SPDX-License-Identifier: MIT */
/*
 * Which repository a row is of, where it names it by its address alone, which
 * another repository may have today. Since 2021 a node_id such as
 * "I_kwDOAP4Jqs5ALWtq" is in base64 a list in MessagePack: 0, the number of the
 * repository, and as the last the row's own id. GitHub does not promise that:
 * so it is believed only where the last is the id that the row says itself.
 */
#ifndef HSCAN_SOURCE_BACKUP_NODE_ID_H
#define HSCAN_SOURCE_BACKUP_NODE_ID_H

#include <stdint.h>

#include <healthscan/text.h>

/* The repository's number; 0: the id does not tell. */
int64_t hscan_node_id_repo(struct hscan_text node_id, int64_t own_id);

#endif
