/* SPDX-License-Identifier: MIT */
/* Reads the bytes of commit and tree objects. They are not trusted: any bytes
 * may come. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "source/git/internal.h"

/* Takes a line "key value\n" off if it has that key. */
static bool
take_line(struct hscan_text *rest, const char *key, struct hscan_text *value)
{
	size_t len = strlen(key);

	if (!hscan_text_starts(*rest, key))
		return false;
	*value = hscan_text_split(rest, '\n');
	value->ptr += len;
	value->len -= len;
	return true;
}

/* "Name <email> 1700000000 +0100". Other tools have written worse, such as a
 * '<' in the name or two e-mails; as git does, the e-mail is what the first
 * pair encloses, and the date follows the last '>'. Blanks before a name are a
 * part of it. */
static void
parse_person(struct hscan_text line, struct hscan_text *name,
    struct hscan_text *email, struct hscan_text *when)
{
	struct hscan_text rest = line;
	size_t last = line.len;

	*name = hscan_text_split(&rest, '<');
	*email = hscan_text_split(&rest, '>');
	*when = (struct hscan_text){NULL, 0};
	if (!rest.ptr) {
		*name = hscan_text_of(GIT_NO_PERSON);
		*email = *when;
		return;
	}
	while (name->len > 0 && git_is_blank(name->ptr[name->len - 1]))
		name->len--;
	while (line.ptr[last - 1] != '>')
		last--;
	*when = (struct hscan_text){line.ptr + last, line.len - last};
}

/* Seconds, before the time zone. */
static bool
parse_stamp(struct hscan_text when, int64_t *out)
{
	when = hscan_text_trim(when);
	return hscan_parse_i64(
	    hscan_text_split(&when, ' '), INT64_MIN + 1, INT64_MAX, out);
}

/* Takes a line of a commit's header off; to git a NUL ends one too. False: the
 * header has ended. */
static bool
take_header(struct hscan_text *rest, bool has_nul, struct hscan_text *line)
{
	struct hscan_text before = *rest;

	*line = hscan_text_split(rest, '\n');
	if (has_nul && memchr(line->ptr, '\0', line->len)) {
		*rest = before;
		*line = hscan_text_split(rest, '\0');
	}
	return line->len > 0;
}

/* Whose line it is if it begins so. */
static bool
is_of(struct hscan_text line, const char *key, struct hscan_text *value)
{
	size_t len = strlen(key);

	if (line.len < len || memcmp(line.ptr, key, len) != 0)
		return false;
	*value = (struct hscan_text){line.ptr + len, line.len - len};
	return true;
}

/* Who and when. Git reads the header to its end, and of two authors or two
 * committers believes the last. */
static void
parse_people(struct hscan_text rest, struct git_raw_commit *out)
{
	struct hscan_text line, name, email, when;
	struct hscan_text author = {NULL, 0}, committer = {NULL, 0};
	bool has_nul;

	has_nul = rest.ptr && rest.len > 0 && memchr(rest.ptr, '\0', rest.len);
	while (take_header(&rest, has_nul, &line))
		if (line.ptr[0] == 'a')
			(void)is_of(line, "author ", &author);
		else if (line.ptr[0] == 'c')
			(void)is_of(line, "committer ", &committer);
	if (author.ptr)
		parse_person(
		    author, &out->author_name, &out->author_email, &when);
	if (!committer.ptr)
		return;
	parse_person(committer, &name, &email, &when);
	if (!parse_stamp(when, &out->committed_at))
		out->committed_at = 0;
}

bool
git_parse_commit(struct hscan_text raw, struct git_raw_commit *out)
{
	struct hscan_text rest = raw, line;
	const char *parents, *end;

	memset(out, 0, sizeof(*out));
	if (!take_line(&rest, "tree ", &line) ||
	    !hscan_parse_hex(line, out->tree, HSCAN_SHA_SIZE))
		return false;
	parents = rest.ptr;
	while (take_line(&rest, "parent ", &line))
		continue;
	end = rest.ptr ? rest.ptr : raw.ptr + raw.len;
	if (parents)
		out->parents =
		    (struct hscan_text){parents, (size_t)(end - parents)};
	parse_people(rest, out);
	return true;
}

bool
git_parse_tag(struct hscan_text raw, struct git_raw_tag *out)
{
	struct hscan_text rest = raw, line, name, email, when;

	if (!take_line(&rest, "object ", &line) ||
	    !hscan_parse_hex(line, out->target, HSCAN_SHA_SIZE) ||
	    !take_line(&rest, "type ", &line))
		return false;
	out->tagged_at = HSCAN_NEVER;
	(void)take_line(&rest, "tag ", &line);
	if (!take_line(&rest, "tagger ", &line))
		return true;
	parse_person(line, &name, &email, &when);
	if (!parse_stamp(when, &out->tagged_at))
		out->tagged_at = HSCAN_NEVER;
	return true;
}

bool
git_next_parent(struct hscan_text *parents, unsigned char out[HSCAN_SHA_SIZE])
{
	struct hscan_text line, rest = *parents;

	if (!take_line(&rest, "parent ", &line) ||
	    !hscan_parse_hex(line, out, HSCAN_SHA_SIZE))
		return false;
	*parents = rest;
	return true;
}

/* As git reads them: a file is executable for its owner or it is not. Old
 * commits have modes such as 100664, and git sees no change to 100644. */
static uint32_t
canonical_mode(uint32_t mode)
{
	if ((mode & 0170000) != 0100000)
		return mode & 0170000;
	return mode & 0100 ? 0100755 : 0100644;
}

/* Takes a mode and the blank behind it off; false when it is none. */
static bool
take_mode(struct hscan_text *rest, uint32_t *out)
{
	size_t i = 0;
	uint32_t mode = 0;

	for (; i < rest->len && rest->ptr[i] >= '0' && rest->ptr[i] <= '7'; i++)
		mode = mode << 3 | (uint32_t)(rest->ptr[i] - '0');
	if (i == 0 || i > 7 || i >= rest->len || rest->ptr[i] != ' ')
		return false;
	rest->ptr += i + 1;
	rest->len -= i + 1;
	*out = canonical_mode(mode);
	return true;
}

/* The same; most are one of two, and trees are what is read most of. */
static bool
take_any_mode(struct hscan_text *rest, uint32_t *out)
{
	size_t len;

	if (rest->len < sizeof("100644 "))
		return take_mode(rest, out);
	if (memcmp(rest->ptr, "100644 ", 7) == 0) {
		len = 7;
		*out = 0100644;
	} else if (memcmp(rest->ptr, "40000 ", 6) == 0) {
		len = 6;
		*out = 0040000;
	} else {
		return take_mode(rest, out);
	}
	rest->ptr += len;
	rest->len -= len;
	return true;
}

bool
git_next_entry(struct hscan_text *rest, struct git_entry *entry)
{
	struct hscan_text left = *rest;
	const char *nul;

	if (!take_any_mode(&left, &entry->mode) || left.len == 0)
		return false;
	nul = memchr(left.ptr, '\0', left.len);
	if (!nul || left.len - (size_t)(nul - left.ptr) <= HSCAN_SHA_SIZE)
		return false;
	entry->name = (struct hscan_text){left.ptr, (size_t)(nul - left.ptr)};
	entry->sha = (const unsigned char *)nul + 1;
	left.len -= (size_t)(nul + 1 + HSCAN_SHA_SIZE - left.ptr);
	left.ptr = nul + 1 + HSCAN_SHA_SIZE;
	*rest = left;
	return true;
}

bool
git_entry_is_tree(const struct git_entry *entry)
{
	return (entry->mode & 0170000) == 0040000;
}

bool
git_entry_is_link(const struct git_entry *entry)
{
	return (entry->mode & 0170000) == 0160000;
}
