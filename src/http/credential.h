/* SPDX-License-Identifier: MIT */
/*
 * The tokens to ask with, used in turn: one until its budget of the hour is
 * used up, then the next. Without a token there is one credential too, with
 * an empty id, so that the client has one case only.
 */
#ifndef HSCAN_HTTP_CREDENTIAL_H
#define HSCAN_HTTP_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* A rate limit in force: nothing is asked before it ends. */
struct hold {
	int64_t until_ms; /* monotonic */
	int64_t until_s;  /* the server's clock */
	bool primary;     /* the budget of the hour, not its pace */
	bool reported;    /* to the user */
};

/* One that ended long ago. */
#define HOLD_NONE ((struct hold){.until_ms = INT64_MIN / 4})

/* 16 hexadecimal digits and the NUL. */
#define CREDENTIAL_ID_SIZE 17

struct credential {
	char *line;   /* "Authorization: Bearer …"; owned; NULL: no token */
	size_t place; /* the token's line among those given, from 1 */
	/* "" without a token, else a part of the SHA-256 of the token: the
	 * same in every run, and no way back from it. */
	char id[CREDENTIAL_ID_SIZE];
	bool refused;     /* the server does not accept it */
	bool reported;    /* that it is about to expire */
	struct hold hold; /* its budget of the hour is used up */
};

struct credentials {
	struct credential *at; /* owned; never empty once read */
	size_t len;
	size_t current; /* index of the one in use */
};

/**
 * Reads `tokens`, one a line; empty lines and lines that begin with '#' do
 * not count. NULL or none at all: no token. HSCAN_EINVAL, naming the line,
 * for one that would not fit into a header.
 */
HSCAN_CHECK enum hscan_status credentials_read(
    const char *tokens, struct credentials *out, struct hscan_error *err);

/* Wipes them. */
void credentials_clear(struct credentials *credentials);

bool credentials_has_token(const struct credentials *credentials);

/* The one to ask with now: the one with the id `preferred`, if it may be
 * used, else the one in use, else the next. NULL: all are used up. */
struct credential *credentials_choose(struct credentials *credentials,
    struct hscan_text preferred, int64_t now_ms);

/* The one whose budget comes back first. */
struct credential *credentials_earliest(const struct credentials *credentials);

/* Takes one that the server does not accept out of use. False when it was the
 * last: its refusal is the answer then. */
bool credentials_refuse(
    struct credentials *credentials, struct credential *refused);

#endif
