/* SPDX-License-Identifier: MIT */
/* An address leads where it says, a password never goes in the open, and no
 * message repeats what may be one. */
#include "clickhouse/url.h"
#include "fuzz/fuzz.h"

static void
check(const char *text, bool password)
{
	struct hscan_clickhouse_url url;
	struct hscan_error err = {.message = ""};
	enum hscan_status status =
	    hscan_clickhouse_url_parse(text, password, &url, &err);

	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EINVAL && strstr(err.message, "; "));
		return;
	}
	ENSURE(!strpbrk(text, "@?#\\ "));
	ENSURE(url.database[0] && url.server.host[0]);
	ENSURE(strspn(url.database,
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
		   "0123456789") == strlen(url.database));
	ENSURE(
	    !password || url.server.tls || hscan_url_is_loopback(&url.server));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_string(fuzz_text(data, size));

	check(text, false);
	check(text, true);
	free(text);
	return 0;
}
