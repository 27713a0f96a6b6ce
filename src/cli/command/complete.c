/* SPDX-License-Identifier: MIT */
/* Candidates for the word under the cursor; see complete.h. */
#include "cli/command/complete.h"
#include "cli/command/help.h"

#include <string.h>

#include "base/text.h"
#include "judge/alert.h"

enum { LONGEST_WORD = 64 * 1024 };

/* Stands for the word that is being written when the words before it are
 * taken apart: the parser takes it for the value of an option, or as the end
 * of options, or behind that for an argument. Known by its address. */
static const char mark[] = "--";

/* --- where the cursor is --- */

static bool
is_option_here(
    const struct complete_place *place, const struct option_spec *option)
{
	/* What stands before a command is as good as nothing but help. */
	return option_is_for(option,
	    place->command ? place->command->takes : TAKES_HELP | TAKES_PAGER);
}

static void
find_value(struct complete_place *place, const struct option_spec *option)
{
	place->what = COMPLETE_VALUE;
	place->option = option;
	place->kind = option->value;
}

/* Moves the first `count` bytes of the word to what stays. */
static void
keep(struct complete_place *place, size_t count)
{
	place->before = (struct hscan_text){place->word.ptr, count};
	place->word.ptr += count;
	place->word.len -= count;
}

/* "--format=js". */
static void
find_joined(struct complete_place *place, const char *equals)
{
	size_t len = (size_t)(equals - place->word.ptr);
	const struct option_spec *option =
	    option_find((struct hscan_text){place->word.ptr + 2, len - 2});

	if (!option || !option->argument || !is_option_here(place, option))
		return;
	find_value(place, option);
	keep(place, len + 1);
}

/* "-qv", "-fjs". */
static void
find_letters(struct complete_place *place)
{
	const struct option_spec *option = NULL;

	for (size_t i = 1; i < place->word.len; i++) {
		option = option_find_letter(place->word.ptr[i]);
		if (!option || !is_option_here(place, option))
			return;
		if (option->argument && i + 1 < place->word.len) {
			find_value(place, option);
			keep(place, i + 1);
			return;
		}
	}
	place->what = COMPLETE_LETTERS;
	place->option = option;
}

static void
find_option(struct complete_place *place)
{
	struct hscan_text word = place->word;
	const char *equals = memchr(word.ptr, '=', word.len);

	if (word.len == 1 || (word.ptr[1] == '-' && !equals))
		place->what = COMPLETE_OPTION;
	else if (word.ptr[1] == '-')
		find_joined(place, equals);
	else
		find_letters(place);
}

/* The argument behind an action. False: it takes none. */
static bool
find_action(struct complete_place *place)
{
	const struct action *action = place->command->actions;

	while (action->name && strcmp(action->name, place->line.args[0]) != 0)
		action++;
	if (!action->name || !action->argument)
		return false;
	place->action = action;
	place->kind = action->value;
	return true;
}

/* False: no argument fits there. */
static bool
find_argument(struct complete_place *place)
{
	const struct command *command = place->command;
	size_t n = place->line.args_len;

	if (!command) {
		place->kind = VALUE_COMMAND;
		return true;
	}
	if (n >= command->args_max)
		return false;
	place->kind = n == 0 ? command->first : command->rest;
	if (n > 0 && command->first == VALUE_ACTION)
		return n == 1 && find_action(place);
	return true;
}

/* Whether all that stands before the word is as it should be. */
static bool
is_sound(struct complete_place *place)
{
	struct command_line *line = &place->line;

	if (line->help || line->version || line->unknown.ptr)
		return false;
	if (!line->command)
		return true;
	place->command = command_find(place->commands, line->command);
	if (!place->command)
		return false;
	line->takes = place->command->takes;
	return options_check(line, NULL) == HSCAN_OK;
}

static void
find_place(struct complete_place *place)
{
	struct command_line *line = &place->line;
	const struct option_use *last =
	    line->uses_len ? &line->uses[line->uses_len - 1] : NULL;
	bool only_arguments = true;

	if (line->command == mark)
		line->command = NULL;
	else if (line->args_len && line->args[line->args_len - 1] == mark)
		line->args_len--;
	else
		only_arguments = false;
	if (!is_sound(place))
		return;
	if (last && last->value == mark)
		find_value(place, last->option);
	else if (!only_arguments && hscan_text_starts(place->word, "-"))
		find_option(place);
	else if (find_argument(place))
		place->what = COMPLETE_ARGUMENT;
	else if (!only_arguments && place->word.len == 0)
		place->what = COMPLETE_OPTION; /* nothing else can follow */
}

enum hscan_status
complete_find(const struct command *commands, const char *const *words,
    size_t len, struct hscan_arena *arena, struct complete_place *out,
    struct hscan_error *err)
{
	struct complete_place place = {
	    .what = COMPLETE_NOTHING, .commands = commands};
	size_t before = len ? len - 1 : 0;
	const char **argv = hscan_arena_alloc(arena, len + 2, sizeof(*argv));
	enum hscan_status status;

	if (!argv)
		return hscan_no_memory(err);
	place.word = hscan_text_of(len ? words[before] : "");
	argv[0] = "healthscan";
	for (size_t i = 0; i < before; i++)
		argv[i + 1] = words[i];
	argv[before + 1] = mark;
	status = options_parse((int)before + 2, argv, arena, &place.line, err);
	if (status == HSCAN_OK)
		find_place(&place);
	else if (status != HSCAN_EINVAL)
		return status;
	*out = place;
	return HSCAN_OK;
}

/* --- what is needed for it --- */

bool
complete_wants_metrics(const struct complete_place *place)
{
	return place->kind == VALUE_METRIC || place->kind == VALUE_COLUMN ||
	       place->kind == VALUE_TOPIC ||
	       (place->what == COMPLETE_VALUE &&
		   place->option->kind == OPTION_BOUND);
}

bool
complete_wants_repos(const struct complete_place *place)
{
	return place->kind == VALUE_REPO || place->kind == VALUE_TARGET;
}

/* Whether "@NAME" may stand there. */
static bool
wants_groups(const struct complete_place *place)
{
	return (place->kind == VALUE_REPO || place->kind == VALUE_TARGET) &&
	       place->command && (place->command->takes & TAKES_GROUP) &&
	       (place->word.len == 0 || place->word.ptr[0] == '@');
}

bool
complete_wants_lists(const struct complete_place *place)
{
	return place->kind == VALUE_LIST || wants_groups(place);
}

/* --- what may stand there --- */

struct offers {
	const struct complete_place *place;
	const struct complete_known *known;
	struct hscan_buf *out;
	struct hscan_buf word;  /* the candidate, behind what stays */
	struct hscan_buf about; /* room for a description */
	size_t len;             /* candidates so far */
	size_t open;            /* of these, to be continued */
};

/* Nothing that a shell or a terminal could take for anything else. */
static bool
is_plain(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!hscan_is_alnum(c) && (c == '\0' || !strchr("._-/:=@", c)))
			return false;
	}
	return text.len > 0;
}

/* Offers start, name and end as one word, where it goes on as the word begins
 * that is being written. */
static void
offer(struct offers *offers, const char *start, struct hscan_text name,
    const char *end, struct hscan_text about)
{
	const struct complete_place *place = offers->place;
	struct hscan_buf *word = &offers->word;

	hscan_buf_reset(word);
	(void)hscan_buf_add_string(word, start);
	(void)hscan_buf_add_text(word, name);
	(void)hscan_buf_add_string(word, end);
	if (word->len < place->word.len || !is_plain(hscan_buf_text(word)) ||
	    (place->word.len > 0 &&
		memcmp(word->ptr, place->word.ptr, place->word.len) != 0))
		return;
	(void)hscan_buf_add_text(offers->out, place->before);
	(void)hscan_buf_add_text(offers->out, hscan_buf_text(word));
	(void)hscan_buf_add_char(offers->out, '\t');
	(void)hscan_buf_add_text(offers->out, about);
	(void)hscan_buf_add_char(offers->out, '\n');
	offers->len++;
	offers->open += hscan_text_ends(hscan_buf_text(word), "=");
}

static void
offer_string(struct offers *offers, const char *name, const char *about)
{
	offer(offers, "", hscan_text_of(name), "", hscan_text_of(about));
}

/* "FILE: the event store". */
static struct hscan_text
about_option(struct offers *offers, const struct option_spec *option)
{
	hscan_buf_reset(&offers->about);
	if (option->argument)
		(void)hscan_buf_add_format(
		    &offers->about, "%s: ", option->argument);
	(void)hscan_buf_add_string(&offers->about, option->help);
	return hscan_buf_text(&offers->about);
}

static bool
is_given(const struct command_line *line, const struct option_spec *option)
{
	for (size_t i = 0; i < line->uses_len; i++)
		if (line->uses[i].option == option)
			return true;
	return false;
}

static void
offer_options(struct offers *offers)
{
	const struct complete_place *place = offers->place;

	for (const struct option_spec *o = option_table; o->name; o++)
		if (is_option_here(place, o) &&
		    (option_repeats(o) || !is_given(&place->line, o)))
			offer(offers, "--", hscan_text_of(o->name),
			    o->argument ? "=" : "", about_option(offers, o));
}

/* What the nth choice means. */
static struct hscan_text
about_choice(struct offers *offers, const struct option_spec *option, size_t n)
{
	if (option->kind == OPTION_FORMAT)
		return hscan_text_of(hscan_formats[n].summary);
	hscan_buf_reset(&offers->about);
	if (option->kind == OPTION_WINDOW)
		(void)hscan_buf_add_format(&offers->about, "the last whole %s",
		    option_choice(option, n));
	else if (n == 0)
		(void)hscan_buf_add_string(&offers->about, "the default");
	return hscan_buf_text(&offers->about);
}

static void
offer_choices(struct offers *offers, const struct option_spec *option)
{
	const struct command *command = offers->place->command;
	const char *name;

	for (size_t i = 0; (name = option_choice(option, i)); i++) {
		if (option->kind == OPTION_FORMAT && command &&
		    !hscan_format_takes(&hscan_formats[i], command->shape))
			continue;
		offer(offers, "", hscan_text_of(name), "",
		    about_choice(offers, option, i));
	}
}

/* Whether a choice is in "risk,watch,". */
static bool
is_in(struct hscan_text set, const char *choice)
{
	while (set.ptr)
		if (hscan_text_is(hscan_text_split(&set, ','), choice))
			return true;
	return false;
}

/* Whether "risk,watch," names choices only. */
static bool
is_set(struct hscan_text set, const struct option_spec *option)
{
	struct hscan_text name = hscan_text_split(&set, ',');

	for (; set.ptr; name = hscan_text_split(&set, ',')) {
		size_t i = 0;

		while (option->choices[i] &&
		       !hscan_text_is(name, option->choices[i]))
			i++;
		if (!option->choices[i])
			return false;
	}
	return true;
}

/* Behind a comma the ones that are not yet there. */
static void
offer_set(struct offers *offers, const struct option_spec *option)
{
	const struct complete_place *whole = offers->place;
	struct complete_place place = *whole;
	struct hscan_text word = place.word;
	size_t kept = word.len;

	while (kept > 0 && word.ptr[kept - 1] != ',')
		kept--;
	word.len = kept;
	if (!is_set(word, option))
		return;
	/* All of it in one piece: "--fail-on=" and "risk,". */
	place.before.ptr = place.word.ptr - place.before.len;
	place.before.len += kept;
	place.word.ptr += kept;
	place.word.len -= kept;
	offers->place = &place;
	for (size_t i = 0; option->choices[i]; i++)
		if (!is_in(word, option->choices[i]))
			offer_string(offers, option->choices[i], "");
	offers->place = whole;
}

/* "PR merge cycle: <= 72 hours", or "PR first response: hours" without one. */
static struct hscan_text
about_bound(struct offers *offers, const struct hscan_metric *metric,
    const struct hscan_bound *bound)
{
	hscan_buf_reset(&offers->about);
	(void)hscan_buf_add_text(&offers->about, metric->title);
	(void)hscan_buf_add_string(&offers->about, ": ");
	if (bound->comparison != HSCAN_NO_BOUND) {
		hscan_add_bound_words(&offers->about, bound);
		(void)hscan_buf_add_char(&offers->about, ' ');
	}
	(void)hscan_buf_add_text(&offers->about, metric->unit);
	return hscan_buf_text(&offers->about);
}

static void
offer_bounds(struct offers *offers)
{
	const struct hscan_metrics *metrics = &offers->known->metrics;
	struct hscan_text word = offers->place->word;

	/* The value of a bound cannot be guessed. */
	if (word.len > 0 && memchr(word.ptr, '=', word.len))
		return;
	for (size_t i = 0; i < metrics->len; i++) {
		const struct hscan_metric *m = &metrics->at[i];

		offer(offers, "", m->id,
		    ".healthy=", about_bound(offers, m, &m->healthy));
		offer(offers, "", m->id,
		    ".risk=", about_bound(offers, m, &m->risk));
	}
}

static void
offer_metrics(struct offers *offers, const char *start)
{
	const struct hscan_metrics *metrics = &offers->known->metrics;

	for (size_t i = 0; i < metrics->len; i++)
		offer(
		    offers, start, metrics->at[i].id, "", metrics->at[i].title);
}

/* "value", and behind a "-" the other way round. */
static void
offer_columns(struct offers *offers)
{
	const struct command *command = offers->place->command;
	const char *start = "";

	if (!command || !command->columns)
		return;
	if (hscan_text_starts(offers->place->word, "-"))
		start = "-";
	for (const char *const *c = command->columns; *c; c++)
		offer(offers, start, hscan_text_of(*c), "",
		    (struct hscan_text){NULL, 0});
	if (command->by_metric)
		offer_metrics(offers, start);
}

static bool
takes_all(const struct command *command, struct command_line line)
{
	line.command = command->name;
	line.takes = command->takes;
	return options_check(&line, NULL) == HSCAN_OK;
}

/* Those that take the options before them; for help, all. */
static void
offer_commands(struct offers *offers)
{
	const struct complete_place *place = offers->place;

	for (const struct command *c = place->commands; c->name; c++)
		if (place->command || takes_all(c, place->line))
			offer_string(offers, c->name, c->summary);
}

static void
offer_topics(struct offers *offers)
{
	offer_commands(offers);
	for (const struct help_topic *t = help_topics; t->name; t++)
		offer_string(offers, t->name, t->summary);
	offer_metrics(offers, "");
}

static void
offer_actions(struct offers *offers)
{
	const struct action *a = offers->place->command->actions;

	for (; a->name; a++)
		offer_string(offers, a->name, a->summary);
}

/* Each once on a line. */
static void
offer_repos(struct offers *offers)
{
	const struct command_line *line = &offers->place->line;
	const struct settings_list *repos = &offers->known->repos;

	for (size_t i = 0; i < repos->len; i++) {
		size_t n = 0;

		while (n < line->args_len &&
		       !hscan_text_is_nocase(repos->items[i], line->args[n]))
			n++;
		if (n == line->args_len)
			offer(offers, "", repos->items[i], "",
			    (struct hscan_text){NULL, 0});
	}
}

/* "@NAME", each once. */
static void
offer_groups(struct offers *offers)
{
	const struct command_line *line = &offers->place->line;
	const struct settings_list *lists = &offers->known->lists;

	for (size_t i = 0; i < lists->len; i++) {
		size_t n = 0, given = 0;

		while (n < i &&
		       !hscan_text_equal(lists->items[n], lists->items[i]))
			n++;
		while (
		    given < line->args_len &&
		    !(line->args[given][0] == '@' &&
			hscan_text_is(lists->items[i], line->args[given] + 1)))
			given++;
		if (n == i && given == line->args_len)
			offer(offers, "@", lists->items[i], "",
			    hscan_text_of("a group of the configuration"));
	}
}

static void
offer_repos_and_groups(struct offers *offers)
{
	offer_repos(offers);
	if (wants_groups(offers->place))
		offer_groups(offers);
}

static void
offer_lists(struct offers *offers)
{
	const struct settings_list *lists = &offers->known->lists;

	for (size_t i = 0; i < lists->len; i++) {
		size_t n = 0;

		while (n < i &&
		       !hscan_text_equal(lists->items[n], lists->items[i]))
			n++;
		if (n == i)
			offer(offers, "", lists->items[i], "",
			    (struct hscan_text){NULL, 0});
	}
}

static void
offer_kind(struct offers *offers, enum value_kind kind)
{
	if (kind == VALUE_METRIC)
		offer_metrics(offers, "");
	else if (kind == VALUE_REPO || kind == VALUE_TARGET)
		offer_repos_and_groups(offers);
	else if (kind == VALUE_LIST)
		offer_lists(offers);
	else if (kind == VALUE_COLUMN)
		offer_columns(offers);
	else if (kind == VALUE_COMMAND)
		offer_commands(offers);
	else if (kind == VALUE_TOPIC)
		offer_topics(offers);
	else if (kind == VALUE_ACTION)
		offer_actions(offers);
}

static void
offer_value(struct offers *offers)
{
	const struct option_spec *option = offers->place->option;

	if (option->kind == OPTION_SET)
		offer_set(offers, option);
	else if (option->kind == OPTION_BOUND)
		offer_bounds(offers);
	else if (option->kind == OPTION_FORMAT || option->choices)
		offer_choices(offers, option);
	else
		offer_kind(offers, option->value);
}

/* An action may stand before files. */
static void
offer_argument(struct offers *offers)
{
	const struct complete_place *place = offers->place;

	offer_kind(offers, place->kind);
	if (place->kind == VALUE_FILE && place->command->actions &&
	    place->line.args_len == 0)
		offer_actions(offers);
}

/* Where there is no candidate: what is expected. */
static void
remark(struct offers *offers)
{
	const struct complete_place *place = offers->place;
	struct hscan_text about = {NULL, 0};

	if (offers->len > 0)
		return;
	if (place->what == COMPLETE_VALUE)
		about = about_option(offers, place->option);
	else if (place->what == COMPLETE_ARGUMENT && place->action)
		about = hscan_text_of(place->action->argument);
	else if (place->what == COMPLETE_ARGUMENT && place->command)
		about = hscan_text_of(place->command->arguments);
	if (about.len == 0)
		return;
	(void)hscan_buf_add_char(offers->out, '\t');
	(void)hscan_buf_add_text(offers->out, about);
	(void)hscan_buf_add_char(offers->out, '\n');
}

static const char *
directive(const struct offers *offers)
{
	enum value_kind kind = offers->place->kind;
	struct hscan_text word = offers->place->word;

	if (kind == VALUE_FILE || kind == VALUE_METRIC || kind == VALUE_TARGET)
		return ":files\n";
	/* A clone's folder will do for a repository; it is looked for where one
	 * has begun to write a path. */
	if (kind == VALUE_FOLDER ||
	    (kind == VALUE_REPO && word.len > 0 && strchr("./~", word.ptr[0])))
		return ":folders\n";
	if (offers->len > 0 && offers->open == offers->len)
		return ":nospace\n";
	return ":none\n";
}

enum hscan_status
complete_write(const struct complete_place *place,
    const struct complete_known *known, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct offers offers = {.place = place, .known = known, .out = out};
	enum hscan_status status;

	hscan_buf_init(&offers.word, LONGEST_WORD);
	hscan_buf_init(&offers.about, LONGEST_WORD);
	if (place->what == COMPLETE_OPTION)
		offer_options(&offers);
	else if (place->what == COMPLETE_LETTERS)
		offer(&offers, "", place->word, "",
		    about_option(&offers, place->option));
	else if (place->what == COMPLETE_VALUE)
		offer_value(&offers);
	else if (place->what == COMPLETE_ARGUMENT)
		offer_argument(&offers);
	remark(&offers);
	(void)hscan_buf_add_string(out, directive(&offers));
	status = hscan_buf_check(out, "the candidates", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&offers.word, "a candidate", err);
	hscan_buf_clear(&offers.about);
	hscan_buf_clear(&offers.word);
	return status;
}
