/* SPDX-License-Identifier: MIT */
/*
 * What was kept of a repository while nobody had told the forge's number of it
 * (model/stand_in.h) becomes that of the one whose number is told: record by
 * record, by the rules for what several sources tell, so that a fact which both
 * have is one. Item after item, in transactions that are short; who is stopped
 * in the middle begins again, and nothing is there twice.
 */
#include "model/stand_in.h"
#include "base/text.h"
#include "store/internal.h"

/* As many items in a transaction as take a moment. */
enum { ITEMS = 50 };

static const char doing[] = "cannot move records to their repository";

/* From which repository to which. */
struct move {
	struct hscan_store *store;
	const char *host;
	int64_t from, to;
	struct hscan_error *err;
};

/* The sources of a set one after the other, the best first; false: no more. */
static bool
next_teller(
    const struct move *m, unsigned *sources, struct hscan_teller *teller)
{
	unsigned source = 0;

	if (*sources == 0)
		return false;
	while (!(*sources & 1U << source))
		source++;
	*sources &= *sources - 1;
	*teller = (struct hscan_teller){
	    .host = m->host,
	    .source = (enum hscan_source)source,
	    .told_at = HSCAN_NEVER,
	};
	return true;
}

/* --- rows --- */

/* One row of them. */
typedef enum hscan_status row_fn(
    const struct move *m, int64_t number, sqlite3_stmt *row);

static enum hscan_status
move_event(const struct move *m, int64_t number, sqlite3_stmt *row)
{
	int64_t id = sqlite3_column_int64(row, 2);
	unsigned sources = (unsigned)sqlite3_column_int(row, 5);
	const struct hscan_event event = {
	    .kind = (enum hscan_event_kind)sqlite3_column_int(row, 0),
	    .number = number,
	    .occurred_at = sqlite3_column_int64(row, 1),
	    .id = id,
	    .grade = id > 0    ? HSCAN_GRADE_FORGE
		     : id == 0 ? HSCAN_GRADE_OWN
			       : HSCAN_GRADE_NEAR,
	    .actor.id = sqlite3_column_int64(row, 3),
	    .reason = store_text(row, 4),
	};
	struct hscan_teller teller;
	enum hscan_status status = HSCAN_OK;

	while (status == HSCAN_OK && next_teller(m, &sources, &teller))
		status = store_put_mixed_event(
		    m->store, &teller, m->to, &event, m->err);
	return status;
}

static enum hscan_status
move_response(const struct move *m, int64_t number, sqlite3_stmt *row)
{
	const struct hscan_response response = {
	    .kind = (enum hscan_response_kind)sqlite3_column_int(row, 0),
	    .id = sqlite3_column_int64(row, 1),
	    .number = number,
	    .occurred_at = sqlite3_column_int64(row, 2),
	    .near = sqlite3_column_int(row, 3) != 0,
	    .actor.id = sqlite3_column_int64(row, 4),
	    .state = (enum hscan_review_state)sqlite3_column_int(row, 6),
	};

	return store_move_mixed_response(m->store, m->host, m->to, &response,
	    (unsigned)sqlite3_column_int(row, 5), m->err);
}

static enum hscan_status
move_rows(const struct move *m, int64_t number, enum store_statement which,
    row_fn *move)
{
	struct store_call call = store_call_begin(m->store, which);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", m->from);
	if (number != 0)
		store_bind_i64(&call, ":number", number);
	while (status == HSCAN_OK && store_call_row(&call))
		status = move(m, number, call.stmt);
	ended =
	    store_call_end(&call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

static enum hscan_status
move_number(const struct move *m, int64_t number)
{
	enum hscan_status status = store_move_mixed_item(
	    m->store, m->host, m->from, m->to, number, m->err);

	if (status == HSCAN_OK)
		status = move_rows(m, number, STORE_EACH_EVENT, move_event);
	if (status == HSCAN_OK)
		status =
		    move_rows(m, number, STORE_EACH_RESPONSE, move_response);
	if (status == HSCAN_OK)
		status = store_move_mixed_base(
		    m->store, m->from, m->to, number, m->err);
	return status;
}

/* `*number` 0: there is no other behind it. */
static enum hscan_status
next_number(const struct move *m, int64_t *number)
{
	struct store_call call = store_call_begin(m->store, STORE_NEXT_NUMBER);

	store_bind_i64(&call, ":repo_id", m->from);
	store_bind_i64(&call, ":after", *number);
	*number =
	    store_call_row(&call) ? sqlite3_column_int64(call.stmt, 0) : 0;
	return store_call_end(&call, doing, m->err);
}

/* Some of them, in a transaction. */
static enum hscan_status
move_some(const struct move *m, int64_t *number)
{
	enum hscan_status status = hscan_store_begin(m->store, m->err);

	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < ITEMS && status == HSCAN_OK; i++) {
		status = next_number(m, number);
		if (status != HSCAN_OK || *number == 0)
			break;
		status = move_number(m, *number);
	}
	if (status == HSCAN_OK)
		status = hscan_store_commit(m->store, m->err);
	if (status != HSCAN_OK)
		hscan_store_rollback(m->store);
	return status;
}

/* --- what is of the repository --- */

/* The row is its own source's, of its own time; what others have told of the
 * release is older. */
static enum hscan_status
move_release(const struct move *m, int64_t number, sqlite3_stmt *row)
{
	const struct hscan_release release = {
	    .id = sqlite3_column_int64(row, 0),
	    .tag_name = store_text(row, 1),
	    .name = store_text(row, 2),
	    .author.id = sqlite3_column_int64(row, 3),
	    .draft = sqlite3_column_int(row, 4) != 0,
	    .prerelease = sqlite3_column_int(row, 5) != 0,
	    .created_at = sqlite3_column_int64(row, 6),
	    .published_at = store_time(row, 7),
	};
	struct hscan_teller teller = {
	    .host = m->host,
	    .source = (enum hscan_source)sqlite3_column_int(row, 10),
	    .told_at = store_time(row, 8),
	};
	unsigned sources = (unsigned)sqlite3_column_int(row, 9) &
			   ~(1U << (unsigned)teller.source);
	enum hscan_status status;

	(void)number; /* it is of none */
	status =
	    store_put_mixed_release(m->store, &teller, m->to, &release, m->err);
	while (status == HSCAN_OK && next_teller(m, &sources, &teller))
		status = store_put_mixed_release(
		    m->store, &teller, m->to, &release, m->err);
	return status;
}

/* First of all, as only then is it known that several sources tell of it; but
 * that they tell all of it comes last, when all of it is there: who is stopped
 * before must not be judged by a part. */
static enum hscan_status
move_spans(const struct move *m, bool complete)
{
	struct hscan_arena arena;
	struct hscan_span *spans = NULL;
	size_t len = 0;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status =
	    hscan_store_spans(m->store, m->from, &arena, &spans, &len, m->err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		if (spans[i].complete == complete)
			status = hscan_store_put_span(
			    m->store, m->to, &spans[i], m->err);
	hscan_arena_clear(&arena);
	return status;
}

/* What the one row alone tells, such as when the repository was made. */
static enum hscan_status
move_row(const struct move *m, const struct hscan_stored_repo *stand_in,
    const struct hscan_stored_repo *now)
{
	const struct hscan_teller teller = {
	    .host = m->host,
	    .source = HSCAN_SOURCE_BACKUP,
	    .told_at = stand_in->told_at,
	};
	struct hscan_repo repo = stand_in->repo;
	int64_t repo_id;

	if (repo.unknown >= now->repo.unknown)
		return HSCAN_OK;
	repo.id = now->repo.id;
	repo.full_name = now->repo.full_name;
	return hscan_store_put_repo(m->store, &teller, &repo, &repo_id, m->err);
}

static enum hscan_status
move_whole(const struct move *m, const struct hscan_stored_repo *stand_in,
    const struct hscan_stored_repo *now)
{
	enum hscan_status status = hscan_store_begin(m->store, m->err);

	if (status != HSCAN_OK)
		return status;
	status = move_spans(m, false);
	if (status == HSCAN_OK)
		status = move_row(m, stand_in, now);
	if (status == HSCAN_OK)
		status =
		    store_move_maintainers(m->store, m->from, m->to, m->err);
	if (status == HSCAN_OK)
		status = move_rows(m, 0, STORE_EACH_RELEASE, move_release);
	if (status == HSCAN_OK)
		status = hscan_store_commit(m->store, m->err);
	if (status != HSCAN_OK)
		hscan_store_rollback(m->store);
	return status;
}

/* --- all of it --- */

/* Whoever has it as a member has the other now. */
static enum hscan_status
to_the_same(struct hscan_text scope, int64_t from, int64_t *repo_id,
    void *payload, struct hscan_error *err)
{
	const int64_t *to = payload;

	(void)scope;
	(void)from;
	(void)err;
	*repo_id = *to;
	return HSCAN_OK;
}

static enum hscan_status
move_all(const struct move *m, const struct hscan_stored_repo *stand_in,
    const struct hscan_stored_repo *now)
{
	enum hscan_status status = move_whole(m, stand_in, now);
	int64_t number = 0, rows = 0, to = m->to;
	const struct hscan_heirs heirs = {to_the_same, &to};

	do {
		if (status == HSCAN_OK)
			status = move_some(m, &number);
	} while (status == HSCAN_OK && number != 0);
	if (status == HSCAN_OK)
		status = move_spans(m, true);
	if (status == HSCAN_OK)
		status = hscan_store_settle_merges(m->store, m->to, m->err);
	return status == HSCAN_OK ? hscan_store_forget(m->store, m->from,
					&heirs, &rows, m->err)
				  : status;
}

enum hscan_status
hscan_store_has_stand_ins(struct hscan_store *store, const char *host,
    bool *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_HAS_STAND_INS);

	store_bind_text(&call, ":host", hscan_text_of(host));
	*out = store_call_row(&call);
	return store_call_end(&call, "cannot look for repositories", err);
}

enum hscan_status
hscan_store_take_stand_in(struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t repo_id, bool named,
    int64_t *taken, struct hscan_error *err)
{
	struct hscan_stored_repo stand_in = {0}, now = {0};
	enum hscan_status status = hscan_store_find_number(
	    store, name->host, hscan_repo_stand_in(name), &stand_in, err);

	*taken = 0;
	if (status == HSCAN_ENOTFOUND || stand_in.repo_id == repo_id) {
		hscan_stored_repo_clear(&stand_in);
		return HSCAN_OK;
	}
	if (status == HSCAN_OK)
		status = hscan_store_get_repo(store, repo_id, &now, err);
	if (status == HSCAN_OK &&
	    hscan_repo_may_be_one(&stand_in.repo, &now.repo, named)) {
		const struct move m = {
		    store, name->host, stand_in.repo_id, repo_id, err};

		status = move_all(&m, &stand_in, &now);
		if (status == HSCAN_OK)
			*taken = stand_in.repo_id;
	}
	hscan_stored_repo_clear(&stand_in);
	hscan_stored_repo_clear(&now);
	return status;
}
