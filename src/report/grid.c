/* SPDX-License-Identifier: MIT */
/* Rows and columns as a table and as CSV; see grid.h. */
#include "report/grid.h"

#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/formats.h"
#include "report/terminal/pen.h"
#include "report/width.h"

enum {
	GAP = 2,       /* between two columns */
	NARROWEST = 8, /* what a column of text is cut to at most */
	MOST_COLUMNS = 64,
	DECIMALS = 4,
	/* Rows that are made at once: what is there is never copied, and so
	 * never there twice. */
	BLOCK_ROWS = 64,
};

#define MAX_CELL_BYTES ((size_t)1024 * 1024)

/* --- building --- */

void
hscan_grid_init(struct hscan_grid *grid, struct hscan_arena *arena,
    const char *schema, const struct hscan_text *columns, size_t columns_len)
{
	*grid = (struct hscan_grid){
	    .arena = arena,
	    .schema = schema,
	    .columns = columns,
	    .columns_len = columns_len,
	};
}

/* For one more block. */
static bool
make_room(struct hscan_grid *grid)
{
	size_t len = grid->rows / BLOCK_ROWS, size = len > 0 ? len * 2 : 16;
	struct hscan_cell **blocks;

	if (len < grid->blocks_size)
		return true;
	blocks =
	    hscan_arena_alloc(grid->arena, size, sizeof(struct hscan_cell *));
	if (!blocks)
		return false;
	if (len > 0)
		memcpy(blocks, grid->blocks, len * sizeof(struct hscan_cell *));
	grid->blocks = blocks;
	grid->blocks_size = size;
	return true;
}

struct hscan_cell *
hscan_grid_row(struct hscan_grid *grid)
{
	if (grid->rows % BLOCK_ROWS == 0) {
		struct hscan_cell *cells = hscan_arena_alloc(grid->arena,
		    BLOCK_ROWS * grid->columns_len, sizeof(*cells));

		if (!cells || !make_room(grid))
			return NULL;
		grid->blocks[grid->rows / BLOCK_ROWS] = cells;
	}
	return hscan_grid_cell(grid, grid->rows++ * grid->columns_len);
}

struct hscan_cell *
hscan_grid_cell(const struct hscan_grid *grid, size_t at)
{
	size_t size = BLOCK_ROWS * grid->columns_len;

	return &grid->blocks[at / size][at % size];
}

struct hscan_cell
hscan_cell_text(struct hscan_text text)
{
	return (struct hscan_cell){
	    .kind = text.ptr ? HSCAN_CELL_TEXT : HSCAN_CELL_NULL,
	    .text = text,
	};
}

struct hscan_cell
hscan_cell_right(struct hscan_text text)
{
	struct hscan_cell cell = hscan_cell_text(text);

	if (cell.kind == HSCAN_CELL_TEXT)
		cell.kind = HSCAN_CELL_RIGHT;
	return cell;
}

struct hscan_cell
hscan_cell_path(struct hscan_text text)
{
	struct hscan_cell cell = hscan_cell_text(text);

	if (cell.kind == HSCAN_CELL_TEXT)
		cell.kind = HSCAN_CELL_PATH;
	return cell;
}

struct hscan_cell
hscan_cell_string(const char *string)
{
	return hscan_cell_text(hscan_text_of(string));
}

struct hscan_cell
hscan_cell_number(double number)
{
	return (struct hscan_cell){.kind = HSCAN_CELL_NUMBER, .number = number};
}

struct hscan_cell
hscan_cell_integer(int64_t integer)
{
	return (struct hscan_cell){
	    .kind = HSCAN_CELL_INTEGER, .integer = integer};
}

struct hscan_cell
hscan_cell_time(int64_t when)
{
	return (struct hscan_cell){
	    .kind = when == HSCAN_NEVER ? HSCAN_CELL_NULL : HSCAN_CELL_TIME,
	    .integer = when,
	};
}

void
hscan_add_cell(struct hscan_buf *out, const struct hscan_cell *cell, bool ascii)
{
	char time[HSCAN_TIME_SIZE];

	switch (cell->kind) {
	case HSCAN_CELL_NULL: break;
	case HSCAN_CELL_RIGHT:
	case HSCAN_CELL_PATH:
	case HSCAN_CELL_TEXT: hscan_add_safe(out, cell->text, ascii); break;
	case HSCAN_CELL_NUMBER:
		hscan_add_decimal(out, cell->number, DECIMALS);
		break;
	case HSCAN_CELL_INTEGER:
		(void)hscan_buf_add_format(
		    out, "%lld", (long long)cell->integer);
		break;
	case HSCAN_CELL_TIME:
		hscan_format_time(cell->integer, time);
		(void)hscan_buf_add_string(out, time);
		break;
	}
}

/* --- CSV --- */

static bool
is_formula(struct hscan_text text)
{
	return text.len > 0 && text.ptr[0] != '\0' &&
	       strchr("=+-@\t\r", text.ptr[0]) != NULL;
}

void
hscan_add_csv(struct hscan_buf *out, const struct hscan_cell *cell)
{
	struct hscan_buf plain;
	struct hscan_text text;
	bool quote, formula;

	hscan_buf_init(&plain, MAX_CELL_BYTES);
	hscan_add_cell(&plain, cell, false);
	text = hscan_buf_text(&plain);
	formula =
	    (cell->kind == HSCAN_CELL_TEXT || cell->kind == HSCAN_CELL_PATH) &&
	    is_formula(text);
	quote = formula;
	for (size_t i = 0; i < text.len && !quote; i++)
		quote = text.ptr[i] == '"' || text.ptr[i] == ',' ||
			text.ptr[i] == '\n' || text.ptr[i] == '\r';
	if (!quote)
		(void)hscan_buf_add_text(out, text);
	else
		(void)hscan_buf_add_string(out, formula ? "\"'" : "\"");
	for (size_t i = 0; i < text.len && quote; i++) {
		if (text.ptr[i] == '"')
			(void)hscan_buf_add_char(out, '"');
		(void)hscan_buf_add_char(out, text.ptr[i]);
	}
	if (quote)
		(void)hscan_buf_add_char(out, '"');
	if (plain.failed != HSCAN_OK)
		out->failed = plain.failed;
	hscan_buf_clear(&plain);
}

static void
write_csv(const struct hscan_grid *grid, struct hscan_buf *out)
{
	for (size_t i = 0; i < grid->columns_len; i++) {
		const struct hscan_cell name =
		    hscan_cell_text(grid->columns[i]);

		(void)hscan_buf_add_string(out, i > 0 ? "," : "");
		hscan_add_csv(out, &name);
	}
	(void)hscan_buf_add_char(out, '\n');
	for (size_t i = 0; i < grid->rows * grid->columns_len; i++) {
		(void)hscan_buf_add_string(
		    out, i % grid->columns_len > 0 ? "," : "");
		hscan_add_csv(out, hscan_grid_cell(grid, i));
		if ((i + 1) % grid->columns_len == 0)
			(void)hscan_buf_add_char(out, '\n');
	}
}

/* --- the table --- */

struct layout {
	size_t width[MOST_COLUMNS];
	bool text[MOST_COLUMNS]; /* to the left; anything else to the right */
};

static size_t
cell_width(const struct hscan_cell *cell, bool ascii)
{
	struct hscan_buf plain;
	size_t width;

	hscan_buf_init(&plain, MAX_CELL_BYTES);
	hscan_add_cell(&plain, cell, ascii);
	width = hscan_text_width(hscan_buf_text(&plain));
	hscan_buf_clear(&plain);
	return width;
}

static void
measure(const struct hscan_grid *grid, bool ascii, struct layout *layout)
{
	for (size_t i = 0; i < grid->columns_len; i++) {
		const struct hscan_cell name =
		    hscan_cell_text(grid->columns[i]);

		layout->width[i] = cell_width(&name, ascii);
	}
	for (size_t i = 0; i < grid->rows * grid->columns_len; i++) {
		size_t column = i % grid->columns_len;
		size_t width = cell_width(hscan_grid_cell(grid, i), ascii);
		enum hscan_cell_kind kind = hscan_grid_cell(grid, i)->kind;

		if (width > layout->width[column])
			layout->width[column] = width;
		layout->text[column] |= kind == HSCAN_CELL_TEXT ||
					kind == HSCAN_CELL_PATH ||
					kind == HSCAN_CELL_TIME;
	}
}

/* The column of text to take from: the widest, of equals the last; the first
 * column, which says what a row is, only when no other can give any more. */
static size_t
find_widest(const struct hscan_grid *grid, const struct layout *layout)
{
	size_t widest = 0;

	for (size_t i = 1; i < grid->columns_len; i++)
		if (layout->text[i] && layout->width[i] > NARROWEST &&
		    (widest == 0 || layout->width[i] >= layout->width[widest]))
			widest = i;
	return widest;
}

/* Takes what is too much for the screen, a column at a time. */
static void
shrink(const struct hscan_grid *grid, size_t columns, struct layout *layout)
{
	size_t total = 0;

	for (size_t i = 0; i < grid->columns_len; i++)
		total += layout->width[i] + (i > 0 ? GAP : 0);
	while (total > columns) {
		size_t widest = find_widest(grid, layout);

		if (!layout->text[widest] || layout->width[widest] <= NARROWEST)
			return;
		layout->width[widest]--;
		total--;
	}
}

/* The longest end that takes at most `columns`. */
static struct hscan_text
fit_end(struct hscan_text text, size_t columns)
{
	while (hscan_text_width(text) > columns)
		(void)hscan_utf8_next(&text);
	return text;
}

/* What is left of a text that is too wide, with a mark where it is cut. */
static void
write_cut(struct pen *pen, struct hscan_text text, bool front, size_t width,
    enum pen_ink ink)
{
	struct hscan_text mark = hscan_text_of(pen_pick(pen, "…", "~"));
	struct hscan_text cut =
	    front ? fit_end(text, width - 1) : hscan_text_fit(text, width - 1);

	pen_text(pen, ink, front ? mark : cut);
	pen_text(pen, ink, front ? cut : mark);
	pen_blanks(pen, width - 1 - hscan_text_width(cut));
}

static void
write_table_cell(struct pen *pen, const struct hscan_cell *cell, size_t width,
    bool to_left, enum pen_ink ink)
{
	struct hscan_buf plain;
	struct hscan_text text;
	size_t taken;

	hscan_buf_init(&plain, MAX_CELL_BYTES);
	hscan_add_cell(&plain, cell, !pen->utf8);
	text = hscan_buf_text(&plain);
	taken = hscan_text_width(text);
	if (taken > width) {
		write_cut(pen, text, cell->kind == HSCAN_CELL_PATH, width, ink);
	} else {
		if (!to_left)
			pen_blanks(pen, width - taken);
		pen_begin_link(pen, cell->link);
		pen_text(pen, ink, text);
		pen_end_link(pen);
		if (to_left)
			pen_blanks(pen, width - taken);
	}
	hscan_buf_clear(&plain);
}

static void
write_table(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out)
{
	struct layout layout = {{0}, {false}};
	struct pen pen;

	pen_init(&pen, out, look);
	measure(grid, !look->utf8, &layout);
	shrink(grid, pen.columns, &layout);
	for (size_t i = 0; i < grid->columns_len; i++) {
		const struct hscan_cell name =
		    hscan_cell_text(grid->columns[i]);

		pen_blanks(&pen, i > 0 ? GAP : 0);
		write_table_cell(
		    &pen, &name, layout.width[i], layout.text[i], PEN_STRONG);
	}
	pen_line(&pen);
	for (size_t i = 0; i < grid->rows * grid->columns_len; i++) {
		size_t column = i % grid->columns_len;

		pen_blanks(&pen, column > 0 ? GAP : 0);
		write_table_cell(&pen, hscan_grid_cell(grid, i),
		    layout.width[column], layout.text[column], PEN_PLAIN);
		if (column + 1 == grid->columns_len)
			pen_line(&pen);
	}
}

static enum hscan_status
check_columns(const struct hscan_grid *grid, struct hscan_error *err)
{
	if (grid->columns_len > 0 && grid->columns_len <= MOST_COLUMNS)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "a result of %zu columns cannot be shown; ask for 1 to %d",
	    grid->columns_len, MOST_COLUMNS);
}

enum hscan_status
hscan_grid_table(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = check_columns(grid, err);

	if (status != HSCAN_OK)
		return status;
	write_table(grid, look, out);
	return hscan_buf_check(out, "the result", err);
}

enum hscan_status
hscan_grid_csv(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = check_columns(grid, err);

	(void)look; /* programs read it */
	if (status != HSCAN_OK)
		return status;
	write_csv(grid, out);
	return hscan_buf_check(out, "the result", err);
}
