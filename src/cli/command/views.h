/* SPDX-License-Identifier: MIT */
/* The views that a query, and a metric, may read: what query without a question
 * lists, and healthscan-query(1). */
#ifndef HSCAN_CLI_COMMAND_VIEWS_H
#define HSCAN_CLI_COMMAND_VIEWS_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "report/grid.h"

struct view {
	const char *name;  /* NULL ends the table */
	const char *about; /* what one row of it is */
	/* In their order: "number, kind (1 issue, 2 pull request), title". */
	const char *columns;
};

extern const struct view view_table[];

/* What holds for all of them; sentences. */
extern const char *const view_rules;

/* NULL when there is no such view. */
const struct view *view_find(const char *name);

/* Takes the next of view.columns; false at their end. The note, what stands
 * behind the name in parentheses, may be absent. */
bool view_column(
    struct hscan_text *rest, struct hscan_text *name, struct hscan_text *note);

/* For a person; `only` NULL: all of them, and the rules. */
void views_write(const struct view *only, struct hscan_buf *out);

/* For programs: "view", "column", "note"; of the grid's arena. HSCAN_ENOMEM. */
HSCAN_CHECK enum hscan_status views_grid(const struct view *only,
    struct hscan_arena *arena, struct hscan_grid *out, struct hscan_error *err);

#endif
