/* SPDX-License-Identifier: MIT */
/* What the files that read from a forge share. They are driven by answers:
 * each asks for something and is called when it comes; the loop is in
 * forge.c. */
#ifndef HSCAN_SYNC_INTERNAL_H
#define HSCAN_SYNC_INTERNAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "source/github/decode.h"
#include "sync/sync.h"
#include "sync/walk.h"

/* A page that cannot be understood is asked for this often; what is asked for
 * by itself this often. */
#define BAD_PAGES 5
#define BAD_ITEMS 2

enum {
	/* So many single things in a row that the server fails to answer for,
	 * however often it is asked, may be an outage and no matter of theirs:
	 * something that it should know is asked for before they are held to
	 * be in doubt. What fails meanwhile is kept with them. */
	OUTAGE = 3,
	OUTAGE_MOST = 16,
	/* So many refused and none read: it is all of them. */
	ALL_REFUSED = 10,
	/* What is in doubt is asked for again in each run; so many of them at
	 * most, that it cannot take all requests there are. */
	DOUBTS_A_RUN = 50,
};

#define MAX_TARGET_BYTES ((size_t)8 * 1024)

/* As many slots as there are lines to a server: the lists, which are chains,
 * do not queue behind more. */
enum { SYNC_MOST_LISTS = HSCAN_LISTS_MOST + HSCAN_DOC_LISTS, SYNC_SLOTS = 4 };

struct sync_job;

/* Who waits for an answer; the first member of whatever does. */
struct sync_ticket {
	enum hscan_status (*take)(struct sync_ticket *ticket,
	    const struct hscan_http_reply *answer, struct hscan_error *err);
	/* Called when the server failed to answer, however often it was asked,
	 * and with what status; HSCAN_OK: something else is being tried. NULL:
	 * there is nothing. */
	enum hscan_status (*failed)(
	    struct sync_ticket *ticket, int code, struct hscan_error *err);
	struct sync_job *job;
	int bad_pages; /* in a row */
	/* It asks for a single thing: what goes wrong with it, be it a redirect
	 * elsewhere, need not be the end of the run. */
	bool single;
	bool control; /* it asks whether the server answers at all */
	bool once;    /* it is asked for once, and not as often as may be */
};

/* A list on its way. */
struct sync_list {
	struct sync_ticket ticket;
	const struct hscan_list *of;
	int root;     /* of the documentation: 0 the newest commit, n the nth of
		       * job->roots */
	int64_t walk; /* of these: its number */
	struct hscan_stream_state state;
	struct hscan_buf first_target;
	struct hscan_buf target; /* what was asked for last */
	struct hscan_buf mark;   /* what was asked for a while ago */
	bool at_first;           /* `target` is the first page */
	bool resumed;            /* a broken walk goes on */
	bool small;              /* pages of a quarter of the size */
	bool awaited;            /* a page has been asked for */
	bool done;
	int64_t pages;        /* asked for in this walk */
	int64_t held;         /* rows in the store when it was begun */
	int64_t rows;         /* read in this run */
	int64_t guess;        /* of how many there are; -1 */
	int64_t oldest;       /* updated_at met in this run; HSCAN_NEVER */
	int64_t newest_close; /* likewise, closed_at */
	/* The walk of the same list from its other end; NULL: none. */
	struct sync_list *other;
	struct hscan_ends ends; /* of the walk from the top */
};

/* A pull request on its way. */
struct sync_slot {
	struct sync_ticket ticket;
	struct hscan_pull_mark mark;
	struct hscan_buf target;
};

/* The pull requests that are read one by one. */
struct sync_details {
	bool open; /* begun, and not ended */
	bool timelines;
	const struct hscan_pull_mark *marks; /* of `lasting` */
	size_t len, begun, done;
	struct sync_slot slots[SYNC_SLOTS];
	struct hscan_arena lasting;
	/* Whether any was ever read; how many were in this run, and how many
	 * were refused that had not been before, the last of them for `why`. */
	bool known;
	size_t read, refused;
	struct hscan_error why;
	/* The numbers, as they are in memory, of those that could not be read
	 * in this run: they are asked for once. Of the job. */
	struct hscan_buf left_out;
};

/* The look at the repository itself. */
struct sync_looking {
	struct sync_ticket ticket;
	struct hscan_buf target;
	struct hscan_stored_repo stored;
	struct hscan_stream_state state;
	bool unchanged; /* since it was looked at last */
};

/* Something on its way by itself. */
struct sync_recheck_slot {
	struct sync_ticket ticket;
	struct hscan_doubt subject;
	const struct hscan_list *of; /* whose row it is */
	struct hscan_buf target;
};

/* What is asked for by itself: first what is in doubt, then the items that a
 * walk of all of them did not meet. */
struct sync_recheck {
	bool open;                   /* begun, and not ended */
	bool walked;                 /* there was such a walk, */
	int64_t began;               /* which began then */
	int64_t numbers[HSCAN_PAGE]; /* some of the items */
	int64_t above;               /* the last of those before */
	size_t len, at, awaited;
	struct sync_recheck_slot slots[SYNC_SLOTS];
	struct hscan_buf gone; /* in words, for the user */
	size_t gone_len;
};

/* What was in doubt when the job began: what comes to be in doubt meanwhile is
 * left to the next run. */
struct sync_doubted {
	struct hscan_doubt *at; /* of `lasting` */
	size_t len, next;
	struct hscan_arena lasting;
};

/* Single things that the server failed to answer for, in a row. */
struct sync_outage {
	struct hscan_doubt at[OUTAGE_MOST];
	size_t len;
	bool asking; /* whether the server answers at all */
	/* It does: from here on what fails is in doubt, and asked for once. */
	bool is_none;
};

/* What is done when nothing of what was asked for is awaited any more. */
enum sync_stage {
	SYNC_IDLE,
	SYNC_REPOSITORY,
	SYNC_LISTS,
	SYNC_MORE_LISTS, /* that tell of the answers to pull requests, and of
			  * merges that the others do not tell of */
	SYNC_DETAILS,
	SYNC_RECHECK_WALK, /* all items once more, when that is due */
	SYNC_RECHECK,      /* what is in doubt or was not met, one by one */
	SYNC_DONE,
};

/* One repository on its way. */
struct sync_job {
	struct hscan_sync_job *of;
	const struct hscan_sync *sync; /* of->sync */
	int64_t repo_id;               /* 0: not known yet */
	enum sync_stage stage;
	size_t awaited;           /* answers */
	struct hscan_arena arena; /* of one page */
	struct sync_looking looking;
	struct sync_list lists[SYNC_MOST_LISTS];
	size_t lists_len;
	/* What the documentation is in; borrowed from sync->doc_paths. */
	struct hscan_text roots[HSCAN_DOC_LISTS];
	size_t roots_len;
	bool docs_anew;        /* all of their lists are read again */
	int backlog_walks;     /* of the open items, in this run */
	int64_t backlog_began; /* by the server's clock; HSCAN_NEVER */
	struct sync_details details;
	struct sync_recheck recheck;
	struct sync_doubted doubted;
	struct sync_outage outage;
};

/* Who tells what a sync has read. */
static inline struct hscan_teller
sync_teller(const struct hscan_sync *sync)
{
	return (struct hscan_teller){
	    sync->name->host, HSCAN_SOURCE_REST, sync->now};
}

/* Asks, on behalf of the ticket's job; with `known`, only for what is not as
 * it was then. After bad pages it waits a while, so that what others ask for
 * meanwhile breaks the step of a fault that comes at every second request. */
HSCAN_CHECK enum hscan_status sync_ask(struct sync_ticket *ticket,
    struct hscan_text target, const struct hscan_stream_state *known,
    struct hscan_error *err);

/* Finds out which repository it is, and brings its row up to date.
 * job->repo_id is set as soon as it is known. */
HSCAN_CHECK enum hscan_status sync_repository_begin(
    struct sync_job *job, struct hscan_error *err);
void sync_repository_end(struct sync_job *job);

/* Puts a forge's "owner/name" in place of what a name was. False: it is none,
 * and nothing is changed. */
bool sync_adopt_name(struct hscan_text full_name, struct hscan_repo_name *name);

/* Notes what a repository is called, and that it was asked for by a name which
 * has led to it for good. */
HSCAN_CHECK enum hscan_status sync_note_names(struct hscan_store *store,
    const struct hscan_repo_name *asked, const struct hscan_http_reply *answer,
    const struct hscan_repo *repo, int64_t now, struct hscan_error *err);

/* Walks the lists that are read for a set of enum hscan_need, or the one of
 * that kind. */
HSCAN_CHECK enum hscan_status sync_lists_begin(
    struct sync_job *job, unsigned needs, struct hscan_error *err);
HSCAN_CHECK enum hscan_status sync_lists_begin_one(
    struct sync_job *job, enum hscan_walk_kind walk, struct hscan_error *err);
void sync_lists_end(struct sync_job *job);

/* Whether the open items have to be read by themselves: not where all items
 * are, and once only. */
HSCAN_CHECK enum hscan_status sync_lists_want_backlog(
    const struct sync_job *job, bool *out, struct hscan_error *err);

/* How far back a list is read; HSCAN_NEVER: to its end. */
int64_t sync_list_enough(const struct sync_list *list);

/* Stores rows, in a transaction; commits as of the nth list of documentation,
 * met by that walk. */
HSCAN_CHECK enum hscan_status sync_rows_put(struct sync_job *job,
    const struct hscan_rows *rows, int root, int64_t walk,
    struct hscan_error *err);

/* Decodes a page of a list and stores its rows, in a transaction that it
 * begins and leaves open; says in `page` what it showed. */
HSCAN_CHECK enum hscan_status sync_page_rows(struct sync_list *list,
    struct hscan_text body, struct hscan_page *page, struct hscan_error *err);

/* --- the commits to the documentation, in docs.c --- */

/* As which stream the nth of their lists is stored; 0: the newest commit.
 * Returns `out`. */
#define SYNC_STREAM_SIZE 32
const char *sync_docs_stream(int root, char out[SYNC_STREAM_SIZE]);

/* Whether a list is that of the newest commit alone. */
bool sync_docs_is_newest(const struct sync_list *list);

/* What a list is asked for with. */
HSCAN_CHECK enum hscan_status sync_docs_target(const struct sync_list *list,
    struct hscan_buf *out, struct hscan_error *err);

/* Finds job->roots (none: they cannot be listed), and whether what was listed
 * before is by the same documentation paths. */
HSCAN_CHECK enum hscan_status sync_docs_look(
    struct sync_job *job, bool *same, struct hscan_error *err);

/* Likewise; what is by other paths is forgotten. */
HSCAN_CHECK enum hscan_status sync_docs_lay(
    struct sync_job *job, struct hscan_error *err);

/* Whether nothing is to be asked for as long as the newest commit is the same.
 * After sync_docs_look(). */
HSCAN_CHECK enum hscan_status sync_docs_are_settled(
    const struct sync_job *job, bool *out, struct hscan_error *err);

/* Before a list is asked for; `*done`: it need not be. */
HSCAN_CHECK enum hscan_status sync_docs_begin(
    struct sync_list *list, bool *done, struct hscan_error *err);

/* The newest commit is another one. In a transaction. */
HSCAN_CHECK enum hscan_status sync_docs_note_newest(struct sync_list *head,
    const struct hscan_http_reply *answer, struct hscan_error *err);

/* A list has been walked back to `reached`; see hscan_walk_reach(). In a
 * transaction. */
HSCAN_CHECK enum hscan_status sync_docs_end_walk(
    struct sync_list *list, int64_t reached, struct hscan_error *err);

/* A list has come to its end: the last one ends the whole. */
HSCAN_CHECK enum hscan_status sync_docs_settle(
    struct sync_list *list, struct hscan_error *err);

/* An answer that is no success; `*taken` when it only says that there are no
 * commits to be had. */
HSCAN_CHECK enum hscan_status sync_docs_refused(
    struct sync_list *list, int code, bool *taken, struct hscan_error *err);

/* Fills in the merges that are known from elsewhere than the list of issues;
 * `*needs` is what has to be read for the others. */
HSCAN_CHECK enum hscan_status sync_merges_plan(
    struct sync_job *job, unsigned *needs, struct hscan_error *err);

/* What of the answers to pull requests the lists do not tell: a set of enum
 * hscan_detail. */
HSCAN_CHECK enum hscan_status sync_answers_need(
    struct sync_job *job, unsigned *need, struct hscan_error *err);

/* Which way the answers to pull requests are read, by what is known now:
 * `*needs` is what has to be read for it. */
HSCAN_CHECK enum hscan_status sync_answers_plan(
    struct sync_job *job, unsigned *needs, struct hscan_error *err);

/* The same for what was written on the items that are open: the lists that tell
 * of it, and what they leave to be read item by item. */
HSCAN_CHECK enum hscan_status sync_open_plan(
    const struct sync_job *job, unsigned *needs, struct hscan_error *err);
HSCAN_CHECK enum hscan_status sync_open_question(const struct sync_job *job,
    struct hscan_open_question *out, struct hscan_error *err);

/* Whether items are read one by one. */
static inline bool
sync_reads_details(const struct sync_job *job)
{
	return job->sync->needs & ((unsigned)HSCAN_NEED_REVIEWS |
				      (unsigned)HSCAN_NEED_EVERY_REVIEW |
				      (unsigned)HSCAN_NEED_OPEN_ANSWERS);
}

/* Whether these are pull requests, and not what is open. */
static inline bool
sync_reads_pulls(const struct sync_job *job)
{
	return job->sync->needs & ((unsigned)HSCAN_NEED_REVIEWS |
				      (unsigned)HSCAN_NEED_EVERY_REVIEW);
}

/* Reads every pull request of sync->from … to of which a part is not known,
 * by its timeline or by its reviews; with HSCAN_NEED_EVERY_REVIEW the reviews
 * of every one that there ever was; without either every item that is open at
 * sync->to, by its timeline. */
HSCAN_CHECK enum hscan_status sync_details_begin(
    struct sync_job *job, struct hscan_error *err);
/* The same while lists are still on their way, where that is the cheaper way
 * in any case: for when all of these pull requests are known. What changes
 * meanwhile is left to the next sync_details_begin(). */
HSCAN_CHECK enum hscan_status sync_details_early(
    struct sync_job *job, struct hscan_error *err);
/* Does nothing when they have not begun. */
void sync_details_end(struct sync_job *job);

/* Walks all items once more, when that is due. */
HSCAN_CHECK enum hscan_status sync_recheck_walk(
    struct sync_job *job, struct hscan_error *err);

/* Looks up what is in doubt, for sync_recheck_begin(). */
HSCAN_CHECK enum hscan_status sync_recheck_look(
    struct sync_job *job, struct hscan_error *err);

/* Asks for it, and for those items that the walk did not meet. */
HSCAN_CHECK enum hscan_status sync_recheck_begin(
    struct sync_job *job, struct hscan_error *err);
/* Does nothing when it has not begun. */
void sync_recheck_end(struct sync_job *job);

/* Whether sync_recheck_walk() walks, or has but to note that nothing can be
 * missing yet. In due.c. */
enum sync_due { SYNC_NOT_DUE, SYNC_NOTHING_MISSING, SYNC_DUE };
HSCAN_CHECK enum hscan_status sync_recheck_due(
    const struct sync_job *job, enum sync_due *out, struct hscan_error *err);

/* Stores what was asked for by itself, and that the walk which began at `began`
 * has met it; it is in doubt no more. HSCAN_EPARSE: it is not that. */
HSCAN_CHECK enum hscan_status sync_single_store(struct sync_job *job,
    const struct hscan_list *of, const struct hscan_doubt *subject,
    int64_t began, struct hscan_text body, struct hscan_error *err);

/* --- what cannot be read, in doubts.c --- */

/* The names of the streams that are read for a set of enum hscan_need, each
 * between commas, in the order of their table; with `by_itself` those whose
 * rows can be asked for one by one. Returns `out`. */
#define SYNC_STREAMS_SIZE 200
const char *sync_doubt_streams(
    unsigned needs, bool by_itself, char out[SYNC_STREAMS_SIZE]);

/* Notes that it cannot be read; without `why`, for its status. */
HSCAN_CHECK enum hscan_status sync_doubt_put(struct sync_job *job,
    const struct hscan_doubt *doubt, struct hscan_error *err);

/* The rows of a page that could not be used. In a transaction. */
HSCAN_CHECK enum hscan_status sync_doubt_rows(struct sync_list *list,
    const struct hscan_bad_rows *bad, struct hscan_error *err);

/* What a header of a page says of what the list leaves out. */
HSCAN_CHECK enum hscan_status sync_doubt_header(struct sync_list *list,
    const struct hscan_http_reply *answer, struct hscan_error *err);

/* The server failed to answer for what the ticket asked for; `err` says how,
 * and is what is returned when it is one too many. The texts of `doubt` have to
 * outlive the stage. Where the ticket has become a control the answer to that
 * is awaited, and sync_outage_answered() to be called when it comes. */
HSCAN_CHECK enum hscan_status sync_outage_add(struct sync_ticket *ticket,
    const struct hscan_doubt *doubt, struct hscan_error *err);

/* A control was answered. */
HSCAN_CHECK enum hscan_status sync_outage_answered(
    struct sync_ticket *ticket, struct hscan_error *err);

/* It has answered: what it did not answer for is in doubt. */
HSCAN_CHECK enum hscan_status sync_outage_end(
    struct sync_job *job, struct hscan_error *err);

/* Whether X-GitHub-SSO says that a list is not all there is; `why` in words. */
bool sync_is_partial(struct hscan_text sso, char *why, size_t size);

/* An item is gone, which is reported at the end of the job. */
void sync_recheck_gone(struct sync_job *job, int64_t number, int status);

/* Reports, at the end of a job, what was not read and what is gone. */
void sync_doubts_tell(struct sync_job *job);

/* Adds to a message which lists have not been read to where they were to be:
 * what a limit or a budget has left undone. */
void sync_add_undone(const struct sync_job *job, struct hscan_error *err);

#endif
