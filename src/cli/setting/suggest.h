/* SPDX-License-Identifier: MIT */
/* "Did you mean": which known word is nearest to a mistyped one. */
#ifndef HSCAN_CLI_SETTING_SUGGEST_H
#define HSCAN_CLI_SETTING_SUGGEST_H

#include <healthscan/text.h>

/* The search so far; start with {.word = …} and everything else 0. */
struct suggestion {
	struct hscan_text word; /* as typed */
	const char *nearest;    /* NULL: nothing comes near */
	size_t distance;        /* of `nearest` */
};

/* Offers one more known word. Where two are as near, the first wins. */
void suggestion_offer(struct suggestion *suggestion, const char *known);

#endif
