/* SPDX-License-Identifier: MIT */
/* Lists of repositories: every name that is told stands in the text, and a
 * list of the names told is the same list. */
#include "app/repo_list.h"
#include "base/buf.h"
#include "fuzz/fuzz.h"

static enum hscan_status
take(const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct hscan_buf *names = payload;

	ENSURE(name->host[0] && name->owner[0] && name->name[0]);
	(void)hscan_buf_add_format(
	    names, "%s/%s/%s\n", name->host, name->owner, name->name);
	return hscan_buf_check(names, "the names", err);
}

static enum hscan_status
refuse(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	(void)name;
	(*(int *)payload)++;
	return hscan_fail(err, HSCAN_EINTR, "enough");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	struct hscan_buf names, again;
	struct hscan_error err;
	enum hscan_status status;
	int told = 0;

	hscan_buf_init(&names, SIZE_MAX);
	hscan_buf_init(&again, SIZE_MAX);
	status = repo_list_read(text, "a list", take, &names, &err);
	if (status == HSCAN_OK) {
		ENSURE(repo_list_read(hscan_buf_text(&names), "it", take,
			   &again, NULL) == HSCAN_OK);
		ENSURE(hscan_text_equal(
		    hscan_buf_text(&names), hscan_buf_text(&again)));
	} else {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
		ENSURE(strncmp(err.message, "a list:", 7) == 0);
	}
	/* Who has heard enough hears no more. */
	if (names.len > 0)
		ENSURE(repo_list_read(text, "it", refuse, &told, NULL) ==
		       HSCAN_EINTR);
	ENSURE(told == (names.len > 0));
	hscan_buf_clear(&names);
	hscan_buf_clear(&again);
	return 0;
}
