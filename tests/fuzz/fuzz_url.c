/* SPDX-License-Identifier: MIT */
/* Addresses: the first line is the API's, the second a target on it, the rest
 * what a server says to ask next. Nothing leads to another origin. */
#include <strings.h>

#include "base/percent.h"
#include "fuzz/fuzz.h"
#include "http/url.h"

#define EXAMPLE "https://api.example.org"

static void
ensure_visible(const char *text)
{
	for (; *text; text++)
		ENSURE(*text > ' ' && *text <= '~');
}

static void
ensure_url(const struct hscan_url *url)
{
	char authority[HSCAN_AUTHORITY_SIZE], full[1024];
	struct hscan_url again;

	ENSURE(url->host[0] && url->port > 0);
	ENSURE(!strpbrk(url->host, "/@?#\\"));
	ENSURE(!strpbrk(url->path, "?#\\"));
	ENSURE(!url->path[0] || url->path[0] == '/');
	ENSURE(!url->path[0] || url->path[strlen(url->path) - 1] != '/');
	ensure_visible(url->host);
	ensure_visible(url->path);
	ENSURE(url->tls || strcmp(url->host, "localhost") == 0 ||
	       strcmp(url->host, "[::1]") == 0 ||
	       strncmp(url->host, "127.", 4) == 0);
	hscan_url_authority(url, authority);
	(void)snprintf(full, sizeof(full), "%s://%s%s/",
	    url->tls ? "https" : "http", authority, url->path);
	ENSURE(hscan_url_parse(full, EXAMPLE, &again, NULL) == HSCAN_OK);
	ENSURE(again.tls == url->tls && again.port == url->port);
	ENSURE(strcmp(again.host, url->host) == 0);
	ENSURE(strcmp(again.path, url->path) == 0);
}

/* An absolute reference that is taken begins with the origin of the base,
 * by its letters. */
static void
ensure_own(const struct hscan_url *base, struct hscan_text reference)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char *text = fuzz_string(reference);
	const char *at = strstr(text, "//");

	/* "//host" or "scheme://host" */
	if (at && (at == text ||
		      (at > text + 1 && at[-1] == ':' &&
			  strspn(text, letters) == (size_t)(at - text) - 1)))
		ENSURE(
		    strncasecmp(at + 2, base->host, strlen(base->host)) == 0);
	free(text);
}

static void
ensure_resolved(const struct hscan_url *base, struct hscan_text from,
    struct hscan_text reference)
{
	struct hscan_buf out, again;
	struct hscan_error err;
	enum hscan_status status;

	hscan_buf_init(&out, HSCAN_TARGET_MAX);
	hscan_buf_init(&again, HSCAN_TARGET_MAX);
	status = hscan_url_resolve(base, from, reference, &out, &err);
	if (status == HSCAN_OK) {
		ENSURE(hscan_target_is_valid(hscan_buf_text(&out)));
		ensure_own(base, reference);
		/* A target is resolved to itself, unless it begins with two
		 * slashes: then it would be a host. */
		if (!hscan_text_starts(hscan_buf_text(&out), "//")) {
			ENSURE(
			    hscan_url_resolve(base, from, hscan_buf_text(&out),
				&again, NULL) == HSCAN_OK);
			ENSURE(hscan_text_equal(
			    hscan_buf_text(&out), hscan_buf_text(&again)));
		}
	} else {
		ENSURE(status == HSCAN_EREFUSED);
		fuzz_ensure_failure(&err, status);
	}
	hscan_buf_clear(&out);
	hscan_buf_clear(&again);
}

/* Whatever a name is, in a path it is one segment. */
static void
ensure_segment(struct hscan_text text)
{
	struct hscan_buf out;

	hscan_buf_init(&out, 3 * text.len + 1);
	ENSURE(hscan_buf_add_char(&out, '/'));
	hscan_add_percent(&out, text, "");
	ENSURE(out.failed == HSCAN_OK);
	ENSURE(!strpbrk(out.ptr + 1, "/?#&;:@"));
	ENSURE(out.len > HSCAN_TARGET_MAX ||
	       hscan_target_is_valid(hscan_buf_text(&out)));
	hscan_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size);
	const struct hscan_text first = hscan_text_split(&rest, '\n');
	const struct hscan_text from = hscan_text_split(&rest, '\n');
	char *text = fuzz_string(first);
	struct hscan_url url = {.host = "untouched"};
	struct hscan_error err;
	enum hscan_status status = hscan_url_parse(text, EXAMPLE, &url, &err);

	if (status == HSCAN_OK) {
		ensure_url(&url);
		if (hscan_target_is_valid(from))
			ensure_resolved(&url, from, rest);
	} else {
		ENSURE(status == HSCAN_EINVAL || status == HSCAN_EREFUSED);
		ENSURE(strcmp(url.host, "untouched") == 0);
		fuzz_ensure_failure(&err, status);
	}
	ensure_segment(rest);
	free(text);
	return 0;
}
