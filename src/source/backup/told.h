/* SPDX-License-Identifier: MIT */
/* What one object of an export tells, whatever tool has written it: what the
 * decoders of this folder have in common. */
#ifndef HSCAN_SOURCE_BACKUP_TOLD_H
#define HSCAN_SOURCE_BACKUP_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

/* Kinds of records, of which an export may have been told to leave out any. A
 * kind that is not there was not collected: that there was none of it is said
 * by an empty list. */
enum hscan_told_part {
	HSCAN_TOLD_ISSUES = 1 << 0, /* rows of the list of issues */
	HSCAN_TOLD_PULLS = 1 << 1,  /* rows of the list of pull requests */
	HSCAN_TOLD_COMMENTS = 1 << 2,
	HSCAN_TOLD_REVIEWS = 1 << 3,
	HSCAN_TOLD_EVENTS = 1 << 4,
	HSCAN_TOLD_RELEASES = 1 << 5,
};

/* Text and arrays are of the arena. */
struct hscan_told {
	/* It is none of what is read: a label, a commit, an inline comment. */
	bool passed_over;

	/* Of its repository: the host and "owner/name", absent where it does
	 * not say; the forge's number, 0 where it does not. */
	struct hscan_text host;
	struct hscan_repo repo;
	bool repo_row;        /* `repo` is a whole row of it */
	int64_t repo_told_at; /* of that row; HSCAN_NEVER */

	struct hscan_item item; /* number 0: none */
	struct hscan_base base; /* number 0: not told */
	struct hscan_event *events;
	size_t events_len;
	struct hscan_response *responses;
	size_t responses_len;
	struct hscan_release release; /* id 0: none */

	unsigned parts;         /* set of enum hscan_told_part that it has */
	unsigned lacks;         /* those that it has not, though it could */
	int64_t oldest, newest; /* the times in it; HSCAN_NEVER */

	/* What of it cannot be used, and why: it is left out. */
	struct hscan_text *bad;
	size_t bad_len;
};

/* Widens `oldest` and `newest` to hold this time, unless it is HSCAN_NEVER. */
static inline void
hscan_told_note_time(struct hscan_told *told, int64_t at)
{
	if (at == HSCAN_NEVER)
		return;
	if (told->oldest == HSCAN_NEVER || at < told->oldest)
		told->oldest = at;
	if (at > told->newest)
		told->newest = at;
}

/* HSCAN_EPARSE: the object cannot be used, as the message says. */
typedef enum hscan_status hscan_told_decode(struct hscan_text object,
    struct hscan_arena *arena, struct hscan_told *out, struct hscan_error *err);

#endif
