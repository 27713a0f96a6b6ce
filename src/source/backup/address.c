/* SPDX-License-Identifier: MIT */
/* Takes web addresses apart; see address.h. */
#include "source/backup/address.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "source/github/decode_json.h"

/* What follows a prefix; false: it does not begin so. */
static bool
skip(struct hscan_text *text, const char *prefix)
{
	size_t len = strlen(prefix);

	if (!hscan_text_starts(*text, prefix))
		return false;
	text->ptr += len;
	text->len -= len;
	return true;
}

static int64_t
number_of(struct hscan_text digits)
{
	int64_t number;

	return hscan_parse_i64(digits, 1, HSCAN_JSON_NUMBER_MAX, &number)
		   ? number
		   : 0;
}

bool
hscan_address_parse(struct hscan_text url, struct hscan_address *out)
{
	struct hscan_text rest, path, owner, name, kind;

	*out = (struct hscan_address){.number = 0};
	if (!skip(&url, "https://") && !skip(&url, "http://"))
		return false;
	rest = url;
	path = hscan_text_split(&rest, '#');
	out->anchor = rest;
	out->host = hscan_text_split(&path, '/');
	owner = hscan_text_split(&path, '/');
	name = hscan_text_split(&path, '/');
	if (owner.len > 0 && name.len > 0)
		out->full_name = (struct hscan_text){
		    owner.ptr, (size_t)(name.ptr + name.len - owner.ptr)};
	kind = hscan_text_split(&path, '/');
	out->pull = hscan_text_is(kind, "pull");
	if (out->pull || hscan_text_is(kind, "issues"))
		out->number = number_of(hscan_text_split(&path, '/'));
	return out->host.len > 0;
}

int64_t
hscan_address_id(const struct hscan_address *address, const char *before)
{
	struct hscan_text anchor = address->anchor;

	return skip(&anchor, before) ? number_of(anchor) : 0;
}
