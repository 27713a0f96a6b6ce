/* SPDX-License-Identifier: MIT */
/* From defaults, configuration, environment and flags to plain values; see
 * load.h. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/setting/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/time.h"
#include "cli/setting/argv.h"
#include "cli/setting/config.h"
#include "cli/setting/options.h"

enum { LONGEST_PATH = 64 * 1024 };

const char *
settings_getenv(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

bool
settings_xdg(const char *variable, const char *fallback, const char *below,
    struct hscan_buf *out)
{
	const char *base = settings_getenv(variable);
	const char *home = settings_getenv("HOME");

	hscan_buf_reset(out);
	/* "If an implementation encounters a relative path […] it should […]
	 * ignore it", says the specification. */
	if (base && base[0] == '/')
		(void)hscan_buf_add_format(out, "%s/%s", base, below);
	else if (home)
		(void)hscan_buf_add_format(
		    out, "%s/%s/%s", home, fallback, below);
	return out->failed == HSCAN_OK && out->len > 0;
}

/* --- which files --- */

bool
config_find_work_tree(const char *start, struct hscan_buf *root)
{
	struct stat info;
	size_t len;

	hscan_buf_reset(root);
	(void)hscan_buf_add_string(root, start);
	for (;;) {
		len = root->len;
		if (!hscan_buf_add_string(root, "/.git"))
			return false;
		if (lstat(root->ptr, &info) == 0) {
			hscan_buf_cut(root, len);
			return true;
		}
		while (len > 0 && root->ptr[len - 1] != '/')
			len--;
		if (len == 0)
			return false;
		hscan_buf_cut(root, len - 1); /* "/a/b" to "/a" to "" */
	}
}

enum hscan_status
config_load(
    struct settings *settings, const char *named, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	char *here = NULL;
	struct hscan_buf path;

	hscan_buf_init(&path, LONGEST_PATH);
	if (settings_xdg(
		"XDG_CONFIG_HOME", ".config", "healthscan/config", &path))
		status = config_read(settings, path.ptr, CONFIG_USER, err);
	if (status != HSCAN_OK)
		goto out;
	/* A directory that is gone is in no work tree. */
	here = settings->not_here ? NULL : realpath(".", NULL);
	if (here && config_find_work_tree(here, &path) &&
	    hscan_buf_add_string(&path, "/.healthscan"))
		status = config_read(settings, path.ptr, CONFIG_WORK_TREE, err);
	if (status == HSCAN_OK && named)
		status = config_read(settings, named, CONFIG_NAMED, err);
out:
	free(here);
	hscan_buf_clear(&path);
	return status;
}

/* --- loading --- */

static enum hscan_status
apply_environment(
    struct settings *settings, unsigned takes, struct hscan_error *err)
{
	for (const struct option_spec *o = option_table; o->name; o++) {
		const char *name = o->env;
		const char *value;
		enum hscan_status status;

		/* What is a key only is for all that read it. */
		if (!name || (o->sets != 0 && !option_is_for(o, takes)))
			continue;
		value = settings_getenv(name);
		if (!value && o->env_also) {
			name = o->env_also;
			value = settings_getenv(name);
		}
		if (!value)
			continue;
		option_reset(o, settings);
		status = option_apply(o, value, name, settings, err);
		if (status != HSCAN_OK)
			return status;
	}
	return HSCAN_OK;
}

/* Whether an earlier use was of the same option. */
static bool
is_repeated(const struct command_line *line, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (line->uses[i].option == line->uses[at].option)
			return true;
	return false;
}

static enum hscan_status
apply_flags(struct settings *settings, const struct command_line *line,
    struct hscan_error *err)
{
	for (size_t i = 0; i < line->uses_len; i++) {
		const struct option_spec *o = line->uses[i].option;
		const char *value = line->uses[i].value;
		enum hscan_status status;
		char where[64];

		(void)snprintf(where, sizeof(where), "--%s", o->name);
		/* Flags replace a configured list. */
		if (!is_repeated(line, i))
			option_reset(o, settings);
		status =
		    option_apply(o, value ? value : "1", where, settings, err);
		if (status != HSCAN_OK)
			return status;
	}
	return HSCAN_OK;
}

static bool
is_given(const struct command_line *line, size_t offset)
{
	for (size_t i = 0; i < line->uses_len; i++)
		if (line->uses[i].option->offset == offset)
			return true;
	return false;
}

/* A window by its two ends, or by its length: not both. */
static enum hscan_status
settle_window(struct settings *settings, const struct command_line *line,
    struct hscan_error *err)
{
	bool ends =
	    settings->from != HSCAN_NEVER || settings->to != HSCAN_NEVER;

	if (ends && (is_given(line, offsetof(struct settings, as_of)) ||
			is_given(line, offsetof(struct settings, window))))
		return hscan_fail(err, HSCAN_EINVAL,
		    "--from and --to are a window already: leave out --as-of "
		    "and --window");
	if (settings->to != HSCAN_NEVER && settings->from == HSCAN_NEVER)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--to needs --from: alone it says no window; or write "
		    "--as-of and --window");
	if (settings->from != HSCAN_NEVER && settings->to != HSCAN_NEVER &&
	    settings->from >= settings->to)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--from is not before --to: the window would be empty; "
		    "name an earlier time");
	return HSCAN_OK;
}

/* Where the value of the option of a member is from. */
static const char **
source_of(struct settings *settings, size_t offset)
{
	const struct option_spec *o = option_table;

	while (o->offset != offset)
		o++;
	return &settings->sources[o - option_table];
}

/* A flag silences the environment's word for its opposite; two flags that
 * contradict each other are a mistake. */
static enum hscan_status
settle_contradictions(struct settings *settings,
    const struct command_line *line, struct hscan_error *err)
{
	const size_t git_at = offsetof(struct settings, git);
	const size_t no_git_at = offsetof(struct settings, no_git);
	bool git = is_given(line, git_at);
	bool no_git = is_given(line, no_git_at);

	if (settings->git && settings->no_git && git == no_git)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--git and --no-git contradict each other; give one");
	if (git && settings->no_git) {
		settings->no_git = false;
		*source_of(settings, no_git_at) = "--git";
	}
	if (settings->no_git && settings->git) {
		settings->git = NULL;
		*source_of(settings, git_at) = "--no-git";
	}
	if (settings->clone && settings->no_git)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--clone and --no-git contradict each other; give one");
	if (settings->record && settings->replay)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--record and --replay contradict each other; give one");
	if (settings->offline && (settings->record || settings->replay))
		return hscan_fail(err, HSCAN_EINVAL,
		    "--offline asks nothing, so there is nothing to %s; leave "
		    "one of them out",
		    settings->record ? "--record" : "--replay");
	return HSCAN_OK;
}

static enum hscan_status
default_db(struct settings *settings, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf path;

	hscan_buf_init(&path, LONGEST_PATH);
	if (!settings_xdg("XDG_DATA_HOME", ".local/share",
		"healthscan/healthscan.db", &path)) {
		status = hscan_fail(err, HSCAN_EINVAL,
		    "cannot tell where the store is: neither XDG_DATA_HOME nor "
		    "HOME is set; use --db FILE");
		goto out;
	}
	settings->db =
	    hscan_arena_dup(&settings->arena, hscan_buf_text(&path)).ptr;
	if (!settings->db)
		status = hscan_no_memory(err);
out:
	hscan_buf_clear(&path);
	return status;
}

enum hscan_status
settings_load(struct settings *settings, const struct command_line *line,
    struct hscan_error *err)
{
	size_t config_at = offsetof(struct settings, config);
	bool takes_config = false;
	bool takes_db = false;
	enum hscan_status status = HSCAN_OK;

	for (const struct option_spec *o = option_table; o->name; o++) {
		if (!option_is_for(o, line->takes) || o->kind != OPTION_TEXT)
			continue;
		takes_config |= o->offset == config_at;
		takes_db |= o->offset == offsetof(struct settings, db);
	}
	if (settings_getenv("TZDIR"))
		settings->zone_folder = settings_getenv("TZDIR");
	/* A service's numbers do not depend on where it was started. */
	settings->not_here = line->takes & TAKES_RECEIVE;
	if (takes_config) {
		settings->config = settings_getenv("HEALTHSCAN_CONFIG");
		for (size_t i = 0; i < line->uses_len; i++)
			if (line->uses[i].option->offset == config_at)
				settings->config = line->uses[i].value;
		status = config_load(settings, settings->config, err);
	}
	if (status == HSCAN_OK)
		status = apply_environment(settings, line->takes, err);
	if (status == HSCAN_OK)
		status = apply_flags(settings, line, err);
	if (status == HSCAN_OK)
		status = settle_contradictions(settings, line, err);
	if (status == HSCAN_OK)
		status = settle_window(settings, line, err);
	if (status == HSCAN_OK && takes_db && !settings->db)
		status = default_db(settings, err);
	return status;
}
