/* SPDX-License-Identifier: MIT */
/* Makes secrets go away before their memory does: what is freed as it is may
 * be found later, in a core dump or by whoever gets that memory next. */
#ifndef HSCAN_BASE_WIPE_H
#define HSCAN_BASE_WIPE_H

#include <stddef.h>

/* Sets `size` bytes to zero, also where nothing reads them afterwards. NULL is
 * fine. */
void hscan_wipe(void *secret, size_t size);

#endif
