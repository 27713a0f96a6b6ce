/* SPDX-License-Identifier: MIT */
/* The format of recorded answers; see recording.h. */
#include "http/recording.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "http/headers.h"
#include "http/link.h"

/* --- reading --- */

/* A line with its LF, which is not part of it, nor is a CR before it. */
static bool
take_line(struct hscan_text *rest, struct hscan_text *line)
{
	if (rest->len == 0 || !memchr(rest->ptr, '\n', rest->len))
		return false;
	*line = hscan_text_split(rest, '\n');
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

/* The lines up to an empty one. */
static bool
take_block(struct hscan_text *rest, struct hscan_text *block)
{
	struct hscan_text line;

	*block = (struct hscan_text){rest->ptr, 0};
	while (take_line(rest, &line)) {
		if (line.len == 0)
			return true;
		block->len = (size_t)(rest->ptr - block->ptr);
	}
	return false;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200" */
static bool
parse_status(struct hscan_text line, int *status)
{
	struct hscan_text version = hscan_text_split(&line, ' ');
	struct hscan_text number = hscan_text_split(&line, ' ');
	int64_t value;

	if (!hscan_text_starts(version, "HTTP/"))
		return false;
	if (number.len != 3 || !hscan_parse_i64(number, 100, 599, &value))
		return false;
	*status = (int)value;
	return true;
}

const char *
hscan_recording_parse(struct hscan_text text, struct hscan_recording *out)
{
	struct hscan_recording rec = {.status = 0};
	struct hscan_text line, asked;

	if (!take_line(&text, &line) || !hscan_text_starts(line, "GET "))
		return "it does not begin with a line 'GET /…'";
	rec.target = (struct hscan_text){line.ptr + 4, line.len - 4};
	if (!hscan_target_is_valid(rec.target))
		return "its first line has no proper target after 'GET'";
	if (!take_block(&text, &asked))
		return "an empty line after the request is missing";
	rec.if_none_match = hscan_header_get(asked, "if-none-match");
	if (!take_line(&text, &line) || !parse_status(line, &rec.status))
		return "a line 'HTTP/1.1 200' after the request is missing";
	if (!take_block(&text, &rec.headers))
		return "an empty line after the headers is missing";
	rec.body = text;
	*out = rec;
	return NULL;
}

/* --- writing --- */

/* Whether a target means the same as a URL in a Link: "//x" would be a host,
 * and a '>' its end. */
static bool
is_plain(struct hscan_text target)
{
	return !hscan_text_starts(target, "//") &&
	       !memchr(target.ptr, '>', target.len);
}

/* A URL as path and query if it is ours, else as it is. With `link`, also what
 * a link to the next page is taken for. */
static void
add_url(struct hscan_buf *out, const struct hscan_url *base,
    struct hscan_text from, struct hscan_text url, bool link)
{
	char foreign[HSCAN_ORIGIN_SIZE];
	struct hscan_buf target;
	enum hscan_status status;

	hscan_buf_init(&target, HSCAN_TARGET_MAX);
	status = link
		     ? hscan_url_follow(base, from, url, &target, foreign, NULL)
		     : hscan_url_resolve(base, from, url, &target, NULL);
	if (status == HSCAN_OK && is_plain(hscan_buf_text(&target)))
		url = hscan_buf_text(&target);
	(void)hscan_buf_add_text(out, url);
	hscan_buf_clear(&target);
}

static void
add_links(struct hscan_buf *out, const struct hscan_url *base,
    struct hscan_text from, struct hscan_text value)
{
	struct hscan_link link;
	const char *separator = "";

	while (hscan_link_take(&value, &link)) {
		(void)hscan_buf_add_string(out, separator);
		(void)hscan_buf_add_char(out, '<');
		add_url(out, base, from, link.url, true);
		(void)hscan_buf_add_char(out, '>');
		(void)hscan_buf_add_text(out, link.params);
		separator = ", ";
	}
}

/* A name to write the header with; NULL: it does not matter. HTTP/2 gives
 * names in lower case. */
static const char *
kept_name(struct hscan_text name, const char *const *more)
{
	static const char *const usual[] = {"ETag", "Link", "Date", "Location",
	    "Retry-After", "Content-Type", NULL};

	for (const char *const *at = usual; *at; at++)
		if (hscan_text_is_nocase(name, *at))
			return *at;
	for (; *more; more++)
		if (hscan_text_is_nocase(name, *more))
			return *more;
	return NULL;
}

bool
hscan_recording_add(struct hscan_buf *out, const struct hscan_url *base,
    const char *const *kept, const struct hscan_wire_reply *reply)
{
	struct hscan_text from = hscan_text_of(reply->request->target);
	struct hscan_text headers = hscan_buf_text(&reply->headers);
	struct hscan_header header;

	(void)hscan_buf_add_format(out, "GET %s\n", reply->request->target);
	if (reply->request->etag)
		(void)hscan_buf_add_format(
		    out, "If-None-Match: %s\n", reply->request->etag);
	(void)hscan_buf_add_format(out, "\nHTTP/1.1 %d\n", reply->status);
	while (hscan_header_take(&headers, &header)) {
		const char *name = kept_name(header.name, kept);

		if (!name)
			continue;
		(void)hscan_buf_add_format(out, "%s: ", name);
		if (hscan_text_is(hscan_text_of(name), "Link"))
			add_links(out, base, from, header.value);
		else if (hscan_text_is(hscan_text_of(name), "Location"))
			add_url(out, base, from, header.value, false);
		else
			(void)hscan_buf_add_text(out, header.value);
		(void)hscan_buf_add_char(out, '\n');
	}
	(void)hscan_buf_add_char(out, '\n');
	return hscan_buf_add_text(out, hscan_buf_text(&reply->body));
}

int64_t
hscan_recording_number(const char *name)
{
	struct hscan_text stem = hscan_text_of(name);
	int64_t number;

	if (!hscan_text_ends(stem, ".http"))
		return 0;
	stem.len -= strlen(".http");
	if (stem.len < 4 || !hscan_is_digit(stem.ptr[0]) ||
	    !hscan_parse_i64(stem, 1, INT64_MAX - 1, &number))
		return 0;
	return number;
}
