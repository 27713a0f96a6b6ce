/* SPDX-License-Identifier: MIT */
/* The table of options; see options.h. */
#include "cli/setting/options.h"

#include <string.h>

#include <healthscan/waiting.h>

#include "app/organizations.h"
#include "app/working_hours.h"
#include "base/text.h"
#include "model/shard.h"
#include "report/report.h"

#define AT(member) .offset = offsetof(struct settings, member)

static const char *const bots_choices[] = {
    [BOTS_EXCLUDE] = "exclude",
    [BOTS_INCLUDE] = "include",
    NULL,
};
static const char *const history_choices[] = {
    [HISTORY_SNAPSHOT] = "snapshot",
    [HISTORY_EVENTS] = "events",
    NULL,
};
static const char *const by_choices[] = {
    [BY_ALL] = "all",
    [BY_ROLE] = "role",
    NULL,
};
static const char *const color_choices[] = {
    [COLOR_AUTO] = "auto",
    [COLOR_ALWAYS] = "always",
    [COLOR_NEVER] = "never",
    NULL,
};

/* In the order of enum settings_profile, enum hscan_baseline_method, ...;
 * of a set, bit n is the nth. */
static const char *const profile_choices[] = {
    [PROFILE_CORE] = "core",
    [PROFILE_FULL] = "full",
    [PROFILE_ACTIVITY] = "activity",
    NULL,
};
static const char *const baseline_choices[] = {
    [HSCAN_BASELINE_SIGMA] = "sigma",
    [HSCAN_BASELINE_MAD] = "mad",
    NULL,
};
static const char *const alert_on_choices[] = {
    [ALERT_ON_RISK] = "risk",
    [ALERT_ON_WATCH] = "watch",
    NULL,
};
static const char *const for_choices[] = {
    [HSCAN_WAITS_UNKNOWN] = "anyone",
    [HSCAN_WAITS_MAINTAINER] = "maintainer",
    [HSCAN_WAITS_AUTHOR] = "author",
    NULL,
};
static const char *const window_choices[] = {
    "week", "month", "quarter", "year", NULL};
static const char *const fail_on_choices[] = {
    "risk",
    "watch",
    "deviation",
    "regression",
    "unreachable",
    [SETTINGS_FAIL_CLASS + HSCAN_LIFE_ACTIVE] = "class=active",
    [SETTINGS_FAIL_CLASS + HSCAN_LIFE_NEW] = "class=new",
    [SETTINGS_FAIL_CLASS + HSCAN_LIFE_MAINTENANCE] = "class=maintenance",
    [SETTINGS_FAIL_CLASS + HSCAN_LIFE_QUIET] = "class=quiet",
    [SETTINGS_FAIL_CLASS + HSCAN_LIFE_DORMANT] = "class=dormant",
    [SETTINGS_FAIL_CLASS + HSCAN_LIFE_ARCHIVED] = "class=archived",
    NULL,
};
_Static_assert(HSCAN_FAIL_UNREACHABLE == 1 << SETTINGS_FAIL_CLASS &&
		   HSCAN_LIFE_UNKNOWN == 0,
    "the classes follow what else fails, without a gap");

static enum hscan_status
check_shard(struct hscan_text value, struct hscan_error *err)
{
	struct hscan_shard shard;

	return hscan_shard_parse(value, &shard, err);
}

const struct option_spec option_table[] = {
    {
	.name = "metric",
	.letter = 'm',
	.kind = OPTION_LIST,
	.argument = "ID|FILE.sql",
	.value = VALUE_METRIC,
	.help = "only this metric, or the one of a file of your own; "
		"may be repeated",
	.key = "report.metric",
	.group = GROUP_RESULT,
	.sets = TAKES_METRIC,
	AT(metrics),
    },
    {
	.name = "profile",
	.kind = OPTION_CHOICE,
	.argument = "WHICH",
	.help = "which metrics; full also reads comments, reviews and "
		"events, which costs more requests; activity counts what was "
		"done, and reads comments and reviews",
	.env = "HEALTHSCAN_PROFILE",
	.key = "report.profile",
	.group = GROUP_RESULT,
	.sets = TAKES_METRIC,
	.choices = profile_choices,
	AT(profile),
    },
    {
	.name = "as-of",
	.kind = OPTION_TIME,
	.argument = "WHEN",
	.help = "as things were at this date or time, UTC (default: "
		"now)",
	.env = "HEALTHSCAN_AS_OF",
	.group = GROUP_RESULT,
	.sets = TAKES_WINDOW | TAKES_WAITING | TAKES_RETENTION,
	AT(as_of),
    },
    {
	.name = "window",
	.kind = OPTION_WINDOW,
	.argument = "LENGTH",
	.help = "how far to look back, such as 30d, 4w or 3mo; or "
		"week, month, quarter, year: the last whole one "
		"(default: 30d)",
	.env = "HEALTHSCAN_WINDOW",
	.key = "report.window",
	.group = GROUP_RESULT,
	.sets = TAKES_WINDOW,
	.choices = window_choices,
	AT(window),
    },
    {
	.name = "windows",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "how many earlier windows make the trend, 0 to "
		"1000 (default: 12)",
	.env = "HEALTHSCAN_WINDOWS",
	.key = "report.windows",
	.group = GROUP_RESULT,
	.sets = TAKES_WINDOW,
	.min = 0,
	.max = 1000,
	AT(windows),
    },
    {
	.name = "from",
	.kind = OPTION_TIME,
	.argument = "WHEN",
	.help = "begin the window here, in place of --window",
	.group = GROUP_RESULT,
	.sets = TAKES_WINDOW,
	AT(from),
    },
    {
	.name = "to",
	.kind = OPTION_TIME,
	.argument = "WHEN",
	.help = "end it here, in place of --as-of (default: now)",
	.group = GROUP_RESULT,
	.sets = TAKES_WINDOW,
	AT(to),
    },
    {
	.name = "label",
	.kind = OPTION_LIST,
	.argument = "LABEL",
	.help = "only issues and pull requests with this label; may "
		"be repeated: with all of them",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE,
	AT(labels),
    },
    {
	.name = "author",
	.kind = OPTION_TEXT,
	.argument = "LOGIN",
	.help = "only what an author made whose login this glob "
		"matches",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE,
	AT(author),
    },
    {
	.name = "base",
	.kind = OPTION_TEXT,
	.argument = "BRANCH",
	.help = "only pull requests for a branch that this glob "
		"matches",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE,
	AT(base),
    },
    {
	.name = "bots",
	.kind = OPTION_CHOICE,
	.argument = "WHAT",
	.help = "what bots have authored",
	.env = "HEALTHSCAN_BOTS",
	.key = "report.bots",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE | TAKES_RETENTION,
	.choices = bots_choices,
	AT(bots),
    },
    {
	.name = "by",
	.kind = OPTION_CHOICE,
	.argument = "WHAT",
	.help = "also tell metrics of issues and pull requests by the role of "
		"their author: maintainer, regular, newcomer, bot, agent; bots "
		"are included then",
	.group = GROUP_RESULT,
	.sets = TAKES_BY,
	.choices = by_choices,
	AT(by),
    },
    {
	.name = "history",
	.kind = OPTION_CHOICE,
	.argument = "HOW",
	.help = "reconstruct the past from each item's current state, or "
		"replay its events, which costs more requests",
	.env = "HEALTHSCAN_HISTORY",
	.key = "report.history",
	.group = GROUP_RESULT,
	.sets = TAKES_WINDOW | TAKES_WAITING,
	.choices = history_choices,
	AT(history),
    },
    {
	.name = "hours",
	.kind = OPTION_LIST,
	.argument = "LINE",
	.help = "count waits in working hours, such as 'Mon-Fri 09:00-17:00 "
		"Europe/Berlin'; may be repeated for other days; none: in all "
		"hours",
	.key = "hours.work",
	.anywhere = true,
	.group = GROUP_RESULT,
	.sets = TAKES_BOUND,
	.check = working_hours_check,
	AT(hours),
    },
    {
	.name = "holiday",
	.kind = OPTION_LIST,
	.argument = "DATE",
	.help = "a day without working hours; may be repeated",
	.key = "hours.holiday",
	.anywhere = true,
	.group = GROUP_RESULT,
	.sets = TAKES_BOUND,
	.check = working_hours_check_holiday,
	AT(holidays),
    },
    {
	.name = "within",
	.kind = OPTION_TEXT,
	.argument = "LENGTH",
	.help = "in which time what is opened should be answered; with "
		"--hours, d is a working day (default: 2d)",
	.env = "HEALTHSCAN_WITHIN",
	.key = "hours.within",
	.anywhere = true,
	.group = GROUP_RESULT,
	.sets = TAKES_BOUND,
	.check = working_hours_check_within,
	AT(within),
    },
    {
	.name = "organization-map",
	.kind = OPTION_LIST,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "who works where, as in a domain-map or another file of gitdm; "
		"may be repeated",
	.key = "organization.map",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE,
	AT(organization_maps),
    },
    {
	.name = "gitdm-order",
	.kind = OPTION_FLAG,
	.help = "of several domains of such a map that an address is in, take "
		"the shortest, as gitdm does, and not the longest",
	.key = "organization.gitdm-order",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE,
	AT(gitdm_order),
    },
    {
	.name = "docs-path",
	.kind = OPTION_LIST,
	.argument = "GLOB",
	.help = "what counts as documentation, such as "
		"'docs/**/*.md', in place of the usual paths; may be "
		"repeated",
	.key = "docs.path",
	.anywhere = true,
	.group = GROUP_RESULT,
	.sets = TAKES_SYNC,
	AT(docs_paths),
    },
    {
	.name = "bot",
	.kind = OPTION_LIST,
	.argument = "LOGIN",
	.help = "also treat accounts whose login matches this glob as "
		"bots; may be repeated",
	.key = "bots.login",
	.anywhere = true,
	.grows = true,
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE | TAKES_RETENTION,
	AT(bot_logins),
    },
    {
	.name = "sql",
	.kind = OPTION_TEXT,
	.argument = "METRIC",
	.value = VALUE_METRIC,
	.help = "print the file that this metric is, to start one of your own "
		"from",
	.group = GROUP_RESULT,
	.sets = TAKES_SQL,
	AT(sql),
    },
    {
	.name = "sort",
	.kind = OPTION_TEXT,
	.argument = "COLUMN",
	.value = VALUE_COLUMN,
	.help = "order by this column, with - before it the other way round; "
		"of samples: value, number, title or author; of a scan: "
		"health, score, name, class or a metric",
	.group = GROUP_RESULT,
	.sets = TAKES_SORT,
	AT(sort),
    },
    {
	.name = "limit",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "show this many samples, or items (default: 20 in a table, "
		"else all)",
	.group = GROUP_RESULT,
	.sets = TAKES_LIMIT,
	.min = 0,
	.max = 1000000000,
	AT(limit),
    },
    {
	.name = "for",
	.kind = OPTION_CHOICE,
	.argument = "WHOM",
	.help = "only what waits for a maintainer, or for its author",
	.group = GROUP_RESULT,
	.sets = TAKES_WAITING,
	.choices = for_choices,
	AT(waits_for),
    },
    {
	.name = "over",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "only what has waited longer than this, such as 7d",
	.group = GROUP_RESULT,
	.sets = TAKES_WAITING,
	.min = 0,
	AT(over_s),
    },
    {
	.name = "months",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "show newcomers by month, of the last N months (default: 12)",
	.group = GROUP_RESULT,
	.sets = TAKES_RETENTION,
	.min = 1,
	.max = 240,
	AT(months),
    },
    {
	.name = "time-limit",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "stop a query, or a metric of your own, that takes longer "
		"(default: 10s)",
	.group = GROUP_RESULT,
	.sets = TAKES_SLICE,
	.min = 1,
	AT(time_limit_s),
    },
    {
	.name = "threshold",
	.kind = OPTION_BOUND,
	.argument = "ID.BOUND=VALUE",
	.help = "judge by another bound, such as "
		"pr_merge_cycle.healthy=48h or "
		"issue_close_rate.risk=50%; may be repeated",
	.group = GROUP_JUDGE,
	.sets = TAKES_BOUND,
    },
    {
	.name = "min-samples",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "do not judge a median, share or ratio of fewer "
		"samples (default: 5)",
	.env = "HEALTHSCAN_MIN_SAMPLES",
	.key = "gate.min-samples",
	.anywhere = true,
	.group = GROUP_JUDGE,
	.sets = TAKES_JUDGE,
	.min = 1,
	.max = 1000000,
	AT(min_samples),
    },
    {
	.name = "baseline",
	.kind = OPTION_CHOICE,
	.argument = "HOW",
	.help = "what is usual: mean and standard deviation, or "
		"median and median deviation",
	.key = "alert.method",
	.anywhere = true,
	.group = GROUP_JUDGE,
	.sets = TAKES_JUDGE,
	.choices = baseline_choices,
	AT(baseline),
    },
    {
	.name = "sigma",
	.kind = OPTION_DECIMAL,
	.argument = "NUMBER",
	.help = "how many deviations from the usual make an alert "
		"(default: 2)",
	.key = "alert.sigma",
	.anywhere = true,
	.group = GROUP_JUDGE,
	.sets = TAKES_JUDGE,
	AT(sigma),
    },
    {
	.name = "alert-on",
	.kind = OPTION_CHOICE,
	.argument = "STATUS",
	.help = "lowest status that fires a threshold alert",
	.key = "alert.on",
	.anywhere = true,
	.group = GROUP_ALERT,
	.sets = TAKES_ALERT,
	.choices = alert_on_choices,
	AT(alert_on),
    },
    {
	.name = "clear-after",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "consecutive healthy runs that clear an alert (default: 1)",
	.key = "alert.clear-after",
	.anywhere = true,
	.group = GROUP_ALERT,
	.sets = TAKES_ALERT,
	.min = 1,
	.max = 1000000,
	AT(clear_after),
    },
    {
	.name = "notify-command",
	.kind = OPTION_TEXT,
	.argument = "COMMAND",
	.help = "run this with the alert as JSON on its standard "
		"input when one fires or clears",
	.env = "HEALTHSCAN_NOTIFY_COMMAND",
	.key = "alert.notify-command",
	.group = GROUP_ALERT,
	.sets = TAKES_ALERT,
	AT(notify_command),
    },
    {
	.name = "notify-shell",
	.kind = OPTION_FLAG,
	.help = "run that command with 'sh -c'",
	.key = "alert.notify-shell",
	.group = GROUP_ALERT,
	.sets = TAKES_ALERT,
	AT(notify_shell),
    },
    {
	.name = "alert-every",
	.kind = OPTION_DURATION,
	.argument = "TIME",
	.help = "of the evaluations of receive one in so long counts for "
		"--clear-after (default: 1h)",
	.key = "alert.every",
	.anywhere = true,
	.group = GROUP_ALERT,
	.min = 1,
	AT(alert_every_s),
    },
    {
	.name = "fail-on",
	.kind = OPTION_SET,
	.argument = "WHAT",
	.help = "what fails the gate: risk, watch (or risk), "
		"deviation, regression, unreachable, class=dormant and "
		"other classes, with commas between (default of check: risk)",
	.env = "HEALTHSCAN_FAIL_ON",
	.key = "gate.fail-on",
	.anywhere = true,
	.group = GROUP_GATE,
	.sets = TAKES_GATE,
	.choices = fail_on_choices,
	AT(fail_on),
    },
    {
	.name = "allow-unknown",
	.kind = OPTION_FLAG,
	.help = "let pass what is missing, stale or of too few "
		"samples",
	.env = "HEALTHSCAN_ALLOW_UNKNOWN",
	.key = "gate.allow-unknown",
	.anywhere = true,
	.group = GROUP_GATE,
	.sets = TAKES_GATE,
	AT(allow_unknown),
    },
    {
	.name = "allow-provisional",
	.kind = OPTION_FLAG,
	.help = "decide by what webhooks alone have told since the last sync",
	.env = "HEALTHSCAN_ALLOW_PROVISIONAL",
	.key = "gate.allow-provisional",
	.anywhere = true,
	.group = GROUP_GATE,
	.sets = TAKES_GATE,
	AT(allow_provisional),
    },
    {
	.name = "max-age",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "records that were read longer ago are stale "
		"(default: any)",
	.env = "HEALTHSCAN_MAX_AGE",
	.key = "gate.max-age",
	.anywhere = true,
	.group = GROUP_GATE,
	.sets = TAKES_GATE,
	.min = 0,
	AT(max_age_s),
    },
    {
	.name = "gate-metric",
	.kind = OPTION_LIST,
	.argument = "ID|FILE.sql",
	.value = VALUE_METRIC,
	.help = "a metric that the gate judges; --metric of check is the flag",
	.key = "gate.metric",
	.anywhere = true,
	.group = GROUP_GATE,
	AT(gate_metrics),
    },
    {
	.name = "agent",
	.kind = OPTION_LIST,
	.argument = "LOGIN",
	.help = "an agent's account: what it opens has the role agent; a glob",
	.key = "agents.login",
	.anywhere = true,
	.grows = true,
	.group = GROUP_RESULT,
	AT(agent_logins),
    },
    {
	.name = "organization-domain",
	.kind = OPTION_LIST,
	.argument = "LINE",
	.help = "a line of such a map: a domain or address, a blank, and the "
		"organization, perhaps with '< YYYY-MM-DD' behind it: before "
		"that date",
	.key = "organization.domain",
	.grows = true,
	.group = GROUP_RESULT,
	.check = organizations_check_domain,
	AT(organization_domains),
    },
    {
	.name = "organization-alias",
	.kind = OPTION_LIST,
	.argument = "LINE",
	.help = "'Old name = Name': names of the same organization",
	.key = "organization.alias",
	.grows = true,
	.group = GROUP_RESULT,
	.check = organizations_check_alias,
	AT(organization_aliases),
    },
    {
	.name = "maintainer",
	.kind = OPTION_LIST,
	.argument = "LOGIN",
	.help = "an account of those who look after the project",
	.key = "maintainers.login",
	.anywhere = true,
	.group = GROUP_RESULT,
	AT(maintainers),
    },
    {
	.name = "settle",
	.kind = OPTION_DURATION,
	.argument = "TIME",
	.help = "compute a repository's numbers when nothing of it has come "
		"for so long (default: 5s)",
	.key = "receive.settle",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	.min = 0,
	AT(settle_s),
    },
    {
	.name = "max-delay",
	.kind = OPTION_DURATION,
	.argument = "TIME",
	.help = "but no later than this after the first that is not in them "
		"yet (default: 8s)",
	.key = "receive.max-delay",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	.min = 0,
	AT(max_delay_s),
    },
    {
	.name = "reconcile",
	.kind = OPTION_DURATION,
	.argument = "TIME",
	.help = "ask the server about so often for what no delivery told, such "
		"as 6h (default: never)",
	.key = "receive.reconcile",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	.min = 0,
	AT(reconcile_s),
    },
    {
	.name = "notify-retry",
	.kind = OPTION_DURATION,
	.argument = "TIME",
	.help = "run a notify command that failed again after so long, then "
		"after twice that, and so on up to an hour (default: 1m)",
	.key = "receive.notify-retry",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	.min = 1,
	AT(notify_retry_s),
    },
    {
	.name = "listen",
	.kind = OPTION_TEXT,
	.argument = "ADDRESS:PORT",
	.help = "take deliveries there; fd:3 is a socket that systemd passes "
		"on (default: 127.0.0.1:8477)",
	.env = "HEALTHSCAN_LISTEN",
	.key = "receive.listen",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	AT(listen),
    },
    {
	.name = "admin-listen",
	.kind = OPTION_TEXT,
	.argument = "ADDRESS:PORT",
	.help = "answer /healthz and /metrics there, which name repositories "
		"(default: nowhere)",
	.env = "HEALTHSCAN_ADMIN_LISTEN",
	.key = "receive.admin-listen",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	AT(admin_listen),
    },
    {
	.name = "secret-file",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "the secret that deliveries are signed with; several, a line "
		"each, while it is being changed",
	.key = "receive.secret-file",
	.group = GROUP_SOURCE,
	.sets = TAKES_SENDER,
	AT(secret_file),
    },
    {
	.name = "secret-command",
	.kind = OPTION_TEXT,
	.argument = "COMMAND",
	.help = "prints the hooks' secret; run without a shell",
	.key = "receive.secret-command",
	.group = GROUP_RECEIVE,
	AT(secret_command),
    },
    {
	.name = "keep",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.value = VALUE_FOLDER,
	.help = "keep the deliveries as they came in this folder, as "
		"'healthscan import webhook' reads them",
	.key = "receive.keep",
	.group = GROUP_RECEIVE,
	.sets = TAKES_RECEIVE,
	AT(keep),
    },
    {
	.name = "offline",
	.kind = OPTION_FLAG,
	.help = "ask no server; use what is in the store",
	.env = "HEALTHSCAN_OFFLINE",
	.group = GROUP_SOURCE,
	.sets = TAKES_SERVER,
	AT(offline),
    },
    {
	.name = "dry-run",
	.kind = OPTION_FLAG,
	.help = "tell what would be asked for, and what that costs; asks for "
		"a few pages to find out",
	.group = GROUP_SOURCE,
	.sets = TAKES_DRY_RUN,
	AT(dry_run),
    },
    {
	.name = "sweep",
	.kind = OPTION_FLAG,
	.help = "look for issues that were deleted or moved now, and not "
		"every ninety days",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	AT(sweep),
    },
    {
	.name = "git",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.value = VALUE_FOLDER,
	.help = "read the history of this clone (default: the current "
		"directory, when its remotes name the repository)",
	.env = "HEALTHSCAN_GIT",
	.group = GROUP_SOURCE,
	.sets = TAKES_CLONE,
	AT(git),
    },
    {
	.name = "git-root",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.value = VALUE_FOLDER,
	.help = "read the clones that lie directly in this folder; one of "
		"a repository that is not named is looked at by itself, "
		"without asking a forge; of a group: only those of its "
		"members",
	.env = "HEALTHSCAN_GIT_ROOT",
	.group = GROUP_SOURCE,
	.sets = TAKES_CLONES,
	AT(git_root),
    },
    {
	.name = "list",
	.kind = OPTION_LIST,
	.argument = "NAME",
	.value = VALUE_LIST,
	.help = "the repositories of [group \"NAME\"] in the "
		"configuration, each by itself; may be repeated",
	.group = GROUP_SOURCE,
	.sets = TAKES_LISTS,
	AT(lists),
    },
    {
	.name = "group",
	.kind = OPTION_LIST,
	.argument = "NAME",
	.value = VALUE_LIST,
	.help = "the same as one: like the argument @NAME; may be repeated "
		"where several are shown",
	.group = GROUP_SOURCE,
	.sets = TAKES_GROUP,
	AT(groups),
    },
    {
	.name = "sbom",
	.kind = OPTION_LIST,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "the GitHub repositories of the packages in a bill of "
		"materials, CycloneDX or SPDX as JSON; may be repeated",
	.group = GROUP_SOURCE,
	.sets = TAKES_LISTS,
	AT(sboms),
    },
    {
	.name = "org",
	.kind = OPTION_TEXT,
	.argument = "NAME",
	.help = "the repositories of an organization or user, without "
		"forks and archived ones; of receive: with them",
	.group = GROUP_SOURCE,
	.sets = TAKES_LISTS | TAKES_RECEIVE,
	AT(org),
    },
    {
	.name = "shard",
	.kind = OPTION_TEXT,
	.argument = "I/N",
	.help = "only the repositories that are the share of the Ith of N "
		"collectors",
	.env = "HEALTHSCAN_SHARD",
	.group = GROUP_SOURCE,
	.sets = TAKES_SHARD,
	.check = check_shard,
	AT(shard),
    },
    {
	.name = "with-forks",
	.kind = OPTION_FLAG,
	.help = "with --org: forks, too",
	.group = GROUP_SOURCE,
	.sets = TAKES_LISTS,
	AT(with_forks),
    },
    {
	.name = "with-archived",
	.kind = OPTION_FLAG,
	.help = "with --org: archived ones, too",
	.group = GROUP_SOURCE,
	.sets = TAKES_LISTS,
	AT(with_archived),
    },
    {
	.name = "no-git",
	.kind = OPTION_FLAG,
	.help = "read no clone, not even the current directory",
	.env = "HEALTHSCAN_NO_GIT",
	.group = GROUP_SOURCE,
	.sets = TAKES_SERVER,
	AT(no_git),
    },
    {
	.name = "clone",
	.kind = OPTION_FLAG,
	.help = "without a clone: make one with git, without the contents of "
		"files, below $XDG_CACHE_HOME/healthscan",
	.env = "HEALTHSCAN_CLONE",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC | TAKES_RECEIVE,
	AT(clone),
    },
    {
	.name = "api-url",
	.kind = OPTION_TEXT,
	.argument = "URL",
	.help = "base URL of the API",
	.env = "HEALTHSCAN_API_URL",
	.env_also = "GITHUB_API_URL",
	.key = "api.url",
	.group = GROUP_SOURCE,
	.sets = TAKES_SERVER | TAKES_RECEIVE,
	AT(api_url),
    },
    {
	.name = "token-file",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "read access tokens from this file, one a line; one is "
		"used until its hour is used up, then the next",
	.env = "HEALTHSCAN_TOKEN_FILE",
	.key = "api.token-file",
	.group = GROUP_SOURCE,
	.sets = TAKES_SERVER | TAKES_RECEIVE,
	AT(token_file),
    },
    {
	.name = "auth-command",
	.kind = OPTION_TEXT,
	.argument = "COMMAND",
	.help = "prints access tokens where no variable has one, such as "
		"'gh auth token'; run without a shell",
	.key = "auth.command",
	.group = GROUP_SOURCE,
	AT(auth_command),
    },
    {
	.name = "ca-file",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "trust the certificates in this file (PEM), in place of the "
		"system's",
	.env = "HEALTHSCAN_CA_FILE",
	.env_also = "SSL_CERT_FILE",
	.key = "api.ca-file",
	.group = GROUP_SOURCE,
	.sets = TAKES_SERVER | TAKES_RECEIVE,
	AT(ca_file),
    },
    {
	.name = "budget",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "send no more than this many requests in this run (default: "
		"any number)",
	.env = "HEALTHSCAN_BUDGET",
	.key = "api.budget",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	.min = 0,
	.max = 1000000000,
	AT(budget),
    },
    {
	.name = "max-wait",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "longest wait for a rate limit to pass (default: 60s)",
	.env = "HEALTHSCAN_MAX_WAIT",
	.key = "api.max-wait",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	AT(max_wait_s),
    },
    {
	.name = "answer-time",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "how long an answer may take to begin, and to come: that long "
		"and a second for each 256 bytes (default: 60s)",
	.env = "HEALTHSCAN_ANSWER_TIME",
	.key = "api.answer-time",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	.min = 1,
	AT(answer_time_s),
    },
    {
	.name = "retry-delay",
	.kind = OPTION_DURATION,
	.argument = "LENGTH",
	.help = "longest pause before a request that failed is tried again; "
		"it doubles with each try (default: 2s)",
	.env = "HEALTHSCAN_RETRY_DELAY",
	.key = "api.retry-delay",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	AT(retry_delay_s),
    },
    {
	.name = "jobs",
	.kind = OPTION_NUMBER,
	.argument = "N",
	.help = "requests under way at once, 1 to 8 (default: 4 with a "
		"token, 1 without)",
	.env = "HEALTHSCAN_JOBS",
	.key = "api.jobs",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	.min = 1,
	.max = 8,
	AT(jobs),
    },
    {
	.name = "repo",
	.kind = OPTION_LIST,
	.argument = "OWNER/NAME",
	.value = VALUE_REPO,
	.help = "only this repository, or with receive OWNER alone; of files "
		"that do not tell the number of theirs, the one that they "
		"are of",
	.group = GROUP_SOURCE,
	.sets = TAKES_SENDER,
	AT(repos),
    },
    {
	.name = "host",
	.kind = OPTION_TEXT,
	.argument = "HOST",
	.help = "the server that it is of (default: github.com)",
	.group = GROUP_SOURCE,
	.sets = TAKES_SENDER,
	AT(host),
    },
    {
	.name = "insecure-no-secret",
	.kind = OPTION_FLAG,
	.help = "take deliveries that nobody has signed",
	.group = GROUP_SOURCE,
	.sets = TAKES_SENDER,
	AT(insecure_no_secret),
    },
    {
	.name = "covers",
	.kind = OPTION_TEXT,
	.argument = "FROM..TO",
	.help = "the files hold all that there was from the one date or time "
		"to the other: windows within are judged by them",
	.group = GROUP_SOURCE,
	.sets = TAKES_IMPORT,
	AT(covers),
    },
    {
	.name = "strict",
	.kind = OPTION_FLAG,
	.help = "exit 4 if anything was refused",
	.group = GROUP_SOURCE,
	.sets = TAKES_IMPORT,
	AT(strict),
    },
    {
	.name = "init",
	.kind = OPTION_FLAG,
	.help = "make the tables, and send nothing",
	.group = GROUP_SOURCE,
	.sets = TAKES_EXPORT,
	AT(init),
    },
    {
	.name = "cluster",
	.kind = OPTION_TEXT,
	.argument = "NAME",
	.help = "with --init: the tables of one shard, and those over all "
		"shards of this cluster",
	.group = GROUP_SOURCE,
	.sets = TAKES_EXPORT,
	AT(cluster),
    },
    {
	.name = "prune",
	.kind = OPTION_FLAG,
	.help = "have this server drop what nobody reads any more, and send "
		"nothing",
	.group = GROUP_SOURCE,
	.sets = TAKES_EXPORT,
	AT(prune),
    },
    {
	.name = "forget",
	.kind = OPTION_TEXT,
	.argument = "REPO",
	.help = "let nobody find this repository there any more, and send "
		"nothing",
	.group = GROUP_SOURCE,
	.sets = TAKES_EXPORT,
	AT(forget),
    },
    {
	.name = "engine",
	.kind = OPTION_TEXT,
	.argument = "URL",
	.help = "compute on a server of ClickHouse what was exported there, "
		"and not from the store",
	.group = GROUP_SOURCE,
	.sets = TAKES_ENGINE,
	AT(engine),
    },
    {
	.name = "engine-user",
	.kind = OPTION_TEXT,
	.argument = "NAME",
	.help = "as whom the engine's server is asked",
	.key = "engine.user",
	.group = GROUP_SOURCE,
	AT(engine_user),
    },
    {
	.name = "engine-password-file",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "where the password for it is, on the first line",
	.key = "engine.password-file",
	.group = GROUP_SOURCE,
	AT(engine_password_file),
    },
    {
	.name = "all",
	.kind = OPTION_FLAG,
	.help = "of an hour of GH Archive, take the events of all "
		"repositories",
	.group = GROUP_SOURCE,
	.sets = TAKES_IMPORT,
	AT(all),
    },
    {
	.name = "era-c",
	.kind = OPTION_FLAG,
	.help = "of GH Archive since October 2025, also take pull requests, of "
		"which it has few and tells little; they are not judged by",
	.group = GROUP_SOURCE,
	.sets = TAKES_IMPORT,
	AT(era_c),
    },
    {
	.name = "record",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.value = VALUE_FOLDER,
	.help = "keep every answer of the server in this directory",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	AT(record),
    },
    {
	.name = "replay",
	.kind = OPTION_TEXT,
	.argument = "DIR",
	.value = VALUE_FOLDER,
	.help = "take the answers from such a recording; ask no "
		"server",
	.group = GROUP_SOURCE,
	.sets = TAKES_SYNC,
	AT(replay),
    },
    {
	.name = "format",
	.letter = 'f',
	.kind = OPTION_FORMAT,
	.argument = "FORMAT",
	.help = "how to write the result",
	.env = "HEALTHSCAN_FORMAT",
	.key = "report.format",
	.group = GROUP_OUTPUT,
	.sets = TAKES_FORMAT,
	AT(format),
    },
    {
	.name = "output",
	.letter = 'o',
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "write the result to a file, whole or not at all; - "
		"is stdout; of many, as html or markdown, to a folder with "
		"a page for each: DIR/",
	.group = GROUP_OUTPUT,
	.sets = TAKES_FORMAT,
	AT(output),
    },
    {
	.name = "color",
	.kind = OPTION_CHOICE,
	.argument = "WHEN",
	.help = "colour the result",
	.env = "HEALTHSCAN_COLOR",
	.key = "output.color",
	.group = GROUP_OUTPUT,
	.sets = TAKES_FORMAT,
	.choices = color_choices,
	AT(color),
    },
    {
	.name = "no-pager",
	.kind = OPTION_FLAG,
	.help = "do not show what is longer than the screen with "
		"$HEALTHSCAN_PAGER, $PAGER or less",
	.env = "HEALTHSCAN_NO_PAGER",
	.key = "output.no-pager",
	.group = GROUP_OUTPUT,
	.sets = TAKES_FORMAT | TAKES_PAGER,
	AT(no_pager),
    },
    {
	.name = "no-progress",
	.kind = OPTION_FLAG,
	.help = "draw no progress bar",
	.env = "HEALTHSCAN_NO_PROGRESS",
	.key = "output.no-progress",
	.group = GROUP_OUTPUT,
	.sets = TAKES_SYNC | TAKES_BAR,
	AT(no_progress),
    },
    {
	.name = "quiet",
	.letter = 'q',
	.kind = OPTION_FLAG,
	.help = "say nothing on stderr but warnings and errors",
	.group = GROUP_OUTPUT,
	.sets = TAKES_COMMON,
	AT(quiet),
    },
    {
	.name = "verbose",
	.letter = 'v',
	.kind = OPTION_COUNT,
	.help = "say more on stderr; given twice, each request",
	.group = GROUP_OUTPUT,
	.sets = TAKES_COMMON | TAKES_VERBOSE,
	AT(verbose),
    },
    {
	.name = "db",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "the event store (default: "
		"$XDG_DATA_HOME/healthscan/healthscan.db)",
	.env = "HEALTHSCAN_DB",
	.key = "store.path",
	.group = GROUP_GENERAL,
	.sets = TAKES_STORE,
	AT(db),
    },
    {
	.name = "config",
	.kind = OPTION_TEXT,
	.argument = "FILE",
	.value = VALUE_FILE,
	.help = "read this configuration after the usual ones",
	.env = "HEALTHSCAN_CONFIG",
	.group = GROUP_GENERAL,
	.sets = TAKES_COMMON,
	AT(config),
    },
    {
	.name = "help",
	.letter = 'h',
	.kind = OPTION_HELP,
	.help = "show all help; -h alone: the options used most",
	.group = GROUP_GENERAL,
	.sets = TAKES_HELP | TAKES_COMMON,
    },
    {
	.name = "version",
	.kind = OPTION_VERSION,
	.help = "show the version",
	.group = GROUP_GENERAL,
	.sets = TAKES_HELP | TAKES_COMMON,
    },
    {.name = NULL},
};
_Static_assert(sizeof(option_table) / sizeof(option_table[0]) <= OPTIONS_MAX,
    "raise SETTINGS_SOURCES");

const char *
option_heading(enum option_group group)
{
	static const char *const headings[] = {
	    [GROUP_RESULT] = "What to show",
	    [GROUP_JUDGE] = "How to judge it",
	    [GROUP_ALERT] = "When to raise an alert",
	    [GROUP_GATE] = "What the gate lets pass",
	    [GROUP_RECEIVE] = "What to receive",
	    [GROUP_SOURCE] = "Where it comes from",
	    [GROUP_OUTPUT] = "How to show it",
	    [GROUP_GENERAL] = "General",
	};

	return headings[group];
}

bool
option_is_for(const struct option_spec *option, uint64_t takes)
{
	return (option->sets & takes) != 0 ||
	       (takes & TAKES_ALL && option->sets != 0);
}

static bool
is_flagged(const struct settings *settings, const struct option_spec *option)
{
	const char *source = settings->sources[option - option_table];

	return source && strncmp(source, "--", 2) == 0;
}

bool
option_flagged(const struct settings *settings, const char *name)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (strcmp(o->name, name) == 0)
			return is_flagged(settings, o);
	return false;
}

bool
option_any_flagged(const struct settings *settings, uint64_t sets)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if ((o->sets & sets) != 0 && is_flagged(settings, o))
			return true;
	return false;
}

const char *
option_choice(const struct option_spec *option, size_t n)
{
	return option->kind == OPTION_FORMAT ? hscan_formats[n].name
					     : option->choices[n];
}

const struct option_spec *
option_find(struct hscan_text name)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (o->sets != 0 && hscan_text_is(name, o->name))
			return o;
	return NULL;
}

const struct option_spec *
option_find_letter(char letter)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (letter != '\0' && o->letter == letter)
			return o;
	return NULL;
}

bool
option_repeats(const struct option_spec *option)
{
	return option->kind == OPTION_COUNT || option->kind == OPTION_LIST ||
	       option->kind == OPTION_BOUND;
}
