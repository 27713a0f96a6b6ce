/* SPDX-License-Identifier: MIT */
/* Whether newcomers came again, for spreadsheets: a line for each of the times
 * that are told, each step of the curve, and each month of each cohort. */
#include "base/text.h"
#include "report/formats.h"
#include "report/grid.h"
#include "report/retention.h"

enum {
	PART,
	MONTH,
	MONTHS_SINCE,
	DAYS,
	N,
	AT_RISK,
	RETURNED,
	CENSORED,
	VALUE,
	LOW,
	HIGH,
	REASON,
	COLUMNS
};

static void
put_number(struct hscan_cell *cell, bool known, double value)
{
	if (known)
		*cell = hscan_cell_number(value);
}

static bool
add_reason(struct hscan_grid *grid, const char *reason)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row)
		return false;
	row[PART] = hscan_cell_string("at");
	row[REASON] = hscan_cell_string(reason);
	return true;
}

static bool
add_at(struct hscan_grid *grid, const struct hscan_return_at *at)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row)
		return false;
	row[PART] = hscan_cell_string("at");
	row[DAYS] = hscan_cell_integer(at->days);
	row[AT_RISK] = hscan_cell_integer(at->at_risk);
	put_number(&row[VALUE], at->value.known, at->value.value);
	put_number(&row[LOW], at->ci95.known, at->ci95.low);
	put_number(&row[HIGH], at->ci95.known, at->ci95.high);
	if (!at->value.known)
		row[REASON] = hscan_cell_string(retention_unwatched);
	return true;
}

static bool
add_step(struct hscan_grid *grid, const struct hscan_return_step *step)
{
	struct hscan_cell *row = hscan_grid_row(grid);
	bool known = step->ci95.known;

	if (!row)
		return false;
	row[PART] = hscan_cell_string("step");
	row[DAYS] = hscan_cell_number(step->days);
	row[AT_RISK] = hscan_cell_integer(step->at_risk);
	row[RETURNED] = hscan_cell_integer(step->returned);
	row[CENSORED] = hscan_cell_integer(step->censored);
	row[VALUE] = hscan_cell_number(100.0 * (1.0 - step->survival));
	put_number(&row[LOW], known, 100.0 * (1.0 - step->ci95.high));
	put_number(&row[HIGH], known, 100.0 * (1.0 - step->ci95.low));
	return true;
}

/* A cohort of which no month is over has one line nevertheless. */
static bool
add_month(struct hscan_grid *grid, const struct hscan_cohort *cohort,
    struct hscan_text month, size_t since)
{
	struct hscan_number share = retention_share(cohort, since);
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row)
		return false;
	row[PART] = hscan_cell_string("cohort");
	row[MONTH] = hscan_cell_text(month);
	row[N] = hscan_cell_integer(cohort->n);
	if (since >= cohort->len)
		return true;
	row[MONTHS_SINCE] = hscan_cell_integer((int64_t)since);
	row[RETURNED] = hscan_cell_integer(cohort->came[since]);
	put_number(&row[VALUE], share.known, share.value);
	return true;
}

static bool
add_cohort(struct hscan_grid *grid, const struct hscan_cohort *cohort)
{
	char text[RETENTION_MONTH_SIZE];
	struct hscan_text month = hscan_arena_dup(
	    grid->arena, hscan_text_of(retention_month(cohort, text)));
	bool good = month.ptr != NULL;

	if (good && cohort->len == 0)
		return add_month(grid, cohort, month, 0);
	for (size_t i = 0; i < cohort->len && good; i++)
		good = add_month(grid, cohort, month, i);
	return good;
}

static bool
fill(struct hscan_grid *grid, const struct hscan_retention *retention)
{
	bool good = true;

	if (retention->reason)
		return add_reason(grid, retention->reason);
	for (size_t i = 0; i < HSCAN_RETURN_TIMES && good; i++)
		good = add_at(grid, &retention->at[i]);
	for (size_t i = 0; i < retention->steps_len && good; i++)
		good = add_step(grid, &retention->steps[i]);
	for (size_t i = 0; i < retention->cohorts_len && good; i++)
		good = add_cohort(grid, &retention->cohorts[i]);
	return good;
}

enum hscan_status
hscan_retention_csv(const struct hscan_retention *retention,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	static const char *const names[COLUMNS] = {"part", "month",
	    "months_since", "days", "n", "at_risk", "returned", "censored",
	    "value", "ci95_low", "ci95_high", "reason"};
	struct hscan_text columns[COLUMNS];
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;

	for (size_t i = 0; i < COLUMNS; i++)
		columns[i] = hscan_text_of(names[i]);
	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "", columns, COLUMNS);
	status = fill(&grid, retention) ? hscan_grid_csv(&grid, look, out, err)
					: hscan_no_memory(err);
	hscan_arena_clear(&arena);
	return status;
}
