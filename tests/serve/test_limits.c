/* SPDX-License-Identifier: MIT */
/* How much is taken at once, in all and from one address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "serve/limits.h"

static void
v4(unsigned char out[SERVE_ADDRESS], unsigned char a, unsigned char d)
{
	memset(out, 0, SERVE_ADDRESS);
	out[10] = out[11] = 0xff;
	out[12] = a;
	out[15] = d;
}

static void
one_address_has_its_share(void **state)
{
	struct serve_traffic traffic = {.connections = 0};
	struct serve_peer *peer = NULL;
	unsigned char one[SERVE_ADDRESS], other[SERVE_ADDRESS];

	(void)state;
	v4(one, 192, 1);
	v4(other, 192, 2);
	for (size_t i = 0; i < SERVE_CONNECTIONS_EACH_MOST; i++) {
		assert_true(serve_traffic_admits(&traffic, one));
		peer = serve_traffic_enter(&traffic, one);
		assert_non_null(peer);
		assert_int_equal(serve_traffic_is_full(&traffic, peer),
		    i >= SERVE_CONNECTIONS_EACH);
	}
	assert_false(serve_traffic_admits(&traffic, one));
	assert_true(serve_traffic_admits(&traffic, other));
	serve_traffic_leave(&traffic, peer);
	assert_true(serve_traffic_admits(&traffic, one));
}

static void
this_machine_has_all(void **state)
{
	struct serve_traffic traffic = {.connections = 0};
	struct serve_peer *peer = NULL;
	unsigned char local[SERVE_ADDRESS];

	(void)state;
	v4(local, 127, 1);
	for (size_t i = 0; i < SERVE_CONNECTIONS; i++)
		peer = serve_traffic_enter(&traffic, local);
	assert_false(serve_traffic_is_full(&traffic, peer));
	peer = serve_traffic_enter(&traffic, local);
	assert_true(serve_traffic_is_full(&traffic, peer));
	while (traffic.connections < SERVE_CONNECTIONS_MOST)
		assert_non_null(serve_traffic_enter(&traffic, local));
	assert_false(serve_traffic_admits(&traffic, local));
}

/* Whoever has one address of IPv6 has 2^64 of them. */
static void
a_network_is_one_address(void **state)
{
	struct serve_traffic traffic = {.connections = 0};
	unsigned char address[SERVE_ADDRESS] = {0x20, 0x01, 0x0d, 0xb8};
	struct serve_peer *first, *second;

	(void)state;
	address[15] = 1;
	first = serve_traffic_enter(&traffic, address);
	address[9] = 7;
	second = serve_traffic_enter(&traffic, address);
	assert_ptr_equal(first, second);
	address[7] = 1;
	assert_ptr_not_equal(first, serve_traffic_enter(&traffic, address));
	/* ::1 is not the rest of ::/64. */
	memset(address, 0, sizeof(address));
	address[15] = 1;
	first = serve_traffic_enter(&traffic, address);
	assert_true(first->local);
	address[15] = 2;
	assert_ptr_not_equal(first, serve_traffic_enter(&traffic, address));
}

static void
bodies_are_counted(void **state)
{
	struct serve_traffic traffic = {.connections = 0};

	(void)state;
	assert_true(serve_traffic_hold(&traffic, SERVE_BODIES - 1));
	assert_true(serve_traffic_hold(&traffic, 1));
	assert_false(serve_traffic_hold(&traffic, 1));
	serve_traffic_release(&traffic, 2);
	assert_false(serve_traffic_hold(&traffic, SIZE_MAX));
	assert_true(serve_traffic_hold(&traffic, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_address_has_its_share),
	    cmocka_unit_test(this_machine_has_all),
	    cmocka_unit_test(a_network_is_one_address),
	    cmocka_unit_test(bodies_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
