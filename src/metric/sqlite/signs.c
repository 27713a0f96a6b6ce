/* SPDX-License-Identifier: MIT */
/* Asks for the signs of life of one repository; see signs.h. */
#include "metric/signs.h"

#include <healthscan/repo.h>

#include "metric/sqlite/internal.h"

static int64_t
time_at(sqlite3_stmt *row, int column)
{
	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return HSCAN_NEVER;
	return sqlite3_column_int64(row, column);
}

/* A statement of one row, which has to be ended; a parameter that it does not
 * have is left out. */
static enum hscan_status
ask(struct sqlite_engine *engine, enum engine_statement which,
    const struct hscan_signs_question *question, int64_t enough_at,
    sqlite3_stmt **out, struct hscan_error *err)
{
	const int64_t end = question->end;
	const struct {
		const char *name;
		int64_t value;
	} parameters[] = {
	    {":repo_id", question->repo_id},
	    {":ends_at", end},
	    {":recent_at", end - HSCAN_LIFE_RECENT_S},
	    {":recent_s", HSCAN_LIFE_RECENT_S},
	    {":year_at", end - HSCAN_LIFE_YEAR_S},
	    {":comments_from", question->comments_from},
	    {":enough_at", enough_at},
	};
	enum hscan_status status = sql_kept(engine, which, out, err);
	int rc = SQLITE_OK;

	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++)
		if (rc == SQLITE_OK &&
		    sqlite3_bind_parameter_index(*out, parameters[i].name) > 0)
			rc = sql_bind(
			    *out, parameters[i].name, parameters[i].value);
	if (rc == SQLITE_OK && sqlite3_step(*out) == SQLITE_ROW)
		return HSCAN_OK;
	status = sql_failed(engine, err);
	sql_end(*out);
	return status;
}

/* What only commits tell: without a clone there are none, and to prepare this
 * takes as long as a metric. */
static enum hscan_status
read_commits(struct sqlite_engine *engine,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status =
	    ask(engine, ENGINE_COMMITS, question, 0, &row, err);
	int64_t last_merge;
	int at = 0;

	if (status != HSCAN_OK)
		return status;
	out->first_commit = time_at(row, at++);
	out->last_commit = time_at(row, at++);
	for (size_t i = 0; i < HSCAN_LIFE_STRETCHES; i++)
		out->commits[i] = sqlite3_column_int64(row, at++);
	last_merge = time_at(row, at++);
	if (last_merge > out->last_merge)
		out->last_merge = last_merge;
	out->recent_merges += sqlite3_column_int64(row, at++);
	sql_end(row);
	return HSCAN_OK;
}

static enum hscan_status
read_signs(struct sqlite_engine *engine,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err)
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status =
	    ask(engine, ENGINE_SIGNS, question, 0, &row, err);
	bool commits;
	int at = 0;

	if (status != HSCAN_OK)
		return status;
	out->last_merge = time_at(row, at++);
	out->recent_merges = sqlite3_column_int64(row, at++);
	out->last_untold = time_at(row, at++);
	out->last_release = time_at(row, at++);
	out->year_releases = sqlite3_column_int64(row, at++);
	out->by_tags = sqlite3_column_int(row, at++) != 0;
	out->last_reply = time_at(row, at++);
	out->recent_replies = sqlite3_column_int64(row, at++);
	out->year_replies = sqlite3_column_int64(row, at++);
	commits = sqlite3_column_int(row, at++) != 0;
	sql_end(row);
	return commits ? read_commits(engine, question, out, err) : HSCAN_OK;
}

static enum hscan_status
read_waiting(struct sqlite_engine *engine,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err)
{
	int64_t enough_at = question->end - HSCAN_LIFE_ANSWER_S;
	sqlite3_stmt *row = NULL;
	enum hscan_status status;

	if (out->last_reply > enough_at)
		enough_at = out->last_reply;
	status = ask(engine, ENGINE_WAITING, question, enough_at, &row, err);

	if (status != HSCAN_OK)
		return status;
	out->waiting_issues = sqlite3_column_int64(row, 0);
	out->waiting_pulls = sqlite3_column_int64(row, 1);
	out->waiting_untold = sqlite3_column_int64(row, 2);
	out->waiting_since = time_at(row, 3);
	out->last_unread = time_at(row, 4);
	sql_end(row);
	return HSCAN_OK;
}

enum hscan_status
sqlite_signs(struct hscan_engine *base,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err)
{
	struct sqlite_engine *engine = sqlite_engine_of(base);
	struct hscan_signs signs = {
	    .first_commit = HSCAN_NEVER,
	    .last_commit = HSCAN_NEVER,
	};
	enum hscan_status status;

	status = sqlite_find_maintainers(engine, question->repo_id,
	    question->logins, question->logins_len, err);
	/* What is open, as its events have it. */
	if (status == HSCAN_OK)
		status = sqlite_need(engine, HSCAN_NEED_STATE, err);
	if (status == HSCAN_OK)
		status = read_signs(engine, question, &signs, err);
	if (status == HSCAN_OK)
		status = read_waiting(engine, question, &signs, err);
	if (status == HSCAN_OK)
		*out = signs;
	return status;
}
