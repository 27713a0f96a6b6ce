/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, for a person. */
#include "base/text.h"
#include "report/formats.h"
#include "report/retention.h"
#include "report/retention_grid.h"
#include "report/terminal/pen.h"
#include "report/words.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

static void
write_head(struct pen *pen, const struct hscan_retention *retention)
{
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_name(&words, retention->report, pen->utf8);
	pen_take(pen, PEN_STRONG, &words);
	pen_string(pen, PEN_PLAIN, ": ");
	retention_add_lead(&words, retention, pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
	retention_add_question(&words, retention);
	pen_take(pen, PEN_FAINT, &words);
	pen_line(pen);
	words_drop(pen->out, &words);
}

static enum hscan_status
write_curve(struct pen *pen, const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct hscan_grid grid;
	enum hscan_status status;

	if (retention->n == 0)
		return HSCAN_OK;
	pen_line(pen);
	status = retention_curve_grid(retention, look->utf8, arena, &grid, err);
	return status == HSCAN_OK ? hscan_grid_table(&grid, look, pen->out, err)
				  : status;
}

static enum hscan_status
write_cohorts(struct pen *pen, const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct hscan_grid grid;
	enum hscan_status status;

	if (retention->cohorts_len == 0)
		return HSCAN_OK;
	pen_line(pen);
	pen_string(pen, PEN_STRONG, retention_heading);
	pen_line(pen);
	status = retention_cohorts_grid(retention, arena, &grid, err);
	return status == HSCAN_OK ? hscan_grid_table(&grid, look, pen->out, err)
				  : status;
}

static void
write_notes(struct pen *pen, const struct hscan_retention *retention)
{
	struct hscan_buf words;

	pen_line(pen);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	for (int note = 0; note < RETENTION_NOTES; note++) {
		retention_add_note(&words, retention, note, pen->utf8);
		if (words.len == 0)
			continue;
		pen_take(pen, PEN_PLAIN, &words);
		pen_string(pen, PEN_PLAIN, ".");
		pen_line(pen);
	}
	words_drop(pen->out, &words);
}

enum hscan_status
hscan_retention_table(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_arena arena;
	struct pen pen;

	hscan_arena_init(&arena);
	pen_init(&pen, out, look);
	write_head(&pen, retention);
	status = write_curve(&pen, retention, look, &arena, err);
	if (status == HSCAN_OK)
		status = write_cohorts(&pen, retention, look, &arena, err);
	hscan_arena_clear(&arena);
	if (status != HSCAN_OK)
		return status;
	write_notes(&pen, retention);
	return hscan_buf_check(out, "the result", err);
}
