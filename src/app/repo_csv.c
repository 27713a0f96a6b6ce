/* SPDX-License-Identifier: MIT */
/* Tables of repositories; see repo_csv.h. */
#include "app/repo_csv.h"

#include <string.h>

#include <healthscan/repo.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"

enum {
	LONGEST_HEADER = 64,      /* of a column that may be the one */
	LARGEST_CELL = 64 * 1024, /* that names a repository */
	COLUMNS_SHOWN = 8,
};

/* What the column may be called, the best first; in lower case, with '_' for
 * what separates words. */
static const char *const columns[] = {"repo", "repository", "full_name",
    "namewithowner", "url", "html_url", "repository_url", "repo_url",
    "repo_git", "clone_url", "github_url", "github", "source", "name"};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct csv {
	const char *at, *end;
	char separator;
	size_t line;       /* of what is next, from 1 */
	const char *fault; /* NULL: none */
	size_t fault_line;
	bool last; /* of its row: the field that was taken */
};

/* A field as it stands there. */
struct field {
	struct hscan_text text; /* between its quotes, if it has them */
	bool quoted;
	bool doubled; /* with quotes that are doubled */
};

static struct csv
begin(struct hscan_text text, char separator)
{
	static const char mark[] = "\xEF\xBB\xBF";

	if (hscan_text_starts(text, mark)) {
		text.ptr += strlen(mark);
		text.len -= strlen(mark);
	}
	return (struct csv){
	    .at = text.ptr,
	    .end = text.len > 0 ? text.ptr + text.len : text.ptr,
	    .separator = separator,
	    .line = 1,
	};
}

/* --- fields --- */

static void
fail(struct csv *csv, size_t line, const char *fault)
{
	csv->fault = fault;
	csv->fault_line = line;
	csv->last = true;
	csv->at = csv->end;
}

static void
take_quoted(struct csv *csv, struct field *out)
{
	size_t line = csv->line;

	out->quoted = true;
	out->text.ptr = ++csv->at;
	for (; csv->at < csv->end; csv->at++) {
		csv->line += *csv->at == '\n';
		if (*csv->at != '"')
			continue;
		if (csv->at + 1 < csv->end && csv->at[1] == '"') {
			out->doubled = true;
			csv->at++;
			continue;
		}
		out->text.len = (size_t)(csv->at++ - out->text.ptr);
		return;
	}
	fail(csv, line, "the quote that begins here is not closed");
}

/* To its end, and over what separates it from the next. */
static bool
take_field(struct csv *csv, struct field *out)
{
	const char *begin;

	*out = (struct field){.quoted = false};
	while (csv->at < csv->end && *csv->at == ' ')
		csv->at++;
	if (csv->at < csv->end && *csv->at == '"')
		take_quoted(csv, out);
	begin = csv->at;
	while (csv->at < csv->end && *csv->at != csv->separator &&
	       *csv->at != '\n')
		csv->at++;
	if (!out->quoted)
		out->text =
		    (struct hscan_text){begin, (size_t)(csv->at - begin)};
	else if (!csv->fault && hscan_text_trim((struct hscan_text){begin,
						    (size_t)(csv->at - begin)})
					.len > 0)
		fail(csv, csv->line, "text follows a quote that is closed");
	if (csv->fault)
		return false;
	csv->last = csv->at == csv->end || *csv->at == '\n';
	csv->line += csv->at < csv->end && csv->last;
	csv->at += csv->at < csv->end;
	if (!out->quoted)
		out->text = hscan_text_trim(out->text);
	return true;
}

/* A line that is a remark: "#,repo" is a header. */
static bool
is_remark(const struct csv *csv)
{
	return *csv->at == '#' &&
	       (csv->at + 1 == csv->end || csv->at[1] != csv->separator);
}

/* Goes to the next row that has something in it. */
static bool
next_row(struct csv *csv)
{
	while (csv->at < csv->end) {
		const char *at = csv->at;

		while (at < csv->end && hscan_is_space(*at) && *at != '\n' &&
		       *at != csv->separator)
			at++;
		if (at < csv->end && *at != '\n' && !is_remark(csv))
			return true;
		at = memchr(at, '\n', (size_t)(csv->end - at));
		csv->line += at != NULL;
		csv->at = at ? at + 1 : csv->end;
	}
	return false;
}

/* --- the header --- */

/* "Repo URL" is "repo_url"; COLUMNS: it is none of them. */
static size_t
column_of(const struct field *field)
{
	char name[LONGEST_HEADER];
	struct hscan_text text = hscan_text_trim(field->text);
	size_t i;

	if (text.len == 0 || text.len >= sizeof(name))
		return COLUMNS;
	for (i = 0; i < text.len; i++) {
		name[i] = hscan_to_lower(text.ptr[i]);
		if (name[i] == ' ' || name[i] == '-' || name[i] == '.')
			name[i] = '_';
	}
	for (i = 0; i < COLUMNS; i++)
		if (hscan_text_is(
			(struct hscan_text){name, text.len}, columns[i]))
			return i;
	return COLUMNS;
}

struct header {
	char separator;
	size_t fields;
	size_t best; /* index into `columns`; COLUMNS: none is there */
	size_t at;   /* which field that is */
	bool twice;
	struct hscan_text name; /* as it stands there */
};

static struct header
read_header(struct csv *csv)
{
	struct header header = {.separator = csv->separator, .best = COLUMNS};
	struct field field;

	if (!next_row(csv))
		return header;
	do {
		size_t column;

		if (!take_field(csv, &field))
			break;
		column = column_of(&field);
		if (column < header.best) {
			header.best = column;
			header.at = header.fields;
			header.name = hscan_text_trim(field.text);
			header.twice = false;
		} else if (column < COLUMNS && column == header.best) {
			header.twice = true;
		}
		header.fields++;
	} while (!csv->last);
	return header;
}

/* By the separator that makes most of it. */
static struct header
find_header(struct hscan_text text, struct csv *csv)
{
	struct header best = {.fields = 0, .best = COLUMNS};

	for (const char *separator = ",;\t"; *separator; separator++) {
		struct csv one = begin(text, *separator);
		struct header header = read_header(&one);
		bool finds = header.best < COLUMNS && best.best == COLUMNS;

		if (best.fields > 0 && !finds &&
		    (best.best < COLUMNS || header.fields <= best.fields))
			continue;
		best = header;
		*csv = one;
	}
	return best;
}

static enum hscan_status
no_column(struct hscan_text text, const struct header *header,
    const char *source, struct hscan_error *err)
{
	struct csv csv = begin(text, header->separator);
	struct hscan_buf names;
	struct field field;
	size_t shown = 0, line;
	char safe[300];

	hscan_buf_init(&names, LARGEST_CELL);
	(void)next_row(&csv);
	line = csv.line;
	while (shown < COLUMNS_SHOWN && take_field(&csv, &field)) {
		(void)hscan_buf_add_string(&names, shown++ > 0 ? ", " : "");
		(void)hscan_buf_add_text(&names, hscan_text_trim(field.text));
		if (csv.last)
			break;
	}
	(void)hscan_safe(hscan_buf_text(&names), safe, sizeof(safe));
	hscan_buf_clear(&names);
	return hscan_fail(err, HSCAN_EINVAL,
	    "%s:%zu: no column of this table says which repository it is "
	    "about: it has %s%s; call one 'repo' or 'url'",
	    source, line, safe, header->fields > shown ? ", ..." : "");
}

/* --- the rows --- */

/* With what was doubled once; `room` is for that. */
static enum hscan_status
cell_of(const struct field *field, struct hscan_buf *room,
    struct hscan_text *out, struct hscan_error *err)
{
	struct hscan_text text = field->text;

	*out = hscan_text_trim(text);
	if (!field->doubled)
		return HSCAN_OK;
	hscan_buf_reset(room);
	for (size_t i = 0; i < text.len; i++) {
		(void)hscan_buf_add_char(room, text.ptr[i]);
		i += text.ptr[i] == '"';
	}
	if (room->failed == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	/* Too long for any name: it is none as it stands, either. */
	if (room->failed == HSCAN_OK)
		*out = hscan_text_trim(hscan_buf_text(room));
	return HSCAN_OK;
}

/* The field of the column; what lies beyond the header's must be empty. */
static bool
read_row(struct csv *csv, const struct header *header, struct field *out)
{
	size_t line = csv->line, at = 0;
	struct field field;

	*out = (struct field){.text = {"", 0}};
	do {
		if (!take_field(csv, &field))
			return false;
		if (at == header->at)
			*out = field;
		if (at++ >= header->fields && field.text.len > 0) {
			fail(csv, line,
			    "this row has more values than the header has "
			    "names: is one with a separator in it to be "
			    "quoted");
			return false;
		}
	} while (!csv->last);
	return true;
}

static enum hscan_status
read_rows(struct csv *csv, const struct header *header, repo_csv_fn *on_cell,
    void *payload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_text cell;
	struct hscan_buf room;
	struct field field;

	hscan_buf_init(&room, LARGEST_CELL);
	while (status == HSCAN_OK && !csv->fault && next_row(csv)) {
		size_t line = csv->line;

		if (!read_row(csv, header, &field))
			break;
		status = cell_of(&field, &room, &cell, err);
		if (status == HSCAN_OK)
			status =
			    on_cell(cell, line, header->name, payload, err);
	}
	hscan_buf_clear(&room);
	return status;
}

enum hscan_status
repo_csv_read(struct hscan_text text, const char *source, repo_csv_fn *on_cell,
    void *payload, struct hscan_error *err)
{
	struct csv csv = begin(text, ',');
	struct header header = find_header(text, &csv);
	enum hscan_status status = HSCAN_OK;

	if (!csv.fault && header.best == COLUMNS)
		return no_column(text, &header, source, err);
	if (!csv.fault && header.twice)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: the header of this table has '%s' twice: which of "
		    "them counts cannot be told; rename one",
		    source, columns[header.best]);
	if (!csv.fault)
		status = read_rows(&csv, &header, on_cell, payload, err);
	if (status == HSCAN_OK && csv.fault)
		return hscan_fail(err, HSCAN_EINVAL, "%s:%zu: %s; mend it",
		    source, csv.fault_line, csv.fault);
	return status;
}

/* --- what is one --- */

/* The first line that says something, without the remark that ends it. */
bool
repo_csv_is(struct hscan_text text)
{
	struct csv csv = begin(text, ',');
	struct hscan_repo_name name;
	struct hscan_text line;
	struct field field;

	if (!next_row(&csv))
		return false;
	line = (struct hscan_text){csv.at, (size_t)(csv.end - csv.at)};
	line = hscan_text_trim(hscan_text_split(&line, '\n'));
	for (size_t i = 1; i < line.len; i++)
		if (line.ptr[i] == '#' && hscan_is_space(line.ptr[i - 1]))
			line.len = i;
	line = hscan_text_trim(line);
	if (hscan_repo_name_parse(line, &name, NULL) == HSCAN_OK)
		return false;
	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] == '\0' || strchr(",;\t\"", line.ptr[i]))
			return line.ptr[i] != '\0';
	field = (struct field){.text = line};
	return column_of(&field) < COLUMNS;
}
