/* SPDX-License-Identifier: MIT */
/* Which number of an account a migration archive gives for a login. */
#ifndef HSCAN_SOURCE_BACKUP_LOGINS_H
#define HSCAN_SOURCE_BACKUP_LOGINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>

/* An account, by the number of its login (model/login_id.h). */
struct hscan_login {
	int64_t login_id, id;
	bool bot;
};

struct hscan_logins {
	struct hscan_login *at; /* owned: a hash table; id 0: a free place */
	size_t len, size;
};

/* False: without memory. The first that is told of a login stays. */
bool hscan_logins_add(struct hscan_logins *logins, struct hscan_login login);

/* Gives an actor whose number is that of a login the account's own number and
 * type, if they are told. */
void hscan_logins_resolve(
    const struct hscan_logins *logins, struct hscan_actor *actor);

void hscan_logins_clear(struct hscan_logins *logins);

#endif
