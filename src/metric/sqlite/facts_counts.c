/* SPDX-License-Identifier: MIT */
/* How many answers a repository has, which its state says: counted while they
 * are read, as another pass over them would take as long again. */
#include "metric/sqlite/facts_internal.h"
#include "store/queries.h"

enum hscan_status
facts_counts_begin(struct facts_counts *counts, struct sqlite_engine *engine,
    struct hscan_error *err)
{
	enum hscan_status status =
	    sql_run(engine, "DELETE FROM temp.ask_count", err);

	*counts = (struct facts_counts){.engine = engine};
	return status == HSCAN_OK
		   ? sql_statement(engine,
			 "INSERT INTO temp.ask_count VALUES (?, ?, ?)",
			 &counts->insert, err)
		   : status;
}

void
facts_counts_close(struct facts_counts *counts)
{
	sqlite3_finalize(counts->insert);
	counts->insert = NULL;
}

static enum hscan_status
finish_repo(struct facts_counts *counts, struct hscan_error *err)
{
	const int64_t values[] = {
	    counts->repo_id, counts->comments, counts->reviews};

	if (counts->comments + counts->reviews == 0)
		return HSCAN_OK;
	counts->comments = counts->reviews = 0;
	return sql_insert(counts->engine, counts->insert, values, 3, err);
}

enum hscan_status
facts_counts_add(struct facts_counts *counts, int64_t repo_id, bool comment,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (counts->repo_id != repo_id)
		status = finish_repo(counts, err);
	counts->repo_id = repo_id;
	counts->comments += comment;
	counts->reviews += !comment;
	return status;
}

enum hscan_status
facts_counts_end(struct facts_counts *counts, struct hscan_error *err)
{
	enum hscan_status status = finish_repo(counts, err);

	counts->whole = status == HSCAN_OK;
	return status;
}

enum hscan_status
facts_counts_need(struct facts_counts *counts, struct sqlite_engine *engine,
    struct hscan_error *err)
{
	enum hscan_status status =
	    counts->whole ? HSCAN_OK
			  : sql_run(engine,
				hscan_query_text("export/counts.sql").ptr, err);

	counts->whole = status == HSCAN_OK;
	return status;
}
