/* SPDX-License-Identifier: MIT */
/* Which thing a failure names, what is worth another try, and that no password
 * gets into a message. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <curl/curl.h>

#include "base/text.h"
#include "http/mishap.h"
#include "support/support.h"

#define SAYS "Uses proxy env variable "

static void
proxies_are_read(void **state)
{
	static const struct {
		const char *line, *variable, *name;
		bool password;
	} rows[] = {
	    {SAYS "https_proxy == 'http://squid:3128'", "https_proxy",
		"squid:3128", false},
	    {SAYS "https_proxy == 'http://squid:3128/'\n", "https_proxy",
		"squid:3128", false},
	    {SAYS "ALL_PROXY == 'squid'", "ALL_PROXY", "squid", false},
	    {SAYS "https_proxy == 'http://ann:pw@squid:3128/x'", "https_proxy",
		"squid:3128", true},
	    {SAYS "https_proxy == 'ann:p@w@squid:3128'", "https_proxy",
		"squid:3128", true},
	    /* Half of it may be a password. */
	    {SAYS "https_proxy == 'http://ann:pw@squid:31", "https_proxy", "",
		false},
	    {SAYS "https_proxy == 'http://ann:pw'", "https_proxy", "", false},
	    {SAYS "https_proxy == 'http://ann:12 34'", "https_proxy", "",
		false},
	    {SAYS "https_proxy == '[::1]:3128'", "https_proxy", "", false},
	    {SAYS "https_proxy", "https_proxy", "", false},
	    {SAYS "", "", "", false},
	    {"Uses nothing", "", "", false},
	    {"", "", "", false},
	    /* Where there is none. */
	    {SAYS "no_proxy == '*'", "", "", false},
	    {SAYS "NO_PROXY == 'squid:1'", "", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_proxy proxy = {.password = false};

		hscan_proxy_read(hscan_text_of(rows[i].line), &proxy);
		assert_string_equal(proxy.variable, rows[i].variable);
		assert_string_equal(proxy.name, rows[i].name);
		assert_int_equal(proxy.password, rows[i].password);
	}
}

enum { ONCE = 1, TWICE = 2, MANY = INT_MAX };

static const struct hscan_proxy none, squid = {"https_proxy", "squid:1", true},
				      hidden = {"all_proxy", "", false};

static struct hscan_mishap
make(int code, const char *why)
{
	return (struct hscan_mishap){
	    .code = code,
	    .why = why,
	    .connected = true,
	    .host = "ghe.example",
	    .proxy = &none,
	    .connect_timeout_s = 15,
	    .stall_timeout_s = 30,
	    .answer_time_s = 60,
	    .too_slow = "give it longer with --answer-time",
	};
}

static void
check(const struct hscan_mishap *mishap, int tries, const char *words,
    enum hscan_status status)
{
	struct hscan_error err;
	unsigned found = hscan_mishap_tries(mishap);

	assert_int_equal(hscan_mishap_explain(mishap, &err), status);
	if (!strstr(err.message, words))
		fail_msg("'%s' is not in: %s", words, err.message);
	assert_int_equal(found > INT_MAX ? INT_MAX : (int)found, tries);
}

static void
what_cannot_heal_is_tried_once(void **state)
{
	static const struct {
		int code;
		const char *why;
		int tries;
		const char *words;
	} rows[] = {
	    {CURLE_SSL_CONNECT_ERROR, "routines::wrong version number", ONCE,
		"encryption"},
	    {CURLE_SSL_CONNECT_ERROR, "alert protocol version", ONCE,
		"encryption"},
	    {CURLE_SSL_CONNECT_ERROR, "Recv failure: reset", MANY,
		"encryption"},
	    {CURLE_PEER_FAILED_VERIFICATION, "expired", ONCE, "certificate"},
	    {CURLE_BAD_CONTENT_ENCODING, "incorrect data check", MANY,
		"decompressed"},
	    {CURLE_BAD_CONTENT_ENCODING,
		"Unrecognized content encoding type. libcurl understands ...",
		ONCE, "not asked for"},
	    {CURLE_WRITE_ERROR, "", TWICE, "behind its end"},
	    {CURLE_GOT_NOTHING, "", MANY, "hung up"},
	    {CURLE_RECV_ERROR, "reset", MANY, "connection to ghe.example"},
	    {CURLE_UNSUPPORTED_PROTOCOL, "Received HTTP/0.9 when not allowed",
		ONCE, "no answer that HTTP knows"},
	    {CURLE_OPERATION_TIMEDOUT, "", MANY, "nothing came"},
	    {CURLE_URL_MALFORMAT, "", ONCE, "did not work"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_mishap mishap = make(rows[i].code, rows[i].why);

		check(&mishap, rows[i].tries, rows[i].words, HSCAN_ENET);
	}
}

/* Without a network the answer comes soon; one that has worked may come back.
 */
static void
connections(void **state)
{
	static const struct {
		int code, tries;
	} rows[] = {
	    {CURLE_COULDNT_RESOLVE_HOST, ONCE},
	    {CURLE_COULDNT_RESOLVE_PROXY, ONCE},
	    {CURLE_COULDNT_CONNECT, TWICE},
	    {CURLE_OPERATION_TIMEDOUT, ONCE},
	    /* Cut in the handshake, or by a proxy. */
	    {CURLE_SSL_CONNECT_ERROR, TWICE},
	    {CURLE_RECV_ERROR, TWICE},
	    {CURLE_GOT_NOTHING, TWICE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_mishap mishap = make(rows[i].code, "");

		mishap.connected = false;
		check(&mishap, rows[i].tries, "", HSCAN_ENET);
		mishap.reached = true;
		check(&mishap, MANY, "", HSCAN_ENET);
	}
}

static void
proxies_are_named(void **state)
{
	struct hscan_mishap mishap = make(CURLE_RECV_ERROR, "CONNECT tunnel");

	(void)state;
	mishap.connected = false;
	mishap.proxy = &squid;
	check(&mishap, TWICE, "by way of the proxy squid:1 (https_proxy)",
	    HSCAN_ENET);
	mishap.reached = true;
	check(&mishap, MANY, "by way of", HSCAN_ENET);
	mishap.reached = false;
	mishap.connect_status = 407;
	check(
	    &mishap, ONCE, "does not accept the name and password", HSCAN_ENET);
	mishap.connect_status = 403;
	check(&mishap, ONCE, "through to ghe.example (HTTP 403)", HSCAN_ENET);
	mishap.connect_status = 504;
	check(&mishap, TWICE, "cannot reach ghe.example", HSCAN_ENET);
	mishap.reached = true;
	check(&mishap, MANY, "cannot reach ghe.example", HSCAN_ENET);
	mishap.reached = false;
	mishap.proxy = &hidden;
	mishap.connect_status = 407;
	check(&mishap, ONCE, "the proxy (all_proxy) wants a name", HSCAN_ENET);
	mishap.connect_status = 0;
	mishap.code = CURLE_COULDNT_CONNECT;
	mishap.number = 111;
	check(&mishap, TWICE, "could not connect to the proxy (all_proxy)",
	    HSCAN_ENET);
	mishap.code = CURLE_OPERATION_TIMEDOUT;
	check(&mishap, ONCE, "by way of the proxy (all_proxy) within 15 s",
	    HSCAN_ENET);
}

/* libcurl has only one word for a line that is too long for it and for memory
 * that is not there. */
static void
a_long_line_is_no_lack_of_memory(void **state)
{
	struct hscan_mishap mishap = make(CURLE_OUT_OF_MEMORY, "");

	(void)state;
	check(&mishap, ONCE, "larger than 65536 bytes", HSCAN_EREFUSED);
	mishap.headed = true;
	check(&mishap, ONCE, "memory", HSCAN_ENOMEM);
	mishap.headed = mishap.connected = false;
	check(&mishap, ONCE, "memory", HSCAN_ENOMEM);
	mishap = make(CURLE_RECV_ERROR, "Too large response headers: 1 > 0");
	check(&mishap, ONCE, "larger than 65536 bytes", HSCAN_EREFUSED);
}

static void
what_trickles_in(void **state)
{
	struct hscan_mishap mishap = make(CURLE_ABORTED_BY_CALLBACK, "");

	(void)state;
	mishap.slow = HSCAN_SLOW_HEAD;
	check(&mishap, TWICE, "head of its answer within 60 s", HSCAN_ENET);
	mishap.slow = HSCAN_SLOW_BODY;
	mishap.bytes = 61;
	check(&mishap, TWICE, "too slowly (61 bytes in", HSCAN_ENET);
}

static void
surplus_on_a_kept_connection_passes(void **state)
{
	struct hscan_mishap mishap =
	    make(CURLE_UNSUPPORTED_PROTOCOL, "Received HTTP/0.9");

	(void)state;
	mishap.reused = true;
	check(&mishap, MANY, "behind the end of its answer before", HSCAN_ENET);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(proxies_are_read),
	    cmocka_unit_test(what_cannot_heal_is_tried_once),
	    cmocka_unit_test(connections),
	    cmocka_unit_test(proxies_are_named),
	    cmocka_unit_test(a_long_line_is_no_lack_of_memory),
	    cmocka_unit_test(what_trickles_in),
	    cmocka_unit_test(surplus_on_a_kept_connection_passes),
	};

	return cmocka_run_group_tests_name("http/mishap", tests, NULL, NULL);
}
