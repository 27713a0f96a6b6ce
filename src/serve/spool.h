/* SPDX-License-Identifier: MIT */
/*
 * Where deliveries wait that the store could not take in time, as its lock was
 * held or its disk was full. GitHub never sends a delivery again by itself, so
 * each is kept as it came: one line of hscan_post_write_line(), in a file
 * beside the store. What was appended is on the disk. Order of arrival is kept;
 * what is taken twice, after a kill, is harmless, as the store knows each fact
 * once.
 *
 * Each process has its own file, STORE-spool-0, STORE-spool-1 and so on: the
 * first that no other process holds a lock on. So a process that is started
 * anew gets the file of the one before, with what waits in it.
 */
#ifndef HSCAN_SERVE_SPOOL_H
#define HSCAN_SERVE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

struct serve_spool;

/**
 * Opens, and makes, the file of this process beside the store at `store`: for
 * its owner alone, and no symbolic link. Half a line at its end, which no
 * sender was told to be kept, is cut off. It never grows beyond `max` bytes.
 * HSCAN_EIO: it cannot be made, written or locked; HSCAN_ELIMIT: as many
 * processes as there may be have one.
 */
HSCAN_CHECK enum hscan_status serve_spool_open(const char *store, int64_t max,
    struct serve_spool **out, struct hscan_error *err);

/* Closes it, and removes the file if nothing waits in it. */
void serve_spool_close(struct serve_spool *spool);

/* How many deliveries wait. */
size_t serve_spool_waiting(const struct serve_spool *spool);

/**
 * Appends lines, each with its line break, and returns once all of them are on
 * the disk: one fsync for all. On failure none of them is kept. HSCAN_ELIMIT:
 * they do not fit; HSCAN_EIO: they cannot be written.
 */
HSCAN_CHECK enum hscan_status serve_spool_append(struct serve_spool *spool,
    const struct hscan_text *lines, size_t len, struct hscan_error *err);

/* Gets a line without its line break; borrowed until it returns. Any status but
 * HSCAN_OK ends the reading, and is passed on. */
typedef enum hscan_status serve_spool_take_fn(
    struct hscan_text line, void *payload, struct hscan_error *err);

/**
 * Passes the oldest lines that wait on to `take`, in order: at least one, and
 * as many more as lie within the first `most` bytes. They go on waiting until
 * serve_spool_drop(), and are passed on again without it. HSCAN_EIO: the file
 * cannot be read.
 */
HSCAN_CHECK enum hscan_status serve_spool_read(struct serve_spool *spool,
    int64_t most, serve_spool_take_fn *take, void *payload,
    struct hscan_error *err);

/**
 * Those that the last serve_spool_read() passed on, and for which `take` gave
 * HSCAN_OK, are in the store, durably: they wait no more. The room is given
 * back when nothing waits. HSCAN_EIO: it cannot be; the lines are taken again
 * by the next process then.
 */
HSCAN_CHECK enum hscan_status serve_spool_drop(
    struct serve_spool *spool, struct hscan_error *err);

/**
 * Takes over what waits in the files of processes that have ended, as far as it
 * fits; to be called now and then. `*adopted` becomes whether there was
 * something. HSCAN_EIO: such a file cannot be read, or ours not be written.
 */
HSCAN_CHECK enum hscan_status serve_spool_adopt(
    struct serve_spool *spool, bool *adopted, struct hscan_error *err);

#endif
