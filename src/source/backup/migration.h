/* SPDX-License-Identifier: MIT */
/*
 * Objects of the archives that GitHub makes for a migration, or for somebody
 * who asks for the data of an account: files of lists, such as
 * issues_000001.json. They name repositories, accounts and items by their web
 * addresses; a repository has no number in them. Pure.
 */
#ifndef HSCAN_SOURCE_BACKUP_MIGRATION_H
#define HSCAN_SOURCE_BACKUP_MIGRATION_H

#include "source/backup/logins.h"
#include "source/backup/told.h"

/* Of which kind a file of such an archive is, by its name without folders. */
enum hscan_migration_file {
	HSCAN_MIGRATION_OTHER, /* nothing in it is read */
	HSCAN_MIGRATION_WHOSE, /* users, bots and repositories */
	HSCAN_MIGRATION_RECORDS,
};
enum hscan_migration_file hscan_migration_file_of(const char *name);

/* Whether an object is one of such an archive's, by its members. */
struct cJSON;
bool hscan_migration_has_made(const struct cJSON *object);

/**
 * One object, as hscan_told_decode; `host` is where logins are looked for.
 * Accounts are passed over, but for what they tell of a login, in `login`: id 0
 * where it is none. Whoever is in `logins` has the number of the account.
 */
HSCAN_CHECK enum hscan_status hscan_migration_decode(struct hscan_text object,
    const char *host, const struct hscan_logins *logins,
    struct hscan_arena *arena, struct hscan_told *out,
    struct hscan_login *login, struct hscan_error *err);

#endif
