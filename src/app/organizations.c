/* SPDX-License-Identifier: MIT */
/* Reads who works where; see organizations.h. */
#include "app/organizations.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/input.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/gitdm.h"

enum {
	/* The CNCF's map has 14 MB. */
	LARGEST_FILE = 64 * 1024 * 1024,
	LONGEST_PATH = 64 * 1024,
	LONGEST_SHOWN = 400,
	/* How far up from a configuration the files are that it names: gitdm
	 * reads them from the folder in which it is run. */
	MOST_UP = 2,
};

/* --- one line each --- */

enum hscan_status
organizations_check_domain(struct hscan_text line, struct hscan_error *err)
{
	struct hscan_gitdm_line said;

	return hscan_gitdm_employs(line, &said, err);
}

enum hscan_status
organizations_check_alias(struct hscan_text line, struct hscan_error *err)
{
	struct hscan_arena arena;
	struct hscan_affiliations *all;
	enum hscan_status status;

	hscan_arena_init(&arena);
	all = hscan_affiliations_new(&arena, false);
	status = all ? hscan_affiliations_rename(all, line, err)
		     : hscan_no_memory(err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- files --- */

/* One that is being read. */
struct map {
	struct hscan_affiliations *all;
	struct hscan_arena *arena;
	struct hscan_text path;
	const char *shown; /* safe to print */
	enum hscan_gitdm_kind kind;
	struct hscan_text employer;
};

static enum hscan_status
cannot_read(struct hscan_text path, struct hscan_error *err)
{
	char shown[LONGEST_SHOWN];

	return hscan_fail(err, HSCAN_EINVAL,
	    "cannot read %s: %s; check the path",
	    hscan_safe(path, shown, sizeof(shown)), strerror(errno));
}

/* The bytes are `out`'s. */
static enum hscan_status
read_bytes(
    struct hscan_text path, struct hscan_buf *out, struct hscan_error *err)
{
	int fd = open(path.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum hscan_status status;

	if (fd < 0)
		return errno == EINTR ? input_interrupted(path.ptr, err)
				      : cannot_read(path, err);
	status = input_read(fd, path.ptr, out, err);
	(void)close(fd);
	return status;
}

/* The folder of a path with its last '/', or "". */
static struct hscan_text
folder_of(struct hscan_text path)
{
	while (path.len > 0 && path.ptr[path.len - 1] != '/')
		path.len--;
	return path;
}

/* Absent: no memory. */
static struct hscan_text
join(const struct map *map, int up, struct hscan_text name)
{
	struct hscan_text folder = folder_of(map->path), path = {NULL, 0};
	struct hscan_buf words;

	hscan_buf_init(&words, LONGEST_PATH);
	if (!hscan_text_starts(name, "/"))
		(void)hscan_buf_add_text(&words, folder);
	for (int i = 0; i < up; i++)
		(void)hscan_buf_add_string(&words, "../");
	if (hscan_buf_add_text(&words, name))
		path = hscan_arena_dup(map->arena, hscan_buf_text(&words));
	hscan_buf_clear(&words);
	return path;
}

/* Where a configuration's file is: beside it, or in a folder above, as both
 * are about; beside it if it is nowhere. */
static struct hscan_text
find_file(const struct map *map, struct hscan_text name)
{
	struct hscan_text beside = join(map, 0, name), path = beside;

	for (int up = 0; path.ptr && up <= MOST_UP; up++) {
		if (access(path.ptr, F_OK) == 0)
			return path;
		path = join(map, up + 1, name);
	}
	return path.ptr ? beside : path;
}

static enum hscan_status read_map(struct map *map, struct hscan_error *err);

static enum hscan_status
read_inner(struct map *outer, const struct hscan_gitdm_line *line,
    struct hscan_error *err)
{
	struct map map = {.all = outer->all,
	    .arena = outer->arena,
	    .kind = line->kind,
	    .employer = line->key};
	enum hscan_status status;

	map.path = find_file(outer, line->name);
	status = map.path.ptr ? read_map(&map, err) : hscan_no_memory(err);
	if (status == HSCAN_EINVAL)
		hscan_error_prefix(err, "%s:%zu: ", outer->shown, line->line);
	return status;
}

static enum hscan_status
take_line(
    const struct hscan_gitdm_line *line, void *payload, struct hscan_error *err)
{
	struct map *map = payload;

	return line->says == HSCAN_GITDM_FILE
		   ? read_inner(map, line, err)
		   : hscan_affiliations_add(map->all, line, map->shown, err);
}

/* What a configuration names is of another kind: that goes one deep. */
static enum hscan_status
read_map(struct map *map, struct hscan_error *err)
{
	char shown[LONGEST_SHOWN];
	struct hscan_buf bytes;
	enum hscan_status status;

	map->shown = hscan_arena_dup(map->arena,
	    hscan_text_of(hscan_safe(map->path, shown, sizeof(shown))))
			 .ptr;
	if (!map->shown)
		return hscan_no_memory(err);
	hscan_buf_init(&bytes, LARGEST_FILE);
	status = read_bytes(map->path, &bytes, err);
	if (status == HSCAN_OK) {
		const struct hscan_gitdm_file file = {.path = map->shown,
		    .bytes = hscan_buf_text(&bytes),
		    .kind = map->kind,
		    .employer = map->employer};

		status = hscan_gitdm_read(&file, take_line, map, err);
	}
	hscan_buf_clear(&bytes);
	return status;
}

/* --- all of it --- */

static enum hscan_status
add_domains(struct hscan_affiliations *all, const struct settings_list *lines,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < lines->len && status == HSCAN_OK; i++) {
		struct hscan_gitdm_line line;

		status = hscan_gitdm_employs(lines->items[i], &line, err);
		if (status == HSCAN_OK)
			status = hscan_affiliations_add(
			    all, &line, "organization.domain", err);
	}
	return status;
}

static enum hscan_status
add_aliases(struct hscan_affiliations *all, const struct settings_list *lines,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < lines->len && status == HSCAN_OK; i++)
		status = hscan_affiliations_rename(all, lines->items[i], err);
	return status;
}

static enum hscan_status
add_maps(struct hscan_affiliations *all, struct hscan_arena *arena,
    const struct settings_list *paths, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < paths->len && status == HSCAN_OK; i++) {
		struct map map = {.all = all,
		    .arena = arena,
		    .path = hscan_arena_dup(arena, paths->items[i])};

		status =
		    map.path.ptr ? read_map(&map, err) : hscan_no_memory(err);
	}
	return status;
}

enum hscan_status
organizations_open(const struct settings *settings, struct hscan_arena *arena,
    const struct hscan_affiliations **out, struct hscan_error *err)
{
	struct hscan_affiliations *all;
	enum hscan_status status;

	*out = NULL;
	if (settings->organization_maps.len == 0 &&
	    settings->organization_domains.len == 0)
		return HSCAN_OK;
	all = hscan_affiliations_new(arena, settings->gitdm_order);
	if (!all)
		return hscan_no_memory(err);
	/* What is set by hand counts before what a file says. */
	status = add_domains(all, &settings->organization_domains, err);
	if (status == HSCAN_OK)
		status = add_aliases(all, &settings->organization_aliases, err);
	if (status == HSCAN_OK)
		status =
		    add_maps(all, arena, &settings->organization_maps, err);
	if (status == HSCAN_OK)
		status = hscan_affiliations_finish(all, err);
	if (status == HSCAN_OK)
		*out = all;
	return status;
}
