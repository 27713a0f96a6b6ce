/* SPDX-License-Identifier: MIT */
/* The report as CSV: a line a metric and window, the oldest window first. */
#include "base/arena.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/grid.h"

static const struct hscan_text columns[] = {
    {"metric", 6},
    {"start", 5},
    {"end", 3},
    {"value", 5},
    {"unit", 4},
    {"n", 1},
    {"ci95_low", 8},
    {"ci95_high", 9},
    {"status", 6},
    {"reason", 6},
};
enum {
	METRIC,
	START,
	END,
	VALUE,
	UNIT,
	N,
	LOW,
	HIGH,
	STATUS,
	REASON,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
};

static void
fill(struct hscan_cell *row, const struct hscan_measure *measure,
    const struct hscan_value *value, bool now)
{
	row[METRIC] = hscan_cell_text(measure->metric->id);
	row[START] = hscan_cell_time(value->window.start);
	row[END] = hscan_cell_time(value->window.end);
	if (value->value.known)
		row[VALUE] = hscan_cell_number(value->value.value);
	row[UNIT] = hscan_cell_text(measure->metric->unit);
	row[N] = hscan_cell_integer(value->n);
	if (value->ci95.known) {
		row[LOW] = hscan_cell_number(value->ci95.low);
		row[HIGH] = hscan_cell_number(value->ci95.high);
	}
	/* Only the newest window is judged. */
	if (now && measure->verdict != HSCAN_VERDICT_NONE)
		row[STATUS] =
		    hscan_cell_string(hscan_verdict_name(measure->verdict));
	row[REASON] = hscan_cell_string(value->reason);
}

enum hscan_status
hscan_csv_write(const struct hscan_report *report,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_arena arena;
	struct hscan_grid grid;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "", columns, COLUMNS);
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		for (size_t j = 0; j < measure->trend_len && status == HSCAN_OK;
		     j++) {
			struct hscan_cell *row = hscan_grid_row(&grid);

			if (row)
				fill(row, measure, &measure->trend[j],
				    j + 1 == measure->trend_len);
			else
				status = hscan_no_memory(err);
		}
	}
	if (status == HSCAN_OK)
		status = hscan_grid_write(&grid, "csv", look, out, err);
	hscan_arena_clear(&arena);
	return status;
}
