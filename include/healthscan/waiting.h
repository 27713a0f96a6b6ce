/* SPDX-License-Identifier: MIT */
/*
 * The open issues and pull requests of a repository, and who has to move, as
 * plain data. Text and arrays are borrowed from whoever made it, and live as
 * long as it does; times are seconds since 1970, UTC.
 */
#ifndef HEALTHSCAN_WAITING_H
#define HEALTHSCAN_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/report.h>
#include <healthscan/text.h>

/* Who has to move. */
enum hscan_waits_for {
	HSCAN_WAITS_UNKNOWN, /* what was written on it was not all read */
	HSCAN_WAITS_MAINTAINER,
	HSCAN_WAITS_AUTHOR,
};

/* What gave them the turn. */
enum hscan_waits_since {
	HSCAN_SINCE_OPENED,  /* nobody has said anything since then */
	HSCAN_SINCE_COMMENT, /* of the other side, the first since their own */
	HSCAN_SINCE_REVIEW,  /* likewise */
	HSCAN_SINCE_READY,   /* a draft was made ready for review */
	HSCAN_SINCE_DRAFT,   /* it is a draft: opened as one, or made one */
};

struct hscan_waiting_item {
	int64_t number;
	enum hscan_item_kind kind;
	struct hscan_text title;  /* or absent: no source has told it */
	struct hscan_text author; /* login; absent: a deleted account */
	struct hscan_text link;   /* https://... */
	bool draft;
	int64_t created_at;
	enum hscan_waits_for waits_for;
	/* Where that is known: */
	enum hscan_waits_since why;
	int64_t since;
	int64_t days; /* whole ones, up to as_of */
	/* The last comment or review of a person, whoever has the turn; as far
	 * as they were read. */
	int64_t last_at;           /* HSCAN_NEVER: there is none */
	struct hscan_text last_by; /* login; or absent */
};

struct hscan_waiting {
	const char *version; /* of healthscan */
	int64_t generated_at;
	int64_t as_of;
	int64_t synced_at; /* of the oldest list; HSCAN_NEVER if never */
	const char *host;
	struct hscan_repo repo;
	struct hscan_slice slice;
	bool bots_included;
	bool history_events; /* --history events, else snapshot */
	/* Only items that wait for these (HSCAN_WAITS_UNKNOWN: for anyone), and
	 * longer than that. */
	enum hscan_waits_for only;
	int64_t over_s; /* 0: however long */
	/* Those, the longest wait first; then, by number, those of which it is
	 * not known who has to move, unless `only` says for whom. */
	const struct hscan_waiting_item *items;
	size_t len;
	size_t maintainers, authors; /* of them, that wait for those */
	size_t unread; /* of which it is not known, and which may be such */
	bool complete; /* all that is open is known, and who has to move */
	const char *reason;    /* why not all that is open is known; or NULL */
	int64_t excluded_bots; /* left out: their authors are bots */
	int64_t unreadable;    /* left out: they could not be read */
};

#endif
