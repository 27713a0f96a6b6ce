/* SPDX-License-Identifier: MIT */
/* HMAC-SHA256, its comparison, and lists of secrets; see signature.h. */
#include "source/webhook/signature.h"

#include <stddef.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/wipe.h"

#define PREFIX "sha256="

enum { INNER = 0x36, OUTER = 0x5c, BLOCK = HSCAN_SHA256_BLOCK };

/* The digest of the key, each byte changed by `pad`, and then the text. */
static void
digest_after_key(const unsigned char key[BLOCK], unsigned char pad,
    struct hscan_text text, unsigned char out[HSCAN_SHA256_SIZE])
{
	unsigned char block[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		block[i] = key[i] ^ pad;
	hscan_sha256_after(block, text, out);
	hscan_wipe(block, sizeof(block));
}

void
hscan_hmac_sha256(struct hscan_text secret, struct hscan_text body,
    unsigned char out[HSCAN_SHA256_SIZE])
{
	unsigned char key[BLOCK] = {0};
	unsigned char inner[HSCAN_SHA256_SIZE];

	if (secret.len > BLOCK)
		hscan_sha256(secret, key);
	else if (secret.len > 0)
		memcpy(key, secret.ptr, secret.len);
	digest_after_key(key, INNER, body, inner);
	digest_after_key(key, OUTER,
	    (struct hscan_text){(const char *)inner, sizeof(inner)}, out);
	hscan_wipe(key, sizeof(key));
	hscan_wipe(inner, sizeof(inner));
}

bool
hscan_signature_is_right(
    struct hscan_text header, struct hscan_text secret, struct hscan_text body)
{
	unsigned char given[HSCAN_SHA256_SIZE], right[HSCAN_SHA256_SIZE];
	unsigned different = 0;

	if (secret.len == 0 || !hscan_text_starts(header, PREFIX))
		return false;
	header.ptr += strlen(PREFIX);
	header.len -= strlen(PREFIX);
	if (!hscan_parse_hex(header, given, sizeof(given)))
		return false;
	hscan_hmac_sha256(secret, body, right);
	for (size_t i = 0; i < sizeof(right); i++)
		different |= (unsigned)(given[i] ^ right[i]);
	hscan_wipe(right, sizeof(right));
	return different == 0;
}

bool
hscan_secret_next(struct hscan_text *lines, struct hscan_text *secret)
{
	while (lines->ptr) {
		*secret = hscan_text_split(lines, '\n');
		if (hscan_text_ends(*secret, "\r"))
			secret->len--;
		if (secret->len > 0)
			return true;
	}
	return false;
}
