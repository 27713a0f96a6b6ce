/* SPDX-License-Identifier: MIT */
/* "Did you mean": which known word is nearest to a mistyped one. */
#ifndef HSCAN_BASE_SUGGEST_H
#define HSCAN_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/text.h>

/* The search so far; start with {.word = …} and everything else 0. */
struct suggestion {
	struct hscan_text word; /* as typed */
	const char *nearest;    /* NULL: nothing comes near */
	bool found;             /* something does */
	size_t distance;        /* of that */
};

/* Offers one more known word. Where two are as near, the first wins. */
void suggestion_offer(struct suggestion *suggestion, const char *known);

/* The same where what to suggest is the caller's to remember: whether this one
 * is nearer than all before. */
bool suggestion_nearer(struct suggestion *suggestion, struct hscan_text known);

#endif
