/* SPDX-License-Identifier: MIT */
/* Hours of GH Archive, gzip or plain, line by line; see import.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_internal.h"
#include "base/text.h"
#include "model/stand_in.h"
#include "source/archive/filter.h"
#include "source/archive/gzip.h"
#include "source/archive/hour.h"

enum {
	BLOCK = 1024 * 1024,
	LINE_MAX_BYTES = 16 * 1024 * 1024,
	/* So many lines that are passed over are one turn. */
	LINES_A_TURN = 4096,
};

/* A file being read. */
struct hours {
	struct import *im;
	struct import_reader *reader;
	struct hscan_gzip *gzip;
	char *block; /* owned: what was inflated and not read yet */
	size_t len, room;
	bool skipping; /* the rest of a line that is too long */
	struct hscan_hour_wanted wanted;
	const struct hscan_hour_wanted *only; /* NULL: any repository */
	int64_t lines;                        /* passed over since a turn */
};

/* --- which repository --- */

/* By its number as soon as the store knows it. */
static enum hscan_status
look_up(struct hours *h)
{
	struct import *im = h->im;
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	if (!im->is_named || h->wanted.id != 0)
		return HSCAN_OK;
	h->only = &h->wanted;
	status = hscan_store_find_repo(im->store, &im->named, &stored, im->err);
	if (status == HSCAN_OK && !hscan_repo_is_stand_in(stored.repo.id))
		h->wanted.id = stored.repo.id;
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

/* --- lines --- */

static enum hscan_status
pass_over(struct hours *h)
{
	h->im->out->passed_over++;
	if (++h->lines < LINES_A_TURN)
		return HSCAN_OK;
	h->lines = 0;
	return import_turn(h->im);
}

/* Of pull requests that are told in short few are told at all. */
static enum hscan_status
pass_over_short(struct hours *h)
{
	h->im->out->short_lines++;
	hscan_arena_reset(&h->im->arena);
	return pass_over(h);
}

/* From when to when they are told of a repository, that is the one whose sum
 * was touched by the line. */
static void
note_short(struct hours *h, int64_t at)
{
	struct import_sums *sums = &h->im->sums;
	struct import_sum *sum = &sums->at[sums->last];

	h->im->out->short_taken++;
	if (sum->short_from == HSCAN_NEVER || at < sum->short_from)
		sum->short_from = at;
	if (sum->short_to == HSCAN_NEVER || at > sum->short_to)
		sum->short_to = at;
}

static enum hscan_status
read_line(struct hours *h, struct hscan_text line)
{
	struct import *im = h->im;
	struct hscan_hour_line told;
	int64_t taken = im->out->taken, at;
	enum hscan_status status;
	bool is_short;

	im->place++;
	if (line.len == 0)
		return HSCAN_OK;
	if (!hscan_hour_may_tell(line, h->only))
		return pass_over(h);
	status = hscan_hour_decode(line, im->host, &im->arena, &told, im->err);
	if (status == HSCAN_OK && told.era == HSCAN_HOUR_SHORT) {
		/* With so few of them nobody can say that this is all. */
		im->incomplete = true;
		if (!im->app->settings.era_c)
			return pass_over_short(h);
	}
	is_short = status == HSCAN_OK && told.era == HSCAN_HOUR_SHORT;
	at = told.told_at;
	status = import_told(im, status, &told.told);
	if (status == HSCAN_OK && is_short && im->out->taken > taken)
		note_short(h, at);
	if (status == HSCAN_OK && im->out->taken > taken)
		status = look_up(h);
	return status;
}

/* All whole lines of the block; what is left moves to its front. */
static enum hscan_status
read_lines(struct hours *h)
{
	struct hscan_text rest = {h->block, h->len};
	enum hscan_status status = HSCAN_OK;
	const char *end;

	if (!h->block)
		return HSCAN_OK;
	while (status == HSCAN_OK && rest.len > 0 &&
	       (end = memchr(rest.ptr, '\n', rest.len)) != NULL) {
		struct hscan_text line = {rest.ptr, (size_t)(end - rest.ptr)};

		rest.ptr += line.len + 1;
		rest.len -= line.len + 1;
		if (hscan_text_ends(line, "\r"))
			line.len--;
		if (!h->skipping)
			status = read_line(h, line);
		h->skipping = false;
	}
	memmove(h->block, rest.ptr, rest.len);
	h->len = rest.len;
	return status;
}

/* A block without the end of a line: more room, or none of it. */
static enum hscan_status
make_room(struct hours *h)
{
	size_t wanted;
	char *more;

	if (h->len < h->room)
		return HSCAN_OK;
	if (h->skipping || h->room >= LINE_MAX_BYTES) {
		h->len = 0;
		if (h->skipping)
			return HSCAN_OK;
		h->skipping = true;
		h->im->place++;
		return import_refuse(h->im, "the line is longer than 16 MiB");
	}
	wanted = h->room > 0 ? 2 * h->room : BLOCK;
	more = realloc(h->block, wanted);
	if (!more)
		return hscan_no_memory(h->im->err);
	h->block = more;
	h->room = wanted;
	return HSCAN_OK;
}

/* --- blocks --- */

/* What a piece of the file holds. */
static enum hscan_status
read_piece(struct hours *h, struct hscan_text piece)
{
	enum hscan_status status = HSCAN_OK;
	size_t len = 1;

	while (status == HSCAN_OK && len > 0) {
		struct hscan_error fault = {.message = ""};
		enum hscan_status inflated;

		status = make_room(h);
		if (status != HSCAN_OK)
			break;
		inflated = hscan_gzip_next(h->gzip, &piece, h->block + h->len,
		    h->room - h->len, &len, &fault);
		h->len += len;
		/* What was whole before the fault is read; that some of it is
		 * refused must not take the place of the fault. */
		if (h->len == h->room || inflated != HSCAN_OK)
			status = read_lines(h);
		if (status == HSCAN_OK && inflated != HSCAN_OK) {
			*h->im->err = fault;
			status = inflated;
		}
	}
	return status;
}

/* A line without its break may be whole; of a stream that is broken it is
 * not. */
static enum hscan_status
read_last(struct hours *h)
{
	struct import *im = h->im;
	int64_t before = im->out->refused;
	enum hscan_status status = read_lines(h);

	if (status == HSCAN_OK)
		status = hscan_gzip_end(h->gzip, im->err);
	if (status != HSCAN_OK || h->len == 0 || h->skipping)
		return status;
	status = read_line(h, (struct hscan_text){h->block, h->len});
	im->out->cut = im->out->cut || im->out->refused > before;
	return status;
}

static enum hscan_status
read_all(struct hours *h)
{
	struct hscan_text piece = {NULL, 0};
	enum hscan_status status;

	do {
		status = import_next_piece(h->im, h->reader, &piece);
		if (status == HSCAN_OK && piece.len > 0)
			status = read_piece(h, piece);
	} while (status == HSCAN_OK && piece.len > 0);
	return status == HSCAN_OK ? read_last(h) : status;
}

enum hscan_status
import_hours(struct import *im, struct import_reader *reader)
{
	char full_name[sizeof(im->named.owner) + sizeof(im->named.name)];
	struct hours h = {
	    .im = im,
	    .reader = reader,
	    .wanted = {.full_name = full_name},
	};
	enum hscan_status status;

	(void)snprintf(full_name, sizeof(full_name), "%s/%s", im->named.owner,
	    im->named.name);
	status = hscan_gzip_open(&h.gzip, im->err);
	if (status == HSCAN_OK)
		status = look_up(&h);
	if (status == HSCAN_OK)
		status = read_all(&h);
	if (status == HSCAN_EPARSE) {
		im->out->cut = true;
		im->place++;
		status = import_refuse(im, im->err->message);
	}
	hscan_gzip_close(h.gzip);
	free(h.block);
	return status;
}
