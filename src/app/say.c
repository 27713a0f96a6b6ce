/* SPDX-License-Identifier: MIT */
/* What the user is told, by way of the program's hooks; see app.h. */
#include <stdarg.h>
#include <stdio.h>

#include "app/app.h"

static void pass_on(const struct app *app, enum app_message kind,
    const char *format, va_list args) HSCAN_PRINTF(3, 0);

static void
pass_on(const struct app *app, enum app_message kind, const char *format,
    va_list args)
{
	char line[HSCAN_ERROR_SIZE];

	if (!app->hooks.say)
		return;
	(void)vsnprintf(line, sizeof(line), format, args);
	app->hooks.say(kind, line, app->hooks.payload);
}

void
app_say(const struct app *app, enum app_message kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	pass_on(app, kind, format, args);
	va_end(args);
}

void
app_warn(const struct app *app, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	pass_on(app, APP_WARNING, format, args);
	va_end(args);
}

void
app_fail(const struct app *app, const struct hscan_error *err)
{
	app_say(app, APP_FAILURE, "%s", err->message);
}

void
app_progress(
    const struct app *app, const char *label, int64_t done, int64_t total)
{
	if (app->hooks.progress)
		app->hooks.progress(
		    label, done, total, app->requests_left, app->hooks.payload);
}

int64_t
app_now_s(const struct app *app)
{
	return app->hooks.now_s(app->hooks.payload);
}

int64_t
app_monotonic_ms(const struct app *app)
{
	return app->hooks.monotonic_ms(app->hooks.payload);
}
