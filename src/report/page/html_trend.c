/* SPDX-License-Identifier: MIT */
/* The section of a page that has a trend over whole periods of the calendar: a
 * row a metric and a column a period. */
#include "base/arena.h"
#include "base/text.h"
#include "report/change_words.h"
#include "report/page/page.h"
#include "report/trend_periods.h"
#include "report/words.h"

static void
write_heads(struct page *page, const struct hscan_grid *grid)
{
	page_raw(page,
	    "<div class=\"scroll wide\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"Metrics by period\"><table class=\"plain\"><thead>"
	    "<tr>");
	for (size_t i = 0; i < grid->columns_len; i++) {
		page_raw(page, i == 0 ? "<th scope=\"col\">"
				      : "<th scope=\"col\" class=\"number\">");
		page_text(page, grid->columns[i]);
		page_raw(page, "</th>");
	}
	page_raw(page, "</tr></thead><tbody>\n");
}

static void
write_row(struct page *page, const struct hscan_grid *grid, size_t row)
{
	for (size_t i = 0; i < grid->columns_len; i++) {
		struct hscan_text text =
		    hscan_grid_cell(grid, row * grid->columns_len + i)->text;

		page_raw(page, i == 0 ? "<tr><th scope=\"row\">"
				      : "<td class=\"number\">");
		page_text(page, hscan_text_trim(text));
		page_raw(page, i == 0 ? "</th>" : "</td>");
	}
	page_raw(page, "</tr>\n");
}

/* Why something is not there, and what a mark means. */
static void
write_notes(struct page *page, const struct hscan_report *report)
{
	struct hscan_text rest;
	struct hscan_buf lines;

	hscan_buf_init(&lines, (size_t)1024 * 1024);
	trend_periods_add_reasons(&lines, report, true);
	rest = hscan_buf_text(&lines);
	while (rest.len > 0) {
		page_raw(page, "<p>");
		page_prose(page, hscan_text_split(&rest, '\n'));
		page_raw(page, "</p>\n");
	}
	words_drop(page->out, &lines);
	if (!change_any_marked(report))
		return;
	page_raw(page, "<p class=\"legend\">" CHANGE_MARK " ");
	page_string(page, change_mark_means);
	page_raw(page, "</p>\n");
}

enum hscan_status
page_periods(struct page *page, const struct hscan_report *report,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	enum hscan_status status;
	struct hscan_grid grid;

	if (!trend_has_periods(report))
		return HSCAN_OK;
	hscan_arena_init(&arena);
	status = trend_periods_grid(report, true, &arena, &grid, err);
	if (status == HSCAN_OK) {
		page_section(page, "periods", "By period");
		write_heads(page, &grid);
		for (size_t i = 0; i < grid.rows; i++)
			write_row(page, &grid, i);
		page_raw(page, "</tbody></table></div>\n");
		write_notes(page, report);
		page_raw(page, "</section>\n");
	}
	hscan_arena_clear(&arena);
	return status;
}
