/* SPDX-License-Identifier: MIT */
/* What was said of a repository's numbers: the alerts and their turns, and the
 * values of runs that passed the gate. Failures as in store.h. `scope` is the
 * question that was asked; another question is another alert. */
#ifndef HSCAN_STORE_ALERTS_H
#define HSCAN_STORE_ALERTS_H

#include "base/buf.h"
#include "store/store.h"

/* After an evaluation. All zero: it never fired. */
struct hscan_alert_state {
	bool firing;
	int64_t since; /* as-of of its last turn */
	int64_t calm;  /* evaluations in a row in which it was well */
};

/* An alert as it is stored: after its newest evaluation and before that. */
struct hscan_stored_alert {
	struct hscan_alert_state now, was;
	int64_t at_run; /* as-of of the newest evaluation of it */
};

struct hscan_alert_key {
	int64_t repo_id;
	struct hscan_text scope;
	struct hscan_text metric;
	int64_t kind; /* enum hscan_alert_kind */
};

struct hscan_alert_turn {
	struct hscan_alert_key key;
	int64_t at;
	bool firing;
	bool has_value;
	double value;
	struct hscan_text message;
};

/* The as-of of the newest evaluation; HSCAN_NEVER before the first. */
HSCAN_CHECK enum hscan_status hscan_store_get_alert_run(
    struct hscan_store *store, int64_t repo_id, struct hscan_text scope,
    int64_t *at, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_alert_run(
    struct hscan_store *store, int64_t repo_id, struct hscan_text scope,
    int64_t at, struct hscan_error *err);

/* The repository that the alerts of a question are kept with; 0: none. Only the
 * questions about a group are of one repository alone. */
HSCAN_CHECK enum hscan_status hscan_store_find_alert_run(
    struct hscan_store *store, struct hscan_text scope, int64_t *repo_id,
    struct hscan_error *err);

/* An alert that never fired gives all zero, and at_run HSCAN_NEVER. */
HSCAN_CHECK enum hscan_status hscan_store_get_alert(struct hscan_store *store,
    const struct hscan_alert_key *key, struct hscan_stored_alert *out,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_alert(struct hscan_store *store,
    const struct hscan_alert_key *key, const struct hscan_stored_alert *alert,
    struct hscan_error *err);

/* The turn as of one instant; `found` tells whether there is one. `firing` is
 * all that is read. */
HSCAN_CHECK enum hscan_status hscan_store_get_turn(struct hscan_store *store,
    const struct hscan_alert_key *key, int64_t at, bool *found, bool *firing,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_turn(struct hscan_store *store,
    const struct hscan_alert_turn *turn, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_drop_turn(struct hscan_store *store,
    const struct hscan_alert_key *key, int64_t at, struct hscan_error *err);

/* What is to be told of a turn, until somebody has taken it. It outlives the
 * run: whoever sends it says so afterwards, so that it comes twice rather than
 * never. */
HSCAN_CHECK enum hscan_status hscan_store_put_notification(
    struct hscan_store *store, const struct hscan_alert_key *key, int64_t at,
    struct hscan_text body, struct hscan_error *err);

/* Takes back what is to be told of a turn, if it is there. */
HSCAN_CHECK enum hscan_status hscan_store_drop_notification(
    struct hscan_store *store, const struct hscan_alert_key *key, int64_t at,
    struct hscan_error *err);

/* The oldest of a repository that is to be sent; `*id` is 0 when there is none.
 * Appends its text. `*waiting` counts all, this one too. */
HSCAN_CHECK enum hscan_status hscan_store_next_notification(
    struct hscan_store *store, int64_t repo_id, int64_t *id,
    struct hscan_buf *body, int64_t *waiting, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_notified(
    struct hscan_store *store, int64_t repo_id, int64_t id,
    struct hscan_error *err);

/* Every turn of a repository (0: of all), oldest first, with whether the
 * alert is open now and what the repository is called. */
typedef enum hscan_status hscan_store_turn_fn(
    const struct hscan_alert_turn *turn, bool open_now, const char *host,
    struct hscan_text full_name, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_each_turn(struct hscan_store *store,
    int64_t repo_id, hscan_store_turn_fn *take, void *payload,
    struct hscan_error *err);

/* The value of the newest passed run before `before`. */
struct hscan_gate_value {
	bool known;
	double value;
	bool has_interval;
	double low, high;
};
HSCAN_CHECK enum hscan_status hscan_store_get_passed(struct hscan_store *store,
    int64_t repo_id, struct hscan_text scope, struct hscan_text metric,
    int64_t before, struct hscan_gate_value *out, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_passed(struct hscan_store *store,
    int64_t repo_id, struct hscan_text scope, struct hscan_text metric,
    int64_t at, const struct hscan_gate_value *value, struct hscan_error *err);

#endif
