/* SPDX-License-Identifier: MIT */
/* Clears memory that held a secret; see wipe.h. */
#include "base/wipe.h"

#include <string.h>

/* A plain memset() before free() may be optimised away; of one that is called
 * by way of a volatile pointer no compiler knows that it is. */
static void *(*const volatile clear)(void *, int, size_t) = memset;

void
hscan_wipe(void *secret, size_t size)
{
	if (secret)
		(void)clear(secret, 0, size);
}
