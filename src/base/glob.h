/* SPDX-License-Identifier: MIT */
/*
 * Patterns as git and people write them. In both kinds a backslash quotes the
 * next character, and [a-z], [!a-z] and [[:alpha:]] are classes. Matching takes
 * time proportional to pattern × text, whatever the pattern.
 */
#ifndef HSCAN_BASE_GLOB_H
#define HSCAN_BASE_GLOB_H

#include <stdbool.h>

#include <healthscan/text.h>

/* A longer pattern matches nothing. */
#define HSCAN_GLOB_MAX 1000

/* Git's `:(glob)` pathspecs: '?', '*' and classes do not match '/'; a leading
 * or inner "**" between slashes matches any number of folders, including none;
 * a trailing one matches everything below. Case-sensitive. */
bool hscan_glob_match_path(struct hscan_text pattern, struct hscan_text path);

/* Whether some path that begins with `prefix` and is longer can match. */
bool hscan_glob_reaches(struct hscan_text pattern, struct hscan_text prefix);

/* For names of accounts: '*' matches anything, and a-z equals A-Z. */
bool hscan_glob_match_nocase(struct hscan_text pattern, struct hscan_text text);

#endif
