/* SPDX-License-Identifier: MIT */
/* What others than a sync have told of a stream, window by window: webhooks,
 * backups. A sync's own lists are coverage.c's. */
#ifndef HSCAN_JUDGE_PARTLY_H
#define HSCAN_JUDGE_PARTLY_H

#include "judge/coverage.h"
#include "judge/reach.h"

/* How far back a need goes: as far as the window, or to the very beginning. Any
 * other time is where it has to begin at the latest. */
#define HSCAN_BACK_WINDOW INT64_MAX
#define HSCAN_BACK_START  HSCAN_NEVER

/* Metrics of these needs have no value in the nth window. */
void cover_gap(
    struct hscan_cover *cover, size_t n, unsigned needs, const char *reason);

/* Reads what others have told, for the calls below. Fails as the store. */
HSCAN_CHECK enum hscan_status partly_load(struct hscan_cover *cover);

/* "partly from backup, webhook"; of the arena. */
const char *partly_words(struct hscan_cover *cover, unsigned sources);

/* What tells of a stream that has been synced so far. */
struct hscan_reach partly_reach(const struct hscan_cover *cover,
    const char *stream, const struct hscan_stream_state *state);

/* Notes of the nth window whether its needs are met from `from` on, and says
 * it; `unread`: why not, where nobody tells of that time. */
enum hscan_told partly_note(struct hscan_cover *cover,
    const struct hscan_reach *reach, size_t n, int64_t from, unsigned needs,
    const char *unread);

/* The same of every window; says it of the first. */
enum hscan_told partly_note_all(struct hscan_cover *cover,
    const struct hscan_reach *reach, int64_t back, unsigned needs,
    const char *unread);

/* From when on the nth window has to be told. */
int64_t partly_from(const struct hscan_cover *cover, size_t n, int64_t back);

#endif
