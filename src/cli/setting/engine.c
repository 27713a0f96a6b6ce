/* SPDX-License-Identifier: MIT */
/* As whom a server of ClickHouse is asked; see engine.h. */
#include "cli/setting/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <healthscan/healthscan.h>

#include "app/input.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/setting/load.h"
#include "clickhouse/client.h"

enum { PASSWORD_MAX = 4096, SESSION_SIZE = 80 };

static enum hscan_status
file_failed(const char *path, const char *why, struct hscan_error *err)
{
	char shown[200];

	return hscan_fail(err, HSCAN_EINVAL,
	    "cannot read the password from %s: %s; write it on the first line "
	    "of that file",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)), why);
}

static enum hscan_status
read_file(struct app *app, const char *path, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct stat info = {0};
	int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	enum hscan_status status;
	char shown[200];

	if (fd < 0 || fstat(fd, &info) != 0)
		status = file_failed(path, strerror(errno), err);
	else
		status = input_read(fd, path, out, err);
	if (status == HSCAN_OK && S_ISREG(info.st_mode) &&
	    (info.st_mode & S_IROTH) != 0)
		app_warn(app, "%s can be read by everybody: chmod 600 it",
		    hscan_safe(hscan_text_of(path), shown, sizeof(shown)));
	if (fd >= 0)
		(void)close(fd);
	return status;
}

/* Its first line; empty: there is none. */
static enum hscan_status
find_password(struct app *app, struct hscan_buf *out, struct hscan_error *err)
{
	const char *variable =
	    settings_getenv("HEALTHSCAN_CLICKHOUSE_PASSWORD");
	const char *path = app->settings.engine_password_file;
	enum hscan_status status = HSCAN_OK;
	struct hscan_text rest, line;

	if (variable)
		(void)hscan_buf_add_string(out, variable);
	else if (path)
		status = read_file(app, path, out, err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(out, "the password", err);
	if (status != HSCAN_OK || variable || !path)
		return status;
	rest = hscan_buf_text(out);
	line = hscan_text_split(&rest, '\n');
	if (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	hscan_buf_cut(out, line.len);
	return line.len > 0 ? HSCAN_OK : file_failed(path, "it is empty", err);
}

static void
on_trace(const char *line, void *payload)
{
	app_say(payload, APP_TRACE, "%s", line);
}

/* Containers that were started at once may have the same number. */
static void
name_session(const struct app *app, char out[SESSION_SIZE])
{
	uint64_t noise = 0;

	if (getrandom(&noise, sizeof(noise), GRND_NONBLOCK) < 0)
		noise = (uint64_t)app_monotonic_ms(app);
	(void)snprintf(out, SESSION_SIZE, "healthscan-%ld-%lld-%" PRIx64,
	    (long)getpid(), (long long)app_now_s(app), noise);
}

enum hscan_status
engine_open(struct app *app, const char *url, struct hscan_clickhouse **out,
    struct hscan_error *err)
{
	struct hscan_clickhouse_options options;
	char session[SESSION_SIZE];
	struct hscan_buf password;
	enum hscan_status status;

	name_session(app, session);
	hscan_buf_init_secret(&password, PASSWORD_MAX);
	status = find_password(app, &password, err);
	if (status == HSCAN_OK) {
		hscan_clickhouse_options_init(&options);
		options.url = url;
		options.user = settings_getenv("HEALTHSCAN_CLICKHOUSE_USER");
		if (!options.user)
			options.user = app->settings.engine_user;
		if (password.len > 0)
			options.password = hscan_buf_string(&password);
		options.session = session;
		options.user_agent = "healthscan/" HSCAN_VERSION;
		options.ca_file = app->settings.ca_file;
		options.interrupted = app->interrupted;
		options.trace = on_trace;
		options.payload = app;
		status = hscan_clickhouse_open(&options, out, err);
	}
	hscan_buf_clear(&password);
	return status;
}
