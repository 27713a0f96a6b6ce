/* SPDX-License-Identifier: MIT */
/* Who has to move on an open item, since when, and what of it is not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"
#include "judge/waiting.h"

#define NEVER      HSCAN_NEVER
#define LEN(array) (sizeof(array) / sizeof((array)[0]))

enum {
	CREATED = 1000,
	END = 100000,
	ALL =
	    HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS,
	MOST = 6,
};

/* Who says it: the author, who may be a maintainer, a maintainer, a passer-by,
 * a bot; a robot that is a maintainer's account is a bot all the same. */
enum who { AUTHOR, OWNER, MAINTAINER, OTHER, BOT };

struct said {
	int at; /* 0: no more */
	enum hscan_word_kind kind;
	enum who who;
};

#define COMMENT HSCAN_WORD_COMMENT
#define REVIEW  HSCAN_WORD_REVIEW
#define READY   HSCAN_WORD_READY, OTHER
#define DRAFTED HSCAN_WORD_DRAFTED, OTHER

static size_t
put_words(const struct said *said, struct hscan_word *out)
{
	size_t len = 0;

	for (; len < MOST && said[len].at > 0; len++) {
		enum who who = said[len].who;

		out[len] = (struct hscan_word){.at = said[len].at,
		    .kind = said[len].kind,
		    .by_author = who == AUTHOR || who == OWNER,
		    .by_maintainer =
			who == OWNER || who == MAINTAINER || who == BOT,
		    .by_bot = who == BOT,
		    .login = {"heron-12", 8}};
	}
	return len;
}

static struct hscan_waiting_item
wait_for(enum hscan_item_kind kind, enum hscan_tristate draft,
    const struct said *said)
{
	const struct hscan_words_reach none = {{0}, {0}, {0}};
	struct hscan_waiting_item out = {0};
	struct hscan_word words[MOST];
	const struct hscan_open_item item = {.number = 1,
	    .kind = kind,
	    .draft = draft,
	    .created_at = CREATED,
	    .updated_at = END + 1,
	    .parts = ALL,
	    .read_at = END + 1,
	    .words = words,
	    .words_len = put_words(said, words)};

	hscan_wait_for(&item, END, &none, &out);
	return out;
}

static void
whose_turn_it_is(void **state)
{
	static const struct {
		const char *what;
		struct said said[MOST];
		enum hscan_waits_for who;
		enum hscan_waits_since why;
		int since, last; /* last 0: nobody */
	} rows[] = {
	    {"nobody has said anything", {{0}}, HSCAN_WAITS_MAINTAINER,
		HSCAN_SINCE_OPENED, CREATED, 0},
	    {"a maintainer has", {{2000, COMMENT, MAINTAINER}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_COMMENT, 2000, 2000},
	    {"a maintainer has reviewed it", {{2000, REVIEW, MAINTAINER}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_REVIEW, 2000, 2000},
	    {"the author alone: the turn was a maintainer's before",
		{{2000, COMMENT, AUTHOR}}, HSCAN_WAITS_MAINTAINER,
		HSCAN_SINCE_OPENED, CREATED, 2000},
	    {"the author, who is a maintainer", {{2000, COMMENT, OWNER}},
		HSCAN_WAITS_MAINTAINER, HSCAN_SINCE_OPENED, CREATED, 2000},
	    {"a passer-by", {{2000, COMMENT, OTHER}}, HSCAN_WAITS_MAINTAINER,
		HSCAN_SINCE_OPENED, CREATED, 2000},
	    {"a bot is nobody",
		{{2000, COMMENT, MAINTAINER}, {3000, COMMENT, BOT}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_COMMENT, 2000, 2000},
	    {"the author has answered",
		{{2000, COMMENT, MAINTAINER}, {3000, COMMENT, AUTHOR}},
		HSCAN_WAITS_MAINTAINER, HSCAN_SINCE_COMMENT, 3000, 3000},
	    {"a reminder does not begin the wait anew",
		{{2000, COMMENT, MAINTAINER}, {3000, COMMENT, AUTHOR},
		    {4000, COMMENT, OTHER}, {5000, COMMENT, AUTHOR}},
		HSCAN_WAITS_MAINTAINER, HSCAN_SINCE_COMMENT, 3000, 5000},
	    {"nor does a maintainer's",
		{{2000, REVIEW, MAINTAINER}, {9000, COMMENT, MAINTAINER}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_REVIEW, 2000, 9000},
	    {"what was said at the end or later does not exist yet",
		{{2000, COMMENT, MAINTAINER}, {END, COMMENT, AUTHOR}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_COMMENT, 2000, 2000},
	    {"what was said in the second before it does",
		{{2000, COMMENT, MAINTAINER}, {END - 1, COMMENT, AUTHOR}},
		HSCAN_WAITS_MAINTAINER, HSCAN_SINCE_COMMENT, END - 1, END - 1},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_waiting_item got =
		    wait_for(HSCAN_ISSUE, HSCAN_UNKNOWN_YET, rows[i].said);

		if (got.waits_for != rows[i].who || got.why != rows[i].why ||
		    got.since != rows[i].since || got.draft ||
		    got.days != (END - got.since) / HSCAN_DAY_S)
			fail_msg("%s: %d after %d since %lld", rows[i].what,
			    (int)got.waits_for, (int)got.why,
			    (long long)got.since);
		assert_int_equal(
		    got.last_at, rows[i].last ? rows[i].last : NEVER);
		assert_int_equal(got.last_by.len, rows[i].last ? 8 : 0);
	}
}

static void
drafts_wait_for_their_author(void **state)
{
	static const struct {
		const char *what;
		enum hscan_tristate draft;
		struct said said[MOST];
		enum hscan_waits_for who;
		enum hscan_waits_since why;
		int since;
	} rows[] = {
	    {"opened as one", HSCAN_YES, {{2000, COMMENT, AUTHOR}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_DRAFT, CREATED},
	    {"made one later", HSCAN_YES,
		{{2000, COMMENT, AUTHOR}, {3000, DRAFTED}}, HSCAN_WAITS_AUTHOR,
		HSCAN_SINCE_DRAFT, 3000},
	    {"ready since", HSCAN_NO,
		{{2000, COMMENT, MAINTAINER}, {3000, READY}},
		HSCAN_WAITS_MAINTAINER, HSCAN_SINCE_READY, 3000},
	    {"ready, and answered", HSCAN_NO,
		{{3000, READY}, {4000, REVIEW, MAINTAINER}}, HSCAN_WAITS_AUTHOR,
		HSCAN_SINCE_REVIEW, 4000},
	    {"one again", HSCAN_YES,
		{{3000, READY}, {4000, REVIEW, MAINTAINER}, {5000, DRAFTED}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_DRAFT, 5000},
	    {"ready only after the end", HSCAN_NO, {{END + 5, READY}},
		HSCAN_WAITS_AUTHOR, HSCAN_SINCE_DRAFT, CREATED},
	    {"a draft only after the end", HSCAN_YES, {{END + 5, DRAFTED}},
		HSCAN_WAITS_MAINTAINER, HSCAN_SINCE_OPENED, CREATED},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_waiting_item got =
		    wait_for(HSCAN_PULL_REQUEST, rows[i].draft, rows[i].said);

		if (got.waits_for != rows[i].who || got.why != rows[i].why ||
		    got.since != rows[i].since ||
		    got.draft != (rows[i].why == HSCAN_SINCE_DRAFT))
			fail_msg("%s: %d after %d since %lld", rows[i].what,
			    (int)got.waits_for, (int)got.why,
			    (long long)got.since);
	}
}

/* --- what was read --- */

static const struct hscan_span live[] = {
    {"", HSCAN_SOURCE_WEBHOOK, 4000, END + 5, false, true}};

#define LIST(from, to) \
	{ \
		true, (from), (to), (from), NULL, 0 \
	}
#define HEARD \
	{ \
		false, NEVER, NEVER, NEVER, live, 1 \
	}
#define NOTHING \
	{ \
		false, NEVER, NEVER, INT64_MAX, NULL, 0 \
	}

static void
what_was_not_read_is_not_known(void **state)
{
	static const struct {
		const char *what;
		struct hscan_open_item item;
		struct hscan_words_reach reach;
		struct said said[MOST];
		bool known;
	} rows[] = {
	    {"an issue of which nothing was read",
		{.kind = HSCAN_ISSUE, .updated_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, false},
	    {"one that nobody has commented on",
		{.kind = HSCAN_ISSUE, .updated_at = 5000, .silent = true},
		{NOTHING, NOTHING, NOTHING}, {{0}}, true},
	    {"one that nobody has touched",
		{.kind = HSCAN_ISSUE, .updated_at = CREATED},
		{NOTHING, NOTHING, NOTHING}, {{0}}, true},
	    {"read by itself as of its newest row",
		{.kind = HSCAN_ISSUE,
		    .updated_at = 5000,
		    .parts = HSCAN_DETAIL_COMMENTS,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, true},
	    {"changed since",
		{.kind = HSCAN_ISSUE,
		    .updated_at = 5001,
		    .parts = HSCAN_DETAIL_COMMENTS,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, false},
	    {"a row that does not say when it changed",
		{.kind = HSCAN_ISSUE,
		    .parts = HSCAN_DETAIL_COMMENTS,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, false},
	    {"read, but its answers are in doubt",
		{.kind = HSCAN_ISSUE,
		    .updated_at = 5000,
		    .doubted = true,
		    .parts = HSCAN_DETAIL_COMMENTS,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, false},
	    {"the list of comments goes back far enough",
		{.kind = HSCAN_ISSUE, .updated_at = 5000},
		{LIST(CREATED, 6000), NOTHING, NOTHING}, {{0}}, true},
	    {"not far enough", {.kind = HSCAN_ISSUE, .updated_at = 5000},
		{LIST(CREATED + 1, 6000), NOTHING, NOTHING}, {{0}}, false},
	    {"it is older than the item's last change",
		{.kind = HSCAN_ISSUE, .updated_at = 5000},
		{LIST(CREATED, 5000), NOTHING, NOTHING}, {{0}}, false},
	    {"far enough for what matters: from the other side's last word on",
		{.kind = HSCAN_ISSUE, .updated_at = 5000},
		{LIST(2000, 6000), NOTHING, NOTHING},
		{{2000, COMMENT, MAINTAINER}, {3000, COMMENT, AUTHOR}}, true},
	    {"whether they had spoken before is not known",
		{.kind = HSCAN_ISSUE, .updated_at = 5000},
		{LIST(2001, 6000), NOTHING, NOTHING}, {{3000, COMMENT, AUTHOR}},
		false},
	    {"a receiver was there since they last spoke",
		{.kind = HSCAN_ISSUE, .updated_at = 5000},
		{HEARD, NOTHING, NOTHING}, {{4000, COMMENT, MAINTAINER}},
		false},
	    {"and the author had before",
		{.kind = HSCAN_ISSUE,
		    .updated_at = 5000,
		    .parts = HSCAN_DETAIL_COMMENTS,
		    .read_at = 4000},
		{HEARD, NOTHING, NOTHING}, {{4500, COMMENT, MAINTAINER}}, true},
	    {"a pull request without its reviews",
		{.kind = HSCAN_PULL_REQUEST,
		    .draft = HSCAN_NO,
		    .updated_at = 5000,
		    .silent = true},
		{NOTHING, NOTHING, LIST(NEVER, 6000)}, {{0}}, false},
	    {"without when it was a draft",
		{.kind = HSCAN_PULL_REQUEST,
		    .draft = HSCAN_NO,
		    .updated_at = 5000,
		    .silent = true,
		    .parts = HSCAN_DETAIL_REVIEWS,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, false},
	    {"with all three",
		{.kind = HSCAN_PULL_REQUEST,
		    .draft = HSCAN_NO,
		    .updated_at = 5000,
		    .parts = ALL,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{0}}, true},
	    {"the list of events has it, reviews were read",
		{.kind = HSCAN_PULL_REQUEST,
		    .draft = HSCAN_NO,
		    .updated_at = 5000,
		    .silent = true,
		    .parts = HSCAN_DETAIL_REVIEWS,
		    .read_at = 5000},
		{NOTHING, NOTHING, LIST(NEVER, 6000)}, {{0}}, true},
	    {"its row says that it is a draft, and no event does",
		{.kind = HSCAN_PULL_REQUEST,
		    .draft = HSCAN_YES,
		    .updated_at = 5000,
		    .parts = ALL,
		    .read_at = 5000},
		{NOTHING, NOTHING, NOTHING}, {{2000, READY}}, false},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_waiting_item out = {.days = 42};
		struct hscan_open_item item = rows[i].item;
		struct hscan_word words[MOST];

		item.created_at = CREATED;
		item.words = words;
		item.words_len = put_words(rows[i].said, words);
		hscan_wait_for(&item, END, &rows[i].reach, &out);
		if ((out.waits_for != HSCAN_WAITS_UNKNOWN) != rows[i].known)
			fail_msg("%s", rows[i].what);
		/* Nothing is said of what is not known. */
		if (!rows[i].known)
			assert_int_equal(out.days, 42);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whose_turn_it_is),
	    cmocka_unit_test(drafts_wait_for_their_author),
	    cmocka_unit_test(what_was_not_read_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
