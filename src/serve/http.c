/* SPDX-License-Identifier: MIT */
/* libmicrohttpd, driven from one loop; see http.h. Versions 0.9.75 to 1.0
 * differ in what they do with broken requests, so that nothing is left to them
 * that request.c can decide. */
#include "serve/http.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "base/text.h"

enum {
	SILENCE_S = 10,     /* of a connection */
	MEMORY = 64 * 1024, /* of a connection, for headers and reading */
	MAPPED_AT = 12,     /* an IPv4 address in one of IPv6 */
};

struct serve_http {
	struct MHD_Daemon *daemon;
	struct MHD_Response *accepted; /* the one that is sent most */
	struct serve_http_use use;
	struct serve_traffic traffic;
	size_t under_way;
	int epoll;
};

/* A request and its connection. */
struct exchange {
	struct serve_request request; /* first: it is told by its address */
	struct MHD_Connection *connection;
	struct serve_http *http;
	bool whole;   /* its body is there */
	bool waiting; /* suspended */
};

/* --- connections --- */

static void
read_address(const struct sockaddr *address, unsigned char out[SERVE_ADDRESS])
{
	memset(out, 0, SERVE_ADDRESS);
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, address, sizeof(v6));
		memcpy(out, &v6.sin6_addr, SERVE_ADDRESS);
	} else if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, address, sizeof(v4));
		out[MAPPED_AT - 2] = out[MAPPED_AT - 1] = 0xff;
		memcpy(out + MAPPED_AT, &v4.sin_addr, sizeof(v4.sin_addr));
	} else {
		/* A local socket is of this machine. */
		out[SERVE_ADDRESS - 1] = 1;
	}
}

static enum MHD_Result
on_accept(void *cls, const struct sockaddr *address, socklen_t len)
{
	const struct serve_http *http = cls;
	unsigned char read[SERVE_ADDRESS];

	(void)len;
	read_address(address, read);
	return serve_traffic_admits(&http->traffic, read) ? MHD_YES : MHD_NO;
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **peer,
    enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info;
	struct serve_http *http = cls;
	unsigned char address[SERVE_ADDRESS];

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*peer)
			serve_traffic_leave(&http->traffic, *peer);
		*peer = NULL;
		return;
	}
	info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (!info || !info->client_addr)
		return;
	read_address(info->client_addr, address);
	*peer = serve_traffic_enter(&http->traffic, address);
}

static const struct serve_peer *
peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* --- answers --- */

static struct MHD_Response *
response_of(const struct serve_http *http, const struct serve_request *request)
{
	char text[SERVE_WHY + 2];
	struct hscan_text body = hscan_buf_text(&request->answer);

	if (request->status == SERVE_ACCEPTED)
		return http->accepted;
	if (request->status == SERVE_NO_CONTENT)
		return MHD_create_response_from_buffer(
		    0, text, MHD_RESPMEM_MUST_COPY);
	if (!body.ptr) {
		size_t len = strlen(request->why);

		memcpy(text, request->why, len);
		text[len] = '\n';
		body = (struct hscan_text){text, len + 1};
		return MHD_create_response_from_buffer(
		    body.len, text, MHD_RESPMEM_MUST_COPY);
	}
	return MHD_create_response_from_buffer(
	    request->answer.len, request->answer.ptr, MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result
answer(const struct exchange *exchange)
{
	const struct serve_request *request = &exchange->request;
	struct MHD_Response *response = response_of(exchange->http, request);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	if (request->status == SERVE_ACCEPTED)
		return MHD_queue_response(
		    exchange->connection, SERVE_ACCEPTED, response);
	if (request->status != SERVE_NO_CONTENT)
		(void)MHD_add_response_header(response, "Content-Type",
		    request->type ? request->type
				  : "text/plain; charset=utf-8");
	if (request->status == SERVE_NO_METHOD)
		(void)MHD_add_response_header(response, "Allow",
		    hscan_text_is(request->path, "/") ? "GET, HEAD, POST"
						      : "POST");
	if (request->status == SERVE_TOO_MANY ||
	    request->status == SERVE_UNAVAILABLE)
		(void)MHD_add_response_header(response, "Retry-After", "10");
	result =
	    MHD_queue_response(exchange->connection, request->status, response);
	MHD_destroy_response(response);
	return result;
}

/* --- requests --- */

static enum MHD_Result
on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len,
    const char *value, size_t value_len)
{
	(void)kind;
	if (!value)
		value_len = 0;
	serve_request_header(cls, (struct hscan_text){name, name_len},
	    (struct hscan_text){value ? value : "", value_len});
	return MHD_YES;
}

static enum MHD_Result
begin(struct serve_http *http, struct MHD_Connection *connection,
    const char *url, const char *method, void **own)
{
	struct exchange *exchange = calloc(1, sizeof(*exchange));
	struct serve_request *request;

	if (!exchange)
		return MHD_NO;
	exchange->connection = connection;
	exchange->http = http;
	http->under_way++;
	*own = exchange;
	request = &exchange->request;
	serve_request_init(request, http->use.now_ms(http->use.payload));
	request->method = hscan_text_of(method);
	request->path = hscan_text_of(url);
	(void)MHD_get_connection_values_n(
	    connection, MHD_HEADER_KIND, on_header, request);
	if (serve_traffic_is_full(&http->traffic, peer_of(connection)))
		serve_request_answer(request, SERVE_TOO_MANY,
		    "too many connections; send it again later");
	http->use.begin(request, http->use.payload);
	/* An answer now ends the connection, whatever else comes on it. */
	return serve_request_is_early(request) ? answer(exchange) : MHD_YES;
}

/* An answer cannot be given in the middle of a body: whoever is that slow is
 * cut off without one. */
static enum MHD_Result
take(struct exchange *exchange, const char *bytes, size_t *len)
{
	struct serve_http *http = exchange->http;
	int64_t now = http->use.now_ms(http->use.payload);

	if (serve_request_is_late(&exchange->request, now))
		return MHD_NO;
	serve_request_take(&exchange->request, &http->traffic, bytes, *len);
	*len = 0;
	return MHD_YES;
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *bytes, size_t *len,
    void **own)
{
	struct serve_http *http = cls;
	struct exchange *exchange = *own;

	(void)version;
	if (!exchange)
		return begin(http, connection, url, method, own);
	if (*len > 0)
		return take(exchange, bytes, len);
	if (!exchange->whole) {
		exchange->whole = true;
		if (exchange->request.status == 0)
			http->use.finish(&exchange->request, http->use.payload);
	}
	if (exchange->request.status != 0)
		return answer(exchange);
	exchange->waiting = true;
	MHD_suspend_connection(connection);
	return MHD_YES;
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **own,
    enum MHD_RequestTerminationCode why)
{
	struct serve_http *http = cls;
	struct exchange *exchange = *own;

	(void)connection;
	(void)why;
	if (!exchange)
		return;
	if (http->use.end)
		http->use.end(&exchange->request, http->use.payload);
	serve_request_clear(&exchange->request, &http->traffic);
	http->under_way--;
	free(exchange);
	*own = NULL;
}

void
serve_http_resume(struct serve_request *request)
{
	struct exchange *exchange = (struct exchange *)(void *)request;

	if (!exchange->waiting)
		return;
	exchange->waiting = false;
	MHD_resume_connection(exchange->connection);
}

/* --- the daemon --- */

static bool
start(struct serve_http *http, int fd)
{
	const union MHD_DaemonInfo *info;

	http->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0,
	    on_accept, http, on_request, http, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVE_CONNECTIONS_MOST,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, http,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_END);
	if (!http->daemon)
		return false;
	info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	http->epoll = info ? info->epoll_fd : -1;
	return http->epoll >= 0;
}

enum hscan_status
serve_http_open(int fd, const struct serve_http_use *use,
    struct serve_http **out, struct hscan_error *err)
{
	static char text[] = "accepted\n";
	struct serve_http *http = calloc(1, sizeof(*http));

	if (!http)
		return hscan_no_memory(err);
	http->use = *use;
	http->accepted = MHD_create_response_from_buffer(
	    sizeof(text) - 1, text, MHD_RESPMEM_PERSISTENT);
	if (!http->accepted || !start(http, fd)) {
		serve_http_close(http);
		return hscan_fail(err, HSCAN_EIO,
		    "cannot serve HTTP: %s; see whether this system has epoll, "
		    "and descriptors are left",
		    strerror(errno));
	}
	*out = http;
	return HSCAN_OK;
}

void
serve_http_close(struct serve_http *http)
{
	if (!http)
		return;
	if (http->daemon)
		MHD_stop_daemon(http->daemon);
	if (http->accepted)
		MHD_destroy_response(http->accepted);
	free(http);
}

int
serve_http_fd(const struct serve_http *http)
{
	return http->epoll;
}

int
serve_http_wait_ms(const struct serve_http *http)
{
	MHD_UNSIGNED_LONG_LONG wait = 0;

	if (MHD_get_timeout(http->daemon, &wait) != MHD_YES)
		return -1;
	return wait > INT32_MAX ? INT32_MAX : (int)wait;
}

void
serve_http_turn(struct serve_http *http)
{
	(void)MHD_run(http->daemon);
}

void
serve_http_quiesce(struct serve_http *http)
{
	(void)MHD_quiesce_daemon(http->daemon);
}

size_t
serve_http_under_way(const struct serve_http *http)
{
	return http->under_way;
}

struct serve_traffic *
serve_http_traffic(struct serve_http *http)
{
	return &http->traffic;
}
