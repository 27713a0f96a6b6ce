/* SPDX-License-Identifier: MIT */
/* Two stores become one: the one that had been told everything from the first,
 * whoever told it, and whatever was in which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/alerts.h"
#include "store/drawn.h"
#include "store/merge.h"

enum { ROUNDS = 60, TELLINGS = 40 };

static bool
hurry(void *payload)
{
	(void)payload;
	return true;
}

static const struct hscan_merge_watch in_pieces = {.is_time = hurry};
static const struct hscan_merge_watch at_once = {.is_time = NULL};

static void
merge(struct hscan_store *store, struct hscan_store *other,
    const struct hscan_merge_watch *watch, struct hscan_merged *merged)
{
	struct hscan_error err;
	int64_t here, there;

	ok(hscan_store_newest_sync(store, &here, &err), &err);
	ok(hscan_store_newest_sync(other, &there, &err), &err);
	ok(hscan_store_check_other(store, other, &err), &err);
	ok(hscan_store_merge(store, other, there > here, watch, merged, &err),
	    &err);
	ok(hscan_store_verify(store, &err), &err);
}

/* --- by chance --- */

static int64_t
put_mixed(struct hscan_store *store)
{
	const struct hscan_span span = {.stream = HSCAN_STREAM_ISSUES,
	    .source = HSCAN_SOURCE_BACKUP,
	    .starts_at = 1,
	    .ends_at = 2};
	int64_t repo_id = put_repo(store, HOST, 77, "o/n");
	struct hscan_error err;

	ok(hscan_store_put_span(store, repo_id, &span, &err), &err);
	return repo_id;
}

/* What the lists of the forge tell comes in the order in which it is asked for,
 * so all of it is in one of them. */
static void
one_round(const struct told *told, int64_t round)
{
	struct hscan_store *stores[2] = {
	    open_store(":memory:"), open_store(":memory:")};
	struct hscan_store *whole = open_store(":memory:");
	int64_t ids[2] = {put_mixed(stores[0]), put_mixed(stores[1])};
	int64_t repo_id = put_mixed(whole);
	struct hscan_merged merged;

	for (size_t i = 0; i < TELLINGS; i++) {
		int64_t where = told[i].telling.source == HSCAN_SOURCE_REST
				    ? round % 2
				    : draw(3);

		tell(whole, repo_id, &told[i].telling);
		for (int64_t n = 0; n < 2; n++)
			if (where == n || where == 2)
				tell(stores[n], ids[n], &told[i].telling);
	}
	merge(stores[0], stores[1], round % 3 ? &in_pieces : &at_once, &merged);
	assert_int_equal(merged.repositories, 1);
	assert_int_equal(merged.added, 0);
	for (size_t i = 0; i < LEN(all_of_it); i++) {
		char *expected = query(whole, all_of_it[i]);

		assert_query(stores[0], all_of_it[i], expected);
		free(expected);
	}
	merge(stores[0], stores[1], &in_pieces, &merged);
	assert_int_equal(merged.united, 0);
	for (int n = 0; n < 2; n++)
		hscan_store_close(stores[n]);
	hscan_store_close(whole);
}

static void
two_are_as_one_that_was_told_all(void **state)
{
	static struct told told[TELLINGS];

	(void)state;
	for (int64_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < TELLINGS; i++) {
			draw_one(&told[i]);
			/* Its syncs come one after the other. */
			if (told[i].telling.source == HSCAN_SOURCE_REST)
				told[i].telling.told_at =
				    30 + (int64_t)i * 3 / TELLINGS;
		}
		one_round(told, round);
	}
}

/* --- of the forge's lists alone --- */

/* A store of one repository, synced then. */
static struct hscan_store *
synced(int64_t at, int64_t *repo_id)
{
	struct hscan_store *store = open_store(":memory:");
	struct hscan_stream_state state;
	struct hscan_error err;

	*repo_id = put_repo(store, HOST, 77, "o/n");
	hscan_stream_state_init(&state);
	state.finished = true;
	state.watermark = at;
	state.synced_at = at;
	ok(hscan_store_put_stream(
	       store, *repo_id, HSCAN_STREAM_ISSUES, &state, &err),
	    &err);
	return store;
}

static void
put_row(struct hscan_store *store, int64_t repo_id, int64_t number,
    int64_t updated_at, const char *title)
{
	const struct hscan_text label = text(title);
	const struct hscan_item item = {.kind = HSCAN_ISSUE,
	    .id = number,
	    .number = number,
	    .title = text(title),
	    .author = {.id = 9, .login = text(title), .type = text("User")},
	    .open = true,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = 1,
	    .updated_at = updated_at,
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .labels = &label,
	    .labels_len = 1};
	struct hscan_error err;

	ok(hscan_store_put_items(store, BY_REST(HOST), repo_id, &item, 1, &err),
	    &err);
}

static void
mark_swept(
    struct hscan_store *store, int64_t repo_id, int64_t number, int64_t at)
{
	struct hscan_error err;

	ok(hscan_store_mark_one_swept(store, repo_id, number, at, &err), &err);
}

/* Merges both ways; what comes of it has to be the same. */
static void
assert_both_ways(struct hscan_store *a, struct hscan_store *b, const char *sql,
    const char *expected)
{
	struct hscan_store *all[2] = {
	    open_store(":memory:"), open_store(":memory:")};
	struct hscan_store *order[2] = {a, b};
	struct hscan_merged merged;

	for (int n = 0; n < 2; n++) {
		merge(all[n], order[n], &in_pieces, &merged);
		merge(all[n], order[1 - n], &in_pieces, &merged);
		assert_query(all[n], sql, expected);
		merge(all[n], order[n], &in_pieces, &merged);
		assert_int_equal(merged.added + merged.united, 0);
		hscan_store_close(all[n]);
	}
}

static void
the_newer_row_counts(void **state)
{
	int64_t a, b;
	struct hscan_store *older = synced(100, &a);
	struct hscan_store *newer = synced(200, &b);

	(void)state;
	put_row(older, a, 1, 50, "old");
	put_row(newer, b, 1, 60, "new");
	put_row(older, a, 2, 90, "seen last by the older");
	put_row(newer, b, 2, 80, "seen first");
	put_row(older, a, 3, 70, "before");
	put_row(newer, b, 3, 70, "after"); /* edited by the forge in silence */
	put_row(older, a, 4, 70, "in one");
	assert_both_ways(older, newer,
	    "SELECT number, title, label FROM item JOIN item_label"
	    " USING (repo_id, number) ORDER BY 1",
	    "1|new|new\n2|seen last by the older|seen last by the older\n"
	    "3|after|after\n4|in one|in one\n");
	assert_both_ways(older, newer, "SELECT login FROM account", "after\n");
	hscan_store_close(older);
	hscan_store_close(newer);
}

static void
what_has_vanished(void **state)
{
	int64_t a, b;
	struct hscan_store *one = synced(100, &a), *other = synced(200, &b);
	struct hscan_error err;

	(void)state;
	for (int64_t number = 1; number <= 4; number++) {
		put_row(one, a, number, 50, "x");
		put_row(other, b, number, 50, "x");
		ok(hscan_store_put_gone(one, a, number, 80, &err), &err);
	}
	/* The other has met it before it was missed; after; not at all. */
	mark_swept(other, b, 1, 70);
	mark_swept(other, b, 2, 90);
	/* It has missed it, too, and earlier. */
	ok(hscan_store_put_gone(other, b, 4, 75, &err), &err);
	assert_both_ways(one, other,
	    "SELECT number, gone_at, closed_at, open, swept_at FROM item"
	    " ORDER BY 1",
	    "1|80|80|0|70\n2|~|~|1|90\n3|80|80|0|~\n4|75|75|0|~\n");
	hscan_store_close(one);
	hscan_store_close(other);
}

static void
put_stream(struct hscan_store *store, int64_t repo_id, const char *stream,
    const struct hscan_stream_state *state)
{
	struct hscan_error err;

	ok(hscan_store_put_stream(store, repo_id, stream, state, &err), &err);
}

static void
streams_are_as_far_as_the_one_that_is_further(void **state)
{
	int64_t a, b;
	struct hscan_store *older = synced(100, &a);
	struct hscan_store *newer = synced(200, &b);
	struct hscan_doubt doubt = {.stream = HSCAN_STREAM_ISSUES,
	    .number = 3,
	    .kind = HSCAN_ISSUE,
	    .status = 500,
	    .why = text("of the older")};
	struct hscan_stream_state read;
	struct hscan_error err;

	(void)state;
	hscan_stream_state_init(&read);
	read.finished = true;
	read.synced_at = 100;
	read.watermark = 100;
	read.since = HSCAN_NEVER;
	/* Read to its end by the older, and not yet by the newer. */
	put_stream(older, a, HSCAN_STREAM_EVENTS, &read);
	/* By the newer from when the older had come to there, or later. */
	put_stream(older, a, HSCAN_STREAM_COMMENTS, &read);
	put_stream(older, a, HSCAN_STREAM_BASES, &read);
	read.synced_at = read.watermark = 200;
	read.since = 90;
	put_stream(newer, b, HSCAN_STREAM_COMMENTS, &read);
	read.since = 110;
	put_stream(newer, b, HSCAN_STREAM_BASES, &read);
	hscan_stream_state_init(&read);
	read.walk_next = text("/next");
	put_stream(newer, b, HSCAN_STREAM_EVENTS, &read);
	ok(hscan_store_put_doubt(older, a, &doubt, 1, &err), &err);
	doubt.number = 4;
	doubt.why = text("of the newer");
	ok(hscan_store_put_doubt(newer, b, &doubt, 1, &err), &err);
	doubt.stream = HSCAN_STREAM_EVENTS;
	ok(hscan_store_put_doubt(newer, b, &doubt, 1, &err), &err);
	assert_both_ways(older, newer,
	    "SELECT stream, finished, synced_at, since, walk_next FROM stream"
	    " ORDER BY 1",
	    "bases|1|200|110|~\ncomments|1|200|~|~\nevents|1|100|~|~\n"
	    "issues|1|200|~|~\n");
	assert_both_ways(older, newer,
	    "SELECT stream, number, why FROM doubt ORDER BY 1, 2",
	    "issues|4|of the newer\n");
	hscan_store_close(older);
	hscan_store_close(newer);
}

/* --- what was said --- */

static void
say(struct hscan_store *store, int64_t repo_id, const char *scope,
    const char *message, int64_t turns)
{
	struct hscan_error err;

	ok(hscan_store_put_alert_run(store, repo_id, text(scope), 5, &err),
	    &err);
	for (int64_t at = 1; at <= turns; at++) {
		const struct hscan_alert_turn turn = {
		    .key = {repo_id, text(scope), text("pr_backlog"), 1},
		    .at = at,
		    .firing = true,
		    .message = text(message)};
		const struct hscan_gate_value value = {
		    .known = true, .value = (double)turns};

		ok(hscan_store_put_turn(store, &turn, &err), &err);
		ok(hscan_store_put_notification(
		       store, &turn.key, at, text(message), &err),
		    &err);
		ok(hscan_store_put_passed(store, repo_id, text(scope),
		       text("pr_backlog"), at, &value, &err),
		    &err);
	}
}

static void
the_newer_sync_says_all(void **state)
{
	int64_t a, b;
	struct hscan_store *older = synced(100, &a);
	struct hscan_store *newer = synced(200, &b);

	(void)state;
	say(older, a, "30d", "older", 3);
	say(newer, b, "30d", "newer", 2);
	say(older, a, "90d", "asked once", 1);
	assert_both_ways(older, newer,
	    "SELECT scope, at, message FROM alert_turn ORDER BY 1, 2",
	    "30d|1|newer\n30d|2|newer\n90d|1|asked once\n");
	assert_both_ways(older, newer,
	    "SELECT scope, at, value FROM gate_pass ORDER BY 1, 2",
	    "30d|1|2.0\n30d|2|2.0\n90d|1|1.0\n");
	assert_both_ways(older, newer,
	    "SELECT scope, at, body FROM notification ORDER BY 1, 2",
	    "30d|1|newer\n30d|2|newer\n90d|1|asked once\n");
	hscan_store_close(older);
	hscan_store_close(newer);
}

/* --- commits --- */

/* A history of some commits, each by an author of its own. */
static void
put_history(
    struct hscan_store *store, int64_t repo_id, int64_t at, int from, int to)
{
	struct hscan_stored_head head = {.ref = text("refs/heads/main"),
	    .doc_paths = text("docs/"),
	    .synced_at = at};
	struct hscan_error err;

	for (int i = from; i < to; i++) {
		char who[] = "a@example.org";
		struct hscan_commit commit = {.committed_at = 10 + i,
		    .documentation = from > 0,
		    .sha = {(unsigned char)(i + 1)}};
		int64_t author = 0;

		who[0] = (char)('a' + i);
		ok(hscan_store_put_author(
		       store, repo_id, text("A"), text(who), &author, &err),
		    &err);
		ok(hscan_store_put_commit(
		       store, repo_id, &commit, author, &err),
		    &err);
	}
	head.sha[0] = (unsigned char)to;
	ok(hscan_store_put_head(store, repo_id, &head, &err), &err);
}

static void
a_history_is_of_one_head(void **state)
{
	int64_t a, b;
	struct hscan_store *older = synced(200, &a);
	struct hscan_store *newer = synced(100, &b);

	(void)state;
	/* Walked later, after a forced push, by the store that was synced
	 * earlier. */
	put_history(older, a, 50, 0, 5);
	put_history(newer, b, 60, 3, 8);
	assert_both_ways(older, newer,
	    "SELECT hex(substr(c.sha, 1, 1)), c.documentation, g.email"
	    "  FROM git_commit AS c JOIN git_author AS g USING (author_id)"
	    " ORDER BY 1",
	    "04|1|d@example.org\n05|1|e@example.org\n06|1|f@example.org\n"
	    "07|1|g@example.org\n08|1|h@example.org\n");
	assert_both_ways(older, newer,
	    "SELECT hex(substr(sha, 1, 1)), synced_at FROM git_head",
	    "08|60\n");
	hscan_store_close(older);
	hscan_store_close(newer);
}

/* Who is stopped in the middle leaves no history that looks whole, and what was
 * begun is done by the next one. */
static void
stopped_in_the_middle(void **state)
{
	int64_t a, b;
	struct hscan_store *older = synced(100, &a);
	struct hscan_store *newer = synced(200, &b);
	struct hscan_merged merged;
	struct hscan_error err;

	(void)state;
	put_history(older, a, 50, 0, 5);
	put_history(newer, b, 60, 3, 8);
	put_row(newer, b, 1, 50, "x");
	free(query(older,
	    "CREATE TEMP TRIGGER stop BEFORE INSERT ON main.git_commit"
	    "  WHEN new.committed_at = 16"
	    " BEGIN SELECT raise(ABORT, 'stopped'); END"));
	assert_int_not_equal(
	    hscan_store_merge(older, newer, true, &in_pieces, &merged, &err),
	    HSCAN_OK);
	ok(hscan_store_verify(older, &err), &err);
	assert_query(older, "SELECT count(*) FROM git_head", "0\n");
	assert_query(older,
	    "SELECT synced_at FROM stream WHERE stream = 'issues'", "100\n");
	free(query(older, "DROP TRIGGER stop"));
	merge(older, newer, &in_pieces, &merged);
	assert_query(older,
	    "SELECT count(*), (SELECT count(*) FROM git_head) FROM git_commit",
	    "5|1\n");
	assert_query(older,
	    "SELECT synced_at FROM stream WHERE stream = 'issues'", "200\n");
	hscan_store_close(older);
	hscan_store_close(newer);
}

struct watched {
	struct hscan_store *into, *somebody; /* two connections of one file */
	int asked, pauses;
};

static bool
each_third_row(void *payload)
{
	struct watched *watched = payload;

	return ++watched->asked % 3 == 0;
}

/* Now somebody else can write at once, who could not a row ago. */
static enum hscan_status
somebody_writes(void *payload, struct hscan_error *err)
{
	struct watched *watched = payload;

	(void)err;
	watched->pauses++;
	assert_true(sqlite3_get_autocommit(hscan_store_db(watched->into)));
	free(query(watched->somebody,
	    "BEGIN IMMEDIATE; UPDATE repo SET full_name = full_name; COMMIT"));
	return HSCAN_OK;
}

/* The lock is given back as often as it is time for that, in the middle of a
 * repository, too; how long that is, the caller says. */
static void
others_write_in_between(void **state)
{
	int64_t a, b;
	char *dir = support_temp_dir(), *path = support_join(dir, "store.db");
	struct hscan_store *newer = synced(200, &b);
	struct watched watched = {
	    .into = open_store(path), .somebody = open_store(path)};
	const struct hscan_merge_watch watch = {.is_time = each_third_row,
	    .pause = somebody_writes,
	    .payload = &watched};
	struct hscan_merged merged;

	(void)state;
	a = put_repo(watched.into, HOST, 77, "o/n");
	put_history(watched.into, a, 50, 0, 5);
	put_history(newer, b, 60, 3, 23);
	merge(watched.into, newer, &watch, &merged);
	assert_true(watched.asked >= 20);
	assert_int_equal(watched.pauses, watched.asked / 3);
	assert_query(
	    watched.somebody, "SELECT count(*) FROM git_commit", "20\n");
	hscan_store_close(watched.into);
	hscan_store_close(watched.somebody);
	hscan_store_close(newer);
	support_remove_dir(dir);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_are_as_one_that_was_told_all),
	    cmocka_unit_test(the_newer_row_counts),
	    cmocka_unit_test(what_has_vanished),
	    cmocka_unit_test(streams_are_as_far_as_the_one_that_is_further),
	    cmocka_unit_test(the_newer_sync_says_all),
	    cmocka_unit_test(a_history_is_of_one_head),
	    cmocka_unit_test(stopped_in_the_middle),
	    cmocka_unit_test(others_write_in_between),
	};

	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
