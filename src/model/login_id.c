/* SPDX-License-Identifier: MIT */
/* From a login to a number; see login_id.h. */
#include "model/login_id.h"

#include <string.h>

#include "base/sha256.h"
#include "base/text.h"

/* Longer than any login and its host. */
enum { ROOM = 1024 };

/* What is hashed. No memory is asked for, as another number would be another
 * account: of what has no room the digest goes before the rest. */
struct hashed {
	char text[ROOM];
	size_t len;
};

static void
add(struct hashed *hashed, struct hscan_text more)
{
	unsigned char digest[HSCAN_SHA256_SIZE];

	for (size_t i = 0; i < more.len; i++) {
		if (hashed->len == ROOM) {
			hscan_sha256(
			    (struct hscan_text){hashed->text, ROOM}, digest);
			memcpy(hashed->text, digest, sizeof(digest));
			hashed->len = sizeof(digest);
		}
		hashed->text[hashed->len++] = more.ptr[i];
	}
}

int64_t
hscan_login_id(const char *host, struct hscan_text login)
{
	unsigned char digest[HSCAN_SHA256_SIZE];
	struct hashed hashed = {.len = 0};
	uint64_t number = 0;

	add(&hashed, hscan_text_of(host));
	add(&hashed, hscan_text_of("/"));
	for (size_t i = 0; i < login.len; i++) {
		char small = hscan_to_lower(login.ptr[i]);

		add(&hashed, (struct hscan_text){&small, 1});
	}
	hscan_sha256((struct hscan_text){hashed.text, hashed.len}, digest);
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return HSCAN_LOGIN_ID_MAX - (int64_t)(number >> 3);
}
