/* SPDX-License-Identifier: MIT */
/* The rows of healthscan doctor, and how they are written; see doctor.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "cli/command/doctor.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

enum { CHECK, STATUS, FOUND, TO_DO, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [CHECK] = {"check", 5},
    [STATUS] = {"status", 6},
    [FOUND] = {"found", 5},
    [TO_DO] = {"what_to_do", 10},
};

#define LONGEST_OUTPUT ((size_t)1024 * 1024)

void
doctor_begin(struct doctor *doctor)
{
	hscan_grid_init(&doctor->grid, &doctor->arena, "healthscan.doctor/1",
	    columns, COLUMNS);
}

static struct hscan_cell
text_cell(struct doctor *doctor, struct hscan_text text)
{
	struct hscan_text copy = hscan_arena_dup(&doctor->arena, text);

	if (text.len == 0)
		return hscan_cell_string(NULL);
	if (!copy.ptr)
		doctor->status = hscan_no_memory(doctor->err);
	return hscan_cell_text(copy);
}

static void
add_row(struct doctor *doctor, const char *check, const char *status,
    struct hscan_text to_do, struct hscan_text found)
{
	struct hscan_cell *row = hscan_grid_row(&doctor->grid);

	if (!row) {
		doctor->status = hscan_no_memory(doctor->err);
		return;
	}
	row[CHECK] = hscan_cell_string(check);
	row[STATUS] = hscan_cell_string(status);
	row[FOUND] = text_cell(doctor, found);
	row[TO_DO] = text_cell(doctor, to_do);
}

void
doctor_add(struct doctor *doctor, const char *check, const char *status,
    const char *to_do, const char *found)
{
	add_row(
	    doctor, check, status, hscan_text_of(to_do), hscan_text_of(found));
}

void
doctor_print(struct doctor *doctor, const char *check, const char *status,
    const char *to_do, const char *format, ...)
{
	char found[HSCAN_ERROR_SIZE];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(found, sizeof(found), format, args);
	va_end(args);
	doctor_add(doctor, check, status, to_do, found);
}

/* A message says what happened, why; and behind the last ';' what to do. */
static void
print_failure(
    struct doctor *doctor, const char *check, const struct hscan_error *why)
{
	const char *advice = strrchr(why->message, ';');
	struct hscan_text found = hscan_text_of(why->message);
	struct hscan_text to_do = hscan_text_of("fix this, then run again");

	if (advice) {
		found.len = (size_t)(advice - why->message);
		to_do = hscan_text_trim(hscan_text_of(advice + 1));
	}
	add_row(doctor, check, "fail", to_do, found);
}

void
doctor_fail(
    struct doctor *doctor, const char *check, const struct hscan_error *why)
{
	int caught = doctor->cli->app.interrupted
			 ? (int)*doctor->cli->app.interrupted
			 : 0;

	if (why->status == HSCAN_EINTR || why->status == HSCAN_ENOMEM) {
		*doctor->err = *why;
		doctor->status = why->status;
	}
	if (doctor->code == EXIT_DONE)
		doctor->code = (int)exit_code_of(why->status, caught);
	print_failure(doctor, check, why);
}

void
doctor_skip(struct doctor *doctor, const char *const *checks, const char *why)
{
	for (; *checks; checks++)
		doctor_add(doctor, *checks, "skipped", "", why);
}

/* A check a line, and what to do below it: nothing of it is cut. */
static enum hscan_status
write_lines(struct doctor *doctor, struct hscan_error *err)
{
	const struct hscan_grid *grid = &doctor->grid;
	bool ascii = !doctor->cli->terminal.utf8;
	enum hscan_status status;
	struct hscan_buf out;

	hscan_buf_init(&out, LONGEST_OUTPUT);
	for (size_t i = 0; i < grid->rows; i++) {
		const struct hscan_cell *row =
		    hscan_grid_cell(grid, i * COLUMNS);

		(void)hscan_buf_add_format(&out, "%-8s %-11s ",
		    row[STATUS].text.ptr, row[CHECK].text.ptr);
		hscan_add_safe(&out, row[FOUND].text, ascii);
		if (row[TO_DO].text.len > 0) {
			(void)hscan_buf_add_format(
			    &out, "\n%21s%s ", "", ascii ? "->" : "→");
			hscan_add_safe(&out, row[TO_DO].text, ascii);
		}
		(void)hscan_buf_add_char(&out, '\n');
	}
	status = hscan_buf_check(&out, "what was found", err);
	if (status == HSCAN_OK)
		status = cli_write(doctor->cli, hscan_buf_text(&out), err);
	hscan_buf_clear(&out);
	return status;
}

enum hscan_status
doctor_write(struct doctor *doctor, struct hscan_error *err)
{
	struct cli *cli = doctor->cli;

	if (strcmp(cli->app.settings.format, "table") == 0)
		return write_lines(doctor, err);
	return cli_write_grid(cli, &doctor->grid, err);
}
