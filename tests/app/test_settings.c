/* SPDX-License-Identifier: MIT */
/* Where a host is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/settings.h"
#include "base/buf.h"

static void
every_kind_of_host_has_its_api(void **state)
{
	static const struct {
		const char *host, *given, *url;
	} rows[] = {
	    {"github.com", NULL, "https://api.github.com"},
	    {"acme.ghe.com", NULL, "https://api.acme.ghe.com"},
	    {"ghe.example.org", NULL, "https://ghe.example.org/api/v3"},
	    {"ghe:8443", NULL, "https://ghe:8443/api/v3"},
	    {"notghe.com", NULL, "https://notghe.com/api/v3"},
	    {"github.com", "http://127.0.0.1:80/", "http://127.0.0.1:80"},
	    {"a.test", "https://b.test/api/v3//", "https://b.test/api/v3"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err;
		struct settings s;
		struct hscan_buf url;

		settings_init(&s);
		hscan_buf_init(&url, 4096);
		(void)hscan_buf_add_string(&url, "what was there");
		s.api_url = rows[i].given;
		assert_int_equal(
		    settings_api_url(&s, rows[i].host, &url, &err), HSCAN_OK);
		assert_string_equal(hscan_buf_string(&url), rows[i].url);
		hscan_buf_clear(&url);
		settings_clear(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_kind_of_host_has_its_api),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
