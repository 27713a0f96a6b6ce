/* SPDX-License-Identifier: MIT */
/* Files of tokens: what is taken for one fits into a header, and is told by
 * no message. */
#include "fuzz/fuzz.h"
#include "http/credential.h"

/* Nobody has more, and each is looked for among all. */
enum { MOST = 64 };

static void
ensure_credential(const struct credential *credential, const char *tokens)
{
	static const char before[] = "Authorization: Bearer ";
	const char *token;

	if (!credential->line) {
		ENSURE(credential->id[0] == '\0');
		return;
	}
	ENSURE(strncmp(credential->line, before, sizeof(before) - 1) == 0);
	token = credential->line + sizeof(before) - 1;
	ENSURE(*token && *token != '#');
	ENSURE(strstr(tokens, token) != NULL);
	for (; *token; token++)
		ENSURE(*token > ' ' && *token <= '~');
	ENSURE(strlen(credential->id) == CREDENTIAL_ID_SIZE - 1);
	ENSURE(strspn(credential->id, "0123456789abcdef") ==
	       CREDENTIAL_ID_SIZE - 1);
	ENSURE(credential->place > 0);
}

/* One after the other they go out of use; the last one's refusal counts. */
static void
refuse_all(struct credentials *credentials)
{
	const struct hscan_text nobody = {NULL, 0};

	for (size_t i = 0; i < credentials->len; i++) {
		struct credential *chosen =
		    credentials_choose(credentials, nobody, 0);

		ENSURE(chosen != NULL && !chosen->refused);
		ENSURE(credentials_refuse(credentials, chosen) ==
		       (i + 1 < credentials->len));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *tokens = fuzz_string(fuzz_text(data, size));
	struct credentials credentials = {0};
	struct hscan_error err;
	enum hscan_status status = credentials_read(tokens, &credentials, &err);

	if (status == HSCAN_OK) {
		ENSURE(credentials.len > 0);
		for (size_t i = 0; i < credentials.len && i < MOST; i++)
			ensure_credential(&credentials.at[i], tokens);
		if (credentials.len <= MOST)
			refuse_all(&credentials);
		credentials_clear(&credentials);
	} else {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
	}
	free(tokens);
	return 0;
}
