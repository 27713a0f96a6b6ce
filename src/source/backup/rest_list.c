/* SPDX-License-Identifier: MIT */
/* Rows of lists that were kept; see rest_list.h. */
#include "source/backup/rest_list.h"

#include <cjson/cJSON.h>

#include "source/backup/reading.h"

enum hscan_status
hscan_rest_list_decode(struct hscan_text row, struct hscan_arena *arena,
    struct hscan_told *out, struct hscan_error *err)
{
	struct backup_reading r;
	cJSON *tree = backup_open(&r, row, arena, out, err);

	if (tree)
		backup_read_row(&r, tree);
	return backup_close(&r, tree);
}
