/* SPDX-License-Identifier: MIT */
/* Shares of repositories; see shard.h. */
#include "model/shard.h"

#include <stdio.h>
#include <string.h>

#include "base/mix.h"
#include "base/number.h"
#include "base/safe.h"
#include "base/sha256.h"
#include "base/text.h"

enum { KEY_SIZE = sizeof(struct hscan_repo_name) + 8 };

enum hscan_status
hscan_shard_parse(
    struct hscan_text text, struct hscan_shard *out, struct hscan_error *err)
{
	struct hscan_text rest = text;
	struct hscan_text index = hscan_text_split(&rest, '/');
	struct hscan_shard shard;
	char shown[80];

	if (rest.ptr && hscan_parse_i64(rest, 1, HSCAN_SHARDS_MAX, &shard.of) &&
	    hscan_parse_i64(index, 1, shard.of, &shard.index)) {
		*out = shard;
		return HSCAN_OK;
	}
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is no share of the repositories; write which of how many, "
	    "from 1/N to N/N, such as 1/4",
	    hscan_safe(text, shown, sizeof(shown)));
}

/* The first bytes of a digest: with another rule each collector would read what
 * another one has, so this one never changes. */
static uint64_t
number_of(const struct hscan_repo_name *name)
{
	unsigned char digest[HSCAN_SHA256_SIZE];
	char key[KEY_SIZE];
	uint64_t number = 0;

	(void)snprintf(
	    key, sizeof(key), "%s/%s/%s", name->host, name->owner, name->name);
	for (char *c = key; *c; c++)
		*c = hscan_to_lower(*c);
	hscan_sha256(hscan_text_of(key), digest);
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return number;
}

/* Rendezvous hashing (Thaler and Ravishankar 1998): each share bids for it, and
 * the highest bid wins. A share that is added wins what it bids most for; all
 * others bid as before. */
int64_t
hscan_shard_of(const struct hscan_repo_name *name, int64_t of)
{
	uint64_t number = number_of(name), highest = 0;
	int64_t winner = 1;

	for (int64_t i = 1; i <= of; i++) {
		uint64_t bid =
		    hscan_mix(number ^ hscan_mix((uint64_t)i * HSCAN_GOLDEN));

		if (bid > highest) {
			highest = bid;
			winner = i;
		}
	}
	return winner;
}

bool
hscan_shard_has(
    const struct hscan_shard *shard, const struct hscan_repo_name *name)
{
	return shard->of <= 1 ||
	       hscan_shard_of(name, shard->of) == shard->index;
}
