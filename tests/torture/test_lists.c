/* SPDX-License-Identifier: MIT */
/* Memory that runs out while files with repositories in them are read. They go
 * through every reader: names, a table with quotes, a JSON list with escapes,
 * bills of materials of each kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/target_lists.h"
#include "base/text.h"
#include "torture/allocations.h"

static const char *const files[] = {
    "o/n # a remark\nhttps://gitlab.com/o/n\n",
    "name,repo\n\"a \"\"b\"\"\",\"o/n\"\nc,\nd,https://gitlab.com/g/s/n\n",
    "[\"o/n\",{\"full_name\":\"\\u006f/m\"},{\"url\":\"\"}]",
    "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"group\":\"g\","
    "\"name\":\"a\",\"externalReferences\":[{\"type\":\"vcs\",\"url\":"
    "\"github:o/n\"}],\"components\":[{\"name\":\"b\",\"purl\":"
    "\"pkg:bitbucket/o/n\"}]}]}",
    "{\"spdxVersion\":\"SPDX-2.3\",\"documentDescribes\":[\"a\"],"
    "\"packages\":[{\"SPDXID\":\"a\"},{\"SPDXID\":\"b\",\"homepage\":"
    "\"https://github.com/o/n\"}]}",
    "{\"@context\":\"https://spdx.org/x\",\"@graph\":[{\"type\":"
    "\"software_Package\",\"name\":\"a\",\"externalRef\":["
    "{\"externalRefType\":\"vcs\",\"locator\":[\"github:o/n\"]}]}]}",
};

/* A file of that text, whose path the caller gives. */
static void
make_file(const char *text, char *path)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(close(fd), 0);
}

static enum hscan_status
tell_name(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	(void)err;
	torture_tell_text(payload, hscan_text_of(name->owner));
	torture_tell_text(payload, hscan_text_of(name->name));
	return HSCAN_OK;
}

/* Of a name that is shown, what there is memory for will do. */
static void
tell_line(enum app_message kind, const char *line, void *payload)
{
	struct torture_answer *answer = *(struct torture_answer **)payload;

	(void)line;
	torture_tell_i64(answer, kind);
}

static void
tell_inputs(struct torture_answer *answer, const struct target_inputs *inputs)
{
	for (size_t i = 0; i < inputs->len; i++) {
		torture_tell_text(answer, hscan_text_of(inputs->items[i].kind));
		torture_tell_text(answer, inputs->items[i].column);
		torture_tell_i64(answer, (int64_t)inputs->items[i].named);
	}
	for (size_t i = 0; i < inputs->unlisted_len; i++) {
		torture_tell_text(answer, inputs->unlisted[i].entry);
		torture_tell_text(answer, inputs->unlisted[i].host);
	}
}

static enum hscan_status
read_it(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	const char *const words[] = {payload};
	struct target_inputs inputs = {.items = NULL};
	struct hscan_arena arena;
	enum hscan_status status;
	struct app app;

	app_init(&app);
	app.settings.verbose = 1;
	app.hooks.say = tell_line;
	app.hooks.payload = &answer;
	hscan_arena_init(&arena);
	torture_go();
	status = target_lists_read(
	    &app, words, 1, &arena, tell_name, answer, &inputs, err);
	torture_rest();
	if (status == HSCAN_OK)
		tell_inputs(answer, &inputs);
	hscan_arena_clear(&arena);
	app_clear(&app);
	return status;
}

static void
a_file_without_memory(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[] = "/tmp/hscan-lists-XXXXXX";

		make_file(files[i], path);
		torture_allocations(read_it, path);
		assert_int_equal(unlink(path), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_file_without_memory),
	};

	torture_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
