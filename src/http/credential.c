/* SPDX-License-Identifier: MIT */
/* Tokens and which of them is next; see credential.h. */
#include "http/credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/wipe.h"

static const char header[] = "Authorization: Bearer ";

/* --- reading --- */

/* Visible ASCII only: what goes into a header must not end it. */
static bool
is_token(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] <= ' ' || text.ptr[i] > '~')
			return false;
	return true;
}

/* The next line with a token on it; `*place` counts the lines. False at the
 * end. */
static bool
take_token(struct hscan_text *rest, size_t *place, struct hscan_text *out)
{
	while (rest->ptr) {
		*out = hscan_text_trim(hscan_text_split(rest, '\n'));
		(*place)++;
		if (out->len > 0 && out->ptr[0] != '#')
			return true;
	}
	return false;
}

/* The words in front make it differ from a hash of the token that was made for
 * any other purpose. */
static bool
name_it(struct credential *out, struct hscan_text token)
{
	unsigned char digest[HSCAN_SHA256_SIZE];
	struct hscan_buf text;
	bool made;

	hscan_buf_init_secret(&text, SIZE_MAX);
	(void)hscan_buf_add_string(&text, "healthscan credential ");
	made = hscan_buf_add_text(&text, token);
	if (made) {
		hscan_sha256(hscan_buf_text(&text), digest);
		for (size_t i = 0; i + 1 < sizeof(out->id); i += 2)
			(void)snprintf(out->id + i, 3, "%02x", digest[i / 2]);
	}
	hscan_buf_clear(&text);
	return made;
}

static enum hscan_status
make_one(struct credential *out, struct hscan_text token, size_t place,
    struct hscan_error *err)
{
	size_t len = strlen(header);

	if (!is_token(token))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the token on line %zu cannot be sent: it has spaces, "
		    "control characters or characters outside ASCII; check "
		    "where it was copied from",
		    place);
	out->line = malloc(len + token.len + 1);
	if (!out->line || !name_it(out, token))
		return hscan_no_memory(err);
	memcpy(out->line, header, len);
	memcpy(out->line + len, token.ptr, token.len);
	out->line[len + token.len] = '\0';
	out->place = place;
	return HSCAN_OK;
}

enum hscan_status
credentials_read(
    const char *tokens, struct credentials *out, struct hscan_error *err)
{
	struct hscan_text rest = hscan_text_of(tokens), token;
	struct credentials made = {0};
	enum hscan_status status = HSCAN_OK;
	size_t count = 0, place = 0;

	while (take_token(&rest, &place, &token))
		count++;
	made.len = count > 0 ? count : 1;
	made.at = calloc(made.len, sizeof(*made.at));
	if (!made.at)
		return hscan_no_memory(err);
	for (size_t i = 0; i < made.len; i++)
		made.at[i].hold = HOLD_NONE;
	rest = hscan_text_of(tokens);
	place = 0;
	for (size_t i = 0; i < count && status == HSCAN_OK; i++)
		if (take_token(&rest, &place, &token))
			status = make_one(&made.at[i], token, place, err);
	if (status == HSCAN_OK)
		*out = made;
	else
		credentials_clear(&made);
	return status;
}

void
credentials_clear(struct credentials *credentials)
{
	for (size_t i = 0; i < credentials->len; i++) {
		char *line = credentials->at[i].line;

		hscan_wipe(line, line ? strlen(line) : 0);
		free(line);
	}
	free(credentials->at);
	*credentials = (struct credentials){0};
}

/* --- using --- */

bool
credentials_has_token(const struct credentials *credentials)
{
	return credentials->at[0].line != NULL;
}

static bool
is_usable(const struct credential *credential, int64_t now_ms)
{
	return !credential->refused && credential->hold.until_ms <= now_ms;
}

struct credential *
credentials_choose(struct credentials *credentials, struct hscan_text preferred,
    int64_t now_ms)
{
	for (size_t i = 0; preferred.ptr && i < credentials->len; i++) {
		struct credential *c = &credentials->at[i];

		if (is_usable(c, now_ms) && hscan_text_is(preferred, c->id))
			return c;
	}
	for (size_t i = 0; i < credentials->len; i++) {
		size_t at = (credentials->current + i) % credentials->len;

		if (is_usable(&credentials->at[at], now_ms)) {
			credentials->current = at;
			return &credentials->at[at];
		}
	}
	return NULL;
}

struct credential *
credentials_earliest(const struct credentials *credentials)
{
	struct credential *earliest = NULL;

	for (size_t i = 0; i < credentials->len; i++) {
		struct credential *c = &credentials->at[i];

		if (!c->refused &&
		    (!earliest || c->hold.until_ms < earliest->hold.until_ms))
			earliest = c;
	}
	return earliest;
}

bool
credentials_refuse(struct credentials *credentials, struct credential *refused)
{
	for (size_t i = 0; i < credentials->len; i++) {
		const struct credential *c = &credentials->at[i];

		if (c != refused && !c->refused) {
			refused->refused = true;
			return true;
		}
	}
	return false;
}
