/* SPDX-License-Identifier: MIT */
/*
 * What the user wants, as plain values: defaults, then configuration, then
 * environment, then flags. Every text lives in `arena`, in argv or in the
 * environment, so it is valid until settings_clear().
 */
#ifndef HSCAN_APP_SETTINGS_H
#define HSCAN_APP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/window.h"

enum settings_bots { BOTS_EXCLUDE, BOTS_INCLUDE };
enum settings_history { HISTORY_SNAPSHOT, HISTORY_EVENTS };
enum settings_profile { PROFILE_CORE, PROFILE_FULL, PROFILE_ACTIVITY };
enum settings_alert_on { ALERT_ON_RISK, ALERT_ON_WATCH };
enum settings_by { BY_ALL, BY_ROLE };
enum settings_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum { SETTINGS_SOURCES = 120 };

/* Of `within`. */
#define SETTINGS_WITHIN "2d"

enum { SETTINGS_FAIL_CLASS = 4 };

/* A growing list of texts. */
struct settings_list {
	struct hscan_text *items;
	size_t len;
	size_t size;
};

enum settings_bound { BOUND_HEALTHY, BOUND_RISK };

/* A bound that the user has set. Whether there is such a metric, and what
 * the value means in its unit, is for hscan_threshold_value(). */
struct settings_threshold {
	struct hscan_text id; /* of the metric, or the file of one's own */
	enum settings_bound bound;
	struct hscan_text value; /* "72h" or "<= 72h" */
	const char *source;      /* "/…/config:12" or "--threshold" */
};

/* A repository of a group or list, [group "list"] or [scan "list"]. */
struct settings_scan {
	struct hscan_text list;
	struct hscan_text repo; /* a name, checked */
	const char *file;       /* that it stands in */
	const char *source;     /* "FILE:LINE" */
	bool group;             /* by its newer name */
};

/* Where the secret of webhooks is, [receive "owner/name"]. */
struct settings_secret {
	struct hscan_text scope; /* "owner/name" or "owner" */
	const char *place;       /* a file, or the words of a program */
	bool command;            /* the latter */
	const char *source;      /* "FILE:LINE" */
};

struct settings {
	const char *db; /* set for every command that takes --db */
	const char *config;
	const char *format; /* name of a row of hscan_formats */
	const char *output; /* NULL or "-": stdout */

	/* What to show. */
	int64_t as_of; /* HSCAN_NEVER: now */
	struct hscan_window_spec window;
	int64_t windows;  /* before the one asked for */
	int64_t from, to; /* HSCAN_NEVER: by as_of and window */
	struct settings_list labels;
	const char *author;           /* glob over logins, or NULL */
	const char *base;             /* glob over branches, or NULL */
	struct settings_list metrics; /* ids and files; empty: the profile's */
	struct settings_list docs_paths;   /* empty: the default set */
	struct settings_list bot_logins;   /* more than the built-in ones */
	struct settings_list agent_logins; /* likewise */
	struct settings_list maintainers;
	struct settings_list hours;    /* lines of working hours, or "none" */
	struct settings_list holidays; /* dates */
	const char *within;            /* "2d": in which time to be answered */
	/* Who works where: files, lines of such files, and names that are the
	 * same organization's. */
	struct settings_list organization_maps, organization_domains;
	struct settings_list organization_aliases;
	const char *zone_folder; /* of the system's tz data */
	int profile;             /* enum settings_profile */
	int bots;                /* enum settings_bots */
	int history;             /* enum settings_history */
	int by;                  /* enum settings_by */
	int baseline;            /* enum hscan_baseline_method */
	int waits_for;           /* enum hscan_waits_for; UNKNOWN: anyone */
	const char *sort;        /* column of samples; NULL: by the metric */
	int64_t months;          /* whose newcomers are shown by month */
	int64_t limit;           /* of samples and items; -1: by the format */
	int64_t over_s;          /* 0: however long it has waited */
	const char *sql;         /* the metric whose file is wanted, or NULL */
	int64_t time_limit_s;

	/* How to judge it. */
	struct settings_threshold *thresholds; /* a later one wins */
	size_t thresholds_len;
	size_t thresholds_size;
	int64_t min_samples;
	double sigma;
	int64_t clear_after;
	const char *notify_command;        /* NULL: none is sent */
	struct settings_list gate_metrics; /* that check's policy names */
	int64_t max_age_s;                 /* 0: any */
	int alert_on;                      /* enum settings_alert_on */
	/* Set of enum hscan_gate_fail and of classes, each a bit that is
	 * SETTINGS_FAIL_CLASS places up from its number. */
	unsigned fail_on;
	bool notify_shell;
	bool allow_unknown;
	bool allow_provisional;

	/* When receive computes, in seconds. */
	int64_t settle_s, max_delay_s;
	int64_t reconcile_s;    /* 0: never */
	int64_t notify_retry_s; /* the first time; then twice that … */
	int64_t alert_every_s;  /* from one that counts to the next */
	bool gitdm_order;       /* of several domains the shortest counts */
	bool not_here; /* the folder we are in says nothing: neither does its
			* .healthscan count nor its clone */

	/* Where it comes from, and how it is shown. */
	bool no_git;
	bool clone;
	bool offline;
	bool dry_run;
	bool sweep;
	int verbose;         /* how many -v */
	const char *git;     /* NULL: the current directory, if apt */
	const char *api_url; /* NULL: by the host; see settings_api_url() */
	const char *token_file;
	const char *auth_command; /* NULL: none */
	const char *ca_file;      /* NULL: the system's */
	int64_t budget;           /* requests; -1: any number */
	const char *record;
	const char *replay;
	int64_t max_wait_s;
	int64_t answer_time_s;
	int64_t retry_delay_s;
	int64_t jobs; /* requests at once; 0: what the forge asks for */

	/* What is imported, or received. */
	struct settings_list repos; /* of which only; empty: of any */
	const char *host;           /* NULL: github.com */
	const char *secret_file;    /* NULL: none */
	const char *covers;         /* "FROM..TO", or NULL */

	/* Which repositories scan and compare are about. */
	struct settings_scan *scans; /* in order; a later file's list wins */
	size_t scans_len;
	size_t scans_size;
	struct settings_list lists;  /* of those, the ones asked for */
	struct settings_list groups; /* likewise; "@NAME" is the same */
	struct settings_list sboms;  /* files */
	const char *org;             /* whose repositories, or NULL */
	const char *shard;           /* which of how many, or NULL */
	const char *git_root;        /* a folder of clones; or NULL */
	bool with_forks;             /* of --org */
	bool with_archived;
	bool insecure_no_secret; /* of import and receive */
	bool strict;             /* of import */
	bool all;                /* of import: any repository's */
	bool era_c;              /* of import: pull requests told in short */

	/* The server that holds what many stores do. */
	const char *engine;               /* URL; NULL: the store's own */
	const char *engine_user;          /* NULL: that server's default */
	const char *engine_password_file; /* NULL: none */
	const char *cluster;              /* whose shards hold it; NULL: none */
	bool init;                        /* make the tables */
	bool prune;                       /* drop what nobody reads */
	const char *forget;               /* a repository; NULL: none */

	/* What receive does. */
	const char *listen;
	const char *admin_listen;        /* NULL: nowhere */
	const char *keep;                /* a folder for them, or NULL */
	const char *secret_command;      /* NULL: none */
	struct settings_secret *secrets; /* beside those */
	size_t secrets_len;
	size_t secrets_size;

	int color; /* enum settings_color */
	bool quiet;
	bool no_pager;
	bool no_progress;

	/* Where each option's value is from, by its row; NULL: the default. Of
	 * a list every flag and file, with the line where it begins. */
	const char *sources[SETTINGS_SOURCES];
	struct hscan_arena arena; /* owned */
};

/* The defaults. */
void settings_init(struct settings *settings);
void settings_clear(struct settings *settings);

HSCAN_CHECK enum hscan_status settings_list_add(struct settings *settings,
    struct settings_list *list, struct hscan_text text,
    struct hscan_error *err);

/* Copies the texts; HSCAN_EINVAL, naming `source`, when `value` cannot be a
 * bound or `id` is empty. */
HSCAN_CHECK enum hscan_status settings_threshold_add(struct settings *settings,
    const struct settings_threshold *threshold, struct hscan_error *err);

/* The threshold that was set last of this bound; NULL: none. */
const struct settings_threshold *settings_threshold_find(
    const struct settings *settings, struct hscan_text id,
    enum settings_bound bound);

/* Copies the texts. A group of an earlier file gives way to the same one of a
 * later file. HSCAN_EINVAL, naming the source: it is no repository's name. */
HSCAN_CHECK enum hscan_status settings_scan_add(struct settings *settings,
    const struct settings_scan *scan, struct hscan_error *err);

/* Copies the texts. HSCAN_EINVAL, naming the source: the scope is none. */
HSCAN_CHECK enum hscan_status settings_secret_add(struct settings *settings,
    const struct settings_secret *secret, struct hscan_error *err);

/**
 * The window asked for, seen at `now`: where it ends, and how long it is.
 * HSCAN_EINVAL: --from is not before the end.
 */
HSCAN_CHECK enum hscan_status settings_window(const struct settings *settings,
    int64_t now, int64_t *as_of, struct hscan_window_spec *window,
    struct hscan_error *err);

/* Where the API of a host is asked: --api-url, else what the host's kind
 * has. `out` is replaced; no '/' at its end. */
HSCAN_CHECK enum hscan_status settings_api_url(const struct settings *settings,
    const char *host, struct hscan_buf *out, struct hscan_error *err);

/* Whether it is GitHub itself: github.com, or a tenant of its cloud. */
bool settings_is_cloud(const char *host);

#endif
