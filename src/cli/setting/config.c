/* SPDX-License-Identifier: MIT */
/* Reads a configuration file: which keys there are, what is refused in a work
 * tree, and where each value is from; see config.h. */
#include "cli/setting/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/catalogue.h"
#include "app/input.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/setting/config_scan.h"
#include "cli/setting/options.h"

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
	bool written[OPTIONS_MAX]; /* this file has set that option */
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
no_file(struct reader *reader, struct hscan_text name, const char *source)
{
	char shown[80];

	return hscan_fail(reader->err, HSCAN_EINVAL,
	    "%s: a work tree may not name a file, as '%s' does; write it into "
	    "your own configuration, or use --metric",
	    source, hscan_safe(name, shown, sizeof(shown)));
}

static enum hscan_status
set_threshold(
    struct reader *reader, const struct variable *variable, const char *source)
{
	struct settings_threshold threshold = {
	    .id = variable->subsection,
	    .bound = hscan_text_is(variable->key, "risk") ? BOUND_RISK
							  : BOUND_HEALTHY,
	    .value = variable->value,
	    .source = variable->source,
	};

	if (reader->origin == CONFIG_WORK_TREE &&
	    catalogue_is_file(variable->subsection))
		return no_file(reader, variable->subsection, source);
	return settings_threshold_add(
	    reader->settings, &threshold, reader->err);
}

/* [group "list"] repo = ..., or [scan "list"], which is the same; a name may
 * say a host, which a work tree must not. */
static enum hscan_status
add_scan(
    struct reader *reader, const struct variable *variable, const char *source)
{
	const struct settings_scan scan = {
	    .group = hscan_text_is(variable->section, "group"),
	    .list = variable->subsection,
	    .repo = variable->value,
	    .file = reader->path,
	    .source = variable->source,
	};

	if (reader->origin == CONFIG_WORK_TREE)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: a work tree may not set groups or the lists of scan; "
		    "write them into your own configuration",
		    source);
	return settings_scan_add(reader->settings, &scan, reader->err);
}

/* [receive "owner/name"] secret-file = …, or secret-command. */
static enum hscan_status
add_secret(
    struct reader *reader, const struct variable *variable, const char *source)
{
	struct settings_secret secret = {
	    .scope = variable->subsection,
	    .command = hscan_text_is(variable->key, "secret-command"),
	    .source = variable->source,
	};

	if (reader->origin == CONFIG_WORK_TREE)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: a work tree may not say where a secret is; write it "
		    "into your own configuration",
		    source);
	secret.place =
	    hscan_arena_dup(&reader->settings->arena, variable->value).ptr;
	if (!secret.place)
		return hscan_no_memory(reader->err);
	return settings_secret_add(reader->settings, &secret, reader->err);
}

/* The option that "section.key" stands for; NULL: none. */
static const struct option_spec *
find_option(const struct variable *variable)
{
	for (const struct option_spec *o = option_table; o->name; o++) {
		struct hscan_text key = hscan_text_of(o->key);
		struct hscan_text section = hscan_text_split(&key, '.');

		/* The scanner gives section and key in lower case. */
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

	if (!option->anywhere)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: a work tree may not set %s; write it into your own "
		    "configuration",
		    source, option->key);
	if (metric && catalogue_is_file(variable->value))
		return no_file(reader, variable->value, source);
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
	    "beside healthy and risk of [threshold \"METRIC\"], repo of "
	    "[group \"NAME\"], and secret-file and secret-command of "
	    "[receive \"OWNER/NAME\"]",
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
	bool scan = (hscan_text_is(variable->section, "group") ||
			hscan_text_is(variable->section, "scan")) &&
		    variable->subsection.len > 0 &&
		    hscan_text_is(variable->key, "repo");
	bool secret = hscan_text_is(variable->section, "receive") &&
		      variable->subsection.ptr &&
		      (hscan_text_is(variable->key, "secret-file") ||
			  hscan_text_is(variable->key, "secret-command"));
	const struct option_spec *option = find_option(variable);
	enum hscan_status status = HSCAN_OK;
	char source[SHOWN_PATH + 32];

	(void)hscan_safe(
	    hscan_text_of(variable->source), source, sizeof(source));
	if (!option && !threshold && !scan && !secret)
		return unknown_key(reader, source, name);
	if (variable->value.len == 0)
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: %s has no value; write one, or delete the line",
		    source, option ? option->key : "the key");
	if (threshold)
		return set_threshold(reader, variable, source);
	if (scan)
		return add_scan(reader, variable, source);
	if (secret)
		return add_secret(reader, variable, source);
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

static enum hscan_status
visit(struct reader *reader, const struct config_variable *found)
{
	struct variable variable = {.value = found->value};
	enum hscan_status status;
	struct hscan_buf source;

	take_apart(found->name, &variable);
	hscan_buf_init(&source, LONGEST_PATH);
	(void)hscan_buf_add_format(
	    &source, "%s:%zu", reader->path, found->line);
	status = hscan_buf_check(&source, "a path", reader->err);
	variable.source = hscan_buf_string(&source);
	if (status == HSCAN_OK)
		status = set_variable(reader, found->name, &variable);
	hscan_buf_clear(&source);
	return status;
}

/* Twice, as a file that is broken anywhere sets nothing. */
static enum hscan_status
parse(struct reader *reader, struct hscan_text text)
{
	struct config_variable found = {.name = NULL};
	enum hscan_status status = HSCAN_OK;
	struct config_scanner scanner;

	if (text.len > 0 && memchr(text.ptr, '\0', text.len))
		return hscan_fail(reader->err, HSCAN_EINVAL,
		    "%s: not a text file: it holds a NUL byte; write it anew",
		    reader->shown);
	for (int pass = 0; pass < 2 && status == HSCAN_OK; pass++) {
		config_scan_begin(&scanner, text, reader->shown);
		do {
			status =
			    config_scan_next(&scanner, &found, reader->err);
			if (status == HSCAN_OK && found.name && pass > 0)
				status = visit(reader, &found);
		} while (status == HSCAN_OK && found.name);
		config_scan_end(&scanner);
	}
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
	if (status == HSCAN_OK)
		status = parse(&reader, hscan_buf_text(&content));
out:
	if (fd >= 0)
		(void)close(fd);
	hscan_buf_clear(&content);
	return status;
}
