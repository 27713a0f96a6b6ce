/* SPDX-License-Identifier: MIT */
/* Whose the commits of the authors are, as a table that metrics can read. */
#include "metric/sqlite/internal.h"
#include "model/affiliation.h"

/* The authors of what is asked about, each by the address that stands for
 * them. */
static const char authors_sql[] =
    "SELECT q.pool_id, g.author_id, coalesce(g.mapped, lower(g.email))"
    "  FROM temp.ask_repo AS q"
    " CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id";

static const char put_sql[] =
    "INSERT INTO temp.ask_affiliated VALUES (:repo_id, :author_id, :from_at,"
    " :part, :to_at, :organization, :standing, :percent)";

/* The rows of one author, on their way into the table. */
struct putting {
	struct sqlite_engine *engine;
	sqlite3_stmt *put;
	int64_t repo_id, author_id, part;
};

/* Where bots are included, so are those that the user calls robots. */
static enum hscan_standing
standing_of(const struct putting *putting, const struct hscan_affiliation *one)
{
	return one->standing == HSCAN_STANDING_ROBOT &&
		       putting->engine->base.scope->bots_included
		   ? HSCAN_STANDING_COUNTED
		   : one->standing;
}

static enum hscan_status
put_affiliation(
    const struct hscan_affiliation *one, void *payload, struct hscan_error *err)
{
	struct putting *putting = payload;
	sqlite3_stmt *put = putting->put;
	bool good;

	good = sql_bind(put, ":repo_id", putting->repo_id) == SQLITE_OK &&
	       sql_bind(put, ":author_id", putting->author_id) == SQLITE_OK &&
	       sql_bind(put, ":from_at", one->from) == SQLITE_OK &&
	       sql_bind(put, ":part", putting->part++) == SQLITE_OK &&
	       sql_bind(put, ":to_at", one->until) == SQLITE_OK &&
	       sql_bind(put, ":standing", standing_of(putting, one)) ==
		   SQLITE_OK &&
	       sql_bind(put, ":percent", one->percent) == SQLITE_OK &&
	       sql_bind_text(put, ":organization", one->organization) ==
		   SQLITE_OK &&
	       sqlite3_step(put) == SQLITE_DONE;
	sql_end(put);
	return good ? HSCAN_OK : sql_failed(putting->engine, err);
}

static enum hscan_status
put_authors(struct sqlite_engine *engine, sqlite3_stmt *put, sqlite3_stmt *row,
    struct hscan_error *err)
{
	const struct hscan_affiliations *all =
	    engine->base.scope->organizations;
	enum hscan_status status = HSCAN_OK;
	int rc = SQLITE_DONE;

	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW) {
		struct putting putting = {engine, put,
		    sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1),
		    0};
		struct hscan_text email = sql_text(row, 2);

		status = email.ptr ? hscan_affiliate(all, email,
					 put_affiliation, &putting, err)
				   : hscan_no_memory(err);
	}
	return status == HSCAN_OK && rc != SQLITE_DONE ? sql_failed(engine, err)
						       : status;
}

enum hscan_status
sqlite_find_organizations(struct sqlite_engine *engine, struct hscan_error *err)
{
	sqlite3_stmt *row = NULL, *put = NULL;
	enum hscan_status status = HSCAN_OK;

	if (!engine->base.scope->organizations)
		return HSCAN_OK;
	status = sql_statement(engine, authors_sql, &row, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine, put_sql, &put, err);
	if (status == HSCAN_OK)
		status = put_authors(engine, put, row, err);
	sqlite3_finalize(row);
	sqlite3_finalize(put);
	return status;
}
