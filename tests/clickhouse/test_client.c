/* SPDX-License-Identifier: MIT */
/* The client against a server that answers what it is told to: cut answers,
 * exceptions behind rows, connections that break. */
#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "clickhouse/call.h"
#include "clickhouse/client.h"

/* --- the server --- */

/* Of a request, about so much is kept. */
#define LOGGED ((size_t)4096)

/* What it does with one request. */
struct reply {
	const char *bytes; /* sent as they are, head and all */
	size_t len;        /* 0: all up to a NUL */
	bool unread;       /* answers once the head of the request is there */
	bool hang;         /* does nothing then, until it is killed */
	bool keep;         /* the next request may come on this connection */
};

struct server {
	pid_t pid;
	int log; /* what was asked, to read from */
	char url[64];
};

/* Reads until a request is whole: its head, and its body of a known length or
 * in chunks. False: the client has hung up. */
static bool
read_request(int fd, bool head_only, int log)
{
	static char bytes[4 * 1024 * 1024];
	size_t len = 0;

	for (;;) {
		ssize_t got = read(fd, bytes + len, sizeof(bytes) - 1 - len);
		const char *end, *length;

		if (got <= 0)
			return false;
		if (len < LOGGED) /* a pipe takes little more */
			(void)!write(log, bytes + len,
			    (size_t)got < LOGGED ? (size_t)got : LOGGED);
		len += (size_t)got;
		bytes[len] = '\0';
		end = strstr(bytes, "\r\n\r\n");
		if (!end)
			continue;
		if (head_only)
			return true;
		end += 4;
		if (strstr(bytes, "Expect: 100-continue") && end == bytes + len)
			(void)!write(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25);
		length = strstr(bytes, "Content-Length: ");
		if (length && bytes + len >= end + atol(length + 16))
			return true;
		if (!length && len > 5 &&
		    memcmp(bytes + len - 5, "0\r\n\r\n", 5) == 0)
			return true;
	}
}

/* Whether the next request comes on the connection at hand; a client may have
 * taken another one while it had no answer yet. */
static bool
goes_on(int fd, int listening)
{
	struct pollfd both[] = {
	    {.fd = fd, .events = POLLIN}, {.fd = listening, .events = POLLIN}};

	return poll(both, 2, -1) > 0 && both[0].revents != 0;
}

static void
serve(int listening, int log, const struct reply *replies, size_t count)
{
	int fd = -1;

	for (size_t i = 0; i < count; i++) {
		const struct reply *r = &replies[i];

		if (fd >= 0 && !goes_on(fd, listening)) {
			close(fd);
			fd = -1;
		}
		if (fd < 0)
			fd = accept(listening, NULL, NULL);
		if (!read_request(fd, r->unread, log)) {
			close(fd);
			fd = -1;
			i--;
			continue;
		}
		if (r->hang)
			(void)pause();
		(void)!write(fd, r->bytes, r->len ? r->len : strlen(r->bytes));
		if (r->unread) /* else what was not read resets it */
			(void)shutdown(fd, SHUT_WR);
		while (r->unread && read(fd, (char[4096]){0}, 4096) > 0)
			continue;
		if (r->keep)
			continue;
		close(fd);
		fd = -1;
	}
	_exit(0);
}

/* Reads one request, of whichever connection has one; new ones are taken. */
static int
read_any(int listening, int log, struct pollfd *fds, size_t *len)
{
	for (;;) {
		if (poll(fds, *len, -1) <= 0)
			_exit(1);
		for (size_t i = 1; i < *len; i++)
			if (fds[i].revents) {
				int fd = fds[i].fd;

				fds[i] = fds[--*len];
				if (read_request(fd, false, log))
					return fd;
				close(fd);
				break;
			}
		if (fds[0].revents)
			fds[(*len)++] =
			    (struct pollfd){.fd = accept(listening, NULL, NULL),
				.events = POLLIN};
	}
}

/* Answers the first request, which says of what kind the server is; then only
 * when as many have come as may be under way, the last first; and again. */
static void
serve_together(int listening, int log)
{
	static const char taken[] = "HTTP/1.1 200 OK\r\n"
				    "Content-Length: 0\r\n\r\n";
	struct pollfd idle[64] = {{.fd = listening, .events = POLLIN}};
	size_t len = 1, wanted = 1;
	int busy[CLICKHOUSE_AT_ONCE];

	for (;; wanted = CLICKHOUSE_AT_ONCE) {
		for (size_t i = 0; i < wanted; i++)
			busy[i] = read_any(listening, log, idle, &len);
		for (size_t i = wanted; i-- > 0;) {
			(void)!write(busy[i], taken, sizeof(taken) - 1);
			idle[len++] =
			    (struct pollfd){.fd = busy[i], .events = POLLIN};
		}
	}
}

/* Without replies it answers several at once. */
static struct server
start(const struct reply *replies, size_t count)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
	    .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0), both[2];
	struct server server;

	assert_int_equal(pipe(both), 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	(void)snprintf(server.url, sizeof(server.url), "http://127.0.0.1:%d/db",
	    ntohs(at.sin_port));
	server.pid = fork();
	assert_true(server.pid >= 0);
	if (server.pid == 0) {
		close(both[0]);
		if (replies)
			serve(fd, both[1], replies, count);
		serve_together(fd, both[1]);
	}
	close(fd);
	close(both[1]);
	server.log = both[0];
	return server;
}

/* Ends it; what it was asked, the caller's. */
static char *
stop(struct server *server)
{
	char *asked = calloc(1, 65536);
	size_t len = 0;
	ssize_t got;

	assert_non_null(asked);
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	while (len < 65535 &&
	       (got = read(server->log, asked + len, 65535 - len)) > 0)
		len += (size_t)got;
	for (size_t i = 0; i < len; i++) /* of rows */
		if (asked[i] == '\0')
			asked[i] = '.';
	close(server->log);
	return asked;
}

static struct hscan_clickhouse *
client_with(const struct server *server, const char *password,
    const volatile sig_atomic_t *interrupted)
{
	struct hscan_clickhouse_options options;
	struct hscan_clickhouse *ch = NULL;

	hscan_clickhouse_options_init(&options);
	options.url = server->url;
	options.user = "reader";
	options.password = password;
	options.user_agent = "healthscan/test";
	options.interrupted = interrupted;
	options.time_s = 1;
	assert_int_equal(hscan_clickhouse_open(&options, &ch, NULL), HSCAN_OK);
	return ch;
}

/* --- questions --- */

static enum hscan_status
on_row(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	uint64_t *sum = payload; /* what is no row may be any number */

	(void)err;
	*sum += values[0].u64;
	return HSCAN_OK;
}

static enum hscan_status
ask(struct hscan_clickhouse *ch, uint64_t *sum, struct hscan_error *err)
{
	static const struct hscan_clickhouse_column number[] = {
	    {"number", HSCAN_CLICKHOUSE_I64}};
	const struct hscan_clickhouse_ask question = {
	    .sql = "SELECT toInt64(1) AS number",
	    .columns = number,
	    .column_count = 1,
	    .sorted = 1,
	    .settings = "max_threads=2",
	    .on_row = on_row,
	    .payload = sum,
	};

	*sum = 0;
	return hscan_clickhouse_ask(ch, &question, err);
}

#define ONE     "\x01\0\0\0\0\0\0\0"
#define CLOSING "\xff\xff\xff\xff\xff\xff\xff\x7f"
#define HEAD(status, length) \
	"HTTP/1.1 " status "\r\nContent-Length: " length "\r\n\r\n"
#define CHUNKED     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define BYTES(text) text, sizeof(text) - 1

struct answer_case {
	const char *what;
	const char *bytes;
	size_t len;
	enum hscan_status status;
	const char *part; /* of the message */
};

static const struct answer_case answers[] = {
    {"whole", BYTES(HEAD("200 OK", "24") ONE ONE CLOSING), HSCAN_OK, NULL},
    {"whole, in chunks",
	BYTES(CHUNKED "8\r\n" ONE "\r\n8\r\n" CLOSING "\r\n0\r\n\r\n"),
	HSCAN_OK, NULL},
    {"empty", BYTES(HEAD("200 OK", "8") CLOSING), HSCAN_OK, NULL},
    {"nothing at all", BYTES(HEAD("200 OK", "0")), HSCAN_ENET, "cut off"},
    {"204", BYTES("HTTP/1.1 204 No Content\r\n\r\n"), HSCAN_ENET, "HTTP 204"},
    {"cut between rows", BYTES(HEAD("200 OK", "16") ONE ONE), HSCAN_ENET,
	"cut off before its end"},
    {"cut within a row", BYTES(HEAD("200 OK", "12") ONE "\x01\0\0\0"),
	HSCAN_ENET, "cut off before its end"},
    {"shorter than it says", BYTES(HEAD("200 OK", "24") ONE ONE), HSCAN_ENET,
	"broke off after 16 bytes"},
    {"without its last chunk", BYTES(CHUNKED "8\r\n" ONE "\r\n"), HSCAN_ENET,
	"broke off after 8 bytes"},
    {"longer than it should be", BYTES(HEAD("200 OK", "24") ONE CLOSING ONE),
	HSCAN_EPARSE, "goes on behind its end"},
    {"two ends", BYTES(HEAD("200 OK", "16") CLOSING CLOSING), HSCAN_EPARSE,
	"goes on behind its end"},
    {"an exception behind rows",
	BYTES(HEAD("200 OK", "74") ONE
	    "Code: 241, e.displayText() = DB::Exception: Memory limit "
	    "exceeded\n"),
	HSCAN_ELIMIT, "Memory limit exceeded (code 241)"},
    {"an exception, and it breaks off",
	BYTES(HEAD("200 OK", "999") ONE
	    "Code: 241, e.displayText() = DB::Exception: Memory"),
	HSCAN_ELIMIT, "Memory (code 241)"},
    {"a page", BYTES(HEAD("200 OK", "16") "<html>Hi!</html>"), HSCAN_ENET,
	"cut off"},
    {"an exception",
	BYTES(HEAD("500 Internal Server Error",
	    "70") "Code: 999, e.displayText() = DB::Exception: Boo\x1b[31m, "
		  "e.what() "
		  "= DB::E"),
	HSCAN_ENET, "failed: Boo\\x1B[31m (code 999)"},
    {"a wrong password",
	BYTES(
	    HEAD("401 Unauthorized", "82") "Code: 193, e.displayText() = "
					   "DB::Exception: Wrong password for "
					   "user reader, e.what"),
	HSCAN_EAUTH, "user 'reader'"},
    {"elsewhere",
	BYTES("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/db\r\n"
	      "Content-Length: 0\r\n\r\n"),
	HSCAN_EREFUSED, "elsewhere"},
    {"no HTTP", BYTES("SSH-2.0-OpenSSH\r\n"), HSCAN_ENET, "no answer that"},
    {"hung up", BYTES(""), HSCAN_ENET, "without an answer"},
};

static void
what_is_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		const struct answer_case *c = &answers[i];
		const struct reply reply = {.bytes = c->bytes, .len = c->len};
		struct server server = start(&reply, 1);
		struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
		struct hscan_error err = {.message = ""};
		uint64_t sum;
		enum hscan_status status = ask(ch, &sum, &err);

		print_message("  %s: %s\n", c->what, err.message);
		assert_int_equal(status, c->status);
		if (c->part && !strstr(err.message, c->part))
			assert_string_equal(err.message, c->part);
		assert_null(strchr(err.message, '\x1b'));
		if (i == 0)
			assert_int_equal(sum, 2);
		hscan_clickhouse_close(ch);
		free(stop(&server));
	}
}

/* User and password are in the head alone, where no log keeps them. */
static void
what_is_asked(void **state)
{
	static const char closing[] =
	    "UNION ALL SELECT toInt64(9223372036854775807) AS number) ORDER "
	    "BY number FORMAT RowBinary";
	static const char *const parts[] = {"POST /?database=db&", "\r\n",
	    "&max_execution_time=1&", "&wait_end_of_query=1&",
	    "&skip_unavailable_shards=0&", "&read_overflow_mode=throw&",
	    "&max_threads=2 HTTP/1.1\r\n", "X-ClickHouse-User: reader\r\n",
	    "X-ClickHouse-Key: secret\r\n", "User-Agent: healthscan/test\r\n",
	    closing};
	const struct reply reply = {.bytes = HEAD("200 OK", "8") CLOSING};
	struct server server = start(&reply, 1);
	struct hscan_clickhouse *ch = client_with(&server, "secret", NULL);
	const char *secret;
	char *asked;
	uint64_t sum;

	(void)state;
	assert_int_equal(ask(ch, &sum, NULL), HSCAN_OK);
	hscan_clickhouse_close(ch);
	asked = stop(&server);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strstr(asked, parts[i]))
			assert_string_equal(asked, parts[i]);
	secret = strstr(asked, "secret");
	assert_non_null(secret);
	assert_null(strstr(secret + 1, "secret"));
	free(asked);
}

static void
a_server_that_hangs(void **state)
{
	const struct reply reply = {.bytes = "", .hang = true};
	struct server server = start(&reply, 1);
	struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
	struct hscan_error err = {.message = ""};
	uint64_t sum;

	(void)state;
	assert_int_equal(ask(ch, &sum, &err), HSCAN_ENET);
	/* A second, and what a server may take to notice. */
	assert_non_null(strstr(err.message, " 6 s; run again later"));
	assert_null(strstr(err.message, "--answer-time"));
	hscan_clickhouse_close(ch);
	free(stop(&server));
}

static volatile sig_atomic_t interrupted;

static void
on_alarm(int number)
{
	interrupted = number;
}

static void
the_user_interrupts(void **state)
{
	const struct reply reply = {.bytes = "", .hang = true};
	struct server server = start(&reply, 1);
	struct hscan_clickhouse *ch = client_with(&server, NULL, &interrupted);
	struct sigaction action = {.sa_handler = on_alarm};
	struct hscan_error err = {.message = ""};
	uint64_t sum;

	(void)state;
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	(void)alarm(1);
	assert_int_equal(ask(ch, &sum, &err), HSCAN_EINTR);
	/* Then it is over. */
	assert_int_equal(
	    hscan_clickhouse_exec(ch, "SELECT 1", &err), HSCAN_EINTR);
	hscan_clickhouse_close(ch);
	free(stop(&server));
}

/* The server is told in a statement of its own, whatever the question was. */
static void
an_interrupted_question_is_ended(void **state)
{
	const struct reply replies[] = {
	    {.bytes = "", .keep = true}, {.bytes = HEAD("200 OK", "0")}};
	static const struct hscan_clickhouse_column number[] = {
	    {"number", HSCAN_CLICKHOUSE_I64}};
	const struct hscan_clickhouse_table table = {
	    .name = "ask_repo", .structure = "repo_id Int64"};
	const struct hscan_clickhouse_ask question = {
	    .sql = "SELECT repo_id AS number FROM ask_repo",
	    .columns = number,
	    .column_count = 1,
	    .sorted = 1,
	    .tables = &table,
	    .table_count = 1,
	    .on_row = on_row,
	};
	const volatile sig_atomic_t already = 1;
	struct server server = start(replies, 2);
	struct hscan_clickhouse_options options;
	struct hscan_clickhouse *ch = NULL;
	char *asked, *last = NULL;

	(void)state;
	hscan_clickhouse_options_init(&options);
	options.url = server.url;
	options.session = "a-test";
	options.interrupted = &already;
	assert_int_equal(hscan_clickhouse_open(&options, &ch, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_clickhouse_ask(ch, &question, NULL), HSCAN_EINTR);
	hscan_clickhouse_close(ch);
	asked = stop(&server);
	for (char *at = asked; (at = strstr(at, "POST ")); at++)
		last = at;
	assert_non_null(last);
	assert_non_null(strstr(last, "'a-test-'"));
	assert_non_null(strstr(last, "Content-Type: text/plain"));
	free(asked);
}

static void
nobody_is_there(void **state)
{
	const struct reply reply = {.bytes = ""};
	struct server server = start(&reply, 1);
	struct hscan_clickhouse *ch;
	struct hscan_error err = {.message = ""};
	uint64_t sum;

	(void)state;
	free(stop(&server));
	ch = client_with(&server, NULL, NULL);
	assert_int_equal(ask(ch, &sum, &err), HSCAN_ENET);
	assert_non_null(strstr(err.message, "could not connect to 127.0.0.1"));
	hscan_clickhouse_close(ch);
}

/* --- rows that are sent --- */

struct source {
	int64_t left;
};

static enum hscan_status
next_row(
    void *payload, struct hscan_buf *out, bool *end, struct hscan_error *err)
{
	struct source *source = payload;

	(void)err;
	if (source->left-- == 0)
		*end = true;
	else
		(void)hscan_rowbinary_i64(out, 0x0706050403020100);
	return HSCAN_OK;
}

static enum hscan_status
insert(struct hscan_clickhouse *ch, int64_t count, int64_t *rows,
    struct hscan_error *err)
{
	struct source source = {count};
	const struct hscan_clickhouse_insert into = {
	    .table = "it`em",
	    .columns = "number, name",
	    .next = next_row,
	    .payload = &source,
	    .block_rows = 100000,
	};

	return hscan_clickhouse_insert(ch, &into, rows, err);
}

#define TAKEN HEAD("200 OK", "0")

static void
blocks_are_sent(void **state)
{
	const struct reply replies[] = {{.bytes = TAKEN, .keep = true},
	    {.bytes = TAKEN, .keep = true}, {.bytes = TAKEN}};
	struct server server = start(replies, 3);
	struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
	struct hscan_error err = {.message = ""};
	int64_t rows = -1;
	char *asked;

	(void)state;
	assert_int_equal(insert(ch, 10, &rows, &err), HSCAN_OK);
	assert_int_equal(rows, 10);
	assert_int_equal(insert(ch, 0, &rows, &err), HSCAN_OK);
	assert_int_equal(rows, 0);
	hscan_clickhouse_close(ch);
	asked = stop(&server);
	assert_non_null(strstr(asked,
	    "query=INSERT%20INTO%20%60it%5C%60em%60%20%28number%2C%20name%29"
	    "%20FORMAT%20RowBinary HTTP/1.1\r\n"));
	assert_non_null(strstr(asked, "insert_distributed_sync=1"));
	assert_non_null(strstr(asked, "Content-Length: 80\r\n"));
	free(asked);
}

/* A connection that the server has closed meanwhile is no failure: what had
 * been sent on it is sent again, once. */
static void
a_connection_that_was_dead(void **state)
{
	const struct reply replies[] = {{.bytes = TAKEN}, {.bytes = TAKEN}};
	struct server server = start(replies, 2);
	struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
	struct hscan_error err = {.message = ""};
	int64_t rows = -1;

	(void)state;
	assert_int_equal(insert(ch, 1, &rows, &err), HSCAN_OK);
	assert_int_equal(insert(ch, 5, &rows, &err), HSCAN_OK);
	assert_int_equal(rows, 5);
	hscan_clickhouse_close(ch);
	free(stop(&server));
}

static void
inserts_that_fail(void **state)
{
	static const struct {
		struct reply first, second;
		int64_t count;
		enum hscan_status status;
		const char *part;
	} cases[] = {
	    /* The second block is refused. */
	    {{.bytes = TAKEN, .keep = true},
		{.bytes = HEAD("500 Oops", "58") "Code: 252, e.displayText() = "
						 "DB::Exception: Too many "
						 "parts"},
		150000, HSCAN_ENET, "Too many parts (code 252)"},
	    /* It does not want any of it, and says so at once. */
	    {{.bytes = HEAD("401 Unauthorized",
		  "54") "Code: 193, e.displayText() = DB::Exception: "
			"Wrong pass",
		 .unread = true},
		{.bytes = TAKEN}, 100000, HSCAN_EAUTH, "user 'reader'"},
	    {{.bytes = ""}, {.bytes = ""}, 10, HSCAN_ENET, "127.0.0.1"},
	    {{.bytes = "HTTP/1.1 200 OK\r\n"}, {.bytes = ""}, 10, HSCAN_ENET,
		"127.0.0.1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct reply replies[] = {
		    cases[i].first, cases[i].second};
		struct server server = start(replies, 2);
		struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
		struct hscan_error err = {.message = ""};
		int64_t rows = -1;
		enum hscan_status status =
		    insert(ch, cases[i].count, &rows, &err);

		print_message("  row %zu: %s\n", i, err.message);
		assert_int_equal(status, cases[i].status);
		if (!strstr(err.message, cases[i].part))
			assert_string_equal(err.message, cases[i].part);
		assert_int_equal(rows, -1);
		hscan_clickhouse_close(ch);
		free(stop(&server));
	}
}

/* No answer is waited for while more can be sent, whoever is answered first. */
static void
several_are_under_way(void **state)
{
	struct server server = start(NULL, 0);
	struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
	struct hscan_error err = {.message = ""};

	(void)state;
	assert_int_equal(hscan_clickhouse_exec(ch, "SELECT 1", &err), HSCAN_OK);
	for (int i = 0; i < 2 * CLICKHOUSE_AT_ONCE; i++) {
		struct source source = {i == 1 ? 100000 : 10};
		const struct hscan_clickhouse_insert into = {.table = "item",
		    .columns = "number",
		    .next = next_row,
		    .payload = &source};
		int64_t rows = -1;

		assert_int_equal(
		    hscan_clickhouse_send(ch, &into, &rows, &err), HSCAN_OK);
		assert_int_equal(rows, i == 1 ? 100000 : 10);
	}
	assert_int_equal(hscan_clickhouse_settle(ch, &err), HSCAN_OK);
	hscan_clickhouse_close(ch);
	free(stop(&server));
}

/* What becomes of rows that were sent is told when they are settled, or by what
 * is asked next: once, and nothing is asked then. */
static void
rows_that_are_refused_later(void **state)
{
	static const char refused[] = HEAD("500 Oops",
	    "58") "Code: 252, e.displayText() = DB::Exception: Too many parts";
	const struct reply replies[] = {
	    {.bytes = refused}, {.bytes = HEAD("200 OK", "0"), .keep = true}};

	(void)state;
	for (int settled = 0; settled < 2; settled++) {
		struct server server = start(replies, 2);
		struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
		struct hscan_error err = {.message = ""};
		struct source source = {10};
		const struct hscan_clickhouse_insert into = {.table = "item",
		    .columns = "number",
		    .next = next_row,
		    .payload = &source};
		int64_t rows = -1;
		char *asked, *second;

		assert_int_equal(
		    hscan_clickhouse_send(ch, &into, &rows, &err), HSCAN_OK);
		assert_int_equal(rows, 10);
		assert_int_equal(
		    settled ? hscan_clickhouse_settle(ch, &err)
			    : hscan_clickhouse_exec(ch, "DROP TABLE x", &err),
		    HSCAN_ENET);
		assert_non_null(strstr(err.message, "Too many parts"));
		assert_int_equal(hscan_clickhouse_settle(ch, &err), HSCAN_OK);
		assert_int_equal(
		    hscan_clickhouse_exec(ch, "DROP TABLE y", &err), HSCAN_OK);
		hscan_clickhouse_close(ch);
		asked = stop(&server);
		second = strstr(asked + 1, "POST ");
		assert_non_null(second);
		assert_null(strstr(second + 1, "POST "));
		free(asked);
	}
}

/* A question is asked once more when its own shard was lost; what becomes of
 * the rows before it is told nevertheless. */
static void
rows_that_lost_their_shard(void **state)
{
	static const char lost[] =
	    HEAD("500 Oops", "60") "Code: 279, e.displayText() = "
				   "DB::Exception: All tries failed";
	const struct reply replies[] = {{.bytes = lost},
	    {.bytes = HEAD("200 OK", "8") CLOSING,
		.len = sizeof(HEAD("200 OK", "8") CLOSING) - 1}};
	struct server server = start(replies, 2);
	struct hscan_clickhouse *ch = client_with(&server, NULL, NULL);
	struct hscan_error err = {.message = ""};
	struct source source = {10};
	const struct hscan_clickhouse_insert into = {.table = "repo",
	    .columns = "number",
	    .next = next_row,
	    .payload = &source};
	int64_t rows = 0;
	uint64_t sum;

	(void)state;
	assert_int_equal(
	    hscan_clickhouse_send(ch, &into, &rows, &err), HSCAN_OK);
	assert_int_equal(ask(ch, &sum, &err), HSCAN_ENET);
	assert_non_null(strstr(err.message, "All tries failed"));
	assert_int_equal(ask(ch, &sum, &err), HSCAN_OK);
	hscan_clickhouse_close(ch);
	free(stop(&server));
}

/* --- what is refused before anything is asked --- */

static void
what_is_not_opened(void **state)
{
	static const struct {
		const char *url, *user, *password, *part;
	} cases[] = {
	    {"http://u:p@127.0.0.1/db", NULL, NULL, "HEALTHSCAN_CLICKHOUSE"},
	    {"http://127.0.0.1/", NULL, NULL, "no database"},
	    {"http://ch.example.org/db", NULL, "secret", "plain http"},
	    {"http://127.0.0.1/db", "a\r\nX: y", NULL, "control character"},
	    {"http://127.0.0.1/db", NULL, "a\nb", "control character"},
	};
	char longest[8192];
	struct hscan_clickhouse_options options;
	struct hscan_clickhouse *ch = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_error err = {.message = ""};

		hscan_clickhouse_options_init(&options);
		options.url = cases[i].url;
		options.user = cases[i].user;
		options.password = cases[i].password;
		assert_int_equal(
		    hscan_clickhouse_open(&options, &ch, &err), HSCAN_EINVAL);
		assert_non_null(strstr(err.message, cases[i].part));
		assert_null(strstr(err.message, "secret"));
		assert_null(ch);
	}
	memset(longest, 'p', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	hscan_clickhouse_options_init(&options);
	options.url = "http://127.0.0.1/db";
	options.password = longest;
	assert_int_equal(
	    hscan_clickhouse_open(&options, &ch, NULL), HSCAN_EINVAL);
	hscan_clickhouse_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_answered),
	    cmocka_unit_test(what_is_asked),
	    cmocka_unit_test(a_server_that_hangs),
	    cmocka_unit_test(the_user_interrupts),
	    cmocka_unit_test(an_interrupted_question_is_ended),
	    cmocka_unit_test(nobody_is_there),
	    cmocka_unit_test(blocks_are_sent),
	    cmocka_unit_test(a_connection_that_was_dead),
	    cmocka_unit_test(inserts_that_fail),
	    cmocka_unit_test(several_are_under_way),
	    cmocka_unit_test(rows_that_are_refused_later),
	    cmocka_unit_test(rows_that_lost_their_shard),
	    cmocka_unit_test(what_is_not_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
