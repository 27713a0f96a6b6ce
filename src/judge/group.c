/* SPDX-License-Identifier: MIT */
/* What of several repositories was read; see group.h. */
#include "judge/group.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { LONGEST_NOTE = 2000, NAMED = 3 };

/* What is being united. */
struct united {
	const struct hscan_group_part *parts;
	size_t len;
	struct hscan_cover *out;
	struct hscan_group_cover *lists;
};

/* Of what the store does not have. */
static const struct hscan_missing nothing[] = {{~0U, "not collected"}, {0}};

static const struct hscan_missing *
missing_of(const struct hscan_group_part *part)
{
	return part->cover ? part->cover->missing : nothing;
}

/* Whether it is a part of the nth window. */
static bool
is_part(
    const struct united *united, const struct hscan_group_part *part, size_t n)
{
	return n == 0 || part->created_at < united->out->windows[n].end;
}

/* --- why there is no number --- */

static const struct hscan_missing *
gaps_of(
    const struct united *united, const struct hscan_group_part *part, size_t n)
{
	static const struct hscan_missing none[] = {{0}};

	return part->cover && is_part(united, part, n) ? part->cover->gaps[n].at
						       : none;
}

static bool
is_among(const struct hscan_missing *list, const struct hscan_missing *one)
{
	for (; list->needs; list++)
		if (list->needs == one->needs &&
		    strcmp(list->reason, one->reason) == 0)
			return true;
	return false;
}

/* "o/a: not collected", "o/a and 2 more: ..."; the plain reason where it is
 * that of all. NULL when there is no memory. */
static const char *
named(const struct united *united, const struct hscan_group_part *part,
    const char *reason, size_t count, size_t all)
{
	struct hscan_text text;
	struct hscan_buf buf;

	if (count == all)
		return reason;
	hscan_buf_init(&buf, LONGEST_NOTE);
	(void)hscan_buf_add_string(&buf, part->name);
	if (count > 1)
		(void)hscan_buf_add_format(&buf, " and %zu more", count - 1);
	(void)hscan_buf_add_format(&buf, ": %s", reason);
	text = hscan_arena_dup(united->out->arena, hscan_buf_text(&buf));
	hscan_buf_clear(&buf);
	return text.ptr;
}

/* The lists of all members, of what is missing from everything or from one
 * window. */
struct lists {
	const struct hscan_missing **of; /* one a member, of the arena */
	size_t all;                      /* members that count */
};

/* How many have an entry; 0: it was counted with a member before this one. */
static size_t
count_alike(const struct united *united, const struct lists *lists, size_t at,
    const struct hscan_missing *one)
{
	size_t count = 0;

	for (size_t i = 0; i < united->len; i++) {
		if (!is_among(lists->of[i], one))
			continue;
		if (i < at)
			return 0;
		count++;
	}
	return count;
}

/* Puts the entries of all lists into `out`, which has room for `most` and the
 * end; what would be more is said together. */
static enum hscan_status
unite_missing(const struct united *united, const struct lists *lists,
    struct hscan_missing *out, size_t most)
{
	static const char rest[] = "several repositories were not read whole";
	size_t len = 0;

	for (size_t i = 0; i < united->len; i++)
		for (const struct hscan_missing *one = lists->of[i]; one->needs;
		     one++) {
			size_t count = count_alike(united, lists, i, one);
			const char *reason;

			if (count == 0)
				continue;
			if (len == most) {
				out[most - 1].needs |= one->needs;
				out[most - 1].reason = rest;
				continue;
			}
			reason = named(united, &united->parts[i], one->reason,
			    count, lists->all);
			if (!reason)
				return hscan_no_memory(united->out->err);
			out[len++] = (struct hscan_missing){one->needs, reason};
		}
	return HSCAN_OK;
}

static enum hscan_status
unite_gaps(const struct united *united, struct lists *lists)
{
	struct hscan_cover *out = united->out;
	enum hscan_status status = HSCAN_OK;

	for (size_t n = 0; n < out->windows_len && status == HSCAN_OK; n++) {
		lists->all = 0;
		for (size_t i = 0; i < united->len; i++) {
			lists->of[i] = gaps_of(united, &united->parts[i], n);
			lists->all += is_part(united, &united->parts[i], n);
		}
		status = unite_missing(
		    united, lists, out->gaps[n].at, HSCAN_GAPS - 1);
	}
	return status;
}

static enum hscan_status
unite_reasons(const struct united *united)
{
	struct hscan_cover *out = united->out;
	size_t most = united->len * HSCAN_COVER_MISSING;
	struct lists lists = {.all = united->len};
	struct hscan_missing *missing;
	enum hscan_status status;

	lists.of = hscan_arena_alloc(
	    out->arena, united->len, sizeof(const struct hscan_missing *));
	out->gaps =
	    hscan_arena_alloc(out->arena, out->windows_len, sizeof(*out->gaps));
	missing = hscan_arena_alloc(out->arena, most + 1, sizeof(*missing));
	if (!lists.of || !out->gaps || !missing)
		return hscan_no_memory(out->err);
	united->lists->missing = missing;
	for (size_t i = 0; i < united->len; i++)
		lists.of[i] = missing_of(&united->parts[i]);
	status = unite_missing(united, &lists, missing, most);
	return status == HSCAN_OK ? unite_gaps(united, &lists) : status;
}

/* Another head of one has nothing judged of all. */
static enum hscan_status
unite_heads(const struct united *united)
{
	const struct hscan_group_part *first = NULL;
	struct hscan_missing *out = &united->out->other_head;
	size_t count = 0;

	for (size_t i = 0; i < united->len; i++) {
		const struct hscan_cover *cover = united->parts[i].cover;

		if (!cover || !cover->other_head.needs)
			continue;
		if (count++ == 0)
			first = &united->parts[i];
		out->needs |= cover->other_head.needs;
	}
	if (!first)
		return HSCAN_OK;
	/* Each has a head of its own, so that even that of all is named. */
	out->reason = named(
	    united, first, first->cover->other_head.reason, count, SIZE_MAX);
	return out->reason ? HSCAN_OK : hscan_no_memory(united->out->err);
}

static enum hscan_status
unite_watched(const struct united *united)
{
	size_t len = 0;
	struct hscan_watched *all = hscan_arena_alloc(united->out->arena,
	    united->len * HSCAN_COVER_WATCHED + 1, sizeof(*all));

	if (!all)
		return hscan_no_memory(united->out->err);
	for (size_t i = 0; i < united->len; i++) {
		const struct hscan_cover *cover = united->parts[i].cover;

		for (size_t j = 0; cover && j < cover->watched_len; j++)
			all[len++] = cover->watched[j];
	}
	united->lists->watched = all;
	return HSCAN_OK;
}

/* --- what was read --- */

static struct hscan_coverage *
find_row(struct hscan_coverage *rows, size_t len, const char *stream)
{
	for (size_t i = 0; i < len; i++)
		if (strcmp(rows[i].stream, stream) == 0)
			return &rows[i];
	return NULL;
}

static enum hscan_head_kind
worse_head(enum hscan_head_kind a, enum hscan_head_kind b)
{
	static const int badness[] = {
	    [HSCAN_HEAD_NONE] = 0,
	    [HSCAN_HEAD_DEFAULT] = 1,
	    [HSCAN_HEAD_UNTOLD] = 2,
	    [HSCAN_HEAD_UNKNOWN] = 3,
	    [HSCAN_HEAD_OTHER] = 4,
	};

	return badness[a] >= badness[b] ? a : b;
}

static void
worsen(struct hscan_coverage *row, const struct hscan_coverage *by)
{
	row->complete &= by->complete;
	row->collected &= by->collected;
	row->rows += by->rows;
	row->unreadable += by->unreadable;
	row->cut |= by->cut;
	/* Never is the least of all times. */
	if (by->synced_at < row->synced_at)
		row->synced_at = by->synced_at;
	if (by->since > row->since)
		row->since = by->since;
	if (by->source)
		row->source = by->source;
	row->head_kind = worse_head(row->head_kind, by->head_kind);
}

/* A row a stream, in the order in which the members have them. */
static void
unite_rows(const struct united *united)
{
	struct hscan_cover *out = united->out;

	for (size_t i = 0; i < united->len; i++) {
		const struct hscan_cover *cover = united->parts[i].cover;

		for (size_t j = 0; cover && j < cover->len; j++) {
			struct hscan_coverage *row = find_row(
			    out->rows, out->len, cover->rows[j].stream);

			if (row) {
				worsen(row, &cover->rows[j]);
				continue;
			}
			row = &out->rows[out->len++];
			*row = cover->rows[j];
			row->note = row->head = (struct hscan_text){NULL, 0};
			row->spans = NULL;
			row->spans_len = 0;
			row->told_until = HSCAN_NEVER;
		}
	}
}

/* What is to be said of a member's stream: what is wrong with it. It may be
 * that it needs none: a clone tells of the documentation, too. */
static struct hscan_text
remark_on(const struct hscan_group_part *part, const char *stream)
{
	const struct hscan_cover *cover = part->cover;
	const struct hscan_coverage *row =
	    cover ? find_row(cover->rows, cover->len, stream) : NULL;
	bool head = row && row->head.ptr &&
		    row->head_kind != HSCAN_HEAD_OTHER &&
		    row->head_kind != HSCAN_HEAD_UNKNOWN;

	if (!cover)
		return hscan_text_of("not collected");
	if (!row || (row->complete && (head || row->note.len == 0)))
		return (struct hscan_text){NULL, 0};
	if (row->note.len > 0)
		return row->note;
	return hscan_text_of(row->collected ? "not whole" : "not collected");
}

/* How many of the members have a remark, and that of the first. */
static size_t
count_remarks(const struct united *united, const char *stream, bool *same,
    struct hscan_text *first)
{
	size_t count = 0;

	*same = true;
	for (size_t i = 0; i < united->len; i++) {
		const struct hscan_text remark =
		    remark_on(&united->parts[i], stream);

		if (!remark.ptr)
			continue;
		if (count++ == 0)
			*first = remark;
		*same &= hscan_text_equal(*first, remark);
	}
	*same &= count == united->len;
	return count;
}

static void
add_remarks(const struct united *united, const char *stream, size_t count,
    struct hscan_buf *out)
{
	size_t said = 0;

	for (size_t i = 0; i < united->len && said < NAMED; i++) {
		const struct hscan_text remark =
		    remark_on(&united->parts[i], stream);

		if (!remark.ptr)
			continue;
		(void)hscan_buf_add_format(out,
		    "%s%s: ", said++ > 0 ? "; " : "", united->parts[i].name);
		(void)hscan_buf_add_text(out, remark);
	}
	if (count > said)
		(void)hscan_buf_add_format(
		    out, "; and of %zu more", count - said);
}

static enum hscan_status
note_row(const struct united *united, struct hscan_coverage *row)
{
	struct hscan_text first = {NULL, 0};
	struct hscan_buf text;
	bool same;
	size_t count = count_remarks(united, row->stream, &same, &first);

	if (count == 0)
		return HSCAN_OK;
	hscan_buf_init(&text, LONGEST_NOTE);
	if (same)
		(void)hscan_buf_add_text(&text, first);
	else
		add_remarks(united, row->stream, count, &text);
	row->note = hscan_arena_dup(united->out->arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return row->note.ptr ? HSCAN_OK : hscan_no_memory(united->out->err);
}

static enum hscan_status
unite_coverage(const struct united *united)
{
	struct hscan_cover *out = united->out;
	enum hscan_status status = HSCAN_OK;

	out->rows =
	    hscan_arena_alloc(out->arena, HSCAN_COVER_ROWS, sizeof(*out->rows));
	if (!out->rows)
		return hscan_no_memory(out->err);
	out->complete = true;
	out->synced_at = HSCAN_NEVER;
	unite_rows(united);
	for (size_t i = 0; i < united->len; i++) {
		const struct hscan_cover *cover = united->parts[i].cover;

		out->complete &= cover && cover->complete;
		out->in_doubt |= cover && cover->in_doubt;
		for (size_t j = 0; !cover && j < out->len; j++)
			out->rows[j].complete = out->rows[j].collected = false;
		if (!cover || cover->synced_at == HSCAN_NEVER)
			continue;
		if (out->synced_at == HSCAN_NEVER ||
		    cover->synced_at < out->synced_at)
			out->synced_at = cover->synced_at;
	}
	for (size_t i = 0; i < out->len && status == HSCAN_OK; i++)
		status = note_row(united, &out->rows[i]);
	return status;
}

enum hscan_status
hscan_group_cover(const struct hscan_group_part *parts, size_t len,
    struct hscan_cover *out, struct hscan_group_cover *lists)
{
	const struct united united = {parts, len, out, lists};
	enum hscan_status status;

	if (len == 1 && parts->cover) {
		*out = *parts->cover;
		*lists = (struct hscan_group_cover){
		    parts->cover->missing, parts->cover->watched};
		return HSCAN_OK;
	}
	status = unite_coverage(&united);
	if (status == HSCAN_OK)
		status = unite_reasons(&united);
	if (status == HSCAN_OK)
		status = unite_heads(&united);
	if (status == HSCAN_OK)
		status = unite_watched(&united);
	return status;
}
