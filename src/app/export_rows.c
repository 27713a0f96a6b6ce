/* SPDX-License-Identifier: MIT */
/* Rows of facts as the tables of queries/clickhouse have them. */
#include <string.h>

#include "app/export_internal.h"
#include "base/text.h"

/* The types of a table's columns behind repo_id (and generation), in the order
 * of queries/export: i Int64, b UInt8, w UInt32, s String, f FixedString(32);
 * and in capitals, arrays of these. */
static const struct {
	const char *name, *types;
} tables[HSCAN_FACTS_PARTS] = {
    [HSCAN_FACTS_ITEM] = {"item", "isibiiiiiibbibiiiiibbsibIIIIIIIIBISB"},
    [HSCAN_FACTS_ANSWER] = {"answer", "ibiiibbbiiiiibb"},
    [HSCAN_FACTS_EVENT] = {"event", "ibiiisbiib"},
    [HSCAN_FACTS_COMMIT] = {"commit", "bbifbii"},
    [HSCAN_FACTS_PAGE] = {"page", "ifbi"},
    [HSCAN_FACTS_AUTHOR] = {"author", "isss"},
    [HSCAN_FACTS_RELEASE] = {"release", "isibi"},
    [HSCAN_FACTS_TAG] = {"tag", "si"},
    [HSCAN_FACTS_STATE] = {"state", "sws"},
    [HSCAN_FACTS_REPO] = {"repo", "sisibbb"},
    [HSCAN_FACTS_ACCOUNT] = {"account", "siss"},
};

enum { SHA_SIZE = 32, COLUMNS_MAX = 1024 };

struct sending {
	struct export *export;
	struct hscan_facts *facts;
	enum hscan_facts_part part;
	int64_t generation;
	struct export_repo *repo; /* of the row before; or NULL */
	struct hscan_buf of_item; /* what its rows have alike, as it is sent */
};

const char *
export_table(enum hscan_facts_part part)
{
	return tables[part].name;
}

static bool
add_fact(struct hscan_buf *out, char type, const struct hscan_fact_value *fact)
{
	switch (type) {
	case 'b': return hscan_rowbinary_u8(out, (uint8_t)fact->number);
	case 'w': return hscan_rowbinary_u32(out, (uint32_t)fact->number);
	case 's': return hscan_rowbinary_string(out, fact->text);
	case 'f': return hscan_rowbinary_fixed(out, fact->text, SHA_SIZE);
	default: return hscan_rowbinary_i64(out, fact->number);
	}
}

static void
add_facts(struct hscan_buf *out, const char *types,
    const struct hscan_fact_value *facts, size_t len)
{
	for (size_t i = 0; i < len; i++)
		(void)add_fact(out, types[i], &facts[i]);
}

/* There are many answers to an item. */
static void
add_of_item(struct sending *sending, struct hscan_buf *out, const char *types,
    const struct hscan_fact_row *row)
{
	struct hscan_buf *made = &sending->of_item;

	if (!row->same_item) {
		hscan_buf_reset(made);
		add_facts(made, types, row->of_item, row->of_item_len);
	}
	(void)hscan_buf_add_text(out, hscan_buf_text(made));
	if (made->failed != HSCAN_OK)
		out->failed = made->failed;
}

static bool
add_list(struct hscan_buf *out, char type, const struct hscan_fact_list *list)
{
	bool fine = hscan_rowbinary_array(out, list->len);

	for (size_t i = 0; i < list->len && fine; i++)
		fine = add_fact(out, hscan_to_lower(type), &list->facts[i]);
	return fine;
}

/* Facts of one repository come together. */
static struct export_repo *
repo_of(struct sending *sending, int64_t repo_id)
{
	if (!sending->repo || sending->repo->print->repo_id != repo_id)
		sending->repo = export_find(sending->export, repo_id);
	return sending->repo;
}

static bool
begin_row(struct sending *sending, struct hscan_buf *out, int64_t repo_id)
{
	struct export_repo *repo;

	if (sending->part == HSCAN_FACTS_ACCOUNT)
		return hscan_rowbinary_i64(out, sending->generation);
	repo = repo_of(sending, repo_id);
	if (sending->part < EXPORT_COUNTED)
		repo->counts[sending->part]++;
	return hscan_rowbinary_i64(out, repo->key) &&
	       hscan_rowbinary_i64(out, sending->generation);
}

static enum hscan_status
next_row(
    void *payload, struct hscan_buf *out, bool *end, struct hscan_error *err)
{
	struct sending *sending = payload;
	const char *types = tables[sending->part].types;
	const struct hscan_fact_row *row = NULL;
	enum hscan_status status = hscan_facts_next(sending->facts, &row, err);

	*end = !row;
	if (status != HSCAN_OK || !row)
		return status;
	(void)begin_row(sending, out, row->repo_id);
	add_facts(out, types, row->facts, row->len);
	types += row->len;
	if (row->of_item_len > 0)
		add_of_item(sending, out, types, row);
	types += row->of_item_len;
	for (size_t i = 0; i < row->lists_len; i++)
		(void)add_list(out, *types++, &row->lists[i]);
	return hscan_buf_check(out, "the rows", err);
}

/* "repo_id, generation, number, ..." */
static enum hscan_status
name_columns(const struct sending *sending, struct hscan_buf *out,
    struct hscan_error *err)
{
	size_t len = hscan_facts_columns(sending->facts);

	if (len - 1 != strlen(tables[sending->part].types))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the table %s has other columns than its types say",
		    tables[sending->part].name);
	(void)hscan_buf_add_string(out, sending->part == HSCAN_FACTS_ACCOUNT
					    ? "version"
					    : "repo_id, generation");
	for (size_t i = 1; i < len; i++)
		(void)hscan_buf_add_format(
		    out, ", %s", hscan_facts_column(sending->facts, i));
	return hscan_buf_check(out, "the columns", err);
}

enum hscan_status
export_send(struct export *export, struct hscan_facts *facts,
    enum hscan_facts_part part, int64_t generation, struct hscan_error *err)
{
	struct sending sending = {
	    .export = export,
	    .facts = facts,
	    .part = part,
	    .generation = generation,
	};
	struct hscan_buf columns;
	struct hscan_clickhouse_insert insert = {
	    .table = tables[part].name, .next = next_row, .payload = &sending};
	enum hscan_status status = hscan_facts_begin(facts, part, err);
	int64_t rows = 0;

	hscan_buf_init(&columns, COLUMNS_MAX);
	hscan_buf_init(&sending.of_item, HSCAN_ROW_MAX);
	if (status == HSCAN_OK)
		status = name_columns(&sending, &columns, err);
	insert.columns = hscan_buf_string(&columns);
	if (status == HSCAN_OK)
		status =
		    hscan_clickhouse_send(export->server, &insert, &rows, err);
	hscan_buf_clear(&columns);
	hscan_buf_clear(&sending.of_item);
	export->result->rows += rows;
	return status;
}
