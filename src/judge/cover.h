/* SPDX-License-Identifier: MIT */
/* What the files of coverage have in common: the rows, and why what needs one
 * has no value. */
#ifndef HSCAN_JUDGE_COVER_H
#define HSCAN_JUDGE_COVER_H

#include "judge/coverage.h"
#include "judge/partly.h"

/* Why there is no value. */
extern const char cover_not_so_far_back[];
extern const char cover_issues_off[], cover_pulls_off[];
extern const char cover_only_in_part[];

void cover_missing(
    struct hscan_cover *cover, unsigned needs, const char *reason);

struct hscan_coverage *cover_row(
    struct hscan_cover *cover, const char *stream, int64_t synced_at);

/* Has the row begin where the question does: the store may hold older records,
 * of an earlier one. */
void cover_clip(const struct hscan_cover *cover, struct hscan_coverage *row);

/* The same; and windows that begin before the records have no value. */
void cover_since(
    struct hscan_cover *cover, struct hscan_coverage *row, unsigned needs);

/* What is read for a need: its row, and what tells of it. */
struct cover_list {
	struct hscan_coverage *row;
	struct hscan_reach reach;
};

/* A row for what is read for a need. Fails as the store. */
HSCAN_CHECK enum hscan_status cover_read(struct hscan_cover *cover,
    const char *stream, enum hscan_need need, struct cover_list *out);

/* Whether others than syncs tell of it. */
bool cover_is_mixed(const struct cover_list *list);

/* Of a list that was never read. */
const char *cover_why_unread(
    struct hscan_cover *cover, const struct cover_list *list);

/* Where others tell of a list that was never read: whether all that is asked
 * for is there. */
void cover_told(struct cover_list *list, enum hscan_told told);

/* What has no value for want of a list; `back`: how far back it has to be
 * known, see partly.h. */
void cover_note(struct hscan_cover *cover, struct cover_list *list,
    int64_t back, unsigned needs);

/* Why not all that is open is known, once all is covered; NULL: it is. */
const char *cover_why_no_backlog(const struct hscan_cover *cover);

/* Rows for events, comments, reviews and branches, as far as they are needed.
 * Fail as the store. */
HSCAN_CHECK enum hscan_status cover_answers(struct hscan_cover *cover);

/* Rows for the commits, and for those to the documentation. */
HSCAN_CHECK enum hscan_status cover_git(struct hscan_cover *cover);

#endif
