/* SPDX-License-Identifier: MIT */
/* JSON from value to value; see walk.h. By RFC 8259, but that text need not be
 * valid UTF-8, which nobody depends on. */
#include "source/sbom/walk.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

static void
fail(struct walk *walk, const char *fault)
{
	if (!walk->fault) {
		walk->fault = fault;
		walk->fault_at = walk->at;
	}
	walk->at = walk->end;
}

static const char *
no_json(const struct walk *walk)
{
	return walk->at < walk->end ? "this is not JSON"
				    : "the file ends in the middle";
}

void
walk_init(struct walk *walk, struct hscan_text json)
{
	static const char mark[] = "\xEF\xBB\xBF";

	*walk = (struct walk){
	    .begin = json.ptr,
	    .at = json.ptr,
	    .end = json.len > 0 ? json.ptr + json.len : json.ptr,
	};
	if (hscan_text_starts(json, mark))
		walk->at += strlen(mark);
	hscan_buf_init(&walk->text, WALK_STRING);
}

void
walk_clear(struct walk *walk)
{
	hscan_buf_clear(&walk->text);
}

/* The next byte; at the end, and after a fault, a NUL, which JSON has nowhere.
 */
static char
peek(const struct walk *walk)
{
	if (walk->at < walk->end)
		return *walk->at;
	return '\0';
}

static char
next_token(struct walk *walk)
{
	char c = peek(walk);

	while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
		walk->at++;
		c = peek(walk);
	}
	return c;
}

static bool
take(struct walk *walk, char c)
{
	if (walk->at >= walk->end || *walk->at != c)
		return false;
	walk->at++;
	return true;
}

/* --- strings --- */

static void
keep(struct walk *walk, bool wanted, const char *bytes, size_t len)
{
	if (!wanted || walk->fault || hscan_buf_add(&walk->text, bytes, len))
		return;
	walk->no_memory = walk->text.failed == HSCAN_ENOMEM;
	fail(walk, "a string is longer than a mebibyte");
}

static void
keep_character(struct walk *walk, bool wanted, uint32_t c)
{
	char bytes[4];
	size_t len = 0;

	if (c < 0x80) {
		bytes[len++] = (char)c;
	} else if (c < 0x800) {
		bytes[len++] = (char)(0xC0 | c >> 6);
		bytes[len++] = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		bytes[len++] = (char)(0xE0 | c >> 12);
		bytes[len++] = (char)(0x80 | (c >> 6 & 0x3F));
		bytes[len++] = (char)(0x80 | (c & 0x3F));
	} else {
		bytes[len++] = (char)(0xF0 | c >> 18);
		bytes[len++] = (char)(0x80 | (c >> 12 & 0x3F));
		bytes[len++] = (char)(0x80 | (c >> 6 & 0x3F));
		bytes[len++] = (char)(0x80 | (c & 0x3F));
	}
	keep(walk, wanted, bytes, len);
}

/* The four digits behind "\u"; false: they are not there. */
static bool
take_hex(struct walk *walk, uint32_t *out)
{
	static const char digits[] = "0123456789abcdef";

	*out = 0;
	for (int i = 0; i < 4; i++) {
		char c = hscan_to_lower(peek(walk));
		const char *digit = c ? strchr(digits, c) : NULL;

		if (!digit)
			return false;
		*out = *out << 4 | (uint32_t)(digit - digits);
		walk->at++;
	}
	return true;
}

/* A half of a pair that stands alone becomes U+FFFD. */
static bool
take_code(struct walk *walk, bool wanted)
{
	const char *back;
	uint32_t c, low;

	if (!take_hex(walk, &c))
		return false;
	back = walk->at;
	if (c >= 0xD800 && c < 0xDC00 && take(walk, '\\') && take(walk, 'u') &&
	    take_hex(walk, &low) && low >= 0xDC00 && low < 0xE000) {
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	} else {
		walk->at = back;
		if (c >= 0xD800 && c < 0xE000)
			c = 0xFFFD;
	}
	keep_character(walk, wanted, c);
	return true;
}

/* What follows a backslash. */
static bool
take_escape(struct walk *walk, bool wanted)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	char c = peek(walk);
	const char *letter;

	if (c == 'u') {
		walk->at++;
		return take_code(walk, wanted);
	}
	letter = c ? strchr(letters, c) : NULL;
	if (!letter)
		return false;
	walk->at++;
	keep(walk, wanted, &bytes[letter - letters], 1);
	return true;
}

/* A whole string, into `text` where it is wanted. */
static bool
take_string(struct walk *walk, bool wanted)
{
	const char *run;

	hscan_buf_reset(&walk->text);
	if (!take(walk, '"'))
		return false;
	for (;;) {
		run = walk->at;
		while (walk->at < walk->end && *walk->at != '"' &&
		       *walk->at != '\\' && (unsigned char)*walk->at >= ' ')
			walk->at++;
		keep(walk, wanted, run, (size_t)(walk->at - run));
		if (walk->fault)
			return true;
		if (take(walk, '"'))
			return true;
		if (!take(walk, '\\') || !take_escape(walk, wanted))
			return false;
	}
}

/* --- other values --- */

static bool
take_digits(struct walk *walk)
{
	const char *begin = walk->at;

	while (hscan_is_digit(peek(walk)))
		walk->at++;
	return walk->at > begin;
}

static bool
take_number(struct walk *walk)
{
	(void)take(walk, '-');
	if (!take(walk, '0') && !take_digits(walk))
		return false;
	if (take(walk, '.') && !take_digits(walk))
		return false;
	if (!take(walk, 'e') && !take(walk, 'E'))
		return true;
	if (!take(walk, '-'))
		(void)take(walk, '+');
	return take_digits(walk);
}

static bool
take_word(struct walk *walk, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(walk->end - walk->at) < len ||
	    memcmp(walk->at, word, len) != 0)
		return false;
	walk->at += len;
	return true;
}

static bool
take_scalar(struct walk *walk, bool wanted)
{
	switch (peek(walk)) {
	case '"': return take_string(walk, wanted);
	case 't': return take_word(walk, "true");
	case 'f': return take_word(walk, "false");
	case 'n': return take_word(walk, "null");
	default: return take_number(walk);
	}
}

/* --- into objects and lists, and out --- */

static bool
enter(struct walk *walk, char open)
{
	if (walk->fault || next_token(walk) != open)
		return false;
	if (walk->depth == WALK_DEPTH) {
		fail(walk, "it is nested deeper than 64 levels");
		return false;
	}
	walk->at++;
	walk->in_object[walk->depth++] = open == '{';
	walk->fresh = true;
	return true;
}

bool
walk_object(struct walk *walk)
{
	return enter(walk, '{');
}

bool
walk_list(struct walk *walk)
{
	return enter(walk, '[');
}

/* Whether there is one more value in the innermost; else leaves it. */
static bool
go_on(struct walk *walk)
{
	bool fresh = walk->fresh;

	walk->fresh = false;
	if (walk->fault)
		return false;
	next_token(walk);
	if (take(walk, walk->in_object[walk->depth - 1] ? '}' : ']')) {
		walk->depth--;
		return false;
	}
	if (fresh || take(walk, ','))
		return true;
	fail(walk, no_json(walk));
	return false;
}

bool
walk_item(struct walk *walk)
{
	return go_on(walk);
}

/* The name of a member, up to where its value begins. */
static bool
take_name(struct walk *walk, bool wanted)
{
	next_token(walk);
	if (!take_string(walk, wanted))
		return false;
	next_token(walk);
	return take(walk, ':');
}

static bool
next_name(struct walk *walk, bool wanted)
{
	if (!go_on(walk))
		return false;
	if (!take_name(walk, wanted))
		fail(walk, no_json(walk));
	return !walk->fault;
}

bool
walk_member(struct walk *walk, struct walk_names *names, size_t *which)
{
	while (next_name(walk, true)) {
		size_t i = 0;

		while (names->names[i] &&
		       !hscan_text_is(
			   hscan_buf_text(&walk->text), names->names[i]))
			i++;
		if (!names->names[i]) {
			walk_skip(walk);
			continue;
		}
		if (names->seen >> i & 1) {
			fail(walk,
			    "a member comes twice in one object: which of them "
			    "counts cannot be told");
			return false;
		}
		names->seen |= 1U << i;
		*which = i;
		return true;
	}
	return false;
}

struct hscan_text
walk_string(struct walk *walk)
{
	const struct hscan_text absent = {NULL, 0};
	struct hscan_text text;

	if (walk->fault)
		return absent;
	if (next_token(walk) != '"') {
		walk_skip(walk);
		return absent;
	}
	if (!take_string(walk, true))
		fail(walk, no_json(walk));
	if (walk->fault)
		return absent;
	text = hscan_buf_text(&walk->text);
	return text.ptr ? text : hscan_text_of("");
}

bool
walk_null(struct walk *walk)
{
	next_token(walk);
	return !walk->fault && take_word(walk, "null");
}

/* A value that has none in it is taken; one that has is entered. */
static void
take_or_enter(struct walk *walk)
{
	if (walk_object(walk) || walk_list(walk) || walk->fault)
		return;
	if (!take_scalar(walk, false))
		fail(walk, no_json(walk));
}

/* Without recursion: what is in it is entered and left until we are out. */
void
walk_skip(struct walk *walk)
{
	size_t depth = walk->depth;

	take_or_enter(walk);
	while (walk->depth > depth && !walk->fault) {
		if (walk->in_object[walk->depth - 1] ? next_name(walk, false)
						     : walk_item(walk))
			take_or_enter(walk);
	}
}

void
walk_refuse(struct walk *walk, const char *fault)
{
	next_token(walk);
	fail(walk, fault);
}

bool
walk_ended(struct walk *walk)
{
	if (!walk->fault && (next_token(walk) != '\0' || walk->at < walk->end))
		fail(walk, "something follows its end");
	return !walk->fault;
}

size_t
walk_line(const struct walk *walk)
{
	size_t line = 1;

	for (const char *c = walk->begin; c && c < walk->fault_at; c++)
		line += *c == '\n';
	return line;
}
