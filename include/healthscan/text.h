/* SPDX-License-Identifier: MIT */
/* Borrowed text. */
#ifndef HEALTHSCAN_TEXT_H
#define HEALTHSCAN_TEXT_H

#include <stddef.h>

/* Bytes that belong to whoever made them; not NUL-terminated. {NULL, 0} means
 * "absent". Text from outside may hold any bytes: it need not be UTF-8. */
struct hscan_text {
	const char *ptr;
	size_t len;
};

#endif
