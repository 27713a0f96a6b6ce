/* SPDX-License-Identifier: MIT */
/* The fields of GitHub's JSON; see decode_json.h. */
#include "source/github/decode_json.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "source/github/decode.h"
#include "source/github/json_check.h"
#include "source/github/repair.h"
#include "source/github/sift.h"

static void
fail(struct hscan_json_reader *reader, const char *why)
{
	if (reader->status != HSCAN_OK)
		return;
	reader->status = HSCAN_EPARSE;
	if (reader->kept)
		(void)hscan_fail(reader->err, HSCAN_EPARSE,
		    "%s cannot be used: %s; see healthscan-import(1)",
		    reader->what, why);
	else
		(void)hscan_fail(reader->err, HSCAN_EPARSE,
		    "%s that GitHub sent cannot be used: %s; try again, and "
		    "report it if it stays",
		    reader->what, why);
}

static void
no_memory(struct hscan_json_reader *reader)
{
	if (reader->status == HSCAN_OK)
		reader->status = hscan_no_memory(reader->err);
}

void
hscan_json_refuse(
    struct hscan_json_reader *reader, const char *field, const char *why)
{
	char where[80] = "";
	char text[256];

	if (reader->entry > 0 && reader->number > 0)
		(void)snprintf(where, sizeof(where),
		    "entry %zu (number %lld): ", reader->entry,
		    (long long)reader->number);
	else if (reader->entry > 0)
		(void)snprintf(
		    where, sizeof(where), "entry %zu: ", reader->entry);
	(void)snprintf(text, sizeof(text), "%s%s is %s", where, field, why);
	if (reader->status == HSCAN_OK)
		(void)snprintf(
		    reader->why, sizeof(reader->why), "%s is %s", field, why);
	fail(reader, text);
}

void *
hscan_json_room(
    struct hscan_json_reader *reader, const cJSON *list, size_t size)
{
	void *room = hscan_arena_alloc(
	    reader->arena, (size_t)cJSON_GetArraySize(list) + 1, size);

	if (!room)
		no_memory(reader);
	return room;
}

bool
hscan_json_next(struct hscan_json_reader *reader, const cJSON *entry)
{
	reader->entry++;
	reader->number = 0;
	if (!cJSON_IsObject(entry))
		hscan_json_refuse(reader, "it", "not an object");
	return reader->status == HSCAN_OK;
}

/* A name may become part of a request. */
static bool
is_proper_name(const char *field, struct hscan_text name)
{
	unsigned char sha[HSCAN_SHA_SIZE];
	int64_t number;

	if (strcmp(field, "sha") == 0)
		return hscan_parse_hex(name, sha, sizeof(sha));
	if (strcmp(field, "full_name") != 0)
		return name.len > 0 && hscan_is_digit(name.ptr[0]) &&
		       hscan_parse_i64(name, 1, HSCAN_JSON_NUMBER_MAX, &number);
	for (size_t i = 0; i < name.len; i++)
		if (!hscan_is_alnum(name.ptr[i]) &&
		    !strchr("-._/", name.ptr[i]))
			return false;
	return name.len > 0 && name.len <= HSCAN_BAD_ROW_NAME;
}

/* What a row is known by, as text; absent: that cannot be told. */
static struct hscan_text
name_of(struct hscan_json_reader *reader, const cJSON *entry, const char *field)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(entry, field);
	struct hscan_text name = hscan_text_of(cJSON_GetStringValue(item));
	int64_t number = hscan_json_number(entry, field);
	char digits[24];

	/* That of an item is a number everywhere. */
	if (strcmp(field, "number") == 0)
		name = hscan_text_of(NULL);
	if (number > 0) {
		(void)snprintf(
		    digits, sizeof(digits), "%lld", (long long)number);
		name = hscan_text_of(digits);
	}
	if (!is_proper_name(field, name))
		return hscan_text_of(NULL);
	name = hscan_arena_dup(reader->arena, name);
	if (!name.ptr)
		no_memory(reader);
	return name;
}

bool
hscan_json_keep(struct hscan_json_reader *reader, const cJSON *list,
    const cJSON *entry, const char *field, struct hscan_bad_rows *bad)
{
	struct hscan_bad_row row = {.number = reader->number};
	enum hscan_status status = reader->status;

	if (status != HSCAN_EPARSE)
		return status == HSCAN_OK;
	row.name = name_of(reader, entry, field);
	if (!row.name.ptr)
		return false;
	reader->status = HSCAN_OK;
	row.why = hscan_arena_dup(reader->arena, hscan_text_of(reader->why));
	if (!bad->at)
		bad->at = hscan_json_room(reader, list, sizeof(*bad->at));
	if (!row.why.ptr)
		no_memory(reader);
	if (reader->status == HSCAN_OK)
		bad->at[bad->len++] = row;
	return false;
}

static bool
is_blank(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr(" \t\r\n", text.ptr[i]) || text.ptr[i] == '\0')
			return false;
	return true;
}

/* The parser itself takes a NUL for white space and text after the end. */
static cJSON *
parse_strict(struct hscan_text text)
{
	const char *end = NULL;
	cJSON *tree;

	if (text.len == 0 || memchr(text.ptr, '\0', text.len))
		return NULL;
	tree = cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, 0);
	if (!tree)
		return NULL;
	text.len -= (size_t)(end - text.ptr);
	text.ptr = end;
	if (!is_blank(text)) {
		cJSON_Delete(tree);
		return NULL;
	}
	return tree;
}

/* With every escape in a form that the parser takes. */
static cJSON *
parse_repaired(struct hscan_json_reader *reader, struct hscan_text body)
{
	struct hscan_buf repaired;
	cJSON *tree = NULL;

	hscan_buf_init(&repaired, body.len);
	if (hscan_json_has_unicode_escape(body)) {
		hscan_json_repair(body, &repaired);
		if (repaired.failed != HSCAN_OK) {
			no_memory(reader);
			goto out;
		}
		body = hscan_buf_text(&repaired);
	}
	tree = parse_strict(body);
	if (tree)
		goto out;
	/* The parser does not say why. */
	if (hscan_is_json(body))
		no_memory(reader);
	else
		fail(reader, body.len == 0
				 ? "it is empty"
				 : "it is not JSON, or not all of it");
out:
	hscan_buf_clear(&repaired);
	return tree;
}

cJSON *
hscan_json_parse(struct hscan_json_reader *reader, struct hscan_text body)
{
	struct hscan_buf sifted;
	cJSON *tree = NULL;

	hscan_buf_init(&sifted, body.len);
	/* Of an object in place of a list there may be a message to read. */
	if (reader->names && body.len > 0 &&
	    (body.ptr[0] == '[' || reader->sift_object) &&
	    hscan_json_sift(body, reader->names, &sifted))
		body = hscan_buf_text(&sifted);
	if (sifted.failed == HSCAN_OK)
		tree = parse_repaired(reader, body);
	else
		no_memory(reader);
	hscan_buf_clear(&sifted);
	return tree;
}

/* Half an address is worse than none: what was cut ends with a whole word. */
static void
end_with_a_word(char *out, size_t size)
{
	char *space = strrchr(out, ' ');

	if (!space)
		return;
	*space = '\0';
	if (strlen(out) + strlen("...") < size)
		memcpy(out + strlen(out), "...", sizeof("..."));
}

const char *
hscan_json_message(const cJSON *object, char *out, size_t size)
{
	const cJSON *message =
	    cJSON_GetObjectItemCaseSensitive(object, "message");

	out[0] = '\0';
	if (cJSON_IsString(message))
		(void)hscan_safe(
		    hscan_text_of(message->valuestring), out, size);
	/* As long as it may be, or less than there was. */
	if (cJSON_IsString(message) &&
	    strlen(message->valuestring) > strlen(out))
		end_with_a_word(out, size);
	return out;
}

cJSON *
hscan_json_parse_list(struct hscan_json_reader *reader, struct hscan_text body)
{
	cJSON *tree = hscan_json_parse(reader, body);
	char message[192];
	char why[256];

	if (!tree || cJSON_IsArray(tree))
		return tree;
	if (hscan_json_message(tree, message, sizeof(message))[0]) {
		(void)snprintf(why, sizeof(why),
		    "an object where a list belongs, which says \"%s\"",
		    message);
		fail(reader, why);
	} else if (cJSON_IsObject(tree)) {
		fail(reader, "an object where a list belongs");
	} else {
		fail(reader, "it is no list");
	}
	cJSON_Delete(tree);
	return NULL;
}

cJSON *
hscan_json_parse_object(
    struct hscan_json_reader *reader, struct hscan_text body)
{
	cJSON *tree = hscan_json_parse(reader, body);

	if (!tree || cJSON_IsObject(tree))
		return tree;
	fail(reader, "it is no object");
	cJSON_Delete(tree);
	return NULL;
}

/* A missing field and a null are the same to us. */
static const cJSON *
get(const cJSON *object, const char *field)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);

	return cJSON_IsNull(item) ? NULL : item;
}

static bool
read_number(const cJSON *item, int64_t min, int64_t *out)
{
	int64_t value;

	if (!cJSON_IsNumber(item) || !(item->valuedouble >= (double)min) ||
	    !(item->valuedouble <= (double)HSCAN_JSON_NUMBER_MAX))
		return false;
	value = (int64_t)item->valuedouble;
	if ((double)value < item->valuedouble)
		return false;
	*out = value;
	return true;
}

static bool
read_time(const cJSON *item, int64_t *out)
{
	return cJSON_IsString(item) &&
	       hscan_parse_time(hscan_text_of(item->valuestring), out);
}

int64_t
hscan_json_need_number(struct hscan_json_reader *reader, const cJSON *object,
    const char *field, int64_t min)
{
	const cJSON *item = get(object, field);
	int64_t value = 0;

	if (!item)
		hscan_json_refuse(reader, field, "missing");
	else if (!read_number(item, min, &value))
		hscan_json_refuse(reader, field, "not a whole number in range");
	return value;
}

int64_t
hscan_json_need_id(
    struct hscan_json_reader *reader, const cJSON *object, const char *field)
{
	const cJSON *item = get(object, field);
	int64_t value = 0;

	if (!cJSON_IsString(item))
		return hscan_json_need_number(reader, object, field, 1);
	if (!hscan_is_digit(item->valuestring[0]) ||
	    !hscan_parse_i64(hscan_text_of(item->valuestring), 1,
		HSCAN_JSON_NUMBER_MAX, &value))
		hscan_json_refuse(reader, field, "not a whole number in range");
	return value;
}

int64_t
hscan_json_need_time(
    struct hscan_json_reader *reader, const cJSON *object, const char *field)
{
	const cJSON *item = get(object, field);
	int64_t value = HSCAN_NEVER;

	if (!item)
		hscan_json_refuse(reader, field, "missing");
	else if (!read_time(item, &value))
		hscan_json_refuse(reader, field, "not a time");
	return value;
}

struct hscan_text
hscan_json_need_text(
    struct hscan_json_reader *reader, const cJSON *object, const char *field)
{
	struct hscan_text text = hscan_json_text(reader, object, field);

	if (text.len == 0)
		hscan_json_refuse(reader, field, "missing or not text");
	return text;
}

int64_t
hscan_json_number(const cJSON *object, const char *field)
{
	int64_t value = 0;

	(void)read_number(get(object, field), 0, &value);
	return value;
}

int64_t
hscan_json_time(const cJSON *object, const char *field)
{
	int64_t value = HSCAN_NEVER;

	(void)read_time(get(object, field), &value);
	return value;
}

bool
hscan_json_tells_time(const cJSON *object, const char *field)
{
	/* To get() null is as good as missing. */
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
	int64_t value;

	return cJSON_IsNull(item) || read_time(item, &value);
}

bool
hscan_json_bool(const cJSON *object, const char *field, bool otherwise)
{
	const cJSON *item = get(object, field);

	return cJSON_IsBool(item) ? cJSON_IsTrue(item) : otherwise;
}

struct hscan_text
hscan_json_text(
    struct hscan_json_reader *reader, const cJSON *object, const char *field)
{
	const cJSON *item = get(object, field);
	struct hscan_text text = {NULL, 0};

	if (!cJSON_IsString(item))
		return text;
	text = hscan_arena_dup(reader->arena, hscan_text_of(item->valuestring));
	if (!text.ptr)
		no_memory(reader);
	return text;
}

struct hscan_actor
hscan_json_actor(
    struct hscan_json_reader *reader, const cJSON *object, const char *field)
{
	const cJSON *user = get(object, field);

	/* Of what is no object, nothing is found: a ghost. */
	return (struct hscan_actor){
	    .id = hscan_json_number(user, "id"),
	    .login = hscan_json_text(reader, user, "login"),
	    .type = hscan_json_text(reader, user, "type"),
	};
}
