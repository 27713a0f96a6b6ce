/* SPDX-License-Identifier: MIT */
/* Lays out columns with headings of several lines; see sheet.h. */
#include "report/terminal/sheet.h"

#include "base/text.h"
#include "report/width.h"

enum {
	GAP = 2,
	HEADING_LINES = 6,
	WIDEST_WORD = 14, /* a longer word of a heading is broken */
};

enum hscan_status
sheet_init(struct sheet *sheet, struct hscan_arena *arena, size_t columns_len,
    size_t rows, size_t fixed, struct hscan_error *err)
{
	*sheet = (struct sheet){
	    .arena = arena,
	    .columns_len = columns_len,
	    .fixed = fixed,
	    .rows = rows,
	    .columns = hscan_arena_alloc(
		arena, columns_len + 1, sizeof(struct sheet_column)),
	    .cells = hscan_arena_alloc(
		arena, columns_len * rows + 1, sizeof(struct sheet_cell)),
	};
	return sheet->columns && sheet->cells ? HSCAN_OK : hscan_no_memory(err);
}

struct sheet_cell *
sheet_at(struct sheet *sheet, size_t row, size_t column)
{
	return &sheet->cells[row * sheet->columns_len + column];
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

static size_t
width_of(const struct sheet *sheet, size_t column)
{
	size_t width = longest_word(sheet->columns[column].heading);

	for (size_t row = 0; row < sheet->rows; row++) {
		size_t cell = hscan_text_width(
		    sheet->cells[row * sheet->columns_len + column].text);

		if (cell > width)
			width = cell;
	}
	return width;
}

/* NULL: no memory. */
static size_t *
widths_of(struct pen *pen, const struct sheet *sheet)
{
	size_t *widths = hscan_arena_alloc(
	    sheet->arena, sheet->columns_len + 1, sizeof(*widths));
	size_t total = 0;

	if (!widths) {
		pen->out->failed = HSCAN_ENOMEM;
		return NULL;
	}
	for (size_t i = 0; i < sheet->columns_len; i++) {
		widths[i] = width_of(sheet, i);
		total += widths[i] + (i > 0 ? GAP : 0);
	}
	for (size_t i = 0; i < sheet->columns_len; i++) {
		size_t most = sheet->columns[i].most;

		if (total > pen->columns && most > 0 && widths[i] > most)
			widths[i] = most;
	}
	return widths;
}

/* --- writing --- */

static void
write_cell(struct pen *pen, struct hscan_text text, bool right, size_t width,
    enum pen_ink ink)
{
	size_t taken = hscan_text_width(text);
	size_t after = 0; /* blanks at its end */

	if (taken > width) {
		text = hscan_text_fit(text, width - 1);
		taken = hscan_text_width(text);
		pen_text(pen, ink, text);
		pen_text(pen, ink, hscan_text_of(pen_pick(pen, "…", "~")));
		pen_blanks(pen, width - taken - 1);
		return;
	}
	while (text.len > 0 && text.ptr[text.len - 1] == ' ') {
		text.len--;
		after++;
	}
	if (right)
		pen_blanks(pen, width - taken);
	pen_text(pen, ink, text);
	pen_blanks(pen, right ? after : width - taken + after);
}

/* The columns of one block: the fixed ones and [from, to). */
struct block {
	const struct sheet *sheet;
	const size_t *widths;
	size_t from, to;
};

static bool
is_in(const struct block *block, size_t column)
{
	return column < block->sheet->fixed ||
	       (column >= block->from && column < block->to);
}

static void
write_heading(struct pen *pen, const struct block *block)
{
	const struct sheet *sheet = block->sheet;
	bool more = true;

	for (size_t line = 0; line < HEADING_LINES && more; line++) {
		more = false;
		for (size_t i = 0; i < sheet->columns_len; i++) {
			struct hscan_text rest = sheet->columns[i].heading;
			struct hscan_text words = {"", 0};

			if (!is_in(block, i))
				continue;
			for (size_t n = 0; n <= line; n++)
				words = take_line(&rest, block->widths[i]);
			more = more || rest.len > 0;
			pen_blanks(pen, i > 0 ? GAP : 0);
			write_cell(pen, words, sheet->columns[i].right,
			    block->widths[i], PEN_STRONG);
		}
		pen_line(pen);
	}
}

static void
write_block(struct pen *pen, const struct block *block)
{
	const struct sheet *sheet = block->sheet;

	write_heading(pen, block);
	for (size_t row = 0; row < sheet->rows; row++) {
		for (size_t i = 0; i < sheet->columns_len; i++) {
			const struct sheet_cell *cell =
			    &sheet->cells[row * sheet->columns_len + i];

			if (!is_in(block, i))
				continue;
			pen_blanks(pen, i > 0 ? GAP : 0);
			write_cell(pen, cell->text, sheet->columns[i].right,
			    block->widths[i], cell->ink);
		}
		pen_line(pen);
	}
}

/* Where a block that begins at `from` ends: at least one column further. */
static size_t
end_of_block(const struct sheet *sheet, const size_t *widths, size_t columns,
    size_t from)
{
	size_t used = 0, to = from;

	for (size_t i = 0; i < sheet->fixed; i++)
		used += widths[i] + (i > 0 ? GAP : 0);
	while (to < sheet->columns_len &&
	       (to == from || used + GAP + widths[to] <= columns))
		used += GAP + widths[to++];
	return to;
}

size_t
sheet_fit(struct pen *pen, const struct sheet *sheet)
{
	const size_t *widths = widths_of(pen, sheet);

	if (!widths)
		return 0;
	return end_of_block(sheet, widths, pen->columns, sheet->fixed);
}

void
sheet_write(struct pen *pen, const struct sheet *sheet, bool whole)
{
	struct block block = {.sheet = sheet, .widths = widths_of(pen, sheet)};
	size_t at = sheet->fixed;

	if (!block.widths)
		return;
	do {
		if (at > sheet->fixed)
			pen_line(pen);
		block.from = at;
		block.to = at =
		    end_of_block(sheet, block.widths, pen->columns, at);
		write_block(pen, &block);
	} while (whole && at < sheet->columns_len);
}
