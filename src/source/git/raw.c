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
 * pair encloses, and the date follows the last '>'. */
static void
parse_person(struct hscan_text line, struct hscan_text *name,
    struct hscan_text *email, struct hscan_text *when)
{
	struct hscan_text rest = line;
	size_t last = line.len;

	*name = hscan_text_trim(hscan_text_split(&rest, '<'));
	*email = hscan_text_split(&rest, '>');
	*when = (struct hscan_text){NULL, 0};
	if (!rest.ptr) {
		*email = *when;
		return;
	}
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

bool
git_parse_commit(struct hscan_text raw, struct git_raw_commit *out)
{
	struct hscan_text rest = raw, line, name, email, when;
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
	if (take_line(&rest, "author ", &line))
		parse_person(
		    line, &out->author_name, &out->author_email, &when);
	if (!take_line(&rest, "committer ", &line))
		return true;
	parse_person(line, &name, &email, &when);
	if (!parse_stamp(when, &out->committed_at))
		out->committed_at = 0;
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
	struct hscan_text line;

	return take_line(parents, "parent ", &line) &&
	       hscan_parse_hex(line, out, HSCAN_SHA_SIZE);
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

bool
git_next_entry(struct hscan_text *rest, struct git_entry *entry)
{
	const char *nul;
	size_t i = 0;
	uint32_t mode = 0;

	for (; i < rest->len && rest->ptr[i] >= '0' && rest->ptr[i] <= '7'; i++)
		mode = mode << 3 | (uint32_t)(rest->ptr[i] - '0');
	if (i == 0 || i > 7 || i >= rest->len || rest->ptr[i] != ' ')
		return false;
	i++;
	nul = memchr(rest->ptr + i, '\0', rest->len - i);
	if (!nul || rest->len - (size_t)(nul - rest->ptr) <= HSCAN_SHA_SIZE)
		return false;
	entry->mode = canonical_mode(mode);
	entry->name =
	    (struct hscan_text){rest->ptr + i, (size_t)(nul - rest->ptr) - i};
	entry->sha = (const unsigned char *)nul + 1;
	rest->len -= (size_t)(nul + 1 + HSCAN_SHA_SIZE - rest->ptr);
	rest->ptr = nul + 1 + HSCAN_SHA_SIZE;
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
