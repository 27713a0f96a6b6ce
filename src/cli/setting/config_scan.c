/* SPDX-License-Identifier: MIT */
/* Reads the syntax of git's configuration files; see config_scan.h. What git
 * takes is taken alike, and what git refuses is refused. */
#include "cli/setting/config_scan.h"

#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"

/* A byte order mark, which is no text. */
static const char mark[] = "\xEF\xBB\xBF";

/* Longer than any file that is read. */
enum { LONGEST = 2 * 1024 * 1024 };

void
config_scan_begin(
    struct config_scanner *scanner, struct hscan_text text, const char *path)
{
	*scanner = (struct config_scanner){.path = path, .rest = text};
	scanner->line = 1;
	if (hscan_text_starts(text, mark)) {
		scanner->rest.ptr += sizeof(mark) - 1;
		scanner->rest.len -= sizeof(mark) - 1;
	}
	hscan_buf_init(&scanner->name, LONGEST);
	hscan_buf_init(&scanner->value, LONGEST);
}

void
config_scan_end(struct config_scanner *scanner)
{
	hscan_buf_clear(&scanner->name);
	hscan_buf_clear(&scanner->value);
}

/* --- characters --- */

static bool
is_crlf(struct hscan_text rest)
{
	return rest.len > 1 && rest.ptr[0] == '\r' && rest.ptr[1] == '\n';
}

/* The next character; '\n' for "\r\n" and for the end of the text. */
static char
peek(const struct config_scanner *s)
{
	if (s->rest.len == 0 || is_crlf(s->rest))
		return '\n';
	return *s->rest.ptr;
}

/* Goes past it; the end of the text stays. */
static void
step(struct config_scanner *s)
{
	size_t len = is_crlf(s->rest) ? 2 : s->rest.len > 0;

	if (len > 0 && peek(s) == '\n')
		s->line++;
	s->rest.ptr += len;
	s->rest.len -= len;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
skip_blanks(struct config_scanner *s)
{
	while (is_blank(peek(s)))
		step(s);
}

static void
skip_line(struct config_scanner *s)
{
	while (peek(s) != '\n')
		step(s);
}

static struct hscan_text
rest_of_line(const struct config_scanner *s)
{
	struct hscan_text rest = s->rest;

	return hscan_text_split(&rest, '\n');
}

static enum hscan_status
broken(
    const struct config_scanner *s, const char *what, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EINVAL,
	    "%s:%zu: %s; see 'CONFIGURATION FILE' in git-config(1) for the "
	    "syntax",
	    s->path, s->line, what);
}

/* --- [section "subsection"] --- */

/* Takes what a key may hold, and '.' too if a section is named. */
static void
take_word(struct config_scanner *s, bool section)
{
	char c = peek(s);

	while (hscan_is_alnum(c) || c == '-' || (c == '.' && section)) {
		(void)hscan_buf_add_char(&s->name, hscan_to_lower(c));
		step(s);
		c = peek(s);
	}
}

/* At the blank behind the section's name. */
static enum hscan_status
take_subsection(struct config_scanner *s, struct hscan_error *err)
{
	char c;

	skip_blanks(s);
	if (peek(s) != '"')
		return broken(
		    s, "missing quotation marks in section header", err);
	(void)hscan_buf_add_char(&s->name, '.');
	step(s);
	while ((c = peek(s)) != '"') {
		if (c == '\\') {
			step(s);
			c = peek(s);
		}
		if (c == '\n')
			return broken(s,
			    "missing closing quotation mark in section header",
			    err);
		(void)hscan_buf_add_char(&s->name, c);
		step(s);
	}
	step(s);
	if (peek(s) != ']')
		return broken(s, "unexpected text after closing quotes", err);
	return HSCAN_OK;
}

static bool
is_include(struct hscan_text text)
{
	static const char word[] = "include";

	text = hscan_text_trim(text);
	text.len = text.len < sizeof(word) - 1 ? 0 : sizeof(word) - 1;
	return hscan_text_is_nocase(text, word);
}

/* At the '['. */
static enum hscan_status
take_header(struct config_scanner *s, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_text line;

	step(s);
	line = rest_of_line(s);
	if (is_include(line))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s:%zu: a configuration cannot include another; copy what "
		    "is needed, or name the other file with --config",
		    s->path, s->line);
	if (line.len == 0 || !memchr(line.ptr, ']', line.len))
		return broken(s, "missing ']' in section header", err);
	hscan_buf_reset(&s->name);
	take_word(s, true);
	if (is_blank(peek(s)))
		status = take_subsection(s, err);
	else if (peek(s) != ']' || s->name.len == 0)
		status = broken(s, "unexpected character in header", err);
	step(s);
	(void)hscan_buf_add_char(&s->name, '.');
	s->section = s->name.len;
	return status;
}

/* --- key = value --- */

/* Behind a backslash: a letter that stands for another, or the end of a line
 * whose value goes on in the next. */
static enum hscan_status
take_escaped(struct config_scanner *s, struct hscan_error *err)
{
	static const char written[] = "\"\\ntb";
	static const char meant[] = "\"\\\n\t\b";
	const char c = peek(s);
	const char *at = c != '\0' ? strchr(written, c) : NULL;
	char shown[120], what[160];

	if (!at && c != '\n') {
		(void)hscan_safe(
		    hscan_text_trim(rest_of_line(s)), shown, sizeof(shown));
		(void)snprintf(
		    what, sizeof(what), "invalid escape at %s", shown);
		return broken(s, what, err);
	}
	if (at)
		(void)hscan_buf_add_char(&s->value, meant[at - written]);
	step(s);
	return HSCAN_OK;
}

/* Behind the '='. Blanks at either end are the value's only if quoted. */
static enum hscan_status
take_value(struct config_scanner *s, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool quoted = false;
	size_t len = 0;
	char c;

	while (status == HSCAN_OK && (c = peek(s)) != '\n') {
		if (!quoted && (c == '#' || c == ';')) {
			skip_line(s);
			continue;
		}
		step(s);
		if (!quoted && is_blank(c)) {
			if (s->value.len > 0)
				(void)hscan_buf_add_char(&s->value, c);
			continue;
		}
		if (c == '"')
			quoted = !quoted;
		else if (c == '\\')
			status = take_escaped(s, err);
		else
			(void)hscan_buf_add_char(&s->value, c);
		len = s->value.len;
	}
	if (status == HSCAN_OK && quoted)
		status = broken(s, "missing closing quotation mark", err);
	hscan_buf_cut(&s->value, len);
	return status;
}

static enum hscan_status
take_variable(struct config_scanner *s, struct config_variable *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	out->line = s->line;
	hscan_buf_cut(&s->name, s->section);
	hscan_buf_reset(&s->value);
	if (!hscan_is_alpha(peek(s)))
		return broken(s, "invalid configuration key", err);
	take_word(s, false);
	while (peek(s) == ' ' || peek(s) == '\t')
		step(s);
	if (peek(s) == '=') {
		step(s);
		status = take_value(s, err);
		out->value.ptr = hscan_buf_string(&s->value);
		out->value.len = s->value.len;
	} else if (peek(s) != '\n') {
		status = broken(s, "invalid configuration key", err);
	}
	if (status == HSCAN_OK)
		status = hscan_buf_check(&s->name, "the name of a key", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&s->value, "a value", err);
	out->name = hscan_buf_string(&s->name);
	return status;
}

enum hscan_status
config_scan_next(struct config_scanner *scanner, struct config_variable *out,
    struct hscan_error *err)
{
	enum hscan_status status;

	*out = (struct config_variable){.name = NULL};
	while (scanner->rest.len > 0) {
		char c = peek(scanner);

		if (c == '\n' || is_blank(c)) {
			step(scanner);
		} else if (c == '#' || c == ';') {
			skip_line(scanner);
		} else if (c != '[') {
			return take_variable(scanner, out, err);
		} else {
			status = take_header(scanner, err);
			if (status != HSCAN_OK)
				return status;
		}
	}
	return HSCAN_OK;
}
