/* SPDX-License-Identifier: MIT */
/* A scan as a folder; see scan_site.h. Of each report no more is kept than a
 * row of the table takes. */
#include "cli/command/scan_site.h"

#include <stdio.h>
#include <string.h>

#include "app/samples.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/screen/say.h"
#include "report/page_name.h"

#define MAX_PAGE_BYTES ((size_t)64 * 1024 * 1024)

enum { LONGEST_NAME = 256 };

bool
site_is_wanted(const struct settings *settings)
{
	return folder_is_meant(settings->output);
}

enum hscan_status
site_check(const struct settings *settings, struct hscan_error *err)
{
	char shown[160];

	if (hscan_format_find(settings->format)->page)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--output: %s is a folder, and %s is one file; name a file, or "
	    "write a page for each repository with -f html or -f markdown",
	    hscan_safe(hscan_text_of(settings->output), shown, sizeof(shown)),
	    settings->format);
}

static const char *
only_host(const struct targets *targets)
{
	const char *host = NULL;

	for (size_t i = 0; i < targets->len; i++) {
		const struct target *target = &targets->items[i];

		if (target->local || target->name.host[0] == '\0')
			continue;
		if (host && strcmp(host, target->name.host) != 0)
			return NULL;
		host = target->name.host;
	}
	return host;
}

static void
name_index(const struct site *site, char out[LONGEST_NAME])
{
	(void)snprintf(out, LONGEST_NAME, "index%s", site->format->suffix);
}

enum hscan_status
site_open(struct site *site, struct cli *cli, const struct targets *targets,
    struct hscan_error *err)
{
	const struct settings *settings = &cli->app.settings;
	char index[LONGEST_NAME];
	enum hscan_status status;

	*site = (struct site){
	    .cli = cli,
	    .format = hscan_format_find(settings->format),
	    .host = only_host(targets),
	};
	hscan_buf_init(&site->page, MAX_PAGE_BYTES);
	name_index(site, index);
	status = folder_open(&site->folder, settings->output, err);
	return status == HSCAN_OK ? folder_check(&site->folder, index, err)
				  : status;
}

/* --- a page --- */

/* The host goes without saying where it is GitHub, or the only one. */
static void
name_page(const struct site *site, const struct hscan_report *report,
    struct hscan_buf *out)
{
	const char *host = report->host;

	if (host && (strcmp(host, HSCAN_DEFAULT_HOST) == 0 ||
			(site->host && strcmp(host, site->host) == 0)))
		host = NULL;
	page_name(out, host, report->repo.full_name, site->format->suffix);
}

static bool
keep_sparks(const struct site *site, const struct hscan_report *report,
    struct hscan_arena *arena, const struct hscan_text **out)
{
	struct hscan_text *sparks =
	    hscan_arena_alloc(arena, report->measures_len + 1, sizeof(*sparks));
	bool good = sparks != NULL;

	for (size_t i = 0; i < report->measures_len && good; i++) {
		struct hscan_buf picture;

		hscan_buf_init(&picture, MAX_PAGE_BYTES);
		site->format->spark(report->measures[i].trend,
		    report->measures[i].trend_len, &picture);
		sparks[i] = hscan_arena_dup(arena, hscan_buf_text(&picture));
		good = picture.failed == HSCAN_OK &&
		       (sparks[i].ptr || picture.len == 0);
		hscan_buf_clear(&picture);
	}
	*out = sparks;
	return good;
}

/* What the row of the table is made with. */
static enum hscan_status
keep(const struct site *site, const struct hscan_report *report,
    const char *name, struct hscan_arena *arena, struct hscan_scan_entry *entry,
    struct hscan_error *err)
{
	struct hscan_scan_page *page =
	    hscan_arena_alloc(arena, 1, sizeof(*page));

	if (!page)
		return hscan_no_memory(err);
	page->file = hscan_arena_dup(arena, hscan_text_of(name)).ptr;
	if (!page->file || (site->format->spark && !keep_sparks(site, report,
						       arena, &page->sparks)))
		return hscan_no_memory(err);
	entry->page = page;
	return HSCAN_OK;
}

enum hscan_status
site_write_page(struct survey *survey, struct hscan_scan_entry *entry,
    const struct target_run *run, struct hscan_error *err)
{
	struct site *site = survey->payload;
	const struct hscan_look look = screen_style(site->cli);
	struct hscan_report report;
	struct hscan_arena arena;
	struct hscan_buf name;
	enum hscan_status status;

	if (!entry->report)
		return HSCAN_OK;
	report = *entry->report;
	hscan_arena_init(&arena);
	hscan_buf_init(&name, LONGEST_NAME);
	name_page(site, &report, &name);
	status = hscan_buf_check(&name, "the name of a page", err);
	if (status == HSCAN_OK)
		status = samples_for_one(
		    &survey->evaluation, run, &report, &arena, err);
	if (status == HSCAN_OK)
		status = site->format->page(&report, &look, &site->page, err);
	if (status == HSCAN_OK)
		status = folder_write(&site->folder, hscan_buf_string(&name),
		    hscan_buf_text(&site->page), err);
	if (status == HSCAN_OK)
		status = keep(site, &report, hscan_buf_string(&name),
		    &survey->evaluation.arena, entry, err);
	hscan_buf_reset(&site->page);
	hscan_buf_clear(&name);
	hscan_arena_clear(&arena);
	return status;
}

/* --- the end --- */

enum hscan_status
site_finish(struct site *site, struct hscan_text index, struct hscan_error *err)
{
	struct cli *cli = site->cli;
	enum hscan_status status = HSCAN_OK;
	char name[LONGEST_NAME];

	progress_done(&cli->progress);
	name_index(site, name);
	if (cli->app.reading)
		status = hscan_store_unchanged(cli->app.reading, err);
	if (status == HSCAN_OK)
		status = folder_write(&site->folder, name, index, err);
	return status == HSCAN_OK
		   ? folder_finish(&site->folder, site->format->suffix, err)
		   : status;
}

void
site_close(struct site *site)
{
	if (!site->cli) /* never opened */
		return;
	folder_close(&site->folder);
	hscan_buf_clear(&site->page);
}
