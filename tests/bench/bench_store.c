/* SPDX-License-Identifier: MIT */
/* Writes events twice, a page of a hundred to a transaction: as the store does,
 * and by a bare prepared statement into a table of the same columns with the
 * least that makes a row its own, repository, number and time. Prints the
 * seconds of each, in turns of a hundred thousand rows so that both suffer the
 * same. bench_store FOLDER ROWS [PAGE] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/text.h"
#include "store/store.h"

#define HOST "github.com"

static const struct hscan_teller rest = {HOST, HSCAN_SOURCE_REST, 0};

enum { TURN = 100000, PAGE_MAX = 10000, ACTORS = 500 };

static const char bare_schema[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "PRAGMA cache_size = -32768;"
    "CREATE TABLE event (repo_id INTEGER NOT NULL, number INTEGER NOT NULL,"
    " occurred_at INTEGER NOT NULL, kind INTEGER, forge_id INTEGER,"
    " actor_id INTEGER, reason TEXT,"
    " PRIMARY KEY (repo_id, number, occurred_at)) WITHOUT ROWID";

static const char bare_upsert[] =
    "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (repo_id, number, occurred_at)"
    " DO UPDATE SET reason = excluded.reason WHERE reason IS NULL";

struct bench {
	struct hscan_store *store;
	int64_t repo_id;
	sqlite3 *bare;
	sqlite3_stmt *upsert;
	struct hscan_event *page;
	size_t page_len;
	char logins[ACTORS][24];
};

static double
seconds_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
check(bool good, const char *what)
{
	if (good)
		return;
	(void)fprintf(stderr, "bench_store: %s\n", what);
	exit(1);
}

/* The events of a page as GitHub lists them, newest first: those of an item
 * lie apart, and older items have older events. */
static void
make_page(struct bench *bench, int64_t first, int64_t rows)
{
	for (size_t i = 0; i < bench->page_len; i++) {
		int64_t nth = rows - first - (int64_t)i;
		int64_t jump = nth * 7919 % 400;
		/* Few are busy, and most are seen now and then. */
		size_t busy = (size_t)(nth * 31 % ACTORS);
		size_t actor = busy * busy / ACTORS * busy / ACTORS;

		bench->page[i] = (struct hscan_event){
		    .kind = (enum hscan_event_kind)(1 + nth % 3),
		    .id = 29700000000 + nth,
		    .number = 1 + (nth > jump ? nth - jump : nth) / 4,
		    .occurred_at = 1500000000 + nth * 60,
		    .actor = {.id = 1000 + (int64_t)actor,
			.login = hscan_text_of(bench->logins[actor]),
			.type = hscan_text_of("User")},
		};
	}
}

static double
put_page(struct bench *bench)
{
	double begin = seconds_now();
	struct hscan_error err;
	enum hscan_status status = hscan_store_begin(bench->store, &err);

	if (status == HSCAN_OK)
		status = hscan_store_put_events(bench->store, &rest,
		    bench->repo_id, bench->page, bench->page_len, &err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(bench->store, &err);
	check(status == HSCAN_OK, "the store failed");
	return seconds_now() - begin;
}

static void
put_bare(struct bench *bench, const struct hscan_event *event)
{
	sqlite3_stmt *s = bench->upsert;

	check(sqlite3_bind_int64(s, 1, 1) == SQLITE_OK &&
		  sqlite3_bind_int64(s, 2, event->number) == SQLITE_OK &&
		  sqlite3_bind_int64(s, 3, event->occurred_at) == SQLITE_OK &&
		  sqlite3_bind_int64(s, 4, (int64_t)event->kind) == SQLITE_OK &&
		  sqlite3_bind_int64(s, 5, event->id) == SQLITE_OK &&
		  sqlite3_bind_int64(s, 6, event->actor.id) == SQLITE_OK &&
		  sqlite3_bind_null(s, 7) == SQLITE_OK,
	    "cannot bind");
	check(sqlite3_step(s) == SQLITE_DONE, "the bare upsert failed");
	(void)sqlite3_reset(s);
}

static double
put_bare_page(struct bench *bench)
{
	double begin = seconds_now();

	check(sqlite3_exec(bench->bare, "BEGIN IMMEDIATE", NULL, NULL, NULL) ==
		  SQLITE_OK,
	    "cannot begin");
	for (size_t i = 0; i < bench->page_len; i++)
		put_bare(bench, &bench->page[i]);
	check(
	    sqlite3_exec(bench->bare, "COMMIT", NULL, NULL, NULL) == SQLITE_OK,
	    "cannot commit");
	return seconds_now() - begin;
}

static void
open_bench(struct bench *bench, const char *folder)
{
	const struct hscan_repo repo = {.id = 42,
	    .full_name = hscan_text_of("sample/large"),
	    .created_at = 1500000000,
	    .pushed_at = HSCAN_NEVER};
	struct hscan_error err;
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s/store.db", folder);
	check(hscan_store_open(path, &bench->store, &err) == HSCAN_OK,
	    "cannot open the store");
	check(hscan_store_put_repo(bench->store, &rest, &repo, &bench->repo_id,
		  &err) == HSCAN_OK,
	    "cannot store the repository");
	(void)snprintf(path, sizeof(path), "%s/bare.db", folder);
	check(sqlite3_open(path, &bench->bare) == SQLITE_OK &&
		  sqlite3_exec(bench->bare, bare_schema, NULL, NULL, NULL) ==
		      SQLITE_OK &&
		  sqlite3_prepare_v2(bench->bare, bare_upsert, -1,
		      &bench->upsert, NULL) == SQLITE_OK,
	    "cannot open the bare database");
	for (int i = 0; i < ACTORS; i++)
		(void)snprintf(
		    bench->logins[i], sizeof(bench->logins[i]), "user-%d", i);
}

int
main(int argc, char **argv)
{
	static struct bench bench;
	int64_t rows = argc > 2 ? atoll(argv[2]) : 0;
	int64_t page = argc > 3 ? atoll(argv[3]) : 100;
	double ours = 0, bare = 0;

	if (rows < 1 || page < 1 || page > PAGE_MAX) {
		(void)fprintf(
		    stderr, "usage: bench_store FOLDER ROWS [PAGE]\n");
		return 2;
	}
	bench.page_len = (size_t)page;
	bench.page = calloc(bench.page_len, sizeof(*bench.page));
	check(bench.page != NULL, "out of memory");
	open_bench(&bench, argv[1]);
	for (int64_t done = 0; done < rows; done += TURN) {
		for (int64_t at = done; at < done + TURN && at < rows;
		     at += page) {
			make_page(&bench, at, rows);
			ours += put_page(&bench);
		}
		for (int64_t at = done; at < done + TURN && at < rows;
		     at += page) {
			make_page(&bench, at, rows);
			bare += put_bare_page(&bench);
		}
	}
	hscan_store_close(bench.store);
	(void)sqlite3_finalize(bench.upsert);
	(void)sqlite3_close(bench.bare);
	free(bench.page);
	printf("%.6f %.6f\n", ours, bare);
	return 0;
}
