/* SPDX-License-Identifier: MIT */
/* Where to listen, as people write it, and sockets that were passed on. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "serve/listen.h"

static void
addresses(void **state)
{
	struct hscan_error err;
	struct serve_place place;

	(void)state;
	assert_int_equal(
	    serve_place_parse("127.0.0.1:8080", "listen", &place, &err),
	    HSCAN_OK);
	assert_string_equal(place.host, "127.0.0.1");
	assert_string_equal(place.port, "8080");
	assert_int_equal(place.fd, -1);
	assert_int_equal(
	    serve_place_parse("[::1]:0", "listen", &place, &err), HSCAN_OK);
	assert_string_equal(place.host, "::1");
	assert_int_equal(
	    serve_place_parse("fd:3", "listen", &place, &err), HSCAN_OK);
	assert_int_equal(place.fd, 3);
}

static void
what_is_none(void **state)
{
	static const char *const wrong[] = {"", ":", "8080", ":8080",
	    "x:", "x:99999", "x:-1", "::1:80", "[::1]", "[::1:80", "[]:80",
	    "fd:", "fd:2", "fd:x", "fd:3x", "a:b:80"};
	struct hscan_error err;
	struct serve_place place;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
		    serve_place_parse(wrong[i], "listen", &place, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(err.message, "--listen"));
	}
}

static void
sockets(void **state)
{
	struct serve_place place;
	struct hscan_error err;
	char name[80];
	int fd = -1, pipes[2];

	(void)state;
	assert_int_equal(
	    serve_place_parse("127.0.0.1:0", "listen", &place, &err), HSCAN_OK);
	assert_int_equal(serve_listen(&place, 0, &fd, &err), HSCAN_OK);
	assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	serve_listen_name(fd, name, sizeof(name));
	assert_non_null(strstr(name, "127.0.0.1:"));
	/* As if it had been passed on, the last of many. */
	assert_int_equal(fcntl(fd, F_SETFD, 0), 0);
	place = (struct serve_place){.fd = fd};
	assert_int_equal(serve_listen(&place, 0, &fd, &err), HSCAN_EINVAL);
	assert_int_equal(serve_listen(&place, fd - 2, &fd, &err), HSCAN_OK);
	assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	(void)close(fd);
	assert_int_equal(pipe(pipes), 0);
	place.fd = pipes[0];
	assert_int_equal(serve_listen(&place, 100, &fd, &err), HSCAN_EINVAL);
	(void)close(pipes[0]);
	(void)close(pipes[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(what_is_none),
	    cmocka_unit_test(sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
