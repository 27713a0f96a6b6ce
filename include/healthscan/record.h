/* SPDX-License-Identifier: MIT */
/*
 * The records that everything is computed from, whatever source they come
 * from. Plain data: text is borrowed, usually from an arena; times are seconds
 * since 1970-01-01T00:00:00Z, or HSCAN_NEVER.
 */
#ifndef HEALTHSCAN_RECORD_H
#define HEALTHSCAN_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/text.h>

/* Who tells a fact; stored, the numbers never change. The smaller is believed
 * rather. */
enum hscan_source {
	HSCAN_SOURCE_REST = 0, /* the forge's own lists, read by a sync */
	HSCAN_SOURCE_WEBHOOK = 1,
	HSCAN_SOURCE_BACKUP = 2, /* an export that somebody has kept */
	HSCAN_SOURCE_ARCHIVE = 3,
};
enum { HSCAN_SOURCES = 4 };

/* "rest", "webhook", "backup", "archive". Never NULL; static storage. */
const char *hscan_source_name(enum hscan_source source);

/* Who did something. A deleted account has id 0 and no login if the forge gives
 * null; or it has the login "ghost". */
struct hscan_actor {
	int64_t id;
	struct hscan_text login;
	struct hscan_text type; /* "User", "Bot", "Organization", ... */
};

/* Stored; the numbers never change. */
enum hscan_item_kind {
	HSCAN_ISSUE = 1,
	HSCAN_PULL_REQUEST = 2,
};

enum hscan_tristate {
	HSCAN_UNKNOWN_YET = -1,
	HSCAN_NO = 0,
	HSCAN_YES = 1,
};

/* The columns of an item that a source may not tell; a set, stored. */
enum hscan_item_column {
	HSCAN_ITEM_TITLE = 1 << 0,
	HSCAN_ITEM_LOCKED = 1 << 1,
	HSCAN_ITEM_COMMENTS = 1 << 2,
	HSCAN_ITEM_OPEN = 1 << 3,
};

/* An issue or a pull request, as of its newest row. */
struct hscan_item {
	enum hscan_item_kind kind;
	int64_t id;     /* of the issue row, in its own id space; 0: not told */
	int64_t number; /* unique within the repository */
	struct hscan_text title;
	struct hscan_actor author;
	struct hscan_text author_association; /* "MEMBER", ...; may be absent */
	struct hscan_text state_reason;       /* "completed", ...; or absent */
	bool open;
	bool locked;
	enum hscan_tristate draft;
	int64_t comments;
	int64_t created_at;
	int64_t updated_at; /* 0: not told. Such a row is a partial one: it
			     * never replaces one that tells */
	int64_t closed_at;  /* HSCAN_NEVER while open */
	int64_t merged_at;  /* HSCAN_NEVER for issues and if not merged */
	/* A closed pull request whose row does not say whether it was merged.
	 */
	bool merge_untold;
	unsigned unknown; /* set of enum hscan_item_column: what the row does
			   * not tell; those members are 0, absent or false */
	const struct hscan_text *labels;
	size_t labels_len;
};

/* Stored; the numbers never change. Other kinds of events are not kept. */
enum hscan_event_kind {
	HSCAN_EVENT_CLOSED = 1,
	HSCAN_EVENT_REOPENED = 2,
	HSCAN_EVENT_MERGED = 3,
	HSCAN_EVENT_READY_FOR_REVIEW = 4,
	HSCAN_EVENT_CONVERT_TO_DRAFT = 5,
	HSCAN_EVENT_CONVERTED_TO_DISCUSSION = 6,
};

/* How well the time of a fact is known; stored, the numbers never change. */
enum hscan_grade {
	HSCAN_GRADE_FORGE = 0, /* an event of the forge, with its own id */
	HSCAN_GRADE_OWN = 1,   /* the object's own time of just this fact */
	HSCAN_GRADE_NEAR = 2,  /* when the object changed last, or was told */
};

/* Something that happened to an item. */
struct hscan_event {
	enum hscan_event_kind kind;
	int64_t id; /* of the forge; orders events of the same second. 0 where
		     * the grade is not HSCAN_GRADE_FORGE */
	int64_t number; /* of the item */
	int64_t occurred_at;
	struct hscan_actor actor;
	struct hscan_text reason; /* of a close: "completed", ...; or absent */
	enum hscan_grade grade;
};

/* Stored; the numbers never change. */
enum hscan_response_kind {
	HSCAN_COMMENT = 1,
	HSCAN_REVIEW = 2, /* submitted, with its inline comments */
};

/* What a review says; stored, the numbers never change. Of several that are
 * told of one review the greatest counts: it changes only when the review is
 * dismissed, which is for ever. */
enum hscan_review_state {
	HSCAN_STATE_UNTOLD = 0, /* also of a comment */
	HSCAN_COMMENTED = 1,
	HSCAN_APPROVED = 2,
	HSCAN_CHANGES_REQUESTED = 3,
	HSCAN_DISMISSED = 4, /* it said one of the two before */
};

/* A comment on an item, or a review of it. */
struct hscan_response {
	enum hscan_response_kind kind;
	int64_t id; /* of the forge; unique within the kind */
	int64_t number;
	int64_t occurred_at; /* created_at, or submitted_at of a review */
	struct hscan_actor actor;
	bool near; /* that time is only near it (HSCAN_GRADE_NEAR) */
	struct hscan_text association; /* of the actor, as an item has it */
	enum hscan_review_state state;
};

/* What can be deleted; stored, the numbers never change. */
enum hscan_removal_kind {
	HSCAN_REMOVAL_ITEM = 1, /* deleted, or transferred to elsewhere */
	HSCAN_REMOVAL_COMMENT = 2,
	HSCAN_REMOVAL_RELEASE = 3,
};

/* A fact of its own: it hides what has that id, whenever that arrives. */
struct hscan_removal {
	enum hscan_removal_kind kind;
	int64_t id; /* of the forge; of an item its number */
	int64_t removed_at;
};

/* Which details of a single pull request have been read; a set, stored. */
enum hscan_detail {
	HSCAN_DETAIL_REVIEWS = 1 << 0,
	HSCAN_DETAIL_COMMENTS = 1 << 1,
	HSCAN_DETAIL_DRAFTS = 1 << 2,   /* when it was a draft */
	HSCAN_DETAIL_VERDICTS = 1 << 3, /* what its reviews say */
};

/* The branch that a pull request is to be merged into. */
struct hscan_base {
	int64_t number;
	int64_t updated_at; /* of the pull request */
	struct hscan_text branch;
	int64_t closed_at; /* these three as in struct hscan_item */
	int64_t merged_at;
	bool merge_untold;
};

struct hscan_release {
	int64_t id;
	struct hscan_text tag_name;
	struct hscan_text name; /* may be absent */
	struct hscan_actor author;
	bool draft;
	bool prerelease;
	int64_t created_at;   /* of the tagged commit, not of the release */
	int64_t published_at; /* HSCAN_NEVER for a draft */
};

/* From when to when a source told of a stream. */
struct hscan_span {
	const char *stream; /* "issues", "comments", ... */
	enum hscan_source source;
	int64_t starts_at, ends_at; /* both included */
	bool complete;              /* somebody has said that it is all */
	bool live; /* a receiver was there, and knows of no gap; an import of
		    * what another server has kept is neither of both */
};

/* A tag of a local repository. */
struct hscan_tag {
	struct hscan_text name; /* without refs/tags/ */
	int64_t tagged_at;      /* the tagger's time, else the committer's */
};

#define HSCAN_SHA_SIZE 20

/* A commit reachable from the head that was walked. */
struct hscan_commit {
	unsigned char sha[HSCAN_SHA_SIZE];
	int64_t committed_at; /* committer time */
	uint32_t author;      /* an index of the walk, see git.h */
	bool merge;           /* more than one parent */
	bool
	    documentation; /* touches a documentation path; never for a merge */
};

/* A commit as a forge lists it. The author is as written in the commit; either
 * text may be absent. */
struct hscan_listed_commit {
	unsigned char sha[HSCAN_SHA_SIZE];
	int64_t committed_at; /* committer time */
	struct hscan_text author_name;
	struct hscan_text author_email;
	bool merge; /* more than one parent */
};

#endif
