/* SPDX-License-Identifier: MIT */
/* Lays out rows and columns on a screen; see grid.h. */
#include "report/terminal/table_grid.h"

#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/terminal/pen.h"
#include "report/width.h"

enum {
	GAP = 2,           /* between two columns */
	NARROWEST = 8,     /* what a column of text is cut to at most */
	MOST_COLUMNS = 64, /* without blocks */
	HEADING_LINES = 6,
	WIDEST_WORD = 14, /* a longer word of a heading is broken */
};

#define MAX_CELL_BYTES ((size_t)1024 * 1024)

struct column {
	struct hscan_text heading; /* safe */
	size_t width;
	bool left; /* where its cells stand */
	bool text; /* may be cut: half a date or number is another one */
};

struct layout {
	struct pen pen;
	const struct hscan_grid *grid;
	struct column *columns;
	struct hscan_buf cell; /* for one at a time */
	size_t from, to;       /* what a block has beside the fixed columns */
};

/* As it is shown; valid until the next one. */
static struct hscan_text
text_of(struct layout *layout, const struct hscan_cell *cell)
{
	hscan_buf_reset(&layout->cell);
	hscan_add_cell(&layout->cell, cell, !layout->pen.utf8);
	if (layout->cell.failed == HSCAN_ENOMEM)
		layout->pen.out->failed = HSCAN_ENOMEM;
	return hscan_buf_text(&layout->cell);
}

/* --- headings --- */

/* Takes what fits into `width` off the front, at a break where there is one. */
static struct hscan_text
take_line(struct hscan_text *rest, size_t width)
{
	struct hscan_text line = hscan_text_fit(*rest, width);
	size_t end = line.len;

	if (line.len == 0) /* a character wider than the column */
		line = hscan_text_fit(*rest, 2);
	if (line.len < rest->len && rest->ptr[line.len] != ' ') {
		while (end > 0 && rest->ptr[end - 1] != ' ' &&
		       rest->ptr[end - 1] != '/' && rest->ptr[end - 1] != '-')
			end--;
		if (end > 0)
			line.len = end;
	}
	rest->ptr += line.len;
	rest->len -= line.len;
	while (rest->len > 0 && *rest->ptr == ' ') {
		rest->ptr++;
		rest->len--;
	}
	return hscan_text_trim(line);
}

static size_t
longest_word(struct hscan_text heading)
{
	size_t longest = 1, start = 0;

	for (size_t i = 0; i <= heading.len; i++) {
		bool after = i < heading.len &&
			     (heading.ptr[i] == '/' || heading.ptr[i] == '-');
		size_t end = after ? i + 1 : i;
		size_t width;

		if (i < heading.len && heading.ptr[i] != ' ' && !after)
			continue;
		width = hscan_text_width(
		    (struct hscan_text){heading.ptr + start, end - start});
		if (width > longest)
			longest = width;
		start = i + 1;
	}
	return longest < WIDEST_WORD ? longest : WIDEST_WORD;
}

/* --- widths --- */

/* False: out of memory. */
static bool
measure_headings(struct layout *layout)
{
	const struct hscan_grid *grid = layout->grid;

	for (size_t i = 0; i < grid->columns_len; i++) {
		struct column *column = &layout->columns[i];
		const struct hscan_cell name =
		    hscan_cell_text(grid->columns[i]);
		struct hscan_text text = text_of(layout, &name);

		if (text.len > 0)
			text = hscan_arena_dup(grid->arena, text);
		if (!text.ptr && text.len > 0)
			return false;
		column->heading = text.len > 0 ? text : hscan_text_of("");
		column->width = grid->fixed > 0
				    ? longest_word(column->heading)
				    : hscan_text_width(column->heading);
	}
	return true;
}

static void
measure_cells(struct layout *layout)
{
	const struct hscan_grid *grid = layout->grid;

	for (size_t i = 0; i < grid->rows * grid->columns_len; i++) {
		struct column *column = &layout->columns[i % grid->columns_len];
		const struct hscan_cell *cell = hscan_grid_cell(grid, i);
		size_t width = hscan_text_width(text_of(layout, cell));

		if (width > column->width)
			column->width = width;
		column->left |= hscan_cell_is_left(cell);
		column->text |= cell->kind == HSCAN_CELL_TEXT ||
				cell->kind == HSCAN_CELL_PATH;
	}
}

/* The column of text to take from: the widest, of equals the last; the first
 * column, which says what a row is, only when no other can give any more. */
static struct column *
find_widest(struct layout *layout)
{
	struct column *columns = layout->columns, *widest = columns;

	for (size_t i = 1; i < layout->grid->columns_len; i++)
		if (columns[i].text && columns[i].width > NARROWEST &&
		    (widest == columns || columns[i].width >= widest->width))
			widest = &columns[i];
	return widest;
}

/* Takes what is too much for the screen, a column at a time. */
static void
shrink(struct layout *layout, size_t total)
{
	while (total > layout->pen.columns) {
		struct column *widest = find_widest(layout);

		if (!widest->text || widest->width <= NARROWEST)
			return;
		widest->width--;
		total--;
	}
}

static bool
measure(struct layout *layout)
{
	const struct hscan_grid *grid = layout->grid;
	size_t total = 0;

	if (!layout->columns || !measure_headings(layout))
		return false;
	measure_cells(layout);
	for (size_t i = 0; i < grid->columns_len; i++)
		total += layout->columns[i].width + (i > 0 ? GAP : 0);
	if (grid->fixed == 0)
		shrink(layout, total);
	for (size_t i = 0; i < grid->fixed && total > layout->pen.columns; i++)
		if (grid->most > 0 && layout->columns[i].width > grid->most)
			layout->columns[i].width = grid->most;
	return true;
}

/* Where a block that begins at `from` ends: at least one column further. */
static size_t
end_of_block(const struct layout *layout, size_t from)
{
	const struct hscan_grid *grid = layout->grid;
	size_t used = 0, to = from;

	if (grid->fixed == 0)
		return grid->columns_len;
	for (size_t i = 0; i < grid->fixed; i++)
		used += layout->columns[i].width + (i > 0 ? GAP : 0);
	while (to < grid->columns_len &&
	       (to == from || used + GAP + layout->columns[to].width <=
				  layout->pen.columns))
		used += GAP + layout->columns[to++].width;
	return to;
}

/* --- writing --- */

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
write_cell(struct layout *layout, const struct hscan_cell *cell,
    const struct column *column, enum pen_ink ink)
{
	struct pen *pen = &layout->pen;
	struct hscan_text text = text_of(layout, cell);
	size_t taken = hscan_text_width(text), after = 0;

	if (taken > column->width) {
		write_cut(pen, text, cell->kind == HSCAN_CELL_PATH,
		    column->width, ink);
		return;
	}
	while (cell->kind == HSCAN_CELL_RIGHT && text.len > 0 &&
	       text.ptr[text.len - 1] == ' ') {
		text.len--;
		after++;
	}
	pen_blanks(pen, column->left ? 0 : column->width - taken);
	pen_begin_link(pen, cell->link);
	pen_text(pen, ink, text);
	pen_end_link(pen);
	pen_blanks(pen, after + (column->left ? column->width - taken : 0));
}

/* A name that is not to be cut, above the rest of its row. */
static void
write_above(struct layout *layout, const struct hscan_cell *cell)
{
	const struct column *column = &layout->columns[0];

	pen_text(&layout->pen, PEN_PLAIN, text_of(layout, cell));
	pen_line(&layout->pen);
	pen_blanks(&layout->pen, column->width);
}

/* The first cell of a row. */
static void
write_first(struct layout *layout, const struct hscan_cell *cell)
{
	const struct column *column = &layout->columns[0];

	if (layout->grid->whole &&
	    hscan_text_width(text_of(layout, cell)) > column->width)
		write_above(layout, cell);
	else
		write_cell(layout, cell, column, pen_ink_of(cell->verdict));
}

static bool
is_in_block(const struct layout *layout, size_t column)
{
	return column < layout->grid->fixed ||
	       (column >= layout->from && column < layout->to);
}

static void
write_headings(struct layout *layout)
{
	const struct hscan_grid *grid = layout->grid;
	size_t lines = grid->fixed > 0 ? HEADING_LINES : 1;
	bool more = true;

	for (size_t line = 0; line < lines && more; line++) {
		more = false;
		for (size_t i = 0; i < grid->columns_len; i++) {
			const struct column *column = &layout->columns[i];
			struct hscan_text rest = column->heading, words = rest;
			struct hscan_cell cell;

			if (!is_in_block(layout, i))
				continue;
			for (size_t n = 0; n <= line && grid->fixed > 0; n++)
				words = take_line(&rest, column->width);
			more = more || rest.len > 0;
			cell = hscan_cell_text(words);
			pen_blanks(&layout->pen, i > 0 ? GAP : 0);
			write_cell(layout, &cell, column, PEN_STRONG);
		}
		pen_line(&layout->pen);
	}
}

static void
write_rows(struct layout *layout)
{
	const struct hscan_grid *grid = layout->grid;

	for (size_t row = 0; row < grid->rows; row++) {
		const struct hscan_cell *cells =
		    hscan_grid_cell(grid, row * grid->columns_len);

		write_first(layout, &cells[0]);
		for (size_t i = 1; i < grid->columns_len; i++) {
			if (!is_in_block(layout, i))
				continue;
			pen_blanks(&layout->pen, GAP);
			write_cell(layout, &cells[i], &layout->columns[i],
			    pen_ink_of(cells[i].verdict));
		}
		pen_line(&layout->pen);
	}
}

static void
write_blocks(struct layout *layout)
{
	const struct hscan_grid *grid = layout->grid;
	size_t at = grid->fixed;

	do {
		if (at > grid->fixed)
			pen_line(&layout->pen);
		layout->from = at;
		layout->to = at = end_of_block(layout, at);
		write_headings(layout);
		write_rows(layout);
	} while (!grid->one_block && at < grid->columns_len);
}

static enum hscan_status
begin(struct layout *layout, const struct hscan_grid *grid,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	*layout = (struct layout){
	    .grid = grid,
	    .columns = hscan_arena_alloc(
		grid->arena, grid->columns_len, sizeof(*layout->columns)),
	};
	pen_init(&layout->pen, out, look);
	hscan_buf_init(&layout->cell, MAX_CELL_BYTES);
	if (!measure(layout) || out->failed == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	return HSCAN_OK;
}

enum hscan_status
table_fit(const struct hscan_grid *grid, const struct hscan_look *look,
    size_t *columns, struct hscan_error *err)
{
	struct hscan_buf nothing; /* is written */
	struct layout layout;
	enum hscan_status status;

	hscan_buf_init(&nothing, 0);
	status = begin(&layout, grid, look, &nothing, err);
	if (status == HSCAN_OK)
		*columns = end_of_block(&layout, grid->fixed);
	hscan_buf_clear(&layout.cell);
	return status;
}

enum hscan_status
hscan_grid_table(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	struct layout layout;
	enum hscan_status status;

	if (grid->fixed == 0 && grid->columns_len > MOST_COLUMNS)
		return hscan_fail(err, HSCAN_EINVAL,
		    "a result of %zu columns cannot be shown; ask for 1 to %d",
		    grid->columns_len, MOST_COLUMNS);
	status = begin(&layout, grid, look, out, err);
	if (status == HSCAN_OK) {
		write_blocks(&layout);
		status = hscan_buf_check(out, "the result", err);
	}
	hscan_buf_clear(&layout.cell);
	return status;
}
