/* SPDX-License-Identifier: MIT */
/* What the files of the import share; see import.h. */
#ifndef HSCAN_APP_IMPORT_INTERNAL_H
#define HSCAN_APP_IMPORT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/import.h"
#include "source/backup/kind.h"
#include "source/backup/logins.h"
#include "source/webhook/post.h"
#include "store/store.h"
#include "sync/exported.h"
#include "sync/intake.h"

/* What was told of a repository. */
struct import_sum {
	struct hscan_exported_sum told;
	bool touched; /* it is among those since the last commit */
	/* Of pull requests that are told in short; HSCAN_NEVER: there are
	 * none. */
	int64_t short_from, short_to;
};

/* The sums of all repositories, found by their number. An hour of GH Archive
 * has tens of thousands. */
struct import_sums {
	struct import_sum *at; /* owned */
	size_t len, room;
	size_t *index; /* owned: hash table of places in `at`, from 1 */
	size_t index_size;
	size_t *touched; /* owned: places in `at`, since the last commit */
	size_t touched_len, touched_room;
	size_t last; /* which of them was touched last */
};

struct import {
	struct app *app;
	struct hscan_store *store;
	struct import_result *out;
	struct hscan_error *err;

	/* What the operator says. */
	const char *host;
	struct hscan_repo_name named; /* of --repo */
	bool is_named;
	struct hscan_buf secrets;        /* lines of --secret-file */
	int64_t covers_from, covers_to;  /* HSCAN_NEVER: nothing is said */
	struct hscan_exported_from from; /* of exports */
	struct hscan_logins logins;      /* that migration archives tell */

	/* The transaction under way. */
	bool open;
	int64_t opened_ms;
	size_t records;
	int64_t committed; /* of the records taken */
	struct import_sums sums;
	int64_t progress_ms;
	/* Of files whose sizes are known; total 0: they are not. */
	int64_t bytes_read, bytes_total;

	/* The record that is being read. */
	struct hscan_arena arena;
	struct hscan_buf payload;
	const char *file; /* its name, safe to show */
	int64_t place;    /* in the file, from 1; 0: it is all of it */
	bool incomplete;  /* somebody has said that something is missing */

	/* Objects whose repository is not known yet are met again, when all
	 * others have been read. */
	bool may_return;  /* the file can be read twice */
	int64_t input_at; /* where standard input began, if it is a file */
	bool again;       /* it is: nothing else counts */
	size_t waiting;   /* objects that were left for that */
};

/* --- sums; import_sums.c --- */

/* The sum of what a source has told of a repository, which is touched by that;
 * NULL without memory. */
struct import_sum *import_touch(
    struct import *im, int64_t repo_id, enum hscan_source source);

/* Of how many repositories there are sums. */
size_t import_count_repos(const struct import_sums *sums);

void import_sums_clear(struct import_sums *sums);

/* --- transactions; import_batch.c. All fail as the store, or HSCAN_EINTR ---
 */

/* Before something is put. */
HSCAN_CHECK enum hscan_status import_begin(struct import *im);

/* After a record: commits if it is time to. */
HSCAN_CHECK enum hscan_status import_turn(struct import *im);

/* Commits what was put, if anything was. */
HSCAN_CHECK enum hscan_status import_commit(struct import *im);

/* After the last record: merges and what --covers says. */
HSCAN_CHECK enum hscan_status import_finish(struct import *im);

/* Notes that a record was refused. */
HSCAN_CHECK enum hscan_status import_refuse(struct import *im, const char *why);

/* --- records; import_records.c --- */

/* HSCAN_EINVAL: nothing is said of who has signed deliveries. */
HSCAN_CHECK enum hscan_status import_check_trust(const struct import *im);

/* HSCAN_EINVAL: nothing is said of whose events of an hour are wanted. */
HSCAN_CHECK enum hscan_status import_check_whose(const struct import *im);

HSCAN_CHECK enum hscan_status import_delivery(
    struct import *im, const struct hscan_post *post);
HSCAN_CHECK enum hscan_status import_object(
    struct import *im, enum hscan_backup_kind kind, struct hscan_text object);

/* What was decoded, as `decoded` says. */
HSCAN_CHECK enum hscan_status import_told(struct import *im,
    enum hscan_status decoded, const struct hscan_told *told);

/* --- pieces of files; import_piece.c --- */

/* A file that is being read. What was looked at to tell its kind is read once
 * more. */
enum { IMPORT_PIECE = 32 * 1024 };
struct import_reader {
	int fd;
	bool regular;
	struct hscan_buf ahead; /* owned */
	size_t ahead_at;
	bool keep; /* what is read is kept in `ahead` */
	/* Instead of a file: gives the pieces. NULL: it is a file. */
	enum hscan_status (*next)(
	    struct import *im, struct import_reader *r, struct hscan_text *out);
	void *payload;
	char piece[IMPORT_PIECE];
};

void import_reader_open(struct import_reader *r, int fd);
void import_reader_close(struct import_reader *r); /* and its file */

/* The next bytes, which are the reader's; none: it is at its end. */
HSCAN_CHECK enum hscan_status import_next_piece(
    struct import *im, struct import_reader *r, struct hscan_text *out);

/* --- objects; import_objects.c --- */

/* Reads objects to the end: of a file, or of a part of one. */
HSCAN_CHECK enum hscan_status import_objects(struct import *im,
    struct import_reader *reader, enum hscan_backup_kind kind);

/* Says what begins with `rest` where an object should: always a failure. */
struct hscan_objects;
enum hscan_status import_no_object(struct import *im,
    const struct hscan_objects *objects, struct hscan_text rest);

/* --- files; import_read.c --- */

/* Reads a file to its end: lines of deliveries, or objects of JSON. `known`
 * NULL: it says by its first object what it is. Closes `fd`. */
HSCAN_CHECK enum hscan_status import_file(struct import *im, int fd,
    const char *name, const enum hscan_backup_kind *known);

/* The kind of a file, of which some is read. Closes `fd`. */
HSCAN_CHECK enum hscan_status import_file_kind(
    struct import *im, int fd, const char *name, enum hscan_backup_kind *out);

/* --- hours of GH Archive; import_hours.c --- */

/* Reads a file, or standard input, to its end. */
HSCAN_CHECK enum hscan_status import_hours(
    struct import *im, struct import_reader *reader);

/* --- migration archives; import_migration.c --- */

/* Reads an archive, or one of the files that are in it. HSCAN_EINVAL: archives
 * are not read by this program. */
HSCAN_CHECK enum hscan_status import_migration(
    struct import *im, struct import_reader *reader);

/* --- folders; import_folder.c --- */

/* Reads a folder; `known` as above. Closes `fd`. */
HSCAN_CHECK enum hscan_status import_folder(struct import *im, int fd,
    const char *name, const enum hscan_backup_kind *known);

#endif
