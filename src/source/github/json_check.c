/* SPDX-License-Identifier: MIT */
/* The grammar of JSON; see json_check.h. */
#include "source/github/json_check.h"

#include <string.h>

#include "base/text.h"

struct check {
	struct hscan_text rest;
	size_t depth;
	bool in_object[HSCAN_JSON_DEPTH]; /* at each depth; else in a list */
};

static bool
take(struct check *check, char c)
{
	if (check->rest.len == 0 || check->rest.ptr[0] != c)
		return false;
	check->rest.ptr++;
	check->rest.len--;
	return true;
}

static bool
take_one_of(struct check *check, const char *chars)
{
	for (; *chars; chars++)
		if (take(check, *chars))
			return true;
	return false;
}

static void
skip_blanks(struct check *check)
{
	while (take_one_of(check, " \t\r\n"))
		continue;
}

static bool
take_word(struct check *check, const char *word)
{
	if (!hscan_text_starts(check->rest, word))
		return false;
	check->rest.ptr += strlen(word);
	check->rest.len -= strlen(word);
	return true;
}

static bool
take_digits(struct check *check)
{
	bool any = false;

	while (take_one_of(check, "0123456789"))
		any = true;
	return any;
}

static bool
take_number(struct check *check)
{
	(void)take(check, '-');
	if (!take(check, '0') && !take_digits(check))
		return false;
	if (take(check, '.') && !take_digits(check))
		return false;
	if (!take_one_of(check, "eE"))
		return true;
	(void)take_one_of(check, "+-");
	return take_digits(check);
}

static bool
take_escape(struct check *check)
{
	if (take_one_of(check, "\"\\/bfnrt"))
		return true;
	if (!take(check, 'u'))
		return false;
	for (int i = 0; i < 4; i++)
		if (!take_one_of(check, "0123456789abcdefABCDEF"))
			return false;
	return true;
}

static bool
take_string(struct check *check)
{
	if (!take(check, '"'))
		return false;
	while (!take(check, '"')) {
		if (check->rest.len == 0 ||
		    (unsigned char)check->rest.ptr[0] < 0x20)
			return false;
		if (take(check, '\\')) {
			if (!take_escape(check))
				return false;
			continue;
		}
		check->rest.ptr++;
		check->rest.len--;
	}
	return true;
}

/* The name of a member, up to where its value begins. */
static bool
take_name(struct check *check)
{
	skip_blanks(check);
	if (!take_string(check))
		return false;
	skip_blanks(check);
	return take(check, ':');
}

static bool
take_close(struct check *check)
{
	if (!take(check, check->in_object[check->depth - 1] ? '}' : ']'))
		return false;
	check->depth--;
	return true;
}

static bool
take_scalar(struct check *check)
{
	/* One that begins as a string is nothing else, however it goes on. */
	if (hscan_text_starts(check->rest, "\""))
		return take_string(check);
	return take_word(check, "true") || take_word(check, "false") ||
	       take_word(check, "null") || take_number(check);
}

/* A value, or the beginning of one that has values in it: then `*inside`. */
static bool
take_value(struct check *check, bool *inside)
{
	bool object;

	*inside = false;
	skip_blanks(check);
	object = take(check, '{');
	if (!object && !take(check, '['))
		return take_scalar(check);
	if (check->depth == HSCAN_JSON_DEPTH)
		return false;
	check->in_object[check->depth++] = object;
	skip_blanks(check);
	if (take_close(check))
		return true;
	*inside = true;
	return !object || take_name(check);
}

/* What follows a value, up to the next one; `*whole` when there is none. */
static bool
take_end(struct check *check, bool *whole)
{
	for (;;) {
		skip_blanks(check);
		*whole = check->depth == 0;
		if (*whole)
			return check->rest.len == 0;
		if (take(check, ','))
			return !check->in_object[check->depth - 1] ||
			       take_name(check);
		if (!take_close(check))
			return false;
	}
}

bool
hscan_is_json(struct hscan_text text)
{
	struct check check = {.rest = text};
	bool inside, whole = false;

	while (!whole) {
		if (!take_value(&check, &inside))
			return false;
		if (!inside && !take_end(&check, &whole))
			return false;
	}
	return true;
}
