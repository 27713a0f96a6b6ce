/* SPDX-License-Identifier: MIT */
/* The digests of a file that has none yet, and of one that has some while a
 * migration makes tables anew. */
#include "store/internal.h"

/* Since this one there are digests. */
enum { FIRST_DIGESTS = 8 };

/* What a migration makes anew. */
static const struct {
	int64_t migration;
	enum store_part part;
} renewed[] = {
    {9, STORE_SCHEMA},
    {9, STORE_STREAM},
    {9, STORE_DOUBT},
    {10, STORE_SCHEMA},
    {11, STORE_SCHEMA},
    {12, STORE_SCHEMA},
    {13, STORE_SCHEMA},
};

/* Takes what is there off the digests (-1), or adds it (1). */
struct recount {
	struct hscan_store *store;
	int64_t migration; /* what that makes anew; 0: all */
	int sign;
};

static bool
is_counted(const struct recount *recount, enum store_part part)
{
	for (size_t i = 0; i < sizeof(renewed) / sizeof(renewed[0]); i++)
		if (renewed[i].migration == recount->migration &&
		    renewed[i].part == part)
			return true;
	return recount->migration == 0;
}

static enum hscan_status
count_part(const struct recount *recount, int64_t repo_id, enum store_part part,
    struct hscan_error *err)
{
	struct store_digest *digest = NULL;
	struct store_tally tally = {0};
	enum hscan_status status =
	    store_scan(recount->store, repo_id, part, &tally, err);

	if (status == HSCAN_OK && tally.rows != 0)
		status = store_digest_find(
		    recount->store, repo_id, part, &digest, err);
	if (digest && status == HSCAN_OK) {
		store_tally_add(&digest->tally, &tally, recount->sign);
		digest->changed = true;
	}
	return status;
}

/* All of a repository, or what is of none. */
static enum hscan_status
count_repo(int64_t repo_id, void *payload, struct hscan_error *err)
{
	const struct recount *recount = payload;
	enum hscan_status status = HSCAN_OK;

	for (int i = STORE_NO_PART + 1; i < STORE_PARTS && status == HSCAN_OK;
	     i++) {
		enum store_part part = (enum store_part)i;

		if (store_is_of_repo(part) == (repo_id != 0) &&
		    is_counted(recount, part))
			status = count_part(recount, repo_id, part, err);
	}
	return status;
}

static enum hscan_status
count_all(struct recount recount, struct hscan_error *err)
{
	enum hscan_status status = count_repo(0, &recount, err);

	if (status == HSCAN_OK)
		status = hscan_store_each_repo(
		    recount.store, count_repo, &recount, err);
	return status == HSCAN_OK ? store_digest_flush(recount.store, err)
				  : status;
}

enum hscan_status
store_digest_all(struct hscan_store *store, struct hscan_error *err)
{
	return count_all((struct recount){store, 0, 1}, err);
}

enum hscan_status
store_digest_before(struct hscan_store *store, int64_t migration,
    bool *digested, struct hscan_error *err)
{
	struct store_tally schema = {0};
	enum hscan_status status = HSCAN_OK;

	/* One that was stopped between two migrations has none yet. */
	if (migration > FIRST_DIGESTS)
		status = store_digest_get(store, 0, STORE_SCHEMA, &schema, err);
	*digested = schema.rows > 0;
	return *digested
		   ? count_all((struct recount){store, migration, -1}, err)
		   : status;
}

enum hscan_status
store_digest_after(
    struct hscan_store *store, int64_t migration, struct hscan_error *err)
{
	return count_all((struct recount){store, migration, 1}, err);
}
