/* SPDX-License-Identifier: MIT */
/*
 * What an engine has to do: open(scope), samples(metric, on_row), close, and
 * three things that are no metrics. What a sample means, and every number made
 * from samples, is made above this line (engine.c), so that it is the same
 * for all kinds. SQLite's is metric/sqlite.
 */
#ifndef HSCAN_METRIC_KIND_H
#define HSCAN_METRIC_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "metric/contributors.h"
#include "metric/engine.h"
#include "metric/open_items.h"
#include "metric/signs.h"
#include "metric/suspects.h"
#include "model/affiliation.h"

struct hscan_store;

/* What a row says. */
enum hscan_row_says {
	HSCAN_ROW_VALUE,    /* a number */
	HSCAN_ROW_DURATION, /* two instants */
	HSCAN_ROW_REASON,   /* with `subject`, why there is no number */
	HSCAN_ROW_UNTOLD, /* that a merge of its window may be among those that
			   * the server does not say */
	HSCAN_ROW_BAD,    /* nothing: a column is not what it has to be */
};

/* How the sample stands to the cohort of the Kaplan-Meier median. */
enum hscan_row_end {
	HSCAN_ROW_NO_COHORT,
	HSCAN_ROW_ENDED,     /* as counted; or, of a duration, not yet */
	HSCAN_ROW_OPEN,      /* a value alone: it has not ended */
	HSCAN_ROW_WITHDRAWN, /* it will never end as counted */
};

/* A row of a metric's query; text is borrowed until the callback returns. */
struct hscan_engine_row {
	enum hscan_row_says says;
	enum hscan_row_end end;
	int64_t repo_id, window_no;
	int64_t weight;    /* so many of them are alike; at least 1 */
	double value;      /* finite */
	int64_t began_at;  /* of a duration; else, of a place, when its subject
			    * began, or HSCAN_NEVER */
	int64_t ended_at;  /* HSCAN_NEVER: not by the window's end */
	bool left_out;     /* its author is one of those who are not counted */
	bool pull_request; /* of an item */
	int64_t number;    /* likewise; 0 for anything else */
	struct hscan_text subject, title, author;
	unsigned sources; /* who told it: a set of 1 << enum hscan_source; 0:
			   * REST alone, as all of the repository */
	int64_t actor_id; /* HSCAN_NEVER: none */
	/* Of a metric of items, where the scope is by role; else NONE. */
	enum hscan_role role;
	/* Of what organizations have. */
	enum hscan_standing standing;
	int64_t people;
	int64_t owner_id; /* of a place: the repository that has a commit; else
			   * repo_id */
};

/* What the rows of a metric have. */
struct hscan_engine_columns {
	bool instants; /* durations, in place of values */
	bool cohort;
	bool standing; /* whether each is somebody's */
};

typedef enum hscan_status hscan_engine_row_fn(
    const struct hscan_engine_row *row, void *payload, struct hscan_error *err);

/* One repository and window, the rows of which are wanted with what names
 * them: subject, number, title and author. The commits of a pool are its first
 * repository's. */
struct hscan_engine_place {
	int64_t repo_id;
	size_t window_no;
};

/* What could not be read and may be missing from the samples of a metric in
 * one window. */
struct hscan_engine_missing {
	int64_t samples; /* that are not there */
	int64_t changed; /* that are there, and may be other than they seem */
	bool any_number; /* there may be any number more that are not there */
};

struct hscan_engine_kind {
	const char *name; /* NULL: of the store itself */
	void *of;         /* whatever the kind needs to know; borrowed */
	/* Those rows of a metric that say a sample, or why there is none, come
	 * by repository, those that say UNTOLD before them. */
	bool by_repository;
	/* `kind` is this. `store` holds what the kind does not keep itself.
	 * Sets `*out`, whose first member is a struct hscan_engine; that is
	 * filled in by hscan_engine_open(). */
	enum hscan_status (*open)(const struct hscan_engine_kind *kind,
	    struct hscan_store *store, const struct hscan_engine_scope *scope,
	    struct hscan_engine **out, struct hscan_error *err);
	void (*close)(struct hscan_engine *engine);
	/* Why it has no number of a metric, whatever was read; NULL: it has.
	 * NULL itself: it has all. It is not asked for samples of these. */
	const char *(*lacks)(const struct hscan_metric *metric);
	/* Sets `columns`, then gives each row in the order of the query.
	 * `place` NULL: of all windows and of the repositories that `of` says,
	 * see hscan_engine_run(), and perhaps of others. A repository of a pool
	 * is not there in the windows that it does not add to. Fails as
	 * hscan_engine_run, and as `on_row`. */
	enum hscan_status (*samples)(struct hscan_engine *engine,
	    const struct hscan_metric *metric,
	    const struct hscan_engine_place *place, const bool *of,
	    struct hscan_engine_columns *columns, hscan_engine_row_fn *on_row,
	    void *payload, struct hscan_error *err);
	enum hscan_status (*missing)(struct hscan_engine *engine,
	    const struct hscan_metric *metric,
	    const struct hscan_engine_place *place,
	    struct hscan_engine_missing *out, struct hscan_error *err);
	/* See hscan_engine_expect_signs(); NULL: it makes no difference. */
	enum hscan_status (*expect_signs)(struct hscan_engine *engine,
	    const struct hscan_signs_question *questions, size_t len,
	    struct hscan_error *err);
	/* See hscan_engine_signs(). */
	enum hscan_status (*signs)(struct hscan_engine *engine,
	    const struct hscan_signs_question *question,
	    struct hscan_signs *out, struct hscan_error *err);
	/* See hscan_engine_suspects(). */
	enum hscan_status (*suspects)(struct hscan_engine *engine,
	    int64_t repo_id, struct hscan_arena *arena,
	    const struct hscan_suspect **out, size_t *len,
	    struct hscan_error *err);
	/* See hscan_engine_open_items(). */
	enum hscan_status (*open_items)(struct hscan_engine *engine,
	    const struct hscan_open_items_question *question,
	    hscan_open_item_fn *take, void *payload, struct hscan_error *err);
	/* See hscan_engine_contributors(); NULL: it does not tell. */
	enum hscan_status (*contributors)(struct hscan_engine *engine,
	    hscan_contributor_fn *take, void *payload, struct hscan_error *err);
};

/* Where in the scope a repository is. */
struct hscan_engine_index {
	int64_t repo_id;
	size_t at;
	size_t pool; /* which one it is in; `at`, where there are none */
};

struct hscan_engine {
	const struct hscan_engine_kind *kind;
	const struct hscan_engine_scope *scope;
	struct hscan_engine_index *index; /* owned; by number */
};

#endif
