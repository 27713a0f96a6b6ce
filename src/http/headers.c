/* SPDX-License-Identifier: MIT */
/* Header blocks as text; see headers.h. */
#include "http/headers.h"

#include <string.h>

#include "base/text.h"

bool
hscan_header_take(struct hscan_text *rest, struct hscan_header *out)
{
	while (rest->ptr && rest->len > 0) {
		struct hscan_text line = hscan_text_split(rest, '\n');
		const char *colon =
		    line.len > 0 ? memchr(line.ptr, ':', line.len) : NULL;
		size_t name_len, value_at;

		/* A line that begins with a space goes on with the one before
		 * it, a form that has been obsolete since 2014. */
		if (!colon || hscan_is_space(line.ptr[0]))
			continue;
		name_len = (size_t)(colon - line.ptr);
		value_at = name_len + 1;
		while (
		    value_at < line.len && hscan_is_space(line.ptr[value_at]))
			value_at++;
		while (line.len > value_at &&
		       hscan_is_space(line.ptr[line.len - 1]))
			line.len--;
		out->name = (struct hscan_text){line.ptr, name_len};
		out->value = (struct hscan_text){
		    line.ptr + value_at, line.len - value_at};
		return true;
	}
	return false;
}

struct hscan_text
hscan_header_get(struct hscan_text headers, const char *name)
{
	struct hscan_header header;

	while (hscan_header_take(&headers, &header)) {
		if (hscan_text_is_nocase(header.name, name))
			return header.value;
	}
	return (struct hscan_text){NULL, 0};
}
