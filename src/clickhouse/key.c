/* SPDX-License-Identifier: MIT */
/* The first eight bytes of SHA-256, without the sign; see key.h. */
#include "clickhouse/key.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/sha256.h"
#include "base/text.h"

enum { HOST_MAX = 256, NUMBER_MAX = 24 };

int64_t
hscan_clickhouse_key(struct hscan_text host, int64_t forge_id)
{
	char bytes[HOST_MAX + 1 + NUMBER_MAX];
	unsigned char sum[HSCAN_SHA256_SIZE];
	size_t len = host.len < HOST_MAX ? host.len : HOST_MAX;
	uint64_t key = 0;
	int number;

	for (size_t i = 0; i < len; i++)
		bytes[i] = hscan_to_lower(host.ptr[i]);
	bytes[len] = '\0';
	number = snprintf(bytes + len + 1, NUMBER_MAX, "%" PRId64, forge_id);
	hscan_sha256((struct hscan_text){bytes, len + 1 + (size_t)number}, sum);
	for (size_t i = 0; i < sizeof(key); i++)
		key = key << 8 | sum[i];
	return (int64_t)(key & INT64_MAX);
}
