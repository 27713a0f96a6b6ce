/* SPDX-License-Identifier: MIT */
/* The network end, against a small server on loopback that misbehaves. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/call.h"
#include "http/client.h"
#include "source/github/protocol.h"
#include "support/support.h"

#define TOKEN "secret-token"

#define assert_text(text, string) assert_true(hscan_text_is((text), (string)))

/* --- the server --- */

enum {
	CONNECTIONS_MAX = 64,
};

struct server;

struct connection {
	struct server *server;
	int fd;
	pthread_t thread;
};

struct server {
	int fd;
	unsigned port;
	unsigned other_port; /* where /elsewhere leads */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	struct connection connections[CONNECTIONS_MAX];
	size_t count;
	char heads[65536]; /* of all requests */
	unsigned posts;
	atomic_bool stopping;
};

/* gzip of '[', 99998 spaces and ']'. */
static const unsigned char packed[] = {0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x02, 0x03, 0xED, 0xC1, 0x41, 0x11, 0x00, 0x00, 0x0C, 0x02, 0xA0,
    0x2A, 0xEB, 0xE5, 0xAD, 0x7F, 0x0D, 0x6B, 0xF8, 0x00, 0x72, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xC0, 0xA8,
    0x2F, 0xBE, 0xDE, 0x6D, 0x95, 0xA0, 0x86, 0x01, 0x00};

static void
put(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t sent = send(fd, at, len, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		at += sent;
		len -= (size_t)sent;
	}
}

static void
put_string(int fd, const char *string)
{
	put(fd, string, strlen(string));
}

/* Reads a request up to its empty line. False when the client has gone. */
static bool
read_head(int fd, char *out, size_t size)
{
	size_t len = 0;

	while (len + 1 < size) {
		if (recv(fd, out + len, 1, 0) != 1)
			return false;
		out[++len] = '\0';
		if (len >= 4 && memcmp(out + len - 4, "\r\n\r\n", 4) == 0)
			return true;
	}
	return false;
}

static void
wait_for_the_client_to_go(int fd)
{
	char c;

	while (recv(fd, &c, 1, 0) > 0)
		continue;
}

static void
rest_a_little(void)
{
	(void)nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

#define OK "HTTP/1.1 200 OK\r\n"

static void
put_endless_headers(int fd)
{
	put_string(fd, OK);
	for (int i = 0; i < 2000; i++)
		put_string(fd,
		    "X-Padding: 0123456789012345678901234567890123456789"
		    "\r\n");
	put_string(fd, "Content-Length: 0\r\n\r\n");
}

static void
put_packed(int fd)
{
	char head[128];

	(void)snprintf(head, sizeof(head),
	    OK "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
	    sizeof(packed));
	put_string(fd, head);
	put(fd, packed, sizeof(packed));
}

static void
put_chunked(int fd)
{
	put_string(fd, OK "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 500; i++)
		put_string(fd, "a\r\n0123456789\r\n");
	put_string(fd, "0\r\nLink: </trailer>; rel=next\r\n\r\n");
}

static const struct {
	const char *target;
	const char *answer;
	bool then_close;
} canned[] = {
    {"/links",
	OK "Link: </a>; rel=\"prev\"\r\nlink: </b>; rel=\"last\"\r\n"
	   "LINK: </c?d=e>; rel=\"next\"\r\nContent-Length: 2\r\n\r\n[]",
	false},
    {"/hints",
	"HTTP/1.1 103 Early Hints\r\nLink: </hint>; rel=next\r\n\r\n" OK
	"Content-Length: 2\r\n\r\n[]",
	false},
    {"/redirect",
	"HTTP/1.1 301 Moved\r\nLocation: /ok\r\nContent-Length: 3\r\n\r\n301",
	false},
    {"/trouble", "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", false},
    {"/cut", OK "Content-Length: 100\r\n\r\n0123456789", true},
    {"/cut-head", "HTTP/1.1 200 OK\r\nContent-Le", true},
    {"/silent", "", true},
    {"/noise", "hello\r\n\r\n", true},
    {"/bad-gzip", OK "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
	false},
    {"/stall", OK "Content-Length: 100\r\n\r\n", false},
};

/* --- what it is sent --- */

/* A sum in which the order counts. */
static uint32_t
add_to_sum(uint32_t sum, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + (unsigned char)bytes[i];
	return sum;
}

/* Reads up to `most` bytes of a body. */
static size_t
read_bytes(int fd, size_t most, uint32_t *sum)
{
	char chunk[4096];
	size_t len = 0;

	while (len < most) {
		size_t left = most - len;
		ssize_t got = recv(
		    fd, chunk, left < sizeof(chunk) ? left : sizeof(chunk), 0);

		if (got <= 0)
			break;
		*sum = add_to_sum(*sum, chunk, (size_t)got);
		len += (size_t)got;
	}
	return len;
}

static size_t
read_chunks(int fd, uint32_t *sum)
{
	size_t len = 0, size;
	uint32_t ignored = 0;

	do {
		char line[32] = "";

		for (size_t i = 0; i + 1 < sizeof(line); i++)
			if (recv(fd, line + i, 1, 0) != 1 || line[i] == '\n')
				break;
		size = strtoul(line, NULL, 16);
		len += read_bytes(fd, size, sum);
		(void)read_bytes(fd, 2, &ignored);
	} while (size > 0);
	return len;
}

/* Reads a whole body and says how long it was, and its sum. */
static void
echo(int fd, const char *head)
{
	const char *length = strstr(head, "Content-Length: ");
	char body[64], text[128];
	uint32_t sum = 0;
	size_t len;

	if (strstr(head, "Expect: 100-continue") && !strstr(head, "/mute"))
		put_string(fd, "HTTP/1.1 100 Continue\r\n\r\n");
	len = length ? read_bytes(fd, strtoul(length + 16, NULL, 10), &sum)
		     : read_chunks(fd, &sum);
	(void)snprintf(body, sizeof(body), "%zu %lu", len, (unsigned long)sum);
	(void)snprintf(text, sizeof(text), OK "Content-Length: %zu\r\n\r\n%s",
	    strlen(body), body);
	put_string(fd, text);
}

#define TOO_LARGE \
	"HTTP/1.1 413 Too Large\r\nConnection: close\r\n" \
	"Content-Length: 3\r\n\r\n413"

/* False when the connection is to be closed. */
static bool
answer_post(struct server *server, int fd, const char *head)
{
	uint32_t sum = 0;
	char target[64] = "";
	bool first;

	(void)sscanf(head, "POST %63s", target);
	(void)pthread_mutex_lock(&server->lock);
	first = server->posts++ == 0;
	(void)pthread_mutex_unlock(&server->lock);
	if (strcmp(target, "/refused") == 0) {
		put_string(fd, TOO_LARGE);
		return false;
	}
	if (strcmp(target, "/early") == 0) {
		(void)read_bytes(fd, 1000, &sum);
		put_string(fd, TOO_LARGE);
		return false;
	}
	if (strcmp(target, "/stop") == 0) {
		put_string(fd, "HTTP/1.1 100 Continue\r\n\r\n");
		(void)read_bytes(fd, 1000, &sum);
		while (!server->stopping)
			rest_a_little();
		return false;
	}
	if (strcmp(target, "/break") == 0 ||
	    (first && strcmp(target, "/break-once") == 0)) {
		(void)read_bytes(fd, 1000, &sum);
		(void)shutdown(fd, SHUT_RDWR);
		return false;
	}
	if (first && strcmp(target, "/trouble-once") == 0) {
		const char *length = strstr(head, "Content-Length: ");

		(void)read_bytes(fd, strtoul(length + 16, NULL, 10), &sum);
		put_string(fd, "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n");
		return true;
	}
	if (strcmp(target, "/moved") == 0) {
		const char *length = strstr(head, "Content-Length: ");

		(void)read_bytes(fd, strtoul(length + 16, NULL, 10), &sum);
		put_string(fd, "HTTP/1.1 307 Moved\r\nLocation: /echo\r\n"
			       "Content-Length: 0\r\n\r\n");
		return true;
	}
	echo(fd, head);
	return true;
}

/* False when the connection is to be closed. */
static bool
answer(const struct server *server, int fd, const char *head)
{
	char target[64] = "";
	char line[128];

	(void)sscanf(head, "GET %63s", target);
	if (strcmp(target, "/ok") == 0) {
		if (strstr(head, "If-None-Match: W/\"e\"\r\n"))
			put_string(
			    fd, "HTTP/1.1 304 No\r\nETag: W/\"e\"\r\n\r\n");
		else
			put_string(fd, OK "ETag: W/\"e\"\r\n"
					  "Content-Length: 2\r\n\r\nok");
		return true;
	}
	if (strcmp(target, "/elsewhere") == 0) {
		(void)snprintf(line, sizeof(line),
		    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%u/ok\r\n"
		    "Content-Length: 0\r\n\r\n",
		    server->other_port);
		put_string(fd, line);
		return true;
	}
	if (strcmp(target, "/headers") == 0)
		put_endless_headers(fd);
	if (strcmp(target, "/packed") == 0)
		put_packed(fd);
	if (strcmp(target, "/chunked") == 0)
		put_chunked(fd);
	for (size_t i = 0; i < sizeof(canned) / sizeof(canned[0]); i++) {
		if (strcmp(target, canned[i].target) != 0)
			continue;
		put_string(fd, canned[i].answer);
		return !canned[i].then_close;
	}
	return true;
}

static void
note(struct server *server, const char *head)
{
	size_t len = strlen(server->heads), more = strlen(head);

	assert_within(more, 1, sizeof(server->heads) - len - 1);
	memcpy(server->heads + len, head, more + 1);
}

static void *
serve(void *payload)
{
	struct connection *c = payload;
	struct server *server = c->server;
	char head[16384];
	bool open = true;

	while (open && read_head(c->fd, head, sizeof(head))) {
		(void)pthread_mutex_lock(&server->lock);
		note(server, head);
		(void)pthread_mutex_unlock(&server->lock);
		open = strncmp(head, "POST ", 5) == 0
			   ? answer_post(server, c->fd, head)
			   : answer(server, c->fd, head);
	}
	(void)shutdown(c->fd, SHUT_WR);
	wait_for_the_client_to_go(c->fd);
	return NULL;
}

static void *
listen_for(void *payload)
{
	struct server *server = payload;

	for (;;) {
		int fd = accept(server->fd, NULL, NULL);
		struct connection *c;

		if (fd < 0)
			return NULL; /* stop_server() */
		(void)pthread_mutex_lock(&server->lock);
		assert_within(server->count, 0, CONNECTIONS_MAX - 1);
		c = &server->connections[server->count++];
		(void)pthread_mutex_unlock(&server->lock);
		c->server = server;
		c->fd = fd;
		assert_int_equal(pthread_create(&c->thread, NULL, serve, c), 0);
	}
}

/* A port of loopback, listened on. */
static int
listen_on_loopback(unsigned *port)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET,
	    .sin_addr = {htonl(INADDR_LOOPBACK)},
	};
	struct sockaddr *generic = (struct sockaddr *)(void *)&address;
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, generic, sizeof(address)), 0);
	assert_int_equal(listen(fd, 16), 0);
	assert_int_equal(getsockname(fd, generic, &len), 0);
	*port = ntohs(address.sin_port);
	return fd;
}

static struct server *
start_server(void)
{
	struct server *server = calloc(1, sizeof(*server));

	assert_non_null(server);
	server->fd = listen_on_loopback(&server->port);
	assert_int_equal(pthread_mutex_init(&server->lock, NULL), 0);
	assert_int_equal(
	    pthread_create(&server->thread, NULL, listen_for, server), 0);
	return server;
}

/* All clients must have been closed. */
static void
stop_server(struct server *server)
{
	server->stopping = true;
	(void)shutdown(server->fd, SHUT_RDWR);
	(void)pthread_join(server->thread, NULL);
	(void)close(server->fd);
	for (size_t i = 0; i < server->count; i++) {
		(void)pthread_join(server->connections[i].thread, NULL);
		(void)close(server->connections[i].fd);
	}
	(void)pthread_mutex_destroy(&server->lock);
	free(server);
}

/* --- the client --- */

struct world {
	struct server *server;
	struct server *other;
	struct hscan_http_options options;
	char url[64];
	int64_t clock_ms;
	int64_t interrupt_at_ms;
	volatile sig_atomic_t interrupted;
	char trace[4096];
	struct hscan_http *http;
	struct hscan_http_reply answer;
	struct hscan_error err;
};

/* Half a second at each look, so that no backoff takes long. */
static int64_t
monotonic_ms(void *payload)
{
	struct world *w = payload;

	w->clock_ms += 500;
	if (w->interrupt_at_ms > 0 && w->clock_ms >= w->interrupt_at_ms)
		w->interrupted = 1;
	return w->clock_ms;
}

static int64_t
now_s(void *payload)
{
	(void)payload;
	return 1782892800;
}

static void
on_trace(const char *line, void *payload)
{
	struct world *w = payload;
	size_t len = strlen(w->trace);

	(void)snprintf(w->trace + len, sizeof(w->trace) - len, "%s\n", line);
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->server = start_server();
	w->other = start_server();
	w->server->other_port = w->other->port;
	(void)snprintf(
	    w->url, sizeof(w->url), "http://127.0.0.1:%u", w->server->port);
	hscan_http_options_init(&w->options);
	w->options.dialect = &hscan_github_dialect;
	w->options.api_url = w->url;
	w->options.token = TOKEN;
	w->options.user_agent = "test/1";
	w->options.now_s = now_s;
	w->options.monotonic_ms = monotonic_ms;
	w->options.trace = on_trace;
	w->options.payload = w;
	w->options.interrupted = &w->interrupted;
	w->options.max_attempts = 1;
	w->options.max_body_bytes = 10000;
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	assert_null(strstr(w->trace, TOKEN));
	assert_null(strstr(w->err.message, TOKEN));
	hscan_http_close(w->http);
	/* Nobody has been sent there, least of all with the token. */
	assert_int_equal(w->other->count, 0);
	stop_server(w->other);
	stop_server(w->server);
	free(w);
	return 0;
}

static void
open_client(struct world *w)
{
	assert_int_equal(
	    hscan_http_open(&w->options, &w->http, &w->err), HSCAN_OK);
}

static void
submit(struct world *w, const char *target, const char *etag)
{
	struct hscan_http_request request = {
	    .target = hscan_text_of(target),
	    .etag = hscan_text_of(etag),
	    .etag_of = hscan_text_of(w->http->credentials.at[0].id),
	};

	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
}

static enum hscan_status
get(struct world *w, const char *target)
{
	submit(w, target, NULL);
	return hscan_http_next(w->http, &w->answer, &w->err);
}

static void
assert_says(const struct world *w, const char *part)
{
	if (!strstr(w->err.message, part))
		print_error("message: %s\n", w->err.message);
	assert_non_null(strstr(w->err.message, part));
	assert_non_null(strchr(w->err.message, ';'));
}

/* --- tests --- */

static void
what_is_sent(void **state)
{
	struct world *w = *state;

	open_client(w);
	submit(w, "/ok", "W/\"x\"");
	assert_int_equal(
	    hscan_http_next(w->http, &w->answer, &w->err), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_text(w->answer.body, "ok");
	assert_text(w->answer.etag, "W/\"e\"");
	/* The other side may still write; it has logged before it answered. */
	assert_non_null(strstr(w->server->heads, "GET /ok HTTP/1.1\r\n"));
	assert_non_null(strstr(
	    w->server->heads, "\r\nAccept: application/vnd.github+json\r\n"));
	assert_non_null(strstr(
	    w->server->heads, "\r\nX-GitHub-Api-Version: 2026-03-10\r\n"));
	assert_non_null(strstr(w->server->heads, "\r\nUser-Agent: test/1\r\n"));
	assert_non_null(strstr(
	    w->server->heads, "\r\nAuthorization: Bearer " TOKEN "\r\n"));
	assert_non_null(
	    strstr(w->server->heads, "\r\nIf-None-Match: W/\"x\"\r\n"));
	assert_non_null(strstr(w->server->heads, "gzip"));
	assert_string_equal(w->trace, "GET /ok 200 2 (try 1)\n");
}

static void
one_connection_is_enough(void **state)
{
	struct world *w = *state;

	w->options.token = NULL;
	open_client(w);
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	submit(w, "/ok", "W/\"e\"");
	assert_int_equal(
	    hscan_http_next(w->http, &w->answer, &w->err), HSCAN_OK);
	assert_int_equal(w->answer.status, 304);
	assert_int_equal(w->answer.body.len, 0);
	assert_text(w->answer.etag, "W/\"e\"");
	/* What was conditional before is not so for ever. */
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_int_equal(get(w, "/redirect"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	assert_text(w->answer.moved_to, "/ok");
	assert_int_equal(w->server->count, 1);
	assert_int_equal(hscan_http_count(w->http).requests, 5);
	assert_int_equal(hscan_http_count(w->http).not_modified, 1);
	assert_null(strstr(w->server->heads, "Authorization"));
}

static void
several_at_once(void **state)
{
	struct world *w = *state;
	unsigned seen = 0;

	w->options.max_in_flight = 3;
	open_client(w);
	for (int i = 0; i < 12; i++)
		submit(w, i % 2 ? "/ok" : "/links", NULL);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(
		    hscan_http_next(w->http, &w->answer, &w->err), HSCAN_OK);
		seen += w->answer.body.len == 2;
	}
	assert_int_equal(seen, 12);
	assert_within(w->server->count, 1, 3);
}

static void
links(void **state)
{
	struct world *w = *state;

	open_client(w);
	assert_int_equal(get(w, "/links"), HSCAN_OK);
	assert_text(w->answer.next, "/c?d=e");
	/* Neither hints before the answer nor trailers after it are it. */
	assert_int_equal(get(w, "/hints"), HSCAN_OK);
	assert_int_equal(w->answer.status, 200);
	assert_null(w->answer.next.ptr);
	assert_int_equal(get(w, "/chunked"), HSCAN_OK);
	assert_int_equal(w->answer.body.len, 5000);
	assert_null(w->answer.next.ptr);
}

static void
redirects_elsewhere(void **state)
{
	struct world *w = *state;

	open_client(w);
	assert_int_equal(get(w, "/elsewhere"), HSCAN_EREFUSED);
	assert_int_equal(w->answer.status, 302);
	assert_says(w, "it leads to http://127.0.0.1:");
	/* tear_down() looks whether anybody came there. */
}

static void
bodies(void **state)
{
	struct world *w = *state;

	w->options.max_body_bytes = 100000;
	open_client(w);
	assert_int_equal(get(w, "/packed"), HSCAN_OK);
	assert_int_equal(w->answer.body.len, 100000);
	assert_int_equal(w->answer.body.ptr[99999], ']');
	hscan_http_close(w->http);
	/* Small on the wire, too large when unpacked. */
	w->options.max_body_bytes = 99999;
	w->options.max_attempts = 5;
	open_client(w);
	assert_int_equal(get(w, "/packed"), HSCAN_EREFUSED);
	assert_int_equal(w->answer.status, 200);
	assert_says(w, "larger than 99999 bytes");
	assert_int_equal(hscan_http_count(w->http).requests, 1);
	hscan_http_close(w->http);
	/* No length is known before. */
	w->options.max_body_bytes = 4999;
	open_client(w);
	assert_int_equal(get(w, "/chunked"), HSCAN_EREFUSED);
	assert_says(w, "larger than 4999 bytes");
	/* The next one is not impressed. */
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
}

static void
headers_have_a_maximum(void **state)
{
	struct world *w = *state;

	open_client(w);
	assert_int_equal(get(w, "/headers"), HSCAN_EREFUSED);
	assert_says(w, "headers");
	assert_says(w, "65536 bytes");
}

static void
broken_answers(void **state)
{
	static const struct {
		const char *target;
		const char *says;
		int status;
	} rows[] = {
	    {"/cut", "broke off after 10 bytes", 200},
	    {"/silent", "hung up without an answer", 0},
	    {"/bad-gzip", "could not be decompressed", 200},
	    {"/trouble", "answered 502 (Bad Gateway)", 502},
	    {"/noise", "no answer that HTTP knows", 0},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool retried = strcmp(rows[i].target, "/noise") != 0;

		w->options.max_attempts = 2;
		open_client(w);
		assert_int_equal(get(w, rows[i].target), HSCAN_ENET);
		assert_says(w, rows[i].target);
		assert_says(w, rows[i].says);
		assert_int_equal(w->answer.status, rows[i].status);
		assert_int_equal(
		    hscan_http_count(w->http).requests, retried ? 2 : 1);
		/* All is well with the next. */
		assert_int_equal(get(w, "/ok"), HSCAN_OK);
		hscan_http_close(w->http);
		w->http = NULL;
	}
}

static void
half_a_head(void **state)
{
	struct world *w = *state;

	open_client(w);
	assert_int_equal(get(w, "/cut-head"), HSCAN_ENET);
	assert_says(w, "GET /cut-head failed: ");
}

static void
a_stalled_answer(void **state)
{
	struct world *w = *state;

	w->options.stall_timeout_s = 1;
	open_client(w);
	assert_int_equal(get(w, "/stall"), HSCAN_ENET);
	assert_says(w, "nothing came from 127.0.0.1:");
	assert_says(w, "for 1 s; run again later");
}

static void
what_takes_longer_stays_under_way(void **state)
{
	struct world *w = *state;
	bool there = true;

	open_client(w);
	submit(w, "/stall", NULL);
	assert_int_equal(
	    hscan_http_next_within(w->http, 300, &w->answer, &there, &w->err),
	    HSCAN_OK);
	assert_false(there);
	assert_int_equal(w->http->pending, 1);
	assert_int_equal(w->http->on_wire, 1);
	w->interrupt_at_ms = 5000;
	assert_int_equal(
	    hscan_http_next(w->http, &w->answer, &w->err), HSCAN_EINTR);
	assert_text(w->answer.target, "/stall");
}

static void
interrupted_on_the_wire(void **state)
{
	struct world *w = *state;

	open_client(w);
	w->interrupt_at_ms = 5000;
	submit(w, "/stall", NULL);
	submit(w, "/stall", NULL);
	assert_int_equal(
	    hscan_http_next(w->http, &w->answer, &w->err), HSCAN_EINTR);
	assert_text(w->answer.target, "/stall");
	/* tear_down() closes the client with both still under way. */
	assert_int_equal(w->http->pending, 1);
}

static void
nobody_listens(void **state)
{
	struct world *w = *state;
	unsigned port;
	int fd = listen_on_loopback(&port);

	assert_int_equal(close(fd), 0);
	(void)snprintf(w->url, sizeof(w->url), "http://127.0.0.1:%u", port);
	open_client(w);
	assert_int_equal(get(w, "/ok"), HSCAN_ENET);
	assert_int_equal(w->answer.status, 0);
	assert_says(w, "GET /ok failed: could not connect to 127.0.0.1:");
	assert_says(w, "(Connection refused); check the network");
}

static void
no_tls_there(void **state)
{
	struct world *w = *state;

	/* A client's greeting is no request, so the server says nothing. */
	(void)snprintf(
	    w->url, sizeof(w->url), "https://127.0.0.1:%u", w->server->port);
	w->options.connect_timeout_s = 1;
	open_client(w);
	assert_int_equal(get(w, "/ok"), HSCAN_ENET);
	assert_says(w, "no connection to 127.0.0.1:");
	assert_string_equal(w->server->heads, "");
}

static void
a_ca_file_that_is_none(void **state)
{
	struct world *w = *state;

	(void)snprintf(
	    w->url, sizeof(w->url), "https://127.0.0.1:%u", w->server->port);
	w->options.ca_file = "/nowhere/ca\x1b.pem";
	assert_int_equal(
	    hscan_http_open(&w->options, &w->http, &w->err), HSCAN_EINVAL);
	assert_says(w, "/nowhere/ca\\x1B.pem: No such file or directory");
	w->options.ca_file = "/dev/null";
	open_client(w);
	assert_int_equal(get(w, "/ok"), HSCAN_ENET);
	assert_says(w, "cannot be trusted");
}

static void
a_proxy_is_not_for_loopback(void **state)
{
	struct world *w = *state;
	char proxy[64];

	(void)snprintf(
	    proxy, sizeof(proxy), "http://127.0.0.1:%u", w->other->port);
	assert_int_equal(setenv("http_proxy", proxy, 1), 0);
	open_client(w);
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_int_equal(unsetenv("http_proxy"), 0);
}

static void
recorded_and_replayed(void **state)
{
	struct world *w = *state;
	char *dir = support_temp_dir();

	w->options.max_attempts = 2;
	w->options.record_dir = dir;
	open_client(w);
	assert_int_equal(get(w, "/redirect"), HSCAN_OK);
	assert_int_equal(get(w, "/cut"), HSCAN_ENET);
	assert_int_equal(get(w, "/links"), HSCAN_OK);
	hscan_http_close(w->http);
	w->options.record_dir = NULL;
	w->options.replay_dir = dir;
	w->options.api_url = "https://api.github.com";
	open_client(w);
	assert_int_equal(get(w, "/links"), HSCAN_OK);
	assert_text(w->answer.body, "[]");
	assert_text(w->answer.next, "/c?d=e");
	assert_int_equal(get(w, "/redirect"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	assert_text(w->answer.moved_to, "/ok");
	assert_int_equal(get(w, "/cut"), HSCAN_ENOTFOUND);
	support_remove_dir(dir);
}

/* --- requests with a body --- */

/* So many bytes, of which no two neighbours are alike. */
struct source {
	size_t len, at;
	unsigned rewinds;
	size_t fails_at; /* 0: never */
	bool gone;       /* it must not be read any more */
};

static enum hscan_status
read_source(
    void *payload, char *out, size_t size, size_t *len, struct hscan_error *err)
{
	struct source *source = payload;
	size_t left = source->len - source->at;

	assert_false(source->gone);
	if (source->fails_at > 0 && source->at >= source->fails_at)
		return hscan_fail(
		    err, HSCAN_EIO, "the disk is broken; look at it");
	*len = left < size ? left : size;
	if (*len > 5000)
		*len = 5000;
	for (size_t i = 0; i < *len; i++)
		out[i] = (char)((source->at + i) * 7 % 251);
	source->at += *len;
	return HSCAN_OK;
}

static enum hscan_status
rewind_source(void *payload, struct hscan_error *err)
{
	struct source *source = payload;

	(void)err;
	assert_false(source->gone);
	source->at = 0;
	source->rewinds++;
	return HSCAN_OK;
}

static void
assert_echoed(const struct world *w, size_t len)
{
	char text[64];
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++) {
		char c = (char)(i * 7 % 251);

		sum = add_to_sum(sum, &c, 1);
	}
	(void)snprintf(text, sizeof(text), "%zu %lu", len, (unsigned long)sum);
	assert_int_equal(w->answer.status, 200);
	assert_text(w->answer.body, text);
}

static void
submit_post(struct world *w, const char *target, struct source *source,
    int64_t length, bool again)
{
	const struct hscan_http_body body = {
	    .type = "application/octet-stream",
	    .length = length,
	    .read = read_source,
	    .rewind = again ? rewind_source : NULL,
	    .payload = source,
	};
	const struct hscan_http_request request = {
	    .target = hscan_text_of(target),
	    .etag = hscan_text_of("W/\"e\""),
	    .etag_of = hscan_text_of(w->http->credentials.at[0].id),
	    .body = &body,
	    .owner = source,
	};

	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_OK);
}

static enum hscan_status
post(struct world *w, const char *target, struct source *source, int64_t length,
    bool again)
{
	submit_post(w, target, source, length, again);
	return hscan_http_next(w->http, &w->answer, &w->err);
}

static void
a_body_of_known_length(void **state)
{
	static const size_t sizes[] = {0, 1, 100000, 3000000};
	struct world *w = *state;

	open_client(w);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct source source = {.len = sizes[i]};
		char line[64];

		assert_int_equal(
		    post(w, "/echo", &source, (int64_t)sizes[i], false),
		    HSCAN_OK);
		assert_echoed(w, sizes[i]);
		(void)snprintf(line, sizeof(line),
		    "\r\nContent-Length: %zu\r\n", sizes[i]);
		assert_non_null(strstr(w->server->heads, line));
		/* What is short is not announced. */
		assert_int_equal(strstr(w->server->heads, "Expect: ") != NULL,
		    sizes[i] > 1000000);
	}
	assert_non_null(strstr(w->server->heads, "POST /echo HTTP/1.1\r\n"));
	assert_non_null(strstr(w->server->heads,
	    "\r\nContent-Type: application/octet-stream\r\n"));
	assert_non_null(strstr(w->server->heads, "\r\nAuthorization: "));
	assert_null(strstr(w->server->heads, "If-None-Match"));
	assert_null(strstr(w->server->heads, "chunked"));
	/* The same handle asks as before afterwards. */
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
	assert_non_null(strstr(w->server->heads, "GET /ok HTTP/1.1\r\n"));
	assert_null(
	    strstr(strstr(w->server->heads, "GET /ok"), "Content-Length"));
	assert_non_null(strstr(w->trace, "POST /echo 200 "));
	assert_int_equal(w->server->count, 1);
}

static void
a_body_of_unknown_length(void **state)
{
	static const size_t sizes[] = {0, 1, 100000, 3000000};
	struct world *w = *state;

	open_client(w);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct source source = {.len = sizes[i]};

		assert_int_equal(
		    post(w, "/echo", &source, -1, false), HSCAN_OK);
		assert_echoed(w, sizes[i]);
	}
	assert_non_null(
	    strstr(w->server->heads, "\r\nTransfer-Encoding: chunked\r\n"));
	assert_null(strstr(w->server->heads, "Content-Length"));
}

/* Much is sent only when the server says that it wants it, or says nothing. */
static void
a_server_is_asked_first(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 3000000};

	open_client(w);
	assert_int_equal(
	    post(w, "/refused", &source, 3000000, false), HSCAN_OK);
	assert_non_null(
	    strstr(w->server->heads, "\r\nExpect: 100-continue\r\n"));
	assert_int_equal(w->answer.status, 413);
	assert_text(w->answer.body, "413");
	assert_within(source.at, 0, 100000);
	source.at = 0;
	assert_int_equal(post(w, "/mute", &source, 3000000, false), HSCAN_OK);
	assert_echoed(w, 3000000);
}

static void
an_answer_before_the_end_of_the_body(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 900000};

	open_client(w);
	assert_int_equal(post(w, "/early", &source, 900000, true), HSCAN_OK);
	assert_int_equal(w->answer.status, 413);
	assert_text(w->answer.body, "413");
	assert_int_equal(source.rewinds, 0);
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
}

static void
a_body_that_cannot_be_read(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 900000, .fails_at = 50000};

	w->options.max_attempts = 3;
	open_client(w);
	assert_int_equal(post(w, "/echo", &source, 900000, true), HSCAN_EIO);
	assert_string_equal(w->err.message, "the disk is broken; look at it");
	assert_int_equal(source.rewinds, 0);
	source = (struct source){.len = 1000};
	assert_int_equal(post(w, "/echo", &source, 1001, true), HSCAN_EINVAL);
	assert_says(w, "the body ended after 1000 of 1001 bytes");
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_text(w->answer.body, "ok");
}

static void
a_body_is_sent_again_only_if_it_may(void **state)
{
	static const char *const targets[] = {"/trouble-once", "/break-once"};
	struct world *w = *state;

	w->options.max_attempts = 3;
	open_client(w);
	for (size_t i = 0; i < 2; i++) {
		struct source source = {.len = 900000};

		w->server->posts = 0;
		assert_int_equal(
		    post(w, targets[i], &source, 900000, false), HSCAN_ENET);
		assert_says(w, targets[i]);
		assert_int_equal(w->server->posts, 1);
		source = (struct source){.len = 900000};
		w->server->posts = 0;
		assert_int_equal(
		    post(w, targets[i], &source, 900000, true), HSCAN_OK);
		assert_echoed(w, 900000);
		assert_int_equal(w->server->posts, 2);
		assert_int_equal(source.rewinds, 1);
	}
}

static void
a_body_goes_where_it_was_sent(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 1000};

	open_client(w);
	assert_int_equal(post(w, "/moved", &source, 1000, true), HSCAN_OK);
	assert_int_equal(w->answer.status, 307);
	assert_null(w->answer.moved_to.ptr);
	assert_int_equal(w->server->posts, 1);
}

/* Whoever has taken a request back may free what it reads from. */
static void
a_body_is_left_alone_once_dropped(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 90000000};

	w->options.max_in_flight = 3;
	open_client(w);
	/* Only then does libcurl know that it takes one connection each. */
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	submit_post(w, "/stop", &source, 90000000, true);
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	while (source.at < 100000) {
		rest_a_little();
		assert_int_equal(get(w, "/ok"), HSCAN_OK);
	}
	hscan_http_drop(w->http, &source);
	source.gone = true;
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	assert_int_equal(w->http->pending, 0);

	/* Likewise one that was interrupted, and all when the client closes. */
	source = (struct source){.len = 90000000};
	submit_post(w, "/stop", &source, -1, true);
	w->interrupt_at_ms = w->clock_ms + 5000;
	assert_int_equal(
	    hscan_http_next(w->http, &w->answer, &w->err), HSCAN_EINTR);
	source.gone = true;
	w->interrupted = 0;
	w->interrupt_at_ms = 0;
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
}

static void
a_server_that_reads_no_further(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 90000000};

	w->options.stall_timeout_s = 1;
	open_client(w);
	assert_int_equal(
	    post(w, "/stop", &source, 90000000, false), HSCAN_ENET);
	assert_says(w, "POST /stop failed: nothing came from 127.0.0.1:");
	assert_within(source.at, 1000, 89999999);
}

static void
a_recording_holds_no_post(void **state)
{
	struct world *w = *state;
	struct source source = {.len = 1000};
	char *dir = support_temp_dir();

	w->options.record_dir = dir;
	open_client(w);
	assert_int_equal(post(w, "/echo", &source, 1000, false), HSCAN_OK);
	assert_echoed(w, 1000);
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	hscan_http_close(w->http);
	w->options.record_dir = NULL;
	w->options.replay_dir = dir;
	open_client(w);
	source.at = 0;
	assert_int_equal(
	    post(w, "/echo", &source, 1000, false), HSCAN_EREFUSED);
	assert_string_equal(w->err.message,
	    "POST /echo failed: a recording answers no POST; ask the server "
	    "itself");
	assert_int_equal(source.at, 0);
	assert_int_equal(get(w, "/ok"), HSCAN_OK);
	support_remove_dir(dir);
}

static void
a_type_that_would_end_its_header(void **state)
{
	const struct hscan_http_body body = {
	    .type = "text/plain\r\nX: y", .length = 0, .read = read_source};
	const struct hscan_http_request request = {
	    .target = hscan_text_of("/echo"), .body = &body};
	struct world *w = *state;

	open_client(w);
	assert_int_equal(
	    hscan_http_submit(w->http, &request, &w->err), HSCAN_EINVAL);
	assert_says(w, "the type of a body has control characters");
}

int
main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    IN_WORLD(what_is_sent),
	    IN_WORLD(one_connection_is_enough),
	    IN_WORLD(several_at_once),
	    IN_WORLD(links),
	    IN_WORLD(redirects_elsewhere),
	    IN_WORLD(bodies),
	    IN_WORLD(headers_have_a_maximum),
	    IN_WORLD(broken_answers),
	    IN_WORLD(half_a_head),
	    IN_WORLD(a_stalled_answer),
	    IN_WORLD(what_takes_longer_stays_under_way),
	    IN_WORLD(interrupted_on_the_wire),
	    IN_WORLD(nobody_listens),
	    IN_WORLD(no_tls_there),
	    IN_WORLD(a_ca_file_that_is_none),
	    IN_WORLD(a_proxy_is_not_for_loopback),
	    IN_WORLD(recorded_and_replayed),
	    IN_WORLD(a_body_of_known_length),
	    IN_WORLD(a_body_of_unknown_length),
	    IN_WORLD(a_server_is_asked_first),
	    IN_WORLD(an_answer_before_the_end_of_the_body),
	    IN_WORLD(a_body_that_cannot_be_read),
	    IN_WORLD(a_body_is_sent_again_only_if_it_may),
	    IN_WORLD(a_body_goes_where_it_was_sent),
	    IN_WORLD(a_body_is_left_alone_once_dropped),
	    IN_WORLD(a_server_that_reads_no_further),
	    IN_WORLD(a_recording_holds_no_post),
	    IN_WORLD(a_type_that_would_end_its_header),
	};

	return cmocka_run_group_tests_name("http/curl", tests, NULL, NULL);
}
