/* SPDX-License-Identifier: MIT */
/* Sockets that are listened on: made from an address, or passed on by whoever
 * started the program, such as systemd. */
#ifndef HSCAN_SERVE_LISTEN_H
#define HSCAN_SERVE_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* Where to listen, taken apart. */
struct serve_place {
	char host[64]; /* an address in numbers; "" where `fd` counts */
	char port[8];
	int fd; /* -1: make one */
};

/* Reads "127.0.0.1:8080", "[::1]:8080" or "fd:3". HSCAN_EINVAL, naming
 * `option`: it is none of these. */
HSCAN_CHECK enum hscan_status serve_place_parse(const char *where,
    const char *option, struct serve_place *out, struct hscan_error *err);

/* A socket that listens there and is not passed on to programs; `inherited`
 * sockets were passed on to us, from descriptor 3 on. HSCAN_EINVAL: that one
 * was not, or does not listen. HSCAN_EIO: it cannot be made. */
HSCAN_CHECK enum hscan_status serve_listen(const struct serve_place *place,
    int inherited, int *fd, struct hscan_error *err);

/* Writes where it listens, "127.0.0.1:8080". */
void serve_listen_name(int fd, char *out, size_t size);

#endif
