/* SPDX-License-Identifier: MIT */
/* Files that say who works where; see gitdm.h. What is odd in those that are
 * about is read as those read it who keep them: a '#' ends a line wherever it
 * stands, but of the CNCF's people some work for "#be" or "F#". */
#include "model/gitdm.h"

#include <stdbool.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"

/* Many times the longest that there are. */
enum { LONGEST_LINE = 64 * 1024 };

struct reader {
	const struct hscan_gitdm_file *file;
	enum hscan_gitdm_kind kind;
	struct hscan_text rest;
	size_t line;
	struct hscan_text whole;  /* the line as it stands, without its end */
	struct hscan_text person; /* the addresses of who is described */
	bool at_person;
	hscan_gitdm_fn *take;
	void *payload;
	struct hscan_error *err;
};

/* --- words --- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Takes what stands before the first blank, and the blanks behind it. */
static struct hscan_text
take_word(struct hscan_text *rest)
{
	struct hscan_text word = *rest;
	size_t len = 0;

	while (len < rest->len && !is_blank(rest->ptr[len]))
		len++;
	word.len = len;
	*rest = hscan_text_trim(
	    (struct hscan_text){rest->ptr + len, rest->len - len});
	return word;
}

/* An alias may stand in quotes, as a name in place of an address does. */
static struct hscan_text
take_quoted(struct hscan_text *rest)
{
	struct hscan_text after = *rest, quoted;

	if (!hscan_text_starts(*rest, "\""))
		return take_word(rest);
	after.ptr++;
	after.len--;
	quoted = hscan_text_split(&after, '"');
	if (!after.ptr || quoted.len == 0)
		return take_word(rest);
	*rest = hscan_text_trim(after);
	return quoted;
}

/* "ann@example.org", or as the CNCF writes it, "ann!example.org". */
static bool
is_address(struct hscan_text text)
{
	size_t at = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (is_blank(text.ptr[i]))
			return false;
		if (at == 0 && (text.ptr[i] == '@' || text.ptr[i] == '!'))
			at = i;
	}
	return at > 0 && at + 1 < text.len;
}

/* "2012-07-20", or with fewer digits. */
static bool
parse_date(struct hscan_text text, int64_t *out)
{
	struct hscan_text rest = text;
	int64_t part[3], year;
	int month, day;

	for (size_t i = 0; i < 3; i++) {
		struct hscan_text number = hscan_text_split(&rest, '-');

		if (number.len == 0 || !hscan_is_digit(number.ptr[0]) ||
		    !hscan_parse_i64(number, 1, i == 0 ? 9999 : 31, &part[i]))
			return false;
	}
	if (rest.ptr || part[1] > 12)
		return false;
	*out = hscan_civil_to(part[0], (int)part[1], (int)part[2]);
	/* There is no 31st of June. */
	hscan_civil_of(*out, &year, &month, &day);
	return year == part[0] && month == part[1] && day == part[2];
}

/* --- what is wrong --- */

static enum hscan_status
wrong(const struct reader *reader, const char *what)
{
	char shown[120];

	return hscan_fail(reader->err, HSCAN_EINVAL, "%s:%zu: '%s' %s",
	    reader->file->path, reader->line,
	    hscan_safe(reader->whole, shown, sizeof(shown)), what);
}

static const char no_date[] =
    "has no date of the calendar where one should be; write it as YYYY-MM-DD";

/* --- employers --- */

static const char *
read_employs(struct hscan_text text, struct hscan_gitdm_line *out)
{
	struct hscan_text rest = hscan_text_trim(text), until;

	*out = (struct hscan_gitdm_line){
	    .says = HSCAN_GITDM_EMPLOYS, .from = INT64_MIN, .until = INT64_MAX};
	out->key = take_word(&rest);
	until = rest;
	out->name = hscan_text_trim(hscan_text_split(&until, '<'));
	if (out->key.len == 0 || out->name.len == 0)
		return "names no employer; write 'example.org Example', "
		       "perhaps with '< YYYY-MM-DD' behind it";
	if (until.ptr && !parse_date(hscan_text_trim(until), &out->until))
		return no_date;
	return NULL;
}

/* Whether any address can be, or be in, what a line is about. */
static bool
can_be_found(struct hscan_text key)
{
	const char *dot = memchr(key.ptr, '.', key.len);

	return is_address(key) ||
	       (dot && dot > key.ptr && key.ptr[key.len - 1] != '.' &&
		   !memchr(key.ptr, '*', key.len) &&
		   !memchr(key.ptr, '@', key.len));
}

enum hscan_status
hscan_gitdm_employs(struct hscan_text text, struct hscan_gitdm_line *out,
    struct hscan_error *err)
{
	const char *why = read_employs(text, out);
	char shown[120];

	/* Of a file somebody else's lines are not this user's to mend. */
	if (!why && !can_be_found(out->key))
		why = "begins with no address and no domain of two parts or "
		      "more, such as ann@example.org or example.org";
	if (!why)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL, "'%s' %s",
	    hscan_safe(text, shown, sizeof(shown)), why);
}

static enum hscan_status
tell(struct reader *reader, struct hscan_gitdm_line *line)
{
	line->line = reader->line;
	return reader->take(line, reader->payload, reader->err);
}

static enum hscan_status
read_employer(struct reader *reader, struct hscan_text text)
{
	struct hscan_gitdm_line line;
	const char *why = read_employs(text, &line);

	return why ? wrong(reader, why) : tell(reader, &line);
}

/* --- aliases, groups --- */

static enum hscan_status
read_alias(struct reader *reader, struct hscan_text text)
{
	struct hscan_gitdm_line line = {.says = HSCAN_GITDM_ALIAS};

	line.key = take_quoted(&text);
	line.name = text;
	if (line.key.len == 0 || !is_address(line.name))
		return wrong(reader,
		    "is no alias; write the other address, a blank, and the "
		    "one that stands for it");
	return tell(reader, &line);
}

static enum hscan_status
read_member(struct reader *reader, struct hscan_text text)
{
	struct hscan_gitdm_line line = {.says = HSCAN_GITDM_EMPLOYS,
	    .name = reader->file->employer,
	    .from = INT64_MIN,
	    .until = INT64_MAX};

	line.key = take_word(&text);
	if (text.len > 0)
		return wrong(reader, "is more than one address");
	return tell(reader, &line);
}

/* --- people --- */

/* Takes "from 2015-01-01" or "until ..." off the end; NULL: there is none, or
 * it is taken. */
static const char *
take_end(struct hscan_text *text, const char *word, int64_t *out)
{
	size_t len = strlen(word), at = text->len;
	struct hscan_text date;

	while (at > 0 && !is_blank(text->ptr[at - 1]))
		at--;
	date = (struct hscan_text){text->ptr + at, text->len - at};
	if (at < len + 1 || date.len == 0 || !hscan_is_digit(date.ptr[0]) ||
	    memcmp(text->ptr + at - 1 - len, word, len) != 0)
		return NULL;
	if (!parse_date(date, out))
		return no_date;
	text->len = at - 1 - len;
	*text = hscan_text_trim(*text);
	return NULL;
}

/* Whose addresses they are says nothing that they do not. */
static enum hscan_status
read_person(struct reader *reader, struct hscan_text text)
{
	struct hscan_text addresses = text;

	(void)hscan_text_split(&addresses, ':');
	if (!addresses.ptr)
		return wrong(reader,
		    "describes nobody; write 'LOGIN: ADDRESS', and below it "
		    "each employer behind a tab");
	reader->person = addresses;
	reader->at_person = true;
	return HSCAN_OK;
}

static enum hscan_status
read_job(struct reader *reader, struct hscan_text text)
{
	struct hscan_gitdm_line line = {
	    .says = HSCAN_GITDM_EMPLOYS, .from = INT64_MIN, .until = INT64_MAX};
	struct hscan_text addresses = reader->person;
	enum hscan_status status = HSCAN_OK;
	const char *why;

	if (!reader->at_person)
		return wrong(reader, "is an employer of nobody");
	why = take_end(&text, "until", &line.until);
	if (!why)
		why = take_end(&text, "from", &line.from);
	if (!why && text.len == 0)
		why = "names no employer";
	if (why)
		return wrong(reader, why);
	line.name = text;
	while (addresses.ptr && status == HSCAN_OK) {
		line.key = hscan_text_trim(hscan_text_split(&addresses, ','));
		if (line.key.len > 0)
			status = tell(reader, &line);
	}
	return status;
}

/* --- the configuration --- */

/* Lines "nn% EMPLOYER" up to "end"; `text` is the name of who is split. */
static enum hscan_status
read_split(struct reader *reader, struct hscan_text text)
{
	struct hscan_gitdm_line line = {
	    .says = HSCAN_GITDM_SPLIT, .name = text};
	struct hscan_text share = take_word(&line.name);
	int64_t percent;

	line.key = reader->person;
	if (hscan_text_is(text, "end")) {
		reader->at_person = false;
		return HSCAN_OK;
	}
	if (share.len > 0 && share.ptr[share.len - 1] == '%')
		share.len--;
	if (!hscan_parse_i64(share, 1, 100, &percent) || line.name.len == 0)
		return wrong(reader,
		    "is no part of a VirtualEmployer; write 'nn% EMPLOYER', "
		    "and 'end' behind the last");
	line.percent = (int)percent;
	return tell(reader, &line);
}

/* The words of a configuration, and what they name. */
static const struct keyword {
	const char *word;
	enum hscan_gitdm_kind kind; /* ANY: no file */
} keywords[] = {
    {"EmailAliases", HSCAN_GITDM_ALIASES},
    {"EmailMap", HSCAN_GITDM_EMPLOYERS},
    {"GroupMap", HSCAN_GITDM_GROUP},
    {"FileTypeMap", HSCAN_GITDM_ANY},
    {"VirtualEmployer", HSCAN_GITDM_ANY},
    {"RXEmailAliases", HSCAN_GITDM_ANY},
};

static const struct keyword *
find_keyword(struct hscan_text word)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (hscan_text_is(word, keywords[i].word))
			return &keywords[i];
	return NULL;
}

static enum hscan_status
read_file_line(
    struct reader *reader, enum hscan_gitdm_kind kind, struct hscan_text rest)
{
	struct hscan_gitdm_line line = {.says = HSCAN_GITDM_FILE, .kind = kind};

	line.name = take_word(&rest);
	if (kind == HSCAN_GITDM_GROUP)
		line.key = rest;
	if (line.name.len == 0)
		return wrong(reader, "names no file");
	if (kind == HSCAN_GITDM_GROUP && rest.len == 0)
		return wrong(reader,
		    "names no employer; write 'GroupMap FILE EMPLOYER'");
	return tell(reader, &line);
}

static enum hscan_status
read_config(struct reader *reader, struct hscan_text text)
{
	struct hscan_text rest = text;
	struct hscan_text word = take_word(&rest);
	const struct keyword *keyword = find_keyword(word);

	if (reader->at_person)
		return read_split(reader, text);
	if (!keyword)
		return wrong(reader,
		    "is no line of a gitdm configuration; those begin with "
		    "EmailMap, EmailAliases, GroupMap or VirtualEmployer");
	if (keyword->kind != HSCAN_GITDM_ANY)
		return read_file_line(reader, keyword->kind, rest);
	/* What a file is of says nothing of who wrote it. */
	if (hscan_text_is(word, "FileTypeMap"))
		return HSCAN_OK;
	if (hscan_text_is(word, "RXEmailAliases"))
		return wrong(reader,
		    "names a file of patterns, which are not read here; write "
		    "the addresses out in a file of EmailAliases");
	if (rest.len == 0)
		return wrong(reader, "names no employer");
	reader->person = rest;
	reader->at_person = true;
	return HSCAN_OK;
}

/* --- lines --- */

/* Why a line cannot be one of any kind; NULL: it can. */
static const char *
why_no_line(struct hscan_text line)
{
	if (line.len > LONGEST_LINE)
		return "is longer than the lines of such a file are";
	if (line.len > 0 && memchr(line.ptr, '\0', line.len))
		return "is no text: it has a NUL";
	return NULL;
}

/* Without its comment, and blanks at its ends; empty: it says nothing. */
static struct hscan_text
what_it_says(const struct reader *reader, struct hscan_text line)
{
	struct hscan_text rest = line;

	if (hscan_text_starts(line, "#"))
		return (struct hscan_text){line.ptr, 0};
	return reader->kind == HSCAN_GITDM_PEOPLE
		   ? hscan_text_trim(line)
		   : hscan_text_trim(hscan_text_split(&rest, '#'));
}

/* Nothing but its content tells what a file is that somebody names. */
static enum hscan_gitdm_kind
kind_of(struct hscan_text line)
{
	struct hscan_text rest = line, name, addresses;

	if (find_keyword(take_word(&rest)))
		return HSCAN_GITDM_CONFIG;
	addresses = line;
	name = hscan_text_split(&addresses, ':');
	if (addresses.ptr && name.len > 0 && !is_address(name)) {
		struct hscan_text first = hscan_text_split(&addresses, ',');

		if (is_address(hscan_text_trim(first)))
			return HSCAN_GITDM_PEOPLE;
	}
	rest = line;
	(void)take_quoted(&rest);
	return is_address(rest) ? HSCAN_GITDM_ALIASES : HSCAN_GITDM_EMPLOYERS;
}

static enum hscan_status
read_line(struct reader *reader, struct hscan_text text, bool indented)
{
	switch (reader->kind) {
	case HSCAN_GITDM_CONFIG: return read_config(reader, text);
	case HSCAN_GITDM_ALIASES: return read_alias(reader, text);
	case HSCAN_GITDM_GROUP: return read_member(reader, text);
	case HSCAN_GITDM_PEOPLE:
		return indented ? read_job(reader, text)
				: read_person(reader, text);
	case HSCAN_GITDM_EMPLOYERS:
	case HSCAN_GITDM_ANY: break;
	}
	return read_employer(reader, text);
}

static enum hscan_status
read_next(struct reader *reader)
{
	struct hscan_text line = hscan_text_split(&reader->rest, '\n'), says;
	const char *why = why_no_line(line);

	reader->line++;
	reader->whole = hscan_text_trim(line);
	if (why)
		return wrong(reader, why);
	says = what_it_says(reader, line);
	if (says.len == 0)
		return HSCAN_OK;
	if (reader->kind == HSCAN_GITDM_ANY)
		reader->kind = kind_of(says);
	return read_line(reader, says, is_blank(line.ptr[0]));
}

enum hscan_status
hscan_gitdm_read(const struct hscan_gitdm_file *file, hscan_gitdm_fn *take,
    void *payload, struct hscan_error *err)
{
	struct reader reader = {.file = file,
	    .kind = file->kind,
	    .rest = file->bytes,
	    .take = take,
	    .payload = payload,
	    .err = err};
	enum hscan_status status = HSCAN_OK;

	/* What some editors begin a file with. */
	if (hscan_text_starts(reader.rest, "\xEF\xBB\xBF")) {
		reader.rest.ptr += 3;
		reader.rest.len -= 3;
	}
	while (status == HSCAN_OK && reader.rest.ptr)
		status = read_next(&reader);
	if (status == HSCAN_OK && reader.kind == HSCAN_GITDM_CONFIG &&
	    reader.at_person)
		status = wrong(&reader,
		    "is the last line, and a VirtualEmployer has no 'end'");
	return status;
}
