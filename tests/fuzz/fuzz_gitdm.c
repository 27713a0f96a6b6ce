/* SPDX-License-Identifier: MIT */
/* Files that say who works where: whatever they hold, an address is of somebody
 * or of nobody at each time, without a gap; or the failure names the line. */
#include "fuzz/fuzz.h"
#include "model/affiliation.h"

static enum hscan_status
add(const struct hscan_gitdm_line *line, void *payload, struct hscan_error *err)
{
	ENSURE(line->line > 0);
	ENSURE(line->says == HSCAN_GITDM_FILE || line->key.len > 0);
	ENSURE(line->name.len > 0);
	return hscan_affiliations_add(payload, line, "file", err);
}

struct told {
	int64_t from, until;
	int percent;
};

static enum hscan_status
tell(
    const struct hscan_affiliation *one, void *payload, struct hscan_error *err)
{
	struct told *told = payload;

	(void)err;
	if (one->from != told->from) {
		ENSURE(told->percent == 100 && one->from == told->until);
		told->percent = 0;
	}
	told->from = one->from;
	told->until = one->until;
	told->percent += one->percent;
	ENSURE(one->from < one->until && one->percent > 0);
	ENSURE((one->standing == HSCAN_STANDING_UNKNOWN) ==
	       (one->organization.ptr == NULL));
	return HSCAN_OK;
}

/* The words of the file are the addresses that are looked up. */
static void
look_up(const struct hscan_affiliations *all, struct hscan_text text)
{
	for (int i = 0; text.ptr && i < 100; i++) {
		struct told told = {INT64_MAX, INT64_MIN, 100};
		struct hscan_text word = hscan_text_split(&text, ' ');

		ENSURE(
		    hscan_affiliate(all, word, tell, &told, NULL) == HSCAN_OK);
		ENSURE(told.until == INT64_MAX && told.percent == 100);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text text = fuzz_text(data, size);
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_gitdm_file file = {.path = "file", .bytes = text};
	struct hscan_affiliations *all;
	enum hscan_status status;
	struct hscan_arena arena;

	hscan_arena_init(&arena);
	all = hscan_affiliations_new(&arena, size % 2 == 1);
	ENSURE(all);
	status = hscan_gitdm_read(&file, add, all, &err);
	if (status == HSCAN_OK)
		status = hscan_affiliations_finish(all, &err);
	if (status == HSCAN_OK) {
		look_up(all, text);
	} else {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
	}
	hscan_arena_clear(&arena);
	return 0;
}
