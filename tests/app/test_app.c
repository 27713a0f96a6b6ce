/* SPDX-License-Identifier: MIT */
/* A run without a program around it, and what one that has hooks is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "http/client.h"

struct heard {
	char text[400];
};

static int64_t
clock_at_7(void *payload)
{
	(void)payload;
	return 7;
}

static void
add(struct heard *heard, const char *kind, const char *line)
{
	size_t len = strlen(heard->text);

	(void)snprintf(heard->text + len, sizeof(heard->text) - len,
	    "%s %.20s\n", kind, line);
}

static void
on_message(enum app_message kind, const char *line, void *payload)
{
	static const char *const kinds[] = {
	    "trace", "note", "say", "warning", "failure"};

	add(payload, kinds[kind], line);
}

static void
on_progress(const char *label, int64_t done, int64_t total,
    int64_t requests_left, void *payload)
{
	char line[80];

	(void)snprintf(line, sizeof(line), "%s %d/%d %d", label ? label : "end",
	    (int)done, (int)total, (int)requests_left);
	add(payload, "progress", line);
}

static void
say_all(struct app *app)
{
	struct hscan_error err;

	(void)hscan_fail(&err, HSCAN_ENET, "no answer");
	app_say(app, APP_NOTE, "%d rows", 3);
	app_warn(app, "careful, %s", "x");
	app_fail(app, &err);
	app->requests_left = 9;
	app_progress(app, "issues", 1, 2);
	app_progress(app, NULL, 0, -1);
}

static void
hooks_are_told(void **state)
{
	struct heard heard = {""};
	struct app app;

	(void)state;
	app_init(&app);
	say_all(&app); /* and nothing happens */
	app.hooks = (struct app_hooks){.now_s = clock_at_7,
	    .say = on_message,
	    .progress = on_progress,
	    .payload = &heard};
	say_all(&app);
	assert_string_equal(heard.text,
	    "note 3 rows\nwarning careful, x\nfailure no answer\n"
	    "progress issues 1/2 9\nprogress end 0/-1 9\n");
	assert_int_equal(app_now_s(&app), 7);
	app_clear(&app);
}

static enum hscan_status
tokens(const char *host, struct hscan_buf *out, void *payload,
    struct hscan_error *err)
{
	(void)payload;
	(void)hscan_buf_add_string(out, "secret");
	return strcmp(host, "github.com") == 0
		   ? HSCAN_OK
		   : hscan_fail(err, HSCAN_EAUTH, "not for %s", host);
}

/* Opening asks nobody yet. */
static void
a_host_has_one_client(void **state)
{
	struct hscan_http *first = NULL, *again = NULL, *other = NULL;
	struct hscan_error err;
	struct app app;

	(void)state;
	app_init(&app);
	app.hooks.now_s = app.hooks.monotonic_ms = clock_at_7;
	app.settings.budget = 3;
	assert_int_equal(app_requests_left(&app, "github.com"), -1);
	assert_int_equal(
	    app_client(&app, "ghe.example.org", &other, &err), HSCAN_OK);
	assert_int_equal(hscan_http_has_token(other), false);
	app.hooks.tokens = tokens;
	assert_int_equal(
	    app_client(&app, "github.com", &first, &err), HSCAN_OK);
	assert_int_equal(hscan_http_has_token(first), true);
	assert_int_equal(
	    app_client(&app, "github.com", &again, &err), HSCAN_OK);
	assert_ptr_equal(first, again);
	assert_ptr_not_equal(first, other);
	assert_int_equal(
	    app_client(&app, "other.example.org", &other, &err), HSCAN_EAUTH);
	assert_int_equal(app_requests_left(&app, "github.com"), -1);
	assert_int_equal(app_count(&app).requests, 0);
	assert_int_equal(app.budget, 3);
	app_clear(&app);
	assert_null(app.clients);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hooks_are_told),
	    cmocka_unit_test(a_host_has_one_client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
