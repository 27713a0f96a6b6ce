/* SPDX-License-Identifier: MIT */
/* The repositories that the store has, by the keys that they are exported
 * under. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/export_internal.h"
#include "base/mix.h"
#include "clickhouse/key.h"
#include "store/store.h"

/* What a print is made of besides; another number has all sent anew. */
enum { EXPORT_FORMAT = 1 };

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

enum hscan_status
export_read_prints(struct export *export, struct hscan_error *err)
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
