/* SPDX-License-Identifier: MIT */
/* Which addresses may be asked, and which never. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/url.h"

#define EXAMPLE "https://api.example.org"

struct parse_case {
	const char *text;
	const char *host; /* or, on failure, a part of the message */
	const char *path;
	enum hscan_status status;
	unsigned port;
	bool plain;
};

static const struct parse_case parse_cases[] = {
    {"https://api.github.com", "api.github.com", "", HSCAN_OK, 443, false},
    {"https://api.github.com/", "api.github.com", "", HSCAN_OK, 443, false},
    {"HTTPS://Git.Example.ORG:8443/api/v3/", "git.example.org", "/api/v3",
	HSCAN_OK, 8443, false},
    {"https://h:443", "h", "", HSCAN_OK, 443, false},
    {"https://h:/x", "h", "/x", HSCAN_OK, 443, false},
    {"https://[2001:DB8::1]:8443", "[2001:db8::1]", "", HSCAN_OK, 8443, false},
    {"http://localhost:8080", "localhost", "", HSCAN_OK, 8080, true},
    {"http://127.0.0.1", "127.0.0.1", "", HSCAN_OK, 80, true},
    {"http://127.255.3.4:1", "127.255.3.4", "", HSCAN_OK, 1, true},
    {"http://[::1]:99", "[::1]", "", HSCAN_OK, 99, true},
    {"http://api.github.com", "plain http", NULL, HSCAN_EREFUSED, 0, false},
    {"http://127.0.0.1.example.org", "plain http", NULL, HSCAN_EREFUSED, 0,
	false},
    {"http://127.example.org", "plain http", NULL, HSCAN_EREFUSED, 0, false},
    {"http://127.0.0.256", "plain http", NULL, HSCAN_EREFUSED, 0, false},
    {"http://127.0.1", "plain http", NULL, HSCAN_EREFUSED, 0, false},
    {"http://128.0.0.1", "plain http", NULL, HSCAN_EREFUSED, 0, false},
    {"http://127.0.0.+1", "host", NULL, HSCAN_EINVAL, 0, false},
    {"http://localhost.example.org", "plain http", NULL, HSCAN_EREFUSED, 0,
	false},
    {"ftp://h", "only https", NULL, HSCAN_EREFUSED, 0, false},
    {"file:///etc/passwd", "only https", NULL, HSCAN_EREFUSED, 0, false},
    {"api.github.com", "does not begin", NULL, HSCAN_EINVAL, 0, false},
    {"", "does not begin", NULL, HSCAN_EINVAL, 0, false},
    {"https:/h", "does not begin", NULL, HSCAN_EINVAL, 0, false},
    {"https://", "host", NULL, HSCAN_EINVAL, 0, false},
    {"https:///x", "host", NULL, HSCAN_EINVAL, 0, false},
    {"https://u:secret@h", "user name", NULL, HSCAN_EINVAL, 0, false},
    {"https://h:0", "port", NULL, HSCAN_EINVAL, 0, false},
    {"https://h:65536", "port", NULL, HSCAN_EINVAL, 0, false},
    {"https://h:+80", "port", NULL, HSCAN_EINVAL, 0, false},
    {"https://h:x", "port", NULL, HSCAN_EINVAL, 0, false},
    {"https://h\\@evil", "query", NULL, HSCAN_EINVAL, 0, false},
    {"https://h%2Fevil", "host", NULL, HSCAN_EINVAL, 0, false},
    {"https://[::1", "host", NULL, HSCAN_EINVAL, 0, false},
    {"https://[]", "host", NULL, HSCAN_EINVAL, 0, false},
    {"https://h?x=1", "query", NULL, HSCAN_EINVAL, 0, false},
    {"https://h/a#b", "query", NULL, HSCAN_EINVAL, 0, false},
    {"https://h/a b", "spaces", NULL, HSCAN_EINVAL, 0, false},
    {"https://h\r\nX: y", "spaces", NULL, HSCAN_EINVAL, 0, false},
    {"https://h\xC3\xA9", "ASCII", NULL, HSCAN_EINVAL, 0, false},
};

static void
api_urls(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(parse_cases) / sizeof(parse_cases[0]);
	     i++) {
		const struct parse_case *c = &parse_cases[i];
		struct hscan_url url = {.port = 7};
		struct hscan_error err = {.status = HSCAN_OK};
		enum hscan_status status =
		    hscan_url_parse(c->text, EXAMPLE, &url, &err);

		print_message("  row %zu\n", i);
		assert_int_equal(status, c->status);
		if (status == HSCAN_OK) {
			assert_string_equal(url.host, c->host);
			assert_int_equal(url.port, c->port);
			assert_string_equal(url.path, c->path);
			assert_int_equal(url.tls, !c->plain);
			continue;
		}
		assert_int_equal(url.port, 7);
		assert_non_null(strstr(err.message, c->host));
		assert_non_null(
		    strstr(err.message, "; give one such as " EXAMPLE));
		assert_null(strstr(err.message, "secret"));
		assert_null(strchr(err.message, '\n'));
	}
}

static void
long_urls(void **state)
{
	struct hscan_url url;
	char text[2048];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "https://", 8);
	text[8 + 256] = '\0';
	assert_int_equal(
	    hscan_url_parse(text, EXAMPLE, &url, NULL), HSCAN_EINVAL);
	text[8 + 255] = '\0';
	assert_int_equal(hscan_url_parse(text, EXAMPLE, &url, NULL), HSCAN_OK);
	memset(text + 8, 'a', 512);
	text[9] = '/';
	text[9 + 512] = '\0';
	assert_int_equal(
	    hscan_url_parse(text, EXAMPLE, &url, NULL), HSCAN_EINVAL);
	text[9 + 511] = '\0';
	assert_int_equal(hscan_url_parse(text, EXAMPLE, &url, NULL), HSCAN_OK);
	assert_int_equal(strlen(url.path), 511);
}

struct resolve_case {
	const char *base;
	const char *reference;
	const char *target; /* NULL: refused */
	const char *message;
};

static const char from[] = "/repos/o/n/issues?page=1";

static const struct resolve_case resolve_cases[] = {
    {"https://h", "https://h/a?b=c", "/a?b=c", NULL},
    {"https://h", "HTTPS://H:443/a", "/a", NULL},
    {"https://h:443", "https://h/a#fragment", "/a", NULL},
    {"https://h/api/v3", "https://h/api/v3/a", "/api/v3/a", NULL},
    {"http://127.0.0.1:8", "http://127.0.0.1:8/a", "/a", NULL},
    {"https://h", "https://h", "/", NULL},
    {"https://h", "https://h?a=b", "/?a=b", NULL},
    {"https://h", "//h/a", "/a", NULL},
    {"https://h", "/a?b=https://x/", "/a?b=https://x/", NULL},
    {"https://h", "?page=2", "/repos/o/n/issues?page=2", NULL},
    {"https://h", "pulls?x", "/repos/o/n/pulls?x", NULL},
    {"https://h", "a:b/c", NULL, "not https"},
    {"https://h", "https://evil.example/a", NULL, "evil.example"},
    {"https://h", "https://h.evil.example/a", NULL, "h.evil.example"},
    {"https://h", "https://h:444/a", NULL, "h:444"},
    {"https://h", "http://h/a", NULL, "http://h"},
    {"https://h", "http://h:443/a", NULL, "http://h:443"},
    {"http://127.0.0.1:8", "http://127.0.0.1:9/a", NULL, "127.0.0.1:9"},
    {"http://127.0.0.1:8", "http://localhost:8/a", NULL, "localhost:8"},
    {"https://h", "//evil.example/a", NULL, "evil.example"},
    {"https://h", "https://u@h/a", NULL, "user name"},
    {"https://h", "https://h@evil.example/a", NULL, "user name"},
    {"https://h", "https://h\\.evil.example/a", "/\\.evil.example/a", NULL},
    {"https://h", "https://evil.example\\@h/", NULL, "evil.example"},
    {"https://h", "ftp://h/a", NULL, "not https"},
    {"https://h", "file:///etc/passwd", NULL, "not https"},
    {"https://h", "javascript:alert(1)", NULL, "not https"},
    {"https://h", "https:a", NULL, "not https"},
    {"https://h", "https://", NULL, "host"},
    {"https://h", "", NULL, "empty"},
    {"https://h", "#x", NULL, "empty"},
    {"https://h", "/a b", NULL, "spaces"},
    {"https://h", "/a\r\nHost: x", NULL, "spaces"},
    {"https://h", NULL, NULL, "empty"},
    {"https://h", "/\x1b[31m", NULL, "spaces"},
    {"https://h", "/\xC3\xA9", NULL, "ASCII"},
};

static void
references(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(resolve_cases) / sizeof(resolve_cases[0]);
	     i++) {
		const struct resolve_case *c = &resolve_cases[i];
		struct hscan_error err = {.status = HSCAN_OK};
		struct hscan_url base;
		struct hscan_buf out;
		enum hscan_status status;

		print_message("  row %zu\n", i);
		hscan_buf_init(&out, HSCAN_TARGET_MAX);
		assert_int_equal(
		    hscan_url_parse(c->base, EXAMPLE, &base, &err), HSCAN_OK);
		status = hscan_url_resolve(&base, hscan_text_of(from),
		    hscan_text_of(c->reference), &out, &err);
		if (c->target) {
			assert_int_equal(status, HSCAN_OK);
			assert_string_equal(hscan_buf_string(&out), c->target);
			assert_true(
			    hscan_target_is_valid(hscan_buf_text(&out)));
		} else {
			assert_int_equal(status, HSCAN_EREFUSED);
			assert_non_null(strstr(err.message, c->message));
			assert_null(strchr(err.message, '\x1b'));
		}
		hscan_buf_clear(&out);
	}
}

/* A link to the next page that names another origin. */
static void
links_that_name_another_host(void **state)
{
	static const char ghe[] = "https://ghe.example/api/v3";
	static const struct {
		const char *base, *link, *target, *foreign;
	} rows[] = {
	    {ghe, "https://ghe.example/api/v3/a?b=c", "/api/v3/a?b=c", ""},
	    {ghe, "/api/v3/a", "/api/v3/a", ""},
	    {ghe, "http://ghe.example/api/v3/a?b=c", "/api/v3/a?b=c",
		"http://ghe.example"},
	    {ghe, "https://Inside:8443/api/v3/a#b", "/api/v3/a",
		"https://inside:8443"},
	    {ghe, "//inside/api/v3/a", "/api/v3/a", "https://inside"},
	    {ghe, "https://ghe.example:444/api/v3/a", "/api/v3/a",
		"https://ghe.example:444"},
	    {ghe, "http://x/api/v3/a%20b?c=../..", "/api/v3/a%20b?c=../..",
		"http://x"},
	    {"http://127.0.0.1:8", "https://127.0.0.1:8/a", "/a",
		"https://127.0.0.1:8"},
	    {ghe, "http://x/api/v3/a..b/..c", "/api/v3/a..b/..c", "http://x"},
	    {ghe, "http://x/api/v3/a/?b", "/api/v3/a/?b", "http://x"},
	    /* Not below the base. */
	    {ghe, "http://x/api/v3evil/a", NULL, NULL},
	    {ghe, "http://x/api/v3", NULL, NULL},
	    {ghe, "http://x/api/v3/", NULL, NULL},
	    {ghe, "http://x/api/v3?a", NULL, NULL},
	    {ghe, "http://x/API/v3/a", NULL, NULL},
	    {ghe, "http://x/a", NULL, NULL},
	    {ghe, "http://x", NULL, NULL},
	    {ghe, "http://x?/api/v3/a", NULL, NULL},
	    {ghe, "http://x#/api/v3/a", NULL, NULL},
	    {ghe, "http://x/api/v3/../a", NULL, NULL},
	    {ghe, "http://x/api/v3/a/..", NULL, NULL},
	    {ghe, "http://x/api/v3/./a", NULL, NULL},
	    {ghe, "http://x/api/v3/%2e%2E/a", NULL, NULL},
	    {ghe, "http://x/api/v3/.%2e/a", NULL, NULL},
	    {ghe, "http://x/api/v3/a%2Fb", NULL, NULL},
	    {ghe, "http://x/api/v3/a%5cb", NULL, NULL},
	    {ghe, "http://x/api/v3/%252e%252e/a", NULL, NULL},
	    {ghe, "http://x/api/v3/a%2", NULL, NULL},
	    {ghe, "http://x/api/v3/..\\a", NULL, NULL},
	    {ghe, "http://x/api/v3//evil/a", NULL, NULL},
	    /* No address of a server. */
	    {ghe, "http://ann:pw@x/api/v3/a", NULL, NULL},
	    {ghe, "https://ghe.example@x/api/v3/a", NULL, NULL},
	    {ghe, "ftp://x/api/v3/a", NULL, NULL},
	    {ghe, "https:///api/v3/a", NULL, NULL},
	    {ghe, "https://x:99999/api/v3/a", NULL, NULL},
	    {ghe, "http://x/api/v3/a b", NULL, NULL},
	    {"https://h", "https://x/a", "/a", "https://x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char foreign[HSCAN_ORIGIN_SIZE];
		struct hscan_error err;
		struct hscan_url base;
		struct hscan_buf out;
		enum hscan_status status;

		hscan_buf_init(&out, HSCAN_TARGET_MAX);
		assert_int_equal(
		    hscan_url_parse(rows[i].base, EXAMPLE, &base, &err),
		    HSCAN_OK);
		base.aliased = true;
		status = hscan_url_follow(&base, hscan_text_of("/api/v3/x"),
		    hscan_text_of(rows[i].link), &out, foreign, &err);
		if (status != (rows[i].target ? HSCAN_OK : HSCAN_EREFUSED))
			fail_msg("%s: %d", rows[i].link, (int)status);
		if (rows[i].target) {
			assert_string_equal(
			    hscan_buf_string(&out), rows[i].target);
			assert_string_equal(foreign, rows[i].foreign);
		}
		hscan_buf_clear(&out);
	}
}

/* Who has one name is believed no other. */
static void
links_of_who_has_no_other_name(void **state)
{
	static const char *const links[] = {
	    "http://h/a", "https://x/a", "//x/a", "https://h:444/a"};
	char foreign[HSCAN_ORIGIN_SIZE];
	struct hscan_url base;
	struct hscan_buf out;

	(void)state;
	assert_int_equal(
	    hscan_url_parse("https://h", EXAMPLE, &base, NULL), HSCAN_OK);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		hscan_buf_init(&out, HSCAN_TARGET_MAX);
		assert_int_equal(
		    hscan_url_follow(&base, hscan_text_of("/x"),
			hscan_text_of(links[i]), &out, foreign, NULL),
		    HSCAN_EREFUSED);
		assert_int_equal(out.len, 0);
		hscan_buf_clear(&out);
	}
}

static void
a_reference_may_not_be_endless(void **state)
{
	static char text[HSCAN_TARGET_MAX + 2];
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_url base;
	struct hscan_buf out;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[0] = '/';
	hscan_buf_init(&out, HSCAN_TARGET_MAX);
	assert_int_equal(
	    hscan_url_parse("https://h", EXAMPLE, &base, &err), HSCAN_OK);
	assert_int_equal(
	    hscan_url_resolve(&base, hscan_text_of(from),
		(struct hscan_text){text, HSCAN_TARGET_MAX + 1}, &out, &err),
	    HSCAN_EREFUSED);
	assert_non_null(strstr(err.message, "longer"));
	assert_false(hscan_target_is_valid(
	    (struct hscan_text){text, HSCAN_TARGET_MAX + 1}));
	assert_true(
	    hscan_target_is_valid((struct hscan_text){text, HSCAN_TARGET_MAX}));
	hscan_buf_clear(&out);
}

static void
targets(void **state)
{
	(void)state;
	assert_true(hscan_target_is_valid(hscan_text_of("/")));
	assert_false(hscan_target_is_valid(hscan_text_of("")));
	assert_false(hscan_target_is_valid(hscan_text_of("a")));
	assert_false(hscan_target_is_valid(hscan_text_of("https://h/")));
	assert_false(hscan_target_is_valid(hscan_text_of("/a b")));
	assert_false(hscan_target_is_valid(hscan_text_of("/a#b")));
	assert_false(hscan_target_is_valid((struct hscan_text){"/a\0b", 4}));
}

static void
authorities(void **state)
{
	static const char *const rows[][2] = {
	    {"https://h", "h"},
	    {"https://h:444", "h:444"},
	    {"http://localhost", "localhost"},
	    {"http://localhost:443", "localhost:443"},
	    {"http://[::1]:8", "[::1]:8"},
	};
	char out[HSCAN_AUTHORITY_SIZE];
	struct hscan_url url;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    hscan_url_parse(rows[i][0], EXAMPLE, &url, NULL), HSCAN_OK);
		hscan_url_authority(&url, out);
		assert_string_equal(out, rows[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(api_urls),
	    cmocka_unit_test(long_urls),
	    cmocka_unit_test(references),
	    cmocka_unit_test(links_that_name_another_host),
	    cmocka_unit_test(links_of_who_has_no_other_name),
	    cmocka_unit_test(a_reference_may_not_be_endless),
	    cmocka_unit_test(targets),
	    cmocka_unit_test(authorities),
	};

	return cmocka_run_group_tests_name("http/url", tests, NULL, NULL);
}
