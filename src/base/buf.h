/* SPDX-License-Identifier: MIT */
/*
 * A growing buffer with a maximum, so that nothing from outside can exhaust the
 * memory.
 *
 * Invariants: after hscan_buf_init(), `ptr` is NULL only while len == 0;
 * otherwise ptr[len] is NUL (the terminator is not counted); len <= max.
 * A failed append leaves the buffer as it was and sets `failed`, so that a
 * long row of appends may be checked once at its end with hscan_buf_check().
 */
#ifndef HSCAN_BASE_BUF_H
#define HSCAN_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct hscan_buf {
	char *ptr;                /* owned */
	size_t len;               /* bytes in use */
	size_t size;              /* bytes allocated */
	size_t max;               /* len never exceeds this */
	enum hscan_status failed; /* first failure: HSCAN_ENOMEM or _EREFUSED */
	bool secret;              /* its memory is wiped before it is freed */
};

void hscan_buf_init(struct hscan_buf *buf, size_t max);

/* The same for a token or another secret: it leaves no copy in freed memory,
 * neither when it grows nor when it is cleared. */
void hscan_buf_init_secret(struct hscan_buf *buf, size_t max);

/* Frees the memory; the buffer stays usable, as it was made. */
void hscan_buf_clear(struct hscan_buf *buf);

/* Empties the buffer and forgets a failure, but keeps the memory. */
void hscan_buf_reset(struct hscan_buf *buf);

/* Appends. True on success; after a failure every append is refused. */
bool hscan_buf_add(struct hscan_buf *buf, const void *bytes, size_t len);
bool hscan_buf_add_text(struct hscan_buf *buf, struct hscan_text text);
bool hscan_buf_add_string(struct hscan_buf *buf, const char *string);
bool hscan_buf_add_char(struct hscan_buf *buf, char c);
bool hscan_buf_add_format(struct hscan_buf *buf, const char *format, ...)
    HSCAN_PRINTF(2, 3);

/* Room for `len` more bytes and the terminator; false: the buffer has failed.
 * For hscan_buf_room(). */
bool hscan_buf_grow(struct hscan_buf *buf, size_t len);

/* Where `len` more bytes may be written, of which hscan_buf_use() then says how
 * many were; NULL: the buffer has failed. */
static inline char *
hscan_buf_room(struct hscan_buf *buf, size_t len)
{
	bool fits = buf->failed == HSCAN_OK && len < buf->size - buf->len;

	return fits || hscan_buf_grow(buf, len) ? buf->ptr + buf->len : NULL;
}

static inline void
hscan_buf_use(struct hscan_buf *buf, size_t len)
{
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

/* Shortens to `len`, which must not exceed the length. */
void hscan_buf_cut(struct hscan_buf *buf, size_t len);

/* The content, borrowed until the next change. */
struct hscan_text hscan_buf_text(const struct hscan_buf *buf);

/* The content as a NUL-terminated string, "" when empty; borrowed. */
const char *hscan_buf_string(const struct hscan_buf *buf);

/* HSCAN_OK, or the first failure with a message naming `what`. */
HSCAN_CHECK enum hscan_status hscan_buf_check(
    const struct hscan_buf *buf, const char *what, struct hscan_error *err);

#endif
