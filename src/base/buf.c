/* SPDX-License-Identifier: MIT */
/* The growing buffer with a maximum; see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/wipe.h"

void
hscan_buf_init(struct hscan_buf *buf, size_t max)
{
	*buf = (struct hscan_buf){.max = max, .failed = HSCAN_OK};
}

void
hscan_buf_init_secret(struct hscan_buf *buf, size_t max)
{
	hscan_buf_init(buf, max);
	buf->secret = true;
}

static void
drop(struct hscan_buf *buf)
{
	if (buf->secret)
		hscan_wipe(buf->ptr, buf->size);
	free(buf->ptr);
}

void
hscan_buf_clear(struct hscan_buf *buf)
{
	drop(buf);
	*buf = (struct hscan_buf){
	    .max = buf->max,
	    .failed = HSCAN_OK,
	    .secret = buf->secret,
	};
}

void
hscan_buf_reset(struct hscan_buf *buf)
{
	buf->len = 0;
	buf->failed = HSCAN_OK;
	if (buf->ptr)
		buf->ptr[0] = '\0';
}

/* Larger memory with the same content; NULL: memory ran out. */
static char *
enlarge(struct hscan_buf *buf, size_t size)
{
	char *ptr;

	if (!buf->secret)
		return realloc(buf->ptr, size);
	/* Where realloc() moves something it leaves a copy behind. */
	ptr = malloc(size);
	if (!ptr)
		return NULL;
	if (buf->ptr)
		memcpy(ptr, buf->ptr, buf->len + 1);
	drop(buf);
	return ptr;
}

bool
hscan_buf_grow(struct hscan_buf *buf, size_t more)
{
	size_t need, size;
	char *ptr;

	if (buf->failed != HSCAN_OK)
		return false;
	/* The terminator must fit into a size_t, too. */
	if (more > buf->max - buf->len || more >= (size_t)-1 - buf->len) {
		buf->failed = HSCAN_EREFUSED;
		return false;
	}
	need = buf->len + more + 1;
	if (need <= buf->size)
		return true;
	size = buf->size ? buf->size : 64;
	while (size < need)
		size = size > (size_t)-1 / 2 ? need : size * 2;
	/* Doubling must not allocate beyond the maximum. */
	if (size > buf->max)
		size = buf->max + 1;
	ptr = enlarge(buf, size);
	if (!ptr) {
		buf->failed = HSCAN_ENOMEM;
		return false;
	}
	buf->ptr = ptr;
	buf->size = size;
	return true;
}

bool
hscan_buf_add(struct hscan_buf *buf, const void *bytes, size_t len)
{
	char *at = hscan_buf_room(buf, len);

	if (!at)
		return false;
	if (len > 0)
		memcpy(at, bytes, len);
	hscan_buf_use(buf, len);
	return true;
}

bool
hscan_buf_add_text(struct hscan_buf *buf, struct hscan_text text)
{
	return hscan_buf_add(buf, text.ptr, text.len);
}

bool
hscan_buf_add_string(struct hscan_buf *buf, const char *string)
{
	return hscan_buf_add(buf, string, strlen(string));
}

bool
hscan_buf_add_char(struct hscan_buf *buf, char c)
{
	return hscan_buf_add(buf, &c, 1);
}

bool
hscan_buf_add_format(struct hscan_buf *buf, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	/* vsnprintf cannot count beyond INT_MAX; that is too large as well. */
	if (len < 0 && buf->failed == HSCAN_OK)
		buf->failed = HSCAN_EREFUSED;
	if (len < 0 || !hscan_buf_grow(buf, (size_t)len)) {
		va_end(again);
		return false;
	}
	(void)vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
	va_end(again);
	buf->len += (size_t)len;
	return true;
}

void
hscan_buf_cut(struct hscan_buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	buf->len = len;
	buf->ptr[len] = '\0';
}

struct hscan_text
hscan_buf_text(const struct hscan_buf *buf)
{
	return (struct hscan_text){buf->ptr, buf->len};
}

const char *
hscan_buf_string(const struct hscan_buf *buf)
{
	return buf->ptr ? buf->ptr : "";
}

enum hscan_status
hscan_buf_check(
    const struct hscan_buf *buf, const char *what, struct hscan_error *err)
{
	if (buf->failed == HSCAN_OK)
		return HSCAN_OK;
	if (buf->failed == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	return hscan_fail(
	    err, buf->failed, "%s: larger than %zu bytes", what, buf->max);
}
