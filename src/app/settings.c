/* SPDX-License-Identifier: MIT */
/* What the user wants, as plain values; see settings.h. */
#include "app/settings.h"

#include <string.h>

#include <healthscan/repo.h>
#include <healthscan/report.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "model/threshold.h"

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
	    .settle_s = 5,
	    .max_delay_s = 8,
	    .notify_retry_s = 60,
	    .alert_every_s = 3600,
	    .fail_on = HSCAN_FAIL_RISK,
	    .limit = -1,
	    .months = 12,
	    .time_limit_s = 10,
	    .bots = BOTS_EXCLUDE,
	    .within = SETTINGS_WITHIN,
	    .zone_folder = "/usr/share/zoneinfo",
	    .history = HISTORY_SNAPSHOT,
	    .max_wait_s = 60,
	    .answer_time_s = 60,
	    .retry_delay_s = 2,
	    .budget = -1,
	    .listen = "127.0.0.1:8477",
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
	struct hscan_text value = copy.value;
	char shown[80], source[HSCAN_ERROR_SIZE / 2];

	(void)hscan_safe(
	    hscan_text_of(threshold->source), source, sizeof(source));
	if (copy.id.len == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: a bound without a metric; write [threshold "
		    "\"pr_merge_cycle\"]",
		    source);
	(void)hscan_threshold_take_comparison(&value);
	if (!hscan_threshold_is_value(value))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: '%s' is not a bound; write a number, perhaps with a "
		    "unit, such as 72h, 3d, 85%% or 2.5, and before it, if you "
		    "like, at-most, at-least, less-than or more-than",
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

const struct settings_threshold *
settings_threshold_find(const struct settings *settings, struct hscan_text id,
    enum settings_bound bound)
{
	for (size_t i = settings->thresholds_len; i > 0; i--) {
		const struct settings_threshold *t =
		    &settings->thresholds[i - 1];

		if (t->bound == bound && hscan_text_equal(t->id, id))
			return t;
	}
	return NULL;
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
	    .group = scan->group,
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

enum hscan_status
settings_secret_add(struct settings *settings,
    const struct settings_secret *secret, struct hscan_error *err)
{
	struct hscan_arena *arena = &settings->arena;
	struct settings_secret copy = *secret;
	char source[HSCAN_ERROR_SIZE / 2];

	if (copy.scope.len == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: a secret that is bound to nothing; write [receive "
		    "\"owner/name\"] or [receive \"owner\"]",
		    hscan_safe(
			hscan_text_of(copy.source), source, sizeof(source)));
	copy.scope = hscan_arena_dup(arena, copy.scope);
	copy.place = hscan_arena_dup(arena, hscan_text_of(copy.place)).ptr;
	copy.source = hscan_arena_dup(arena, hscan_text_of(copy.source)).ptr;
	if (!copy.scope.ptr || !copy.place || !copy.source)
		return hscan_no_memory(err);
	if (settings->secrets_len == settings->secrets_size) {
		void *items =
		    grown(arena, settings->secrets, settings->secrets_len,
			&settings->secrets_size, sizeof(*settings->secrets));

		if (!items)
			return hscan_no_memory(err);
		settings->secrets = items;
	}
	settings->secrets[settings->secrets_len++] = copy;
	return HSCAN_OK;
}

/* --- the window --- */

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
