/* SPDX-License-Identifier: MIT */
/* Comparing and splitting borrowed text. ASCII only, whatever the locale. */
#ifndef HSCAN_BASE_TEXT_H
#define HSCAN_BASE_TEXT_H

#include <stdbool.h>
#include <string.h>

#include <healthscan/text.h>

/* Borrows a NUL-terminated string; NULL gives the absent text. */
struct hscan_text hscan_text_of(const char *string);

bool hscan_text_equal(struct hscan_text a, struct hscan_text b);
bool hscan_text_is(struct hscan_text text, const char *string);

/* As hscan_text_is, but A–Z equals a–z. */
bool hscan_text_is_nocase(struct hscan_text text, const char *string);

static inline bool
hscan_text_starts(struct hscan_text text, const char *prefix)
{
	size_t len = strlen(prefix);

	return text.len >= len &&
	       (len == 0 || memcmp(text.ptr, prefix, len) == 0);
}

bool hscan_text_ends(struct hscan_text text, const char *suffix);

/* Without ASCII white space at either end. */
struct hscan_text hscan_text_trim(struct hscan_text text);

/**
 * Takes the part before the first `separator` off the front of `*rest` and
 * returns it; `*rest` becomes what follows. Without a separator the whole is
 * returned and `*rest` becomes absent ({NULL, 0}), which ends a loop.
 */
struct hscan_text hscan_text_split(struct hscan_text *rest, char separator);

static inline bool
hscan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool hscan_is_alpha(char c);
bool hscan_is_alnum(char c);
bool hscan_is_space(char c);
char hscan_to_lower(char c);

#endif
