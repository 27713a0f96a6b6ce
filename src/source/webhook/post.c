/* SPDX-License-Identifier: MIT */
/* Deliveries in the forms that they are sent and kept in; see post.h. */
#include "source/webhook/post.h"

#include <stddef.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/base64.h"
#include "base/text.h"
#include "source/github/decode_json.h"

#define FORM "application/x-www-form-urlencoded"
#define JSON "application/json"

static const struct {
	const char *name;
	size_t offset;
} members[] = {
    {"X-GitHub-Event", offsetof(struct hscan_post, event)},
    {"X-GitHub-Delivery", offsetof(struct hscan_post, id)},
    {"X-Hub-Signature-256", offsetof(struct hscan_post, signature)},
    {"Content-Type", offsetof(struct hscan_post, content_type)},
    {"X-GitHub-Enterprise-Host", offsetof(struct hscan_post, host)},
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static struct hscan_text *
member_of(struct hscan_post *post, size_t i)
{
	return (struct hscan_text *)(void *)((char *)post + members[i].offset);
}

bool
hscan_post_set(
    struct hscan_post *post, struct hscan_text name, struct hscan_text value)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		struct hscan_text *member = member_of(post, i);

		if (!hscan_text_is_nocase(name, members[i].name))
			continue;
		if (member->ptr)
			return false;
		*member = value;
		return true;
	}
	return true;
}

static enum hscan_status
unusable(const char *why, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "the delivery cannot be used: %s; see healthscan-import(1)", why);
}

/* --- as a line of JSON --- */

static enum hscan_status
set_headers(const cJSON *headers, struct hscan_arena *arena,
    struct hscan_post *out, struct hscan_error *err)
{
	const cJSON *header;

	if (!cJSON_IsObject(headers))
		return unusable("\"headers\" is no object", err);
	cJSON_ArrayForEach(header, headers)
	{
		struct hscan_text value;

		if (!cJSON_IsString(header))
			continue;
		value =
		    hscan_arena_dup(arena, hscan_text_of(header->valuestring));
		if (!value.ptr)
			return hscan_no_memory(err);
		if (!hscan_post_set(out, hscan_text_of(header->string), value))
			return unusable("a header is there twice", err);
	}
	return HSCAN_OK;
}

static enum hscan_status
set_body(const cJSON *body, struct hscan_arena *arena, struct hscan_post *out,
    struct hscan_error *err)
{
	struct hscan_buf bytes;
	enum hscan_status status = HSCAN_OK;

	if (!cJSON_IsString(body))
		return unusable("\"body\" is no text", err);
	hscan_buf_init(&bytes, HSCAN_POST_BODY_MAX);
	if (!hscan_base64_decode(hscan_text_of(body->valuestring), &bytes))
		status = bytes.failed == HSCAN_OK
			     ? unusable("\"body\" is no base64", err)
			     : hscan_buf_check(&bytes, "the body", err);
	if (status == HSCAN_OK) {
		out->body = hscan_arena_dup(arena, hscan_buf_text(&bytes));
		if (!out->body.ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&bytes);
	return status;
}

enum hscan_status
hscan_post_read_line(struct hscan_text line, struct hscan_arena *arena,
    struct hscan_post *out, struct hscan_error *err)
{
	struct hscan_json_reader reader = {
	    .arena = arena,
	    .err = err,
	    .what = "the line",
	    .kept = true,
	    .status = HSCAN_OK,
	};
	cJSON *tree = hscan_json_parse_object(&reader, line);
	enum hscan_status status;

	*out = (struct hscan_post){.event = {NULL, 0}};
	if (!tree)
		return reader.status;
	status = set_headers(
	    cJSON_GetObjectItemCaseSensitive(tree, "headers"), arena, out, err);
	if (status == HSCAN_OK)
		status =
		    set_body(cJSON_GetObjectItemCaseSensitive(tree, "body"),
			arena, out, err);
	cJSON_Delete(tree);
	return status;
}

/* As JSON has it. Headers are ASCII; a byte that is not would be no JSON. */
static void
write_string(struct hscan_text text, struct hscan_buf *out)
{
	(void)hscan_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < ' ' || c > '~' || c == '"' || c == '\\')
			(void)hscan_buf_add_format(out, "\\u%04x", c);
		else
			(void)hscan_buf_add_char(out, (char)c);
	}
	(void)hscan_buf_add_char(out, '"');
}

void
hscan_post_write_line(const struct hscan_post *post, struct hscan_buf *out)
{
	struct hscan_post copy = *post;
	bool first = true;

	(void)hscan_buf_add_string(out, "{\"headers\":{");
	for (size_t i = 0; i < MEMBERS; i++) {
		struct hscan_text value = *member_of(&copy, i);

		if (!value.ptr)
			continue;
		(void)hscan_buf_add_string(out, first ? "" : ",");
		write_string(hscan_text_of(members[i].name), out);
		(void)hscan_buf_add_char(out, ':');
		write_string(value, out);
		first = false;
	}
	(void)hscan_buf_add_string(out, "},\"body\":\"");
	hscan_base64_encode(post->body, out);
	(void)hscan_buf_add_string(out, "\"}\n");
}

/* --- as lines of headers --- */

enum hscan_status
hscan_post_read_headers(
    struct hscan_text text, struct hscan_post *out, struct hscan_error *err)
{
	*out = (struct hscan_post){.event = {NULL, 0}};
	while (text.ptr) {
		struct hscan_text line = hscan_text_split(&text, '\n');
		struct hscan_text name = hscan_text_split(&line, ':');

		if (!line.ptr && hscan_text_trim(name).len == 0)
			continue;
		if (!line.ptr || name.len == 0)
			return unusable(
			    "a line of its headers is not \"Name: value\"",
			    err);
		if (!hscan_post_set(out, name, hscan_text_trim(line)))
			return unusable("a header is there twice", err);
	}
	return HSCAN_OK;
}

/* --- the JSON in the body --- */

/* "application/json; charset=utf-8" too. */
static bool
is_of_type(struct hscan_text type, const char *name)
{
	return hscan_text_is_nocase(
	    hscan_text_trim(hscan_text_split(&type, ';')), name);
}

static int
hex_value(char c)
{
	if (hscan_is_digit(c))
		return c - '0';
	c = hscan_to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False: a '%' without its two digits. */
static bool
decode_form(struct hscan_text field, struct hscan_buf *out)
{
	for (size_t i = 0; i < field.len; i++) {
		char c = field.ptr[i];
		int high, low;

		if (c == '%') {
			high = i + 2 < field.len ? hex_value(field.ptr[i + 1])
						 : -1;
			low = high >= 0 ? hex_value(field.ptr[i + 2]) : -1;
			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		(void)hscan_buf_add_char(out, c);
	}
	return true;
}

static enum hscan_status
read_form(struct hscan_text form, struct hscan_buf *room,
    struct hscan_text *out, struct hscan_error *err)
{
	while (form.ptr) {
		struct hscan_text field = hscan_text_split(&form, '&');
		struct hscan_text name = hscan_text_split(&field, '=');

		if (!hscan_text_is(name, "payload"))
			continue;
		if (!decode_form(field, room))
			return unusable("its form is not encoded well", err);
		*out = hscan_buf_text(room);
		return hscan_buf_check(room, "the delivery", err);
	}
	return unusable("its form has no \"payload\"", err);
}

enum hscan_status
hscan_post_payload(const struct hscan_post *post, struct hscan_buf *room,
    struct hscan_text *out, struct hscan_error *err)
{
	hscan_buf_reset(room);
	/* What another server has kept may lack the header. */
	if (!post->content_type.ptr || is_of_type(post->content_type, JSON)) {
		*out = post->body;
		return HSCAN_OK;
	}
	if (is_of_type(post->content_type, FORM))
		return read_form(post->body, room, out, err);
	return unusable("its Content-Type is neither " JSON " nor " FORM, err);
}
