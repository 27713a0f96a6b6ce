/* SPDX-License-Identifier: MIT */
/* Wipes secrets before their memory is freed, so that they are not found later
 * in a core dump or by the next owner of that memory. */
#ifndef HSCAN_BASE_WIPE_H
#define HSCAN_BASE_WIPE_H

#include <stddef.h>

/* Sets `size` bytes to zero, even if nothing reads them afterwards. NULL is
 * fine. */
void hscan_wipe(void *secret, size_t size);

#endif
