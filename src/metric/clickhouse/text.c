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

enum { LONGEST_PATH = 128, DEEPEST = 4 };

/* Tables that an export sends again, under the same generation, where it was
 * interrupted; and those of which one row is the newest. */
static const char *const facts[] = {
    "item", "answer", "event", "commit", "page", "author", "release", "tag"};
static const char *const newest[] = {"account", "closed", "repo", "state"};

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

/* An instant at which windows begin or end. */
struct edge {
	int64_t at;
	int64_t window_no; /* that begins there; -1: none */
	int64_t end;       /* its end; 0 */
};

/* What is listed: of each window the end and its number, or of each edge one
 * of the three. */
enum listed {
	LIST_ENDS,
	LIST_END_NOS,
	LIST_EDGES,
	LIST_EDGE_NOS,
	LIST_EDGE_ENDS
};

static void
begin_list(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "CAST('[");
}

static void
add_to_list(struct hscan_buf *out, int64_t number)
{
	bool first = out->len > 0 && out->ptr[out->len - 1] == '[';

	(void)hscan_buf_add_format(
	    out, "%s%lld", first ? "" : ",", (long long)number);
}

static void
end_list(struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, "]' AS Array(Int64))");
}

/* The windows are back to back, so that each ends where the next begins; but
 * months that were cut may leave a gap. */
static void
list_edges(
    const struct warehouse_text *text, enum listed which, struct hscan_buf *out)
{
	for (size_t i = text->windows_len; i-- > 0;) {
		const struct hscan_window *window = &text->windows[i];
		bool gap = i == 0 || text->windows[i - 1].start != window->end;

		add_to_list(out, which == LIST_EDGES      ? window->start
				 : which == LIST_EDGE_NOS ? (int64_t)i
							  : window->end);
		if (gap)
			add_to_list(out, which == LIST_EDGES      ? window->end
					 : which == LIST_EDGE_NOS ? -1
								  : 0);
	}
}

static void
add_list(
    const struct warehouse_text *text, enum listed which, struct hscan_buf *out)
{
	begin_list(out);
	if (which != LIST_ENDS && which != LIST_END_NOS)
		list_edges(text, which, out);
	for (size_t i = text->windows_len;
	     i-- > 0 && (which == LIST_ENDS || which == LIST_END_NOS);)
		add_to_list(out,
		    which == LIST_ENDS ? text->windows[i].end : (int64_t)i);
	end_list(out);
}

static bool
add_windows(const struct warehouse_text *text, struct hscan_text name,
    struct hscan_buf *out)
{
	static const char *const lists[] = {
	    [LIST_ENDS] = "ends",
	    [LIST_END_NOS] = "end_nos",
	    [LIST_EDGES] = "edges",
	    [LIST_EDGE_NOS] = "edge_nos",
	    [LIST_EDGE_ENDS] = "edge_ends",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (hscan_text_is(name, lists[i])) {
			add_list(text, (enum listed)i, out);
			return true;
		}
	return false;
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
	    {"to", newest_one->end},
	    {"starts_at", newest_one->start},
	    {"ends_at", newest_one->end},
	    {"recent_at", newest_one->end - HSCAN_LIFE_RECENT_S},
	    {"recent_s", HSCAN_LIFE_RECENT_S},
	    {"year_at", newest_one->end - HSCAN_LIFE_YEAR_S},
	    {"quick_s", HSCAN_QUICK_S},
	    {"least", HSCAN_SUSPECT_ANSWERS},
	};

	return add_windows(text, name, out) ||
	       add_named(
		   numbers, sizeof(numbers) / sizeof(numbers[0]), name, out);
}

static bool
add_of_counting(const struct warehouse_counting *counting,
    struct hscan_text name, struct hscan_buf *out)
{
	const struct named_number numbers[] = {
	    {"start", counting->from},
	    {"end", counting->to},
	    {"need", counting->need},
	};

	return add_named(
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
	if (text->counting && add_of_counting(text->counting, name, out))
		return true;
	if (hscan_text_is(name, "all"))
		return hscan_buf_add_char(out, text->all ? '1' : '0');
	if (text->host && hscan_text_is(name, "host"))
		return hscan_clickhouse_add_string(
		    out, hscan_text_of(text->host));
	return false;
}

/* --- files --- */

static enum hscan_status add_file(const struct warehouse_text *text,
    const char *path, int depth, struct hscan_buf *out,
    struct hscan_error *err);

/* The state of items is told in two ways. */
static enum hscan_status
add_view(const struct warehouse_text *text, struct hscan_text name, int depth,
    struct hscan_buf *out, struct hscan_error *err)
{
	char path[LONGEST_PATH];

	if (hscan_text_is(name, "stretch"))
		name = hscan_text_of(text->history_events ? "stretch-events"
							  : "stretch-snapshot");
	(void)snprintf(path, sizeof(path), "clickhouse/views/%.*s.sql",
	    (int)(name.len < 64 ? name.len : 64), name.ptr);
	if (depth == DEEPEST || !hscan_query_text(path).ptr)
		return hscan_fail(err, HSCAN_EPARSE,
		    "a text for ClickHouse names {%.*s}, which nobody knows",
		    (int)(name.len < 64 ? name.len : 64), name.ptr);
	return add_file(text, path, depth + 1, out, err);
}

/* A line that is no comment. */
static enum hscan_status
add_line(const struct warehouse_text *text, struct hscan_text line, int depth,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (line.ptr && status == HSCAN_OK) {
		struct hscan_text name;

		(void)hscan_buf_add_text(out, hscan_text_split(&line, '{'));
		if (!line.ptr)
			break;
		name = hscan_text_split(&line, '}');
		if (!add_value(text, name, out))
			status = add_view(text, name, depth, out, err);
	}
	(void)hscan_buf_add_char(out, '\n');
	return status;
}

static enum hscan_status
add_file(const struct warehouse_text *text, const char *path, int depth,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct hscan_text rest = hscan_query_text(path);
	enum hscan_status status = HSCAN_OK;

	while (rest.ptr && status == HSCAN_OK) {
		struct hscan_text line = hscan_text_split(&rest, '\n');
		struct hscan_text begin = hscan_text_trim(line);

		if (begin.len > 0 && !hscan_text_starts(begin, "--"))
			status = add_line(text, line, depth, out, err);
	}
	return status;
}

enum hscan_status
warehouse_add_text(const struct warehouse_text *text, const char *path,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = add_file(text, path, 0, out, err);

	/* What follows is a statement's end; here it goes on. */
	while (out->len > 0 && (out->ptr[out->len - 1] == '\n' ||
				   out->ptr[out->len - 1] == ';'))
		hscan_buf_cut(out, out->len - 1);
	return status == HSCAN_OK ? hscan_buf_check(out, "a question", err)
				  : status;
}
