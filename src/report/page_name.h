/* SPDX-License-Identifier: MIT */
/* What the page of a repository is called, in the folder that has one for each:
 * the same from run to run, so that links to it stay good. */
#ifndef HSCAN_REPORT_PAGE_NAME_H
#define HSCAN_REPORT_PAGE_NAME_H

#include <healthscan/text.h>

#include "base/buf.h"

/**
 * Appends "owner--name" and the suffix; with a host, which may be NULL,
 * "host--owner--name". Whatever the names are, it is ASCII that needs no escape
 * in a link, begins with no dot, is shorter than 256 bytes, and is another one
 * for another repository.
 */
void page_name(struct hscan_buf *out, const char *host,
    struct hscan_text full_name, const char *suffix);

#endif
