/* SPDX-License-Identifier: MIT */
/* Deliveries into a store: what each writes, who may say it, and that order and
 * repetition mean nothing. */
#include <stdio.h>

#include "support/stored.h"

#include "sync/intake.h"

#define T0    INT64_C(1767323045)
#define TIME0 "\"2026-01-02T03:04:05Z\""
#define TIME1 "\"2026-01-02T03:04:06Z\""

#define TIMES          "\"created_at\":" TIME0 ",\"updated_at\":" TIME1
#define REPO(id, name) "{\"id\":" #id ",\"full_name\":\"" name "\"," TIMES "}"
#define OF(id, name) \
	",\"repository\":" REPO(id, name) ",\"sender\":{\"id\":8," \
					  "\"login\":\"ann\"}}"
#define ISSUE(n, more) \
	"\"issue\":{\"id\":900,\"number\":" #n ",\"title\":\"Hay\"," TIMES \
	"," more "}"
#define OPEN   "\"state\":\"open\",\"closed_at\":null"
#define CLOSED "\"state\":\"closed\",\"closed_at\":" TIME1

#define OPENED     "{\"action\":\"opened\"," ISSUE(7, OPEN)
#define WAS_CLOSED "{\"action\":\"closed\"," ISSUE(7, CLOSED)
#define COMMENTED \
	"{\"action\":\"created\"," ISSUE(7, OPEN) ",\"comment\":{\"id\":5," \
						  "\"created_at\":" TIME1 "}"
#define UNCOMMENTED \
	"{\"action\":\"deleted\"," ISSUE(7, OPEN) ",\"comment\":{\"id\":5," \
						  "\"created_at\":" TIME1 "}"

struct sent {
	const char *event, *body, *id;
};

static const struct hscan_intake_from live = {.host = HOST};
static const struct hscan_intake_from kept = {.host = HOST, .kept = true};

static enum hscan_status
take(struct hscan_store *store, const struct hscan_intake_from *from,
    const struct sent *sent, struct hscan_intake *out, struct hscan_error *err)
{
	const struct hscan_post post = {
	    .event = text(sent->event),
	    .id = text(sent->id),
	    .body = text(sent->body),
	};
	enum hscan_status status;

	ok(hscan_store_begin(store, err), err);
	status = hscan_intake_delivery(
	    store, from, &post, post.body, T0 + 100, out, err);
	ok(hscan_store_commit(store, NULL), NULL);
	return status;
}

static struct hscan_intake
good(struct fixture *f, const struct hscan_intake_from *from,
    const struct sent *sent)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_intake out;

	ok(take(f->store, from, sent, &out, &err), &err);
	return out;
}

static void
facts_of_an_issue(void **state)
{
	struct fixture *f = *state;
	const struct sent opened = {"issues", OPENED OF(5, "meadow/hay"), "a"};
	const struct sent closed = {
	    "issues", WAS_CLOSED OF(5, "meadow/hay"), "b"};
	struct hscan_intake out = good(f, &live, &closed);

	assert_int_equal(out.outcome, HSCAN_INTAKE_TAKEN);
	assert_int_equal(out.changed, true);
	assert_int_equal(out.told_at, T0 + 1);
	assert_string_equal(out.event, "issues.closed");
	assert_string_equal(out.repo.owner, "meadow");
	assert_string_equal(out.repo.name, "hay");
	assert_true(out.repo_id > 0 && out.repo_id != f->repo_id);
	out = good(f, &live, &opened);
	assert_query(f->store,
	    "SELECT number, forge_id, title, source FROM item",
	    "7|900|Hay|1\n");
	assert_query(f->store,
	    "SELECT kind, occurred_at - 1767323045, forge_id, sources "
	    "FROM event",
	    "1|1|0|2\n");
	/* From when it was received on. */
	assert_query(f->store,
	    "SELECT DISTINCT source, starts_at - 1767323045, "
	    "ends_at - 1767323045, complete FROM span",
	    "1|100|100|2\n");
	assert_query(f->store, "SELECT count(*) FROM span", "5\n");
}

/* When another server received it is not known. */
static void
a_kept_one_is_of_its_own_time(void **state)
{
	struct fixture *f = *state;
	const struct sent sent = {"issues", OPENED OF(5, "meadow/hay"), "a"};

	(void)good(f, &kept, &sent);
	assert_query(f->store,
	    "SELECT DISTINCT starts_at - 1767323045, ends_at - 1767323045 "
	    "FROM span",
	    "1|1\n");
	assert_query(f->store, "SELECT count(*) FROM delivery", "0\n");
}

static void
one_that_is_known_is_not_taken_again(void **state)
{
	struct fixture *f = *state;
	const struct sent sent = {"issues", OPENED OF(5, "meadow/hay"), "a"};
	const struct sent closed = {
	    "issues", WAS_CLOSED OF(5, "meadow/hay"), "b"};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_intake out = good(f, &live, &sent);
	int64_t rows;

	assert_int_equal(out.outcome, HSCAN_INTAKE_TAKEN);
	out = good(f, &live, &sent);
	assert_int_equal(out.outcome, HSCAN_INTAKE_KNOWN);
	assert_int_equal(out.changed, false);
	assert_true(out.repo_id > 0);
	out = good(f, &live, &closed);
	assert_int_equal(out.outcome, HSCAN_INTAKE_TAKEN);
	/* Of a repository that was forgotten nothing is known. */
	ok(hscan_store_forget(f->store, out.repo_id, NULL, &rows, &err), &err);
	out = good(f, &live, &sent);
	assert_int_equal(out.outcome, HSCAN_INTAKE_TAKEN);
	out = good(f, &live, &closed);
	assert_int_equal(out.outcome, HSCAN_INTAKE_TAKEN);
	assert_query(f->store, "SELECT count(*) FROM event", "1\n");
}

/* What no secret signs does not decide which delivery it is. */
static void
an_id_alone_is_not_known(void **state)
{
	struct fixture *f = *state;
	static const struct sent rows[] = {
	    {"issues", OPENED OF(5, "meadow/hay"), "a"},
	    {"issues", WAS_CLOSED OF(5, "meadow/hay"), "a"},
	    {"issues", OPENED OF(6, "meadow/straw"), "a"},
	    {"issues", WAS_CLOSED OF(6, "meadow/straw"), "a"},
	    {"push", "{\"ref\":\"x\"" OF(5, "meadow/hay"), "a"},
	    {"repository", "{\"action\":\"edited\"" OF(5, "meadow/hay"), "b"},
	    {"push", "{\"action\":\"edited\"" OF(5, "meadow/hay"), "b"},
	};

	for (size_t i = 0; i < LEN(rows); i++)
		assert_int_equal(
		    good(f, &live, &rows[i]).outcome, HSCAN_INTAKE_TAKEN);
	for (size_t i = 0; i < LEN(rows); i++)
		assert_int_equal(
		    good(f, &live, &rows[i]).outcome, HSCAN_INTAKE_KNOWN);
	assert_query(f->store, "SELECT count(*) FROM event", "2\n");
}

static void
what_tells_nothing_is_passed_over(void **state)
{
	struct fixture *f = *state;
	static const struct {
		struct sent sent;
		const char *event;
	} rows[] = {
	    {{"ping", "{\"zen\":\"x\",\"hook\":{}" OF(5, "meadow/hay"), "a"},
		"ping"},
	    {{"issues",
		 "{\"action\":\"pinned\"," ISSUE(7, OPEN) OF(5, "meadow/hay"),
		 "b"},
		"other"},
	    {{"star", "{\"action\":\"created\"" OF(5, "meadow/hay"), "c"},
		"other"},
	    {{"meta", "{\"action\":\"deleted\",\"hook\":{}}", "d"},
		"meta.deleted"},
	};

	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_intake out = good(f, &live, &rows[i].sent);

		assert_int_equal(out.outcome, HSCAN_INTAKE_PASSED_OVER);
		assert_string_equal(out.event, rows[i].event);
		assert_int_equal(out.hook_deleted, i == 3);
		assert_int_equal(out.repo_id, 0);
	}
	assert_query(f->store, "SELECT count(*) FROM repo", "1\n");
	assert_query(f->store, "SELECT count(*) FROM span", "0\n");
}

static void
a_refused_one_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	static const struct sent rows[] = {
	    {"issues", "{\"action\":\"opened\"" OF(5, "meadow/hay"), "a"},
	    {"issues", "[]", "b"},
	    {NULL, OPENED OF(5, "meadow/hay"), "c"},
	    {"issues", OPENED OF(5, "https://x/a/b"), "d"},
	    {"issues", OPENED OF(5, "meadow"), "e"},
	    {"issues", OPENED OF(5, "a/b/c"), "f"},
	    {"issues", OPENED "}", "g"},
	    /* A deleted comment, under a header that is not signed. */
	    {"issues", UNCOMMENTED OF(5, "meadow/hay"), "h"},
	};
	struct hscan_intake out;

	for (size_t i = 0; i < LEN(rows); i++)
		assert_fails(take(f->store, &live, &rows[i], &out, &err),
		    HSCAN_EPARSE, "cannot be used");
	assert_query(f->store, "SELECT count(*) FROM repo", "1\n");
	assert_query(f->store, "SELECT count(*) FROM delivery", "0\n");
}

static void
another_host_is_refused(void **state)
{
	struct fixture *f = *state;
	const struct hscan_post post = {
	    .event = text("issues"),
	    .host = text("ghe.example.org"),
	    .body = text(OPENED OF(5, "meadow/hay")),
	};
	struct hscan_intake_from from = live;
	struct hscan_intake out;

	assert_fails(hscan_intake_delivery(
			 f->store, &from, &post, post.body, T0, &out, &err),
	    HSCAN_EPARSE, "--host");
	from.host = "ghe.example.org";
	assert_int_equal(hscan_intake_delivery(
			     f->store, &from, &post, post.body, T0, &out, NULL),
	    HSCAN_OK);
}

static bool
is_meadow(const struct hscan_repo_name *name, void *payload)
{
	(void)payload;
	return strcmp(name->owner, "meadow") == 0;
}

/* Whoever knows the secret of one name may not write to the repository of
 * another by sending its number, nor take that over by a new name. */
static void
a_secret_is_good_for_its_own_names(void **state)
{
	struct fixture *f = *state;
	const struct hscan_intake_from from = {.host = HOST, .may = is_meadow};
	const struct sent own = {"issues", OPENED OF(5, "meadow/hay"), "a"};
	const struct sent other = {"issues", OPENED OF(6, "o/x"), "b"};
	const struct sent forged = {"issues", OPENED OF(77, "meadow/hay"), "c"};
	const struct sent moved = {"issues",
	    "{\"action\":\"transferred\"," ISSUE(
		7, OPEN) ",\"changes\":{\"new_issue\":{\"id\":9,\"number\":"
			 "1," TIMES "," OPEN "},\"new_repository\":" REPO(
			     77, "meadow/n") "}" OF(5, "meadow/hay"),
	    "d"};
	struct hscan_intake out;

	(void)good(f, &from, &own);
	assert_fails(
	    take(f->store, &from, &other, &out, &err), HSCAN_EREFUSED, "o/x");
	assert_fails(
	    take(f->store, &from, &forged, &out, &err), HSCAN_EREFUSED, "o/n");
	(void)good(f, &from, &moved);
	assert_query(f->store,
	    "SELECT count(*) FROM item JOIN repo USING (repo_id) "
	    "WHERE repo.forge_id = 77",
	    "0\n");
	(void)good(f, &live, &moved);
}

#define AT(id, name, at) \
	",\"repository\":{\"id\":" #id ",\"full_name\":\"" name "\"," \
	"\"created_at\":" TIME0 ",\"updated_at\":\"" at "\"}}"
#define ISSUE_AT(at) \
	"{\"id\":900,\"number\":1,\"title\":\"Hay\",\"created_at\":" TIME0 \
	",\"updated_at\":\"" at "\"," OPEN "}"

/* It would count for more than all that is told until then. */
static void
a_time_to_come_is_refused(void **state)
{
	struct fixture *f = *state;
	static const struct sent rows[] = {
	    {"issues", OPENED AT(5, "meadow/hay", "9999-12-31T23:59:59Z"), "a"},
	    /* A second more than a day after it was received. */
	    {"issues", OPENED AT(5, "meadow/hay", "2026-01-03T03:05:46Z"), "b"},
	    {"issues",
		"{\"action\":\"opened\",\"issue\":" ISSUE_AT(
		    "2026-01-04T00:00:00Z") OF(5, "meadow/hay"),
		"c"},
	    {"issues",
		"{\"action\":\"transferred\"," ISSUE(
		    7, OPEN) ",\"changes\":{\"new_"
			     "issue\":" ISSUE_AT(
				 "2026-01-04T00:00:"
				 "00Z") ",\"new_"
					"repository"
					"\":" REPO(77, "o/n") "}" OF(5, "meadow"
									"/hay"),
		"d"},
	};
	const struct sent just = {
	    "issues", OPENED AT(5, "meadow/hay", "2026-01-03T03:05:45Z"), "e"};
	struct hscan_intake out;

	for (size_t i = 0; i < LEN(rows); i++) {
		assert_fails(take(f->store, &live, &rows[i], &out, &err),
		    HSCAN_EPARSE, "yet to come");
		assert_fails(take(f->store, &kept, &rows[i], &out, &err),
		    HSCAN_EPARSE, "yet to come");
	}
	assert_query(f->store, "SELECT count(*) FROM delivery", "0\n");
	assert_query(f->store, "SELECT count(*) FROM repo", "1\n");
	(void)good(f, &live, &just);
}

/* Whoever sends the number of a repository that is not stored yet has it for
 * no longer than until the forge itself is asked for it. */
static void
the_forge_says_whose_a_number_is(void **state)
{
	struct fixture *f = *state;
	const struct sent planted = {
	    "issues", OPENED AT(5, "a/evil", "2026-01-03T03:00:00Z"), "a"};
	const struct hscan_teller forge = {HOST, HSCAN_SOURCE_REST, T0 + 100};
	const struct hscan_repo repo = a_repo(5, "b/real");
	struct hscan_error err = {.status = HSCAN_OK};
	int64_t repo_id = 0;

	(void)good(f, &live, &planted);
	ok(hscan_store_put_repo(f->store, &forge, &repo, &repo_id, &err), &err);
	assert_query(f->store,
	    "SELECT full_name, source FROM repo WHERE forge_id = 5",
	    "b/real|~\n");
}

/* Into a repository that is there; else its own hook tells of it. */
static void
a_transfer(void **state)
{
	struct fixture *f = *state;
	static const struct sent rows[] = {
	    {"issues", OPENED OF(5, "meadow/hay"), "a"},
	    {"issues",
		"{\"action\":\"transferred\"," ISSUE(
		    7, OPEN) ",\"changes\":{\"new_issue\":{\"id\":9,\"number\":"
			     "1," TIMES "," OPEN "},\"new_repository\":" REPO(
				 77, "o/n") "}" OF(5, "meadow/hay"),
		"b"},
	    {"issues",
		"{\"action\":\"transferred\"," ISSUE(
		    8, OPEN) ",\"changes\":{\"new_issue\":{\"id\":9,\"number\":"
			     "1," TIMES "," OPEN "},\"new_repository\":" REPO(
				 78, "o/m") "}" OF(5, "meadow/hay"),
		"c"},
	};

	for (size_t i = 0; i < LEN(rows); i++)
		(void)good(f, &live, &rows[i]);
	assert_query(f->store,
	    "SELECT repo.forge_id, number, gone_at IS NOT NULL FROM item "
	    "JOIN repo USING (repo_id) ORDER BY 1",
	    "5|7|1\n77|1|0\n");
	assert_query(f->store, "SELECT count(*) FROM repo", "2\n");
	assert_query(f->store, "SELECT count(*) FROM removal", "2\n");
}

static void
a_rename(void **state)
{
	struct fixture *f = *state;
	const struct sent renamed = {"repository",
	    "{\"action\":\"renamed\",\"changes\":{\"repository\":{\"name\":{"
	    "\"from\":\"straw\"}}}" OF(5, "meadow/hay"),
	    "a"};
	struct hscan_intake out = good(f, &live, &renamed);
	struct hscan_stored_repo stored;
	struct hscan_error err = {.status = HSCAN_OK};

	assert_int_equal(out.changed, false);
	ok(hscan_store_find_repo(f->store,
	       &(struct hscan_repo_name){HOST, "meadow", "STRAW"}, &stored,
	       &err),
	    &err);
	assert_int_equal(stored.repo.id, 5);
	assert_true(hscan_text_is(stored.repo.full_name, "meadow/hay"));
	hscan_stored_repo_clear(&stored);
}

static int64_t
number_under(
    struct hscan_store *store, const char *owner, const char *repo_name)
{
	struct hscan_repo_name name = {.host = HOST};
	struct hscan_stored_repo stored = {0};
	int64_t number;

	(void)snprintf(name.owner, sizeof(name.owner), "%s", owner);
	(void)snprintf(name.name, sizeof(name.name), "%s", repo_name);
	number = hscan_store_find_repo(store, &name, &stored, NULL) == HSCAN_OK
		     ? stored.repo.id
		     : 0;
	hscan_stored_repo_clear(&stored);
	return number;
}

#define MOVED(owner, name, at, to) \
	"{\"action\":\"transferred\",\"changes\":{\"repository\":{\"name\":{" \
	"\"from\":\"" name \
	"\"}},\"owner\":{\"from\":{\"user\":{\"login\":\"" owner \
	"\"}}}}" AT(78, to, at)

/* That one was called so before is no reason to take the name of another. */
static void
a_name_is_not_taken_by_a_rename(void **state)
{
	struct fixture *f = *state;
	const struct hscan_intake_from meadow = {
	    .host = HOST, .may = is_meadow};
	const struct sent real = {
	    "issues", OPENED AT(80, "b/real", "2026-01-02T03:04:05Z"), "a"};
	const struct sent evil = {"repository",
	    MOVED("b", "real", "2026-01-02T03:04:30Z", "meadow/evil"), "b"};
	const struct sent again = {"repository",
	    MOVED("b", "real", "2026-01-02T03:04:30Z", "meadow/evil"), "c"};

	/* Its secret is not for that name, which nobody has yet. */
	(void)good(f, &meadow, &evil);
	assert_int_equal(number_under(f->store, "b", "real"), 0);
	assert_int_equal(number_under(f->store, "meadow", "evil"), 78);
	(void)good(f, &live, &real);
	assert_int_equal(number_under(f->store, "b", "real"), 80);
	/* It is for any, but another has it. */
	(void)good(f, &live, &again);
	assert_int_equal(number_under(f->store, "b", "real"), 80);
}

/* Whose name it is now need not tell of it first. */
static void
an_old_name_may_be_given_anew(void **state)
{
	struct fixture *f = *state;
	const struct sent moved = {"repository",
	    MOVED("b", "real", "2026-01-02T03:04:08Z", "a/moved"), "a"};
	const struct sent heir = {
	    "issues", OPENED AT(80, "b/real", "2026-01-02T03:04:30Z"), "b"};

	(void)good(f, &live, &moved);
	assert_int_equal(number_under(f->store, "b", "real"), 78);
	(void)good(f, &live, &heir);
	assert_int_equal(number_under(f->store, "b", "real"), 80);
	assert_int_equal(number_under(f->store, "a", "moved"), 78);
}

/* A comment that was deleted stays so, whenever its delivery comes. */
static void
in_any_order(void **state)
{
	struct fixture *f = *state;
	static const struct sent rows[] = {
	    {"issues", OPENED OF(5, "meadow/hay"), "a"},
	    {"issues", WAS_CLOSED OF(5, "meadow/hay"), "b"},
	    {"issue_comment", COMMENTED OF(5, "meadow/hay"), "c"},
	    {"issue_comment", UNCOMMENTED OF(5, "meadow/hay"), "d"},
	};
	static const char facts[] =
	    "SELECT (SELECT count(*) FROM response), "
	    "(SELECT count(*) FROM removal), (SELECT count(*) FROM event), "
	    "(SELECT open || ' ' || mark FROM item)";
	char *expected = NULL;

	for (size_t first = 0; first < LEN(rows); first++)
		for (size_t step = 1; step < LEN(rows); step += 2) {
			struct hscan_error err = {.status = HSCAN_OK};
			struct hscan_intake out = {.repo_id = 0};
			int64_t gone;
			char *got;

			for (size_t i = 0; i < LEN(rows); i++)
				out = good(f, &kept,
				    &rows[(first + i * step) % LEN(rows)]);
			got = query(f->store, facts);
			if (!expected)
				expected = strdup(got);
			assert_string_equal(got, expected);
			free(got);
			ok(hscan_store_forget(
			       f->store, out.repo_id, NULL, &gone, &err),
			    &err);
		}
	assert_int_equal(expected[0], '0');
	free(expected);
}

static void
whose_it_is_can_be_looked_up_first(void **state)
{
	static const struct {
		const char *json, *owner, *name;
	} rows[] = {
	    {OPENED OF(5, "meadow/hay"), "meadow", "hay"},
	    {"{\"organization\":{\"login\":\"meadow\"}}", "meadow", ""},
	    {"{\"organization\":{\"login\":\"x\"},\"repository\":{"
	     "\"full_name\":\"meadow/hay\"}}",
		"meadow", "hay"},
	    {"{\"repository\":{\"full_name\":\"https://x/a/b\"}}", NULL, NULL},
	    {"{\"repository\":{\"full_name\":7},"
	     "\"organization\":{\"login\":\"x\"}}",
		NULL, NULL},
	    {"{\"organization\":{\"login\":\"a/b\"}}", NULL, NULL},
	    {"{\"organization\":{\"login\":\"\"}}", NULL, NULL},
	    {"{}", NULL, NULL},
	    {"[1", NULL, NULL},
	    {"", NULL, NULL},
	};
	struct hscan_repo_name name;

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		bool found = hscan_delivery_peek(
		    text(rows[i].json), "ghe.example.org", &name);

		assert_int_equal(found, rows[i].owner != NULL);
		if (!found)
			continue;
		assert_string_equal(name.host, "ghe.example.org");
		assert_string_equal(name.owner, rows[i].owner);
		assert_string_equal(name.name, rows[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(facts_of_an_issue),
	    WITH_STORE(a_kept_one_is_of_its_own_time),
	    WITH_STORE(one_that_is_known_is_not_taken_again),
	    WITH_STORE(an_id_alone_is_not_known),
	    WITH_STORE(what_tells_nothing_is_passed_over),
	    WITH_STORE(a_refused_one_leaves_nothing),
	    WITH_STORE(another_host_is_refused),
	    WITH_STORE(a_secret_is_good_for_its_own_names),
	    WITH_STORE(a_time_to_come_is_refused),
	    WITH_STORE(the_forge_says_whose_a_number_is),
	    WITH_STORE(a_transfer),
	    WITH_STORE(a_rename),
	    WITH_STORE(a_name_is_not_taken_by_a_rename),
	    WITH_STORE(an_old_name_may_be_given_anew),
	    WITH_STORE(in_any_order),
	    cmocka_unit_test(whose_it_is_can_be_looked_up_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
