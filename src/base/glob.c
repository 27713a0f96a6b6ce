/* SPDX-License-Identifier: MIT */
/*
 * Glob patterns; see glob.h. The pattern is run as a nondeterministic
 * automaton: a state is a place in the pattern, and the set of states that
 * the text so far can lead to is moved on byte by byte. Nothing backtracks.
 */
#include "base/glob.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum kind {
	LITERAL,
	ANY_ONE,    /* ? */
	CLASS,      /* [...] */
	STAR,       /* any number of bytes, without '/' in a path */
	FOLDERS,    /* "**": goes on to IN_FOLDERS, or past that and its '/' */
	IN_FOLDERS, /* any number of bytes */
};

struct token {
	enum kind kind;
	char literal;
	struct hscan_text class; /* what stands between [ and ] */
};

struct automaton {
	struct token tokens[HSCAN_GLOB_MAX];
	size_t len;
	bool path; /* '/' is special */
	bool nocase;
};

/* Sets of states; state i stands before token i, the last one accepts. */
struct states {
	bool at[HSCAN_GLOB_MAX + 1];
};

/* --- reading the pattern --- */

/* Where the class that begins behind '[' ends; 0 when it does not. */
static size_t
class_length(struct hscan_text rest)
{
	size_t i = 0;

	if (i < rest.len && (rest.ptr[i] == '!' || rest.ptr[i] == '^'))
		i++;
	if (i < rest.len && rest.ptr[i] == ']')
		i++;
	for (; i < rest.len; i++) {
		if (rest.ptr[i] == ']')
			return i;
		if (rest.ptr[i] == '\\') {
			i++;
		} else if (rest.ptr[i] == '[' && i + 1 < rest.len &&
			   rest.ptr[i + 1] == ':') {
			const char *end =
			    memchr(rest.ptr + i + 2, ':', rest.len - i - 2);

			if (end && end + 1 < rest.ptr + rest.len &&
			    end[1] == ']')
				i = (size_t)(end - rest.ptr) + 1;
		}
	}
	return 0;
}

/* Takes a run of stars off; "**" is special only between slashes. */
static struct token
take_stars(const struct automaton *a, struct hscan_text pattern, size_t *at)
{
	size_t start = *at;
	bool bounded;

	while (*at < pattern.len && pattern.ptr[*at] == '*')
		(*at)++;
	bounded = (start == 0 || pattern.ptr[start - 1] == '/') &&
		  (*at == pattern.len || pattern.ptr[*at] == '/');
	if (a->path && *at - start >= 2 && bounded)
		return (struct token){.kind = FOLDERS};
	return (struct token){.kind = STAR};
}

/* False for a pattern that is too long or a class that has no end. */
static bool
compile(struct automaton *a, struct hscan_text pattern)
{
	size_t i = 0;

	if (pattern.len > HSCAN_GLOB_MAX)
		return false;
	while (i < pattern.len) {
		struct token *token = &a->tokens[a->len++];
		char c = pattern.ptr[i];

		if (c == '*') {
			*token = take_stars(a, pattern, &i);
			if (token->kind == FOLDERS)
				a->tokens[a->len++].kind = IN_FOLDERS;
			continue;
		}
		i++;
		*token = (struct token){.kind = LITERAL, .literal = c};
		if (c == '?') {
			token->kind = ANY_ONE;
		} else if (c == '[') {
			struct hscan_text rest = {
			    pattern.ptr + i, pattern.len - i};

			token->kind = CLASS;
			token->class.ptr = rest.ptr;
			token->class.len = class_length(rest);
			if (token->class.len == 0)
				return false;
			i += token->class.len + 1;
		} else if (c == '\\') {
			if (i == pattern.len)
				return false;
			token->literal = pattern.ptr[i++];
		}
	}
	return true;
}

/* --- one byte --- */

static bool
in_named_class(struct hscan_text name, char c)
{
	unsigned char u = (unsigned char)c;
	bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
	bool hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
	bool graph = u > 0x20 && u < 0x7F;
	const struct {
		const char *name;
		bool holds;
	} classes[] = {
	    {"alpha", hscan_is_alpha(c)},
	    {"digit", hscan_is_digit(c)},
	    {"alnum", hscan_is_alnum(c)},
	    {"lower", lower},
	    {"upper", upper},
	    {"space", hscan_is_space(c)},
	    {"blank", c == ' ' || c == '\t'},
	    {"xdigit", hscan_is_digit(c) || hex},
	    {"punct", graph && !hscan_is_alnum(c)},
	    {"graph", graph},
	    {"print", graph || c == ' '},
	    {"cntrl", u < 0x20 || u == 0x7F},
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (hscan_text_is(name, classes[i].name))
			return classes[i].holds;
	return false;
}

/* Takes one element of a class off: [:name:], a-z or a single byte. */
static bool
take_element(struct hscan_text *class, char c)
{
	unsigned char from, to, u = (unsigned char)c;
	const char *end;
	size_t i = 0;

	if (class->len > 3 && class->ptr[0] == '[' && class->ptr[1] == ':' &&
	    (end = memchr(class->ptr + 2, ':', class->len - 2)) != NULL &&
	    end + 1 < class->ptr + class->len && end[1] == ']') {
		struct hscan_text name = {
		    class->ptr + 2, (size_t)(end - class->ptr) - 2};

		class->len -= (size_t)(end + 2 - class->ptr);
		class->ptr = end + 2;
		return in_named_class(name, c);
	}
	if (class->ptr[i] == '\\' && i + 1 < class->len)
		i++;
	from = to = (unsigned char)class->ptr[i++];
	if (i + 1 < class->len && class->ptr[i] == '-') {
		i++;
		if (class->ptr[i] == '\\' && i + 1 < class->len)
			i++;
		to = (unsigned char)class->ptr[i++];
	}
	class->ptr += i;
	class->len -= i;
	return from <= u && u <= to;
}

static bool
in_class(struct hscan_text class, char c)
{
	bool negated = class.ptr[0] == '!' || class.ptr[0] == '^';
	bool found = false;

	if (negated) {
		class.ptr++;
		class.len--;
	}
	while (class.len > 0)
		found |= take_element(&class, c);
	return found != negated;
}

/* Whether a token other than a star takes this byte. */
static bool
takes(const struct automaton *a, const struct token *token, char c)
{
	if (token->kind == LITERAL)
		return a->nocase
			   ? hscan_to_lower(token->literal) == hscan_to_lower(c)
			   : token->literal == c;
	if (a->path && c == '/')
		return false;
	if (token->kind == CLASS)
		return in_class(token->class, c) ||
		       (a->nocase && in_class(token->class, hscan_to_lower(c)));
	return token->kind == ANY_ONE;
}

/* --- running --- */

/* Adds what can be reached without a byte: stars match nothing too, and the
 * "**" of "**" + "/x" takes its slash with it then. */
static void
close_states(const struct automaton *a, struct states *states)
{
	for (size_t i = 0; i < a->len; i++) {
		enum kind kind = a->tokens[i].kind;

		if (!states->at[i])
			continue;
		if (kind == STAR || kind == FOLDERS || kind == IN_FOLDERS)
			states->at[i + 1] = true;
		if (kind == FOLDERS && i + 2 < a->len)
			states->at[i + 3] = true;
	}
}

static void
step(const struct automaton *a, struct states *states, char c)
{
	struct states next;

	memset(next.at, 0, a->len + 1);
	for (size_t i = 0; i < a->len; i++) {
		const struct token *token = &a->tokens[i];

		if (!states->at[i])
			continue;
		if (token->kind == IN_FOLDERS ||
		    (token->kind == STAR && (!a->path || c != '/')))
			next.at[i] = true;
		else if (takes(a, token, c))
			next.at[i + 1] = true;
	}
	close_states(a, &next);
	memcpy(states->at, next.at, a->len + 1);
}

/* Runs the text; true when the pattern is well-formed. */
static bool
run(struct automaton *a, struct hscan_text pattern, struct hscan_text text,
    struct states *states)
{
	if (!compile(a, pattern))
		return false;
	memset(states->at, 0, a->len + 1);
	states->at[0] = true;
	close_states(a, states);
	for (size_t i = 0; i < text.len; i++)
		step(a, states, text.ptr[i]);
	return true;
}

bool
hscan_glob_match_path(struct hscan_text pattern, struct hscan_text path)
{
	struct automaton a;
	struct states states;

	a.len = 0;
	a.path = true;
	a.nocase = false;
	return run(&a, pattern, path, &states) && states.at[a.len];
}

bool
hscan_glob_reaches(struct hscan_text pattern, struct hscan_text prefix)
{
	struct automaton a;
	struct states states;

	a.len = 0;
	a.path = true;
	a.nocase = false;
	if (!run(&a, pattern, prefix, &states))
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (states.at[i])
			return true;
	return false;
}

bool
hscan_glob_match_nocase(struct hscan_text pattern, struct hscan_text text)
{
	struct automaton a;
	struct states states;

	a.len = 0;
	a.path = false;
	a.nocase = true;
	return run(&a, pattern, text, &states) && states.at[a.len];
}
