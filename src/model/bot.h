/* SPDX-License-Identifier: MIT */
/* Who is a bot; healthscan-actors(1) shows whom it takes for one. */
#ifndef HSCAN_MODEL_BOT_H
#define HSCAN_MODEL_BOT_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/text.h>

/* The rule by which an account counts as a bot. */
enum hscan_bot_rule {
	HSCAN_BOT_NO,
	HSCAN_BOT_TYPE,     /* the API says "Bot" */
	HSCAN_BOT_SUFFIX,   /* the login ends in "[bot]" */
	HSCAN_BOT_BUILT_IN, /* it is on the built-in list */
	HSCAN_BOT_GLOB,     /* a glob of `extra` matches */
};

/* The built-in list. Static storage. */
const struct hscan_text *hscan_bot_logins(size_t *len);

/* A bot: API type "Bot", a login that ends in "[bot]", one on the built-in
 * list, or one that a glob of `extra` matches; all without regard to case. */
enum hscan_bot_rule hscan_bot_rule(struct hscan_text login,
    struct hscan_text type, const struct hscan_text *extra, size_t extra_len);
bool hscan_is_bot(struct hscan_text login, struct hscan_text type,
    const struct hscan_text *extra, size_t extra_len);

/* The same for the author of a commit: the login is that of a
 * "…@users.noreply.github.com" address, or else the name. */
enum hscan_bot_rule hscan_bot_author_rule(struct hscan_text name,
    struct hscan_text email, const struct hscan_text *extra, size_t extra_len);
bool hscan_is_bot_author(struct hscan_text name, struct hscan_text email,
    const struct hscan_text *extra, size_t extra_len);

#endif
