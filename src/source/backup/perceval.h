/* SPDX-License-Identifier: MIT */
/*
 * Items of Perceval's GitHub backend, one JSON object each: an issue, a pull
 * request or the repository as GitHub tells of it, with the comments or reviews
 * of it added. Pull requests are among the issues, too, and their comments only
 * there. No events, no releases. Pure.
 */
#ifndef HSCAN_SOURCE_BACKUP_PERCEVAL_H
#define HSCAN_SOURCE_BACKUP_PERCEVAL_H

#include "source/backup/told.h"

/* One item. HSCAN_EPARSE also where fields were left out of it on purpose
 * (--filter-classified), or where it is of another backend: what is not there
 * would be taken for what is not so. */
HSCAN_CHECK enum hscan_status hscan_perceval_decode(struct hscan_text item,
    struct hscan_arena *arena, struct hscan_told *out, struct hscan_error *err);

#endif
