/* SPDX-License-Identifier: MIT */
/* What has changed, in batches; see export.h. */
#include "app/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/export_internal.h"
#include "base/mix.h"
#include "metric/sqlite/facts.h"
#include "store/store.h"

/* A batch is read as of one moment, and sent with one request a table: enough
 * for the server to work with, and little enough that a try which went wrong is
 * soon done again. */
enum { BATCH_ROWS = 1000000, BATCH_REPOS = 5000, TRIES = 3 };

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
int64_t
export_generation(const struct app *app, uint64_t noise, int64_t above)
{
	int64_t now_s = app_now_s(app);
	int64_t ms = app_monotonic_ms(app);
	uint64_t mixed = hscan_mix((uint64_t)ms ^ noise);
	int64_t generation = (now_s * 1000 + ms % 1000) * (1 << 20) +
			     (int64_t)(mixed & ((1 << 20) - 1));

	return generation > above ? generation : above + 1;
}

static int64_t
next_generation(const struct export *export, const struct export_batch *batch)
{
	int64_t above = batch->generation;

	for (size_t i = batch->from; i < batch->from + batch->len; i++) {
		const struct export_closed *closed = &export->repos[i].closed;

		if (closed->there && closed->generation > above)
			above = closed->generation;
	}
	return export_generation(export->app,
	    (uint64_t)(uintptr_t)batch ^
		export->repos[batch->from].print->state,
	    above);
}

/* --- reading a batch --- */

/* The facts of some repositories and the state of all of them, as of one
 * moment. */
struct reading {
	struct export_batch *batch;
	int64_t *of_facts, *of_all; /* numbers of the store; owned */
	size_t facts_len, all_len;
	struct hscan_facts *reader; /* of the facts, if there are any */
	bool held;
};

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
open_reader(struct reading *reading, const struct export *export,
    const int64_t *ids, size_t len, struct hscan_error *err)
{
	struct hscan_facts *reader = NULL;
	enum hscan_status status =
	    hscan_facts_open(export->store, ids, len, &reader, err);

	reading->reader = reader;
	return status;
}

/* Works out what the rows need, and makes none yet. Nothing is read of a batch
 * that is empty. */
static enum hscan_status
begin_reading(struct reading *reading, struct export *export,
    struct export_batch *batch, struct hscan_error *err)
{
	enum hscan_status status;

	*reading = (struct reading){.batch = batch};
	if (batch->len == 0)
		return HSCAN_OK;
	reading->of_facts = ids_of(export, batch, true, &reading->facts_len);
	reading->of_all = ids_of(export, batch, false, &reading->all_len);
	status = reading->of_facts && reading->of_all
		     ? hscan_store_hold(export->store, err)
		     : hscan_no_memory(err);
	reading->held = status == HSCAN_OK;
	if (status == HSCAN_OK && reading->facts_len > 0)
		status = open_reader(reading, export, reading->of_facts,
		    reading->facts_len, err);
	if (status == HSCAN_OK && reading->facts_len > 0)
		status = hscan_facts_work_out(reading->reader, err);
	return status;
}

static void
end_reading(struct reading *reading, struct export *export)
{
	hscan_facts_close(reading->reader);
	if (reading->held)
		hscan_store_let_go(export->store);
	free(reading->of_facts);
	free(reading->of_all);
	*reading = (struct reading){.reader = NULL};
}

/* What takes the server longest comes last: it still works on that while the
 * next batch is worked out. Small ones come between, that the server
 * may be done with some while others are read. The state says how many answers
 * there are, which is known once they were read. */
static const enum hscan_facts_part facts_parts[] = {HSCAN_FACTS_COMMIT,
    HSCAN_FACTS_PAGE, HSCAN_FACTS_EVENT, HSCAN_FACTS_AUTHOR,
    HSCAN_FACTS_RELEASE, HSCAN_FACTS_TAG, HSCAN_FACTS_ITEM, HSCAN_FACTS_ANSWER};
static const enum hscan_facts_part state_parts[] = {
    HSCAN_FACTS_STATE, HSCAN_FACTS_REPO};

static enum hscan_status
send_parts(const struct reading *reading, struct export *export,
    const enum hscan_facts_part *parts, size_t len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = export_send(export, reading->reader, parts[i],
		    reading->batch->generation, err);
	return status;
}

/* One reader for both where these are of the same repositories, as it knows
 * already what is counted. */
static enum hscan_status
send_reading(
    struct reading *reading, struct export *export, struct hscan_error *err)
{
	struct export_batch *batch = reading->batch;
	enum hscan_status status = HSCAN_OK;

	if (batch->len == 0)
		return HSCAN_OK;
	for (size_t at = 0; at < batch->len; at++)
		memset(export->repos[batch->from + at].counts, 0,
		    sizeof(export->repos[0].counts));
	batch->generation = next_generation(export, batch);
	if (reading->facts_len > 0)
		status = send_parts(reading, export, facts_parts,
		    sizeof(facts_parts) / sizeof(facts_parts[0]), err);
	if (status == HSCAN_OK && reading->facts_len < reading->all_len) {
		hscan_facts_close(reading->reader);
		reading->reader = NULL;
		status = open_reader(
		    reading, export, reading->of_all, reading->all_len, err);
	}
	return status == HSCAN_OK
		   ? send_parts(reading, export, state_parts,
			 sizeof(state_parts) / sizeof(state_parts[0]), err)
		   : status;
}

/* --- batches --- */

static enum hscan_status
send_again(
    struct export *export, struct export_batch *batch, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	bool right = false;

	for (int i = 1; i < TRIES && !right && status == HSCAN_OK; i++) {
		struct reading reading;

		status = begin_reading(&reading, export, batch, err);
		if (status == HSCAN_OK)
			status = send_reading(&reading, export, err);
		end_reading(&reading, export);
		if (status == HSCAN_OK)
			status = export_count(export, batch, &right, err);
	}
	return status != HSCAN_OK || right
		   ? status
		   : hscan_fail(err, HSCAN_ENET,
			 "%s: it has other rows than were sent, %d times in a "
			 "row; look for a proxy between that cuts requests, "
			 "and run it again",
			 hscan_clickhouse_name(export->server), TRIES);
}

/* Counts what was sent, and lets others read it. `next` is being read by now,
 * which two can not be at once. */
static enum hscan_status
finish(struct export *export, struct export_batch *sent, struct reading *next,
    struct hscan_error *err)
{
	bool right = false;
	enum hscan_status status = export_count(export, sent, &right, err);

	if (status == HSCAN_OK && !right) {
		struct export_batch *batch = next->batch;

		end_reading(next, export);
		status = send_again(export, sent, err);
		if (status == HSCAN_OK)
			status = begin_reading(next, export, batch, err);
	}
	return status == HSCAN_OK ? export_close(export, sent, err) : status;
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

/* What the next batch needs is worked out while the server still works on what
 * was sent. */
static enum hscan_status
export_batches(struct export *export, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	int64_t total = export->result->facts + export->result->states;
	int64_t done = 0;
	struct export_batch sent = {.len = 0}, batch = next_batch(export, 0);

	while (status == HSCAN_OK && sent.len + batch.len > 0) {
		struct reading reading;

		app_progress(export->app, "export", done, total);
		status = begin_reading(&reading, export, &batch, err);
		if (status == HSCAN_OK && sent.len > 0)
			status = finish(export, &sent, &reading, err);
		for (size_t i = 0; i < sent.len; i++)
			done += export->repos[sent.from + i].state;
		if (status == HSCAN_OK)
			status = send_reading(&reading, export, err);
		end_reading(&reading, export);
		sent = batch;
		batch = next_batch(export, sent.from + sent.len);
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
	status = export_read_prints(&export, err);
	if (status == HSCAN_OK)
		status = export_read_closed(&export, err);
	for (size_t i = 0; i < export.len && status == HSCAN_OK; i++)
		decide(&export, &export.repos[i]);
	if (status == HSCAN_OK)
		status = export_accounts(&export, err);
	if (status == HSCAN_OK)
		status = export_batches(&export, err);
	if (status == HSCAN_OK)
		status = hscan_clickhouse_settle(server, err);
	if (status == HSCAN_OK && out->facts > 0)
		status = export_garbage(&export, err);
	hscan_arena_clear(&export.arena);
	return status;
}
