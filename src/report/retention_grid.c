/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, as rows and columns; see retention_grid.h. */
#include "report/retention_grid.h"

#include "base/text.h"
#include "report/retention.h"

enum { MONTH, NEW, SHARES };

/* A grid in the making, and the words of one cell. */
struct sheet {
	struct hscan_grid *grid;
	struct hscan_arena *arena;
	struct hscan_buf words;
};

static void
begin(struct sheet *sheet)
{
	hscan_buf_init(&sheet->words, (size_t)64 * 1024);
}

/* `good` false: out of memory. */
static enum hscan_status
end(struct sheet *sheet, bool good, struct hscan_error *err)
{
	good = good && sheet->words.failed == HSCAN_OK;
	hscan_buf_clear(&sheet->words);
	return good ? HSCAN_OK : hscan_no_memory(err);
}

/* What is in the words, which are emptied; NULL where nothing is. */
static struct hscan_cell
keep(struct sheet *sheet)
{
	struct hscan_cell cell = {.kind = HSCAN_CELL_NULL};

	if (sheet->words.len > 0)
		cell = hscan_cell_right(hscan_arena_dup(
		    sheet->arena, hscan_buf_text(&sheet->words)));
	hscan_buf_reset(&sheet->words);
	return cell;
}

static struct hscan_text *
columns_of(struct sheet *sheet, const char *const *names, size_t len)
{
	struct hscan_text *columns =
	    hscan_arena_alloc(sheet->arena, len, sizeof(*columns));

	for (size_t i = 0; i < len && columns; i++)
		columns[i] = hscan_text_of(names[i]);
	return columns;
}

/* --- the curve --- */

static bool
add_at(struct sheet *sheet, const struct hscan_return_at *at, bool utf8)
{
	struct hscan_cell *row = hscan_grid_row(sheet->grid);

	if (!row)
		return false;
	(void)hscan_buf_add_format(
	    &sheet->words, "%lld days", (long long)at->days);
	row[0] = keep(sheet);
	retention_add_value(&sheet->words, at);
	row[1] = keep(sheet);
	retention_add_range(&sheet->words, at, utf8);
	row[2] = keep(sheet);
	row[3] = hscan_cell_integer(at->at_risk);
	return true;
}

enum hscan_status
retention_curve_grid(const struct hscan_retention *retention, bool utf8,
    struct hscan_arena *arena, struct hscan_grid *out, struct hscan_error *err)
{
	static const char *const names[] = {
	    "within", "came again, %", "95 %", "at risk"};
	const size_t len = sizeof(names) / sizeof(names[0]);
	struct sheet sheet = {.grid = out, .arena = arena};
	struct hscan_text *columns;
	bool good;

	begin(&sheet);
	columns = columns_of(&sheet, names, len);
	good = columns != NULL;
	hscan_grid_init(out, arena, "", columns, len);
	for (size_t i = 0; i < HSCAN_RETURN_TIMES && good; i++)
		good = add_at(&sheet, &retention->at[i], utf8);
	return end(&sheet, good, err);
}

/* --- the cohorts --- */

static struct hscan_text *
name_columns(struct sheet *sheet, size_t months)
{
	struct hscan_text *columns =
	    hscan_arena_alloc(sheet->arena, SHARES + months, sizeof(*columns));

	if (!columns)
		return NULL;
	columns[MONTH] = hscan_text_of("month");
	columns[NEW] = hscan_text_of("new");
	for (size_t i = 0; i < months; i++) {
		(void)hscan_buf_add_format(&sheet->words, "%zu", i);
		columns[SHARES + i] = keep(sheet).text;
	}
	return columns;
}

static bool
add_cohort(struct sheet *sheet, const struct hscan_cohort *cohort)
{
	struct hscan_cell *row = hscan_grid_row(sheet->grid);
	char month[RETENTION_MONTH_SIZE];

	if (!row)
		return false;
	row[MONTH] = hscan_cell_text(hscan_arena_dup(
	    sheet->arena, hscan_text_of(retention_month(cohort, month))));
	row[NEW] = hscan_cell_integer(cohort->n);
	for (size_t i = 0; i < cohort->len; i++) {
		struct hscan_number share = retention_share(cohort, i);

		if (share.known)
			retention_add_share(&sheet->words, share.value);
		row[SHARES + i] = keep(sheet);
	}
	return true;
}

enum hscan_status
retention_cohorts_grid(const struct hscan_retention *retention,
    struct hscan_arena *arena, struct hscan_grid *out, struct hscan_error *err)
{
	struct sheet sheet = {.grid = out, .arena = arena};
	size_t months = retention_columns(retention);
	struct hscan_text *columns;
	bool good;

	begin(&sheet);
	columns = name_columns(&sheet, months);
	good = columns != NULL;
	hscan_grid_init(out, arena, "", columns, SHARES + months);
	out->fixed = SHARES;
	for (size_t i = 0; i < retention->cohorts_len && good; i++)
		good = add_cohort(&sheet, &retention->cohorts[i]);
	return end(&sheet, good, err);
}
