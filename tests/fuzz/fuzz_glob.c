/* SPDX-License-Identifier: MIT */
/* Patterns: the first line is the pattern, the rest the text. Short ones are
 * compared with a matcher that tries everything, written without a look at
 * the other. */
#include "base/glob.h"
#include "fuzz/fuzz.h"
#include "model/bot.h"

/* What the slow matcher is given at most, and the pattern at its longest. */
enum { SHORT = 24, LONG = 2048 };

/* --- the slow matcher --- */

struct slow {
	struct hscan_text pattern, text;
	bool path;
};

static bool
is_named_class(struct hscan_text name, unsigned char c, bool *known)
{
	static const struct {
		const char *name, *members;
	} classes[] = {
	    {"lower", "abcdefghijklmnopqrstuvwxyz"},
	    {"upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	    {"digit", "0123456789"},
	    {"space", " \t\n\v\f\r"},
	    {"blank", " \t"},
	    {"xdigit", "0123456789abcdefABCDEF"},
	    {"punct", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
	    {"alpha", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	    {"alnum", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		      "0123456789"},
	};

	*known = true;
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (hscan_text_is(name, classes[i].name))
			return c != '\0' &&
			       strchr(classes[i].members, c) != NULL;
	if (hscan_text_is(name, "cntrl"))
		return c < 32 || c == 127;
	if (hscan_text_is(name, "graph"))
		return c > 32 && c < 127;
	if (hscan_text_is(name, "print"))
		return c >= 32 && c < 127;
	*known = false;
	return false;
}

/* Reads the class behind a '[' at `*at`, to behind its ']'. -1: it has no
 * end, or a name that is none. */
static int
slow_class(struct hscan_text p, size_t *at, unsigned char c)
{
	size_t i = *at;
	bool negated = i < p.len && (p.ptr[i] == '!' || p.ptr[i] == '^');
	bool found = false, first = true;

	i += negated;
	for (; i < p.len && (first || p.ptr[i] != ']'); first = false) {
		unsigned char from, to;
		size_t end = i + 2;

		while (end < p.len && p.ptr[end] != ']')
			end++;
		if (p.ptr[i] == '[' && i + 1 < p.len && p.ptr[i + 1] == ':' &&
		    end < p.len && end > i + 2 && p.ptr[end - 1] == ':') {
			bool known;

			found |= is_named_class(
			    (struct hscan_text){p.ptr + i + 2, end - i - 3}, c,
			    &known);
			if (!known)
				return -1;
			i = end + 1;
			continue;
		}
		i += p.ptr[i] == '\\';
		if (i >= p.len)
			return -1;
		from = to = (unsigned char)p.ptr[i++];
		if (i + 1 < p.len && p.ptr[i] == '-' && p.ptr[i + 1] != ']') {
			i++;
			i += p.ptr[i] == '\\';
			if (i >= p.len)
				return -1;
			to = (unsigned char)p.ptr[i++];
		}
		found |= c == from || (from <= c && c <= to);
	}
	if (i >= p.len)
		return -1;
	*at = i + 1;
	return found != negated;
}

static bool slow_match(const struct slow *slow, size_t p, size_t t);

/* A run of stars that begins at `p`. */
static bool
slow_stars(const struct slow *slow, size_t p, size_t t)
{
	const char *pattern = slow->pattern.ptr;
	size_t len = slow->pattern.len, end = p;
	bool bounded, slash, escaped, folders;

	while (end < len && pattern[end] == '*')
		end++;
	slash = end < len && pattern[end] == '/';
	escaped =
	    end + 1 < len && pattern[end] == '\\' && pattern[end + 1] == '/';
	bounded = (p == 0 || pattern[p - 1] == '/') &&
		  (end == len || slash || escaped);
	folders = slow->path && end - p > 1 && bounded;
	if (folders && slash && slow_match(slow, end + 1, t))
		return true;
	for (;; t++) {
		if (slow_match(slow, end, t))
			return true;
		if (t == slow->text.len ||
		    (slow->path && !folders && slow->text.ptr[t] == '/'))
			return false;
	}
}

static bool
slow_match(const struct slow *slow, size_t p, size_t t)
{
	const struct hscan_text pattern = slow->pattern;
	char c, want;
	size_t next = p + 1;

	if (p == pattern.len)
		return t == slow->text.len;
	want = pattern.ptr[p];
	if (want == '*')
		return slow_stars(slow, p, t);
	if (t == slow->text.len)
		return false;
	c = slow->text.ptr[t];
	if (want == '?' || want == '[') {
		if (want == '[' &&
		    slow_class(pattern, &next, (unsigned char)c) != 1)
			return false;
		return (!slow->path || c != '/') &&
		       slow_match(slow, next, t + 1);
	}
	if (want == '\\') {
		if (next == pattern.len)
			return false;
		want = pattern.ptr[next++];
	}
	return c == want && slow_match(slow, next, t + 1);
}

/* A pattern that is malformed matches nothing, wherever that is. */
static bool
slow_is_well_formed(struct hscan_text pattern)
{
	for (size_t i = 0; i < pattern.len;) {
		char c = pattern.ptr[i++];

		if (c == '\\' && i++ == pattern.len)
			return false;
		if (c == '[' && slow_class(pattern, &i, 'a') < 0)
			return false;
	}
	return true;
}

static void
ensure_as_slow(struct hscan_text pattern, struct hscan_text text)
{
	struct slow slow = {.pattern = pattern, .text = text, .path = true};
	size_t stars = 0;

	for (size_t i = 0; i < pattern.len; i++)
		stars += pattern.ptr[i] == '*';
	if (pattern.len > SHORT || text.len > SHORT || stars > 6)
		return;
	ENSURE(hscan_glob_match_path(pattern, text) ==
	       (slow_is_well_formed(pattern) && slow_match(&slow, 0, 0)));
}

/* --- what must hold for any length --- */

/* Whatever leads to a match is on the way to one. */
static void
ensure_reaches(struct hscan_text pattern, struct hscan_text text)
{
	if (!hscan_glob_match_path(pattern, text))
		return;
	for (size_t i = 0; i < text.len; i += 1 + text.len / 50)
		ENSURE(hscan_glob_reaches(
		    pattern, (struct hscan_text){text.ptr, i}));
}

/* With every byte escaped, a text is a pattern for itself. */
static void
ensure_literal(struct hscan_text text)
{
	char *escaped = malloc(2 * text.len + 1);
	struct hscan_text pattern = {escaped, 2 * text.len};

	ENSURE(escaped != NULL);
	for (size_t i = 0; i < text.len; i++) {
		escaped[2 * i] = '\\';
		escaped[2 * i + 1] = text.ptr[i];
	}
	ENSURE(hscan_glob_match_path(pattern, text) ==
	       (pattern.len <= HSCAN_GLOB_MAX));
	ENSURE(hscan_glob_match_nocase(pattern, text) ==
	       (pattern.len <= HSCAN_GLOB_MAX));
	free(escaped);
}

/* A login and the same in the other case are one. */
static void
ensure_nocase(struct hscan_text pattern, struct hscan_text text)
{
	const struct hscan_text none = {NULL, 0};
	char *other = fuzz_string(text);
	const struct hscan_text turned = {other, text.len};

	for (size_t i = 0; i < text.len; i++)
		if (hscan_is_alpha(other[i]))
			other[i] = (char)(other[i] ^ ('a' ^ 'A'));
	ENSURE(hscan_glob_match_nocase(pattern, text) ==
	       hscan_glob_match_nocase(pattern, turned));
	ENSURE(hscan_bot_rule(text, none, &pattern, 1) ==
	       hscan_bot_rule(turned, none, &pattern, 1));
	ENSURE(hscan_is_bot(text, none, &pattern, 1) || text.len == 0 ||
	       !hscan_glob_match_nocase(pattern, text));
	/* As the address of an author. */
	ENSURE(hscan_bot_author_rule(none, text, &pattern, 1) ==
	       hscan_bot_author_rule(none, turned, &pattern, 1));
	free(other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text text = fuzz_text(data, size < LONG ? size : LONG);
	const struct hscan_text pattern = hscan_text_split(&text, '\n');

	ensure_as_slow(pattern, text);
	ensure_reaches(pattern, text);
	ensure_literal(text);
	ensure_nocase(pattern, text);
	return 0;
}
