/* SPDX-License-Identifier: MIT */
/* Configuration files, as the user's own and as those of a work tree, which
 * anybody may have written. */
#include "cli/setting/config.h"
#include "cli/setting/config_scan.h"
#include "cli/setting/options.h"
#include "fuzz/file.h"

static char path[300];

/* The scanner takes variables front to back, each with a name and a line of
 * its own. */
static void
ensure_scanned(struct hscan_text text)
{
	struct config_variable variable = {.name = NULL};
	struct config_scanner scanner;
	enum hscan_status status;
	struct hscan_error err;
	size_t last = 0;

	config_scan_begin(&scanner, text, "it");
	while ((status = config_scan_next(&scanner, &variable, &err)) ==
		   HSCAN_OK &&
	       variable.name) {
		ENSURE(variable.line > last && scanner.line >= variable.line);
		ENSURE(variable.name[0] != '\0');
		fuzz_touch(variable.value);
		last = scanner.line;
	}
	if (status != HSCAN_OK)
		fuzz_ensure_failure(&err, HSCAN_EINVAL);
	ENSURE(status != HSCAN_OK || scanner.rest.len == 0);
	config_scan_end(&scanner);
}

/* Where a value is from is a line of this file. */
static void
ensure_source(const char *source)
{
	ENSURE(strncmp(source, path, strlen(path)) == 0);
}

static void
ensure_settings(const struct settings *settings, enum config_origin origin)
{
	for (size_t i = 0; option_table[i].name; i++) {
		if (!settings->sources[i])
			continue;
		ensure_source(settings->sources[i]);
		ENSURE(option_table[i].key != NULL);
		ENSURE(origin != CONFIG_WORK_TREE || option_table[i].anywhere);
	}
	for (size_t i = 0; i < settings->thresholds_len; i++) {
		ensure_source(settings->thresholds[i].source);
		ENSURE(settings->thresholds[i].id.len > 0);
		fuzz_touch(settings->thresholds[i].value);
	}
	ENSURE(origin != CONFIG_WORK_TREE || settings->scans_len == 0);
	for (size_t i = 0; i < settings->scans_len; i++) {
		ensure_source(settings->scans[i].source);
		fuzz_touch(settings->scans[i].repo);
	}
	/* Nothing there runs a command or leads elsewhere. */
	ENSURE(origin != CONFIG_WORK_TREE ||
	       (!settings->auth_command && !settings->notify_command &&
		   !settings->token_file && !settings->ca_file &&
		   !settings->api_url && !settings->output));
}

/* An include that came through would be an unknown key: "FILE:LINE: unknown
 * key include.path". Elsewhere the words may be those of a value. */
static bool
is_include(const char *message)
{
	size_t len = strlen(path);

	if (strncmp(message, path, len) != 0)
		return false;
	message += len;
	message += strspn(message, ":0123456789 ");
	return strncmp(message, "unknown key include.", 20) == 0;
}

/* Twice, so that what a file has set is no surprise to it. */
static void
read_as(enum config_origin origin)
{
	struct settings settings;
	struct hscan_error err;
	enum hscan_status status;

	settings_init(&settings);
	status = config_read(&settings, path, origin, &err);
	if (status == HSCAN_OK) {
		ensure_settings(&settings, origin);
		status = config_read(&settings, path, origin, &err);
		ENSURE(status == HSCAN_OK);
		ensure_settings(&settings, origin);
	} else {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
		ENSURE(!is_include(err.message));
	}
	settings_clear(&settings);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);

	ensure_scanned(text);
	(void)snprintf(path, sizeof(path), "%s/config", fuzz_temp_dir());
	fuzz_write(path, text);
	read_as(CONFIG_USER);
	read_as(CONFIG_WORK_TREE);
	ENSURE(unlink(path) == 0);
	return 0;
}
