/* SPDX-License-Identifier: MIT */
/* Copies structs by their size; see sized.h. */
#include "api/sized.h"

#include <string.h>

enum hscan_status
sized_take(const void *given, const char *what, size_t least, void *own,
    size_t own_size, struct hscan_error *err)
{
	const unsigned char *bytes = given;
	size_t size = 0;

	memset(own, 0, own_size);
	if (given)
		memcpy(&size, given, sizeof(size));
	if (!given || size < least)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the size of struct %s is not set; set .size to its sizeof",
		    what);
	for (size_t i = own_size; i < size; i++)
		if (bytes[i] != 0)
			return hscan_fail(err, HSCAN_EINVAL,
			    "struct %s asks for what this version of "
			    "libhealthscan, " HSCAN_VERSION
			    ", does not have; install a newer one",
			    what);
	memcpy(own, given, size < own_size ? size : own_size);
	return HSCAN_OK;
}
