/* SPDX-License-Identifier: MIT */
/* The power goes while a store is written: of what no sync has covered,
 * nothing, all, or any part has reached the disk, sector by sector. Whenever
 * that is, the store is sound, holds whole steps in their order and every one
 * that a sync has covered, and the next run ends as if nothing had been. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/sqlite.h"
#include "support/support.h"
#include "torture/history.h"
#include "torture/writes.h"

#define SECTOR     512
#define FILE_MAX   ((size_t)1 << 20)
#define LEN(array) (sizeof(array) / sizeof((array)[0]))

/* How much of what was not synced is there. */
enum luck {
	LUCK_NONE,
	LUCK_ALL,
	LUCK_SOME,
	LUCKS,
};

static const char *const names[] = {
    "store.db", "store.db-wal", "store.db-journal"};

/* A file: as far as it has been synced, and the change from which on it has
 * not. */
struct disk_file {
	bool there;
	size_t len;
	unsigned char bytes[FILE_MAX];
	size_t unsynced;
};

struct disk {
	struct disk_file files[LEN(names)];
	int safe; /* steps that no loss of power may take away */
};

static uint32_t
next_random(void)
{
	static uint32_t random = 20260101;

	random = random * 1664525 + 1013904223;
	return random >> 8;
}

static struct disk_file *
file_of(struct disk *disk, const struct writes_change *change)
{
	for (size_t i = 0; i < LEN(names); i++)
		if (strcmp(names[i], change->name) == 0)
			return &disk->files[i];
	return NULL;
}

/* Writes what `luck` leaves of a change. */
static void
apply(
    struct disk_file *file, const struct writes_change *change, enum luck luck)
{
	if (luck == LUCK_NONE ||
	    (luck == LUCK_SOME && change->kind == WRITES_LENGTH &&
		next_random() % 2))
		return;
	file->there = true;
	if (change->kind == WRITES_LENGTH) {
		if (change->at > file->len)
			memset(
			    file->bytes + file->len, 0, change->at - file->len);
		file->len = change->at;
		return;
	}
	assert_within(change->at + change->len, 0, FILE_MAX);
	if (change->at > file->len)
		memset(file->bytes + file->len, 0, change->at - file->len);
	for (size_t i = 0; i < change->len; i += SECTOR) {
		size_t len =
		    change->len - i < SECTOR ? change->len - i : SECTOR;

		if (luck == LUCK_SOME && next_random() % 2)
			continue;
		memcpy(file->bytes + change->at + i, change->bytes + i, len);
		if (change->at + i + len > file->len)
			file->len = change->at + i + len;
	}
}

/* Everything of a file up to here is on the disk. */
static void
sync_file(struct disk *disk, const struct writes_change *changes, size_t at)
{
	struct disk_file *file = file_of(disk, &changes[at]);

	for (size_t i = file->unsynced; i < at; i++)
		if (changes[i].kind != WRITES_SYNC &&
		    file_of(disk, &changes[i]) == file)
			apply(file, &changes[i], LUCK_ALL);
	file->there = true;
	file->unsynced = at + 1;
	disk->safe = changes[at].mark;
}

static void
make_change(struct disk *disk, const struct writes_change *changes, size_t at)
{
	struct disk_file *file = file_of(disk, &changes[at]);

	if (!file)
		return;
	if (changes[at].kind == WRITES_SYNC) {
		sync_file(disk, changes, at);
	} else if (changes[at].kind == WRITES_DELETE) {
		file->there = false;
		file->len = 0;
		file->unsynced = at + 1;
	}
}

/* The files as they are when the power goes before change `end`. */
static void
write_image(const struct disk *disk, const struct writes_change *changes,
    size_t end, enum luck luck, char *const *paths)
{
	static struct disk image;

	image = *disk;
	for (size_t i = 0; i < end; i++) {
		struct disk_file *file = file_of(&image, &changes[i]);

		if (file && i >= file->unsynced &&
		    changes[i].kind != WRITES_SYNC)
			apply(file, &changes[i], luck);
	}
	for (size_t i = 0; i < LEN(names); i++) {
		(void)unlink(paths[i]);
		if (image.files[i].there)
			support_write(
			    paths[i], image.files[i].bytes, image.files[i].len);
	}
}

struct fixture {
	char *dir, *image_dir;
	char *paths[LEN(names)]; /* below image_dir */
	char *expected;
};

static void
check_image(struct fixture *f, int at_least, int at_most, bool go_on)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	int steps;

	if (hscan_store_open(f->paths[0], &store, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	steps = history_check(store);
	assert_within(steps, at_least, at_most);
	if (go_on) {
		char *dump;

		assert_int_equal(
		    history_write(store, HISTORY_STEPS, NULL, NULL), HSCAN_OK);
		dump = history_dump(store);
		assert_string_equal(dump, f->expected);
		free(dump);
	}
	hscan_store_close(store);
}

/* A store is written, and all that reaches its disk remembered. The log is
 * written back every few pages. */
static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_store *store = NULL;
	char *path;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->image_dir = support_temp_dir();
	for (size_t i = 0; i < LEN(names); i++)
		f->paths[i] = support_join(f->image_dir, names[i]);
	path = support_join(f->dir, names[0]);
	writes_mark(0);
	writes_record(true);
	assert_int_equal(hscan_store_open(path, &store, NULL), HSCAN_OK);
	(void)sqlite3_wal_autocheckpoint(hscan_store_db(store), 20);
	for (int step = 1; step <= HISTORY_STEPS; step++) {
		assert_int_equal(history_write(store, 1, NULL, NULL), HSCAN_OK);
		writes_mark(step);
	}
	assert_int_equal(hscan_store_prune(store, NULL), HSCAN_OK);
	writes_record(false);
	f->expected = history_dump(store);
	hscan_store_close(store);
	free(path);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	writes_forget();
	for (size_t i = 0; i < LEN(names); i++)
		free(f->paths[i]);
	free(f->expected);
	support_remove_dir(f->dir);
	support_remove_dir(f->image_dir);
	free(f);
	return 0;
}

static void
the_power_goes(void **state)
{
	static struct disk disk;
	struct fixture *f = *state;
	size_t len, syncs = 0;
	const struct writes_change *changes = writes_recorded(&len);

	assert_within(len, 200, 5000);
	for (size_t at = 0; at < len; at++) {
		enum writes_kind kind = changes[at].kind;

		/* Without luck only a sync makes a difference. */
		for (int luck = at > 0 && changes[at - 1].kind == WRITES_SYNC
				    ? LUCK_NONE
				    : LUCK_ALL;
		     luck < LUCKS; luck++) {
			write_image(
			    &disk, changes, at, (enum luck)luck, f->paths);
			check_image(f, disk.safe, changes[at].mark + 1,
			    kind == WRITES_SYNC || at % 16 == 0);
		}
		syncs += kind == WRITES_SYNC;
		make_change(&disk, changes, at);
	}
	assert_within(syncs, 6, 500);
	/* The last of them has covered everything. */
	assert_int_equal(disk.safe, HISTORY_STEPS);
	print_message("%zu changes, %zu of them syncs\n", len, syncs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_power_goes, set_up, tear_down),
	};

	writes_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
