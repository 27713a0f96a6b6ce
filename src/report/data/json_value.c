/* SPDX-License-Identifier: MIT */
/* Building JSON with cJSON; see json_value.h. */
#include "report/data/json_value.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"

/* More than any title or name. */
#define MAX_TEXT_BYTES ((size_t)1024 * 1024)

static void
add_utf8(struct hscan_buf *out, struct hscan_text text)
{
	while (text.len > 0) {
		const char *start = text.ptr;
		size_t plain = hscan_count_plain(text);

		if (plain > 0) {
			(void)hscan_buf_add(out, start, plain);
			text.ptr += plain;
			text.len -= plain;
			continue;
		}
		/* cJSON would end the text at a NUL. */
		if (hscan_utf8_next(&text) <= 0)
			(void)hscan_buf_add_string(out, "\xEF\xBF\xBD");
		else
			(void)hscan_buf_add(
			    out, start, (size_t)(text.ptr - start));
	}
}

bool
json_add_text(cJSON *object, const char *key, struct hscan_text text)
{
	struct hscan_buf copy;
	char plain[256];
	bool good;

	if (!text.ptr)
		return cJSON_AddNullToObject(object, key) != NULL;
	if (text.len < sizeof(plain) && hscan_count_plain(text) == text.len) {
		memcpy(plain, text.ptr, text.len);
		plain[text.len] = '\0';
		return cJSON_AddStringToObject(object, key, plain) != NULL;
	}
	hscan_buf_init(&copy, MAX_TEXT_BYTES);
	add_utf8(&copy, text);
	good = copy.failed == HSCAN_OK &&
	       cJSON_AddStringToObject(object, key, hscan_buf_string(&copy));
	hscan_buf_clear(&copy);
	return good;
}

bool
json_add_string(cJSON *object, const char *key, const char *text)
{
	return json_add_text(object, key, hscan_text_of(text));
}

bool
json_add_bool(cJSON *object, const char *key, bool value)
{
	return cJSON_AddBoolToObject(object, key, value) != NULL;
}

bool
json_add_i64(cJSON *object, const char *key, int64_t value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	return cJSON_AddRawToObject(object, key, text) != NULL;
}

bool
json_add_double(cJSON *object, const char *key, double value)
{
	struct hscan_buf text;
	bool good;

	if (!isfinite(value)) /* JSON has no word for it */
		return cJSON_AddNullToObject(object, key) != NULL;
	hscan_buf_init(&text, 512);
	hscan_add_number(&text, value);
	good = text.failed == HSCAN_OK &&
	       cJSON_AddRawToObject(object, key, hscan_buf_string(&text));
	hscan_buf_clear(&text);
	return good;
}

bool
json_add_number(cJSON *object, const char *key, struct hscan_number number)
{
	if (!number.known)
		return cJSON_AddNullToObject(object, key) != NULL;
	return json_add_double(object, key, number.value);
}

bool
json_add_time(cJSON *object, const char *key, int64_t when)
{
	char text[HSCAN_TIME_SIZE];

	if (when == HSCAN_NEVER)
		return cJSON_AddNullToObject(object, key) != NULL;
	hscan_format_time(when, text);
	return json_add_string(object, key, text);
}

bool
json_add_bound(cJSON *object, const char *key, const struct hscan_bound *bound)
{
	static const char *const operators[] = {
	    [HSCAN_NO_BOUND] = "",
	    [HSCAN_AT_MOST] = "<=",
	    [HSCAN_LESS] = "<",
	    [HSCAN_AT_LEAST] = ">=",
	    [HSCAN_MORE] = ">",
	};
	cJSON *added;

	if (bound->comparison == HSCAN_NO_BOUND)
		return cJSON_AddNullToObject(object, key) != NULL;
	added = json_add_object(object, key);
	return added &&
	       json_add_string(added, "op", operators[bound->comparison]) &&
	       json_add_double(added, "value", bound->value);
}

cJSON *
json_add_object(cJSON *object, const char *key)
{
	return cJSON_AddObjectToObject(object, key);
}

cJSON *
json_add_array(cJSON *object, const char *key)
{
	return cJSON_AddArrayToObject(object, key);
}

/* As json_add_double: cJSON's own numbers depend on the locale. */
bool
json_append_double(cJSON *array, double value)
{
	struct hscan_buf text;
	cJSON *item = NULL;
	bool good;

	hscan_buf_init(&text, 512);
	hscan_add_number(&text, value);
	if (text.failed == HSCAN_OK)
		item = cJSON_CreateRaw(hscan_buf_string(&text));
	good = item && cJSON_AddItemToArray(array, item);
	if (!good)
		cJSON_Delete(item);
	hscan_buf_clear(&text);
	return good;
}

bool
json_append_text(cJSON *array, struct hscan_text text)
{
	struct hscan_buf copy;
	cJSON *item = NULL;
	bool good;

	hscan_buf_init(&copy, MAX_TEXT_BYTES);
	add_utf8(&copy, text);
	if (copy.failed == HSCAN_OK)
		item = cJSON_CreateString(hscan_buf_string(&copy));
	good = item && cJSON_AddItemToArray(array, item);
	if (!good)
		cJSON_Delete(item);
	hscan_buf_clear(&copy);
	return good;
}

cJSON *
json_append_object(cJSON *array)
{
	cJSON *object = cJSON_CreateObject();

	if (object && !cJSON_AddItemToArray(array, object)) {
		cJSON_Delete(object);
		return NULL;
	}
	return object;
}

bool
json_add_clock(cJSON *object, const struct hscan_metric *metric)
{
	return (metric->clock != HSCAN_CLOCK_HOURS ||
		   json_add_string(object, "clock", "business")) &&
	       (metric->statistic != HSCAN_STAT_WITHIN ||
		   json_add_double(object, "within_hours",
		       (double)metric->within_s / 3600.0));
}

const char *
json_better(enum hscan_better better)
{
	static const char *const words[] = {
	    [HSCAN_BETTER_NEUTRAL] = "neutral",
	    [HSCAN_BETTER_LOWER] = "lower",
	    [HSCAN_BETTER_HIGHER] = "higher",
	};

	return words[better];
}

/* --- layout --- */

static void
new_line(struct hscan_buf *out, size_t depth)
{
	(void)hscan_buf_add_format(out, "\n%*s", (int)depth * 2, "");
}

/* What would change how a terminal shows the text around it. */
static void
add_escaped(struct hscan_buf *out, int32_t code_point)
{
	int32_t above = code_point - 0x10000;

	if (above >= 0)
		(void)hscan_buf_add_format(out, "\\u%04X\\u%04X",
		    (unsigned)(0xD800 + (above >> 10)),
		    (unsigned)(0xDC00 + (above & 0x3FF)));
	else
		(void)hscan_buf_add_format(
		    out, "\\u%04X", (unsigned)code_point);
}

/* Copies a string up to its closing quote. */
static const char *
copy_string(struct hscan_buf *out, const char *at)
{
	const char *start = at++;
	struct hscan_text string;

	while (*at && *at != '"')
		at += *at == '\\' && at[1] ? 2 : 1;
	if (*at)
		at++;
	string = (struct hscan_text){start, (size_t)(at - start)};
	while (string.len > 0) {
		const char *from = string.ptr;
		size_t plain = hscan_count_plain(string);
		int32_t code_point;

		if (plain > 0) {
			(void)hscan_buf_add(out, from, plain);
			string.ptr += plain;
			string.len -= plain;
			continue;
		}
		code_point = hscan_utf8_next(&string);

		if (code_point >= 0 && !hscan_is_printable(code_point))
			add_escaped(out, code_point);
		else
			(void)hscan_buf_add(
			    out, from, (size_t)(string.ptr - from));
	}
	return at;
}

void
json_indent(struct hscan_buf *out, const char *at)
{
	size_t depth = 0;

	while (*at) {
		bool opens = *at == '{' || *at == '[';
		bool closes = *at == '}' || *at == ']';

		if (*at == '"') {
			at = copy_string(out, at);
			continue;
		}
		if (closes)
			new_line(out, --depth);
		(void)hscan_buf_add_char(out, *at);
		if (*at == ':')
			(void)hscan_buf_add_char(out, ' ');
		if (opens && (at[1] == '}' || at[1] == ']'))
			(void)hscan_buf_add_char(out, *++at);
		else if (opens)
			new_line(out, ++depth);
		else if (*at == ',')
			new_line(out, depth);
		at++;
	}
	(void)hscan_buf_add_char(out, '\n');
}

/* Compact JSON, as it is but for what a terminal would not show as it is. */
static void
copy_compact(struct hscan_buf *out, const char *at)
{
	while (*at) {
		size_t plain = strcspn(at, "\"");

		(void)hscan_buf_add(out, at, plain);
		at += plain;
		if (*at)
			at = copy_string(out, at);
	}
}

static void
copy_line(struct hscan_buf *out, const char *at)
{
	copy_compact(out, at);
	(void)hscan_buf_add_char(out, '\n');
}

static void
copy_items(struct hscan_buf *out, const char *at)
{
	copy_compact(out, at + strlen("["));
	hscan_buf_cut(out, out->len - strlen("]"));
}

static enum hscan_status
finish(cJSON *root, bool good,
    void (*copy)(struct hscan_buf *out, const char *at), struct hscan_buf *out,
    struct hscan_error *err)
{
	char *text = good ? cJSON_PrintUnformatted(root) : NULL;

	cJSON_Delete(root);
	if (!text)
		return hscan_no_memory(err);
	copy(out, text);
	cJSON_free(text);
	return hscan_buf_check(out, "the JSON", err);
}

enum hscan_status
json_finish(
    cJSON *root, bool good, struct hscan_buf *out, struct hscan_error *err)
{
	return finish(root, good, json_indent, out, err);
}

enum hscan_status
json_finish_line(
    cJSON *root, bool good, struct hscan_buf *out, struct hscan_error *err)
{
	return finish(root, good, copy_line, out, err);
}

enum hscan_status
json_finish_items(
    cJSON *array, bool good, struct hscan_buf *out, struct hscan_error *err)
{
	return finish(array, good, copy_items, out, err);
}
