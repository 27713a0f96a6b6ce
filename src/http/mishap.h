/* SPDX-License-Identifier: MIT */
/*
 * What it means that a transfer has failed: which thing it was, said so that a
 * person can see to it, and whether trying again is of any use. Pure: libcurl
 * has been asked for the facts before.
 */
#ifndef HSCAN_HTTP_MISHAP_H
#define HSCAN_HTTP_MISHAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "http/url.h"

/* The proxy that libcurl goes by, as the environment names it. */
struct hscan_proxy {
	char variable[32];               /* "https_proxy"; "": there is none */
	char name[HSCAN_AUTHORITY_SIZE]; /* "proxy:3128"; "": it may not be
					  * shown */
	bool password;                   /* there is a name before an '@' */
};

/* Reads a line of libcurl's, "Uses proxy env variable NAME == 'URL'", if it is
 * one. What stands before an '@' is not kept. */
void hscan_proxy_read(struct hscan_text line, struct hscan_proxy *out);

/* An answer that comes too slowly. */
enum hscan_slow {
	HSCAN_NOT_SLOW,
	HSCAN_SLOW_HEAD,
	HSCAN_SLOW_BODY,
};

struct hscan_mishap {
	int code;             /* CURLcode */
	const char *why;      /* libcurl's own words, or "" */
	long number;          /* errno of a connection that failed; 0 */
	long proxy_distrust;  /* of its certificate; 0: none */
	long connect_status;  /* what a proxy said to CONNECT; 0 */
	bool connected;       /* the request could be sent */
	bool reached;         /* so it could before, in this run */
	bool reused;          /* over a connection that had served before */
	bool headed;          /* the head of the answer is there */
	enum hscan_slow slow; /* given up for that */
	size_t heads, bytes;  /* of its head and its body, so far */
	const char *host;     /* "api.example.org" */
	const struct hscan_proxy *proxy;
	int64_t connect_timeout_s, stall_timeout_s, answer_time_s;
	const char *too_slow; /* what to do about that, beside waiting */
};

/* Fails as the mishap does: HSCAN_ENET, HSCAN_EREFUSED for what no answer
 * should be like, HSCAN_ENOMEM. */
enum hscan_status hscan_mishap_explain(
    const struct hscan_mishap *mishap, struct hscan_error *err);

/* How often a request that fails like this is worth being sent, in all: 1 for
 * what does not heal, UINT_MAX for what passes. */
unsigned hscan_mishap_tries(const struct hscan_mishap *mishap);

#endif
