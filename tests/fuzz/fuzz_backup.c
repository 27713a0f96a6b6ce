/* SPDX-License-Identifier: MIT */
/* A file that somebody has kept, of any kind: its objects are found, told apart
 * and decoded by each decoder. */
#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "source/backup/github_backup.h"
#include "source/backup/kind.h"
#include "source/backup/metadata_backup.h"
#include "source/backup/migration.h"
#include "source/backup/node_id.h"
#include "source/backup/objects.h"
#include "source/backup/perceval.h"
#include "source/backup/rest_list.h"

static void
check_told(const struct hscan_told *told)
{
	fuzz_touch(told->host);
	fuzz_touch(told->repo.full_name);
	fuzz_touch(told->item.title);
	ENSURE(!told->passed_over || told->item.number == 0);
	ENSURE(told->item.number >= 0);
	ENSURE(told->base.number == 0 ||
	       (told->base.number == told->item.number && told->item.id == 0));
	ENSURE((told->parts & told->lacks) == 0);
	ENSURE(told->oldest <= told->newest);
	for (size_t i = 0; i < told->events_len; i++) {
		ENSURE(told->events[i].id > 0 && told->events[i].number > 0);
		ENSURE(told->events[i].grade == HSCAN_GRADE_FORGE);
		fuzz_touch(told->events[i].reason);
	}
	for (size_t i = 0; i < told->responses_len; i++) {
		ENSURE(told->responses[i].id > 0);
		ENSURE(told->responses[i].number > 0);
		fuzz_touch(told->responses[i].actor.login);
	}
	for (size_t i = 0; i < told->bad_len; i++)
		fuzz_touch(told->bad[i]);
}

static void
decode(struct hscan_text object, struct hscan_arena *arena)
{
	static hscan_told_decode *const decoders[] = {hscan_rest_list_decode,
	    hscan_github_backup_decode, hscan_metadata_backup_decode,
	    hscan_perceval_decode};
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_backup_kind kind;
	enum hscan_status told_kind = hscan_backup_kind_of(object, &kind, &err);
	struct hscan_told told;

	ENSURE(told_kind == HSCAN_OK || told_kind == HSCAN_EREFUSED ||
	       told_kind == HSCAN_EPARSE);
	for (size_t i = 0; i < sizeof(decoders) / sizeof(decoders[0]); i++) {
		enum hscan_status status =
		    decoders[i](object, arena, &told, &err);

		ENSURE(status == HSCAN_OK || status == HSCAN_EPARSE);
		if (status == HSCAN_OK)
			check_told(&told);
		hscan_arena_reset(arena);
	}
}

static void
decode_migration(struct hscan_text object, struct hscan_arena *arena)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_logins logins = {.at = NULL};
	struct hscan_login login;
	struct hscan_told told;

	/* Once to learn who it is, once to be told by that. */
	for (int i = 0; i < 2; i++) {
		enum hscan_status status = hscan_migration_decode(
		    object, "github.com", &logins, arena, &told, &login, &err);

		ENSURE(status == HSCAN_OK || status == HSCAN_EPARSE);
		ENSURE(login.id >= 0 && (login.id == 0 || told.passed_over));
		if (status != HSCAN_OK)
			break;
		check_told(&told);
		ENSURE(told.repo.id == 0);
		ENSURE(told.release.id <= 0);
		ENSURE(!told.repo_row || told.parts == 0);
		if (login.id != 0)
			ENSURE(hscan_logins_add(&logins, login));
	}
	hscan_logins_clear(&logins);
	hscan_arena_reset(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text bytes = fuzz_text(data, size);
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_objects_found found;
	struct hscan_objects objects;
	struct hscan_arena arena;

	ENSURE(hscan_backup_no_json(bytes, &err) != HSCAN_OK);
	ENSURE(hscan_node_id_repo(bytes, 7) >= 0);
	(void)hscan_metadata_backup_missing(bytes);
	hscan_arena_init(&arena);
	hscan_objects_init(&objects);
	while ((found = hscan_objects_next(&objects, &bytes)) ==
	       HSCAN_OBJECT_WHOLE) {
		decode(hscan_objects_text(&objects), &arena);
		decode_migration(hscan_objects_text(&objects), &arena);
	}
	ENSURE(found != HSCAN_OBJECT_TOO_LONG);
	hscan_objects_clear(&objects);
	hscan_arena_clear(&arena);
	return 0;
}
