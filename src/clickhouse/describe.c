/* SPDX-License-Identifier: MIT */
/* Which columns a SELECT has; see client.h. How many columns DESCRIBE itself
 * has depends on the server's version, so it answers in lines of fields, of
 * which the first two are wanted. */
#include "base/text.h"
#include "clickhouse/call.h"
#include "clickhouse/client.h"

#define SQL_MAX ((size_t)1024 * 1024)

/* Of a name. */
#define FIELD_MAX ((size_t)64 * 1024)

/* Appends a field of TabSeparated without its escapes. */
static bool
add_field(struct hscan_buf *out, struct hscan_text field)
{
	static const char letters[] = "bfnrt0", meant[] = "\b\f\n\r\t";

	for (size_t i = 0; i < field.len; i++) {
		const char *letter;

		if (field.ptr[i] != '\\' || i + 1 == field.len) {
			(void)hscan_buf_add_char(out, field.ptr[i]);
			continue;
		}
		i++;
		letter = memchr(letters, field.ptr[i], sizeof(letters) - 1);
		if (letter)
			(void)hscan_buf_add_char(out, meant[letter - letters]);
		else
			(void)hscan_buf_add_char(out, field.ptr[i]);
	}
	return out->failed == HSCAN_OK;
}

static enum hscan_status
tell_line(struct hscan_text line,
    enum hscan_status (*on_column)(void *payload, struct hscan_text name,
	struct hscan_text type, struct hscan_error *err),
    void *payload, struct hscan_error *err)
{
	struct hscan_text field = hscan_text_split(&line, '\t');
	enum hscan_status status;
	struct hscan_buf name, type;

	if (!line.ptr)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the answer does not describe columns; check the address");
	hscan_buf_init(&name, FIELD_MAX);
	hscan_buf_init(&type, FIELD_MAX);
	(void)add_field(&name, field);
	(void)add_field(&type, hscan_text_split(&line, '\t'));
	status = hscan_buf_check(&name, "the name of a column", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&type, "the type of a column", err);
	if (status == HSCAN_OK)
		status = on_column(
		    payload, hscan_buf_text(&name), hscan_buf_text(&type), err);
	hscan_buf_clear(&name);
	hscan_buf_clear(&type);
	return status;
}

enum hscan_status
hscan_clickhouse_describe(struct hscan_clickhouse *ch, const char *sql,
    enum hscan_status (*on_column)(void *payload, struct hscan_text name,
	struct hscan_text type, struct hscan_error *err),
    void *payload, struct hscan_error *err)
{
	struct hscan_text said = {NULL, 0};
	struct clickhouse_bytes bytes;
	struct hscan_http_body body;
	const struct clickhouse_call call = {.body = &body};
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, SQL_MAX);
	(void)hscan_buf_add_format(
	    &text, "DESCRIBE TABLE (\n%s\n) FORMAT TabSeparated", sql);
	bytes = (struct clickhouse_bytes){.all = hscan_buf_text(&text)};
	body = clickhouse_body_of(&bytes, "text/plain; charset=utf-8");
	status = hscan_buf_check(&text, "a question to ClickHouse", err);
	if (status == HSCAN_OK)
		status = clickhouse_call(ch, &call, &said, err);
	while (status == HSCAN_OK && said.len > 0)
		status = tell_line(
		    hscan_text_split(&said, '\n'), on_column, payload, err);
	hscan_buf_clear(&text);
	return status;
}
