/* SPDX-License-Identifier: MIT */
/* What has changed, in batches; see export.h. */
#include "app/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/export_internal.h"
#include "base/mix.h"
#include "base/text.h"
#include "clickhouse/key.h"
#include "metric/sqlite/facts.h"
#include "store/store.h"

/* A batch is read as of one moment, and sent with one request a table: enough
 * for the server to work with, and little enough that a try which went wrong is
 * soon done again. */
enum { BATCH_ROWS = 1000000, BATCH_REPOS = 500, TRIES = 3 };

/* What a print is made of besides; another number has all sent anew. */
enum { EXPORT_FORMAT = 1 };

/* --- what there is --- */

static int
by_key(const void *a, const void *b)
{
	const struct export_repo *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

static enum hscan_status
check_keys(const struct export *export, struct hscan_error *err)
{
	for (size_t i = 1; i < export->len; i++)
		if (export->repos[i].key == export->repos[i - 1].key)
			return hscan_fail(err, HSCAN_EREFUSED,
			    "repositories %" PRId64 " and %" PRId64 " of the "
			    "store cannot be exported: both have the key "
			    "%" PRId64 "; export one of them from another "
			    "store to another database",
			    export->repos[i - 1].print->forge_id,
			    export->repos[i].print->forge_id,
			    export->repos[i].key);
	return HSCAN_OK;
}

struct export_repo *
export_find(const struct export *export, int64_t repo_id)
{
	size_t from = 0, to = export->len;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		struct export_repo *repo = &export->repos[export->by_id[mid]];

		if (repo->print->repo_id == repo_id)
			return repo;
		if (repo->print->repo_id < repo_id)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

static enum hscan_status
lay_out(
    struct export *export, struct hscan_print *prints, struct hscan_error *err)
{
	size_t len = export->len;

	export->repos =
	    hscan_arena_alloc(&export->arena, len + 1, sizeof(*export->repos));
	export->by_id =
	    hscan_arena_alloc(&export->arena, len + 1, sizeof(*export->by_id));
	if (!export->repos || !export->by_id)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		export->repos[i] = (struct export_repo){
		    .print = &prints[i],
		    .key = hscan_clickhouse_key(
			prints[i].host, prints[i].forge_id),
		};
	qsort(export->repos, len, sizeof(*export->repos), by_key);
	/* Prints come by number, without gaps in the array. */
	for (size_t i = 0; i < len; i++)
		export->by_id[export->repos[i].print - prints] = i;
	return check_keys(export, err);
}

static uint64_t
formatted(uint64_t print)
{
	return hscan_mix(print + EXPORT_FORMAT);
}

static enum hscan_status
read_prints(struct export *export, struct hscan_error *err)
{
	struct hscan_print *prints = NULL;
	uint64_t accounts = 0;
	enum hscan_status status = hscan_store_hold(export->store, err);

	if (status != HSCAN_OK)
		return status;
	status = hscan_store_prints(
	    export->store, &export->arena, &prints, &export->len, err);
	if (status == HSCAN_OK)
		status =
		    hscan_store_accounts_print(export->store, &accounts, err);
	hscan_store_let_go(export->store);
	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < export->len; i++) {
		prints[i].facts = formatted(prints[i].facts);
		prints[i].state = formatted(prints[i].state);
	}
	(void)snprintf(export->accounts_print, EXPORT_PRINT_SIZE, "%016" PRIx64,
	    formatted(accounts));
	export->result->repos = (int64_t) export->len;
	return lay_out(export, prints, err);
}

/* --- what is to be sent --- */

static bool
differs(const char *there, uint64_t print)
{
	char here[EXPORT_PRINT_SIZE];

	(void)snprintf(here, sizeof(here), "%016" PRIx64, print);
	return strcmp(there, here) != 0;
}

/* What another store has sent counts as long as ours has read nothing later. */
static void
decide(struct export *export, struct export_repo *repo)
{
	const struct export_closed *closed = &repo->closed;
	bool all = !closed->there || closed->gone;

	if (!all && closed->synced_at > repo->print->synced_at) {
		export->result->newer++;
		return;
	}
	repo->facts = all || differs(closed->facts_print, repo->print->facts);
	repo->state =
	    repo->facts || differs(closed->state_print, repo->print->state);
	export->result->facts += repo->facts;
	export->result->states += repo->state && !repo->facts;
}

/* The one that was closed last; what it says of accounts is what is there. */
static struct export_repo *
newest_of(const struct export *export)
{
	struct export_repo *newest = NULL;

	for (size_t i = 0; i < export->len; i++)
		if (export->repos[i].closed.there &&
		    (!newest || export->repos[i].closed.generation >
				    newest->closed.generation))
			newest = &export->repos[i];
	return newest;
}

/* --- generations --- */

/* Later ones are greater, also where a clock was set back; those that others
 * make at the same time are others. */
static int64_t
next_generation(const struct export *export, const struct export_batch *batch)
{
	int64_t now_s = app_now_s(export->app);
	int64_t ms = app_monotonic_ms(export->app);
	uint64_t noise = hscan_mix((uint64_t)ms ^ (uint64_t)(uintptr_t)batch ^
				   export->repos[batch->from].print->state);
	int64_t generation = (now_s * 1000 + ms % 1000) * (1 << 20) +
			     (int64_t)(noise & ((1 << 20) - 1));

	for (size_t i = batch->from; i < batch->from + batch->len; i++) {
		const struct export_closed *closed = &export->repos[i].closed;

		if (closed->there && closed->generation >= generation)
			generation = closed->generation + 1;
	}
	return generation > batch->generation ? generation
					      : batch->generation + 1;
}

/* --- a batch --- */

/* The numbers of those of the batch whose facts, or whose state alone, go. */
static int64_t *
ids_of(const struct export *export, const struct export_batch *batch,
    bool facts, size_t *len)
{
	int64_t *ids = malloc((batch->len + 1) * sizeof(*ids));

	*len = 0;
	for (size_t i = batch->from; ids && i < batch->from + batch->len; i++)
		if (export->repos[i].facts ||
		    (!facts && export->repos[i].state))
			ids[(*len)++] = export->repos[i].print->repo_id;
	return ids;
}

static enum hscan_status
send_parts(struct export *export, const struct export_batch *batch, bool facts,
    enum hscan_facts_part from, enum hscan_facts_part to,
    struct hscan_error *err)
{
	struct hscan_facts *reader = NULL;
	size_t len = 0;
	int64_t *ids = ids_of(export, batch, facts, &len);
	enum hscan_status status = HSCAN_OK;

	if (!ids)
		return hscan_no_memory(err);
	if (len > 0)
		status =
		    hscan_facts_open(export->store, ids, len, &reader, err);
	for (int part = (int)from;
	     part <= (int)to && len > 0 && status == HSCAN_OK; part++)
		status = export_send(export, reader,
		    (enum hscan_facts_part)part, batch->generation, err);
	hscan_facts_close(reader);
	free(ids);
	return status;
}

/* As of one moment. */
static enum hscan_status
send_batch(struct export *export, const struct export_batch *batch,
    struct hscan_error *err)
{
	enum hscan_status status = hscan_store_hold(export->store, err);

	if (status != HSCAN_OK)
		return status;
	status = send_parts(
	    export, batch, true, HSCAN_FACTS_ITEM, HSCAN_FACTS_TAG, err);
	if (status == HSCAN_OK)
		status = send_parts(export, batch, false, HSCAN_FACTS_STATE,
		    HSCAN_FACTS_REPO, err);
	hscan_store_let_go(export->store);
	return status;
}

static enum hscan_status
export_batch(
    struct export *export, struct export_batch *batch, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool right = false;

	for (int i = 0; i < TRIES && !right && status == HSCAN_OK; i++) {
		for (size_t at = 0; at < batch->len; at++)
			memset(export->repos[batch->from + at].counts, 0,
			    sizeof(export->repos[0].counts));
		batch->generation = next_generation(export, batch);
		status = send_batch(export, batch, err);
		if (status == HSCAN_OK)
			status = export_count(export, batch, &right, err);
	}
	if (status == HSCAN_OK && !right)
		return hscan_fail(err, HSCAN_ENET,
		    "%s: it has other rows than were sent, %d times in a row; "
		    "look for a proxy between that cuts requests, and run it "
		    "again",
		    hscan_clickhouse_name(export->server), TRIES);
	return status == HSCAN_OK ? export_close(export, batch, err) : status;
}

/* From `from` on. Those between that have nothing new lie in it, too. */
static struct export_batch
next_batch(const struct export *export, size_t from)
{
	struct export_batch batch = {.from = from};
	int64_t rows = 0, repos = 0;

	while (batch.from < export->len && !export->repos[batch.from].state)
		batch.from++;
	for (size_t i = batch.from; i < export->len && repos < BATCH_REPOS;
	     i++) {
		const struct export_repo *repo = &export->repos[i];

		if (!repo->state)
			continue;
		rows += repo->facts ? repo->print->rows : 0;
		if (repos > 0 && rows > BATCH_ROWS)
			break;
		batch.len = i + 1 - batch.from;
		repos++;
	}
	return batch;
}

static enum hscan_status
export_batches(struct export *export, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	int64_t total = export->result->facts + export->result->states;
	int64_t done = 0;
	struct export_batch batch = next_batch(export, 0);

	while (batch.len > 0 && status == HSCAN_OK) {
		app_progress(export->app, "export", done, total);
		status = export_batch(export, &batch, err);
		for (size_t i = 0; i < batch.len; i++)
			done += export->repos[batch.from + i].state;
		batch = next_batch(export, batch.from + batch.len);
	}
	app_progress(export->app, NULL, done, total);
	return status;
}

/* --- accounts --- */

static enum hscan_status
send_accounts(struct export *export, struct hscan_error *err)
{
	const struct export_batch all = {.from = 0, .len = export->len};
	struct hscan_facts *reader = NULL;
	enum hscan_status status = hscan_store_hold(export->store, err);

	if (status != HSCAN_OK)
		return status;
	status = hscan_facts_open(export->store, NULL, 0, &reader, err);
	if (status == HSCAN_OK)
		status = export_send(export, reader, HSCAN_FACTS_ACCOUNT,
		    next_generation(export, &all), err);
	hscan_facts_close(reader);
	hscan_store_let_go(export->store);
	return status;
}

/* They are of no repository, so what the one that was closed last says of them
 * is what is there. One of them has to say so. */
static enum hscan_status
export_accounts(struct export *export, struct hscan_error *err)
{
	struct export_repo *newest = newest_of(export);

	if (export->len == 0 || (newest && strcmp(newest->closed.accounts_print,
					       export->accounts_print) == 0))
		return HSCAN_OK;
	if (newest && export->result->facts + export->result->states == 0) {
		newest->state = true;
		export->result->states++;
	}
	return send_accounts(export, err);
}

enum hscan_status
export_run(struct app *app, struct hscan_store *store,
    struct hscan_clickhouse *server, struct export_result *out,
    struct hscan_error *err)
{
	struct export export = {
	    .app = app, .store = store, .server = server, .result = out};
	enum hscan_status status;

	*out = (struct export_result){0};
	hscan_arena_init(&export.arena);
	status = read_prints(&export, err);
	if (status == HSCAN_OK)
		status = export_read_closed(&export, err);
	for (size_t i = 0; i < export.len && status == HSCAN_OK; i++)
		decide(&export, &export.repos[i]);
	if (status == HSCAN_OK)
		status = export_accounts(&export, err);
	if (status == HSCAN_OK)
		status = export_batches(&export, err);
	if (status == HSCAN_OK && out->facts > 0)
		status = export_garbage(&export, err);
	hscan_arena_clear(&export.arena);
	return status;
}
