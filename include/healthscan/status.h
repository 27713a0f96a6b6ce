/* SPDX-License-Identifier: MIT */
/* Every call that can fail returns a status, and fills a message that the
 * caller owns. */
#ifndef HEALTHSCAN_STATUS_H
#define HEALTHSCAN_STATUS_H

/* A closed, short list. The command line turns each into an exit code. */
enum hscan_status {
	HSCAN_OK = 0,
	HSCAN_ENOMEM,    /* memory ran out */
	HSCAN_EINVAL,    /* a request or the configuration is wrong */
	HSCAN_EPARSE,    /* data from outside is malformed */
	HSCAN_EIO,       /* a local file could not be read or written */
	HSCAN_ESTORE,    /* the database failed: corrupt, full, foreign, ... */
	HSCAN_ENET,      /* the network or the server failed; may pass later */
	HSCAN_EAUTH,     /* the server refused us: bad token, no permission */
	HSCAN_ELIMIT,    /* a rate limit, or a limit set by the user */
	HSCAN_ENOTFOUND, /* no such repository, file or metric */
	HSCAN_EREFUSED,  /* we refused: another host, plain http, too large */
	HSCAN_ENODATA,   /* not enough data to decide */
	HSCAN_EINTR,     /* the user interrupted */
	HSCAN_ECLOSED,   /* the reader of our output closed it */
};

/* Exported by the shared library; result must be used; printf arguments. */
#if defined(__GNUC__) || defined(__clang__)
#define HSCAN_API                 __attribute__((visibility("default")))
#define HSCAN_CHECK               __attribute__((warn_unused_result))
#define HSCAN_PRINTF(at, args_at) __attribute__((format(printf, at, args_at)))
#else
#define HSCAN_API
#define HSCAN_CHECK
#define HSCAN_PRINTF(at, args_at)
#endif

#define HSCAN_ERROR_SIZE 1024

/* A message that can be shown alone: "what happened: why; what to do". Owned by
 * the caller; written only on failure; never allocates. */
struct hscan_error {
	enum hscan_status status;
	char message[HSCAN_ERROR_SIZE]; /* always NUL-terminated */
};

/**
 * Writes a message and returns `status`, so that failing is one line:
 * `return hscan_fail(err, HSCAN_EPARSE, "…")`. `err` may be NULL. A message
 * that is too long is cut between characters.
 */
enum hscan_status hscan_fail(struct hscan_error *err, enum hscan_status status,
    const char *format, ...) HSCAN_PRINTF(3, 4);

/* Puts text before the message; for a layer that knows the context. */
void hscan_error_prefix(struct hscan_error *err, const char *format, ...)
    HSCAN_PRINTF(2, 3);

/* The message for memory that ran out. Returns HSCAN_ENOMEM. */
enum hscan_status hscan_no_memory(struct hscan_error *err);

/* A word for the status, such as "network". Never NULL. Static storage. */
HSCAN_API const char *hscan_status_name(enum hscan_status status);

#endif
