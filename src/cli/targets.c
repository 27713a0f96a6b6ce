/* SPDX-License-Identifier: MIT */
/* From arguments and options to repositories; see targets.h. */
#include "cli/targets.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/clones.h"
#include "cli/input.h"
#include "cli/repo_list.h"
#include "cli/session.h"
#include "source/git/git.h"
#include "store/store.h"
#include "sync/local.h"
#include "sync/owner.h"

enum { LARGEST_LIST = 16 * 1024 * 1024, LONGEST_NAME = 64 * 1024 };

/* What is being put together. */
struct finding {
	struct cli *cli;
	struct hscan_store *store; /* NULL: clones are only found for names */
	struct hscan_arena *arena;
	struct targets *out;
};

/* --- the list --- */

static struct target *
find_named(const struct targets *targets, const struct hscan_repo_name *name)
{
	for (size_t i = 0; i < targets->len; i++)
		if (!targets->items[i].local &&
		    hscan_repo_name_equal(&targets->items[i].name, name))
			return &targets->items[i];
	return NULL;
}

/* A new one, all zero. */
static struct target *
add(struct finding *finding)
{
	struct targets *out = finding->out;

	if (out->len == out->size) {
		size_t size = out->size ? out->size * 2 : 32;
		struct target *items =
		    hscan_arena_alloc(finding->arena, size, sizeof(*items));

		if (!items)
			return NULL;
		if (out->len > 0)
			memcpy(items, out->items, out->len * sizeof(*items));
		out->items = items;
		out->size = size;
	}
	return &out->items[out->len++];
}

/* "owner/name", behind its host where that has to be said. */
static const char *
shown_of(struct finding *finding, const struct hscan_repo_name *name)
{
	bool host = strcmp(name->host, HSCAN_DEFAULT_HOST) != 0;
	struct hscan_buf text;
	struct hscan_text copy;

	hscan_buf_init(&text, LONGEST_NAME);
	(void)hscan_buf_add_format(&text, "%s%s%s/%s", host ? name->host : "",
	    host ? "/" : "", name->owner, name->name);
	copy = hscan_arena_dup(finding->arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return copy.ptr;
}

static enum hscan_status
take_name(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct finding *finding = payload;
	struct target *target;

	if (find_named(finding->out, name))
		return HSCAN_OK;
	target = add(finding);
	if (!target)
		return hscan_no_memory(err);
	target->name = *name;
	target->shown = shown_of(finding, name);
	return target->shown ? HSCAN_OK : hscan_no_memory(err);
}

/* --- arguments and files --- */

static enum hscan_status
read_list(
    struct finding *finding, int fd, const char *path, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	char shown[200];

	hscan_buf_init(&text, LARGEST_LIST);
	status = input_read(fd, path, &text, err);
	if (status == HSCAN_OK)
		status = repo_list_read(hscan_buf_text(&text),
		    hscan_safe(hscan_text_of(path), shown, sizeof(shown)),
		    take_name, finding, err);
	hscan_buf_clear(&text);
	return status;
}

bool
targets_is_folder(const char *word)
{
	struct hscan_repo_name name;
	struct stat info;

	return strcmp(word, "-") != 0 &&
	       hscan_repo_name_parse(hscan_text_of(word), &name, NULL) !=
		   HSCAN_OK &&
	       stat(word, &info) == 0 && S_ISDIR(info.st_mode);
}

static enum hscan_status
take_argument(
    struct finding *finding, const char *word, struct hscan_error *err)
{
	struct hscan_repo_name name;
	enum hscan_status status;
	char shown[200];
	int fd;

	if (strcmp(word, "-") == 0)
		return read_list(finding, STDIN_FILENO, "standard input", err);
	if (hscan_repo_name_parse(hscan_text_of(word), &name, NULL) == HSCAN_OK)
		return take_name(&name, finding, err);
	/* Those come last: of which repository they are may be said later. */
	if (targets_is_folder(word))
		return HSCAN_OK;
	fd = open(word, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is neither a repository nor a file with a list of "
		    "them: %s; write OWNER/NAME, or check the path",
		    hscan_safe(hscan_text_of(word), shown, sizeof(shown)),
		    strerror(errno));
	status = read_list(finding, fd, word, err);
	(void)close(fd);
	return status;
}

/* --- lists of the configuration --- */

static enum hscan_status
no_such_list(const struct settings *settings, struct hscan_text list,
    struct hscan_error *err)
{
	struct hscan_buf names;
	char shown[120], known[160];

	hscan_buf_init(&names, LONGEST_NAME);
	for (size_t i = 0; i < settings->scans_len; i++)
		if (i == 0 || !hscan_text_equal(settings->scans[i].list,
				  settings->scans[i - 1].list)) {
			(void)hscan_buf_add_string(
			    &names, names.len > 0 ? ", " : "");
			(void)hscan_buf_add_text(
			    &names, settings->scans[i].list);
		}
	(void)hscan_safe(hscan_buf_text(&names), known, sizeof(known));
	(void)hscan_fail(err, HSCAN_EINVAL,
	    "--list: there is no list '%s' in the configuration; %s%s",
	    hscan_safe(list, shown, sizeof(shown)),
	    names.len > 0 ? "there are: " : "write [scan \"NAME\"] repo = ...",
	    names.len > 0 ? known : "");
	hscan_buf_clear(&names);
	return HSCAN_EINVAL;
}

static enum hscan_status
take_configured(
    struct finding *finding, struct hscan_text list, struct hscan_error *err)
{
	const struct settings *settings = &finding->cli->settings;
	enum hscan_status status = HSCAN_OK;
	bool found = false;

	for (size_t i = 0; i < settings->scans_len && status == HSCAN_OK; i++) {
		const struct settings_scan *scan = &settings->scans[i];
		struct hscan_repo_name name;

		if (!hscan_text_equal(scan->list, list))
			continue;
		found = true;
		status = hscan_repo_name_parse(scan->repo, &name, err);
		if (status == HSCAN_OK)
			status = take_name(&name, finding, err);
	}
	return found ? status : no_such_list(settings, list, err);
}

/* --- an owner's --- */

struct owned {
	struct finding *finding;
	const char *host;
};

static enum hscan_status
take_owned(
    const struct hscan_repo *repo, void *payload, struct hscan_error *err)
{
	const struct owned *owned = payload;
	struct finding *finding = owned->finding;
	const struct settings *settings = &finding->cli->settings;
	struct hscan_repo_name name;
	struct hscan_error why;
	enum hscan_status status;

	if ((repo->fork && !settings->with_forks) ||
	    (repo->archived && !settings->with_archived)) {
		finding->out->left_out++;
		return HSCAN_OK;
	}
	status = hscan_repo_name_parse(repo->full_name, &name, &why);
	if (status != HSCAN_OK) {
		cli_warn(finding->cli, "%s: it is left out", why.message);
		finding->out->unreadable++;
		return HSCAN_OK;
	}
	memcpy(name.host, owned->host, strlen(owned->host) + 1);
	return take_name(&name, finding, err);
}

static void
told_gap(const char *line, void *payload)
{
	const struct owned *owned = payload;

	cli_warn(owned->finding->cli, "%s", line);
}

/* "acme" or "HOST/acme": what would be a repository with a name behind it. */
static enum hscan_status
parse_owner(
    const char *org, struct hscan_repo_name *out, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	char shown[120];

	hscan_buf_init(&text, LONGEST_NAME);
	(void)hscan_buf_add_format(&text, "%s/x", org);
	status = hscan_repo_name_parse(hscan_buf_text(&text), out, NULL);
	hscan_buf_clear(&text);
	if (status == HSCAN_OK)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--org: '%s' is not the name of an organization or user; write "
	    "NAME or HOST/NAME",
	    hscan_safe(hscan_text_of(org), shown, sizeof(shown)));
}

static enum hscan_status
take_owner(struct finding *finding, struct hscan_error *err)
{
	const struct settings *settings = &finding->cli->settings;
	struct hscan_repo_name owner;
	struct owned owned = {.finding = finding, .host = owner.host};
	struct hscan_owner_gaps gaps = {0, false};
	struct hscan_http *http = NULL;
	enum hscan_status status;

	if (settings->offline)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--org cannot be offline: the forge is asked which "
		    "repositories there are; name them, or leave out "
		    "--offline");
	status = parse_owner(settings->org, &owner, err);
	if (status == HSCAN_OK)
		status = session_client(finding->cli, owner.host, &http, err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_sync_owner(
	    http, owner.owner, take_owned, told_gap, &owned, &gaps, err);
	finding->out->unreadable += gaps.unreadable;
	finding->out->partial = gaps.partial;
	return status;
}

/* --- clones --- */

/* Its name is for people alone: a forge's has neither such a host nor bytes
 * like these. */
static enum hscan_status
add_local(
    struct finding *finding, const struct clone *clone, struct hscan_error *err)
{
	struct hscan_text base = hscan_text_of(clone->label);
	struct hscan_text folder = hscan_text_split(&base, '/');
	struct target *target = add(finding);
	struct hscan_buf shown;

	if (!target)
		return hscan_no_memory(err);
	(void)hscan_safe(hscan_text_of(HSCAN_LOCAL_HOST), target->name.host,
	    sizeof(target->name.host));
	(void)hscan_safe(
	    folder, target->name.owner, sizeof(target->name.owner));
	(void)hscan_safe(base, target->name.name, sizeof(target->name.name));
	hscan_buf_init(&shown, LONGEST_NAME);
	hscan_add_safe(&shown, hscan_text_of(clone->label), false);
	target->shown =
	    hscan_arena_dup(finding->arena, hscan_buf_text(&shown)).ptr;
	hscan_buf_clear(&shown);
	target->local = true;
	target->git = clone->path;
	target->path = clone->path;
	target->label = clone->label;
	return target->shown ? HSCAN_OK : hscan_no_memory(err);
}

/* Whether the store knows the repository that a clone is of. */
static enum hscan_status
look_up(struct finding *finding, const struct hscan_repo_name *name,
    bool *known, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	status = hscan_store_find_repo(finding->store, name, &stored, err);
	*known = status == HSCAN_OK;
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

static enum hscan_status
take_clone(const struct clone *clone, void *payload, struct hscan_error *err)
{
	struct finding *finding = payload;
	struct target *target =
	    clone->has_origin ? find_named(finding->out, &clone->origin) : NULL;
	enum hscan_status status;
	bool known = false;

	if (target) {
		/* Of two clones of one repository the first is read. */
		if (!target->git)
			target->git = clone->path;
		return HSCAN_OK;
	}
	if (!finding->store)
		return HSCAN_OK;
	if (clone->has_origin) {
		status = look_up(finding, &clone->origin, &known, err);
		if (status != HSCAN_OK)
			return status;
	}
	if (!known)
		return add_local(finding, clone, err);
	status = take_name(&clone->origin, finding, err);
	if (status != HSCAN_OK)
		return status;
	target = &finding->out->items[finding->out->len - 1];
	target->git = clone->path;
	target->offline = true;
	return HSCAN_OK;
}

/* --- all of them --- */

static enum hscan_status
nothing(const struct finding *finding, struct hscan_error *err)
{
	const struct settings *settings = &finding->cli->settings;
	char shown[120];

	if (finding->out->left_out > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: all %zu repositories of '%s' "
		    "are forks or archived; use --with-forks or "
		    "--with-archived",
		    finding->out->left_out,
		    hscan_safe(
			hscan_text_of(settings->org), shown, sizeof(shown)));
	if (settings->git_root)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: no git repository lies directly "
		    "below '%s'; name the folder that holds the clones",
		    hscan_safe(hscan_text_of(settings->git_root), shown,
			sizeof(shown)));
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is nothing to scan: no repository was named; write "
	    "OWNER/NAME, a file with a name a line, - for standard input, "
	    "--list, --org or --git-root");
}

static enum hscan_status
take_clones(struct finding *finding, struct hscan_error *err)
{
	const struct cli *cli = finding->cli;
	const char *root = cli->settings.git_root;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < cli->args_len && status == HSCAN_OK; i++)
		if (targets_is_folder(cli->args[i]))
			status = clones_find_one(cli->args[i], finding->arena,
			    take_clone, finding, err);
	if (status != HSCAN_OK || !root)
		return status;
	return clones_find(root, finding->arena, take_clone, finding, err);
}

enum hscan_status
targets_find(struct cli *cli, struct hscan_store *store,
    struct hscan_arena *arena, struct targets *out, struct hscan_error *err)
{
	const struct settings *settings = &cli->settings;
	struct finding finding = {cli, store, arena, out};
	enum hscan_status status = HSCAN_OK;

	*out = (struct targets){.items = NULL};
	for (size_t i = 0; i < settings->lists.len && status == HSCAN_OK; i++)
		status =
		    take_configured(&finding, settings->lists.items[i], err);
	for (size_t i = 0; i < cli->args_len && status == HSCAN_OK; i++)
		status = take_argument(&finding, cli->args[i], err);
	if (status == HSCAN_OK && settings->org)
		status = take_owner(&finding, err);
	if (status == HSCAN_OK)
		status = take_clones(&finding, err);
	if (status == HSCAN_OK && out->len == 0)
		status = nothing(&finding, err);
	return status;
}

enum hscan_status
targets_compare(struct cli *cli, struct hscan_arena *arena, struct targets *out,
    struct hscan_error *err)
{
	struct finding finding = {cli, NULL, arena, out};
	enum hscan_status status = HSCAN_OK;

	*out = (struct targets){.items = NULL};
	for (size_t i = 0; i < cli->args_len && status == HSCAN_OK; i++) {
		struct hscan_repo_name name;

		status = hscan_repo_name_parse(
		    hscan_text_of(cli->args[i]), &name, err);
		if (status == HSCAN_OK)
			status = take_name(&name, &finding, err);
	}
	if (status == HSCAN_OK && out->len < 2)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to compare: one repository was named; "
		    "name two or more");
	if (status == HSCAN_OK)
		status = take_clones(&finding, err);
	return status;
}
