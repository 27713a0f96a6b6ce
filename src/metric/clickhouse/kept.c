/* SPDX-License-Identifier: MIT */
/* The answer to a question that several metrics ask word for word: its rows are
 * kept for the next of them, in a few bytes each, unless there are too many. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "metric/clickhouse/internal.h"

/* 16 MB. */
enum { MOST_KEPT = 1 << 20 };

/* A value that counts something, and stands for one sample. */
struct kept_row {
	int64_t repo_id;
	uint32_t value;
	uint16_t window_no;
	uint8_t left_out, end;
};

void
clickhouse_kept_clear(struct clickhouse_kept *kept)
{
	hscan_buf_clear(&kept->asked);
	free(kept->rows);
	*kept = (struct clickhouse_kept){.rows = NULL};
}

void
clickhouse_kept_begin(struct clickhouse_kept *kept, struct hscan_text query,
    struct hscan_text asked)
{
	clickhouse_kept_clear(kept);
	kept->query = query;
	hscan_buf_init(&kept->asked, asked.len + 1);
	kept->fits = hscan_buf_add_text(&kept->asked, asked);
}

bool
clickhouse_kept_answers(const struct clickhouse_kept *kept,
    struct hscan_text query, struct hscan_text asked)
{
	return kept->whole && hscan_text_equal(kept->query, query) &&
	       hscan_text_equal(hscan_buf_text(&kept->asked), asked);
}

static bool
is_plain(const struct hscan_engine_row *row)
{
	return row->says == HSCAN_ROW_VALUE && row->weight == 1 &&
	       row->role == 0 && row->window_no >= 0 &&
	       row->window_no <= UINT16_MAX && row->value >= 0 &&
	       row->value <= (double)UINT32_MAX &&
	       row->value == (double)(uint32_t)row->value;
}

void
clickhouse_keep(
    struct clickhouse_kept *kept, const struct hscan_engine_row *row)
{
	struct kept_row *more = NULL;

	if (kept->fits && kept->len < MOST_KEPT && is_plain(row))
		more = hscan_grow(
		    kept->rows, &kept->room, kept->len + 1, sizeof(*more));
	kept->fits = more != NULL;
	if (!more)
		return;
	kept->rows = more;
	more[kept->len++] = (struct kept_row){
	    .repo_id = row->repo_id,
	    .value = (uint32_t)row->value,
	    .window_no = (uint16_t)row->window_no,
	    .left_out = row->left_out,
	    .end = (uint8_t)row->end,
	};
}

enum hscan_status
clickhouse_kept_give(const struct clickhouse_kept *kept,
    hscan_engine_row_fn *on_row, void *payload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < kept->len && status == HSCAN_OK; i++) {
		const struct kept_row *one = &kept->rows[i];
		const struct hscan_engine_row row = {
		    .says = HSCAN_ROW_VALUE,
		    .repo_id = one->repo_id,
		    .window_no = one->window_no,
		    .value = one->value,
		    .weight = 1,
		    .left_out = one->left_out != 0,
		    .end = (enum hscan_row_end)one->end,
		    .began_at = HSCAN_NEVER,
		    .ended_at = HSCAN_NEVER,
		    .actor_id = HSCAN_NEVER,
		    .owner_id = one->repo_id,
		};

		status = on_row(&row, payload, err);
	}
	return status;
}
