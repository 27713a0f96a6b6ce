/* SPDX-License-Identifier: MIT */
/* The rows of a metric's query. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <healthscan/record.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "metric/sqlite/internal.h"
#include "metric/statistic.h"
#include "metric/unit.h"
#include "model/login_id.h"
#include "store/queries.h"
#include "store/sqlite.h"

/* Where the columns of a row are: a value and perhaps whether it is open, or
 * two instants and perhaps whether it was withdrawn. */
enum {
	REPO_ID,
	WINDOW_NO,
	SUBJECT,
	ACTOR_ID,
	VALUE,
	OPEN,
	STANDING = OPEN,
	PEOPLE,
	BEGAN_AT = VALUE,
	ENDED_AT,
	WITHDRAWN,
};

enum { LONGEST_SHA = 32 };

/* --- the statement --- */

/* The line of the metric's file that SQLite complains of, as ", line 7"; ""
 * where it says none. */
static const char *
line_of(struct sqlite_engine *engine, const struct hscan_metric *metric,
    char out[40])
{
	int offset = sqlite3_error_offset(engine->db);
	size_t line = 1;

	out[0] = '\0';
	if (offset < 0 || (size_t)offset > metric->sql.len)
		return out;
	for (int i = 0; i < offset; i++)
		line += metric->sql.ptr[i] == '\n';
	(void)snprintf(out, 40, ", line %zu", line);
	return out;
}

static enum hscan_status
metric_failed(struct sqlite_engine *engine, const struct hscan_metric *metric,
    struct hscan_error *err)
{
	char shown[80], what[96], said[200], line[40];
	enum hscan_status status;

	(void)hscan_safe(metric->id, shown, sizeof(shown));
	(void)snprintf(what, sizeof(what), "metric %s", shown);
	if (sqlite_was_ended(engine, sqlite3_errcode(engine->db), what, err))
		return err->status;
	/* SQLite quotes the metric, which may be anybody's. */
	(void)hscan_safe(
	    hscan_text_of(sqlite3_errmsg(engine->db)), said, sizeof(said));
	(void)line_of(engine, metric, line);
	/* A mistake in the SQL is not a failure of the store. */
	if ((sqlite3_errcode(engine->db) & 0xFF) == SQLITE_AUTH)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: %s; a metric may only read the views that "
		    "'healthscan query' lists",
		    shown, said);
	if ((sqlite3_errcode(engine->db) & 0xFF) == SQLITE_ERROR ||
	    (sqlite3_errcode(engine->db) & 0xFF) == SQLITE_TOOBIG ||
	    (sqlite3_errcode(engine->db) & 0xFF) == SQLITE_MISMATCH)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s%s: %s; 'healthscan query' lists the views and "
		    "their columns",
		    shown, line, said);
	status = hscan_store_failed(engine->db, "cannot be computed", err);
	hscan_error_prefix(err, "metric %s ", shown);
	return status;
}

/* What follows the first statement must be empty: a second one would be
 * ignored without a word. */
static enum hscan_status
prepare_only_statement(struct sqlite_engine *engine,
    const struct hscan_metric *metric, sqlite3_stmt **out,
    struct hscan_error *err)
{
	const char *end = metric->sql.ptr + metric->sql.len, *rest = NULL;
	sqlite3_stmt *stmt = NULL, *second = NULL;
	char shown[80];
	int rc;

	if (sqlite3_prepare_v2(engine->db, metric->sql.ptr,
		(int)metric->sql.len, &stmt, &rest) != SQLITE_OK)
		return metric_failed(engine, metric, err);
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	if (!stmt)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: there is no SELECT behind the header", shown);
	rc = sqlite3_prepare_v2(
	    engine->db, rest, (int)(end - rest), &second, NULL);
	if (rc == SQLITE_OK && !second) {
		*out = stmt;
		return HSCAN_OK;
	}
	sqlite3_finalize(second);
	sqlite3_finalize(stmt);
	if (rc == SQLITE_NOMEM)
		return hscan_no_memory(err);
	return hscan_fail(err, HSCAN_EPARSE,
	    "metric %s: there is more than one statement", shown);
}

/* Whether a column has that name; HSCAN_EPARSE: it has not. */
static enum hscan_status
check_column(const struct hscan_metric *metric, sqlite3_stmt *stmt, int at,
    const char *name, struct hscan_error *err)
{
	const char *is = at < sqlite3_column_count(stmt)
			     ? sqlite3_column_name(stmt, at)
			     : "";
	char shown[80], said[80];

	if (!is)
		return hscan_no_memory(err);
	if (strcmp(is, name) == 0)
		return HSCAN_OK;
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	if (at >= sqlite3_column_count(stmt))
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: column %d is missing; it has to be %s", shown,
		    at + 1, name);
	return hscan_fail(err, HSCAN_EPARSE,
	    "metric %s: column %d is '%s'; it has to be %s", shown, at + 1,
	    hscan_safe(hscan_text_of(is), said, sizeof(said)), name);
}

/* What the metric's header says has to go with its columns. */
static enum hscan_status
check_header(const struct hscan_metric *metric, bool instants, int count,
    struct hscan_error *err)
{
	bool within = metric->statistic == HSCAN_STAT_WITHIN;
	char shown[80];

	(void)hscan_safe(metric->id, shown, sizeof(shown));
	if (!instants && (within || metric->clock != HSCAN_CLOCK_CALENDAR))
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: columns 5 and 6 have to be began_at and "
		    "ended_at, since its header says %s",
		    shown, within ? "statistic: within" : "clock: hours");
	if (within && !hscan_text_is(metric->unit, "%"))
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: the unit of statistic: within is %%", shown);
	if (within && count > WITHDRAWN)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: column %d is one too many; statistic: within "
		    "has no withdrawn",
		    shown, WITHDRAWN + 1);
	/* Working hours are counted by the clock, not by saying so. */
	if (instants && !within &&
	    (hscan_unit_seconds(metric->unit) == 0 ||
		(hscan_text_is(metric->unit, HSCAN_BUSINESS_UNIT) &&
		    metric->clock != HSCAN_CLOCK_HOURS)))
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: column 5 is began_at, but the unit is not "
		    "seconds, minutes, hours, days or weeks",
		    shown);
	return HSCAN_OK;
}

/* The columns that there may be, the last of which there need not be. */
struct wanted_columns {
	const char *names[WITHDRAWN + 1];
	int least, most;
};

static const struct wanted_columns of_values = {
    {"repo_id", "window_no", "subject", "actor_id", "value", "open"}, OPEN,
    OPEN + 1};
static const struct wanted_columns of_instants = {
    {"repo_id", "window_no", "subject", "actor_id", "began_at", "ended_at",
	"withdrawn"},
    WITHDRAWN, WITHDRAWN + 1};
static const struct wanted_columns of_standing = {
    {"repo_id", "window_no", "subject", "actor_id", "value", "standing",
	"people"},
    PEOPLE + 1, PEOPLE + 1};

/* Of parts of a whole some may be nobody's. */
static bool
has_standing(const struct hscan_metric *metric, sqlite3_stmt *stmt)
{
	const char *sixth = sqlite3_column_count(stmt) > STANDING
				? sqlite3_column_name(stmt, STANDING)
				: NULL;

	return sixth && hscan_is_division(metric->statistic) &&
	       strcmp(sixth, "standing") == 0;
}

static enum hscan_status
check_columns(const struct hscan_metric *metric, sqlite3_stmt *stmt,
    struct hscan_engine_columns *columns, struct hscan_error *err)
{
	const struct wanted_columns *wanted = &of_values;
	int count = sqlite3_column_count(stmt);
	const char *fifth =
	    count > BEGAN_AT ? sqlite3_column_name(stmt, BEGAN_AT) : "";
	enum hscan_status status = HSCAN_OK;
	char shown[80];

	if (!fifth)
		return hscan_no_memory(err);
	columns->instants = strcmp(fifth, "began_at") == 0;
	columns->standing = has_standing(metric, stmt);
	if (columns->instants)
		wanted = &of_instants;
	else if (columns->standing)
		wanted = &of_standing;
	columns->cohort = count > wanted->least;
	for (int i = 0; i < wanted->most && (i < count || i < wanted->least) &&
			status == HSCAN_OK;
	     i++)
		status = check_column(metric, stmt, i, wanted->names[i], err);
	if (status != HSCAN_OK)
		return status;
	(void)hscan_safe(metric->id, shown, sizeof(shown));
	if (count > wanted->most)
		return hscan_fail(err, HSCAN_EPARSE,
		    "metric %s: column %d is one too many; the last one is %s",
		    shown, wanted->most + 1, wanted->names[wanted->most - 1]);
	return check_header(metric, columns->instants, count, err);
}

/* A metric of the user's may read the commits without saying so, which have to
 * be pooled first; and the roles may be asked for of any. */
static unsigned
needs_of(const struct sqlite_engine *engine, const struct hscan_metric *metric)
{
	return metric->needs |
	       (hscan_engine_has_roles(engine->base.scope, metric)
		       ? (unsigned)HSCAN_NEED_ROLES
		       : 0U) |
	       (metric->own && sqlite_pools(engine) ? (unsigned)HSCAN_NEED_GIT
						    : 0U);
}

/* What is there only for those who ask for it; else it is empty, or tells of
 * everybody that nothing is known. */
static enum hscan_status
check_streams(const struct sqlite_engine *engine,
    const struct hscan_metric *metric, struct hscan_error *err)
{
	static const struct {
		const char *table, *view, *stream;
		unsigned need;
	} tables[] = {
	    {"ask_opener", "v_role", "roles", HSCAN_NEED_ROLES},
	    {"ask_newcomer", "v_newcomer", "contributions",
		HSCAN_NEED_CONTRIBUTIONS},
	    {"ask_affiliated", "v_affiliation", "organizations",
		HSCAN_NEED_ORGANIZATIONS},
	};
	char shown[80];

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (!(metric->needs & tables[i].need) &&
		    sqlite_has_read(engine, tables[i].table)) {
			(void)hscan_safe(metric->id, shown, sizeof(shown));
			return hscan_fail(err, HSCAN_EPARSE,
			    "metric %s: it reads %s, which is filled for "
			    "'streams: %s' alone; add %s to its streams",
			    shown, tables[i].view, tables[i].stream,
			    tables[i].stream);
		}
	return HSCAN_OK;
}

/* Prepares the metric's statement; the views are all that it may read, and
 * sqlite_unguard() has to follow. */
static enum hscan_status
begin(struct sqlite_engine *engine, const struct hscan_metric *metric,
    sqlite3_stmt **out, struct hscan_error *err)
{
	enum hscan_status status;

	sqlite_guard(engine, metric->own);
	status = metric->own ? sqlite_provide_all(engine, err)
			     : sqlite_provide(engine, metric->sql, err);
	if (status != HSCAN_OK)
		return metric_failed(engine, metric, err);
	sqlite_restrict(engine, true);
	status = prepare_only_statement(engine, metric, out, err);
	sqlite_restrict(engine, false);
	if (status == HSCAN_OK)
		status = check_streams(engine, metric, err);
	if (status != HSCAN_OK)
		return status;
	status = sqlite_fill_read(engine, err);
	return status != HSCAN_OK && engine->ended != HSCAN_OK
		   ? metric_failed(engine, metric, err)
		   : status;
}

/* --- a row --- */

/* What the last column says of the cohort; false where it may not say so. */
static bool
read_end(sqlite3_stmt *stmt, const struct hscan_engine_columns *columns,
    struct hscan_engine_row *row)
{
	static const enum hscan_row_end open[] = {
	    HSCAN_ROW_ENDED, HSCAN_ROW_OPEN, HSCAN_ROW_WITHDRAWN};
	static const enum hscan_row_end withdrawn[] = {
	    HSCAN_ROW_ENDED, HSCAN_ROW_WITHDRAWN};
	int type;
	int64_t said;
	sqlite3_value *column;

	row->end = HSCAN_ROW_NO_COHORT;
	if (!columns->cohort)
		return true;
	column =
	    sqlite3_column_value(stmt, columns->instants ? WITHDRAWN : OPEN);
	type = sqlite3_value_type(column);
	if (type == SQLITE_NULL)
		return true;
	said = sqlite3_value_int64(column);
	if (type != SQLITE_INTEGER || said < 0 ||
	    said > (columns->instants ? 1 : 2))
		return false;
	row->end = columns->instants ? withdrawn[said] : open[said];
	return true;
}

/* Whose it is, and how many they are; false where they may not be so. */
static bool
read_standing(sqlite3_stmt *stmt, const struct hscan_engine_columns *columns,
    struct hscan_engine_row *row)
{
	int64_t said;

	if (!columns->standing)
		return true;
	said = sqlite3_column_int64(stmt, STANDING);
	row->people = sqlite3_column_int64(stmt, PEOPLE);
	if (sqlite3_column_type(stmt, STANDING) != SQLITE_INTEGER ||
	    sqlite3_column_type(stmt, PEOPLE) != SQLITE_INTEGER || said < 0 ||
	    said > HSCAN_STANDING_ROBOT || row->people < 0)
		return false;
	row->standing = (enum hscan_standing)said;
	return true;
}

static bool
read_value(sqlite3_stmt *stmt, struct hscan_engine_row *row)
{
	sqlite3_value *value = sqlite3_column_value(stmt, VALUE);
	int type = sqlite3_value_type(value);

	row->says = type == SQLITE_NULL ? HSCAN_ROW_REASON : HSCAN_ROW_VALUE;
	row->value = sqlite3_value_double(value);
	return (type == SQLITE_INTEGER || type == SQLITE_FLOAT ||
		   type == SQLITE_NULL) &&
	       isfinite(row->value);
}

static bool
read_instants(sqlite3_stmt *stmt, struct hscan_engine_row *row)
{
	sqlite3_value *from = sqlite3_column_value(stmt, BEGAN_AT);
	sqlite3_value *to = sqlite3_column_value(stmt, ENDED_AT);
	int began = sqlite3_value_type(from), ended = sqlite3_value_type(to);

	row->says =
	    began == SQLITE_NULL ? HSCAN_ROW_REASON : HSCAN_ROW_DURATION;
	row->began_at = sqlite3_value_int64(from);
	row->ended_at =
	    ended == SQLITE_NULL ? HSCAN_NEVER : sqlite3_value_int64(to);
	return (began == SQLITE_INTEGER || began == SQLITE_NULL) &&
	       (ended == SQLITE_INTEGER || ended == SQLITE_NULL);
}

/* Before anything of it was read. */
static const struct hscan_engine_row blank = {
    .weight = 1,
    .began_at = HSCAN_NEVER,
    .ended_at = HSCAN_NEVER,
};

/* Numbers where there must be some; the actor is free, and so is the subject
 * where it is no reason. Each column is asked for once: that takes longer than
 * to look at it. What is left as it was is the same in all rows of a metric. */
static void
read_row(const struct sqlite_engine *engine,
    const struct hscan_engine_columns *columns, sqlite3_stmt *stmt,
    struct hscan_engine_row *row)
{
	sqlite3_value *repo = sqlite3_column_value(stmt, REPO_ID);
	sqlite3_value *window = sqlite3_column_value(stmt, WINDOW_NO);
	sqlite3_value *actor = sqlite3_column_value(stmt, ACTOR_ID);
	bool good;

	row->repo_id = row->owner_id = sqlite3_value_int64(repo);
	row->window_no = sqlite3_value_int64(window);
	row->subject = (struct hscan_text){NULL, 0};
	row->actor_id = sqlite3_value_type(actor) != SQLITE_NULL
			    ? sqlite3_value_int64(actor)
			    : HSCAN_NEVER;
	good = columns->instants ? read_instants(stmt, row)
				 : read_value(stmt, row);
	if (!good || !read_end(stmt, columns, row) ||
	    !read_standing(stmt, columns, row) ||
	    sqlite3_value_type(repo) != SQLITE_INTEGER ||
	    sqlite3_value_type(window) != SQLITE_INTEGER ||
	    (row->says == HSCAN_ROW_REASON &&
		sqlite3_column_type(stmt, SUBJECT) != SQLITE_TEXT))
		row->says = HSCAN_ROW_BAD;
	else if (row->says == HSCAN_ROW_REASON)
		row->subject = sql_text(stmt, SUBJECT);
	row->left_out = row->actor_id != HSCAN_NEVER &&
			sqlite_is_left_out(engine, row->repo_id, row->actor_id);
}

/* --- who and what it is of --- */

struct lookup {
	sqlite3_stmt *item, *account, *author;
	sqlite3_stmt *when;    /* of commits and releases; else NULL */
	sqlite3_stmt *sources; /* NULL: it is not to be said */
};

/* When a commit or release is of, and whose a commit is: of the first of a pool
 * that has it. Of a release the same two dates as in v_release and v_tag. */
static enum hscan_status
open_when(struct sqlite_engine *engine, enum hscan_subject subject,
    int64_t repo_id, sqlite3_stmt **out, struct hscan_error *err)
{
	static const char commit[] =
	    "SELECT committed_at, repo_id FROM main.git_commit"
	    " WHERE repo_id = ?2 AND sha = ?1"
	    " UNION ALL SELECT committed_at, repo_id FROM main.listed_commit"
	    " WHERE repo_id = ?2 AND sha = ?1 LIMIT 1";
	static const char pooled[] =
	    "SELECT at, repo_id FROM ("
	    "SELECT c.committed_at AS at, c.repo_id, 0 AS listed, q.place"
	    "  FROM temp.ask_repo AS q"
	    "  JOIN main.git_commit AS c"
	    "    ON c.repo_id = q.repo_id AND c.sha = ?1"
	    " WHERE q.pool_id = ?2 UNION ALL "
	    "SELECT l.committed_at, l.repo_id, 1, q.place"
	    "  FROM temp.ask_repo AS q"
	    "  JOIN main.listed_commit AS l"
	    "    ON l.repo_id = q.repo_id AND l.sha = ?1"
	    " WHERE q.pool_id = ?2) ORDER BY listed, place LIMIT 1";
	static const char release[] =
	    "SELECT published_at FROM main.release"
	    " WHERE repo_id = ?2 AND tag_name = ?1 AND draft = 0"
	    "   AND published_at IS NOT NULL"
	    " UNION ALL SELECT tagged_at FROM main.git_tag"
	    " WHERE repo_id = ?2 AND name = ?1 LIMIT 1";
	const char *of_commit = sqlite_pools(engine) ? pooled : commit;
	enum hscan_status status;

	if (subject != HSCAN_SUBJECT_COMMIT && subject != HSCAN_SUBJECT_RELEASE)
		return HSCAN_OK;
	status = sql_statement(engine,
	    subject == HSCAN_SUBJECT_COMMIT ? of_commit : release, out, err);
	if (status == HSCAN_OK &&
	    sqlite3_bind_int64(*out, 2, repo_id) != SQLITE_OK)
		status = sql_failed(engine, err);
	return status;
}

static enum hscan_status
open_lookup(struct sqlite_engine *engine, const struct hscan_metric *metric,
    int64_t repo_id, struct lookup *lookup, struct hscan_error *err)
{
	enum hscan_status status;

	status =
	    sqlite_open_sources(engine, metric, repo_id, &lookup->sources, err);
	if (status == HSCAN_OK)
		status = open_when(
		    engine, metric->subject, repo_id, &lookup->when, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "SELECT kind, CASE WHEN unknown & 1 THEN NULL ELSE title "
		    "END, created_at, closed_at"
		    "  FROM main.item"
		    " WHERE repo_id = ?2 AND number = ?1",
		    &lookup->item, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "SELECT a.login FROM main.repo AS r"
		    "  JOIN main.account AS a"
		    "    ON a.host = r.host AND a.forge_id = ?1"
		    " WHERE r.repo_id = ?2",
		    &lookup->account, err);
	if (status == HSCAN_OK)
		status = sql_statement(engine,
		    "SELECT g.name FROM main.git_author AS g"
		    "  JOIN temp.ask_repo AS q ON q.repo_id = g.repo_id"
		    " WHERE g.author_id = -1 - ?1 AND q.pool_id = ?2",
		    &lookup->author, err);
	if (status == HSCAN_OK &&
	    (sqlite3_bind_int64(lookup->item, 2, repo_id) != SQLITE_OK ||
		sqlite3_bind_int64(lookup->account, 2, repo_id) != SQLITE_OK ||
		sqlite3_bind_int64(lookup->author, 2, repo_id) != SQLITE_OK))
		status = sql_failed(engine, err);
	return status;
}

static void
close_lookup(struct lookup *lookup)
{
	sqlite3_finalize(lookup->item);
	sqlite3_finalize(lookup->account);
	sqlite3_finalize(lookup->author);
	sqlite3_finalize(lookup->when);
	sqlite3_finalize(lookup->sources);
}

static bool
is_failure(int rc)
{
	return rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE;
}

/* The row of `stmt` for a number; false when there is none, or where it cannot
 * be read: then `*rc` says so. */
static bool
look_up(sqlite3_stmt *stmt, int64_t number, int *rc)
{
	(void)sqlite3_reset(stmt);
	*rc = sqlite3_bind_int64(stmt, 1, number);
	if (*rc == SQLITE_OK)
		*rc = sqlite3_step(stmt);
	return *rc == SQLITE_ROW;
}

/* The text of such a row. */
static struct hscan_text
looked_up(sqlite3_stmt *stmt, int column, int *rc)
{
	bool there = sqlite3_column_type(stmt, column) != SQLITE_NULL;
	struct hscan_text text = sql_text(stmt, column);

	if (there && !text.ptr)
		*rc = SQLITE_NOMEM;
	return text;
}

/* The rows of one metric, on their way. */
struct rows {
	struct sqlite_engine *engine;
	const struct hscan_metric *metric;
	const struct hscan_engine_place *place;
	const bool *of;
	const struct hscan_engine_columns *columns;
	struct lookup *lookup; /* where there is a place */
	hscan_engine_row_fn *on_row;
	void *payload;
	bool partly;  /* the views show a part of what is asked */
	bool by_role; /* each row is of a role */
	struct hscan_engine_row row; /* the one at hand */
};

static int64_t
instant(sqlite3_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt, column) == SQLITE_NULL
		   ? HSCAN_NEVER
		   : sqlite3_column_int64(stmt, column);
}

/* The dates of an item. As of the window's end: what is closed later was open
 * then. A duration has its own. */
static void
date_item(struct lookup *lookup, int64_t end, struct hscan_engine_row *row)
{
	int64_t closed_at = instant(lookup->item, 3);

	if (row->says == HSCAN_ROW_DURATION)
		return;
	row->began_at = instant(lookup->item, 2);
	row->ended_at = closed_at < end ? closed_at : HSCAN_NEVER;
}

/* The date of a commit, by its name in hexadecimal, or of a release. */
static void
date_subject(const struct hscan_metric *metric, struct lookup *lookup,
    sqlite3_stmt *stmt, struct hscan_engine_row *row, int *rc)
{
	struct hscan_text subject = sql_text(stmt, SUBJECT);
	unsigned char sha[LONGEST_SHA];

	if (!lookup->when || !subject.ptr)
		return;
	(void)sqlite3_reset(lookup->when);
	if (metric->subject == HSCAN_SUBJECT_RELEASE)
		*rc = sqlite3_bind_text(lookup->when, 1, subject.ptr,
		    (int)subject.len, SQLITE_TRANSIENT);
	else if (subject.len / 2 <= sizeof(sha) &&
		 hscan_parse_hex(subject, sha, subject.len / 2))
		*rc = sqlite3_bind_blob(lookup->when, 1, sha,
		    (int)(subject.len / 2), SQLITE_TRANSIENT);
	else
		return;
	if (*rc == SQLITE_OK)
		*rc = sqlite3_step(lookup->when);
	if (*rc != SQLITE_ROW)
		return;
	if (row->says != HSCAN_ROW_DURATION)
		row->began_at = instant(lookup->when, 0);
	if (metric->subject == HSCAN_SUBJECT_COMMIT)
		row->owner_id = sqlite3_column_int64(lookup->when, 1);
}

static void
name_row(const struct rows *rows, sqlite3_stmt *stmt,
    struct hscan_engine_row *row, int *rc)
{
	const struct hscan_engine_scope *scope = rows->engine->base.scope;
	const struct hscan_metric *metric = rows->metric;
	struct lookup *lookup = rows->lookup;
	int64_t actor = sqlite3_column_int64(stmt, ACTOR_ID);
	bool of_commits;
	sqlite3_stmt *who;

	if (metric->subject == HSCAN_SUBJECT_ITEM &&
	    sqlite3_column_type(stmt, SUBJECT) == SQLITE_INTEGER &&
	    look_up(lookup->item, sqlite3_column_int64(stmt, SUBJECT), rc)) {
		row->number = sqlite3_column_int64(stmt, SUBJECT);
		row->pull_request =
		    sqlite3_column_int(lookup->item, 0) == HSCAN_PULL_REQUEST;
		row->title = looked_up(lookup->item, 1, rc);
		date_item(lookup, scope->windows[row->window_no].end, row);
	}
	if (is_failure(*rc))
		return;
	if (lookup->sources)
		row->sources = sqlite_sources(
		    lookup->sources, sqlite3_column_value(stmt, SUBJECT), rc);
	if (is_failure(*rc))
		return;
	/* Reading it as text last: it may convert the column in place. */
	row->subject = sql_text(stmt, SUBJECT);
	date_subject(metric, lookup, stmt, row, rc);
	if (is_failure(*rc))
		return;
	if (sqlite3_column_type(stmt, ACTOR_ID) == SQLITE_NULL)
		return;
	of_commits = actor < 0 && actor > HSCAN_LOGIN_ID_MAX;
	who = of_commits ? lookup->author : lookup->account;
	if (look_up(who, actor, rc))
		row->author = looked_up(who, 0, rc);
}

/* --- all of them --- */

static enum hscan_status
give_row(struct rows *rows, sqlite3_stmt *stmt, struct hscan_error *err)
{
	const struct hscan_engine_place *place = rows->place;
	struct hscan_engine_row *row = &rows->row;
	int rc = SQLITE_OK;

	/* What it is called is read of a place only: to clear that of each row
	 * takes as long as to read one. */
	if (place)
		*row = blank;
	read_row(rows->engine, rows->columns, stmt, row);
	if (rows->by_role)
		row->role = sqlite_role(rows->engine, row->repo_id,
		    sqlite3_column_int64(stmt, SUBJECT));
	if (place && (row->repo_id != place->repo_id ||
			 (uint64_t)row->window_no != place->window_no))
		return HSCAN_OK;
	if (place && row->says != HSCAN_ROW_BAD)
		name_row(rows, stmt, row, &rc);
	return is_failure(rc) ? sql_failed(rows->engine, err)
			      : rows->on_row(row, rows->payload, err);
}

/* A metric that is told from merges has no number in a window in which it is
 * not said whether there was one. */
static enum hscan_status
give_untold(struct rows *rows, struct hscan_error *err)
{
	const char *sql = hscan_query_text("prepare/untold-merges.sql").ptr;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	if (!(rows->metric->needs & HSCAN_NEED_MERGES))
		return HSCAN_OK;
	status = sql_statement(rows->engine, sql, &stmt, err);
	while (status == HSCAN_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const struct hscan_engine_row row = {
		    .says = HSCAN_ROW_UNTOLD,
		    .repo_id = sqlite3_column_int64(stmt, 0),
		    .window_no = sqlite3_column_int64(stmt, 1),
		};

		if (sqlite3_column_type(stmt, 2) == SQLITE_NULL ||
		    rows->by_role ||
		    !sqlite_is_left_out(rows->engine, row.repo_id,
			sqlite3_column_int64(stmt, 2)))
			status = rows->on_row(&row, rows->payload, err);
	}
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(rows->engine, err);
	sqlite3_finalize(stmt);
	return status;
}

static enum hscan_status
give_all(struct rows *rows, struct hscan_engine_columns *columns,
    struct hscan_error *err)
{
	struct sqlite_engine *engine = rows->engine;
	sqlite3_stmt *stmt = NULL;
	enum hscan_status status;
	int rc = SQLITE_DONE;

	status = begin(engine, rows->metric, &stmt, err);
	if (status == HSCAN_OK)
		status = check_columns(rows->metric, stmt, columns, err);
	while (status == HSCAN_OK &&
	       (rc = sqlite_step(engine, stmt)) == SQLITE_ROW)
		status = give_row(rows, stmt, err);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = metric_failed(engine, rows->metric, err);
	sqlite3_finalize(stmt);
	sqlite_unguard(engine);
	return status;
}

static enum hscan_status
give_part(struct rows *rows, const struct sqlite_part *part,
    struct hscan_engine_columns *columns, struct hscan_error *err)
{
	const struct sqlite_part whole = sqlite_whole(rows->engine);
	enum hscan_status status = HSCAN_OK;

	if (part->repos.len < whole.repos.len ||
	    part->windows_len < whole.windows_len) {
		rows->partly = true;
		status = sqlite_show(rows->engine, part, err);
	}
	if (status == HSCAN_OK)
		status = give_all(rows, columns, err);
	if (status == HSCAN_OK && !rows->place)
		status = give_untold(rows, err);
	return status;
}

/* How many of these repositories add to a window. */
static size_t
count_there(const struct hscan_engine_scope *scope,
    const struct hscan_engine_pool *repos, size_t window_no)
{
	size_t count = 0;

	for (size_t i = 0; i < repos->len; i++)
		count += hscan_scope_has(scope, repos->from + i, window_no);
	return count;
}

/* One after the other, the stretches of windows to which the same repositories
 * add: they are fewer, the older the window. */
static enum hscan_status
give_eras(struct rows *rows, const struct hscan_engine_pool *repos,
    struct hscan_engine_columns *columns, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = rows->engine->base.scope;
	const struct sqlite_part once = {*repos, 0, scope->windows_len};
	enum hscan_status status = HSCAN_OK;
	size_t to = 0;

	if (!scope->pools)
		return give_part(rows, &once, columns, err);
	for (size_t at = 0; at < scope->windows_len && status == HSCAN_OK;
	     at = to) {
		size_t there = count_there(scope, repos, at);
		struct sqlite_part part = {*repos, at, 0};

		while (to < scope->windows_len &&
		       count_there(scope, repos, to) == there)
			to++;
		part.windows_len = to - at;
		if (!rows->place || (rows->place->window_no >= at &&
					rows->place->window_no < to))
			status = give_part(rows, &part, columns, err);
	}
	return status;
}

/* Anybody's SQL may forget to keep repositories apart, and its bounds are those
 * for one: it sees one after the other, or pool. */
static enum hscan_status
give_each(struct rows *rows, struct hscan_engine_columns *columns,
    struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = rows->engine->base.scope;
	size_t len = hscan_scope_len(scope);
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		const struct hscan_engine_pool repos =
		    hscan_scope_pool(scope, i);

		if (!rows->of || rows->of[i])
			status = give_eras(rows, &repos, columns, err);
	}
	return status;
}

enum hscan_status
sqlite_samples(struct hscan_engine *base, const struct hscan_metric *metric,
    const struct hscan_engine_place *place, const bool *of,
    struct hscan_engine_columns *columns, hscan_engine_row_fn *on_row,
    void *payload, struct hscan_error *err)
{
	const struct hscan_engine_pool all = {0, base->scope->repos};
	struct rows rows = {
	    .engine = sqlite_engine_of(base),
	    .metric = metric,
	    .place = place,
	    .of = of,
	    .columns = columns,
	    .on_row = on_row,
	    .payload = payload,
	    .by_role = hscan_engine_has_roles(base->scope, metric),
	    .row = blank,
	};
	struct lookup lookup = {0};
	enum hscan_status status, shown = HSCAN_OK;

	rows.lookup = &lookup;
	/* What it reads is worked out for all, before it sees a part. */
	status = sqlite_need(rows.engine, needs_of(rows.engine, metric), err);
	if (status == HSCAN_OK && place)
		status = open_lookup(
		    rows.engine, metric, place->repo_id, &lookup, err);
	if (status == HSCAN_OK)
		status = metric->own ? give_each(&rows, columns, err)
				     : give_eras(&rows, &all, columns, err);
	close_lookup(&lookup);
	if (rows.partly) {
		const struct sqlite_part whole = sqlite_whole(rows.engine);

		shown = sqlite_show(
		    rows.engine, &whole, status == HSCAN_OK ? err : NULL);
	}
	return status == HSCAN_OK ? shown : status;
}
