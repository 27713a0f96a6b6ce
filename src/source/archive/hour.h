/* SPDX-License-Identifier: MIT */
/*
 * A line of an hour of GH Archive, turned into records. What it looks like has
 * changed twice, and is told by the line itself, not by the file's name. The
 * envelope is some seconds late, so the object's own times count; where it has
 * none, the time is only near. Pure.
 */
#ifndef HSCAN_SOURCE_ARCHIVE_HOUR_H
#define HSCAN_SOURCE_ARCHIVE_HOUR_H

#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "source/backup/told.h"

enum hscan_hour_era {
	/* To the end of 2014: `repository`, and `actor` is a login. The number
	 * of an issue is told, and not the issue. */
	HSCAN_HOUR_OLD,
	/* `repo`, and whole objects in the payload; before October 2011 but
	 * numbers there, and of a pull request also its title. */
	HSCAN_HOUR_FULL,
	/* Since October 2025: of a pull request no more than its number. There
	 * are few of these. */
	HSCAN_HOUR_SHORT,
};

struct hscan_hour_line {
	enum hscan_hour_era era;
	int64_t told_at; /* the envelope's time */
	/* Where the era is the old one the repository may have no number; its
	 * name is always told. Accounts of which the login alone is told have
	 * the number of hscan_login_id(). */
	struct hscan_told told;
};

/**
 * Text is of the arena. HSCAN_EPARSE: the line is no JSON object, or lacks what
 * a fact that it tells cannot do without. What tells nothing that is kept is
 * passed over. `host` is for hscan_login_id().
 */
HSCAN_CHECK enum hscan_status hscan_hour_decode(struct hscan_text line,
    const char *host, struct hscan_arena *arena, struct hscan_hour_line *out,
    struct hscan_error *err);

#endif
