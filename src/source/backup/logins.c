/* SPDX-License-Identifier: MIT */
/* Numbers of accounts by their logins; see logins.h. */
#include "source/backup/logins.h"

#include <stdlib.h>

#include "base/mix.h"

enum { FIRST_SIZE = 64 }; /* a power of two; half of it is used at most */

static struct hscan_login *
find(const struct hscan_logins *logins, int64_t login_id)
{
	size_t place = (size_t)hscan_mix((uint64_t)login_id);

	for (;; place++) {
		struct hscan_login *at =
		    &logins->at[place & (logins->size - 1)];

		if (at->id == 0 || at->login_id == login_id)
			return at;
	}
}

static bool
grow(struct hscan_logins *logins)
{
	struct hscan_logins more = {
	    .len = logins->len,
	    .size = logins->size ? 2 * logins->size : FIRST_SIZE,
	};

	more.at = calloc(more.size, sizeof(*more.at));
	if (!more.at)
		return false;
	for (size_t i = 0; i < logins->size; i++)
		if (logins->at[i].id != 0)
			*find(&more, logins->at[i].login_id) = logins->at[i];
	free(logins->at);
	*logins = more;
	return true;
}

bool
hscan_logins_add(struct hscan_logins *logins, struct hscan_login login)
{
	struct hscan_login *at;

	if (2 * (logins->len + 1) > logins->size && !grow(logins))
		return false;
	at = find(logins, login.login_id);
	if (at->id == 0) {
		*at = login;
		logins->len++;
	}
	return true;
}

void
hscan_logins_resolve(
    const struct hscan_logins *logins, struct hscan_actor *actor)
{
	const struct hscan_login *at =
	    logins->len > 0 && actor->id < 0 ? find(logins, actor->id) : NULL;

	if (!at || at->id == 0)
		return;
	actor->id = at->id;
	actor->type = at->bot ? (struct hscan_text){"Bot", 3}
			      : (struct hscan_text){"User", 4};
}

void
hscan_logins_clear(struct hscan_logins *logins)
{
	free(logins->at);
	*logins = (struct hscan_logins){.at = NULL};
}
