/* SPDX-License-Identifier: MIT */
/* A reader of the Link header that expects anything; see link.h. */
#include "http/link.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "http/headers.h"

/* Where `separator` is outside of quotes; text.len when nowhere. */
static size_t
find_unquoted(struct hscan_text text, char separator)
{
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		if (quoted && text.ptr[i] == '\\')
			i++; /* the next character is itself */
		else if (text.ptr[i] == '"')
			quoted = !quoted;
		else if (!quoted && text.ptr[i] == separator)
			return i;
	}
	return text.len;
}

static void
skip(struct hscan_text *text, size_t len)
{
	text->ptr += len;
	text->len -= len;
}

static struct hscan_text
take_unquoted(struct hscan_text *rest, char separator)
{
	size_t at = find_unquoted(*rest, separator);
	struct hscan_text part = {rest->ptr, at};

	skip(rest, at < rest->len ? at + 1 : at);
	return part;
}

bool
hscan_link_take(struct hscan_text *rest, struct hscan_link *out)
{
	while (rest->len > 0) {
		const char *close;
		size_t len;

		if (hscan_is_space(rest->ptr[0]) || rest->ptr[0] == ',') {
			skip(rest, 1);
			continue;
		}
		if (rest->ptr[0] != '<') {
			(void)take_unquoted(rest, ',');
			continue;
		}
		close = memchr(rest->ptr, '>', rest->len);
		if (!close) {
			skip(rest, rest->len);
			break;
		}
		len = (size_t)(close - rest->ptr);
		out->url = hscan_text_trim(
		    (struct hscan_text){rest->ptr + 1, len - 1});
		skip(rest, len + 1);
		out->params = take_unquoted(rest, ',');
		return true;
	}
	return false;
}

/* Without the quotes around it; false when the closing one is missing. */
static bool
unquote(struct hscan_text *value)
{
	if (value->len == 0 || value->ptr[0] != '"')
		return true;
	if (value->len < 2 || value->ptr[value->len - 1] != '"')
		return false;
	value->ptr++;
	value->len -= 2;
	return true;
}

static bool
has_word(struct hscan_text words, const char *word)
{
	size_t begin = 0;

	for (size_t i = 0; i <= words.len; i++) {
		if (i < words.len && !hscan_is_space(words.ptr[i]))
			continue;
		if (hscan_text_is_nocase(
			(struct hscan_text){words.ptr + begin, i - begin},
			word))
			return true;
		begin = i + 1;
	}
	return false;
}

bool
hscan_link_is(const struct hscan_link *link, const char *relation)
{
	struct hscan_text rest = link->params;

	while (rest.len > 0) {
		struct hscan_text value = take_unquoted(&rest, ';');
		size_t equals = find_unquoted(value, '=');
		struct hscan_text name =
		    hscan_text_trim((struct hscan_text){value.ptr, equals});

		if (equals == value.len || !hscan_text_is_nocase(name, "rel"))
			continue;
		skip(&value, equals + 1);
		value = hscan_text_trim(value);
		/* RFC 8288, 3.3: a second rel does not count. */
		return unquote(&value) && has_word(value, relation);
	}
	return false;
}

static struct hscan_text
find(struct hscan_text headers, const char *relation)
{
	struct hscan_header header;
	struct hscan_link link;

	while (hscan_header_take(&headers, &header)) {
		struct hscan_text rest = header.value;

		if (!hscan_text_is_nocase(header.name, "link"))
			continue;
		while (hscan_link_take(&rest, &link)) {
			if (hscan_link_is(&link, relation))
				return link.url;
		}
	}
	return (struct hscan_text){NULL, 0};
}

struct hscan_text
hscan_link_next(struct hscan_text headers)
{
	return find(headers, "next");
}

int64_t
hscan_link_pages(struct hscan_text headers)
{
	static const char key[] = "page=";
	struct hscan_text rest = find(headers, "last");
	int64_t pages;

	if (!rest.ptr)
		return -1;
	(void)hscan_text_split(&rest, '?');
	while (rest.ptr) {
		struct hscan_text field = hscan_text_split(&rest, '&');

		if (!hscan_text_starts(field, key))
			continue;
		skip(&field, sizeof(key) - 1);
		if (hscan_parse_i64(field, 1, INT64_MAX, &pages))
			return pages;
	}
	return -1;
}
