/* SPDX-License-Identifier: MIT */
/* What a file is, told by its first object: which tool has written it. Pure. */
#ifndef HSCAN_SOURCE_BACKUP_KIND_H
#define HSCAN_SOURCE_BACKUP_KIND_H

#include <healthscan/status.h>
#include <healthscan/text.h>

enum hscan_backup_kind {
	HSCAN_BACKUP_WEBHOOK, /* a line {"headers":{…},"body":"…"} */
	HSCAN_BACKUP_REST,
	HSCAN_BACKUP_GITHUB,   /* python-github-backup */
	HSCAN_BACKUP_METADATA, /* github-metadata-backup */
	HSCAN_BACKUP_HOUR,     /* lines of GH Archive */
	HSCAN_BACKUP_PERCEVAL,
	HSCAN_BACKUP_MIGRATION, /* files of GitHub's migration archives */
};

/**
 * The kind of a file whose first object this is. What cannot be told, such as
 * an empty object, is HSCAN_BACKUP_REST. HSCAN_EREFUSED: it is of a kind that
 * is not read, and what to do instead. HSCAN_EPARSE: it is no JSON.
 */
HSCAN_CHECK enum hscan_status hscan_backup_kind_of(struct hscan_text object,
    enum hscan_backup_kind *out, struct hscan_error *err);

/* The same of a file that does not begin as JSON does: always a failure, as
 * above, that names what it seems to be. */
enum hscan_status hscan_backup_no_json(
    struct hscan_text beginning, struct hscan_error *err);

#endif
