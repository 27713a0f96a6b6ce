/* SPDX-License-Identifier: MIT */
/*
 * The event store: one SQLite file that holds the facts about any number of
 * repositories. Writing a fact again, or in another order, changes nothing,
 * so that whatever path led to a set of facts, the store holds the same.
 *
 * Failures are HSCAN_ESTORE, with a message that says what to do, unless a
 * function says otherwise. A write outside of begin/commit is a transaction
 * of its own. Not to be used from two threads at once; two processes may use
 * one file, and the second waits while the first commits a page.
 */
#ifndef HSCAN_STORE_STORE_H
#define HSCAN_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "model/stream.h"

struct hscan_store;

/**
 * Says that one thread alone of this process uses SQLite, which then need not
 * lock what it allocates; before anything else of it. For a program, and not
 * for a library, which cannot know.
 */
void hscan_store_use_one_thread(void);

/**
 * Opens the store at `path`, making it, and the folders it lies in, when it
 * is not there; brings an older one up to this version. Refused: a file that
 * is no database, a database that is not healthscan's, and one written by a
 * newer version.
 */
HSCAN_CHECK enum hscan_status hscan_store_open(
    const char *path, struct hscan_store **out, struct hscan_error *err);

/**
 * The same for those who only look: a file that is there and cannot be
 * written, or lies in a folder that cannot, is opened as it is. Refused then:
 * one of an older version, and one that another process left in the middle of
 * something.
 */
HSCAN_CHECK enum hscan_status hscan_store_open_read(
    const char *path, struct hscan_store **out, struct hscan_error *err);

/**
 * The same for a look in passing, that must neither last nor leave a trace:
 * nothing is made, changed or waited for. What another process writes
 * meanwhile may be missing, or make it fail. HSCAN_ESTORE besides: there is no
 * file, or it is of an older version.
 */
HSCAN_CHECK enum hscan_status hscan_store_open_snapshot(
    const char *path, struct hscan_store **out, struct hscan_error *err);

/* Whether nothing can be written; every try to is HSCAN_ESTORE. */
bool hscan_store_is_read_only(const struct hscan_store *store);

/* Before something that was read is shown: HSCAN_ESTORE when the file of a
 * read-only store was changed since it was opened. Where its folder cannot be
 * written nobody keeps others from that meanwhile. */
HSCAN_CHECK enum hscan_status hscan_store_unchanged(
    const struct hscan_store *store, struct hscan_error *err);

void hscan_store_close(struct hscan_store *store); /* NULL is fine */

/* What is committed from here on outlives a loss of power (synchronous = FULL);
 * else the last transactions may be lost, and the file is sound all the same.
 */
HSCAN_CHECK enum hscan_status hscan_store_set_durable(
    struct hscan_store *store, struct hscan_error *err);

/* Remembers less of the file than is good for one large repository: enough for
 * many that are read one after the other. HSCAN_ESTORE. */
HSCAN_CHECK enum hscan_status hscan_store_set_frugal(
    struct hscan_store *store, struct hscan_error *err);

/* For how long another process that writes is waited for; one minute unless
 * set. */
HSCAN_CHECK enum hscan_status hscan_store_set_patience(
    struct hscan_store *store, int wait_ms, struct hscan_error *err);

/* What is read until it is let go of is of one moment, whatever others write
 * meanwhile; and it takes less time. Nothing is to be written. */
HSCAN_CHECK enum hscan_status hscan_store_hold(
    struct hscan_store *store, struct hscan_error *err);
void hscan_store_let_go(struct hscan_store *store);

/* After hscan_store_begin() has failed: whether it was for another process that
 * writes, so that it may go well later, and nothing is broken. */
bool hscan_store_is_busy(const struct hscan_store *store);

/* A transaction: everything up to commit is kept together or not at all. */
HSCAN_CHECK enum hscan_status hscan_store_begin(
    struct hscan_store *store, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_commit(
    struct hscan_store *store, struct hscan_error *err);
void hscan_store_rollback(struct hscan_store *store); /* never fails */

/* --- repositories --- */

/* Who tells what is put. Before any other source than REST tells of a
 * repository's records, a span of its is put (hscan_store_put_span). */
struct hscan_teller {
	const char *host; /* of the forge */
	enum hscan_source source;
	/* When that was so: of REST, when the sync began; of others the time of
	 * the repository's row, or the greatest time in the record, never when
	 * it was received. */
	int64_t told_at;
};

/* Of what several tell of a repository the newest that leaves the fewest
 * columns unknown counts, whatever came first; that pull requests are disabled
 * only REST tells. */
HSCAN_CHECK enum hscan_status hscan_store_put_repo(struct hscan_store *store,
    const struct hscan_teller *teller, const struct hscan_repo *repo,
    int64_t *repo_id, struct hscan_error *err);

/* A repository of the store. `repo` borrows from `arena`. */
struct hscan_stored_repo {
	int64_t repo_id;
	struct hscan_repo repo;
	int64_t told_at; /* when it was found to be so last; HSCAN_NEVER: at a
			  * time that is not known */
	struct hscan_arena arena; /* owns the text */
};
void hscan_stored_repo_clear(struct hscan_stored_repo *stored);

/* Looks a repository up by name, without case: the one that is or was called
 * so, and was met under the name last. HSCAN_ENOTFOUND: not there, or somebody
 * else has the name now. `out` is the caller's to clear. */
HSCAN_CHECK enum hscan_status hscan_store_find_repo(struct hscan_store *store,
    const struct hscan_repo_name *name, struct hscan_stored_repo *out,
    struct hscan_error *err);

/* The same by its forge's number. */
HSCAN_CHECK enum hscan_status hscan_store_find_number(struct hscan_store *store,
    const char *host, int64_t number, struct hscan_stored_repo *out,
    struct hscan_error *err);

/* Notes that a forge has answered to a name as that repository, which need not
 * be stored; whoever had the name before has it no longer. */
HSCAN_CHECK enum hscan_status hscan_store_put_name(struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t number, int64_t now,
    struct hscan_error *err);

/* The forge's number of the repository that was met under a name last, stored
 * or not; 0: the name is not known. */
HSCAN_CHECK enum hscan_status hscan_store_get_name(struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t *number,
    struct hscan_error *err);

/* The same by its number in the store. */
HSCAN_CHECK enum hscan_status hscan_store_get_repo(struct hscan_store *store,
    int64_t repo_id, struct hscan_stored_repo *out, struct hscan_error *err);

/* What was kept under a name while nobody had told the number of its repository
 * (model/stand_in.h) becomes that of the repository which goes by it, if they
 * can be the same one, in transactions of its own; a fact that both have is one
 * afterwards. `*taken` is the number in the store that it had; 0: there is no
 * such thing, or it is another repository's. */
HSCAN_CHECK enum hscan_status hscan_store_take_stand_in(
    struct hscan_store *store, const struct hscan_repo_name *name,
    int64_t repo_id, bool named, int64_t *taken, struct hscan_error *err);

/* Whether there is any such thing of a host. */
HSCAN_CHECK enum hscan_status hscan_store_has_stand_ins(
    struct hscan_store *store, const char *host, bool *out,
    struct hscan_error *err);

/* Every repository of the store. */
typedef enum hscan_status hscan_store_repo_fn(
    int64_t repo_id, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_each_repo(struct hscan_store *store,
    hscan_store_repo_fn *take, void *payload, struct hscan_error *err);

/* The names of all of them, by host and name; text is borrowed. */
typedef enum hscan_status hscan_repo_name_fn(struct hscan_text host,
    struct hscan_text full_name, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_name_repos(struct hscan_store *store,
    hscan_repo_name_fn *take, void *payload, struct hscan_error *err);

/* Those of one host, with their numbers; text is borrowed. */
typedef enum hscan_status hscan_store_number_fn(int64_t number,
    struct hscan_text full_name, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_each_number(struct hscan_store *store,
    const char *host, hscan_store_number_fn *take, void *payload,
    struct hscan_error *err);

/* What the store holds of a repository; text is borrowed. */
struct hscan_held {
	struct hscan_text host, full_name;
	int64_t items, events, responses, commits;
	int64_t bytes;     /* of the file, about; -1: not known */
	int64_t synced_at; /* of its newest part; HSCAN_NEVER */
};
typedef enum hscan_status hscan_held_fn(
    const struct hscan_held *held, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_list_repos(struct hscan_store *store,
    hscan_held_fn *take, void *payload, struct hscan_error *err);

/* Who goes on to keep what was said of a group, as the question that `scope`
 * is, in place of the repository `from`, which is forgotten; 0: nobody. Within
 * a transaction: only what reads may be called. */
struct hscan_heirs {
	enum hscan_status (*find)(struct hscan_text scope, int64_t from,
	    int64_t *repo_id, void *payload, struct hscan_error *err);
	void *payload;
};

/* Removes everything of a repository, and the accounts that no record names
 * any more, in a transaction; `*rows` is how many rows went. `heirs` NULL: what
 * was said of groups goes, too. */
HSCAN_CHECK enum hscan_status hscan_store_forget(struct hscan_store *store,
    int64_t repo_id, const struct hscan_heirs *heirs, int64_t *rows,
    struct hscan_error *err);

/* The file of the store. */
struct hscan_store_facts {
	int64_t schema;
	int64_t page_size, pages, free_pages;
	char journal_mode[16];
};
HSCAN_CHECK enum hscan_status hscan_store_facts(struct hscan_store *store,
    struct hscan_store_facts *out, struct hscan_error *err);

/* Before something is told of a repository: whether it has the rows that were
 * written and no others, and its indexes are as their tables. HSCAN_ESTORE:
 * they are not, and what to do. Reads all keys once; those of labels and
 * branches only for `slices`. */
HSCAN_CHECK enum hscan_status hscan_store_check(struct hscan_store *store,
    int64_t repo_id, bool slices, struct hscan_error *err);

/* The same of all that the file holds, each value in it, and SQLite's own check
 * of the file. */
HSCAN_CHECK enum hscan_status hscan_store_verify(
    struct hscan_store *store, struct hscan_error *err);

/* A copy as of now into a new file, also while others write. HSCAN_EIO: the
 * file is there already, or cannot be made; it is removed after a failure. */
HSCAN_CHECK enum hscan_status hscan_store_backup(
    struct hscan_store *store, const char *path, struct hscan_error *err);

/* Removes what nothing refers to, and gives back the room. */
HSCAN_CHECK enum hscan_status hscan_store_prune(
    struct hscan_store *store, struct hscan_error *err);

/* --- records of a forge --- */

HSCAN_CHECK enum hscan_status hscan_store_put_items(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_item *items, size_t len, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_events(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_event *events, size_t len, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_releases(
    struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct hscan_release *releases, size_t len,
    struct hscan_error *err);

HSCAN_CHECK enum hscan_status hscan_store_put_responses(
    struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct hscan_response *responses, size_t len,
    struct hscan_error *err);

/* What has been deleted. What is there of it is taken out, and what is told of
 * it later is not taken in, until REST tells it anew, or a row of the item is
 * of later. */
HSCAN_CHECK enum hscan_status hscan_store_put_removals(
    struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct hscan_removal *removals, size_t len,
    struct hscan_error *err);

HSCAN_CHECK enum hscan_status hscan_store_put_bases(struct hscan_store *store,
    int64_t repo_id, const struct hscan_base *bases, size_t len,
    struct hscan_error *err);

/* --- other sources than REST --- */

/* Those of one stream and source that overlap, or touch, become one, if both
 * are complete, or both live, or neither. */
HSCAN_CHECK enum hscan_status hscan_store_put_span(struct hscan_store *store,
    int64_t repo_id, const struct hscan_span *span, struct hscan_error *err);

/* All of a repository, by stream, source and start; of the arena. */
HSCAN_CHECK enum hscan_status hscan_store_spans(struct hscan_store *store,
    int64_t repo_id, struct hscan_arena *arena, struct hscan_span **out,
    size_t *len, struct hscan_error *err);

/* Whether another source than REST has told of a repository: it has a span. */
HSCAN_CHECK enum hscan_status hscan_store_is_mixed(struct hscan_store *store,
    int64_t repo_id, bool *out, struct hscan_error *err);

/* Notes a delivery, by a name that no other one has; `*known`: it was noted
 * before. To save work: what is taken in twice changes nothing. */
HSCAN_CHECK enum hscan_status hscan_store_put_delivery(
    struct hscan_store *store, struct hscan_text id, int64_t now, bool *known,
    struct hscan_error *err);

/* Forgets those that were noted before a time. */
HSCAN_CHECK enum hscan_status hscan_store_drop_deliveries(
    struct hscan_store *store, int64_t before, struct hscan_error *err);

/* --- merges that rows do not tell --- */

/* Fills in whether pull requests were merged, where their rows do not say it
 * (hscan_item.merge_untold), from what bases and events tell: in any order of
 * arrival, so to be called when these have been read. */
HSCAN_CHECK enum hscan_status hscan_store_settle_merges(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err);

/* How many closed since `from` are left of which nothing tells. */
HSCAN_CHECK enum hscan_status hscan_store_count_untold(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err);

/* How many items have changed since `from` or are open. */
HSCAN_CHECK enum hscan_status hscan_store_count_items(struct hscan_store *store,
    int64_t repo_id, int64_t from, int64_t *out, struct hscan_error *err);

/* How many comments there are since `from`. */
HSCAN_CHECK enum hscan_status hscan_store_count_comments(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err);

/* How many reviews the pull requests have that were opened or merged in
 * [from, to). */
HSCAN_CHECK enum hscan_status hscan_store_count_reviews(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t to,
    int64_t *out, struct hscan_error *err);

/* How many of these pull requests have a review of which nobody has told what
 * it says, though the forge, asked again, may say it. */
HSCAN_CHECK enum hscan_status hscan_store_count_unstated(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t to,
    int64_t *out, struct hscan_error *err);

/* How often pull requests were closed, merged and reopened from then to then as
 * REST tells it, and how many of these an archive has told, too. */
struct hscan_shared {
	int64_t told, shared;
};
HSCAN_CHECK enum hscan_status hscan_store_count_shared(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t to,
    struct hscan_shared *out, struct hscan_error *err);

/* Somebody who made something in a repository; text is borrowed. */
struct hscan_stored_actor {
	bool git;               /* an author of commits, else an account */
	struct hscan_text name; /* login, or name in commits */
	struct hscan_text type; /* API type, or e-mail address in commits */
	int64_t items, responses, commits;
};
typedef enum hscan_status hscan_store_actor_fn(
    const struct hscan_stored_actor *actor, void *payload,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_each_actor(struct hscan_store *store,
    int64_t repo_id, hscan_store_actor_fn *take, void *payload,
    struct hscan_error *err);

/* --- what is read of pull requests one by one --- */

/* A pull request, or an issue that is open, and the updated_at of its row when
 * it was looked up. */
struct hscan_pull_mark {
	int64_t number;
	int64_t updated_at;
	bool doubted; /* it could not be read when it was asked for last */
	enum hscan_item_kind kind;
	bool beyond; /* the span that was asked for: its reviews will do */
};

/* Notes that `parts` (a set of enum hscan_detail) have been read of it. */
HSCAN_CHECK enum hscan_status hscan_store_put_detail(struct hscan_store *store,
    int64_t repo_id, const struct hscan_pull_mark *mark, unsigned parts,
    struct hscan_error *err);

struct hscan_unread {
	int64_t pulls;
	int64_t comments; /* that they have together, says the list of issues */
	int64_t since;    /* not read from then on; of none: 0 */
};

/* The pull requests opened or merged in [from, to) of which a part of `need`
 * was not read since they last changed; those in doubt are not counted. `from`
 * may be HSCAN_NEVER. */
HSCAN_CHECK enum hscan_status hscan_store_count_unread(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t to,
    unsigned need, struct hscan_unread *out, struct hscan_error *err);

/* The same ones and those in doubt, by number, ascending; the array is of the
 * arena. With `every`, also all that were opened before `to` whose reviews were
 * not read since they last changed; without `need` these alone. */
HSCAN_CHECK enum hscan_status hscan_store_unread_pulls(
    struct hscan_store *store, int64_t repo_id, int64_t from, int64_t to,
    unsigned need, bool every, struct hscan_arena *arena,
    struct hscan_pull_mark **out, size_t *len, struct hscan_error *err);

/* What is known of the items that are open without reading each of them. */
struct hscan_open_question {
	int64_t at;            /* they were open then */
	int64_t comments_from; /* all comments since then are in the list of
				* them; INT64_MAX: none is */
	bool drafts_read;      /* when they were drafts is known from events */
};

/* The items of which something that was written on them was not read since they
 * last changed, by number, ascending; the array is of the arena. */
HSCAN_CHECK enum hscan_status hscan_store_unread_open(struct hscan_store *store,
    int64_t repo_id, const struct hscan_open_question *question,
    struct hscan_arena *arena, struct hscan_pull_mark **out, size_t *len,
    struct hscan_error *err);

/* --- what webhooks have missed --- */

enum hscan_fact {
	HSCAN_FACT_OPENED = 1, /* an issue or a pull request */
	HSCAN_FACT_EVENT = 2,
	HSCAN_FACT_COMMENT = 3,
	HSCAN_FACT_REVIEW = 4,
	HSCAN_FACT_RELEASE = 5,
};

struct hscan_missed {
	enum hscan_fact what;
	int64_t number; /* of the item; of a release, the forge's own */
	int64_t at;
};
typedef void hscan_store_missed_fn(
    const struct hscan_missed *missed, void *payload);

/* What REST has told of a time and no webhook has, by kind and time. Both ends
 * of [from, to] belong to it. */
HSCAN_CHECK enum hscan_status hscan_store_each_missed(struct hscan_store *store,
    int64_t repo_id, int64_t from, int64_t to, hscan_store_missed_fn *take,
    void *payload, struct hscan_error *err);

/* --- what has vanished --- */

/* A sweep that began at `began` has met these items. */
HSCAN_CHECK enum hscan_status hscan_store_mark_swept(struct hscan_store *store,
    int64_t repo_id, const struct hscan_item *items, size_t len, int64_t began,
    struct hscan_error *err);

/* Likewise for one, by its number. */
HSCAN_CHECK enum hscan_status hscan_store_mark_one_swept(
    struct hscan_store *store, int64_t repo_id, int64_t number, int64_t began,
    struct hscan_error *err);

/* The item is gone since `at`: neither open nor closed from then on. */
HSCAN_CHECK enum hscan_status hscan_store_put_gone(struct hscan_store *store,
    int64_t repo_id, int64_t number, int64_t at, struct hscan_error *err);

/* The numbers, ascending and above `above`, of items that a sweep which began
 * at `began` should have met and has not: at most `most` of them. */
HSCAN_CHECK enum hscan_status hscan_store_unswept(struct hscan_store *store,
    int64_t repo_id, int64_t above, int64_t began, int64_t *numbers,
    size_t most, size_t *len, struct hscan_error *err);

/* --- what is in doubt --- */

/* A single thing that cannot be read; see the table. Text as in stream_state,
 * but of whoever gave the arena. */
struct hscan_doubt {
	const char *stream;     /* whose row it is */
	int64_t number;         /* of the item; of a commit, its list; or 0 */
	struct hscan_text name; /* of what is no item: its number, its commit */
	int kind;               /* enum hscan_item_kind; 0: not known */
	int status;             /* that the server answered with */
	struct hscan_text why;
};

HSCAN_CHECK enum hscan_status hscan_store_put_doubt(struct hscan_store *store,
    int64_t repo_id, const struct hscan_doubt *doubt, int64_t asked_at,
    struct hscan_error *err);

/* It has been read, or is gone. */
HSCAN_CHECK enum hscan_status hscan_store_clear_doubt(struct hscan_store *store,
    int64_t repo_id, const struct hscan_doubt *doubt, struct hscan_error *err);

/* Rows of these items have been read. */
HSCAN_CHECK enum hscan_status hscan_store_clear_doubts_of(
    struct hscan_store *store, int64_t repo_id, const struct hscan_item *items,
    size_t len, struct hscan_error *err);

/* What was found in doubt of a stream since then was none. */
HSCAN_CHECK enum hscan_status hscan_store_clear_new_doubts(
    struct hscan_store *store, int64_t repo_id, const char *stream,
    int64_t since, struct hscan_error *err);

/* Those of some streams: their names, in the order in which they are wanted,
 * with a comma before each and after the last. All that were asked for since
 * then, by stream and number; and of those that can be asked for by themselves
 * at most `most`, the one that was asked for longest ago first. The arrays are
 * of the arena. */
HSCAN_CHECK enum hscan_status hscan_store_doubts(struct hscan_store *store,
    int64_t repo_id, const char *streams, int64_t since,
    struct hscan_arena *arena, struct hscan_doubt **out, size_t *len,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_doubts_to_ask(
    struct hscan_store *store, int64_t repo_id, const char *streams,
    size_t most, struct hscan_arena *arena, struct hscan_doubt **out,
    size_t *len, struct hscan_error *err);

/* How many things of a stream are in doubt: of reviews, of the pull requests
 * opened or merged in [from, to). */
struct hscan_doubt_count {
	int64_t len;
	bool any_number; /* there may be any number more */
};
HSCAN_CHECK enum hscan_status hscan_store_count_doubts(
    struct hscan_store *store, int64_t repo_id, const char *stream,
    int64_t from, int64_t to, struct hscan_doubt_count *out,
    struct hscan_error *err);

/* Whether the answers to any pull request were ever read. */
HSCAN_CHECK enum hscan_status hscan_store_knows_details(
    struct hscan_store *store, int64_t repo_id, bool *out,
    struct hscan_error *err);

/* --- how far a stream has been read; see model/stream.h --- */

/* Text is of the arena when it was read; borrowed when it is written. */
struct hscan_stream_state {
	bool finished;                /* a walk has reached its end */
	struct hscan_text etag;       /* of the first page of that walk */
	struct hscan_text credential; /* whose it is; absent: not known */
	int64_t watermark;            /* newest of that page, or HSCAN_NEVER */
	int64_t since;          /* records go back to here, or HSCAN_NEVER */
	int64_t synced_at;      /* when last found current, or HSCAN_NEVER */
	struct hscan_text note; /* "issues disabled"; or absent */

	struct hscan_text walk_next; /* a walk is under way: its next target */
	struct hscan_text walk_etag;
	struct hscan_text walk_credential;
	int64_t walk_newest; /* HSCAN_NEVER when not known */

	struct hscan_arena arena; /* owns the text */
};
void hscan_stream_state_init(struct hscan_stream_state *state);
void hscan_stream_state_clear(struct hscan_stream_state *state);

/* A stream that was never read gives the state of init. */
HSCAN_CHECK enum hscan_status hscan_store_get_stream(struct hscan_store *store,
    int64_t repo_id, const char *stream, struct hscan_stream_state *out,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_stream(struct hscan_store *store,
    int64_t repo_id, const char *stream, const struct hscan_stream_state *state,
    struct hscan_error *err);

/* How many records of a stream, or commits (HSCAN_STREAM_GIT), the store
 * holds. */
HSCAN_CHECK enum hscan_status hscan_store_count(struct hscan_store *store,
    int64_t repo_id, const char *stream, int64_t *out, struct hscan_error *err);

/* --- git --- */

/* The head that the commits were walked from. Text as in stream_state. */
struct hscan_stored_head {
	bool walked;   /* nothing else is set when false */
	bool unborn;   /* the repository had no commit */
	bool old;      /* not read as it would be now; not for put_head */
	bool unmapped; /* its .mailmap was not there: `mailmap` is zeroes */
	unsigned char sha[HSCAN_SHA_SIZE];
	unsigned char mailmap[HSCAN_SHA_SIZE];
	unsigned char stand_ins[HSCAN_SHA_SIZE]; /* a digest */
	struct hscan_text ref;
	/* That of the forge which it is: empty, it is another head than the
	 * default branch's; absent, it is not known. */
	struct hscan_text branch;
	struct hscan_text doc_paths;
	int64_t synced_at;
	struct hscan_arena arena; /* owns the text */
};
void hscan_stored_head_clear(struct hscan_stored_head *head);

HSCAN_CHECK enum hscan_status hscan_store_get_head(struct hscan_store *store,
    int64_t repo_id, struct hscan_stored_head *out, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_head(struct hscan_store *store,
    int64_t repo_id, const struct hscan_stored_head *head,
    struct hscan_error *err);

/* Gives the author's id in the store, for put_commit. */
HSCAN_CHECK enum hscan_status hscan_store_put_author(struct hscan_store *store,
    int64_t repo_id, struct hscan_text name, struct hscan_text email,
    int64_t *author_id, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_commit(struct hscan_store *store,
    int64_t repo_id, const struct hscan_commit *commit, int64_t author_id,
    struct hscan_error *err);

/* False also when the store fails; the walk then only does too much. */
bool hscan_store_knows_commit(struct hscan_store *store, int64_t repo_id,
    const unsigned char sha[HSCAN_SHA_SIZE]);

/* When the oldest commit was made; HSCAN_NEVER without any. */
HSCAN_CHECK enum hscan_status hscan_store_first_commit(
    struct hscan_store *store, int64_t repo_id, int64_t *out,
    struct hscan_error *err);

HSCAN_CHECK enum hscan_status hscan_store_forget_commits(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err);

/* --- documentation commits, as a forge lists them --- */

/* So many lists of commits, each of a file or a folder, at most. */
#define HSCAN_DOC_LISTS 16

/* What was listed. Text as in stream_state. */
struct hscan_listing {
	bool known;                  /* nothing else is set when false */
	struct hscan_text doc_paths; /* by which the lists were chosen */
	int64_t
	    since; /* all lists go back to here; HSCAN_NEVER: to the start */
	bool preferred; /* the lists tell of the documentation, not the commits
			 * of a clone; whichever was read last */
	struct hscan_arena arena; /* owns the text */
};
void hscan_listing_clear(struct hscan_listing *listing);

HSCAN_CHECK enum hscan_status hscan_store_get_listing(struct hscan_store *store,
    int64_t repo_id, struct hscan_listing *out, struct hscan_error *err);

/* Commits are listed by these documentation paths from here on; what is there
 * of lists is forgotten. */
HSCAN_CHECK enum hscan_status hscan_store_begin_listing(
    struct hscan_store *store, int64_t repo_id, const char *doc_paths,
    struct hscan_error *err);

/* The number of the next walk of the nth list, from 1. */
HSCAN_CHECK enum hscan_status hscan_store_next_walk(struct hscan_store *store,
    int64_t repo_id, int list, int64_t *out, struct hscan_error *err);

/* Commits of the nth list, met by that walk. */
HSCAN_CHECK enum hscan_status hscan_store_put_listed(struct hscan_store *store,
    int64_t repo_id, int list, const struct hscan_listed_commit *commits,
    size_t len, int64_t walk, struct hscan_error *err);

/* That walk of the nth list has come to `since` (HSCAN_NEVER: the
 * end): what it has not met is no longer there. */
HSCAN_CHECK enum hscan_status hscan_store_drop_unlisted(
    struct hscan_store *store, int64_t repo_id, int list, int64_t since,
    int64_t walk, struct hscan_error *err);

/* How many commits the lists show since then; HSCAN_NEVER: in all. */
HSCAN_CHECK enum hscan_status hscan_store_count_listed(
    struct hscan_store *store, int64_t repo_id, int64_t since, int64_t *out,
    struct hscan_error *err);

/* The tags there are now, in place of those known; drop_tags first. */
HSCAN_CHECK enum hscan_status hscan_store_drop_tags(
    struct hscan_store *store, int64_t repo_id, struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_put_tag(struct hscan_store *store,
    int64_t repo_id, const struct hscan_tag *tag, struct hscan_error *err);

/* Sets who each author is: `map` is asked for every one of them. */
typedef enum hscan_status hscan_store_map_fn(struct hscan_text name,
    struct hscan_text email, struct hscan_text *mapped, void *payload,
    struct hscan_error *err);
HSCAN_CHECK enum hscan_status hscan_store_map_authors(struct hscan_store *store,
    int64_t repo_id, hscan_store_map_fn *map, void *payload,
    struct hscan_error *err);

/* "3.40.1", of SQLite; static storage. */
const char *hscan_store_library(void);

#endif
