/* SPDX-License-Identifier: MIT */
/* healthscan completion SHELL: prints the completions of a shell. `completion
 * words -- WORD...` is what these call whenever the key is pressed: it must be
 * quick, and whatever is wrong only gives fewer candidates. */
#include <string.h>

#include <healthscan/repo.h>

#include "app/names.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/command/complete.h"
#include "cli/command/completions.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "cli/setting/load.h"
#include "store/store.h"
#include "sync/local.h"

enum { BASH, ZSH, FISH, SHELLS };

#define MAX_BYTES ((size_t)16 * 1024 * 1024)

const struct action completion_actions[SHELLS + 1] = {
    [BASH] = {.name = "bash",
	.summary = "in ~/.bashrc: source <(healthscan completion bash)"},
    [ZSH] = {.name = "zsh",
	.summary = "in ~/.zshrc, after compinit: "
		   "source <(healthscan completion zsh)"},
    [FISH] = {.name = "fish",
	.summary = "in config.fish: healthscan completion fish | source"},
};

static const char *const files[SHELLS] = {
    [BASH] = "healthscan.bash",
    [ZSH] = "_healthscan",
    [FISH] = "healthscan.fish",
};

/* --- the scripts --- */

static struct hscan_text
script_of(size_t shell)
{
	for (size_t i = 0; i < completion_scripts_len; i++)
		if (strcmp(completion_scripts[i].path, files[shell]) == 0)
			return hscan_query_of(&completion_scripts[i]);
	return (struct hscan_text){NULL, 0};
}

static int
script(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	size_t shell = 0;
	char shown[80];

	while (shell < SHELLS &&
	       strcmp(cli->args[0], completion_actions[shell].name) != 0)
		shell++;
	if (shell == SHELLS)
		status = hscan_fail(&err, HSCAN_EINVAL,
		    "completion: there is no '%s'; give bash, zsh or fish",
		    hscan_safe(
			hscan_text_of(cli->args[0]), shown, sizeof(shown)));
	else if (cli->args_len > 1)
		status = hscan_fail(&err, HSCAN_EINVAL,
		    "completion: one shell at a time; give bash, zsh or fish");
	else
		status = cli_write(cli, script_of(shell), &err);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

/* --- what is known --- */

/* All that one press of the key needs. */
struct press {
	struct complete_place place;
	struct complete_known known;
	struct settings settings; /* for its arena, too */
};

/* Leaves out what no command would take by that name. */
static enum hscan_status
on_repo(struct hscan_text host, struct hscan_text full_name, void *payload,
    struct hscan_error *err)
{
	struct press *press = payload;
	enum hscan_status status = HSCAN_OK;
	struct hscan_repo_name name;
	struct hscan_buf text, same;

	hscan_buf_init(&text, 1024);
	hscan_buf_init(&same, 1024);
	names_add(&text, host, full_name);
	if (hscan_text_is(host, HSCAN_LOCAL_HOST)) {
		status = settings_list_add(&press->settings,
		    &press->known.repos, hscan_buf_text(&text), err);
	} else if (text.failed == HSCAN_OK &&
		   hscan_repo_name_parse(hscan_buf_text(&text), &name, NULL) ==
		       HSCAN_OK) {
		(void)hscan_buf_add_format(
		    &same, "%s/%s", name.owner, name.name);
		if (hscan_text_equal(hscan_buf_text(&same), full_name) &&
		    hscan_text_is(host, name.host))
			status = settings_list_add(&press->settings,
			    &press->known.repos, hscan_buf_text(&text), err);
	}
	hscan_buf_clear(&same);
	hscan_buf_clear(&text);
	return status;
}

/* The shell has not yet done it. */
static const char *
without_tilde(struct press *press, const char *path)
{
	const char *home = settings_getenv("HOME");
	struct hscan_text copy = {NULL, 0};
	struct hscan_buf text;

	if (strncmp(path, "~/", 2) != 0 || !home)
		return path;
	hscan_buf_init(&text, (size_t)64 * 1024);
	if (hscan_buf_add_format(&text, "%s%s", home, path + 1))
		copy = hscan_arena_dup(
		    &press->settings.arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return copy.ptr ? copy.ptr : path;
}

/* Of what stands on the line, that which says where the store is. False: no
 * memory. */
static bool
find_uses(struct press *press, struct command_line *out)
{
	const struct command_line *line = &press->place.line;
	struct option_use *uses = hscan_arena_alloc(
	    &press->settings.arena, line->uses_len + 1, sizeof(*uses));
	size_t len = 0;

	if (!uses)
		return false;
	for (size_t i = 0; i < line->uses_len; i++) {
		const struct option_use *use = &line->uses[i];

		if (strcmp(use->option->name, "db") != 0 &&
		    strcmp(use->option->name, "config") != 0)
			continue;
		uses[len] = *use;
		uses[len++].value = without_tilde(press, use->value);
	}
	/* These two, and no others that could be wrong. */
	*out = (struct command_line){
	    .command = "forget",
	    .takes = TAKES_COMMON | TAKES_STORE,
	    .uses = uses,
	    .uses_len = len,
	};
	return true;
}

/* Where the line or else the environment says that the store is; or NULL. */
static const char *
find_store(const struct command_line *line)
{
	const char *path = settings_getenv("HEALTHSCAN_DB");

	for (size_t i = 0; i < line->uses_len; i++)
		if (strcmp(line->uses[i].option->name, "db") == 0)
			path = line->uses[i].value;
	return path;
}

static void
learn_repos(struct press *press, const char *path)
{
	struct hscan_store *store = NULL;

	if (path && hscan_store_open_snapshot(path, &store, NULL) == HSCAN_OK &&
	    hscan_store_name_repos(store, on_repo, press, NULL) != HSCAN_OK)
		press->known.repos.len = 0; /* half of it may be wrong */
	hscan_store_close(store);
}

static void
learn_lists(struct press *press)
{
	const struct settings *settings = &press->settings;

	for (size_t i = 0; i < settings->scans_len; i++)
		if (settings_list_add(&press->settings, &press->known.lists,
			settings->scans[i].list, NULL) != HSCAN_OK)
			return;
}

static void
learn(struct press *press)
{
	struct command_line line;
	const char *store;

	if (complete_wants_metrics(&press->place) &&
	    hscan_metrics_load(&press->known.metrics, NULL) != HSCAN_OK)
		press->known.metrics = (struct hscan_metrics){0};
	if (!complete_wants_repos(&press->place) &&
	    !complete_wants_lists(&press->place))
		return;
	if (!find_uses(press, &line))
		return;
	store = find_store(&line);
	/* A configuration tells where the store is only when nothing else does.
	 */
	if ((!store || complete_wants_lists(&press->place)) &&
	    settings_load(&press->settings, &line, NULL) == HSCAN_OK)
		store = press->settings.db;
	if (complete_wants_repos(&press->place))
		learn_repos(press, store);
	if (complete_wants_lists(&press->place))
		learn_lists(press);
}

/* Never writes to stderr: the user is typing there. */
static int
words(struct cli *cli)
{
	struct press press = {.place = {.what = COMPLETE_NOTHING}};
	enum hscan_status status;
	struct hscan_buf text;

	settings_init(&press.settings);
	hscan_buf_init(&text, MAX_BYTES);
	status = complete_find(cli->commands, cli->args + 1, cli->args_len - 1,
	    &press.settings.arena, &press.place, NULL);
	if (status == HSCAN_OK) {
		learn(&press);
		status =
		    complete_write(&press.place, &press.known, &text, NULL);
	}
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), NULL);
	hscan_buf_clear(&text);
	hscan_metrics_clear(&press.known.metrics);
	settings_clear(&press.settings);
	return (int)exit_code_of(status, 0);
}

int
cmd_completion(struct cli *cli)
{
	return strcmp(cli->args[0], "words") == 0 ? words(cli) : script(cli);
}
