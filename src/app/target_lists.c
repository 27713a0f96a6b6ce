/* SPDX-License-Identifier: MIT */
/* From words, files and the configuration to names; see target_lists.h. */
#include "app/target_lists.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/input.h"
#include "app/target.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"

enum {
	LARGEST_LIST = 16 * 1024 * 1024,
	LONGEST_NAMES = 64 * 1024,
};

/* Who is told. */
struct reading {
	struct app *app;
	repo_list_fn *on_name;
	void *payload;
};

/* --- words and files --- */

static enum hscan_status
read_list(
    struct reading *reading, int fd, const char *path, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	char shown[200];

	hscan_buf_init(&text, LARGEST_LIST);
	status = input_read(fd, path, &text, err);
	if (status == HSCAN_OK)
		status = repo_list_read(hscan_buf_text(&text),
		    hscan_safe(hscan_text_of(path), shown, sizeof(shown)),
		    reading->on_name, reading->payload, err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
take_word(struct reading *reading, const char *word, struct hscan_error *err)
{
	struct hscan_repo_name name;
	enum hscan_status status;
	char shown[200];
	int fd;

	if (strcmp(word, "-") == 0)
		return read_list(reading, STDIN_FILENO, "standard input", err);
	/* Those come last: of which repository they are may be said later. */
	if (target_is_folder(word))
		return HSCAN_OK;
	if (hscan_repo_name_parse(hscan_text_of(word), &name, NULL) == HSCAN_OK)
		return reading->on_name(&name, reading->payload, err);
	fd = open(word, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is neither a repository nor a file with a list of "
		    "them: %s; write OWNER/NAME, or check the path",
		    hscan_safe(hscan_text_of(word), shown, sizeof(shown)),
		    strerror(errno));
	status = read_list(reading, fd, word, err);
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

	hscan_buf_init(&names, LONGEST_NAMES);
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
    struct reading *reading, struct hscan_text list, struct hscan_error *err)
{
	const struct settings *settings = &reading->app->settings;
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
			status = reading->on_name(&name, reading->payload, err);
	}
	return found ? status : no_such_list(settings, list, err);
}

/* --- all of them --- */

enum hscan_status
target_lists_read(struct app *app, const char *const *words, size_t words_len,
    repo_list_fn *on_name, void *payload, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	struct reading reading = {app, on_name, payload};
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < settings->lists.len && status == HSCAN_OK; i++)
		status =
		    take_configured(&reading, settings->lists.items[i], err);
	for (size_t i = 0; i < words_len && status == HSCAN_OK; i++)
		status = take_word(&reading, words[i], err);
	return status;
}
