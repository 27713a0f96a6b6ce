/* SPDX-License-Identifier: MIT */
/* The streams of a repository: what is read of it from beginning to end, so
 * that it can be said how far. The store keeps them by these names, which
 * never change, and reports show most of them. */
#ifndef HSCAN_MODEL_STREAM_H
#define HSCAN_MODEL_STREAM_H

#define HSCAN_STREAM_REPO     "repository"
#define HSCAN_STREAM_ISSUES   "issues" /* and pull requests */
#define HSCAN_STREAM_RELEASES "releases"
#define HSCAN_STREAM_EVENTS   "events"
#define HSCAN_STREAM_COMMENTS "comments"
/* The answers to pull requests, each read by itself. */
#define HSCAN_STREAM_REVIEWS "reviews"
/* The list of pull requests, for their branches or for their merges. */
#define HSCAN_STREAM_BASES  "bases"
#define HSCAN_STREAM_MERGES "merges"
/* Commits to the documentation, as the forge lists them; of its nth list it is
 * "documentation/n". */
#define HSCAN_STREAM_DOCS "documentation"
#define HSCAN_STREAM_GIT  "git"
/* Other walks of the issues: all that are open, from the oldest change on, and
 * all of them once more. */
#define HSCAN_STREAM_BACKLOG "backlog"
#define HSCAN_STREAM_TAIL    "tail"
#define HSCAN_STREAM_RECHECK "recheck"

#endif
