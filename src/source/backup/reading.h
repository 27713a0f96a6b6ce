/* SPDX-License-Identifier: MIT */
/* One object of an export being read, for the decoders of this folder alone.
 * Once something has failed the functions do nothing. */
#ifndef HSCAN_SOURCE_BACKUP_READING_H
#define HSCAN_SOURCE_BACKUP_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source/backup/told.h"
#include "source/github/decode_json.h"

struct cJSON;

struct backup_reading {
	struct hscan_json_reader json;
	struct hscan_told *out;
	size_t events_room, responses_room, bad_room;
};

/* The object as a tree that the caller frees with cJSON_Delete; NULL: it
 * failed. */
struct cJSON *backup_open(struct backup_reading *r, struct hscan_text object,
    struct hscan_arena *arena, struct hscan_told *out, struct hscan_error *err);

/* Ends the reading, and frees the tree. */
enum hscan_status backup_close(struct backup_reading *r, struct cJSON *tree);

/* A row of any list of GitHub's, told apart by its members. */
void backup_read_row(struct backup_reading *r, const struct cJSON *row);

/* Lists of one item; what of them cannot be used is left out, and noted. NULL,
 * or what is no list: it was not collected. A timeline holds comments, reviews
 * and events. */
void backup_read_comments(
    struct backup_reading *r, const struct cJSON *list, int64_t number);
void backup_read_reviews(
    struct backup_reading *r, const struct cJSON *list, int64_t number);
void backup_read_timeline(
    struct backup_reading *r, const struct cJSON *list, int64_t number);

#endif
