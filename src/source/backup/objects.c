/* SPDX-License-Identifier: MIT */
/* The objects in a stream of JSON; see objects.h. */
#include "source/backup/objects.h"

#include <string.h>

#include "base/text.h"

void
hscan_objects_init(struct hscan_objects *objects)
{
	*objects = (struct hscan_objects){.mark = 3};
	hscan_buf_init(&objects->text, HSCAN_OBJECT_MAX);
}

void
hscan_objects_clear(struct hscan_objects *objects)
{
	hscan_buf_clear(&objects->text);
}

struct hscan_text
hscan_objects_text(const struct hscan_objects *objects)
{
	return hscan_buf_text(&objects->text);
}

bool
hscan_objects_ended(const struct hscan_objects *objects)
{
	return objects->depth == 0 && objects->lists == 0;
}

/* Moves over a byte of an object. */
static void
step(struct hscan_objects *o, char c)
{
	if (o->in_string) {
		if (o->escaped)
			o->escaped = false;
		else if (c == '\\')
			o->escaped = true;
		else
			o->in_string = c != '"';
	} else if (c == '"') {
		o->in_string = true;
	} else if (c == '{' || c == '[') {
		o->depth++;
	} else if (c == '}' || c == ']') {
		o->depth--;
	}
}

/* The bytes of an object, up to its end. True: there it is. */
static bool
pass_object(struct hscan_objects *o, struct hscan_text *bytes)
{
	const char *begin = bytes->ptr;
	size_t i = 0;

	while (i < bytes->len && o->depth > 0)
		step(o, begin[i++]);
	bytes->ptr += i;
	bytes->len -= i;
	if (o->too_long || hscan_buf_add(&o->text, begin, i))
		return o->depth == 0;
	o->too_long = o->text.failed == HSCAN_EREFUSED;
	if (o->too_long)
		hscan_buf_clear(&o->text);
	return o->depth == 0;
}

/* A byte between objects. False: JSON has no such one there. */
static bool
pass_between(struct hscan_objects *o, char c)
{
	static const char mark[] = "\xEF\xBB\xBF";

	if (o->mark > 0 && c == mark[3 - o->mark]) {
		o->mark--;
		return true;
	}
	o->mark = 0;
	if (c == '[')
		o->lists++;
	else if (c == ']' && o->lists > 0)
		o->lists--;
	else
		return hscan_is_space(c) || c == ',';
	return true;
}

enum hscan_objects_found
hscan_objects_next(struct hscan_objects *o, struct hscan_text *bytes)
{
	if (o->depth == 0) {
		hscan_buf_reset(&o->text);
		o->too_long = false;
	}
	while (bytes->len > 0 && o->depth == 0 && *bytes->ptr != '{') {
		if (!pass_between(o, *bytes->ptr))
			return HSCAN_OBJECT_NO_JSON;
		bytes->ptr++;
		bytes->len--;
	}
	if (bytes->len == 0)
		return HSCAN_OBJECT_NONE;
	if (o->depth == 0) {
		step(o, '{');
		(void)hscan_buf_add_char(&o->text, '{');
		bytes->ptr++;
		bytes->len--;
	}
	if (!pass_object(o, bytes) || o->text.failed == HSCAN_ENOMEM)
		return HSCAN_OBJECT_NONE;
	return o->too_long ? HSCAN_OBJECT_TOO_LONG : HSCAN_OBJECT_WHOLE;
}
