/* SPDX-License-Identifier: MIT */
/* Percent-encoding; see percent.h. */
#include "base/percent.h"

#include <string.h>

#include "base/text.h"

void
hscan_add_percent(
    struct hscan_buf *out, struct hscan_text text, const char *plain)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (hscan_is_alnum(c) ||
		    (c != '\0' && (strchr("-._~", c) || strchr(plain, c))))
			(void)hscan_buf_add_char(out, c);
		else
			(void)hscan_buf_add_format(
			    out, "%%%02X", (unsigned)(unsigned char)c);
	}
}
