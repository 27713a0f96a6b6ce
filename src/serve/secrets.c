/* SPDX-License-Identifier: MIT */
/* Secrets and what they are bound to; see secrets.h. */
#include "serve/secrets.h"

#include <stdlib.h>

#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/webhook/signature.h"

#define LONGEST_SCOPE  ((size_t)256)
#define LONGEST_SECRET ((size_t)4096)

void
serve_secrets_clear(struct serve_secrets *secrets)
{
	for (size_t i = 0; i < secrets->len; i++) {
		hscan_buf_clear(&secrets->items[i].scope);
		hscan_buf_clear(&secrets->items[i].secret);
	}
	free(secrets->items);
	*secrets = (struct serve_secrets){.items = NULL};
}

/* --- scopes --- */

static bool
is_word(struct hscan_text word)
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];

		if (!hscan_is_alnum(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return word.len > 0;
}

bool
serve_scope_is_one(struct hscan_text scope)
{
	struct hscan_text name = scope;
	struct hscan_text owner = hscan_text_split(&name, '/');

	return scope.len < LONGEST_SCOPE && is_word(owner) &&
	       (!name.ptr || is_word(name));
}

static bool
equal_nocase(struct hscan_text a, struct hscan_text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (hscan_to_lower(a.ptr[i]) != hscan_to_lower(b.ptr[i]))
			return false;
	return true;
}

bool
serve_scope_covers(struct hscan_text scope, struct hscan_text name)
{
	struct hscan_text rest = name;
	struct hscan_text owner = hscan_text_split(&rest, '/');

	if (scope.len == 0)
		return true;
	return name.ptr &&
	       (equal_nocase(scope, name) || equal_nocase(scope, owner));
}

/* --- secrets --- */

static enum hscan_status
refuse_scope(struct hscan_text scope, struct hscan_error *err)
{
	char shown[80];

	return hscan_fail(err, HSCAN_EINVAL,
	    "a secret cannot be bound to '%s': that is no repository; write "
	    "OWNER/NAME or OWNER",
	    hscan_safe(scope, shown, sizeof(shown)));
}

enum hscan_status
serve_secrets_add(struct serve_secrets *secrets, struct hscan_text scope,
    struct hscan_text secret, struct hscan_error *err)
{
	struct serve_secret *added;
	struct serve_secret *more;

	if (scope.ptr && !serve_scope_is_one(scope))
		return refuse_scope(scope, err);
	if (secret.len == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "a secret is empty: anybody could sign with it; make one "
		    "with: openssl rand -hex 32");
	more = hscan_grow(secrets->items, &secrets->room, secrets->len + 1,
	    sizeof(*secrets->items));
	if (!more)
		return hscan_no_memory(err);
	secrets->items = more;
	added = &secrets->items[secrets->len++];
	hscan_buf_init(&added->scope, LONGEST_SCOPE);
	hscan_buf_init_secret(&added->secret, LONGEST_SECRET);
	(void)hscan_buf_add_text(&added->scope, scope);
	(void)hscan_buf_add_text(&added->secret, secret);
	if (hscan_buf_check(&added->scope, "a scope", err) != HSCAN_OK)
		return err ? err->status : HSCAN_ENOMEM;
	return hscan_buf_check(&added->secret, "a secret", err);
}

enum hscan_status
serve_secrets_add_lines(struct serve_secrets *secrets, struct hscan_text scope,
    struct hscan_text lines, struct hscan_error *err)
{
	struct hscan_text secret;
	bool any = false;

	while (hscan_secret_next(&lines, &secret)) {
		enum hscan_status status =
		    serve_secrets_add(secrets, scope, secret, err);

		if (status != HSCAN_OK)
			return status;
		any = true;
	}
	if (!any)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is no secret: it is empty; write one on each line");
	return HSCAN_OK;
}

bool
serve_secrets_verify(const struct serve_secrets *secrets,
    struct hscan_text name, struct hscan_text signature, struct hscan_text body)
{
	bool right = false;

	for (size_t i = 0; i < secrets->len; i++) {
		const struct serve_secret *one = &secrets->items[i];

		if (serve_scope_covers(hscan_buf_text(&one->scope), name) &&
		    hscan_signature_is_right(
			signature, hscan_buf_text(&one->secret), body))
			right = true;
	}
	return right;
}
