/* SPDX-License-Identifier: MIT */
/* Rows and columns as JSON; see grid.h. */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/buf.h"
#include "report/data/json_value.h"
#include "report/formats.h"
#include "report/grid.h"

enum { LONGEST_NAME = 64 * 1024 };

static bool
add_cell(cJSON *row, const char *name, const struct hscan_cell *cell)
{
	switch (cell->kind) {
	case HSCAN_CELL_RIGHT:
	case HSCAN_CELL_PATH:
	case HSCAN_CELL_TEXT: return json_add_text(row, name, cell->text);
	case HSCAN_CELL_NUMBER: return json_add_double(row, name, cell->number);
	case HSCAN_CELL_INTEGER: return json_add_i64(row, name, cell->integer);
	case HSCAN_CELL_TIME: return json_add_time(row, name, cell->integer);
	case HSCAN_CELL_NULL: break;
	}
	return json_add_string(row, name, NULL);
}

static bool
add_columns(cJSON *root, const struct hscan_grid *grid)
{
	cJSON *list = json_add_array(root, "columns");

	for (size_t i = 0; i < grid->columns_len && list; i++)
		if (!json_append_text(list, grid->columns[i]))
			return false;
	return list != NULL;
}

static bool
fill_row(cJSON *row, const struct hscan_grid *grid, size_t at)
{
	struct hscan_buf name;
	bool good = row != NULL;

	hscan_buf_init(&name, LONGEST_NAME);
	for (size_t i = 0; i < grid->columns_len && good; i++) {
		hscan_buf_reset(&name);
		good = hscan_buf_add_text(&name, grid->columns[i]) &&
		       add_cell(row, hscan_buf_string(&name),
			   hscan_grid_cell(grid, at * grid->columns_len + i));
	}
	hscan_buf_clear(&name);
	return good;
}

enum hscan_status
hscan_grid_lines(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	(void)look; /* JSON looks the same everywhere */
	for (size_t i = 0; i < grid->rows && status == HSCAN_OK; i++) {
		cJSON *row = cJSON_CreateObject();

		status =
		    json_finish_line(row, fill_row(row, grid, i), out, err);
	}
	return status;
}

/* A row at a time: a tree of all of them would be many times what they say. */
static enum hscan_status
add_rows(const struct hscan_grid *grid, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < grid->rows && status == HSCAN_OK; i++) {
		cJSON *row = cJSON_CreateObject();

		if (i > 0)
			(void)hscan_buf_add_char(out, ',');
		status =
		    json_finish_line(row, fill_row(row, grid, i), out, err);
		if (status == HSCAN_OK)
			hscan_buf_cut(out, out->len - strlen("\n"));
	}
	return status;
}

enum hscan_status
hscan_grid_json(const struct hscan_grid *grid, const struct hscan_look *look,
    struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	bool good = root && json_add_string(root, "schema", grid->schema) &&
		    add_columns(root, grid) && json_add_array(root, "rows");
	struct hscan_buf text;
	enum hscan_status status;

	(void)look;
	hscan_buf_init(&text, out->max);
	status = json_finish_line(root, good, &text, err);
	if (status == HSCAN_OK) {
		hscan_buf_cut(&text, text.len - strlen("]}\n"));
		status = add_rows(grid, &text, err);
	}
	if (status == HSCAN_OK) {
		(void)hscan_buf_add_string(&text, "]}");
		status = hscan_buf_check(&text, "the JSON", err);
	}
	if (status == HSCAN_OK) {
		json_indent(out, hscan_buf_string(&text));
		status = hscan_buf_check(out, "the JSON", err);
	}
	hscan_buf_clear(&text);
	return status;
}
