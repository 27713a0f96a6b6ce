/* SPDX-License-Identifier: MIT */
/* Command lines, a word a line: what is understood lies in its bounds, and
 * what is offered to complete the last word may be put on one. */
#include "cli/command/complete.h"
#include "cli/commands.h"
#include "cli/setting/argv.h"
#include "cli/setting/options.h"
#include "fuzz/fuzz.h"

enum { MOST_WORDS = 24 };

struct words {
	const char *at[MOST_WORDS + 2]; /* with the name of the program */
	size_t len;                     /* without */
};

/* --- what is understood --- */

static void
ensure_member(const struct settings *settings, const struct option_spec *o)
{
	const void *at = (const unsigned char *)settings + o->offset;

	if (o->kind == OPTION_NUMBER) {
		ENSURE(*(const int64_t *)at >= o->min &&
		       *(const int64_t *)at <= o->max);
	} else if (o->kind == OPTION_DURATION) {
		ENSURE(*(const int64_t *)at >= (o->min == 0 ? 0 : 1));
	} else if (o->kind == OPTION_CHOICE) {
		ENSURE(option_choice(o, (size_t) * (const int *)at) != NULL);
	} else if (o->kind == OPTION_DECIMAL) {
		ENSURE(*(const double *)at > 0.0);
	} else if (o->kind == OPTION_SET) {
		ENSURE(*(const unsigned *)at != 0);
	}
}

static void
apply(const struct option_use *use, struct settings *settings)
{
	struct hscan_error err;
	const char *value = use->value;
	enum hscan_status status;

	ENSURE(use->option != NULL);
	if (use->option->kind == OPTION_FLAG)
		value = "1";
	status =
	    option_apply(use->option, value, use->option->name, settings, &err);
	if (status == HSCAN_OK) {
		ensure_member(settings, use->option);
		ENSURE(settings->sources[use->option - option_table] != NULL);
	} else {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
	}
}

static void
understand(const struct words *words)
{
	struct settings settings;
	struct command_line line = {.command = NULL};
	const struct command *command = NULL;
	struct hscan_error err;
	enum hscan_status status;

	settings_init(&settings);
	status = options_parse(
	    (int)words->len + 1, words->at, &settings.arena, &line, &err);
	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EINVAL);
		fuzz_ensure_failure(&err, status);
		line.uses_len = 0;
	} else {
		ENSURE(line.args_len <= words->len);
		for (size_t i = 0; i < line.args_len; i++)
			ENSURE(line.args[i] != NULL);
		if (line.command)
			command = command_find(command_table, line.command);
		line.takes = command ? command->takes : 0;
		if (command && options_check(&line, &err) != HSCAN_OK)
			fuzz_ensure_failure(&err, HSCAN_EINVAL);
	}
	for (size_t i = 0; i < line.uses_len; i++)
		apply(&line.uses[i], &settings);
	if (line.command && !command) {
		ENSURE(command_unknown(command_table, line.command, &err) ==
		       HSCAN_EINVAL);
		fuzz_ensure_failure(&err, HSCAN_EINVAL);
	}
	settings_clear(&settings);
}

/* --- what is offered --- */

static void
ensure_offered(struct hscan_text offers)
{
	struct hscan_text last = {NULL, 0};

	ENSURE(hscan_text_ends(offers, "\n"));
	offers.len--;
	while (offers.ptr) {
		struct hscan_text rest;

		last = hscan_text_split(&offers, '\n');
		rest = last;
		/* A candidate and at most one description. */
		(void)hscan_text_split(&rest, '\t');
		ENSURE(rest.len == 0 || !memchr(rest.ptr, '\t', rest.len));
		ENSURE(fuzz_is_shown(rest));
	}
	ENSURE(hscan_text_is(last, ":files") ||
	       hscan_text_is(last, ":folders") ||
	       hscan_text_is(last, ":nospace") || hscan_text_is(last, ":none"));
}

static void
complete(const struct words *words)
{
	static struct complete_known known;
	struct hscan_text repos[] = {hscan_text_of("sample/meadow"),
	    hscan_text_of("git.example.org:8443/team/tool")};
	struct hscan_text lists[] = {hscan_text_of("weekly")};
	struct complete_place place;
	struct hscan_arena arena;
	struct hscan_buf out;

	if (known.metrics.len == 0)
		ENSURE(hscan_metrics_load(&known.metrics, NULL) == HSCAN_OK);
	known.repos = (struct settings_list){repos, 2, 2};
	known.lists = (struct settings_list){lists, 1, 1};
	hscan_arena_init(&arena);
	hscan_buf_init(&out, SIZE_MAX);
	ENSURE(complete_find(command_table, words->at + 1, words->len, &arena,
		   &place, NULL) == HSCAN_OK);
	(void)complete_wants_metrics(&place);
	(void)complete_wants_repos(&place);
	(void)complete_wants_lists(&place);
	ENSURE(complete_write(&place, &known, &out, NULL) == HSCAN_OK);
	ensure_offered(hscan_buf_text(&out));
	hscan_buf_clear(&out);
	hscan_arena_clear(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct words words = {.at = {"healthscan"}};
	char *text = fuzz_string(fuzz_text(data, size)), *at = text;

	while (at && words.len < MOST_WORDS) {
		char *end = strchr(at, '\n');

		words.at[++words.len] = at;
		if (end)
			*end++ = '\0';
		at = end;
	}
	understand(&words);
	complete(&words);
	free(text);
	return 0;
}
