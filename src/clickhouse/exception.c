/* SPDX-License-Identifier: MIT */
/* The server's exceptions; see exception.h. The numbers are those of
 * ClickHouse's ErrorCodes.cpp, which never change their meaning. */
#include "clickhouse/exception.h"

#include <stddef.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "http/url.h"

/* So much of what a server says is shown. */
#define SHOWN_SIZE 320

enum kind {
	OTHER,
	WHO,     /* user or password */
	MAY,     /* the user may not do it */
	NO_SUCH, /* database or table */
	LIMIT,
	SHARD, /* a server that this one asks */
};

static const struct {
	int code;
	enum kind kind;
} known[] = {
    {60, NO_SUCH}, /* UNKNOWN_TABLE */
    {81, NO_SUCH}, /* UNKNOWN_DATABASE */
    {158, LIMIT},  /* TOO_MANY_ROWS */
    {159, LIMIT},  /* TIMEOUT_EXCEEDED */
    {160, LIMIT},  /* TOO_SLOW */
    {164, MAY},    /* READONLY */
    {192, WHO},    /* UNKNOWN_USER */
    {193, WHO},    /* WRONG_PASSWORD */
    {194, WHO},    /* REQUIRED_PASSWORD */
    {195, MAY},    /* IP_ADDRESS_NOT_ALLOWED */
    {198, SHARD},  /* DNS_ERROR */
    {201, LIMIT},  /* QUOTA_EXPIRED */
    {202, LIMIT},  /* TOO_MANY_SIMULTANEOUS_QUERIES */
    {209, SHARD},  /* SOCKET_TIMEOUT */
    {210, SHARD},  /* NETWORK_ERROR */
    {241, LIMIT},  /* MEMORY_LIMIT_EXCEEDED */
    {279, SHARD},  /* ALL_CONNECTION_TRIES_FAILED */
    {291, MAY},    /* DATABASE_ACCESS_DENIED */
    {307, LIMIT},  /* TOO_MANY_BYTES */
    {396, LIMIT},  /* TOO_MANY_ROWS_OR_BYTES */
    {497, MAY},    /* ACCESS_DENIED */
    {516, WHO},    /* AUTHENTICATION_FAILED */
};

static const char opening[] = "Code: ";

int
hscan_clickhouse_code(struct hscan_text text)
{
	size_t at = sizeof(opening) - 1;
	struct hscan_text digits = {NULL, 0};
	int64_t code;

	if (!hscan_text_starts(text, opening))
		return 0;
	digits.ptr = text.ptr + at;
	while (at < text.len && hscan_is_digit(text.ptr[at])) {
		at++;
		digits.len++;
	}
	/* "Code: 60" may also be somebody's title. */
	if (at >= text.len || (text.ptr[at] != ',' && text.ptr[at] != '.'))
		return 0;
	return hscan_parse_i64(digits, 1, 1000000, &code) ? (int)code : 0;
}

bool
hscan_clickhouse_lost_shard(int code)
{
	/* ATTEMPT_TO_READ_AFTER_EOF, NETWORK_ERROR,
	 * ALL_CONNECTION_TRIES_FAILED */
	return code == 32 || code == 210 || code == 279;
}

struct hscan_text
hscan_clickhouse_find_exception(struct hscan_text text)
{
	for (size_t at = text.len; at-- > 0;) {
		struct hscan_text rest = {text.ptr + at, text.len - at};

		if (text.ptr[at] == 'C' && hscan_clickhouse_code(rest) != 0)
			return rest;
	}
	return (struct hscan_text){NULL, 0};
}

/* Takes `prefix` off the front, if it is there. */
static void
drop(struct hscan_text *text, const char *prefix)
{
	size_t len = strlen(prefix);

	if (!hscan_text_starts(*text, prefix))
		return;
	text->ptr += len;
	text->len -= len;
}

/* What a person wants to read of it: not the names of its C++, nor its stack,
 * nor what it says twice. */
static struct hscan_text
words_of(struct hscan_text body)
{
	static const char *const endings[] = {
	    ", e.what() = ", " (version ", ", Stack trace", " Stack trace:"};
	struct hscan_text words = hscan_text_trim(body);

	if (hscan_clickhouse_code(words) != 0) {
		drop(&words, opening);
		while (words.len > 0 && hscan_is_digit(words.ptr[0])) {
			words.ptr++;
			words.len--;
		}
		drop(&words, ", e.displayText() = ");
		drop(&words, ". ");
		drop(&words, "DB::Exception: ");
		drop(&words, "DB::NetException: ");
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t len = strlen(endings[i]);

		for (size_t at = 0; at + len <= words.len; at++)
			if (memcmp(words.ptr + at, endings[i], len) == 0)
				words.len = at;
	}
	return hscan_text_trim(words);
}

/* Of "Connection refused (10.0.0.2:9000, …)" what stands in the parentheses;
 * absent where nothing like that is said. */
static struct hscan_text
shard_of(struct hscan_text words)
{
	while (words.len > 0) {
		struct hscan_text place, port;
		size_t len = 0;

		(void)hscan_text_split(&words, '(');
		while (len < words.len && words.ptr[len] > ' ' &&
		       words.ptr[len] != ')' && words.ptr[len] != ',')
			len++;
		place = (struct hscan_text){words.ptr, len};
		for (port = place;
		     port.len > 0 && hscan_is_digit(port.ptr[port.len - 1]);)
			port.len--;
		if (port.len > 1 && port.len < place.len &&
		    port.ptr[port.len - 1] == ':')
			return place;
	}
	return (struct hscan_text){NULL, 0};
}

static enum kind
kind_of(int code, int http_status)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].code == code)
			return known[i].kind;
	if (code == 0 && http_status == 401)
		return WHO;
	return code == 0 && http_status == 403 ? MAY : OTHER;
}

/* An answer without an exception: this is no ClickHouse, or somebody stands in
 * between. */
static enum hscan_status
explain_http(int http_status, const char *name, struct hscan_error *err)
{
	if (http_status >= 300 && http_status < 400)
		return hscan_fail(err, HSCAN_EREFUSED,
		    "%s sends us elsewhere (HTTP %d), where we do not go; give "
		    "the address that it means",
		    name, http_status);
	return hscan_fail(err, HSCAN_ENET,
	    "%s answers HTTP %d, and not as ClickHouse does; check the "
	    "address, and who is in between",
	    name, http_status);
}

enum hscan_status
hscan_clickhouse_explain(int http_status, struct hscan_text body,
    const char *name, const char *user, struct hscan_error *err)
{
	char said[SHOWN_SIZE], who[80], shard[HSCAN_AUTHORITY_SIZE];
	int code = hscan_clickhouse_code(hscan_text_trim(body));
	enum kind kind = kind_of(code, http_status);

	(void)hscan_safe(words_of(body), said, sizeof(said));
	(void)hscan_safe(hscan_text_of(user), who, sizeof(who));
	(void)hscan_safe(shard_of(body), shard, sizeof(shard));
	switch (kind) {
	case WHO:
		return hscan_fail(err, HSCAN_EAUTH,
		    "%s does not accept the user '%s' with the password that "
		    "was given (code %d); correct "
		    "HEALTHSCAN_CLICKHOUSE_USER and "
		    "HEALTHSCAN_CLICKHOUSE_PASSWORD",
		    name, who, code);
	case MAY:
		return hscan_fail(err, HSCAN_EAUTH,
		    "the user '%s' may not do this on %s: %s (code %d); ask "
		    "those who run it",
		    who, name, said, code);
	case NO_SUCH:
		return hscan_fail(err, HSCAN_ENOTFOUND,
		    "%s does not have what is asked for: %s (code %d); make it "
		    "with 'healthscan export clickhouse URL --init'",
		    name, said, code);
	case LIMIT:
		return hscan_fail(err, HSCAN_ELIMIT,
		    "%s has a limit in the way: %s (code %d); ask for less, or "
		    "raise it",
		    name, said, code);
	case SHARD:
		if (shard[0])
			return hscan_fail(err, HSCAN_ENET,
			    "%s does not reach its shard %s (code %d); see to "
			    "that server, then run again",
			    name, shard, code);
		return hscan_fail(err, HSCAN_ENET,
		    "%s does not reach a shard: %s (code %d); see to it, then "
		    "run again",
		    name, said, code);
	case OTHER: break;
	}
	if (code == 0)
		return explain_http(http_status, name, err);
	return hscan_fail(err, HSCAN_ENET,
	    "%s failed: %s (code %d); see to it there, then run again", name,
	    said, code);
}
