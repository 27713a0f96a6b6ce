/* SPDX-License-Identifier: MIT */
/* Leaves out members that are not needed; see sift.h. */
#include "source/github/sift.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum {
	/* Deeper than any answer, and less than the parser would take. */
	DEPTH_MAX = 64,
	/* The parser takes no more than 63 characters for a number. */
	NUMBER_MAX_LEN = 40,
	NAMES_MAX = 64,
};

struct sift {
	const char *at, *end;
	const char *kept; /* copied up to here */
	struct hscan_buf *out;
	struct hscan_text names[NAMES_MAX];
	bool whole[NAMES_MAX]; /* see hscan_json_sift() */
	size_t names_len;
	uint32_t lengths[32]; /* by first letter: a bit for each of a name */
	size_t found;         /* named members that were kept */
};

/* The next byte; at the end a NUL, which JSON has nowhere. */
static char
peek(const struct sift *s)
{
	if (s->at >= s->end)
		return '\0';
	return *s->at;
}

static char
next_token(struct sift *s)
{
	char c = peek(s);

	while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
		s->at++;
		c = peek(s);
	}
	return c;
}

static bool
take(struct sift *s, char c)
{
	if (peek(s) != c)
		return false;
	s->at++;
	return true;
}

/* Drops the bytes from `from` up to `to`, a member or the end: copies what was
 * kept before them, and goes on at `to`. */
static void
leave_out(struct sift *s, const char *from, const char *to)
{
	(void)hscan_buf_add(s->out, s->kept, (size_t)(from - s->kept));
	s->kept = to;
}

/* --- scalars --- */

static bool
is_hex_digit(char c)
{
	return hscan_is_digit(c) || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/* What follows a backslash. */
static bool
pass_escape(struct sift *s)
{
	char c = peek(s);

	if (c == '\0' || !strchr("\"\\/bfnrtu", c))
		return false;
	s->at++;
	for (int i = 0; c == 'u' && i < 4; i++, s->at++)
		if (!is_hex_digit(peek(s)))
			return false;
	return true;
}

/* Most strings are so long that memchr() is several times as fast as a loop. */
static bool
pass_string(struct sift *s)
{
	const char *quote = s->at;

	if (!take(s, '"'))
		return false;
	for (;;) {
		const char *escape;

		if (quote < s->at)
			quote = memchr(s->at, '"', (size_t)(s->end - s->at));
		if (!quote)
			return false;
		escape = memchr(s->at, '\\', (size_t)(quote - s->at));
		s->at = (escape ? escape : quote) + 1;
		if (!escape)
			return true;
		if (!pass_escape(s))
			return false;
	}
}

static bool
pass_digits(struct sift *s)
{
	const char *begin = s->at;

	while (hscan_is_digit(peek(s)))
		s->at++;
	return s->at > begin;
}

static bool
pass_number(struct sift *s)
{
	const char *begin = s->at;

	(void)take(s, '-');
	if (!take(s, '0') && !pass_digits(s))
		return false;
	if (take(s, '.') && !pass_digits(s))
		return false;
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '-'))
			(void)take(s, '+');
		if (!pass_digits(s))
			return false;
	}
	return s->at - begin <= NUMBER_MAX_LEN;
}

static bool
pass_word(struct sift *s, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
		return false;
	s->at += len;
	return true;
}

/* --- objects and lists --- */

static bool pass_value(struct sift *s, bool keep, int depth);

/* What is to become of a member. */
enum fate { LEFT_OUT, SIFTED, WHOLE };

static enum fate
fate_of(const struct sift *s, const char *name, size_t len)
{
	if (len >= 32 || !(s->lengths[*name & 31] >> len & 1))
		return LEFT_OUT;
	for (size_t i = 0; i < s->names_len; i++)
		if (s->names[i].len == len &&
		    memcmp(s->names[i].ptr, name, len) == 0)
			return s->whole[i] ? WHOLE : SIFTED;
	return LEFT_OUT;
}

/* The parser would decode a name with an escape, which is not done here: such
 * text is left to it as a whole. */
static bool
pass_name(struct sift *s, enum fate *fate)
{
	const char *name = s->at + 1;
	size_t len;

	if (!pass_string(s))
		return false;
	len = (size_t)(s->at - name) - 1;
	*fate = fate_of(s, name, len);
	return !memchr(name, '\\', len) && next_token(s) == ':';
}

/* Passes over what a member has. Where it is to be whole, what was left out of
 * it is put back unless something in it is named. */
static bool
pass_content(struct sift *s, enum fate fate, int depth)
{
	const char *kept = s->kept;
	size_t len = s->out->len, found = s->found;

	if (fate != WHOLE)
		return pass_value(s, fate == SIFTED, depth);
	if (!pass_value(s, true, depth))
		return false;
	if (s->found == found) {
		s->kept = kept;
		hscan_buf_cut(s->out, len);
	}
	return true;
}

static bool
pass_object(struct sift *s, bool keep, int depth)
{
	const char *comma = NULL; /* the one before, if anything was kept */
	bool any = false;

	s->at++;
	if (next_token(s) == '}')
		return take(s, '}');
	for (;;) {
		const char *begin = s->at;
		enum fate fate;
		char after;

		if (!pass_name(s, &fate))
			return false;
		s->at++;
		if (!pass_content(s, keep ? fate : LEFT_OUT, depth))
			return false;
		after = next_token(s);
		/* With the comma before it, or else the one behind. */
		if (keep && fate == LEFT_OUT)
			leave_out(s, any ? comma : begin,
			    !any && after == ',' ? s->at + 1 : s->at);
		any = any || fate != LEFT_OUT;
		s->found += keep && fate != LEFT_OUT;
		comma = s->at++;
		if (after == '}')
			return true;
		if (after != ',' || next_token(s) != '"')
			return false;
	}
}

static bool
pass_array(struct sift *s, bool keep, int depth)
{
	s->at++;
	if (next_token(s) == ']')
		return take(s, ']');
	for (;;) {
		if (!pass_value(s, keep, depth))
			return false;
		if (next_token(s) != ',')
			return take(s, ']');
		s->at++;
	}
}

/* Passes over a value, whose members that are not wanted are left out if the
 * value itself is kept. */
static bool
pass_value(struct sift *s, bool keep, int depth)
{
	if (depth == 0)
		return false;
	switch (next_token(s)) {
	case '{': return pass_object(s, keep, depth - 1);
	case '[': return pass_array(s, keep, depth - 1);
	case '"': return pass_string(s);
	case 't': return pass_word(s, "true");
	case 'f': return pass_word(s, "false");
	case 'n': return pass_word(s, "null");
	default: return pass_number(s);
	}
}

static void
set_names(struct sift *s, const char *const *names)
{
	for (; *names && s->names_len < NAMES_MAX; names++) {
		size_t len = strlen(*names);

		s->whole[s->names_len] = len > 0 && (*names)[len - 1] == '/';
		len -= s->whole[s->names_len];
		s->names[s->names_len++] = (struct hscan_text){*names, len};
		s->lengths[**names & 31] |= UINT32_C(1) << len;
	}
}

bool
hscan_json_sift(
    struct hscan_text json, const char *const *names, struct hscan_buf *out)
{
	struct sift s = {.at = json.ptr,
	    .end = json.ptr + json.len,
	    .kept = json.ptr,
	    .out = out};

	set_names(&s, names);
	if (memchr(json.ptr, '\0', json.len))
		return false;
	if (!pass_value(&s, true, DEPTH_MAX) || next_token(&s) != '\0' ||
	    s.at < s.end)
		return false;
	leave_out(&s, s.end, s.end);
	return out->failed == HSCAN_OK;
}
