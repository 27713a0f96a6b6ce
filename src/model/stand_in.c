/* SPDX-License-Identifier: MIT */
/* Numbers that stand in for a forge's; see stand_in.h. */
#include "model/stand_in.h"

#include <stdio.h>

#include "base/sha256.h"
#include "base/text.h"
#include "model/login_id.h"

/* Sources may round a time, each in its own way. */
enum { SAME_S = 60 };

/* No login has a "/" in it, and these are of another column besides. */
int64_t
hscan_repo_stand_in(const struct hscan_repo_name *name)
{
	char full[sizeof(name->owner) + sizeof(name->name)];

	(void)snprintf(full, sizeof(full), "%s/%s", name->owner, name->name);
	return hscan_login_id(name->host, hscan_text_of(full));
}

bool
hscan_repo_is_stand_in(int64_t number)
{
	return number <= HSCAN_LOGIN_ID_MAX;
}

/* Tags differ by case. */
int64_t
hscan_tag_stand_in(struct hscan_text tag)
{
	unsigned char digest[HSCAN_SHA256_SIZE];
	uint64_t number = 0;

	hscan_sha256(tag, digest);
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return HSCAN_LOGIN_ID_MAX - (int64_t)(number >> 3);
}

bool
hscan_repo_may_be_one(
    const struct hscan_repo *a, const struct hscan_repo *b, bool named)
{
	if ((a->unknown | b->unknown) & HSCAN_REPO_CREATED)
		return named;
	return a->created_at <= b->created_at + SAME_S &&
	       b->created_at <= a->created_at + SAME_S;
}
