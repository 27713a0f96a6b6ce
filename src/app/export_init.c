/* SPDX-License-Identifier: MIT */
/* Makes the tables of an export; see queries/clickhouse/schema. */
#include <string.h>

#include "app/export.h"
#include "base/buf.h"
#include "base/text.h"
#include "clickhouse/client.h"
#include "clickhouse/literal.h"
#include "store/queries.h"

enum { STATEMENT_MAX = 65536 };

/* What stands for the words in braces. */
struct words {
	const char *database;
	const char *cluster; /* NULL: there is none */
};

/* "{item}" is the table's name, "{local item}" that of what a shard holds;
 * "{database}" and "{cluster}" are texts. */
static bool
add_word(
    struct hscan_buf *out, const struct words *words, struct hscan_text word)
{
	struct hscan_buf name;
	bool fine;

	if (hscan_text_is(word, "database"))
		return hscan_clickhouse_add_string(
		    out, hscan_text_of(words->database));
	if (hscan_text_is(word, "cluster"))
		return hscan_clickhouse_add_string(
		    out, hscan_text_of(words->cluster));
	if (!words->cluster)
		return hscan_clickhouse_add_name(out, word);
	hscan_buf_init(&name, STATEMENT_MAX);
	fine = hscan_buf_add_text(&name, word) &&
	       hscan_buf_add_string(&name, "_local") &&
	       hscan_clickhouse_add_name(out, hscan_buf_text(&name));
	hscan_buf_clear(&name);
	return fine;
}

static bool
fill_in(struct hscan_buf *out, const struct words *words,
    struct hscan_text statement)
{
	struct hscan_text rest = statement;

	while (rest.len > 0) {
		struct hscan_text before = hscan_text_split(&rest, '{'), word;

		if (!hscan_buf_add_text(out, before))
			return false;
		word = hscan_text_split(&rest, '}');
		if (word.len > 0 && !add_word(out, words, word))
			return false;
	}
	return true;
}

static enum hscan_status
run_statement(struct hscan_clickhouse *server, const struct words *words,
    struct hscan_text statement, struct hscan_error *err)
{
	struct hscan_buf sql;
	enum hscan_status status;

	hscan_buf_init(&sql, STATEMENT_MAX);
	(void)fill_in(&sql, words, statement);
	status = hscan_buf_check(&sql, "a statement", err);
	if (status == HSCAN_OK)
		status =
		    hscan_clickhouse_exec(server, hscan_buf_string(&sql), err);
	hscan_buf_clear(&sql);
	return status;
}

/* A statement ends with ";" at the end of a line. */
static enum hscan_status
run_file(struct hscan_clickhouse *server, const struct words *words,
    const char *path, struct hscan_error *err)
{
	struct hscan_text rest = hscan_query_text(path);
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && rest.len > 0) {
		const char *end = strstr(rest.ptr, ";\n");
		struct hscan_text statement = {rest.ptr, rest.len};

		if (!end)
			break;
		statement.len = (size_t)(end - rest.ptr);
		rest.ptr += statement.len + 2;
		rest.len -= statement.len + 2;
		status = run_statement(server, words, statement, err);
	}
	return status;
}

enum hscan_status
export_init(struct hscan_clickhouse *server, const char *database,
    const char *cluster, struct hscan_error *err)
{
	const struct words words = {database, cluster};
	enum hscan_status status =
	    run_file(server, &words, "clickhouse/schema/tables.sql", err);

	if (status == HSCAN_OK && cluster)
		status = run_file(
		    server, &words, "clickhouse/schema/distributed.sql", err);
	return status;
}
