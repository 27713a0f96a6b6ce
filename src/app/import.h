/* SPDX-License-Identifier: MIT */
/*
 * Brings what others have kept into the store: deliveries of webhooks, backups,
 * lists of GitHub's. Object by object, in little memory, and in transactions
 * that end before anybody who also writes has waited for long: what is
 * interrupted keeps whole records, and done again it changes nothing.
 */
#ifndef HSCAN_APP_IMPORT_H
#define HSCAN_APP_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/app.h"
#include "base/arena.h"

enum import_kind {
	IMPORT_BY_CONTENT,
	IMPORT_WEBHOOK,
	IMPORT_REST,
	IMPORT_GITHUB_BACKUP,
	IMPORT_METADATA_BACKUP,
	IMPORT_GHARCHIVE,
	IMPORT_PERCEVAL,
	IMPORT_MIGRATION,
	IMPORT_KINDS,
};

/* "webhook", …; NULL: by content. */
const char *import_kind_name(enum import_kind kind);

/* Why records were refused, how many, and which the first of them are. */
struct import_refusal {
	struct hscan_text why;
	int64_t count;
	struct hscan_text first[3]; /* "issues/5.json", "hook.jsonl:7" */
};

/* How many reasons are told apart; further ones are put together. */
enum { IMPORT_REFUSALS = 32 };

/* What came of it; text is of the arena. */
struct import_result {
	int64_t files;
	int64_t taken, passed_over, refused; /* records */
	int64_t repositories;
	/* Lines of GH Archive with pull requests told in short, passed over. */
	int64_t short_lines;
	/* Of pull requests that are told in short and were taken: how much
	 * GitHub's own lists tell of the same time and repositories, and how
	 * much of that the archive has. */
	int64_t short_taken, short_told, short_shared;
	/* Records of repositories that are not in the store, passed over as
	 * only their names are told. */
	int64_t unknown;
	bool cut; /* a file ends in the middle of something */
	struct import_refusal refusals[IMPORT_REFUSALS];
	size_t refusals_len;
	struct hscan_arena arena;
};

void import_result_init(struct import_result *result);
void import_result_clear(struct import_result *result);

/**
 * Reads files, folders and "-", standard input, into the store of the settings.
 * `out` is set, as far as it got, whatever is returned. HSCAN_EINVAL: there is
 * no such file, a setting is wrong, or a file is of a kind that is not read.
 * HSCAN_EINTR: what was read is kept. Refused records are no failure.
 */
HSCAN_CHECK enum hscan_status import_run(struct app *app, enum import_kind kind,
    const char *const *paths, size_t len, struct import_result *out,
    struct hscan_error *err);

#endif
