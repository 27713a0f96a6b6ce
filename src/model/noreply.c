/* SPDX-License-Identifier: MIT */
/* The addresses that a forge makes up; see noreply.h. */
#include "model/noreply.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

static const char domain[] = "@users.noreply.";

static bool
are_digits(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!hscan_is_digit(text.ptr[i]))
			return false;
	return text.len > 0;
}

/* Takes `suffix` off the end of `text`; false: it does not end so. */
static bool
take_off(struct hscan_text *text, struct hscan_text suffix)
{
	struct hscan_text end;

	if (text->len < suffix.len)
		return false;
	end =
	    (struct hscan_text){text->ptr + text->len - suffix.len, suffix.len};
	for (size_t i = 0; i < end.len; i++)
		if (hscan_to_lower(end.ptr[i]) != hscan_to_lower(suffix.ptr[i]))
			return false;
	text->len -= suffix.len;
	return true;
}

bool
hscan_noreply(struct hscan_text email, struct hscan_text host,
    struct hscan_text *login, int64_t *id)
{
	struct hscan_text name = email, rest, number;

	if (!take_off(&name, host) || !take_off(&name, hscan_text_of(domain)))
		return false;
	*login = rest = name;
	*id = 0;
	number = hscan_text_split(&rest, '+');
	/* A '+' may also be part of a name. */
	if (!rest.ptr || !are_digits(number))
		return true;
	*login = rest;
	if (!hscan_parse_i64(number, 1, INT64_MAX, id))
		*id = 0;
	return true;
}
