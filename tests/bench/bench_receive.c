/* SPDX-License-Identifier: MIT */
/* Both ends of a receiver of webhooks. `bench_receive bare` is the least one
 * that there is: libmicrohttpd, which checks the same signature and throws the
 * body away; it prints its port. `bench_receive send PORT COUNT CONNECTIONS
 * RATE SEED` sends as many deliveries of 8 to 30 kB, so many a second (0: as
 * many as are answered), and prints the seconds that took and the milliseconds
 * that half of them, 99 in 100 and the slowest waited for their answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/text.h"
#include "source/webhook/signature.h"

#define SECRET "It's a Secret to Everybody"

enum {
	SMALLEST = 8 * 1024,
	LARGEST = 30 * 1024,
	CONNECTIONS_MAX = 64,
	HEX = 2 * HSCAN_SHA256_SIZE,
};

static void
check(bool good, const char *what)
{
	if (good)
		return;
	(void)fprintf(stderr, "bench_receive: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double
seconds_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* --- the least receiver --- */

struct body {
	char *bytes;
	size_t len, size;
};

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *bytes, size_t *len,
    void **own)
{
	struct body *body = *own;
	const char *signature;

	(void)url, (void)method, (void)version;
	if (!body) {
		*own = calloc(1, sizeof(*body));
		return *own ? MHD_YES : MHD_NO;
	}
	if (*len > 0) {
		if (body->len + *len > body->size) {
			body->size = (body->len + *len) * 2;
			body->bytes = realloc(body->bytes, body->size);
			check(body->bytes != NULL, "realloc");
		}
		memcpy(body->bytes + body->len, bytes, *len);
		body->len += *len;
		*len = 0;
		return MHD_YES;
	}
	signature = MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "X-Hub-Signature-256");
	return MHD_queue_response(connection,
	    hscan_signature_is_right(hscan_text_of(signature),
		hscan_text_of(SECRET),
		(struct hscan_text){body->bytes, body->len})
		? 202
		: 401,
	    cls);
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **own,
    enum MHD_RequestTerminationCode why)
{
	struct body *body = *own;

	(void)cls, (void)connection, (void)why;
	if (body)
		free(body->bytes);
	free(body);
	*own = NULL;
}

static void
serve(void)
{
	static char text[] = "accepted\n";
	struct MHD_Response *accepted = MHD_create_response_from_buffer(
	    sizeof(text) - 1, text, MHD_RESPMEM_PERSISTENT);
	struct sockaddr_in address = {
	    .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct MHD_Daemon *daemon;
	struct pollfd ready = {.events = POLLIN};

	check(fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0 &&
		  listen(fd, 512) == 0 &&
		  getsockname(fd, (struct sockaddr *)&address, &size) == 0,
	    "listen");
	daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request,
	    accepted, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)64 * 1024,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
	check(daemon != NULL, "MHD_start_daemon");
	(void)printf("%d\n", ntohs(address.sin_port));
	(void)fflush(stdout);
	ready.fd =
	    MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	for (;;) {
		MHD_UNSIGNED_LONG_LONG wait = 0;
		bool bounded = MHD_get_timeout(daemon, &wait) == MHD_YES;

		(void)poll(&ready, 1, bounded ? (int)wait : -1);
		(void)MHD_run(daemon);
	}
}

/* --- deliveries --- */

struct delivery {
	char *bytes; /* the whole request */
	size_t len;
};

/* An issue of that number was opened; its text makes up the length. */
static size_t
write_body(char *out, size_t number, size_t len)
{
	int head = snprintf(out, LARGEST,
	    "{\"action\":\"opened\",\"issue\":{\"id\":%zu,\"number\":%zu,"
	    "\"title\":\"Hay is wet\",\"state\":\"open\","
	    "\"created_at\":\"2026-01-02T03:04:00Z\","
	    "\"updated_at\":\"2026-01-02T03:04:00Z\",\"closed_at\":null,"
	    "\"user\":{\"id\":%zu,\"login\":\"ann%zu\",\"type\":\"User\"},"
	    "\"labels\":[],\"state_reason\":null,\"body\":\"",
	    number + 1000, number, number % 50 + 8, number % 50);
	static const char tail[] =
	    "\"},\"repository\":{\"id\":5,\"full_name\":\"sample/meadow\","
	    "\"created_at\":\"2026-01-01T00:00:00Z\","
	    "\"updated_at\":\"2026-01-02T00:00:00Z\"},"
	    "\"sender\":{\"id\":8,\"login\":\"ann\",\"type\":\"User\"}}";
	size_t at = (size_t)head;

	while (at + strlen(tail) < len) {
		out[at] = "The hay of this meadow is wet. "[at % 31];
		at++;
	}
	memcpy(out + at, tail, strlen(tail));
	return at + strlen(tail);
}

static struct delivery
make_delivery(size_t number)
{
	static char body[LARGEST + 1];
	unsigned char code[HSCAN_SHA256_SIZE];
	char hex[HEX + 1];
	size_t len = write_body(
	    body, number, SMALLEST + (number * 7919) % (LARGEST - SMALLEST));
	struct delivery out = {.bytes = malloc(len + 1024)};

	check(out.bytes != NULL, "malloc");
	hscan_hmac_sha256(
	    hscan_text_of(SECRET), (struct hscan_text){body, len}, code);
	for (size_t i = 0; i < sizeof(code); i++)
		(void)snprintf(
		    hex + 2 * i, sizeof(hex) - 2 * i, "%02x", code[i]);
	out.len = (size_t)snprintf(out.bytes, 1024,
	    "POST /webhook HTTP/1.1\r\nHost: localhost\r\n"
	    "User-Agent: GitHub-Hookshot/bench\r\nAccept: */*\r\n"
	    "Content-Type: application/json\r\nX-GitHub-Event: issues\r\n"
	    "X-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-%012zu\r\n"
	    "X-Hub-Signature-256: sha256=%s\r\nContent-Length: %zu\r\n\r\n",
	    number, hex, len);
	memcpy(out.bytes + out.len, body, len);
	out.len += len;
	return out;
}

/* --- the sender --- */

struct connection {
	int fd;
	const struct delivery *delivery; /* NULL: it has nothing to do */
	size_t sent;
	char answer[1024];
	size_t got;
	double due; /* when it was to be sent */
};

struct sender {
	struct connection connections[CONNECTIONS_MAX];
	size_t len;
	const struct delivery *deliveries;
	size_t count, next, answered;
	double *waited; /* a delivery, in seconds */
	double began, rate;
};

static void
open_connections(struct sender *sender, int port)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	    .sin_port = htons((unsigned short)port),
	};
	int one = 1;

	for (size_t i = 0; i < sender->len; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		check(fd >= 0 && connect(fd, (struct sockaddr *)&address,
				     sizeof(address)) == 0,
		    "connect");
		(void)setsockopt(
		    fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		check(fcntl(fd, F_SETFL, O_NONBLOCK) == 0, "fcntl");
		sender->connections[i].fd = fd;
	}
}

static void
start_next(struct sender *sender, struct connection *c)
{
	double due = sender->rate > 0
			 ? sender->began + (double)sender->next / sender->rate
			 : seconds_now();

	if (sender->next == sender->count || due > seconds_now())
		return;
	c->delivery = &sender->deliveries[sender->next++];
	c->sent = c->got = 0;
	c->due = due;
}

/* Whether the answer is there whole. */
static bool
is_whole(struct connection *c)
{
	const char *body, *length;

	c->answer[c->got] = '\0';
	body = strstr(c->answer, "\r\n\r\n");
	length = strstr(c->answer, "Content-Length: ");
	if (!body || !length)
		return false;
	return c->got - (size_t)(body + 4 - c->answer) >=
	       (size_t)(length[16] - '0');
}

static void
go_on(struct sender *sender, struct connection *c, short events)
{
	ssize_t n;

	if (events & POLLOUT && c->sent < c->delivery->len) {
		n = send(c->fd, c->delivery->bytes + c->sent,
		    c->delivery->len - c->sent, MSG_NOSIGNAL);
		check(n > 0 || errno == EAGAIN, "send");
		c->sent += n > 0 ? (size_t)n : 0;
	}
	if (!(events & POLLIN))
		return;
	n = recv(c->fd, c->answer + c->got, sizeof(c->answer) - 1 - c->got, 0);
	check(n > 0, "recv");
	c->got += (size_t)n;
	if (!is_whole(c))
		return;
	errno = 0;
	check(strncmp(c->answer, "HTTP/1.1 202 ", 13) == 0, c->answer);
	sender->waited[sender->answered++] = seconds_now() - c->due;
	c->delivery = NULL;
}

static void
run(struct sender *sender)
{
	struct pollfd ready[CONNECTIONS_MAX];

	sender->began = seconds_now();
	while (sender->answered < sender->count) {
		for (size_t i = 0; i < sender->len; i++) {
			struct connection *c = &sender->connections[i];

			if (!c->delivery)
				start_next(sender, c);
			ready[i] = (struct pollfd){.fd = -1};
			if (!c->delivery)
				continue;
			ready[i].fd = c->fd;
			ready[i].events =
			    c->sent < c->delivery->len ? POLLOUT : POLLIN;
		}
		(void)poll(ready, sender->len, 1);
		for (size_t i = 0; i < sender->len; i++)
			if (ready[i].fd >= 0 && ready[i].revents)
				go_on(sender, &sender->connections[i],
				    ready[i].revents);
	}
}

static int
compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

static int
deliver(char **argv)
{
	static struct sender sender;
	size_t seed = strtoul(argv[6], NULL, 10);
	struct delivery *deliveries;
	double seconds;

	sender.count = strtoul(argv[3], NULL, 10);
	sender.len = strtoul(argv[4], NULL, 10);
	sender.rate = strtod(argv[5], NULL);
	check(sender.len > 0 && sender.len <= CONNECTIONS_MAX, "connections");
	deliveries = calloc(sender.count, sizeof(*deliveries));
	sender.waited = calloc(sender.count, sizeof(*sender.waited));
	check(deliveries && sender.waited, "calloc");
	for (size_t i = 0; i < sender.count; i++)
		deliveries[i] = make_delivery(seed + i);
	sender.deliveries = deliveries;
	open_connections(&sender, (int)strtol(argv[2], NULL, 10));
	run(&sender);
	seconds = seconds_now() - sender.began;
	qsort(sender.waited, sender.count, sizeof(double), compare);
	(void)printf("%.4f %.2f %.2f %.2f\n", seconds,
	    sender.waited[sender.count / 2] * 1e3,
	    sender.waited[sender.count * 99 / 100] * 1e3,
	    sender.waited[sender.count - 1] * 1e3);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "bare") == 0)
		serve();
	if (argc == 7 && strcmp(argv[1], "send") == 0)
		return deliver(argv);
	(void)fprintf(stderr, "usage: bench_receive bare | send PORT COUNT "
			      "CONNECTIONS RATE SEED\n");
	return 2;
}
