/* SPDX-License-Identifier: MIT */
/* The transactions of an import, and its sums; see import.h. */
#include <poll.h>
#include <string.h>

#include "app/import_internal.h"
#include "base/text.h"
#include "source/webhook/peek.h"

enum {
	/* Whoever else writes waits for no longer, about. */
	LOCKED_MS = 120,
	RECORDS = 300,
	/* Whoever waits for the store looks for it that often. */
	PAUSE_MS = 20,
	PROGRESS_MS = 100,
	KB = 1000,
};

enum hscan_status
import_begin(struct import *im)
{
	enum hscan_status status;

	if (im->open)
		return HSCAN_OK;
	status = hscan_store_begin(im->store, im->err);
	im->open = status == HSCAN_OK;
	im->opened_ms = app_monotonic_ms(im->app);
	im->records = 0;
	return status;
}

/* From when to when it is so far, for all that the transaction is of. */
static enum hscan_status
put_spans(struct import *im)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < im->sums.touched_len && status == HSCAN_OK;
	     i++) {
		struct import_sum *sum = &im->sums.at[im->sums.touched[i]];
		const struct hscan_exported_sum *told = &sum->told;

		sum->touched = false;
		if (told->source != HSCAN_SOURCE_WEBHOOK)
			status =
			    hscan_exported_put_spans(im->store, told, im->err);
		else if (told->oldest != HSCAN_NEVER)
			status = hscan_intake_put_span(im->store, told->repo_id,
			    told->oldest, told->newest, HSCAN_INTAKE_KEPT,
			    im->err);
	}
	im->sums.touched_len = 0;
	return status;
}

enum hscan_status
import_commit(struct import *im)
{
	enum hscan_status status;

	if (!im->open)
		return HSCAN_OK;
	status = put_spans(im);
	if (status == HSCAN_OK)
		status = hscan_store_commit(im->store, im->err);
	if (status != HSCAN_OK) {
		/* Nothing of it is in the store. */
		hscan_store_rollback(im->store);
		im->out->taken = im->committed;
	}
	im->committed = im->out->taken;
	im->open = false;
	return status;
}

static void
show_progress(struct import *im, int64_t now)
{
	if (now - im->progress_ms < PROGRESS_MS)
		return;
	im->progress_ms = now;
	if (im->bytes_total > 0)
		app_progress(im->app, "import, kB", im->bytes_read / KB,
		    im->bytes_total / KB);
	else
		app_progress(im->app, "records",
		    im->out->taken + im->out->passed_over + im->out->refused,
		    -1);
}

enum hscan_status
import_turn(struct import *im)
{
	int64_t now = app_monotonic_ms(im->app);
	bool long_enough = im->open && now - im->opened_ms >= LOCKED_MS;
	enum hscan_status status = HSCAN_OK;

	show_progress(im, now);
	if (im->open && (++im->records >= RECORDS || long_enough))
		status = import_commit(im);
	if (status == HSCAN_OK && long_enough)
		(void)poll(NULL, 0, PAUSE_MS);
	if (status == HSCAN_OK && im->app->interrupted && *im->app->interrupted)
		status = hscan_fail(im->err, HSCAN_EINTR,
		    "interrupted after %lld record%s in the store; run the "
		    "same command again to go on",
		    (long long)im->out->taken,
		    im->out->taken == 1 ? ", which is" : "s, which are");
	return status;
}

/* What was refused, or cut off, is missing: then nobody can say that this is
 * all. */
static enum hscan_status
put_complete(struct import *im, const struct import_sum *sum)
{
	if (im->covers_from == HSCAN_NEVER || im->out->refused > 0 ||
	    im->out->cut || im->incomplete)
		return HSCAN_OK;
	if (sum->told.source == HSCAN_SOURCE_WEBHOOK)
		return hscan_intake_put_span(im->store, sum->told.repo_id,
		    im->covers_from, im->covers_to, HSCAN_INTAKE_COMPLETE,
		    im->err);
	return hscan_exported_put_complete(
	    im->store, &sum->told, im->covers_from, im->covers_to, im->err);
}

/* How much of a repository's pull requests an archive has that tells of them
 * in short. */
static enum hscan_status
count_share(struct import *im, const struct import_sum *sum)
{
	struct hscan_shared shared = {0, 0};
	enum hscan_status status;

	if (sum->short_from == HSCAN_NEVER)
		return HSCAN_OK;
	status = hscan_store_count_shared(im->store, sum->told.repo_id,
	    sum->short_from, sum->short_to, &shared, im->err);
	im->out->short_told += shared.told;
	im->out->short_shared += shared.shared;
	return status;
}

static enum hscan_status
finish(struct import *im, const struct import_sum *sum)
{
	enum hscan_status status = import_begin(im);

	if (status == HSCAN_OK)
		status = count_share(im, sum);
	if (status == HSCAN_OK)
		status = put_complete(im, sum);
	if (status == HSCAN_OK)
		status = hscan_store_settle_merges(
		    im->store, sum->told.repo_id, im->err);
	return status == HSCAN_OK ? import_turn(im) : status;
}

/* What was told of `from` is of `to` now. */
static void
join_sums(struct import *im, int64_t from, int64_t to)
{
	for (size_t i = 0; i < im->sums.len && from != 0; i++)
		if (im->sums.at[i].told.repo_id == from)
			im->sums.at[i].told.repo_id = to;
}

/* What was imported of a repository before anybody had told its number. */
static enum hscan_status
take_stand_in(struct import *im, const struct import_sum *sum)
{
	int64_t repo_id = sum->told.repo_id, taken = 0;
	struct hscan_stored_repo stored = {0};
	struct hscan_repo_name name;
	enum hscan_status status =
	    hscan_store_get_repo(im->store, repo_id, &stored, im->err);

	if (status == HSCAN_OK &&
	    hscan_full_name_parse(stored.repo.full_name, im->host, &name))
		status = hscan_store_take_stand_in(
		    im->store, &name, repo_id, im->is_named, &taken, im->err);
	hscan_stored_repo_clear(&stored);
	join_sums(im, taken, repo_id);
	return status;
}

enum hscan_status
import_finish(struct import *im)
{
	enum hscan_status status = import_commit(im);
	bool any = false;

	if (status == HSCAN_OK)
		status = hscan_store_has_stand_ins(
		    im->store, im->host, &any, im->err);
	for (size_t i = 0; i < im->sums.len && status == HSCAN_OK && any; i++)
		status = take_stand_in(im, &im->sums.at[i]);
	for (size_t i = 0; i < im->sums.len && status == HSCAN_OK; i++)
		status = finish(im, &im->sums.at[i]);
	return status == HSCAN_OK ? import_commit(im) : status;
}

/* --- what is refused --- */

static struct import_refusal *
refusal_of(struct import_result *out, struct hscan_text why)
{
	static const struct hscan_text others = {"other reasons", 13};
	struct import_refusal *at = out->refusals;
	struct import_refusal *end = at + out->refusals_len;

	while (at < end && !hscan_text_equal(at->why, why))
		at++;
	if (at < end)
		return at;
	if (out->refusals_len == IMPORT_REFUSALS) {
		out->refusals[IMPORT_REFUSALS - 1].why = others;
		return &out->refusals[IMPORT_REFUSALS - 1];
	}
	at->why = hscan_arena_dup(&out->arena, why);
	out->refusals_len++;
	return at;
}

enum hscan_status
import_refuse(struct import *im, const char *why)
{
	struct import_refusal *refusal;
	size_t room = sizeof(refusal->first) / sizeof(refusal->first[0]);
	struct hscan_buf name;
	struct hscan_text *first;

	if (im->again)
		return HSCAN_OK;
	refusal = refusal_of(im->out, hscan_text_of(why));
	im->out->refused++;
	refusal->count++;
	if (!refusal->why.ptr)
		return hscan_no_memory(im->err);
	if ((size_t)refusal->count > room)
		return HSCAN_OK;
	first = &refusal->first[refusal->count - 1];
	hscan_buf_init(&name, 1024);
	(void)hscan_buf_add_string(&name, im->file);
	if (im->place > 0)
		(void)hscan_buf_add_format(
		    &name, ":%lld", (long long)im->place);
	*first = hscan_arena_dup(&im->out->arena, hscan_buf_text(&name));
	hscan_buf_clear(&name);
	return HSCAN_OK;
}
