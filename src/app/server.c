/* SPDX-License-Identifier: MIT */
/* Asks a server how it is; see server.h. */
#include "app/server.h"

#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "source/github/target.h"
#include "sync/explain.h"

#define LONGEST_TARGET ((size_t)8 * 1024)

static enum hscan_status
ask(struct hscan_http *http, const struct hscan_buf *target,
    struct hscan_http_reply *answer, struct hscan_error *err)
{
	const struct hscan_http_request request = {
	    .target = hscan_buf_text(target)};
	enum hscan_status status = hscan_http_submit(http, &request, err);

	return status == HSCAN_OK ? hscan_http_next(http, answer, err) : status;
}

/* What an answer says of the token. */
static bool
lets_us_in(const struct hscan_sync *sync, const struct hscan_http_reply *answer,
    struct hscan_error *why)
{
	const char *at;

	if (answer->status == 200 || answer->status == 404)
		return true;
	(void)hscan_explain(answer, sync, why);
	/* It is not the repository that was asked for. */
	at = strstr(why->message, "HTTP");
	if (at)
		(void)memmove(why->message, at, strlen(at) + 1);
	return false;
}

void
server_ask(struct hscan_http *http, const struct hscan_repo_name *name,
    struct hscan_arena *arena, struct server *out)
{
	struct hscan_repo_name asked = *name;
	const struct hscan_sync sync = {.http = http, .name = &asked};
	struct hscan_http_reply answer;
	struct hscan_buf target;

	*out = (struct server){.reply = SERVER_IS_SILENT, .date = HSCAN_NEVER};
	out->why.status = out->unread.status = HSCAN_OK;
	hscan_buf_init(&target, LONGEST_TARGET);
	(void)hscan_buf_add_format(
	    &target, "%s/rate_limit", hscan_http_base_path(http));
	if (ask(http, &target, &answer, &out->why) != HSCAN_OK)
		goto out;
	out->reply = SERVER_REFUSES;
	if (!lets_us_in(&sync, &answer, &out->why))
		goto out;
	out->reply = SERVER_ANSWERS;
	out->date = answer.date;
	out->limited = answer.status != 404;
	if (out->limited && hscan_github_decode_rate(answer.body, arena,
				&out->rate, &out->unread) != HSCAN_OK)
		out->rate.limit = -1;
out:
	hscan_buf_clear(&target);
}

enum hscan_status
server_ask_repo(struct hscan_http *http, const struct hscan_repo_name *name,
    struct hscan_arena *arena, struct hscan_repo *out, struct hscan_error *err)
{
	struct hscan_repo_name asked = *name;
	const struct hscan_sync sync = {.http = http, .name = &asked};
	struct hscan_http_reply answer;
	struct hscan_buf target;
	enum hscan_status status;

	hscan_buf_init(&target, LONGEST_TARGET);
	status = hscan_github_target(
	    "", hscan_http_base_path(http), name, &target, err);
	if (status == HSCAN_OK)
		status = ask(http, &target, &answer, err);
	if (status == HSCAN_OK && answer.status != 200)
		status = hscan_explain(&answer, &sync, err);
	if (status == HSCAN_OK)
		status = hscan_github_decode_repo(answer.body, arena, out, err);
	hscan_buf_clear(&target);
	return status;
}
