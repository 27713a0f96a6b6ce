/* SPDX-License-Identifier: MIT */
/* The texts of questions: files of queries/clickhouse in which names stand for
 * tables, numbers and other files. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "clickhouse/literal.h"
#include "metric/clickhouse/internal.h"
#include "metric/signs.h"
#include "metric/suspects.h"
#include "store/queries.h"

enum { LONGEST_PATH = 128, LONGEST_FILE = 256 * 1024, DEEPEST = 4 };

/* Tables that an export sends again, under the same generation, where it was
 * interrupted; and those of which one row is the newest. */
static const char *const facts[] = {"item", "answer", "event", "commit", "page",
    "author", "release", "tag", "state"};
static const char *const newest[] = {"account", "closed", "repo"};

static bool
is_among(struct hscan_text name, const char *const *names, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (hscan_text_is(name, names[i]))
			return true;
	return false;
}

/* Whether a name is that of a table; it is added as it has to be read. */
static bool
add_table(const struct warehouse_text *text, struct hscan_text name,
    struct hscan_buf *out)
{
	bool fact = is_among(name, facts, sizeof(facts) / sizeof(facts[0]));
	bool final = fact ? text->warehouse->twice : true;

	if (!fact &&
	    !is_among(name, newest, sizeof(newest) / sizeof(newest[0])))
		return false;
	(void)hscan_clickhouse_add_name(out, name);
	if (final)
		(void)hscan_buf_add_string(out, " FINAL");
	return true;
}

/* --- numbers --- */

static void
add_number(struct hscan_buf *out, int64_t number)
{
	(void)hscan_buf_add_format(out, "toInt64(%lld)", (long long)number);
}

/* [toInt64(1),…], newest first. */
static void
add_instants(
    const struct warehouse_text *text, bool ends, struct hscan_buf *out)
{
	for (size_t i = 0; i < text->windows_len; i++) {
		(void)hscan_buf_add_char(out, i == 0 ? '[' : ',');
		add_number(
		    out, ends ? text->windows[i].end : text->windows[i].start);
	}
	(void)hscan_buf_add_char(out, ']');
}

/* How many of some instants are at or before X, or after it. */
static void
add_sum(const struct warehouse_text *text, bool ends, struct hscan_text of,
    struct hscan_buf *out)
{
	for (size_t i = 0; i < text->windows_len; i++) {
		(void)hscan_buf_add_string(out, i == 0 ? "((" : "+(");
		(void)hscan_buf_add_text(out, of);
		(void)hscan_buf_add_string(out, ends ? " >= " : " < ");
		add_number(
		    out, ends ? text->windows[i].end : text->windows[i].start);
		(void)hscan_buf_add_char(out, ')');
	}
	(void)hscan_buf_add_char(out, ')');
}

/* X once for each end, oldest first, with the end in place of each '#'. */
static void
add_each_end(const struct warehouse_text *text, struct hscan_text of,
    struct hscan_buf *out)
{
	for (size_t i = text->windows_len; i-- > 0;) {
		struct hscan_text rest = of;

		while (rest.ptr) {
			(void)hscan_buf_add_text(
			    out, hscan_text_split(&rest, '#'));
			if (rest.ptr)
				add_number(out, text->windows[i].end);
		}
		if (i > 0)
			(void)hscan_buf_add_string(out, ", ");
	}
}

/* {window_of:X} and its like. */
static bool
add_macro(const struct warehouse_text *text, struct hscan_text name,
    struct hscan_buf *out)
{
	struct hscan_text of = name;
	struct hscan_text macro = hscan_text_split(&of, ':');

	if (hscan_text_is(macro, "windows"))
		(void)hscan_buf_add_format(out, "%zu", text->windows_len);
	else if (hscan_text_is(macro, "starts") || hscan_text_is(macro, "ends"))
		add_instants(text, hscan_text_is(macro, "ends"), out);
	else if (of.ptr && hscan_text_is(macro, "window_of"))
		add_sum(text, false, of, out);
	else if (of.ptr && hscan_text_is(macro, "ends_until"))
		add_sum(text, true, of, out);
	else if (of.ptr && hscan_text_is(macro, "each_end"))
		add_each_end(text, of, out);
	else
		return false;
	return true;
}

struct named_number {
	const char *name;
	int64_t number;
};

static bool
add_named(const struct named_number *numbers, size_t len,
    struct hscan_text name, struct hscan_buf *out)
{
	for (size_t i = 0; i < len; i++)
		if (hscan_text_is(name, numbers[i].name)) {
			add_number(out, numbers[i].number);
			return true;
		}
	return false;
}

static bool
add_of_windows(const struct warehouse_text *text, struct hscan_text name,
    struct hscan_buf *out)
{
	const struct hscan_window *newest_one = text->windows;
	const struct hscan_window *oldest =
	    &text->windows[text->windows_len - 1];
	const struct named_number numbers[] = {
	    {"from", oldest->start},
	    {"first_end", oldest->end},
	    {"to", newest_one->end},
	    {"starts_at", newest_one->start},
	    {"ends_at", newest_one->end},
	    {"recent_s", HSCAN_LIFE_RECENT_S},
	    {"year_s", HSCAN_LIFE_YEAR_S},
	    {"quick_s", HSCAN_QUICK_S},
	    {"least", HSCAN_SUSPECT_ANSWERS},
	};

	return add_macro(text, name, out) ||
	       add_named(
		   numbers, sizeof(numbers) / sizeof(numbers[0]), name, out);
}

/* Whether a name stands for something that is not a file. */
static bool
add_value(const struct warehouse_text *text, struct hscan_text name,
    struct hscan_buf *out)
{
	if (add_table(text, name, out))
		return true;
	if (text->windows && add_of_windows(text, name, out))
		return true;
	if (hscan_text_is(name, "all"))
		return hscan_buf_add_char(out, text->all ? '1' : '0');
	if (!text->by_role &&
	    (hscan_text_is(name, "role") || hscan_text_is(name, "item_role")))
		return hscan_buf_add_char(out, '0');
	if (text->host && hscan_text_is(name, "host"))
		return hscan_clickhouse_add_string(
		    out, hscan_text_of(text->host));
	return false;
}

/* --- files --- */

static enum hscan_status add_file(const struct warehouse_text *text,
    const char *path, int depth, struct hscan_buf *out,
    struct hscan_error *err);

/* What is told in one way or another: the state of items, and, where it is
 * asked for, the role of an author. */
static struct hscan_text
choose_view(const struct warehouse_text *text, struct hscan_text name)
{
	if (hscan_text_is(name, "stretch"))
		return hscan_text_of(text->history_events ? "stretch-events"
							  : "stretch-snapshot");
	if (text->by_role && hscan_text_is(name, "role"))
		return hscan_text_of("author_role");
	if (text->by_role && hscan_text_is(name, "item_role"))
		return hscan_text_of("item_author_role");
	return name;
}

static enum hscan_status
add_view(const struct warehouse_text *text, struct hscan_text name, int depth,
    struct hscan_buf *out, struct hscan_error *err)
{
	char path[LONGEST_PATH];

	name = choose_view(text, name);
	(void)snprintf(path, sizeof(path), "clickhouse/views/%.*s.sql",
	    (int)(name.len < 64 ? name.len : 64), name.ptr);
	if (depth == DEEPEST || !hscan_query_text(path).ptr)
		return hscan_fail(err, HSCAN_EPARSE,
		    "a text for ClickHouse names {%.*s}, which nobody knows",
		    (int)(name.len < 64 ? name.len : 64), name.ptr);
	return add_file(text, path, depth + 1, out, err);
}

/* What stands between braces may go over several lines. */
static enum hscan_status
expand(const struct warehouse_text *text, struct hscan_text rest, int depth,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (rest.ptr && status == HSCAN_OK) {
		struct hscan_text name;

		(void)hscan_buf_add_text(out, hscan_text_split(&rest, '{'));
		if (!rest.ptr)
			break;
		name = hscan_text_split(&rest, '}');
		if (!add_value(text, name, out))
			status = add_view(text, name, depth, out, err);
	}
	return status;
}

static enum hscan_status
add_file(const struct warehouse_text *text, const char *path, int depth,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_text rest = hscan_query_text(path);
	struct hscan_buf lines;
	enum hscan_status status;

	hscan_buf_init(&lines, LONGEST_FILE);
	while (rest.ptr) {
		struct hscan_text line = hscan_text_split(&rest, '\n');
		struct hscan_text begin = hscan_text_trim(line);

		if (begin.len == 0 || hscan_text_starts(begin, "--"))
			continue;
		(void)hscan_buf_add_text(&lines, line);
		(void)hscan_buf_add_char(&lines, '\n');
	}
	while (lines.len > 0 && (lines.ptr[lines.len - 1] == '\n' ||
				    lines.ptr[lines.len - 1] == ';'))
		hscan_buf_cut(&lines, lines.len - 1);
	status = hscan_buf_check(&lines, "a question", err);
	if (status == HSCAN_OK)
		status = expand(text, hscan_buf_text(&lines), depth, out, err);
	hscan_buf_clear(&lines);
	return status;
}

enum hscan_status
warehouse_add_text(const struct warehouse_text *text, const char *path,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status;

	if (!hscan_query_text(path).ptr)
		return hscan_fail(
		    err, HSCAN_EPARSE, "there is no text %s", path);
	status = add_file(text, path, 0, out, err);
	return status == HSCAN_OK ? hscan_buf_check(out, "a question", err)
				  : status;
}
