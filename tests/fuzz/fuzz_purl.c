/* SPDX-License-Identifier: MIT */
/* Package URLs: what they give is text that fits, and where it names a
 * repository the whole is read as that one. */
#include "model/purl.h"

#include <healthscan/repo.h>

#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	char place[HSCAN_PURL_SIZE];
	struct hscan_repo_name there, whole;
	bool found = hscan_purl_place(text, place);

	ENSURE(!found || hscan_is_purl(text));
	ENSURE(strlen(place) < HSCAN_PURL_SIZE);
	if (!found)
		ENSURE(
		    !hscan_is_purl(text) ||
		    hscan_repo_name_parse(text, &whole, NULL) == HSCAN_EINVAL);
	else if (hscan_repo_name_parse(hscan_text_of(place), &there, NULL) ==
		     HSCAN_OK &&
		 !hscan_is_purl(hscan_text_of(place))) {
		ENSURE(hscan_repo_name_parse(text, &whole, NULL) == HSCAN_OK);
		ENSURE(hscan_repo_name_equal(&there, &whole));
	}
	return 0;
}
