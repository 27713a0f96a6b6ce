/* SPDX-License-Identifier: MIT */
/* Structs of a caller that was built with another version of the header. */
#ifndef HSCAN_API_SIZED_H
#define HSCAN_API_SIZED_H

#include <stddef.h>

#include <healthscan/status.h>

/* How large a struct was when `member` was its last. */
#define SIZED_UP_TO(type, member) \
	(offsetof(type, member) + sizeof(((type *)0)->member))

/**
 * Copies the struct at `given`, which begins with its size, to `own`; what the
 * caller's version does not have becomes zero. HSCAN_EINVAL, naming `what`:
 * less than `least` bytes, or something is set that this version does not have.
 */
HSCAN_CHECK enum hscan_status sized_take(const void *given, const char *what,
    size_t least, void *own, size_t own_size, struct hscan_error *err);

#endif
