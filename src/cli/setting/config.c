/* SPDX-License-Identifier: MIT */
/*
 * Reads configuration with libgit2; see config.h. libgit2 parses from disk
 * only and follows includes, so a file is read here, looked over, and parsed
 * from a private copy: what was looked over is what is parsed.
 */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/setting/config.h"
#include "cli/setting/load.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2.h>

#include "app/catalogue.h"
#include "app/input.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/setting/config_scan.h"
#include "cli/setting/options.h"
#include "cli/setting/suggest.h"

enum {
	LARGEST_FILE = 1024 * 1024, /* written by hand; a few lines usually */
	LONGEST_PATH = 64 * 1024,
	SHOWN_PATH = 200,
};

/* --- one file --- */

struct reader {
	struct settings *settings;
	const char *path;
	char shown[SHOWN_PATH]; /* the path, safe to print */
	enum config_origin origin;
	struct hscan_text text; /* without a byte order mark */
	struct config_scanner scanner;
	size_t line;               /* of the variable at hand; 0: not known */
	bool written[OPTIONS_MAX]; /* this file has set that option */
	enum hscan_status status;
	struct hscan_error *err;
};

/* A variable, taken apart. */
struct variable {
	struct hscan_text section;
	struct hscan_text subsection; /* absent: none */
	struct hscan_text key;
	struct hscan_text value;
	const char *source; /* "FILE:LINE" */
};

static enum hscan_status
set_threshold(struct reader *reader, const struct variable *variable)
{
	struct settings_threshold threshold = {
	    .id = variable->subsection,
	    .bound = hscan_text_is(variable->key, "risk") ? BOUND_RISK
							  : BOUND_HEALTHY,
	    .value = variable->value,
	    .source = variable->source,
	};

	return settings_threshold_add(
	    reader->settings, &threshold, reader->err);
}

/* [scan "list"] repo = ...; a name may say a host, which a work tree must not.
 */
static enum hscan_status
add_scan(
    struct reader *reader, const struct variable *variable, const char *source)
{
	const struct settings_scan scan = {
	    .list = variable->subsection,
	    .repo = variable->value,
	    .file = reader->path,
	    .source = variable->source,
	};

	if (reader->origin == CONFIG_WORK_TREE)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: a work tree may not set the lists of scan; write them "
		    "into your own configuration",
		    source);
	return settings_scan_add(reader->settings, &scan, reader->err);
}

/* The option that "section.key" stands for; NULL: none. */
static const struct option_spec *
find_option(const struct variable *variable)
{
	for (const struct option_spec *o = option_table; o->name; o++) {
		struct hscan_text key = hscan_text_of(o->key);
		struct hscan_text section = hscan_text_split(&key, '.');

		/* The library gives section and key in lower case. */
		if (o->key && !variable->subsection.ptr &&
		    hscan_text_equal(variable->section, section) &&
		    hscan_text_equal(variable->key, key))
			return o;
	}
	return NULL;
}

/* In a work tree anybody may have written it: nothing there runs a command,
 * names a host or a file, or says what is shown. */
static enum hscan_status
check_work_tree(struct reader *reader, const struct option_spec *option,
    const struct variable *variable, const char *source)
{
	bool metric = option->offset == offsetof(struct settings, gate_metrics);
	char shown[80];

	if (!option->anywhere)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: a work tree may not set %s; write it into your own "
		    "configuration",
		    source, option->key);
	if (metric && catalogue_is_file(variable->value))
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: a work tree may not name a file, as '%s' does; write "
		    "it into your own configuration, or use --metric",
		    source, hscan_safe(variable->value, shown, sizeof(shown)));
	return HSCAN_OK;
}

static enum hscan_status
set_option(struct reader *reader, const struct option_spec *option,
    const struct variable *variable)
{
	bool *written = &reader->written[option - option_table];
	struct settings *settings = reader->settings;
	const char *value =
	    hscan_arena_dup(&settings->arena, variable->value).ptr;

	if (!value)
		return hscan_no_memory(reader->err);
	/* A list of a later file takes the place of an earlier one's. */
	if (!*written)
		option_reset(option, settings);
	*written = true;
	return option_apply(
	    option, value, variable->source, settings, reader->err);
}

static enum hscan_status
unknown_key(struct reader *reader, const char *source, const char *name)
{
	struct suggestion suggestion = {.word = hscan_text_of(name)};
	char shown[80];

	(void)hscan_safe(hscan_text_of(name), shown, sizeof(shown));
	for (const struct option_spec *o = option_table; o->name; o++)
		if (o->key)
			suggestion_offer(&suggestion, o->key);
	if (suggestion.nearest)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: unknown key %s; did you mean %s?", source, shown,
		    suggestion.nearest);
	return hscan_fail(reader->err, HSCAN_EINVAL,
	    "%s: unknown key %s; healthscan config lists those there are, "
	    "beside healthy and risk of [threshold \"METRIC\"] and repo of "
	    "[scan \"LIST\"]",
	    source, shown);
}

static enum hscan_status
set_variable(
    struct reader *reader, const char *name, const struct variable *variable)
{
	bool threshold = hscan_text_is(variable->section, "threshold") &&
			 variable->subsection.ptr &&
			 (hscan_text_is(variable->key, "healthy") ||
			     hscan_text_is(variable->key, "risk"));
	bool scan = hscan_text_is(variable->section, "scan") &&
		    variable->subsection.len > 0 &&
		    hscan_text_is(variable->key, "repo");
	const struct option_spec *option = find_option(variable);
	enum hscan_status status = HSCAN_OK;
	char source[SHOWN_PATH + 32];

	(void)hscan_safe(
	    hscan_text_of(variable->source), source, sizeof(source));
	if (!option && !threshold && !scan)
		return unknown_key(reader, source, name);
	if (variable->value.len == 0)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: %s has no value; write one, or delete the line",
		    source, option ? option->key : "the key");
	if (threshold)
		return set_threshold(reader, variable);
	if (scan)
		return add_scan(reader, variable, source);
	if (reader->origin == CONFIG_WORK_TREE)
		status = check_work_tree(reader, option, variable, source);
	if (status == HSCAN_OK)
		status = set_option(reader, option, variable);
	return status;
}

/* "section.sub.section.key" */
static void
take_apart(const char *name, struct variable *out)
{
	struct hscan_text rest = hscan_text_of(name);
	size_t last;

	out->section = hscan_text_split(&rest, '.');
	out->subsection = (struct hscan_text){NULL, 0};
	out->key = out->section;
	if (!rest.ptr)
		return;
	for (last = rest.len; last > 0 && rest.ptr[last - 1] != '.'; last--)
		;
	out->key = (struct hscan_text){rest.ptr + last, rest.len - last};
	if (last > 0)
		out->subsection = (struct hscan_text){rest.ptr, last - 1};
}

static int
visit(const git_config_entry *entry, void *payload)
{
	struct reader *reader = payload;
	struct variable variable = {.value = hscan_text_of(entry->value)};
	struct hscan_text key = {"", 0};
	struct hscan_buf source;

	take_apart(entry->name, &variable);
	reader->line = config_scan_variable(&reader->scanner, &key);
	/* Should the scanner have lost its way, no line is better than a wrong
	 * one. The names of libgit2 are NUL-terminated at the key's end. */
	if (!hscan_text_is_nocase(key, variable.key.ptr))
		reader->line = 0;
	hscan_buf_init(&source, LONGEST_PATH);
	(void)hscan_buf_add_string(&source, reader->path);
	if (reader->line > 0)
		(void)hscan_buf_add_format(&source, ":%zu", reader->line);
	reader->status = hscan_buf_check(&source, "a path", reader->err);
	variable.source = hscan_buf_string(&source);
	if (reader->status == HSCAN_OK)
		reader->status = set_variable(reader, entry->name, &variable);
	hscan_buf_clear(&source);
	return reader->status == HSCAN_OK ? 0 : GIT_EUSER;
}

/* libgit2 says "what (in /tmp/copy:LINE, column N)". */
static enum hscan_status
syntax_error(struct reader *reader, const char *copy)
{
	const git_error *last = git_error_last();
	const char *message = last ? last->message : "unknown error";
	const char *place = strstr(message, " (in ");
	const char *at = strstr(message, copy);
	const char *what = strstr(message, ": ");
	size_t digits = 0;
	char shown[160];

	what = what && (!place || what < place) ? what + 2 : message;
	(void)hscan_safe(
	    (struct hscan_text){what,
		place && place > what ? (size_t)(place - what) : strlen(what)},
	    shown, sizeof(shown));
	if (at && at[strlen(copy)] == ':') {
		at += strlen(copy) + 1;
		while (hscan_is_digit(at[digits]))
			digits++;
	}
	return hscan_fail(reader->err, HSCAN_EINVAL,
	    "%s%s%.*s: %s; see 'CONFIGURATION FILE' in git-config(1) for the "
	    "syntax",
	    reader->shown, digits ? ":" : "", (int)digits, at ? at : "", shown);
}

static enum hscan_status
copy_failed(const char *copy, struct hscan_error *err)
{
	char shown[SHOWN_PATH];

	return hscan_fail(err, HSCAN_EIO,
	    "cannot write the temporary file %s: %s; set TMPDIR to a directory "
	    "with room",
	    hscan_safe(hscan_text_of(copy), shown, sizeof(shown)),
	    strerror(errno));
}

/* Writes the text to a file of our own; its name is in `copy`. */
static enum hscan_status
write_copy(
    struct hscan_text text, struct hscan_buf *copy, struct hscan_error *err)
{
	const char *dir = settings_getenv("TMPDIR");
	enum hscan_status status;
	int fd;

	(void)hscan_buf_add_format(
	    copy, "%s/healthscan.XXXXXX", dir ? dir : "/tmp");
	status = hscan_buf_check(copy, "TMPDIR", err);
	if (status != HSCAN_OK)
		return status;
	fd = mkstemp(copy->ptr);
	if (fd < 0) {
		status = copy_failed(copy->ptr, err);
		hscan_buf_reset(copy);
		return status;
	}
	while (text.len > 0) {
		ssize_t n = write(fd, text.ptr, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			status = copy_failed(copy->ptr, err);
			break;
		}
		text.ptr += n;
		text.len -= (size_t)n;
	}
	if (close(fd) != 0 && status == HSCAN_OK)
		status = copy_failed(copy->ptr, err);
	return status;
}

static enum hscan_status
parse(struct reader *reader)
{
	enum hscan_status status;
	git_config *config = NULL;
	struct hscan_buf copy;

	hscan_buf_init(&copy, LONGEST_PATH);
	if (git_libgit2_init() < 0) {
		status = hscan_fail(reader->err, HSCAN_EIO,
		    "libgit2 does not start, so %s cannot be read; check how "
		    "it is installed",
		    reader->shown);
		goto out;
	}
	status = write_copy(reader->text, &copy, reader->err);
	if (status != HSCAN_OK)
		goto shutdown;
	if (git_config_open_ondisk(&config, copy.ptr) != 0) {
		status = syntax_error(reader, copy.ptr);
		goto shutdown;
	}
	if (git_config_foreach(config, visit, reader) != 0)
		status = reader->status != HSCAN_OK
			     ? reader->status
			     : syntax_error(reader, copy.ptr);
shutdown:
	git_config_free(config);
	if (copy.len > 0)
		(void)unlink(copy.ptr);
	(void)git_libgit2_shutdown();
out:
	hscan_buf_clear(&copy);
	return status;
}

/* -1 with errno set. A work tree's file is never followed elsewhere and never
 * waited for. */
static int
open_file(const char *path, enum config_origin origin)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY;
	struct stat info = {0};
	int fd;

	if (origin == CONFIG_WORK_TREE)
		flags |= O_NOFOLLOW | O_NONBLOCK;
	fd = open(path, flags);
	if (fd < 0 || origin == CONFIG_NAMED)
		return fd;
	if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
		return fd;
	errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
	(void)close(fd);
	return -1;
}

static enum hscan_status
open_failed(const struct reader *reader, int error)
{
	const char *why = strerror(error);

	if (error == ELOOP && reader->origin == CONFIG_WORK_TREE)
		why = "it is a symbolic link, which a work tree's must not be";
	else if (error == EINVAL)
		why = "it is no regular file";
	return hscan_fail(reader->err, HSCAN_EINVAL,
	    "cannot read the configuration %s: %s; put a text file there%s",
	    reader->shown, why,
	    reader->origin == CONFIG_NAMED ? "" : ", or remove it");
}

enum hscan_status
config_read(struct settings *settings, const char *path,
    enum config_origin origin, struct hscan_error *err)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct reader reader = {
	    .settings = settings,
	    .path = path,
	    .origin = origin,
	    .err = err,
	};
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf content;
	int fd;

	hscan_buf_init(&content, LARGEST_FILE);
	(void)hscan_safe(
	    hscan_text_of(path), reader.shown, sizeof(reader.shown));
	fd = open_file(path, origin);
	if (fd < 0) {
		if (origin == CONFIG_NAMED ||
		    (errno != ENOENT && errno != ENOTDIR))
			status = open_failed(&reader, errno);
		goto out;
	}
	status = input_read(fd, path, &content, err);
	if (status != HSCAN_OK)
		goto out;
	reader.text = hscan_buf_text(&content);
	if (hscan_text_starts(reader.text, mark)) {
		reader.text.ptr += sizeof(mark) - 1;
		reader.text.len -= sizeof(mark) - 1;
	}
	reader.scanner.rest = reader.text;
	status = config_scan_check(reader.text, reader.shown, err);
	if (status == HSCAN_OK)
		status = parse(&reader);
out:
	if (fd >= 0)
		(void)close(fd);
	hscan_buf_clear(&content);
	return status;
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
	here = realpath(".", NULL);
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

void
config_library(struct hscan_buf *out)
{
	int major, minor, revision;

	(void)git_libgit2_version(&major, &minor, &revision);
	(void)hscan_buf_add_format(
	    out, "libgit2 %d.%d.%d", major, minor, revision);
}
