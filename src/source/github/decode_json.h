/* SPDX-License-Identifier: MIT */
/*
 * Reading fields out of GitHub's JSON, for decode.c alone: what is essential
 * must be there and right; what is not may be missing, null or of any type.
 */
#ifndef HSCAN_SOURCE_GITHUB_DECODE_JSON_H
#define HSCAN_SOURCE_GITHUB_DECODE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

struct cJSON;
struct hscan_bad_rows;

/* Beyond this a double, which JSON's numbers are, cannot tell neighbours
 * apart; no number that GitHub gives in any form is taken for more. */
#define HSCAN_JSON_NUMBER_MAX ((INT64_C(1) << 53) - 1)

/* One document being read. The first failure stays: the readers below may be
 * called in a row and `status` looked at once. */
struct hscan_json_reader {
	struct hscan_arena *arena;
	struct hscan_error *err;
	const char *what; /* of the document: "the list of issues" */
	/* Names of all members that are read of a list, as for
	 * hscan_json_sift(); the others are passed over. */
	const char *const *names;
	bool sift_object; /* also where the document is no list */
	bool kept;      /* it was not asked for just now: no use trying again */
	size_t entry;   /* the record being read, from 1; 0: the whole */
	int64_t number; /* of that record, or 0 while not known */
	char why[80];   /* what hscan_json_refuse() has said of it last */
	enum hscan_status status;
};

/* The document as a tree that the caller frees with cJSON_Delete; NULL when
 * it is not JSON from its first byte to its last, or memory ran out. */
struct cJSON *hscan_json_parse(
    struct hscan_json_reader *reader, struct hscan_text body);

/* As hscan_json_parse, when it must be a list or an object. An object in
 * place of a list is an error answer as a rule, and its message is told. */
struct cJSON *hscan_json_parse_list(
    struct hscan_json_reader *reader, struct hscan_text body);
struct cJSON *hscan_json_parse_object(
    struct hscan_json_reader *reader, struct hscan_text body);

/* Room for a record an entry of a list and one more; NULL without memory. */
void *hscan_json_room(
    struct hscan_json_reader *reader, const struct cJSON *list, size_t size);

/* Turns to the next entry of a list, which must be an object. */
bool hscan_json_next(
    struct hscan_json_reader *reader, const struct cJSON *entry);

/* After an entry of `list` has been read: true where it is good. One that is
 * not is left out, and reading goes on, if it says by its `field` (a number, or
 * text) which one it is: it is among `bad` then, and its number that of
 * reader->number. */
bool hscan_json_keep(struct hscan_json_reader *reader, const struct cJSON *list,
    const struct cJSON *entry, const char *field, struct hscan_bad_rows *bad);

/* The "message" of an error answer, as hscan_github_error_message. */
const char *hscan_json_message(
    const struct cJSON *object, char *out, size_t size);

/* Says that `field` of the record being read is `why`. */
void hscan_json_refuse(
    struct hscan_json_reader *reader, const char *field, const char *why);

/* Essential: whole numbers from `min` to 2^53 - 1, beyond which a double no
 * longer tells neighbours apart; RFC 3339 times; text that is not empty.
 * What they return after a failure means nothing. */
int64_t hscan_json_need_number(struct hscan_json_reader *reader,
    const struct cJSON *object, const char *field, int64_t min);
int64_t hscan_json_need_time(struct hscan_json_reader *reader,
    const struct cJSON *object, const char *field);
struct hscan_text hscan_json_need_text(struct hscan_json_reader *reader,
    const struct cJSON *object, const char *field);

/* As hscan_json_need_number; decimal digits in a string are one, too. */
int64_t hscan_json_need_id(struct hscan_json_reader *reader,
    const struct cJSON *object, const char *field);

/* Not essential: 0, HSCAN_NEVER, `otherwise` or absent when it is not there
 * or not what it should be. Only memory can fail. */
int64_t hscan_json_number(const struct cJSON *object, const char *field);
int64_t hscan_json_time(const struct cJSON *object, const char *field);

/* Whether `field` is there and says when, or null, that it was never. */
bool hscan_json_tells_time(const struct cJSON *object, const char *field);

bool hscan_json_bool(
    const struct cJSON *object, const char *field, bool otherwise);
struct hscan_text hscan_json_text(struct hscan_json_reader *reader,
    const struct cJSON *object, const char *field);
struct hscan_actor hscan_json_actor(struct hscan_json_reader *reader,
    const struct cJSON *object, const char *field);

#endif
