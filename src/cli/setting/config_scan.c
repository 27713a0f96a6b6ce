/* SPDX-License-Identifier: MIT */
/* Goes over the text of a configuration; see config_scan.h. */
#include "cli/setting/config_scan.h"

#include <string.h>

#include "base/text.h"

static void
skip_blanks(struct hscan_text *text)
{
	while (
	    text->len > 0 && hscan_is_space(*text->ptr) && *text->ptr != '\n') {
		text->ptr++;
		text->len--;
	}
}

/* Takes one line, without its '\n', off the front. */
static struct hscan_text
take_line(struct config_scanner *scanner)
{
	scanner->line++;
	return hscan_text_split(&scanner->rest, '\n');
}

/* Past "[section "sub"]", also several of them. */
static void
skip_headers(struct hscan_text *line)
{
	skip_blanks(line);
	while (line->len > 0 && *line->ptr == '[') {
		bool quoted = false;

		while (line->len > 0 && (quoted || *line->ptr != ']')) {
			if (*line->ptr == '\\' && line->len > 1) {
				line->ptr++;
				line->len--;
			} else if (*line->ptr == '"') {
				quoted = !quoted;
			}
			line->ptr++;
			line->len--;
		}
		if (line->len > 0) {
			line->ptr++;
			line->len--;
		}
		skip_blanks(line);
	}
}

/* Whether a value goes on in the next line. */
static bool
is_continued(struct hscan_text line)
{
	bool quoted = false;

	line = hscan_text_trim(line);
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == '\\') {
			if (i + 1 == line.len)
				return true;
			i++;
		} else if (line.ptr[i] == '"') {
			quoted = !quoted;
		} else if (!quoted &&
			   (line.ptr[i] == '#' || line.ptr[i] == ';')) {
			return false;
		}
	}
	return false;
}

size_t
config_scan_variable(struct config_scanner *scanner, struct hscan_text *key)
{
	while (scanner->rest.len > 0) {
		struct hscan_text line = take_line(scanner);
		size_t at = scanner->line;
		size_t len = 0;

		skip_headers(&line);
		while (len < line.len &&
		       (hscan_is_alnum(line.ptr[len]) || line.ptr[len] == '-'))
			len++;
		if (len == 0)
			continue;
		*key = (struct hscan_text){line.ptr, len};
		while (is_continued(line) && scanner->rest.len > 0)
			line = take_line(scanner);
		return at;
	}
	return 0;
}

/* Whether "[ include" or "[includeIf" begins at `text`. */
static bool
is_include(struct hscan_text text)
{
	static const char word[] = "include";

	text.ptr++;
	text.len--;
	skip_blanks(&text);
	if (text.len < sizeof(word) - 1)
		return false;
	text.len = sizeof(word) - 1;
	return hscan_text_is_nocase(text, word);
}

/* Sees a bit more than libgit2 would: "[include" within a value is refused
 * too, which costs nobody anything. */
enum hscan_status
config_scan_check(
    struct hscan_text text, const char *path, struct hscan_error *err)
{
	struct config_scanner scanner = {.rest = text};

	if (text.len > 0 && memchr(text.ptr, '\0', text.len))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: not a text file: it holds a NUL byte; write it anew",
		    path);
	while (scanner.rest.len > 0) {
		struct hscan_text line = take_line(&scanner);

		skip_blanks(&line);
		if (line.len > 0 && (*line.ptr == '#' || *line.ptr == ';'))
			continue;
		for (; line.len > 0; line.ptr++, line.len--)
			if (*line.ptr == '[' && is_include(line))
				return hscan_fail(err, HSCAN_EINVAL,
				    "%s:%zu: a configuration cannot include "
				    "another; copy what is needed, or name "
				    "the other file with --config",
				    path, scanner.line);
	}
	return HSCAN_OK;
}
