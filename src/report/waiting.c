/* SPDX-License-Identifier: MIT */
/* The words for what is open and who has to move; see waiting.h. */
#include "report/waiting.h"

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/words.h"

const char waiting_unread[] =
    "not read: what was written on it; the next run that is not --offline "
    "asks for it";

const char *
waiting_for(enum hscan_waits_for waits_for)
{
	static const char *const words[] = {
	    [HSCAN_WAITS_UNKNOWN] = NULL,
	    [HSCAN_WAITS_MAINTAINER] = "maintainer",
	    [HSCAN_WAITS_AUTHOR] = "author",
	};

	return words[waits_for];
}

const char *
waiting_after(enum hscan_waits_since why)
{
	static const char *const words[] = {
	    [HSCAN_SINCE_OPENED] = "opened",
	    [HSCAN_SINCE_COMMENT] = "comment",
	    [HSCAN_SINCE_REVIEW] = "review",
	    [HSCAN_SINCE_READY] = "ready_for_review",
	    [HSCAN_SINCE_DRAFT] = "draft",
	};

	return words[why];
}

static const char *
s_of(int64_t count)
{
	return count == 1 ? "s" : "";
}

void
waiting_add_counts(struct hscan_buf *out, const struct hscan_waiting *waiting)
{
	if (waiting->only != HSCAN_WAITS_AUTHOR)
		(void)hscan_buf_add_format(out, "%zu wait%s for a maintainer",
		    waiting->maintainers, s_of((int64_t)waiting->maintainers));
	if (waiting->only == HSCAN_WAITS_UNKNOWN)
		(void)hscan_buf_add_format(
		    out, ", %zu for the author", waiting->authors);
	else if (waiting->only == HSCAN_WAITS_AUTHOR)
		(void)hscan_buf_add_format(out, "%zu wait%s for the author",
		    waiting->authors, s_of((int64_t)waiting->authors));
	if (waiting->unread > 0)
		(void)hscan_buf_add_format(
		    out, ", %zu not read", waiting->unread);
}

static void
add_over(struct hscan_buf *out, int64_t seconds)
{
	int64_t days = seconds / HSCAN_DAY_S;

	if (seconds <= 0)
		return;
	if (seconds % HSCAN_DAY_S == 0)
		(void)hscan_buf_add_format(out,
		    ", longer than" WORDS_GLUE "%lld" WORDS_GLUE "day%s",
		    (long long)days, days == 1 ? "" : "s");
	else
		(void)hscan_buf_add_format(out,
		    ", longer than" WORDS_GLUE "%lld" WORDS_GLUE "s",
		    (long long)seconds);
}

void
waiting_add_question(
    struct hscan_buf *out, const struct hscan_waiting *waiting, bool utf8)
{
	(void)hscan_buf_add_string(out, "As of ");
	words_add_time(out, waiting->as_of);
	add_over(out, waiting->over_s);
	(void)hscan_buf_add_string(out, waiting->bots_included
					    ? ", with" WORDS_GLUE "bots"
					    : ", without" WORDS_GLUE "bots");
	if (waiting->history_events)
		(void)hscan_buf_add_string(out, ", history from events");
	words_add_slice(out, &waiting->slice, utf8);
}

void
waiting_add_days(struct hscan_buf *out, const struct hscan_waiting_item *item)
{
	(void)hscan_buf_add_format(out, "%lld" WORDS_GLUE "day%s",
	    (long long)item->days, item->days == 1 ? "" : "s");
}

static void
add_count(struct hscan_buf *out, int64_t count, const char *one,
    const char *several, const char *rest)
{
	if (count > 0)
		(void)hscan_buf_add_format(out, "%lld %s%s", (long long)count,
		    count == 1 ? one : several, rest);
}

void
waiting_add_note(struct hscan_buf *out, const struct hscan_waiting *waiting,
    int note, bool utf8)
{
	switch (note) {
	case 0:
		if (waiting->reason) {
			(void)hscan_buf_add_string(
			    out, "Not all that is open is known (");
			hscan_add_safe(
			    out, hscan_text_of(waiting->reason), !utf8);
			(void)hscan_buf_add_char(out, ')');
		}
		break;
	case 1:
		add_count(out, (int64_t)waiting->unread, "is", "are",
		    " not read, and who has to move is not known; the next "
		    "run that is not --offline asks for what is missing");
		break;
	case 2:
		add_count(out, waiting->unreadable, "is", "are",
		    " left out: not readable");
		break;
	case 3:
		add_count(out, waiting->excluded_bots, "is", "are",
		    " left out: made by bots (--bots" WORDS_GLUE "include)");
		break;
	default: break;
	}
}
