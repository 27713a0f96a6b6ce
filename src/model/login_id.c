/* SPDX-License-Identifier: MIT */
/* From a login to a number; see login_id.h. */
#include "model/login_id.h"

#include "base/buf.h"
#include "base/sha256.h"
#include "base/text.h"

enum { LONGEST = 64 * 1024 };

int64_t
hscan_login_id(const char *host, struct hscan_text login)
{
	unsigned char digest[HSCAN_SHA256_SIZE];
	struct hscan_buf text;
	uint64_t number = 0;

	hscan_buf_init(&text, LONGEST);
	(void)hscan_buf_add_string(&text, host);
	(void)hscan_buf_add_char(&text, '/');
	for (size_t i = 0; i < login.len; i++)
		(void)hscan_buf_add_char(&text, hscan_to_lower(login.ptr[i]));
	hscan_sha256(hscan_buf_text(&text), digest);
	hscan_buf_clear(&text);
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return HSCAN_LOGIN_ID_MAX - (int64_t)(number >> 3);
}
