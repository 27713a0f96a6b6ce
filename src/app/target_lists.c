/* SPDX-License-Identifier: MIT */
/* From words, files and the configuration to names; see target_lists.h. */
#include "app/target_lists.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/groups.h"
#include "app/input.h"
#include "app/repo_csv.h"
#include "app/target.h"
#include "app/target_inputs.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"

enum {
	LARGEST_LIST = 64 * 1024 * 1024,
	LONGEST_NAMES = 64 * 1024,
};

/* --- files --- */

static bool
is_utf16(struct hscan_text text)
{
	return hscan_text_starts(text, "\xFF\xFE") ||
	       hscan_text_starts(text, "\xFE\xFF") ||
	       (text.len > 1 && (text.ptr[0] == '\0' || text.ptr[1] == '\0'));
}

/* The first byte that says something; NUL: none does. */
static char
first_of(struct hscan_text text)
{
	static const char mark[] = "\xEF\xBB\xBF";

	if (hscan_text_starts(text, mark)) {
		text.ptr += strlen(mark);
		text.len -= strlen(mark);
	}
	text = hscan_text_trim(text);
	if (text.len > 0)
		return text.ptr[0];
	return '\0';
}

/* Bills of materials that are not JSON. */
static enum hscan_status
check_form(const struct list_file *file, bool sbom, struct hscan_error *err)
{
	if (is_utf16(file->text))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s is UTF-16 or binary; save it as UTF-8", file->shown);
	if (first_of(file->text) == '<')
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s is XML, which is not read; write it as JSON",
		    file->shown);
	if (hscan_text_starts(file->text, "SPDXVersion:"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s is SPDX with tags and values, which is not read; write "
		    "it as JSON",
		    file->shown);
	if (sbom && first_of(file->text) != '{')
		return hscan_fail(err, HSCAN_EINVAL,
		    "--sbom: %s is no JSON object, so no bill of materials; "
		    "a list of names needs no option",
		    file->shown);
	return HSCAN_OK;
}

static enum hscan_status
read_content(struct lists *lists, const struct list_file *file, bool sbom,
    struct hscan_error *err)
{
	enum hscan_status status = check_form(file, sbom, err);

	if (status != HSCAN_OK)
		return status;
	if (first_of(file->text) == '{')
		return inputs_read_sbom(lists, file, err);
	if (first_of(file->text) == '[')
		return inputs_read_json(lists, file, err);
	if (repo_csv_is(file->text))
		return inputs_read_csv(lists, file, err);
	return inputs_read_names(lists, file, err);
}

static enum hscan_status
read_file(struct lists *lists, int fd, const char *path, bool sbom,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	char shown[200];

	hscan_buf_init(&text, LARGEST_LIST);
	status = input_read(fd, path, &text, err);
	if (status == HSCAN_OK) {
		const struct list_file file = {path,
		    hscan_safe(hscan_text_of(path), shown, sizeof(shown)),
		    hscan_buf_text(&text)};

		status = read_content(lists, &file, sbom, err);
	}
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
take_sbom(struct lists *lists, struct hscan_text path, struct hscan_error *err)
{
	enum hscan_status status;
	char shown[200];
	int fd;

	if (hscan_text_is(path, "-"))
		return read_file(
		    lists, STDIN_FILENO, "standard input", true, err);
	fd = open(path.ptr, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--sbom: cannot open '%s': %s; check the path",
		    hscan_safe(path, shown, sizeof(shown)), strerror(errno));
	status = read_file(lists, fd, path.ptr, true, err);
	(void)close(fd);
	return status;
}

/* --- words --- */

static enum hscan_status
take_word(struct lists *lists, const char *word, struct hscan_error *err)
{
	struct hscan_repo_name name;
	enum hscan_status status;
	char shown[200];
	int fd;

	if (strcmp(word, "-") == 0)
		return read_file(
		    lists, STDIN_FILENO, "standard input", false, err);
	/* Those come last: of which repository they are may be said later. */
	if (target_is_folder(word))
		return HSCAN_OK;
	if (hscan_repo_name_parse(hscan_text_of(word), &name, NULL) == HSCAN_OK)
		return lists->on_name(&name, lists->payload, err);
	fd = open(word, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is neither a repository nor a file with a list of "
		    "them: %s; write OWNER/NAME, or check the path",
		    hscan_safe(hscan_text_of(word), shown, sizeof(shown)),
		    strerror(errno));
	status = read_file(lists, fd, word, false, err);
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
	(void)groups_add_names(settings, "", &names);
	(void)hscan_safe(hscan_buf_text(&names), known, sizeof(known));
	(void)hscan_fail(err, HSCAN_EINVAL,
	    "--list: there is no list '%s' in the configuration; %s%s",
	    hscan_safe(list, shown, sizeof(shown)),
	    names.len > 0 ? "there are: " : "write [group \"NAME\"] repo = ...",
	    names.len > 0 ? known : "");
	hscan_buf_clear(&names);
	return HSCAN_EINVAL;
}

static enum hscan_status
take_configured(
    struct lists *lists, struct hscan_text list, struct hscan_error *err)
{
	const struct settings *settings = &lists->app->settings;
	bool found = false;
	enum hscan_status status = groups_each(
	    settings, list, &found, lists->on_name, lists->payload, err);

	return found ? status : no_such_list(settings, list, err);
}

/* --- all of them --- */

enum hscan_status
target_lists_read(struct app *app, const char *const *words, size_t words_len,
    struct hscan_arena *arena, repo_list_fn *on_name, void *payload,
    struct target_inputs *out, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	struct lists lists = {app, arena, on_name, payload, out};
	enum hscan_status status = HSCAN_OK;

	*out = (struct target_inputs){.items = NULL};
	for (size_t i = 0; i < settings->lists.len && status == HSCAN_OK; i++)
		status = take_configured(&lists, settings->lists.items[i], err);
	for (size_t i = 0; i < words_len && status == HSCAN_OK; i++)
		status = take_word(&lists, words[i], err);
	for (size_t i = 0; i < settings->sboms.len && status == HSCAN_OK; i++)
		status = take_sbom(&lists, settings->sboms.items[i], err);
	return status;
}
