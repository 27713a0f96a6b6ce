/* SPDX-License-Identifier: MIT */
/* Numbers of values, of which digests are sums; see digest.c. */
#include <string.h>

#include "store/internal.h"

uint64_t
store_digest_real(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return hscan_mix(bits ^ UINT64_C(0x7265616C));
}

uint64_t
store_value(sqlite3_value *value)
{
	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER:
		return store_digest_integer(sqlite3_value_int64(value));
	case SQLITE_FLOAT:
		return store_digest_real(sqlite3_value_double(value));
	case SQLITE_NULL: return 0;
	default: break;
	}
	/* As they stand there, before their number is asked for. */
	const void *bytes = sqlite3_value_blob(value);
	int len = sqlite3_value_bytes(value);

	return hscan_mix_bytes(bytes, bytes && len > 0 ? (size_t)len : 0);
}
