/* SPDX-License-Identifier: MIT */
/* Finds the tokens for a host; see tokens.h. */
#include "cli/setting/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/input.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/setting/load.h"

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

/* The variables of one kind of host: the one that is set, or NULL. */
static const char *
variable_of(bool cloud)
{
	static const char *const names[][2] = {
	    {"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"},
	    {"GH_TOKEN", "GITHUB_TOKEN"},
	};

	for (size_t i = 0; i < 2; i++)
		if (settings_getenv(names[cloud][i]))
			return names[cloud][i];
	return NULL;
}

const char *
settings_token_variable(const char *host)
{
	return variable_of(settings_is_cloud(host));
}

const char *
settings_other_variable(const char *host)
{
	return variable_of(!settings_is_cloud(host));
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
