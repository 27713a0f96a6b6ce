/* SPDX-License-Identifier: MIT */
/* healthscan alerts: what fired and cleared, from the store alone. */
#include <string.h>

#include "app/groups.h"
#include "app/names.h"
#include "app/stored.h"
#include "base/grow.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "report/alert_list.h"
#include "store/alerts.h"

static const struct hscan_text columns[] = {
    {"at", 2},
    {"state", 5},
    {"repo", 4},
    {"question", 8},
    {"message", 7},
    {"metric", 6},
    {"kind", 4},
    {"value", 5},
};
enum {
	AT,
	STATE,
	REPO,
	QUESTION,
	MESSAGE,
	METRIC,
	KIND,
	VALUE,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
};

#define MAX_BYTES ((size_t)1024 * 1024 * 1024)

/* A person gets lines that wrap, all others rows. */
struct turns {
	bool table;
	struct hscan_arena *arena;
	/* The only group that is asked for, "@NAME"; absent: none. */
	struct hscan_text group;
	bool one; /* repository that is asked for */
	struct hscan_grid grid;
	struct hscan_alert_line *lines;
	size_t len, room;
};

static enum hscan_alert_state_word
state_of(const struct hscan_alert_turn *turn, bool open_now)
{
	if (open_now)
		return HSCAN_ALERT_WORD_OPEN;
	return turn->firing ? HSCAN_ALERT_WORD_FIRED : HSCAN_ALERT_WORD_CLEARED;
}

/* As repo and all others accept it. */
static struct hscan_text
name_of(struct hscan_arena *arena, const char *host, struct hscan_text name)
{
	struct hscan_text copy = {NULL, 0};
	struct hscan_buf text;

	hscan_buf_init(&text, (size_t)64 * 1024);
	names_add(&text, hscan_text_of(host), name);
	if (text.failed == HSCAN_OK)
		copy = hscan_arena_dup(arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return copy;
}

/* A turn as it is shown. */
struct shown {
	const struct hscan_alert_turn *turn;
	enum hscan_alert_state_word state;
	struct hscan_text repo, scope;
};

static enum hscan_status
add_line(
    struct turns *turns, const struct shown *shown, struct hscan_error *err)
{
	const struct hscan_alert_turn *turn = shown->turn;
	struct hscan_alert_line *line,
	    *more = hscan_grow_in(turns->arena, turns->lines, &turns->room,
		turns->len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	turns->lines = more;
	line = &more[turns->len++];
	*line = (struct hscan_alert_line){
	    .at = turn->at,
	    .state = shown->state,
	    .repo = shown->repo,
	    .scope = shown->scope,
	    .message = hscan_arena_dup(turns->arena, turn->message),
	};
	return line->repo.ptr && line->scope.ptr && line->message.ptr
		   ? HSCAN_OK
		   : hscan_no_memory(err);
}

static enum hscan_status
add_row(struct turns *turns, const struct shown *shown, struct hscan_error *err)
{
	const struct hscan_alert_turn *turn = shown->turn;
	struct hscan_arena *arena = turns->arena;
	struct hscan_cell *row = hscan_grid_row(&turns->grid);

	if (!row)
		return hscan_no_memory(err);
	row[AT] = hscan_cell_time(turn->at);
	row[STATE] = hscan_cell_string(hscan_alert_word(shown->state));
	row[REPO] = hscan_cell_text(shown->repo);
	row[QUESTION] = hscan_cell_text(shown->scope);
	row[MESSAGE] = hscan_cell_text(hscan_arena_dup(arena, turn->message));
	row[METRIC] = hscan_cell_text(hscan_arena_dup(arena, turn->key.metric));
	row[KIND] = hscan_cell_string(turn->key.kind == HSCAN_ALERT_DEVIATION
					  ? "deviation"
					  : "threshold");
	if (turn->has_value)
		row[VALUE] = hscan_cell_number(turn->value);
	return row[REPO].text.ptr && row[QUESTION].text.ptr &&
		       row[MESSAGE].text.ptr && row[METRIC].text.ptr
		   ? HSCAN_OK
		   : hscan_no_memory(err);
}

static enum hscan_status
on_turn(const struct hscan_alert_turn *turn, bool open_now, const char *host,
    struct hscan_text full_name, void *payload, struct hscan_error *err)
{
	struct turns *turns = payload;
	struct shown shown = {.turn = turn, .state = state_of(turn, open_now)};
	bool group =
	    groups_split_scope(turn->key.scope, &shown.repo, &shown.scope);

	/* A group's are kept with one of its members, and are not its own. */
	if (turns->group.ptr ? !hscan_text_equal(turns->group, shown.repo)
			     : turns->one && group)
		return HSCAN_OK;
	shown.repo = group ? hscan_arena_dup(turns->arena, shown.repo)
			   : name_of(turns->arena, host, full_name);
	shown.scope = hscan_arena_dup(turns->arena, shown.scope);
	return turns->table ? add_line(turns, &shown, err)
			    : add_row(turns, &shown, err);
}

static enum hscan_status
show(struct cli *cli, const struct turns *turns, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	if (!turns->table)
		return cli_write_grid(cli, &turns->grid, err);
	hscan_buf_init(&text, MAX_BYTES);
	status =
	    hscan_alert_list_write(turns->lines, turns->len, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

/* 0: every repository of the store. */
static enum hscan_status
find_repo(struct cli *cli, struct turns *turns, struct hscan_store *store,
    int64_t *repo_id, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	const char *shown = NULL;
	enum hscan_status status;

	*repo_id = 0;
	if (cli->args_len == 0)
		return HSCAN_OK;
	if (groups_is(cli->args[0])) {
		turns->group = hscan_text_of(cli->args[0]);
		return groups_check(&cli->app.settings, cli->args[0], err);
	}
	turns->one = true;
	status = stored_find(
	    &cli->app, store, cli->args[0], false, &stored, &shown, err);
	if (status == HSCAN_OK)
		*repo_id = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	return status;
}

int
cmd_alerts(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_store *store = NULL;
	struct hscan_arena arena;
	struct turns turns = {.arena = &arena};
	int64_t repo_id = 0;
	enum hscan_status status;

	hscan_arena_init(&arena);
	turns.table = strcmp(cli->app.settings.format, "table") == 0;
	hscan_grid_init(
	    &turns.grid, &arena, "healthscan.alerts/1", columns, COLUMNS);
	status = app_open_for_reading(&cli->app, &store, &err);
	if (status == HSCAN_OK)
		status = find_repo(cli, &turns, store, &repo_id, &err);
	if (status == HSCAN_OK)
		status = hscan_store_each_turn(
		    store, repo_id, on_turn, &turns, &err);
	if (status == HSCAN_OK)
		status = show(cli, &turns, &err);
	hscan_store_close(store);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}
