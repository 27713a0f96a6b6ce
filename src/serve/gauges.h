/* SPDX-License-Identifier: MIT */
/*
 * What /metrics tells: counts of deliveries and refusals, and how far behind
 * the store is. However many repositories and events there are, the number of
 * its lines is bounded. Pure.
 */
#ifndef HSCAN_SERVE_GAUGES_H
#define HSCAN_SERVE_GAUGES_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* What came of a delivery that was signed rightly. */
enum serve_outcome {
	SERVE_STORED,
	SERVE_PASSED_OVER, /* it tells nothing that is read */
	SERVE_KNOWN,       /* it was delivered before */
	SERVE_SPOOLED,     /* accepted; to be stored later */
	SERVE_REFUSED,     /* its body does not fit, or it may not say that */
	SERVE_LOST,        /* neither could be written; the sender was told */
	SERVE_OUTCOMES,
};

enum {
	SERVE_EVENTS = 20,   /* at most, "other" among them */
	SERVE_REFUSALS = 12, /* statuses */
	SERVE_SEEN = 500,    /* repositories */
	SERVE_SEEN_NAME = 200,
};

/* Zero to begin with. */
struct serve_gauges {
	uint64_t deliveries[SERVE_EVENTS][SERVE_OUTCOMES];
	struct {
		unsigned status; /* 0: free */
		uint64_t count;
	} refusals[SERVE_REFUSALS];
	struct {
		char name[SERVE_SEEN_NAME]; /* "": free */
		int64_t at;
	} seen[SERVE_SEEN];
	uint64_t answers;   /* deliveries that were accepted */
	uint64_t answer_ms; /* that they took together, from their body on */
	uint64_t groups;    /* transactions that they shared */

	/* As it is now; set by whoever asks for the text. */
	size_t connections;
	size_t bodies;    /* bytes */
	size_t waiting;   /* deliveries */
	size_t spooled;   /* deliveries */
	int64_t oldest_s; /* age of the oldest that is not stored */
};

/* Counts a delivery; `event` is "issues" or "issues.closed". */
void serve_gauges_count(struct serve_gauges *gauges, struct hscan_text event,
    enum serve_outcome outcome);

void serve_gauges_refuse(struct serve_gauges *gauges, unsigned status);

/* One of `name` has come; of too many the one that was quiet longest goes. */
void serve_gauges_see(
    struct serve_gauges *gauges, struct hscan_text name, int64_t at);

/* Appends all, in the text format of Prometheus; a failure is kept in `out`. */
void serve_gauges_write(
    const struct serve_gauges *gauges, struct hscan_buf *out);

#endif
