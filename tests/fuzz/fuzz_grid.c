/* SPDX-License-Identifier: MIT */
/* Cells of anybody in every format: columns are between tabs, rows are lines,
 * the first of which is the headings. What programs read, they can read. */
#include <cjson/cJSON.h>

#include "fuzz/fuzz.h"
#include "report/grid.h"
#include "report/width.h"

enum { MOST_COLUMNS = 6, MOST_ROWS = 20, LONG = 2048 };

/* --- CSV --- */

/* Takes one field off, and what was quoted out of its quotes. */
static void
take_field(struct hscan_text *rest, char end, struct hscan_buf *out)
{
	bool quoted = hscan_text_starts(*rest, "\"");
	size_t i = quoted ? 1 : 0;

	hscan_buf_reset(out);
	for (; i < rest->len; i++) {
		char c = rest->ptr[i];

		if (quoted && c == '"') {
			if (i + 1 == rest->len || rest->ptr[i + 1] != '"')
				break;
			i++;
		} else if (!quoted && (c == ',' || c == '\n')) {
			break;
		}
		ENSURE(quoted || c != '"');
		ENSURE(hscan_buf_add_char(out, c));
	}
	i += quoted;
	ENSURE(i < rest->len && rest->ptr[i] == end);
	rest->ptr += i + 1;
	rest->len -= i + 1;
}

static void
ensure_field(struct hscan_text *rest, char end, struct hscan_text cell)
{
	struct hscan_buf field, safe;
	const char *formula;
	struct hscan_text got;

	hscan_buf_init(&field, SIZE_MAX);
	hscan_buf_init(&safe, SIZE_MAX);
	hscan_add_safe(&safe, cell, false);
	take_field(rest, end, &field);
	got = hscan_buf_text(&field);
	formula = safe.len > 0 ? strchr("=+-@\t\r", *safe.ptr) : NULL;
	ENSURE(got.len == 0 || !strchr("=+-@\t\r", *got.ptr));
	if (formula) {
		ENSURE(hscan_text_starts(got, "'"));
		got.ptr++;
		got.len--;
	}
	ENSURE(hscan_text_equal(got, hscan_buf_text(&safe)));
	hscan_buf_clear(&field);
	hscan_buf_clear(&safe);
}

static void
ensure_csv(const struct hscan_grid *grid, struct hscan_text csv)
{
	for (size_t i = 0; i < grid->columns_len; i++)
		ensure_field(&csv, i + 1 < grid->columns_len ? ',' : '\n',
		    grid->columns[i]);
	for (size_t i = 0; i < grid->rows * grid->columns_len; i++)
		ensure_field(&csv, (i + 1) % grid->columns_len > 0 ? ',' : '\n',
		    hscan_grid_cell(grid, i)->text);
	ENSURE(csv.len == 0);
}

/* --- the others --- */

static void
ensure_json(const struct hscan_grid *grid, struct hscan_text json)
{
	cJSON *tree = cJSON_ParseWithLength(json.ptr, json.len);
	const cJSON *rows = cJSON_GetObjectItemCaseSensitive(tree, "rows");

	ENSURE(cJSON_IsObject(tree));
	ENSURE(cJSON_GetArraySize(rows) == (int)grid->rows);
	cJSON_Delete(tree);
}

static void
ensure_lines(const struct hscan_grid *grid, struct hscan_text lines)
{
	size_t count = 0;

	while (lines.len > 0) {
		struct hscan_text line = hscan_text_split(&lines, '\n');
		cJSON *tree = cJSON_ParseWithLength(line.ptr, line.len);

		ENSURE(cJSON_IsObject(tree));
		cJSON_Delete(tree);
		count++;
	}
	ENSURE(count == grid->rows);
}

/* A row a line, and nothing that a screen would obey. */
static void
ensure_table(const struct hscan_grid *grid, struct hscan_text table)
{
	size_t count = 0;

	while (table.len > 0) {
		ENSURE(fuzz_is_shown(hscan_text_split(&table, '\n')));
		count++;
	}
	ENSURE(count == grid->rows + 1);
}

/* A row a line with as many cells as there are columns: no bar of anybody's
 * begins another. */
static void
ensure_markdown(const struct hscan_grid *grid, struct hscan_text text)
{
	size_t count = 0;

	while (text.len > 0) {
		struct hscan_text line = hscan_text_split(&text, '\n');
		size_t bars = 0;

		ENSURE(fuzz_is_shown(line));
		for (size_t i = 0; i < line.len; i++)
			bars += line.ptr[i] == '|' &&
				(i == 0 || line.ptr[i - 1] != '\\');
		ENSURE(bars == grid->columns_len + 1);
		count++;
	}
	ENSURE(count == grid->rows + 2);
}

static void
write_all(const struct hscan_grid *grid)
{
	static const struct {
		const char *name;
		unsigned columns;
		bool utf8;
		void (*ensure)(const struct hscan_grid *, struct hscan_text);
	} formats[] = {
	    {"csv", 0, true, ensure_csv},
	    {"json", 0, true, ensure_json},
	    {"ndjson", 0, true, ensure_lines},
	    {"markdown", 0, true, ensure_markdown},
	    {"table", 60, true, ensure_table},
	    {"table", 80, false, ensure_table},
	    {"table", 200, true, ensure_table},
	    {"table", 1, true, ensure_table},
	};
	struct hscan_buf out;

	hscan_buf_init(&out, SIZE_MAX);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const struct hscan_look look = {
		    .columns = formats[i].columns, .utf8 = formats[i].utf8};

		hscan_buf_reset(&out);
		ENSURE(hscan_grid_write(grid, formats[i].name, &look, &out,
			   NULL) == HSCAN_OK);
		formats[i].ensure(grid, hscan_buf_text(&out));
	}
	hscan_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size < LONG ? size : LONG);
	struct hscan_text line = hscan_text_split(&rest, '\n');
	struct hscan_text columns[MOST_COLUMNS];
	struct hscan_arena arena;
	struct hscan_grid grid;
	size_t len = 0;

	while (line.ptr && len < MOST_COLUMNS)
		columns[len++] = hscan_text_split(&line, '\t');
	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.query/1", columns, len);
	while (rest.ptr && grid.rows < MOST_ROWS) {
		struct hscan_cell *row = hscan_grid_row(&grid);

		ENSURE(row != NULL);
		line = hscan_text_split(&rest, '\n');
		for (size_t i = 0; line.ptr && i < len; i++)
			row[i] = i % 2 ? hscan_cell_path(
					     hscan_text_split(&line, '\t'))
				       : hscan_cell_text(
					     hscan_text_split(&line, '\t'));
	}
	write_all(&grid);
	hscan_arena_clear(&arena);
	return 0;
}
