/* SPDX-License-Identifier: MIT */
/* Clears memory that held a secret; see wipe.h. */
#include "base/wipe.h"

void
hscan_wipe(void *secret, size_t size)
{
	/* A plain memset before free() may be optimised away. */
	volatile unsigned char *at = secret;

	while (at && size-- > 0)
		*at++ = 0;
}
