/* SPDX-License-Identifier: MIT */
/* Names of pages; see page_name.h. Parts are joined by "--", which is nowhere
 * else: a hyphen that follows another, or begins a part, is escaped, as is
 * whatever is no letter, digit, '.', '_' or '@'. */
#include "report/page_name.h"

#include <string.h>

#include "base/mix.h"
#include "base/text.h"

/* What is longer is cut, and ends with a number of the whole. */
enum { LONGEST = 200, KEPT = 160 };

static bool
is_plain(const char *text, size_t at)
{
	char c = text[at];

	if (c == '-')
		return at > 0 && text[at - 1] != '-' && text[at - 1] != '/';
	/* A dot at the beginning would hide the file. */
	return hscan_is_alnum(c) || c == '_' || c == '@' ||
	       (c == '.' && at > 0);
}

static void
add_parts(struct hscan_buf *out, struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '/')
			(void)hscan_buf_add_string(out, "--");
		else if (is_plain(text.ptr, i))
			(void)hscan_buf_add_char(out, text.ptr[i]);
		else
			(void)hscan_buf_add_format(
			    out, "~%02X", (unsigned)(unsigned char)text.ptr[i]);
	}
}

void
page_name(struct hscan_buf *out, const char *host, struct hscan_text full_name,
    const char *suffix)
{
	struct hscan_buf name;

	hscan_buf_init(&name, (size_t)1024 * 1024);
	if (host) {
		add_parts(&name, hscan_text_of(host));
		(void)hscan_buf_add_string(&name, "--");
		/* A clone may have a name of one part, as a host has. */
		if (!memchr(full_name.ptr, '/', full_name.len))
			(void)hscan_buf_add_string(&name, "--");
	}
	add_parts(&name, full_name);
	if (name.len > LONGEST) {
		uint64_t whole = hscan_mix_bytes(name.ptr, name.len);

		hscan_buf_cut(&name, KEPT);
		(void)hscan_buf_add_format(
		    &name, "~%016llx", (unsigned long long)whole);
	}
	if (name.failed != HSCAN_OK)
		out->failed = name.failed;
	(void)hscan_buf_add_format(
	    out, "%s%s", hscan_buf_string(&name), suffix);
	hscan_buf_clear(&name);
}
