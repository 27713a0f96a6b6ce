/* SPDX-License-Identifier: MIT */
/* Text that belongs to somebody else. */
#ifndef HEALTHSCAN_TEXT_H
#define HEALTHSCAN_TEXT_H

#include <stddef.h>

/* Borrowed bytes, not NUL-terminated. {NULL, 0} stands for "absent". The
 * bytes may be anything: text from outside is not trusted to be UTF-8. */
struct hscan_text {
	const char *ptr;
	size_t len;
};

#endif
