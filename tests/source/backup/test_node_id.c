/* SPDX-License-Identifier: MIT */
/* The repository in a node_id, believed only with the row's own id in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/backup/node_id.h"

static void
ids_of_github(void **state)
{
	static const struct {
		const char *node_id;
		int64_t own, repo;
	} rows[] = {
	    /* As GitHub has given them: of an issue, a pull request, a comment,
	     * a review and an event. */
	    {"I_kwDOAP4Jqs5ALWtq", 1076718442, 16648618},
	    {"PR_kwDOPKQWgM6gNmV2", 2687919478, 1017386624},
	    {"IC_kwDOAP4Jqs47Krud", 992656285, 16648618},
	    {"PRR_kwDOAP4Jqs5rwLSB", 1807791233, 16648618},
	    {"CE_lADOAP4Jqs57T9BRzwAAAANiy-xx", 14542433393, 16648618},
	    /* The own id is another one, or none. */
	    {"I_kwDOAP4Jqs5ALWtq", 1076718443, 0},
	    {"I_kwDOAP4Jqs5ALWtq", 0, 0},
	    /* Before 2021; cut; longer; no base64; nothing. */
	    {"MDU6SXNzdWUxMDc2NzE4NDQy", 1076718442, 0},
	    {"I_kwDOAP4Jqs5ALWt", 1076718442, 0},
	    {"I_kwDOAP4Jqs5ALWtqAA", 1076718442, 0},
	    {"I_kwDOAP4Jqs5ALWt!", 1076718442, 0},
	    {"I_kwDOAP4Jqs5ALWtqAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	     "AAAAAAAAAAAAAAAAAA",
		1076718442, 0},
	    {"I_", 1, 0},
	    {"", 1, 0},
	    /* Small numbers take a byte: [0, 5, 7]; [0, 7] names none. */
	    {"I_kwAFBw", 7, 5},
	    {"I_kgAH", 7, 0},
	    {"I_kwEFBw", 7, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    hscan_node_id_repo(
			hscan_text_of(rows[i].node_id), rows[i].own),
		    rows[i].repo);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ids_of_github),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
