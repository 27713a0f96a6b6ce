/* SPDX-License-Identifier: MIT */
/* What a metric, or a query of anybody's, may read: the v_ views, and of the
 * tables what these show, themselves or through a told_ view of ours. */
#include <string.h>

#include "base/text.h"
#include "metric/sqlite/internal.h"

/* SQLite names a view as the statement has written it: V_ROLE is one. */
static bool
is_view(const char *name)
{
	return name && sqlite3_strnicmp(name, "v_", 2) == 0;
}

static bool
is_told(const char *name)
{
	return name && strncmp(name, "told_", 5) == 0;
}

static bool
is_among(const struct engine_tables *tables, const char *name)
{
	for (size_t i = 0; i < tables->len; i++)
		if (strcmp(tables->names[i], name) == 0)
			return true;
	return false;
}

static void
remember(struct engine_tables *tables, const char *name)
{
	if (tables->len < ENGINE_TABLES && strlen(name) < ENGINE_TABLE_NAME &&
	    !is_among(tables, name))
		memcpy(tables->names[tables->len++], name, strlen(name) + 1);
}

/* Only our v_ views may read the told_ ones: what these show may be read where
 * a v_ view has read one. */
static bool
is_behind_view(const struct sqlite_engine *engine, const char *table)
{
	bool told = is_among(&engine->behind_views, "told_item") ||
		    is_among(&engine->behind_views, "told_event") ||
		    is_among(&engine->behind_views, "told_response") ||
		    is_among(&engine->behind_views, "told_commit") ||
		    is_among(&engine->behind_views, "told_contribution");

	return is_among(&engine->behind_views, table) ||
	       (told && is_among(&engine->behind_told, table));
}

/* What has a name in the schema: "\nname\n", in lower case. */
static void
read_tables(struct sqlite_engine *engine)
{
	static const char sql[] =
	    "SELECT lower(char(10) || name || char(10))"
	    " FROM (SELECT name, type FROM main.sqlite_schema UNION ALL"
	    " SELECT name, type FROM temp.sqlite_temp_schema)"
	    " WHERE type IN ('table', 'view')";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(engine->db, sql, -1, &stmt, NULL);

	hscan_buf_reset(&engine->tables);
	while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		(void)hscan_buf_add_text(&engine->tables, sql_text(stmt, 0));
	if (sqlite3_finalize(stmt) != SQLITE_OK ||
	    engine->tables.failed != HSCAN_OK)
		hscan_buf_reset(&engine->tables);
}

enum { LONGEST_NAME = 200 }; /* of an expression; hardly anybody's */

/* A common table expression is no table, nor is it one of SQLite's own. */
static bool
is_expression(const struct sqlite_engine *engine, const char *name)
{
	char wanted[LONGEST_NAME + 3];
	size_t len = strlen(name);

	if (engine->tables.len == 0 || len > LONGEST_NAME)
		return false;
	wanted[0] = '\n';
	for (size_t i = 0; i < len; i++)
		wanted[i + 1] = hscan_to_lower(name[i]);
	memcpy(wanted + len + 1, "\n", 2);
	return strncmp(wanted, "\nsqlite_", 8) != 0 &&
	       strncmp(wanted, "\npragma_", 8) != 0 &&
	       !strstr(engine->tables.ptr, wanted);
}

/* SQLite names the innermost view or common table expression in `inside`, so
 * that any name will not do. Where it has merged a view into the query it asks
 * once more for each table no column of which is left, without a column and
 * without the view; and so it does for a common table expression. This keeps
 * metrics to the vocabulary; it is no wall against a hostile one. */
static bool
may_read(struct sqlite_engine *engine, const char *table, const char *column,
    const char *inside)
{
	if (is_view(table))
		return true;
	if (is_view(inside) || is_told(inside)) {
		remember(is_told(inside) ? &engine->behind_told
					 : &engine->behind_views,
		    table);
		return true;
	}
	return column[0] == '\0' &&
	       (is_behind_view(engine, table) || is_expression(engine, table));
}

static int
only_views(void *payload, int action, const char *table, const char *name,
    const char *database, const char *inside)
{
	(void)database;
	if (action == SQLITE_SELECT || action == SQLITE_FUNCTION ||
	    action == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (action == SQLITE_READ && table && name &&
	    may_read(payload, table, name, inside))
		return SQLITE_OK;
	return SQLITE_DENY;
}

void
sqlite_restrict(struct sqlite_engine *engine, bool on)
{
	/* What was read is asked after it is off. */
	if (on)
		engine->behind_views.len = engine->behind_told.len = 0;
	/* An engine makes all of its own before the first statement. */
	if (on && engine->tables.len == 0)
		read_tables(engine);
	(void)sqlite3_set_authorizer(
	    engine->db, on ? only_views : NULL, engine);
}

bool
sqlite_has_read(const struct sqlite_engine *engine, const char *table)
{
	return is_among(&engine->behind_views, table);
}
