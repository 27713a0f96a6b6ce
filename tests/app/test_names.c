/* SPDX-License-Identifier: MIT */
/* Names as they are shown, taken over, and held against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/names.h"
#include "base/text.h"

static const struct hscan_repo_name tool = {"github.com", "acme", "tool"};

static void
another_host_is_shown(void **state)
{
	const struct hscan_repo_name other = {"ghe.example.org", "a", "b"};
	char shown[NAMES_SHOWN_SIZE];

	(void)state;
	assert_string_equal(names_show(&tool, shown), "acme/tool");
	assert_string_equal(names_show(&other, shown), "ghe.example.org/a/b");
}

static void
a_full_name_is_adopted(void **state)
{
	struct hscan_repo_name name = {"ghe.example.org", "a", "b"};

	(void)state;
	names_adopt(hscan_text_of("no name"), &name);
	assert_string_equal(name.owner, "a");
	names_adopt(hscan_text_of("acme/tool"), &name);
	assert_string_equal(name.host, "ghe.example.org");
	assert_string_equal(name.owner, "acme");
	assert_string_equal(name.name, "tool");
}

static void
a_renamed_one_keeps_half_of_its_name(void **state)
{
	static const struct {
		struct hscan_repo_name name;
		bool alike;
	} rows[] = {
	    {{"github.com", "ACME", "other"}, true},
	    {{"github.com", "other", "Tool"}, true},
	    {{"github.com", "other", "thing"}, false},
	    {{"ghe.example.org", "acme", "tool"}, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    names_are_alike(&tool, &rows[i].name), rows[i].alike);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(another_host_is_shown),
	    cmocka_unit_test(a_full_name_is_adopted),
	    cmocka_unit_test(a_renamed_one_keeps_half_of_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
