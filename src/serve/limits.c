/* SPDX-License-Identifier: MIT */
/* Counts what is under way; see limits.h. */
#include "serve/limits.h"

#include <string.h>

enum { V4_PREFIX = 12, V6_PREFIX = 8 };

static const unsigned char v4_mapped[V4_PREFIX] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool
is_v4(const unsigned char *address)
{
	return memcmp(address, v4_mapped, V4_PREFIX) == 0;
}

static bool
is_loopback(const unsigned char *address)
{
	static const unsigned char v6[SERVE_ADDRESS] = {
	    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

	return is_v4(address) ? address[V4_PREFIX] == 127
			      : memcmp(address, v6, SERVE_ADDRESS) == 0;
}

static bool
is_same(const unsigned char *a, const unsigned char *b)
{
	size_t counts = is_v4(a) || is_v4(b) ? SERVE_ADDRESS : V6_PREFIX;

	return memcmp(a, b, counts) == 0 && is_loopback(a) == is_loopback(b);
}

/* Where it is counted, or would be; NULL: no place is left. */
static const struct serve_peer *
place_of(const struct serve_traffic *traffic, const unsigned char *address)
{
	const struct serve_peer *free_place = NULL;

	for (size_t i = 0; i < SERVE_CONNECTIONS_MOST; i++) {
		const struct serve_peer *peer = &traffic->peers[i];

		if (peer->connections == 0)
			free_place = free_place ? free_place : peer;
		else if (is_same(peer->address, address))
			return peer;
	}
	return free_place;
}

bool
serve_traffic_admits(const struct serve_traffic *traffic,
    const unsigned char address[SERVE_ADDRESS])
{
	const struct serve_peer *peer = place_of(traffic, address);

	if (!peer || traffic->connections >= SERVE_CONNECTIONS_MOST)
		return false;
	return is_loopback(address) ||
	       peer->connections < SERVE_CONNECTIONS_EACH_MOST;
}

struct serve_peer *
serve_traffic_enter(
    struct serve_traffic *traffic, const unsigned char address[SERVE_ADDRESS])
{
	const struct serve_peer *place = place_of(traffic, address);
	struct serve_peer *peer;

	if (!place)
		return NULL;
	peer = &traffic->peers[place - traffic->peers];
	if (peer->connections == 0) {
		memcpy(peer->address, address, SERVE_ADDRESS);
		peer->local = is_loopback(address);
	}
	peer->connections++;
	traffic->connections++;
	return peer;
}

void
serve_traffic_leave(struct serve_traffic *traffic, struct serve_peer *peer)
{
	peer->connections--;
	traffic->connections--;
}

bool
serve_traffic_is_full(
    const struct serve_traffic *traffic, const struct serve_peer *peer)
{
	return traffic->connections > SERVE_CONNECTIONS || !peer ||
	       (!peer->local && peer->connections > SERVE_CONNECTIONS_EACH);
}

bool
serve_traffic_hold(struct serve_traffic *traffic, size_t bytes)
{
	if (bytes > SERVE_BODIES - traffic->bodies)
		return false;
	traffic->bodies += bytes;
	return true;
}

void
serve_traffic_release(struct serve_traffic *traffic, size_t bytes)
{
	traffic->bodies -= bytes;
}
