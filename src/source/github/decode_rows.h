/* SPDX-License-Identifier: MIT */
/*
 * GitHub's objects one by one, as its lists hold them, for what carries the
 * same objects in an envelope of its own: deliveries of webhooks, backups. A
 * failure is kept by the reader; what is returned means nothing then.
 */
#ifndef HSCAN_SOURCE_GITHUB_DECODE_ROWS_H
#define HSCAN_SOURCE_GITHUB_DECODE_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>

#include "source/github/decode_json.h"

/* A repository, with its id and name at least. */
struct hscan_repo hscan_json_repo_row(
    struct hscan_json_reader *reader, const struct cJSON *object);

/* The same, of what is not the forge's own answer to that: which columns it
 * lacks is said. */
struct hscan_repo hscan_json_told_repo(
    struct hscan_json_reader *reader, const struct cJSON *object);

/* An issue or a pull request, as the list of issues has it. */
struct hscan_item hscan_json_issue_row(
    struct hscan_json_reader *reader, const struct cJSON *object);

/* A pull request as the list of pull requests has it. Its id is that of the
 * pull request, which is not the issue's: the item's stays 0. */
struct hscan_item hscan_json_pull_row(
    struct hscan_json_reader *reader, const struct cJSON *object);

/* Which columns of an item such a row lacks, for hscan_item.unknown; that of a
 * list of GitHub's lacks none that it should have. */
unsigned hscan_json_item_unknown(const struct cJSON *object);

/* What a pull request is to be merged into, of the same object. */
struct hscan_base hscan_json_base_row(
    struct hscan_json_reader *reader, const struct cJSON *entry);

struct hscan_release hscan_json_release_row(
    struct hscan_json_reader *reader, const struct cJSON *object);

/* In the next three `number` is that of the item that they are of; 0: they say
 * it themselves. */
struct hscan_response hscan_json_comment_row(struct hscan_json_reader *reader,
    const struct cJSON *object, int64_t number);

/* False: it is still being written, and nobody but its author sees it. */
bool hscan_json_review_row(struct hscan_json_reader *reader,
    const struct cJSON *object, int64_t number, struct hscan_response *out);

/* What a review says: its `state`, in any case. What nobody knows, or is no
 * longer there, is untold. */
enum hscan_review_state hscan_json_review_state(const struct cJSON *object);

/* False: it is of one of the many kinds that are not kept, or of an issue that
 * has been deleted. */
bool hscan_json_event_row(struct hscan_json_reader *reader,
    const struct cJSON *object, int64_t number, struct hscan_event *out);

/* What `event` says it is; false for the many kinds that are not kept. */
bool hscan_json_event_kind(
    const struct cJSON *object, enum hscan_event_kind *out);

/* Who did it, in a timeline: the actor of an event, the user of a review and
 * either or both of a comment. */
struct hscan_actor hscan_json_either_actor(
    struct hscan_json_reader *reader, const struct cJSON *object);

#endif
