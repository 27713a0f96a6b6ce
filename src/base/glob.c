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

/* One element of a class: a range, of one byte as a rule, or [:name:]. */
struct element {
	unsigned char from, to;
	struct hscan_text name; /* absent: a range */
};

/* [:name:] ends at the first ']', and is one only with a ':' before that. */
static bool
take_name(struct hscan_text *rest, struct hscan_text *name)
{
	const char *end;
	size_t len;

	if (rest->len < 4 || rest->ptr[0] != '[' || rest->ptr[1] != ':')
		return false;
	end = memchr(rest->ptr + 2, ']', rest->len - 2);
	if (!end || end < rest->ptr + 3 || end[-1] != ':')
		return false;
	len = (size_t)(end - rest->ptr);
	*name = (struct hscan_text){rest->ptr + 2, len - 3};
	rest->ptr += len + 1;
	rest->len -= len + 1;
	return true;
}

/* One byte, or the one behind a backslash; false at the end. */
static bool
take_byte(struct hscan_text *rest, unsigned char *out)
{
	size_t skip = rest->len > 0 && rest->ptr[0] == '\\' ? 1 : 0;

	if (rest->len <= skip)
		return false;
	*out = (unsigned char)rest->ptr[skip];
	rest->ptr += skip + 1;
	rest->len -= skip + 1;
	return true;
}

static bool
take_element(struct hscan_text *rest, struct element *out)
{
	out->name = (struct hscan_text){NULL, 0};
	if (take_name(rest, &out->name))
		return true;
	if (!take_byte(rest, &out->from))
		return false;
	out->to = out->from;
	if (rest->len < 2 || rest->ptr[0] != '-' || rest->ptr[1] == ']')
		return true;
	rest->ptr++;
	rest->len--;
	return take_byte(rest, &out->to);
}

static bool is_negated(struct hscan_text class)
{
	return class.len > 0 && (class.ptr[0] == '!' || class.ptr[0] == '^');
}

/* What a byte is to [:name:]; -1 when there is no such name. */
static int
is_of_class(struct hscan_text name, char c)
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
	return -1;
}

/* Where the class that begins behind '[' ends; 0 when it does not, or has a
 * name that is none. Its first element may be a ']'. */
static size_t
class_length(struct hscan_text rest)
{
	const char *start = rest.ptr;
	struct element element;

	if (is_negated(rest)) {
		rest.ptr++;
		rest.len--;
	}
	do {
		if (!take_element(&rest, &element) || rest.len == 0)
			return 0;
		if (element.name.ptr && is_of_class(element.name, 'a') < 0)
			return 0;
	} while (rest.ptr[0] != ']');
	return (size_t)(rest.ptr - start);
}

/* Takes a run of stars off; "**" is special only between slashes. */
static struct token
take_stars(const struct automaton *a, struct hscan_text pattern, size_t *at)
{
	size_t start = *at;
	bool bounded, escaped;

	while (*at < pattern.len && pattern.ptr[*at] == '*')
		(*at)++;
	/* Git takes "\\/" for the slash here, but not for one to leave out. */
	escaped = *at + 1 < pattern.len && pattern.ptr[*at] == '\\' &&
		  pattern.ptr[*at + 1] == '/';
	bounded = (start == 0 || pattern.ptr[start - 1] == '/') &&
		  (*at == pattern.len || pattern.ptr[*at] == '/' || escaped);
	if (a->path && *at - start >= 2 && bounded)
		return (struct token){.kind = escaped ? IN_FOLDERS : FOLDERS};
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

/* Git takes the first of a range even if its last comes before it. */
static bool
in_element(const struct element *element, char c)
{
	unsigned char u = (unsigned char)c;

	if (element->name.ptr)
		return is_of_class(element->name, c) > 0;
	return u == element->from || (element->from <= u && u <= element->to);
}

static bool
in_class(struct hscan_text class, char c, bool nocase)
{
	bool negated = is_negated(class), found = false;
	struct element element;
	char other = c;

	if (nocase && hscan_is_alpha(c))
		other = (char)(c ^ ('a' ^ 'A'));
	if (negated) {
		class.ptr++;
		class.len--;
	}
	while (take_element(&class, &element))
		found |= in_element(&element, c) || in_element(&element, other);
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
		return in_class(token->class, c, a->nocase);
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

/* Runs the text, as a path or as a name without case; true when the pattern
 * is well-formed. */
static bool
run(struct automaton *a, bool path, struct hscan_text pattern,
    struct hscan_text text, struct states *states)
{
	a->len = 0;
	a->path = path;
	a->nocase = !path;
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

	return run(&a, true, pattern, path, &states) && states.at[a.len];
}

bool
hscan_glob_reaches(struct hscan_text pattern, struct hscan_text prefix)
{
	struct automaton a;
	struct states states;

	if (!run(&a, true, pattern, prefix, &states))
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

	return run(&a, false, pattern, text, &states) && states.at[a.len];
}
