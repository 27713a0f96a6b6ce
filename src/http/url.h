/* SPDX-License-Identifier: MIT */
/*
 * The one origin that may be asked, and targets on it. Everything that a
 * server says about where to go next passes hscan_url_resolve(), so that no
 * Link or Location can lead the token elsewhere.
 */
#ifndef HSCAN_HTTP_URL_H
#define HSCAN_HTTP_URL_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"

/* Cursors are some 100 bytes long; servers stop at 8 or 16 kB. */
#define HSCAN_TARGET_MAX ((size_t)16 * 1024)

/* "[…]:65535" or a name of 255 bytes with a port, and the NUL. */
#define HSCAN_AUTHORITY_SIZE 264

struct hscan_url {
	bool tls;
	bool aliased; /* see hscan_url_follow(); not read, set by the client */
	uint16_t port;
	char host[256]; /* lower case; an IPv6 address has its brackets */
	char path[512]; /* "" or "/api/v3", never with a trailing '/' */
};

/**
 * Reads the address of an API. Fails with HSCAN_EREFUSED when it is not
 * https (http is for localhost, 127.0.0.0/8 and [::1]), with HSCAN_EINVAL
 * when it is no such address, or has a user name, a query or a fragment.
 * The message advises one such as `example`.
 */
HSCAN_CHECK enum hscan_status hscan_url_parse(const char *text,
    const char *example, struct hscan_url *out, struct hscan_error *err);

/**
 * The same for an address that may also be plain http beyond this machine.
 * NULL, or what is wrong with it, as a part of a sentence; static storage.
 * `*status` is then HSCAN_EREFUSED for another scheme, else HSCAN_EINVAL.
 */
const char *hscan_url_read(
    const char *text, struct hscan_url *out, enum hscan_status *status);

/* Whether it is on this machine: localhost, 127.0.0.0/8, [::1]. */
bool hscan_url_is_loopback(const struct hscan_url *url);

/* Writes "api.example.org" or "127.0.0.1:8080": no port where it is the usual
 * one. */
void hscan_url_authority(
    const struct hscan_url *url, char out[HSCAN_AUTHORITY_SIZE]);

/**
 * Appends the target that `reference`, an absolute URL or one relative to
 * the target `from`, means. Fails with HSCAN_EREFUSED, naming the other
 * host, unless scheme, host and port are those of `base`; also for user
 * names, spaces, control characters and what is not ASCII. The fragment is
 * dropped. The message is a part of a sentence: "it leads to …".
 */
HSCAN_CHECK enum hscan_status hscan_url_resolve(const struct hscan_url *base,
    struct hscan_text from, struct hscan_text reference, struct hscan_buf *out,
    struct hscan_error *err);

/* "http://other.example:8080", and the NUL. */
#define HSCAN_ORIGIN_SIZE (HSCAN_AUTHORITY_SIZE + 8)

/**
 * The same for a link to the next page. Some servers behind a proxy do not
 * know by which name they were asked: if `base` is aliased, an absolute URL of
 * another origin is taken for path and query on that of `base`, if the path is
 * below its path and does not lead out of it. Nothing but `base` is ever
 * asked. `foreign` becomes the origin that was named, "" where it was our own.
 */
HSCAN_CHECK enum hscan_status hscan_url_follow(const struct hscan_url *base,
    struct hscan_text from, struct hscan_text reference, struct hscan_buf *out,
    char foreign[HSCAN_ORIGIN_SIZE], struct hscan_error *err);

/* Whether it begins with '/', holds visible ASCII without '#' only, and is
 * not longer than HSCAN_TARGET_MAX. */
bool hscan_target_is_valid(struct hscan_text target);

#endif
