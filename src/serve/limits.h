/* SPDX-License-Identifier: MIT */
/*
 * How much is taken at once: connections in all and from one address, and bytes
 * of bodies that are being read or wait to be stored. Whoever comes on top is
 * told to come again. Pure.
 */
#ifndef HSCAN_SERVE_LIMITS_H
#define HSCAN_SERVE_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

enum {
	/* Answered as usual. */
	SERVE_CONNECTIONS = 64,
	SERVE_CONNECTIONS_EACH = 16,
	/* Beyond those, told to come again; beyond these, not accepted. */
	SERVE_CONNECTIONS_MOST = 96,
	SERVE_CONNECTIONS_EACH_MOST = 24,
	SERVE_ADDRESS = 16, /* bytes; IPv4 as ::ffff:a.b.c.d */
};

#define SERVE_BODIES  ((size_t)256 * 1024 * 1024)
#define SERVE_PAYLOAD ((size_t)25 * 1024 * 1024)

/* Whoever comes from there; an IPv6 address counts by its first 64 bits, as its
 * owner has all that begin so. */
struct serve_peer {
	unsigned char address[SERVE_ADDRESS];
	size_t connections; /* 0: the place is free */
	bool local;         /* this machine, or a proxy on it: no limit each */
};

/* Zero to begin with. */
struct serve_traffic {
	struct serve_peer peers[SERVE_CONNECTIONS_MOST];
	size_t connections;
	size_t bodies; /* bytes */
};

/* Whether one more connection from there is accepted at all. */
bool serve_traffic_admits(const struct serve_traffic *traffic,
    const unsigned char address[SERVE_ADDRESS]);

/* Counts a connection; NULL: there is no room. */
struct serve_peer *serve_traffic_enter(
    struct serve_traffic *traffic, const unsigned char address[SERVE_ADDRESS]);

/* The connection of serve_traffic_enter() has gone. */
void serve_traffic_leave(
    struct serve_traffic *traffic, struct serve_peer *peer);

/* Whether a request of that peer has to come again later. */
bool serve_traffic_is_full(
    const struct serve_traffic *traffic, const struct serve_peer *peer);

/* Counts `bytes` more of bodies; false, and nothing is counted: too many. */
bool serve_traffic_hold(struct serve_traffic *traffic, size_t bytes);
void serve_traffic_release(struct serve_traffic *traffic, size_t bytes);

#endif
