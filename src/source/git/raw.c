/* SPDX-License-Identifier: MIT */
/* Reads the bytes of commit and tree objects. They are not trusted: any bytes
 * may come. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "source/git/internal.h"

static int
hex_value(char c)
{
	if (hscan_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static bool
parse_sha(struct hscan_text hex, unsigned char out[HSCAN_SHA_SIZE])
{
	if (hex.len != (size_t)2 * HSCAN_SHA_SIZE)
		return false;
	for (size_t i = 0; i < HSCAN_SHA_SIZE; i++) {
		int high = hex_value(hex.ptr[2 * i]);
		int low = hex_value(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high * 16 + low);
	}
	return true;
}

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

/* "Name <email> 1700000000 +0100": splits at the outermost < and >. */
static void
parse_person(struct hscan_text line, struct hscan_text *name,
    struct hscan_text *email, struct hscan_text *when)
{
	size_t open = 0, close = line.len;

	while (open < line.len && line.ptr[open] != '<')
		open++;
	while (close > open && line.ptr[close - 1] != '>')
		close--;
	*name = hscan_text_trim((struct hscan_text){line.ptr, open});
	*email = (struct hscan_text){line.ptr + open, 0};
	*when = (struct hscan_text){line.ptr + open, line.len - open};
	if (close <= open + 1)
		return;
	*email = hscan_text_trim(
	    (struct hscan_text){line.ptr + open + 1, close - open - 2});
	*when = (struct hscan_text){line.ptr + close, line.len - close};
}

bool
git_parse_commit(struct hscan_text raw, struct git_raw_commit *out)
{
	struct hscan_text rest = raw, line, name, email, when, stamp;
	const char *parents;

	memset(out, 0, sizeof(*out));
	if (!take_line(&rest, "tree ", &line) || !parse_sha(line, out->tree))
		return false;
	parents = rest.ptr;
	while (take_line(&rest, "parent ", &line))
		continue;
	if (rest.ptr)
		out->parents =
		    (struct hscan_text){parents, (size_t)(rest.ptr - parents)};
	if (take_line(&rest, "author ", &line))
		parse_person(
		    line, &out->author_name, &out->author_email, &when);
	if (!take_line(&rest, "committer ", &line))
		return true;
	parse_person(line, &name, &email, &when);
	when = hscan_text_trim(when);
	stamp = hscan_text_split(&when, ' ');
	if (!hscan_parse_i64(
		stamp, INT64_MIN + 1, INT64_MAX, &out->committed_at))
		out->committed_at = 0;
	return true;
}

bool
git_next_parent(struct hscan_text *parents, unsigned char out[HSCAN_SHA_SIZE])
{
	struct hscan_text line;

	return take_line(parents, "parent ", &line) && parse_sha(line, out);
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
