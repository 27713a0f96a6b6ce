/* SPDX-License-Identifier: MIT */
/* From defaults, configuration, environment and flags to plain values; see
 * settings.h. */
#include "cli/setting/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <healthscan/repo.h>
#include <healthscan/report.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/setting/config.h"
#include "cli/setting/options.h"
#include "cli/system/input.h"
#include "model/threshold.h"

enum { LONGEST_PATH = 64 * 1024 };

void
settings_init(struct settings *settings)
{
	*settings = (struct settings){
	    .format = "table",
	    .as_of = HSCAN_NEVER,
	    .window = {.seconds = 30 * HSCAN_DAY_S},
	    .windows = 12,
	    .from = HSCAN_NEVER,
	    .to = HSCAN_NEVER,
	    .profile = PROFILE_CORE,
	    .min_samples = 5,
	    .baseline = HSCAN_BASELINE_SIGMA,
	    .sigma = 2.0,
	    .alert_on = ALERT_ON_RISK,
	    .clear_after = 1,
	    .fail_on = HSCAN_FAIL_RISK,
	    .limit = -1,
	    .time_limit_s = 10,
	    .bots = BOTS_EXCLUDE,
	    .history = HISTORY_SNAPSHOT,
	    .max_wait_s = 60,
	    .answer_time_s = 60,
	    .retry_delay_s = 2,
	    .budget = -1,
	    .color = COLOR_AUTO,
	};
	hscan_arena_init(&settings->arena);
}

void
settings_clear(struct settings *settings)
{
	hscan_arena_clear(&settings->arena);
	settings_init(settings);
}

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

/* Room for one more item, at least doubling. NULL when memory ran out. */
static void *
grown(struct hscan_arena *arena, const void *items, size_t len, size_t *size,
    size_t item_size)
{
	size_t wanted = *size ? *size * 2 : 8;
	void *bigger = hscan_arena_alloc(arena, wanted, item_size);

	if (!bigger)
		return NULL;
	if (len > 0)
		memcpy(bigger, items, len * item_size);
	*size = wanted;
	return bigger;
}

enum hscan_status
settings_list_add(struct settings *settings, struct settings_list *list,
    struct hscan_text text, struct hscan_error *err)
{
	struct hscan_text copy = hscan_arena_dup(&settings->arena, text);

	if (list->len == list->size) {
		void *items = grown(&settings->arena, list->items, list->len,
		    &list->size, sizeof(*list->items));

		if (!items)
			return hscan_no_memory(err);
		list->items = items;
	}
	if (!copy.ptr)
		return hscan_no_memory(err);
	list->items[list->len++] = copy;
	return HSCAN_OK;
}

enum hscan_status
settings_threshold_add(struct settings *settings,
    const struct settings_threshold *threshold, struct hscan_error *err)
{
	struct hscan_arena *arena = &settings->arena;
	struct settings_threshold copy = *threshold;
	char shown[80], source[HSCAN_ERROR_SIZE / 2];

	(void)hscan_safe(
	    hscan_text_of(threshold->source), source, sizeof(source));
	if (copy.id.len == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: a bound without a metric; write [threshold "
		    "\"pr_merge_cycle\"]",
		    source);
	if (!hscan_threshold_is_value(copy.value))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: '%s' is not a bound; write a number, perhaps with a "
		    "unit, such as 72h, 3d, 85%% or 2.5",
		    source, hscan_safe(copy.value, shown, sizeof(shown)));
	if (settings->thresholds_len == settings->thresholds_size) {
		void *items = grown(arena, settings->thresholds,
		    settings->thresholds_len, &settings->thresholds_size,
		    sizeof(*settings->thresholds));

		if (!items)
			return hscan_no_memory(err);
		settings->thresholds = items;
	}
	copy.id = hscan_arena_dup(arena, copy.id);
	copy.value = hscan_arena_dup(arena, copy.value);
	copy.source =
	    hscan_arena_dup(arena, hscan_text_of(threshold->source)).ptr;
	if (!copy.id.ptr || !copy.value.ptr || !copy.source)
		return hscan_no_memory(err);
	settings->thresholds[settings->thresholds_len++] = copy;
	return HSCAN_OK;
}

/* Takes the list out, as far as other files than this one have it. */
static void
drop_scan(struct settings *settings, struct hscan_text list, const char *file)
{
	size_t kept = 0;

	for (size_t i = 0; i < settings->scans_len; i++)
		if (!hscan_text_equal(settings->scans[i].list, list) ||
		    strcmp(settings->scans[i].file, file) == 0)
			settings->scans[kept++] = settings->scans[i];
	settings->scans_len = kept;
}

enum hscan_status
settings_scan_add(struct settings *settings, const struct settings_scan *scan,
    struct hscan_error *err)
{
	struct hscan_arena *arena = &settings->arena;
	struct settings_scan copy = {
	    .list = hscan_arena_dup(arena, scan->list),
	    .repo = hscan_arena_dup(arena, scan->repo),
	    .file = hscan_arena_dup(arena, hscan_text_of(scan->file)).ptr,
	    .source = hscan_arena_dup(arena, hscan_text_of(scan->source)).ptr,
	};
	struct hscan_repo_name name;
	enum hscan_status status;
	char source[HSCAN_ERROR_SIZE / 2];

	if (!copy.list.ptr || !copy.repo.ptr || !copy.file || !copy.source)
		return hscan_no_memory(err);
	status = hscan_repo_name_parse(copy.repo, &name, err);
	if (status != HSCAN_OK) {
		hscan_error_prefix(err, "%s: ",
		    hscan_safe(
			hscan_text_of(copy.source), source, sizeof(source)));
		return status;
	}
	drop_scan(settings, copy.list, copy.file);
	if (settings->scans_len == settings->scans_size) {
		void *items = grown(arena, settings->scans, settings->scans_len,
		    &settings->scans_size, sizeof(*settings->scans));

		if (!items)
			return hscan_no_memory(err);
		settings->scans = items;
	}
	settings->scans[settings->scans_len++] = copy;
	return HSCAN_OK;
}

/* --- loading --- */

static enum hscan_status
apply_environment(
    struct settings *settings, unsigned bit, struct hscan_error *err)
{
	for (const struct option_spec *o = option_table; o->name; o++) {
		const char *name = o->env;
		const char *value;
		enum hscan_status status;

		if (!name || !option_is_for(o, bit))
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

enum hscan_status
settings_window(const struct settings *settings, int64_t now, int64_t *as_of,
    struct hscan_window_spec *window, struct hscan_error *err)
{
	struct hscan_window_spec spec = settings->window;
	int64_t end = settings->to;
	char shown[HSCAN_TIME_SIZE];

	if (end == HSCAN_NEVER)
		end = settings->as_of;
	if (end == HSCAN_NEVER)
		end = now;
	if (settings->from != HSCAN_NEVER) {
		hscan_format_time(end, shown);
		if (settings->from >= end)
			return hscan_fail(err, HSCAN_EINVAL,
			    "--from is not before %s: the window would be "
			    "empty; name an earlier time",
			    shown);
		spec =
		    (struct hscan_window_spec){.seconds = end - settings->from};
	}
	*as_of = end;
	*window = spec;
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
		if (!option_is_for(o, line->bit) || o->kind != OPTION_TEXT)
			continue;
		takes_config |= o->offset == config_at;
		takes_db |= o->offset == offsetof(struct settings, db);
	}
	if (takes_config) {
		settings->config = settings_getenv("HEALTHSCAN_CONFIG");
		for (size_t i = 0; i < line->uses_len; i++)
			if (line->uses[i].option->offset == config_at)
				settings->config = line->uses[i].value;
		status = config_load(settings, settings->config, err);
	}
	if (status == HSCAN_OK)
		status = apply_environment(settings, line->bit, err);
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

/* --- hosts --- */

/* A tenant of GitHub's own cloud. */
static bool
is_tenant(const char *host)
{
	return hscan_text_ends(hscan_text_of(host), ".ghe.com");
}

bool
settings_is_cloud(const char *host)
{
	return strcmp(host, HSCAN_DEFAULT_HOST) == 0 || is_tenant(host);
}

enum hscan_status
settings_api_url(const struct settings *settings, const char *host,
    struct hscan_buf *out, struct hscan_error *err)
{
	hscan_buf_reset(out);
	if (settings->api_url) {
		struct hscan_text url = hscan_text_of(settings->api_url);

		while (hscan_text_ends(url, "/"))
			url.len--;
		(void)hscan_buf_add_text(out, url);
	} else if (strcmp(host, HSCAN_DEFAULT_HOST) == 0) {
		(void)hscan_buf_add_string(out, "https://api.github.com");
	} else if (is_tenant(host)) {
		(void)hscan_buf_add_format(out, "https://api.%s", host);
	} else {
		(void)hscan_buf_add_format(out, "https://%s/api/v3", host);
	}
	return hscan_buf_check(out, "the API's URL", err);
}

static enum hscan_status
token_failed(const char *path, const char *why, struct hscan_error *err)
{
	char shown[200];

	return hscan_fail(err, HSCAN_EINVAL,
	    "cannot read a token from %s: %s; write one on each line of that "
	    "file",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)), why);
}

bool
settings_has_token(struct hscan_text text)
{
	while (text.ptr) {
		struct hscan_text line =
		    hscan_text_trim(hscan_text_split(&text, '\n'));

		if (line.len > 0 && line.ptr[0] != '#')
			return true;
	}
	return false;
}

static enum hscan_status
token_from_file(const char *path, struct hscan_buf *out, bool *exposed,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct stat info;
	int fd = -1;

	fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &info) != 0) {
		status = token_failed(path, strerror(errno), err);
		goto out;
	}
	status = input_read(fd, path, out, err);
	if (status != HSCAN_OK)
		goto out;
	if (!settings_has_token(hscan_buf_text(out)))
		status = token_failed(path, "it is empty", err);
	/* A pipe has a mode too, but nobody else can open it. */
	if (status == HSCAN_OK)
		*exposed =
		    S_ISREG(info.st_mode) && (info.st_mode & S_IROTH) != 0;
out:
	if (fd >= 0)
		(void)close(fd);
	return status;
}

const char *
settings_token_variable(const char *host)
{
	static const char *const cloud[] = {"GH_TOKEN", "GITHUB_TOKEN"};
	static const char *const enterprise[] = {
	    "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"};
	const char *const *names = enterprise;

	if (settings_is_cloud(host))
		names = cloud;
	for (size_t i = 0; i < 2; i++)
		if (settings_getenv(names[i]))
			return names[i];
	return NULL;
}

enum hscan_status
settings_token(const struct settings *settings, const char *host,
    struct hscan_buf *out, bool *exposed, struct hscan_error *err)
{
	const char *variable = settings_token_variable(host);

	hscan_buf_reset(out);
	*exposed = false;
	if (settings->token_file)
		return token_from_file(settings->token_file, out, exposed, err);
	if (variable)
		(void)hscan_buf_add_text(out,
		    hscan_text_trim(hscan_text_of(settings_getenv(variable))));
	return hscan_buf_check(out, "the token", err);
}
