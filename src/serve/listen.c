/* SPDX-License-Identifier: MIT */
/* Makes and checks listening sockets; see listen.h. */
#include "serve/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"

enum { FIRST_INHERITED = 3, BACKLOG = 512, HIGHEST_PORT = 65535 };

/* --- an address --- */

static bool
copy(struct hscan_text text, char *out, size_t size)
{
	if (text.len == 0 || text.len >= size)
		return false;
	memcpy(out, text.ptr, text.len);
	out[text.len] = '\0';
	return true;
}

/* The part behind the last colon. */
static struct hscan_text
take_port(struct hscan_text *address)
{
	struct hscan_text port = {NULL, 0};

	for (size_t i = address->len; i > 0; i--) {
		if (address->ptr[i - 1] != ':')
			continue;
		port = (struct hscan_text){address->ptr + i, address->len - i};
		address->len = i - 1;
		break;
	}
	return port;
}

static bool
take_address(struct hscan_text where, struct serve_place *out)
{
	struct hscan_text port = take_port(&where);
	int64_t number;
	bool brackets = hscan_text_starts(where, "[");

	if (!hscan_parse_i64(port, 0, HIGHEST_PORT, &number) ||
	    !copy(port, out->port, sizeof(out->port)))
		return false;
	if (brackets) {
		if (where.len < 2 || !hscan_text_ends(where, "]"))
			return false;
		where = (struct hscan_text){where.ptr + 1, where.len - 2};
	} else if (memchr(where.ptr, ':', where.len)) {
		return false; /* where would an IPv6 address end? */
	}
	return copy(where, out->host, sizeof(out->host));
}

enum hscan_status
serve_place_parse(const char *where, const char *option,
    struct serve_place *out, struct hscan_error *err)
{
	struct hscan_text text = hscan_text_of(where);
	int64_t number = 0;
	char shown[80];

	*out = (struct serve_place){.fd = -1};
	if (hscan_text_starts(text, "fd:")) {
		text = (struct hscan_text){text.ptr + 3, text.len - 3};
		if (hscan_parse_i64(text, FIRST_INHERITED, 1023, &number)) {
			out->fd = (int)number;
			return HSCAN_OK;
		}
	} else if (text.len > 0 && take_address(text, out)) {
		return HSCAN_OK;
	}
	return hscan_fail(err, HSCAN_EINVAL,
	    "--%s: '%s' is no address to listen on; write 127.0.0.1:8080, "
	    "[::1]:8080 or fd:3",
	    option, hscan_safe(hscan_text_of(where), shown, sizeof(shown)));
}

/* --- a socket --- */

static enum hscan_status
adopt(const struct serve_place *place, int inherited, struct hscan_error *err)
{
	int listens = 0;
	socklen_t size = sizeof(listens);

	if (place->fd >= FIRST_INHERITED + inherited)
		return hscan_fail(err, HSCAN_EINVAL,
		    "fd:%d was not passed on: LISTEN_FDS and LISTEN_PID do not "
		    "say so; start it by a socket unit of systemd, or name an "
		    "address",
		    place->fd);
	if (getsockopt(place->fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) !=
		0 ||
	    !listens)
		return hscan_fail(err, HSCAN_EINVAL,
		    "fd:%d cannot be used: it is no listening socket; have the "
		    "socket unit say ListenStream=, and Accept=no",
		    place->fd);
	if (fcntl(place->fd, F_SETFD, FD_CLOEXEC) != 0)
		return hscan_fail(err, HSCAN_EIO,
		    "fd:%d cannot be used: %s; name an address", place->fd,
		    strerror(errno));
	return HSCAN_OK;
}

/* -1 with errno set. */
static int
open_socket(const struct addrinfo *address)
{
	int one = 1;
	int error;
	int fd = socket(address->ai_family, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
	    bind(fd, address->ai_addr, address->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	error = errno;
	(void)close(fd);
	errno = error;
	return -1;
}

enum hscan_status
serve_listen(const struct serve_place *place, int inherited, int *fd,
    struct hscan_error *err)
{
	const struct addrinfo hints = {
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	    .ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found = NULL;
	enum hscan_status status;

	if (place->fd >= 0) {
		status = adopt(place, inherited, err);
		if (status == HSCAN_OK)
			*fd = place->fd;
		return status;
	}
	if (getaddrinfo(place->host, place->port, &hints, &found) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot listen on %s: it is no address in numbers; write "
		    "127.0.0.1:8080 or [::1]:8080",
		    place->host);
	*fd = open_socket(found);
	status = HSCAN_OK;
	if (*fd < 0)
		status = hscan_fail(err, HSCAN_EIO,
		    "cannot listen on %s port %s: %s; name another address "
		    "with --listen",
		    place->host, place->port, strerror(errno));
	freeaddrinfo(found);
	return status;
}

void
serve_listen_name(int fd, char *out, size_t size)
{
	struct sockaddr_storage address = {.ss_family = AF_UNSPEC};
	socklen_t len = sizeof(address);
	char host[64], port[8];

	if (getsockname(fd, (struct sockaddr *)&address, &len) != 0 ||
	    getnameinfo((const struct sockaddr *)&address, len, host,
		sizeof(host), port, sizeof(port),
		NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		(void)snprintf(out, size, "a socket that was passed on");
	else if (address.ss_family == AF_INET6)
		(void)snprintf(out, size, "[%s]:%s", host, port);
	else
		(void)snprintf(out, size, "%s:%s", host, port);
}
