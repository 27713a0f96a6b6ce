/* SPDX-License-Identifier: MIT */
/* Records told by several sources, in every order: what the store holds in the
 * end must be the same. */
#ifndef HSCAN_TESTS_TOLD_H
#define HSCAN_TESTS_TOLD_H

#include "support/stored.h"

/* One record that a source tells; those that are NULL it does not. */
struct telling {
	enum hscan_source source;
	int64_t told_at;
	const struct hscan_repo *repo;
	const struct hscan_item *item;
	const struct hscan_event *event;
	const struct hscan_response *response;
	const struct hscan_release *release;
	const struct hscan_base *base;
	const struct hscan_removal *removal;
};

static inline void
tell(struct hscan_store *store, int64_t repo_id, const struct telling *telling)
{
	const struct hscan_teller teller = {
	    HOST, telling->source, telling->told_at};
	struct hscan_error err;
	int64_t id;

	if (telling->repo)
		ok(hscan_store_put_repo(
		       store, &teller, telling->repo, &id, &err),
		    &err);
	if (telling->item)
		ok(hscan_store_put_items(
		       store, &teller, repo_id, telling->item, 1, &err),
		    &err);
	if (telling->event)
		ok(hscan_store_put_events(
		       store, &teller, repo_id, telling->event, 1, &err),
		    &err);
	if (telling->response)
		ok(hscan_store_put_responses(
		       store, &teller, repo_id, telling->response, 1, &err),
		    &err);
	if (telling->release)
		ok(hscan_store_put_releases(
		       store, &teller, repo_id, telling->release, 1, &err),
		    &err);
	if (telling->base)
		ok(hscan_store_put_bases(
		       store, repo_id, telling->base, 1, &err),
		    &err);
	if (telling->removal)
		ok(hscan_store_put_removals(
		       store, &teller, repo_id, telling->removal, 1, &err),
		    &err);
}

/* An empty store of a repository that several sources tell of. */
static inline struct hscan_store *
open_mixed(int64_t *repo_id)
{
	const struct hscan_span span = {.stream = HSCAN_STREAM_ISSUES,
	    .source = HSCAN_SOURCE_WEBHOOK,
	    .starts_at = 1,
	    .ends_at = 2};
	struct hscan_store *store = open_store(":memory:");
	struct hscan_stream_state read;
	struct hscan_error err;

	hscan_stream_state_init(&read);
	read.synced_at = 1;
	*repo_id = put_repo(store, HOST, 77, "o/n");
	ok(hscan_store_put_stream(
	       store, *repo_id, HSCAN_STREAM_REPO, &read, &err),
	    &err);
	ok(hscan_store_put_span(store, *repo_id, &span, &err), &err);
	return store;
}

/* What a query gives when these are told in this order, `times` each; the
 * caller frees it. The store is as before then. */
static inline char *
told_in_order(struct hscan_store *store, int64_t repo_id,
    const struct telling *tellings, const size_t *order, size_t len, int times,
    const char *sql)
{
	struct hscan_error err;
	char *found;

	ok(hscan_store_begin(store, &err), &err);
	for (size_t i = 0; i < len * (size_t)times; i++)
		tell(store, repo_id, &tellings[order[i % len]]);
	found = query(store, sql);
	hscan_store_rollback(store);
	return found;
}

static inline void
swap(size_t *a, size_t *b)
{
	size_t was = *a;

	*a = *b;
	*b = was;
}

/* The next order of all; false after the last. */
static inline bool
next_order(size_t *order, size_t len)
{
	size_t i = len - 1, j = len - 1;

	while (i > 0 && order[i - 1] >= order[i])
		i--;
	if (i == 0)
		return false;
	while (order[j] <= order[i - 1])
		j--;
	swap(&order[i - 1], &order[j]);
	for (j = len - 1; i < j; i++, j--)
		swap(&order[i], &order[j]);
	return true;
}

enum { TELLINGS_MOST = 6 };

/* Whatever the order, and also when all is told twice. */
static inline void
assert_told(const struct telling *tellings, size_t len, const char *sql,
    const char *expected)
{
	size_t order[TELLINGS_MOST] = {0, 1, 2, 3, 4, 5};

	int64_t repo_id = 0;
	struct hscan_store *store = open_mixed(&repo_id);
	struct hscan_error err;

	assert_true(len <= TELLINGS_MOST);
	do {
		for (int times = 1; times <= 2; times++) {
			char *found = told_in_order(
			    store, repo_id, tellings, order, len, times, sql);

			if (strcmp(found, expected) != 0)
				fail_msg("%zu %zu %zu %zu %zu %zu, %d times: "
					 "'%s', not '%s'",
				    order[0], order[1], order[2], order[3],
				    order[4], order[5], times, found, expected);
			free(found);
		}
	} while (next_order(order, len));
	for (size_t i = 0; i < len; i++)
		tell(store, repo_id, &tellings[order[i]]);
	ok(hscan_store_verify(store, &err), &err);
	hscan_store_close(store);
}

#endif
