/* SPDX-License-Identifier: MIT */
/* What a file's entries come to, and what is said of it; see target_inputs.h.
 *
 * Others may have written such a file: what it names is asked for only on hosts
 * that the user has named, or github.com. */
#include "app/target_inputs.h"

#include <stdio.h>
#include <string.h>

#include "app/name_index.h"
#include "app/names.h"
#include "app/repo_csv.h"
#include "app/repo_json.h"
#include "base/buf.h"
#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/sbom/sbom.h"

enum {
	LONGEST_SUMMARY = 64 * 1024,
	HOSTS_SHOWN = 3,
};

struct input {
	struct lists *lists;
	const struct list_file *file;
	const char *unit;           /* what its cells are counted by */
	size_t at;                  /* index of its item */
	struct name_index distinct; /* what it has named */
};

static struct hscan_scan_input *
item_of(const struct input *input)
{
	return &input->lists->out->items[input->at];
}

static bool
asks(const char *host, void *payload)
{
	const struct input *input = payload;
	const struct app_hooks *hooks = &input->lists->app->hooks;

	return strcmp(host, HSCAN_DEFAULT_HOST) == 0 ||
	       (hooks->knows_host && hooks->knows_host(host, hooks->payload));
}

/* --- what an entry comes to --- */

static enum hscan_status
take_name(struct input *input, const struct hscan_repo_name *name, bool guessed,
    struct hscan_error *err)
{
	struct lists *lists = input->lists;
	struct hscan_scan_input *item = item_of(input);
	size_t at;

	item->entries++;
	item->named++;
	item->guessed += guessed;
	if (name_index_find(&input->distinct, name, &at))
		return HSCAN_OK;
	if (!name_index_add(&input->distinct, lists->arena, name, 0))
		return hscan_no_memory(err);
	item->repositories++;
	return lists->on_name(name, lists->payload, err);
}

/* As it is written in the file, but for the passwords of addresses. */
static struct hscan_text
keep_entry(struct hscan_arena *arena, struct hscan_text entry)
{
	struct hscan_text kept = {NULL, 0};
	struct hscan_buf text;

	hscan_buf_init(&text, entry.len + LONGEST_SUMMARY);
	hscan_add_without_secrets(&text, entry);
	if (text.failed == HSCAN_OK)
		kept = hscan_arena_dup(arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return kept;
}

/* `host` "": it names none. */
static enum hscan_status
leave_out(struct input *input, struct hscan_text entry, const char *host,
    struct hscan_error *err)
{
	struct target_inputs *out = input->lists->out;
	struct hscan_arena *arena = input->lists->arena;
	struct hscan_scan_input *item = item_of(input);
	struct hscan_scan_unlisted *more = hscan_grow_in(arena, out->unlisted,
	    &out->unlisted_room, out->unlisted_len + 1, sizeof(*more));
	struct hscan_scan_unlisted *left;

	if (!more)
		return hscan_no_memory(err);
	out->unlisted = more;
	left = &more[out->unlisted_len++];
	*left = (struct hscan_scan_unlisted){.input = input->at};
	item->entries++;
	item->without += host[0] == '\0';
	item->elsewhere += host[0] != '\0';
	if (entry.ptr)
		left->entry = keep_entry(arena, entry);
	if (host[0])
		left->host = hscan_arena_dup(arena, hscan_text_of(host));
	if ((entry.ptr && !left->entry.ptr) || (host[0] && !left->host.ptr))
		return hscan_no_memory(err);
	return HSCAN_OK;
}

/* --- what is said of the whole --- */

/* Those of its entries, a few of them. */
static void
add_hosts(struct hscan_buf *out, const struct input *input)
{
	const struct target_inputs *inputs = input->lists->out;
	struct hscan_text shown[HOSTS_SHOWN];
	size_t len = 0;

	for (size_t i = 0; i < inputs->unlisted_len; i++) {
		const struct hscan_scan_unlisted *left = &inputs->unlisted[i];
		size_t j = 0;

		if (left->input != input->at || !left->host.ptr)
			continue;
		while (j < len && !hscan_text_equal(shown[j], left->host))
			j++;
		if (j < len)
			continue;
		(void)hscan_buf_add_string(out, len > 0 ? ", " : " (");
		if (len == HOSTS_SHOWN) {
			(void)hscan_buf_add_string(out, "...");
			break;
		}
		(void)hscan_buf_add_text(out, left->host);
		shown[len++] = left->host;
	}
	(void)hscan_buf_add_string(out, ")");
}

static void
add_column(struct hscan_buf *out, struct hscan_text column)
{
	char shown[80];

	if (column.ptr)
		(void)hscan_buf_add_format(
		    out, " in '%s'", hscan_safe(column, shown, sizeof(shown)));
}

/* "bom.json: 120 of 189 packages name a repository: 87 repositories; 69 name
 * none; 3 are on hosts that are not asked (gitlab.com)" */
static enum hscan_status
summarize(
    const struct input *input, const char *entries, struct hscan_error *err)
{
	const struct hscan_scan_input *item = item_of(input);
	enum hscan_status status;
	struct hscan_buf line;

	hscan_buf_init(&line, LONGEST_SUMMARY);
	(void)hscan_buf_add_format(&line,
	    "%s: %zu of %zu %s name%s a repository", input->file->shown,
	    item->named, item->entries, entries, item->named == 1 ? "s" : "");
	add_column(&line, item->column);
	(void)hscan_buf_add_format(&line, ": %zu repositor%s",
	    item->repositories, item->repositories == 1 ? "y" : "ies");
	if (item->guessed > 0)
		(void)hscan_buf_add_format(&line,
		    " (%zu by the home page alone, a guess)", item->guessed);
	if (item->without > 0)
		(void)hscan_buf_add_format(&line, "; %zu name%s none",
		    item->without, item->without == 1 ? "s" : "");
	if (item->elsewhere > 0) {
		(void)hscan_buf_add_format(&line, "; %zu %s not asked",
		    item->elsewhere,
		    item->elsewhere == 1 ? "is on a host that is"
					 : "are on hosts that are");
		add_hosts(&line, input);
	}
	status = hscan_buf_check(&line, "what a file holds", err);
	if (status == HSCAN_OK)
		app_say(
		    input->lists->app, APP_SAY, "%s", hscan_buf_string(&line));
	hscan_buf_clear(&line);
	return status;
}

static void
note_those_left_out(const struct input *input)
{
	const struct target_inputs *out = input->lists->out;

	/* A log is better off without hundreds of lines that nobody asked for.
	 */
	if (input->lists->app->settings.verbose == 0)
		return;
	for (size_t i = 0; i < out->unlisted_len; i++) {
		const struct hscan_scan_unlisted *left = &out->unlisted[i];
		char entry[200], host[256];

		if (left->input != input->at)
			continue;
		(void)hscan_safe(left->entry, entry, sizeof(entry));
		(void)hscan_safe(left->host, host, sizeof(host));
		app_say(input->lists->app, APP_NOTE, "%s: %s: %s%s%s",
		    input->file->shown, entry,
		    left->host.ptr ? "on a host that is not asked ("
				   : "names no repository",
		    host, left->host.ptr ? ")" : "");
	}
}

/* --- from beginning to end --- */

static enum hscan_status
begin(struct input *input, struct lists *lists, const struct list_file *file,
    struct hscan_error *err)
{
	struct target_inputs *out = lists->out;
	struct hscan_scan_input *more = hscan_grow_in(
	    lists->arena, out->items, &out->room, out->len + 1, sizeof(*more));

	*input = (struct input){.lists = lists, .file = file, .at = out->len};
	if (!more)
		return hscan_no_memory(err);
	out->items = more;
	more[out->len] = (struct hscan_scan_input){
	    .file = hscan_arena_dup(lists->arena, hscan_text_of(file->path))};
	if (!more[out->len++].file.ptr)
		return hscan_no_memory(err);
	return HSCAN_OK;
}

static enum hscan_status
end(const struct input *input, const char *kind, const char *entries,
    struct hscan_error *err)
{
	enum hscan_status status;

	item_of(input)->kind = kind;
	status = summarize(input, entries, err);
	if (status == HSCAN_OK)
		note_those_left_out(input);
	return status;
}

/* --- names --- */

/* Nothing there speaks as GitHub does; a host that is not known may be a
 * GitHub of the user's. */
static bool
is_other_forge(const char *host)
{
	static const char *const forges[] = {
	    "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"};

	for (size_t i = 0; i < sizeof(forges) / sizeof(forges[0]); i++)
		if (strcmp(host, forges[i]) == 0)
			return true;
	return false;
}

static enum hscan_status
take_line(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct input *input = payload;
	char shown[NAMES_SHOWN_SIZE];

	if (!is_other_forge(name->host) || asks(name->host, input))
		return take_name(input, name, false, err);
	return leave_out(
	    input, hscan_text_of(names_show(name, shown)), name->host, err);
}

/* Where all of it is asked for there is nothing to say. */
enum hscan_status
inputs_read_names(
    struct lists *lists, const struct list_file *file, struct hscan_error *err)
{
	struct input input;
	enum hscan_status status = begin(&input, lists, file, err);

	if (status == HSCAN_OK)
		status = repo_list_read(
		    file->text, file->shown, take_line, &input, err);
	if (status == HSCAN_OK && item_of(&input)->elsewhere == 0)
		lists->out->len--;
	else if (status == HSCAN_OK)
		status = end(&input, "list", "lines", err);
	return status;
}

/* --- tables and JSON lists --- */

/* What people and programs write where there is none. */
static bool
is_nothing(struct hscan_text cell)
{
	static const char *const words[] = {
	    "", "-", "n/a", "none", "null", "nan", "noassertion", "unknown"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (hscan_text_is_nocase(cell, words[i]))
			return true;
	return false;
}

static enum hscan_status
take_cell(struct hscan_text cell, size_t line, struct hscan_text column,
    void *payload, struct hscan_error *err)
{
	struct input *input = payload;
	struct hscan_scan_input *item = item_of(input);
	struct hscan_repo_name name;
	struct hscan_error why;
	char place[40], shown[80];

	if (!item->column.ptr && column.ptr) {
		item->column = hscan_arena_dup(input->lists->arena, column);
		if (!item->column.ptr)
			return hscan_no_memory(err);
	}
	(void)snprintf(place, sizeof(place), "%s %zu", input->unit, line);
	if (is_nothing(cell))
		return leave_out(input, hscan_text_of(place), "", err);
	if (hscan_repo_name_parse(cell, &name, &why) == HSCAN_OK) {
		if (asks(name.host, input))
			return take_name(input, &name, false, err);
		return leave_out(input, hscan_text_of(place), name.host, err);
	}
	if (hscan_repo_host_parse(cell, name.host) && !asks(name.host, input))
		return leave_out(input, hscan_text_of(place), name.host, err);
	return hscan_fail(err, HSCAN_EINVAL, "%s, %s%s%s%s: %s",
	    input->file->shown, place, column.ptr ? ", '" : "",
	    hscan_safe(column, shown, sizeof(shown)), column.ptr ? "'" : "",
	    why.message);
}

enum hscan_status
inputs_read_csv(
    struct lists *lists, const struct list_file *file, struct hscan_error *err)
{
	struct input input;
	enum hscan_status status = begin(&input, lists, file, err);

	input.unit = "line";
	if (status == HSCAN_OK)
		status = repo_csv_read(
		    file->text, file->shown, take_cell, &input, err);
	if (status == HSCAN_OK)
		status = end(&input, "csv", "rows", err);
	return status;
}

enum hscan_status
inputs_read_json(
    struct lists *lists, const struct list_file *file, struct hscan_error *err)
{
	struct input input;
	enum hscan_status status = begin(&input, lists, file, err);

	input.unit = "entry";
	if (status == HSCAN_OK)
		status = repo_json_read(
		    file->text, file->shown, take_cell, &input, err);
	if (status == HSCAN_OK)
		status = end(&input, "json", "entries", err);
	return status;
}

/* --- bills of materials --- */

static enum hscan_status
take_package(const struct hscan_sbom_package *package, void *payload,
    struct hscan_error *err)
{
	struct input *input = payload;
	struct hscan_text name = package->name;

	/* A qualifier may hold an address with a password in it. */
	if (name.ptr)
		name = hscan_text_split(&name, '?');
	switch (package->found) {
	case HSCAN_SBOM_NAMED:
	case HSCAN_SBOM_GUESSED:
		return take_name(input, &package->repo,
		    package->found == HSCAN_SBOM_GUESSED, err);
	case HSCAN_SBOM_ELSEWHERE:
		return leave_out(input, name, package->repo.host, err);
	case HSCAN_SBOM_NOWHERE: break;
	}
	return leave_out(input, name, "", err);
}

enum hscan_status
inputs_read_sbom(
    struct lists *lists, const struct list_file *file, struct hscan_error *err)
{
	struct input input;
	const struct hscan_sbom_query query = {asks, take_package, &input};
	enum hscan_sbom_kind kind = HSCAN_SBOM_NONE;
	enum hscan_status status = begin(&input, lists, file, err);

	if (status == HSCAN_OK)
		status = hscan_sbom_read(
		    file->text, file->shown, &query, &kind, err);
	if (status != HSCAN_OK)
		return status;
	if (kind == HSCAN_SBOM_NONE)
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s is JSON, but no bill of materials: it has neither "
		    "\"bomFormat\": \"CycloneDX\" nor \"spdxVersion\" nor the "
		    "context of SPDX 3; check how it was made",
		    file->shown);
	return end(&input, kind == HSCAN_SBOM_SPDX ? "spdx" : "cyclonedx",
	    "packages", err);
}

/* --- nothing at all --- */

bool
target_lists_explain(
    const struct target_inputs *inputs, struct hscan_error *err)
{
	const struct hscan_scan_input *item = inputs->items;
	bool sbom;
	char shown[200];

	if (inputs->len == 0)
		return false;
	(void)hscan_safe(item->file, shown, sizeof(shown));
	sbom = strcmp(item->kind, "cyclonedx") == 0 ||
	       strcmp(item->kind, "spdx") == 0;
	if (item->entries == 0)
		(void)hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: %s is empty", shown);
	else if (item->elsewhere > 0)
		(void)hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: what %s names is on hosts that "
		    "are not asked; if one is a GitHub of yours, set "
		    "GH_HOST=HOST",
		    shown);
	else if (sbom)
		(void)hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: none of the %zu packages in %s "
		    "names a repository; make it where they are installed, not "
		    "from a lock file alone, which has no addresses",
		    item->entries, shown);
	else
		(void)hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: none of the %zu rows of %s "
		    "names a repository",
		    item->entries, shown);
	return true;
}
