/* SPDX-License-Identifier: MIT */
/* One record of an import: decoded first, and only then is the store locked. */
#include "app/import_internal.h"
#include "base/text.h"
#include "source/backup/github_backup.h"
#include "source/backup/metadata_backup.h"
#include "source/backup/migration.h"
#include "source/backup/perceval.h"
#include "source/backup/rest_list.h"
#include "source/webhook/signature.h"

/* Goes on after a record: counts it by what came of it. */
static enum hscan_status
count(struct import *im, enum hscan_status status, bool taken)
{
	if (status == HSCAN_EPARSE)
		status = import_refuse(im, im->err->message);
	else if (status == HSCAN_OK && taken)
		im->out->taken++;
	else if (status == HSCAN_OK)
		im->out->passed_over++;
	hscan_arena_reset(&im->arena);
	return status == HSCAN_OK ? import_turn(im) : status;
}

/* --- deliveries --- */

/* What another server has kept may have been changed since. */
enum hscan_status
import_check_trust(const struct import *im)
{
	if (im->secrets.len > 0 || im->app->settings.insecure_no_secret)
		return HSCAN_OK;
	return hscan_fail(im->err, HSCAN_EINVAL,
	    "nothing says who has signed these deliveries; give the secret of "
	    "the hook with --secret-file, or take them unseen with "
	    "--insecure-no-secret");
}

/* An hour has the events of everybody. */
enum hscan_status
import_check_whose(const struct import *im)
{
	if (im->is_named || im->app->settings.all)
		return HSCAN_OK;
	return hscan_fail(im->err, HSCAN_EINVAL,
	    "an hour of GH Archive has the events of everybody; say whose are "
	    "wanted with --repo OWNER/NAME, or take all with --all");
}

static bool
is_signed(const struct import *im, const struct hscan_post *post)
{
	struct hscan_text rest = hscan_buf_text(&im->secrets);
	struct hscan_text secret;
	bool right = im->app->settings.insecure_no_secret;

	while (!right && hscan_secret_next(&rest, &secret))
		right = hscan_signature_is_right(
		    post->signature, secret, post->body);
	return right;
}

/* Whether a delivery is of the repository that --repo names, by whatever name
 * it went then. */
static bool
is_wanted(const struct hscan_repo_name *name, void *payload)
{
	const struct import *im = payload;
	struct hscan_stored_repo a = {0}, b = {0};
	bool same;

	if (!im->is_named || hscan_repo_name_equal(name, &im->named))
		return true;
	same = hscan_store_find_repo(im->store, name, &a, NULL) == HSCAN_OK &&
	       hscan_store_find_repo(im->store, &im->named, &b, NULL) ==
		   HSCAN_OK &&
	       a.repo_id == b.repo_id;
	hscan_stored_repo_clear(&a);
	hscan_stored_repo_clear(&b);
	return same;
}

static enum hscan_status
note_delivery(struct import *im, const struct hscan_intake *taken)
{
	struct import_sum *sum;
	struct hscan_exported_sum *told;

	if (taken->outcome == HSCAN_INTAKE_PASSED_OVER || taken->repo_id == 0)
		return HSCAN_OK;
	sum = import_touch(im, taken->repo_id, HSCAN_SOURCE_WEBHOOK);
	if (!sum)
		return hscan_no_memory(im->err);
	told = &sum->told;
	if (told->oldest == HSCAN_NEVER || taken->told_at < told->oldest)
		told->oldest = taken->told_at;
	if (taken->told_at > told->newest)
		told->newest = taken->told_at;
	return HSCAN_OK;
}

enum hscan_status
import_delivery(struct import *im, const struct hscan_post *post)
{
	const struct hscan_intake_from from = {
	    .host = im->host,
	    .kept = true,
	    .may = is_wanted,
	    .payload = im,
	};
	struct hscan_intake taken = {.repo_id = 0};
	struct hscan_text payload = {NULL, 0};
	enum hscan_status status;

	if (!is_signed(im, post))
		status = hscan_fail(im->err, HSCAN_EPARSE,
		    "the delivery is refused: its signature is missing or not "
		    "by a secret of --secret-file");
	else
		status =
		    hscan_post_payload(post, &im->payload, &payload, im->err);
	if (status == HSCAN_OK)
		status = import_begin(im);
	if (status == HSCAN_OK)
		status = hscan_intake_delivery(im->store, &from, post, payload,
		    app_now_s(im->app), &taken, im->err);
	/* Of another repository than --repo names. */
	if (status == HSCAN_EREFUSED)
		return count(im, HSCAN_OK, false);
	if (status == HSCAN_OK)
		status = note_delivery(im, &taken);
	return count(im, status, taken.outcome != HSCAN_INTAKE_PASSED_OVER);
}

/* --- objects of exports --- */

static enum hscan_status
note_object(struct import *im, const struct hscan_told *told, int64_t repo_id)
{
	struct import_sum *sum = import_touch(im, repo_id, im->from.source);
	enum hscan_status status = HSCAN_OK;

	if (!sum)
		return hscan_no_memory(im->err);
	hscan_exported_add(&sum->told, told);
	/* What of it was left out is missing. */
	for (size_t i = 0; i < told->bad_len && status == HSCAN_OK; i++)
		status = import_refuse(im, told->bad[i].ptr);
	return status;
}

static enum hscan_status
put(struct import *im, const struct hscan_told *told)
{
	struct hscan_exported exported = {.repo_id = 0};
	enum hscan_status status = import_begin(im);

	if (status == HSCAN_OK)
		status = hscan_exported_put(
		    im->store, &im->from, told, &exported, im->err);
	im->out->unknown += status == HSCAN_OK && exported.unknown;
	if (status == HSCAN_OK && exported.taken)
		status = note_object(im, told, exported.repo_id);
	return count(im, status, exported.taken);
}

/* What does not tell the number of its repository waits until all others of the
 * same file or folder have told theirs. */
static enum hscan_status
put_in_turn(struct import *im, const struct hscan_told *told)
{
	bool waits = told->repo.id == 0 && im->may_return;
	bool again = im->again;
	enum hscan_status status;

	if (waits || (again && (told->passed_over || told->repo.id != 0))) {
		im->waiting += waits;
		hscan_arena_reset(&im->arena);
		return import_turn(im);
	}
	im->again = false;
	status = put(im, told);
	im->again = again;
	return status;
}

enum hscan_status
import_told(
    struct import *im, enum hscan_status decoded, const struct hscan_told *told)
{
	if (decoded != HSCAN_OK || (told->passed_over && !im->again))
		return count(im, decoded, false);
	return put_in_turn(im, told);
}

/* A repository itself: which one the records are of. */
static enum hscan_status
put_whose(struct import *im, const struct hscan_told *told)
{
	struct hscan_exported exported = {.repo_id = 0};
	enum hscan_status status = import_begin(im);

	if (status == HSCAN_OK)
		status = hscan_exported_put(
		    im->store, &im->from, told, &exported, im->err);
	if (status == HSCAN_EPARSE)
		status = import_refuse(im, im->err->message);
	hscan_arena_reset(&im->arena);
	return status == HSCAN_OK ? import_turn(im) : status;
}

static enum hscan_status
migration_object(struct import *im, struct hscan_text object)
{
	struct hscan_told told;
	struct hscan_login login;
	enum hscan_status status = hscan_migration_decode(
	    object, im->host, &im->logins, &im->arena, &told, &login, im->err);

	/* These are no records, but say whose others are. */
	if (status == HSCAN_OK && told.repo_row)
		return put_whose(im, &told);
	if (status != HSCAN_OK || login.id == 0)
		return import_told(im, status, &told);
	hscan_arena_reset(&im->arena);
	if (!hscan_logins_add(&im->logins, login))
		return hscan_no_memory(im->err);
	return import_turn(im);
}

enum hscan_status
import_object(
    struct import *im, enum hscan_backup_kind kind, struct hscan_text object)
{
	static hscan_told_decode *const decoders[] = {
	    [HSCAN_BACKUP_WEBHOOK] = hscan_rest_list_decode,
	    [HSCAN_BACKUP_REST] = hscan_rest_list_decode,
	    [HSCAN_BACKUP_GITHUB] = hscan_github_backup_decode,
	    [HSCAN_BACKUP_METADATA] = hscan_metadata_backup_decode,
	    [HSCAN_BACKUP_HOUR] = hscan_rest_list_decode,
	    [HSCAN_BACKUP_PERCEVAL] = hscan_perceval_decode,
	    [HSCAN_BACKUP_MIGRATION] = NULL,
	};
	struct hscan_told told;
	enum hscan_status status;

	if (kind == HSCAN_BACKUP_MIGRATION)
		return migration_object(im, object);
	status = decoders[kind](object, &im->arena, &told, im->err);
	return import_told(im, status, &told);
}
