/* SPDX-License-Identifier: MIT */
/* Whoever knows the secret of one repository can sign for that one alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "serve/claim.h"
#include "serve/secrets.h"
#include "source/webhook/signature.h"

#define BODY "{\"repository\":{\"full_name\":\"acme/one\"}}"

enum { SIGNATURE = 7 + 64 + 1 };

static struct hscan_text
sign(const char *secret, char out[SIGNATURE])
{
	unsigned char code[HSCAN_SHA256_SIZE];

	hscan_hmac_sha256(hscan_text_of(secret), hscan_text_of(BODY), code);
	(void)snprintf(out, SIGNATURE, "sha256=");
	for (size_t i = 0; i < sizeof(code); i++)
		(void)snprintf(
		    out + 7 + i * 2, SIGNATURE - 7 - i * 2, "%02x", code[i]);
	return hscan_text_of(out);
}

static void
add(struct serve_secrets *secrets, const char *scope, const char *secret)
{
	struct hscan_error err;

	assert_int_equal(serve_secrets_add(secrets, hscan_text_of(scope),
			     hscan_text_of(secret), &err),
	    HSCAN_OK);
}

static bool
right(const struct serve_secrets *secrets, const char *name, const char *secret)
{
	char room[SIGNATURE];

	return serve_secrets_verify(secrets, hscan_text_of(name),
	    sign(secret, room), hscan_text_of(BODY));
}

static void
they_are_bound(void **state)
{
	struct serve_secrets secrets = {.items = NULL};

	(void)state;
	add(&secrets, "acme/one", "secret one");
	add(&secrets, "acme/two", "secret two");
	add(&secrets, "beta", "secret of beta");
	assert_true(right(&secrets, "acme/one", "secret one"));
	assert_true(right(&secrets, "Acme/ONE", "secret one"));
	assert_false(right(&secrets, "acme/two", "secret one"));
	assert_false(right(&secrets, "acme/three", "secret one"));
	assert_false(right(&secrets, "acme", "secret one"));
	assert_false(right(&secrets, "acme/one1", "secret one"));
	assert_false(right(&secrets, "acme/on", "secret one"));
	assert_true(right(&secrets, "beta/x", "secret of beta"));
	assert_true(right(&secrets, "beta", "secret of beta"));
	assert_false(right(&secrets, "betas/x", "secret of beta"));
	assert_false(right(&secrets, "x/beta", "secret of beta"));
	/* Whose it is cannot be told: no bound secret is good for it. */
	assert_false(right(&secrets, NULL, "secret one"));
	assert_false(right(&secrets, "", "secret of beta"));
	serve_secrets_clear(&secrets);
}

static void
several_while_one_is_changed(void **state)
{
	struct serve_secrets secrets = {.items = NULL};
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    serve_secrets_add_lines(&secrets, (struct hscan_text){NULL, 0},
		hscan_text_of("\n old one\r\n\n#new\n"), &err),
	    HSCAN_OK);
	assert_int_equal(secrets.len, 2);
	assert_true(right(&secrets, "any/thing", " old one"));
	assert_true(right(&secrets, NULL, "#new"));
	assert_false(right(&secrets, "any/thing", "old one"));
	serve_secrets_clear(&secrets);
}

static void
what_is_refused(void **state)
{
	static const char *const scopes[] = {"", "/", "a/", "/b", "a/b/c",
	    "a b", "a/*", "https://x/a/b", "a\nb"};
	struct serve_secrets secrets = {.items = NULL};
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(scopes) / sizeof(scopes[0]); i++)
		assert_int_equal(
		    serve_secrets_add(&secrets, hscan_text_of(scopes[i]),
			hscan_text_of("a secret"), &err),
		    HSCAN_EINVAL);
	assert_int_equal(serve_secrets_add(&secrets, hscan_text_of("a/b"),
			     hscan_text_of(""), &err),
	    HSCAN_EINVAL);
	assert_int_equal(serve_secrets_add_lines(&secrets, hscan_text_of("a/b"),
			     hscan_text_of("\n\r\n"), &err),
	    HSCAN_EINVAL);
	assert_int_equal(secrets.len, 0);
	serve_secrets_clear(&secrets);
}

static void
a_claim_is_for_what_its_secret_is_for(void **state)
{
	static const struct hscan_text only[] = {{"acme", 4}, {"beta/x", 6}};
	const struct hscan_repo_name one = {"github.com", "acme", "one"};
	const struct hscan_repo_name two = {"github.com", "acme", "two"};
	const struct hscan_repo_name other = {"github.com", "gamma", "one"};
	struct serve_secrets secrets = {.items = NULL};
	char room[SIGNATURE];
	struct serve_rule rule = {
	    .secrets = &secrets,
	    .only = only,
	    .only_len = 2,
	};
	struct hscan_post post = {
	    .body = hscan_text_of(BODY),
	    .signature = sign("secret one", room),
	};
	struct serve_claim claim = {
	    .rule = &rule,
	    .post = &post,
	    .name = &one,
	};

	(void)state;
	add(&secrets, "acme/one", "secret one");
	add(&secrets, "acme/two", "secret two");
	add(&secrets, "gamma/one", "secret one");
	assert_true(serve_claim_may(&one, &claim));
	assert_false(serve_claim_may(&two, &claim));
	/* Its secret would do, but it is not wanted. */
	assert_false(serve_claim_may(&other, &claim));
	rule.only_len = 0;
	assert_true(serve_claim_may(&other, &claim));
	rule.insecure = true;
	assert_true(serve_claim_may(&two, &claim));
	serve_secrets_clear(&secrets);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(they_are_bound),
	    cmocka_unit_test(several_while_one_is_changed),
	    cmocka_unit_test(what_is_refused),
	    cmocka_unit_test(a_claim_is_for_what_its_secret_is_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
