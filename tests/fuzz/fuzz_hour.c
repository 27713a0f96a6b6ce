/* SPDX-License-Identifier: MIT */
/* A file of GH Archive: inflated, if it is gzip, and each line decoded. What
 * the look at a line's first bytes passes over must tell nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "source/archive/filter.h"
#include "source/archive/gzip.h"
#include "source/archive/hour.h"

enum { MOST = 64 * 1024 };

static void
check_told(const struct hscan_hour_line *line)
{
	const struct hscan_told *told = &line->told;

	fuzz_touch(told->repo.full_name);
	fuzz_touch(told->item.title);
	ENSURE(!told->passed_over ||
	       (told->item.number == 0 && told->events_len == 0));
	ENSURE(told->item.number >= 0);
	ENSURE(told->events_len <= 2 && told->responses_len <= 1);
	ENSURE(told->oldest <= told->newest);
	for (size_t i = 0; i < told->events_len; i++) {
		ENSURE(told->events[i].id == 0 && told->events[i].number > 0);
		ENSURE(told->events[i].grade != HSCAN_GRADE_FORGE);
		fuzz_touch(told->events[i].reason);
		fuzz_touch(told->events[i].actor.login);
	}
}

static void
decode(struct hscan_text line, struct hscan_arena *arena)
{
	static const struct hscan_hour_wanted wanted = {5, "sample/meadow"};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_hour_line told;
	enum hscan_status status =
	    hscan_hour_decode(line, "github.com", arena, &told, &err);

	ENSURE(status == HSCAN_OK || status == HSCAN_EPARSE);
	if (status == HSCAN_OK)
		check_told(&told);
	if (status == HSCAN_OK && !told.told.passed_over &&
	    told.told.repo.id == wanted.id)
		ENSURE(hscan_hour_may_tell(line, &wanted));
	if (status == HSCAN_OK && !told.told.passed_over)
		ENSURE(hscan_hour_may_tell(line, NULL));
	hscan_arena_reset(arena);
}

static size_t
inflate_all(struct hscan_text in, char *out)
{
	struct hscan_gzip *gzip = NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status = hscan_gzip_open(&gzip, &err);
	size_t len = 0, some = 1;

	while (status == HSCAN_OK && len < MOST && some > 0) {
		status = hscan_gzip_next(
		    gzip, &in, out + len, MOST - len, &some, &err);
		ENSURE(status == HSCAN_OK || status == HSCAN_EPARSE);
		len += some;
	}
	ENSURE(status != HSCAN_OK || some > 0 || in.len == 0);
	if (status == HSCAN_OK)
		(void)!hscan_gzip_end(gzip, &err);
	hscan_gzip_close(gzip);
	return len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(MOST);
	struct hscan_arena arena;
	struct hscan_text rest;

	if (!text)
		abort();
	hscan_arena_init(&arena);
	rest =
	    (struct hscan_text){text, inflate_all(fuzz_text(data, size), text)};
	while (rest.ptr)
		decode(hscan_text_split(&rest, '\n'), &arena);
	hscan_arena_clear(&arena);
	free(text);
	return 0;
}
